package cache

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

// noise returns n bytes that do not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

func TestNewArtifact(t *testing.T) {
	for _, test := range []struct {
		name   string
		body   []byte
		brotli bool
	}{
		{"nothing", nil, true},
		{"one byte", []byte("x"), true},
		{"text", []byte(strings.Repeat(`<path d="M1 2L3 4"/>`, 1000)), true},
		{"megabytes", bytes.Repeat(noise(1<<10), 3<<10), true},
		{"noise", noise(1 << 16), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := NewArtifact("image/svg+xml", test.body)
			if diff := cmp.Diff(a, NewArtifact("image/svg+xml", test.body)); diff != "" {
				t.Errorf("equal arguments give different artifacts:\n%s", diff)
			}
			if a.ContentType != "image/svg+xml" {
				t.Errorf("ContentType = %q", a.ContentType)
			}
			if len(a.Brotli) >= len(a.Gzip) {
				t.Errorf("brotli has %d bytes and gzip %d: the larger is kept for nothing", len(a.Brotli), len(a.Gzip))
			}
			for _, accept := range []string{"br", "gzip", ""} {
				encoding, body, err := a.Encoded(accept)
				if err != nil {
					t.Fatal(err)
				}
				if encoding != accept {
					t.Errorf("Encoded(%q) is in %q", accept, encoding)
				}
				if got := decode(t, encoding, body); !bytes.Equal(got, test.body) {
					t.Errorf("Encoded(%q) has a body of %d bytes that is not the %d bytes it was made from", accept, len(got), len(test.body))
				}
			}
		})
	}
}

func decode(t *testing.T, encoding string, body []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		zr, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = zr
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncoded(t *testing.T) {
	both := NewArtifact("text/plain", []byte(strings.Repeat("Qazaqstan ", 100)))
	gzipOnly := both
	gzipOnly.Brotli = nil
	for _, test := range []struct {
		accept   string
		both     string
		gzipOnly string
	}{
		{"", "", ""},
		{"gzip, deflate, br, zstd", "br", "gzip"},
		{"gzip, deflate", "gzip", "gzip"},
		{"br", "br", ""},
		{"BR", "br", ""},
		{"x-gzip", "gzip", "gzip"},
		{"deflate", "", ""},
		{"gzip;q=1.0, br;q=0.5", "gzip", "gzip"},
		{"gzip;q=0.5, br;q=0.5", "br", "gzip"},
		{"br;q=0, gzip", "gzip", "gzip"},
		{"br ; q=0 , gzip ; q=0.001", "gzip", "gzip"},
		{"br;q=0,gzip;q=0", "", ""},
		{"*", "br", "gzip"},
		{"*;q=0", "", ""},
		{"br;q=0, *", "gzip", "gzip"},
		{"*, br;q=0", "gzip", "gzip"},
		{"gzip;q=0, *;q=0.1", "br", ""},
		{"identity", "", ""},
		{"identity, gzip;q=0.5", "", ""},
		{"identity;q=0.5, gzip;q=0.5", "gzip", "gzip"},
		{"identity;q=0", "", ""},
		{"identity;q=0, *;q=0", "", ""},
		{"identity;q=0, gzip", "gzip", "gzip"},
		{"gzip;q=", "", ""},
		{"gzip;q=NaN", "", ""},
		{"gzip;q=2", "", ""},
		{"gzip;q=-1", "", ""},
		{"gzip;level=9;q=0.5", "gzip", "gzip"},
		{"gzip;level=9", "gzip", "gzip"},
		{",, ;,gzip", "gzip", "gzip"},
		{"brotli, gzipped", "", ""},
	} {
		for name, c := range map[string]struct {
			a    Artifact
			want string
		}{"brotli and gzip": {both, test.both}, "gzip": {gzipOnly, test.gzipOnly}} {
			got, body, err := c.a.Encoded(test.accept)
			if got != c.want || err != nil {
				t.Errorf("with %s: Encoded(%q) = %q, _, %v, want %q", name, test.accept, got, err, c.want)
				continue
			}
			if len(decode(t, got, body)) != 1000 {
				t.Errorf("with %s: Encoded(%q) has another body", name, test.accept)
			}
		}
	}
}

func TestEncodedBadArtifact(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	if _, err := io.CopyN(w, zeros{}, maxBody+1); err != nil {
		t.Fatal(err)
	}
	w.Close()
	good := NewArtifact("text/plain", []byte("body"))
	for name, a := range map[string]Artifact{
		"no gzip":   {Brotli: []byte{1}},
		"not gzip":  {Gzip: []byte("plain")},
		"cut short": {Gzip: good.Gzip[:len(good.Gzip)-1]},
		"too large": {Gzip: bomb.Bytes()},
	} {
		if _, body, err := a.Encoded(""); err == nil {
			t.Errorf("%s: Encoded = %d bytes and no error", name, len(body))
		}
	}
	for _, accept := range []string{"", "br", "gzip", "*"} {
		encoding, body, err := Artifact{}.Encoded(accept)
		if encoding != "" || len(body) != 0 || err != nil {
			t.Errorf("zero artifact: Encoded(%q) = %q, %q, %v, want an empty plain body", accept, encoding, body, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func FuzzParseAccept(f *testing.F) {
	f.Add("gzip;q=0.5, br, *;q=0")
	f.Fuzz(func(t *testing.T, header string) {
		w := parseAccept(header)
		for _, q := range []float64{w.br, w.gzip, w.identity} {
			if !(q >= 0 && q <= 1) {
				t.Errorf("parseAccept(%q) = %+v", header, w)
			}
		}
	})
}
