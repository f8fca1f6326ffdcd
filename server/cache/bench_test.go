package cache

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sozdex/sozdex/server/cache/redistest"
)

// drawing returns what stands for a chart of the usual size: 22 KB, or 6 KB in
// gzip.
func drawing() []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for range 300 {
		fmt.Fprintf(&b, `<path d="M%.1f %.1fL%.1f %.1f" stroke="#4477aa" fill="transparent"/>`, 800*r.Float64(), 400*r.Float64(), 800*r.Float64(), 400*r.Float64())
	}
	return b.Bytes()
}

func noFill(context.Context) (Artifact, error) { return Artifact{}, errors.New("nothing to fill") }

func BenchmarkFetchMemory(b *testing.B) {
	c := newCache(b, Config{})
	key := NewKey("a")
	if _, _, err := c.Fetch(b.Context(), key, func(context.Context) (Artifact, error) { return NewArtifact("image/svg+xml", drawing()), nil }); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, result, err := c.Fetch(b.Context(), key, noFill); result != FromMemory {
				b.Error(result, err)
			}
		}
	})
}

func BenchmarkFetchRedis(b *testing.B) {
	server := redistest.Start(b)
	// Too small to keep anything, so that each Fetch goes to Redis.
	c := newCache(b, Config{Redis: server.URL(), MemoryBytes: 1})
	key := NewKey("a")
	c.redis.write(write{key: key, artifact: new(NewArtifact("image/svg+xml", drawing()))})
	b.ReportAllocs()
	for b.Loop() {
		if _, result, err := c.Fetch(b.Context(), key, noFill); err != nil {
			b.Error(result, err)
		}
		c.memory.Invalidate(key)
	}
}

func BenchmarkNewArtifact(b *testing.B) {
	body := drawing()
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		NewArtifact("image/svg+xml", body)
	}
}

func BenchmarkEncoded(b *testing.B) {
	a := NewArtifact("image/svg+xml", drawing())
	for _, accept := range []string{"gzip, deflate, br, zstd", ""} {
		b.Run(strings.ReplaceAll(accept, " ", ""), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := a.Encoded(accept); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNewKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		NewKey("v1.0.0", "0123456789abcdef", "trend", "index=rsf&measure=score", "kk", "dark", "800x400", "svg")
	}
}
