// Package cache keeps artifacts, the finished bytes that the server sends, in
// memory and in Redis, and makes sure that each is made once however many ask
// for it at the same time.
//
// It must not know what an artifact shows or how one is made: callers bring the
// key and the function. Of HTTP it knows the Accept-Encoding header and nothing
// else. It must never fail a request because Redis does: whatever goes wrong
// there is a miss.
package cache

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"runtime/debug"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	defaultReadTimeout = 100 * time.Millisecond

	// fillTimeout ends a fill that nobody may be waiting for any more.
	fillTimeout = 30 * time.Second

	// entryOverhead is roughly what an entry of the memory tier takes beyond
	// the bytes of its artifact.
	entryOverhead = 384
)

// Config is what a cache is made from.
type Config struct {
	// Redis says where Redis is: one URL that begins with redis://, rediss://
	// or unix://, or several separated by commas for a Cluster, or Sentinels
	// with ?master_name=NAME. Without it the memory tier serves alone.
	Redis string
	// MemoryBytes bounds the memory tier. It must be positive.
	MemoryBytes int64
	// TTL is how long an artifact is kept, in memory and in Redis. It must
	// be at least a millisecond.
	TTL time.Duration
	// ReadTimeout bounds each call to Redis. Zero means 100 ms.
	ReadTimeout time.Duration
	// Registerer gets the metrics. It may be nil.
	Registerer prometheus.Registerer
	// Log gets a line when Redis goes and comes back. It may be nil.
	Log *slog.Logger
}

// Result says where Fetch had an artifact from.
type Result string

// The results of Fetch. Callers who waited for the same artifact get the same
// result.
const (
	FromMemory Result = "memory"
	FromRedis  Result = "redis"
	FromFill   Result = "fill"
)

// Cache is memory in front of Redis in front of the function that fills. It is
// safe for concurrent use.
type Cache struct {
	memory  *otter.Cache[Key, Artifact]
	redis   *redisTier // nil without Redis
	metrics tierMetrics
	log     *slog.Logger

	closing context.Context
	close   func() error

	mu      sync.Mutex
	flights map[Key]*flight
}

// flight is one look-up that all who miss the same key meanwhile share. The
// fields may be read once done is closed.
type flight struct {
	done     chan struct{}
	artifact Artifact
	result   Result
	err      error
}

// New returns a cache. An unreachable Redis is no error, since it may come
// later; a Redis URL that cannot be used is one, and so is a bound that is not
// positive. The caller must call Close.
func New(cfg Config) (*Cache, error) {
	if cfg.MemoryBytes <= 0 {
		return nil, fmt.Errorf("cache: MemoryBytes is %d, want a positive number of bytes", cfg.MemoryBytes)
	}
	if cfg.TTL < time.Millisecond {
		return nil, fmt.Errorf("cache: TTL is %v, want at least 1ms", cfg.TTL)
	}
	if cfg.ReadTimeout < 0 {
		return nil, fmt.Errorf("cache: ReadTimeout is %v, want a positive duration, or 0 for %v", cfg.ReadTimeout, defaultReadTimeout)
	}
	if cfg.ReadTimeout == 0 {
		cfg.ReadTimeout = defaultReadTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	memoryMetrics, redisMetrics, err := newMetrics(cfg.Registerer)
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	c := &Cache{
		metrics: memoryMetrics,
		log:     cfg.Log,
		flights: map[Key]*flight{},
	}
	if cfg.Redis != "" {
		if c.redis, err = newRedisTier(cfg, redisMetrics); err != nil {
			return nil, err
		}
	}
	c.memory = otter.Must(&otter.Options[Key, Artifact]{
		MaximumWeight:    uint64(cfg.MemoryBytes),
		Weigher:          func(_ Key, a Artifact) uint32 { return weigh(a) },
		ExpiryCalculator: otter.ExpiryWriting[Key, Artifact](cfg.TTL),
	})
	closing, cancel := context.WithCancel(context.Background())
	c.closing = closing
	c.close = sync.OnceValue(func() error {
		cancel()
		c.memory.StopAllGoroutines()
		if c.redis != nil {
			return c.redis.shutdown()
		}
		return nil
	})
	return c, nil
}

// weigh returns what an entry counts towards Config.MemoryBytes.
func weigh(a Artifact) uint32 {
	n := entryOverhead + len(a.ContentType) + len(a.Brotli) + len(a.Gzip)
	return uint32(min(n, math.MaxUint32))
}

// Fetch returns the artifact of key from memory, else from Redis, else from
// fill, and says which. Of all calls for one key at one time, in all processes
// that share the Redis, one runs its fill and the others get what it returns;
// so every fill for a key must return the same.
//
// A caller whose ctx ends gets ctx.Err() at once. The fill goes on for the
// others: its context has the values of the first caller's ctx, but ends with
// the cache or after half a minute. An error or a panic of fill is the error of
// all who wait for it in this process, and is not kept.
func (c *Cache) Fetch(ctx context.Context, key Key, fill func(context.Context) (Artifact, error)) (Artifact, Result, error) {
	if a, ok := c.Memory(key); ok {
		return a, FromMemory, nil
	}
	c.metrics.miss.Inc()
	// A caller who has gone already must not start work.
	if err := ctx.Err(); err != nil {
		return Artifact{}, "", err
	}
	f := c.join(ctx, key, fill)
	select {
	case <-f.done:
		return f.artifact, f.result, f.err
	case <-ctx.Done():
		return Artifact{}, "", ctx.Err()
	}
}

// Memory returns the artifact of key where memory has it.
func (c *Cache) Memory(key Key) (Artifact, bool) {
	a, ok := c.memory.GetIfPresent(key)
	if ok {
		c.metrics.hit.Inc()
	}
	return a, ok
}

// join returns the flight of key, a new one if there is none.
//
// Otter's own loading Get would run the fill on the goroutine of the first
// caller, who could then not leave before the fill returns; and with a goroutine
// for each caller, those who leave would leave theirs behind.
func (c *Cache) join(ctx context.Context, key Key, fill func(context.Context) (Artifact, error)) *flight {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.flights[key]; f != nil {
		return f
	}
	f := &flight{
		done: make(chan struct{}),
		// Stays if fill ends its goroutine instead of returning.
		err: errors.New("cache: fill did not return"),
	}
	c.flights[key] = f
	go func() {
		defer func() {
			c.mu.Lock()
			delete(c.flights, key)
			c.mu.Unlock()
			close(f.done)
		}()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fillTimeout)
		defer cancel()
		stop := context.AfterFunc(c.closing, cancel)
		defer stop()
		f.artifact, f.result, f.err = c.load(ctx, key, fill)
	}()
	return f
}

// load is what a flight does.
func (c *Cache) load(ctx context.Context, key Key, fill func(context.Context) (Artifact, error)) (Artifact, Result, error) {
	// The memory is asked again because the flight before this one may have
	// landed after the caller had looked and before it got here.
	if a, ok := c.memory.GetIfPresent(key); ok {
		return a, FromMemory, nil
	}
	var token string
	if c.redis != nil {
		var a Artifact
		var found bool
		if a, found, token = c.redis.find(ctx, key); found {
			c.memory.Set(key, a)
			return a, FromRedis, nil
		}
	}
	a, err := c.fill(ctx, key, fill)
	if err != nil {
		if c.redis != nil {
			c.redis.release(key, token)
		}
		return Artifact{}, "", err
	}
	c.memory.Set(key, a)
	if c.redis != nil {
		c.redis.store(key, a, token)
	}
	return a, FromFill, nil
}

func (c *Cache) fill(ctx context.Context, key Key, fill func(context.Context) (Artifact, error)) (a Artifact, err error) {
	defer func() {
		if p := recover(); p != nil {
			c.log.Error("a fill panicked", "key", key.String(), "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("cache: fill panicked: %v", p)
		}
	}()
	return fill(ctx)
}

// Redis says how Redis is: "off" if there is none, "up" or "down" otherwise,
// from what the last calls to it saw.
func (c *Cache) Redis() string {
	switch {
	case c.redis == nil:
		return "off"
	case c.redis.down.Load():
		return "down"
	}
	return "up"
}

// Flush waits until all that was filled so far is in Redis. It is an error where
// something is not, since the cache was made: Redis was down, refused it, or the
// queue was full. Without Redis there is nothing to wait for.
func (c *Cache) Flush(ctx context.Context) error {
	if c.redis == nil {
		return nil
	}
	return c.redis.flush(ctx)
}

// Close writes to Redis what is still queued, for a second at most, and ends
// all that runs in the background, fills included. Calls of Fetch that need a
// fill fail from then on.
func (c *Cache) Close() error { return c.close() }
