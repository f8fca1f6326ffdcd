package cache

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"github.com/sozdex/sozdex/server/cache/redistest"
)

func client(t *testing.T, s *redistest.Server) *redis.Client {
	opt, err := redis.ParseURL(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClient(opt)
	t.Cleanup(func() { c.Close() })
	return c
}

// stored waits until Redis has the key and nobody has its lock.
func stored(t *testing.T, c *redis.Client, key Key) {
	t.Helper()
	eventually(t, "the value is in Redis and the lock is gone", func() bool {
		return c.Exists(t.Context(), keyPrefix+key.String()).Val() == 1 && !locked(t, c, key)
	})
}

func locked(t *testing.T, c *redis.Client, key Key) bool {
	return c.Exists(t.Context(), lockPrefix+key.String()).Val() == 1
}

func TestRedisShared(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	db := client(t, server)
	reg := prometheus.NewRegistry()
	c1 := newCache(t, Config{Redis: server.URL(), TTL: time.Minute, Registerer: reg})
	c2 := newCache(t, Config{Redis: server.URL()})
	for _, body := range []string{"A", ""} {
		key := NewKey("key", body)
		fetch(t, c1, key, body, FromFill)
		fetch(t, c1, key, body, FromMemory)
		stored(t, db, key)
		fetch(t, c2, key, body, FromRedis)
		fetch(t, c2, key, body, FromMemory)
		if ttl := db.PTTL(t.Context(), keyPrefix+key.String()).Val(); ttl <= 0 || ttl > time.Minute {
			t.Errorf("PTTL = %v, want at most a minute", ttl)
		}
	}
	if got := c1.Redis(); got != "up" {
		t.Errorf(`Redis() = %q, want "up"`, got)
	}
	want := map[string]float64{"memory hit": 2, "memory miss": 2, "redis miss": 2}
	if diff := cmp.Diff(want, counts(t, reg)); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

func TestRedisUnix(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	redistest.Start(t, "--unixsocket", socket)
	c := newCache(t, Config{Redis: "unix://" + socket})
	if got := c.Redis(); got != "up" {
		t.Errorf(`Redis() = %q, want "up"`, got)
	}
}

func TestRedisPassword(t *testing.T) {
	server := redistest.Start(t)
	if reply, err := server.Do("CONFIG SET requirepass hunter2"); reply != "+OK" {
		t.Fatal(reply, err)
	}
	for _, test := range []struct{ user, want string }{
		{":hunter2@", "up"},
		{":hunter3@", "down"},
		{"", "down"},
	} {
		var log lockedBuffer
		c := newCache(t, Config{
			Redis: strings.Replace(server.URL(), "://", "://"+test.user, 1),
			Log:   slog.New(slog.NewTextHandler(&log, nil)),
		})
		if got := c.Redis(); got != test.want {
			t.Errorf("with %q Redis() = %q, want %q", test.user, got, test.want)
		}
		fetch(t, c, NewKey(test.user), "A", FromFill)
		if strings.Contains(log.String(), "hunter") {
			t.Errorf("the log tells the password: %s", log.String())
		}
		if lines := strings.Count(log.String(), "Redis does not answer"); (lines == 1) != (test.want == "down") {
			t.Errorf("with %q the log has %d lines about it:\n%s", test.user, lines, log.String())
		}
	}
}

func TestRedisCluster(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t, "--cluster-enabled", "yes")
	if reply, err := server.Do("CLUSTER ADDSLOTSRANGE 0 16383"); reply != "+OK" {
		t.Fatal(reply, err)
	}
	db := client(t, server)
	eventually(t, "the cluster is up", func() bool { return strings.Contains(db.ClusterInfo(t.Context()).Val(), "cluster_state:ok") })
	list := server.URL() + "," + strings.Replace(server.Addr(), "127.0.0.1", "localhost", 1)
	c1, c2 := newCache(t, Config{Redis: list}), newCache(t, Config{Redis: list})
	for i := range 20 {
		key := NewKey(fmt.Sprint(i))
		fetch(t, c1, key, "A", FromFill)
		stored(t, db, key)
		fetch(t, c2, key, "A", FromRedis)
	}
}

func TestRedisSentinel(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	conf := filepath.Join(t.TempDir(), "sentinel.conf")
	_, port, _ := net.SplitHostPort(server.Addr())
	if err := os.WriteFile(conf, []byte("sentinel monitor main 127.0.0.1 "+port+" 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sentinel := redistest.StartSentinel(t, conf)
	c1 := newCache(t, Config{Redis: sentinel.URL() + "?master_name=main"})
	c2 := newCache(t, Config{Redis: sentinel.URL() + "," + sentinel.Addr() + "/0?master_name=main"})
	fetch(t, c1, NewKey("a"), "A", FromFill)
	stored(t, client(t, server), NewKey("a"))
	fetch(t, c2, NewKey("a"), "A", FromRedis)
}

func TestRedisFillsOnce(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	var caches []*Cache
	for range 3 {
		caches = append(caches, newCache(t, Config{Redis: server.URL()}))
	}
	for round := range 10 {
		var fills atomic.Int32
		var done sync.WaitGroup
		for _, c := range caches {
			for range 100 {
				done.Go(func() {
					_, _, err := c.Fetch(t.Context(), NewKey(fmt.Sprint(round)), func(context.Context) (Artifact, error) {
						fills.Add(1)
						if round%2 == 0 {
							eventually(t, "all three miss the key", func() bool {
								return caches[0].flying() && caches[1].flying() && caches[2].flying()
							})
						}
						return artifact("x"), nil
					})
					if err != nil {
						t.Errorf("Fetch: %v", err)
					}
				})
			}
		}
		done.Wait()
		if n := fills.Load(); n != 1 {
			t.Errorf("300 calls of Fetch on 3 caches ran %d fills, want 1", n)
		}
	}
}

func (c *Cache) flying() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.flights) > 0
}

func TestRedisLock(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	db := client(t, server)
	c := newCache(t, Config{Redis: server.URL()})

	t.Run("is released after a failed fill", func(t *testing.T) {
		key := NewKey("fails")
		_, _, err := c.Fetch(t.Context(), key, func(context.Context) (Artifact, error) {
			if !locked(t, db, key) {
				t.Error("no lock during the fill")
			}
			return Artifact{}, errors.New("boom")
		})
		if err == nil {
			t.Error("Fetch hides the error of its fill")
		}
		eventually(t, "the lock is gone", func() bool { return !locked(t, db, key) })
	})
	t.Run("is not released when it is someone else's", func(t *testing.T) {
		key := NewKey("taken over")
		_, _, err := c.Fetch(t.Context(), key, func(context.Context) (Artifact, error) {
			return artifact("A"), db.Set(t.Context(), lockPrefix+key.String(), "another", 0).Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "the queue is empty", func() bool {
			return db.Exists(t.Context(), keyPrefix+key.String()).Val() == 1 && len(c.redis.queue) == 0
		})
		if !locked(t, db, key) {
			t.Error("the lock of another process is gone")
		}
	})
	t.Run("of a dead process holds nobody up for long", func(t *testing.T) {
		key := NewKey("orphan")
		db.Set(t.Context(), lockPrefix+key.String(), "dead", time.Hour)
		fetch(t, c, key, "A", FromFill)
	})
	t.Run("is taken over when its holder gives up", func(t *testing.T) {
		key := NewKey("given up")
		db.Set(t.Context(), lockPrefix+key.String(), "other", time.Hour)
		done := make(chan struct{})
		go func() {
			defer close(done)
			fetch(t, c, key, "A", FromFill)
		}()
		eventually(t, "it waits", c.flying)
		db.Del(t.Context(), lockPrefix+key.String())
		<-done
		stored(t, db, key)
	})
	t.Run("makes others wait for the value", func(t *testing.T) {
		key := NewKey("waits")
		db.Set(t.Context(), lockPrefix+key.String(), "other", time.Hour)
		done := make(chan struct{})
		go func() {
			defer close(done)
			fetch(t, c, key, "A", FromRedis)
		}()
		eventually(t, "it waits", c.flying)
		value, err := encodeValue(artifact("A"))
		if err != nil {
			t.Error(err)
		}
		db.Set(t.Context(), keyPrefix+key.String(), value, 0)
		<-done
	})
}

func TestRedisBadValues(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	db := client(t, server)
	good, err := encodeValue(artifact("A"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(good)
	damaged[len(damaged)/2] ^= 1
	for name, put := range map[string]func(key string) error{
		"garbage":   func(key string) error { return db.Set(t.Context(), key, "garbage", 0).Err() },
		"damaged":   func(key string) error { return db.Set(t.Context(), key, damaged, 0).Err() },
		"too large": func(key string) error { return db.SetRange(t.Context(), key, 2*maxValue, "x").Err() },
		"a list":    func(key string) error { return db.LPush(t.Context(), key, "x").Err() },
	} {
		t.Run(name, func(t *testing.T) {
			reg := prometheus.NewRegistry()
			c := newCache(t, Config{Redis: server.URL(), Registerer: reg})
			key := NewKey(name)
			if err := put(keyPrefix + key.String()); err != nil {
				t.Fatal(err)
			}
			fetch(t, c, key, "A", FromFill)
			eventually(t, "the value is overwritten", func() bool {
				got, err := db.Get(t.Context(), keyPrefix+key.String()).Bytes()
				return err == nil && bytes.Equal(got, good)
			})
			if got := c.Redis(); got != "up" {
				t.Errorf(`Redis() = %q, want "up"`, got)
			}
			want := map[string]float64{"memory miss": 1, "redis error": 1}
			if diff := cmp.Diff(want, counts(t, reg)); diff != "" {
				t.Errorf("metrics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRedisTooLargeToStore(t *testing.T) {
	server := redistest.Start(t)
	reg := prometheus.NewRegistry()
	c := newCache(t, Config{Redis: server.URL(), Registerer: reg})
	huge := Artifact{Gzip: noise(maxValue)}
	if _, _, err := c.Fetch(t.Context(), NewKey("a"), func(context.Context) (Artifact, error) { return huge, nil }); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the refusal is counted", func() bool { return counts(t, reg)["redis error"] == 1 })
	db := client(t, server)
	eventually(t, "the lock is gone", func() bool { return !locked(t, db, NewKey("a")) })
	if got := c.Redis(); got != "up" {
		t.Errorf(`Redis() = %q, want "up"`, got)
	}
}

func TestRedisRefusesWrites(t *testing.T) {
	server := redistest.Start(t, "--maxmemory", "1")
	reg := prometheus.NewRegistry()
	c := newCache(t, Config{Redis: server.URL(), Registerer: reg})
	fetch(t, c, NewKey("a"), "A", FromFill)
	eventually(t, "the refusal is counted", func() bool { return counts(t, reg)["redis error"] > 0 })
}

func TestCloseDrains(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	c1 := newCache(t, Config{Redis: server.URL()})
	for i := range 100 {
		fetch(t, c1, NewKey(fmt.Sprint(i)), "A", FromFill)
	}
	if err := c1.Close(); err != nil {
		t.Fatal(err)
	}
	c2 := newCache(t, Config{Redis: server.URL()})
	for i := range 100 {
		fetch(t, c2, NewKey(fmt.Sprint(i)), "A", FromRedis)
	}
	// Redis is closed in c1, which is no reason to fail or to wait.
	_, _, err := c1.Fetch(t.Context(), NewKey("after"), func(ctx context.Context) (Artifact, error) { return Artifact{}, ctx.Err() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch after Close: %v, want %v", err, context.Canceled)
	}
}

func TestFlush(t *testing.T) {
	if err := newCache(t, Config{}).Flush(t.Context()); err != nil {
		t.Errorf("Flush without Redis: %v", err)
	}
	server := redistest.Start(t)
	db := client(t, server)
	c := newCache(t, Config{Redis: server.URL()})
	var keys []string
	for i := range 100 {
		fetch(t, c, NewKey(fmt.Sprint(i)), "A", FromFill)
		keys = append(keys, keyPrefix+NewKey(fmt.Sprint(i)).String())
	}
	if err := c.Flush(t.Context()); err != nil {
		t.Errorf("Flush: %v", err)
	}
	if got := db.Exists(t.Context(), keys...).Val(); got != 100 {
		t.Errorf("Redis has %d artifacts after Flush, want 100", got)
	}
	server.Stop()
	fetch(t, c, NewKey("lost"), "A", FromFill)
	for range 2 {
		if err := c.Flush(t.Context()); err == nil {
			t.Error("Flush = nil though Redis is dead")
		}
	}
}

func TestFlushCountsArtifacts(t *testing.T) {
	server := redistest.Start(t)
	c := newCache(t, Config{Redis: server.URL()})
	server.Stop()
	c.redis.release(NewKey("a"), "a lock")
	c.redis.release(NewKey("b"), "a lock")
	if err := c.Flush(t.Context()); err != nil {
		t.Errorf("Flush = %v though only locks were lost", err)
	}
}

func TestFlushAfterClose(t *testing.T) {
	c := newCache(t, Config{Redis: redistest.Start(t).URL()})
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Flush(t.Context()); !errors.Is(err, errClosed) {
		t.Errorf("Flush of a closed cache = %v, want %v", err, errClosed)
	}
}

func TestFlushTellsOfRefusals(t *testing.T) {
	c := newCache(t, Config{Redis: redistest.Start(t, "--maxmemory", "1").URL()})
	fetch(t, c, NewKey("a"), "A", FromFill)
	if err := c.Flush(t.Context()); err == nil {
		t.Error("Flush = nil though Redis is full")
	}
}

func TestFlushIsCancelled(t *testing.T) {
	// Nothing empties the queue of either.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, room := range []int{0, 1} {
		r := &redisTier{queue: make(chan write, room)}
		if err := r.flush(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("flush with room for %d = %v, want %v", room, err, context.Canceled)
		}
	}
}

func TestQueueIsBounded(t *testing.T) {
	reg := prometheus.NewRegistry()
	_, metrics, err := newMetrics(reg)
	if err != nil {
		t.Fatal(err)
	}
	// No goroutine empties this one's queue.
	r := &redisTier{queue: make(chan write, 2), metrics: metrics}
	for range 5 {
		r.store(NewKey("a"), artifact("A"), "")
	}
	if got := counts(t, reg)["redis error"]; got != 3 {
		t.Errorf("5 writes into a queue for 2 count %v errors, want 3", got)
	}
}

// load fetches random keys from many goroutines until stop is called. The
// memory tier must be too small to keep anything.
type load struct {
	results sync.Map // Result to *atomic.Int64
	slowest atomic.Int64
	stop    func()
}

func startLoad(t *testing.T, c *Cache) *load {
	l := &load{}
	for _, r := range []Result{FromMemory, FromRedis, FromFill} {
		l.results.Store(r, new(atomic.Int64))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for ctx.Err() == nil {
				body := fmt.Sprint(rand.IntN(50))
				start := time.Now()
				got, result, err := c.Fetch(t.Context(), NewKey(body), fillWith(body))
				took := time.Since(start)
				if err != nil {
					t.Errorf("Fetch: %v", err)
					return
				}
				if diff := cmp.Diff(artifact(body), got); diff != "" {
					t.Errorf("Fetch has another artifact (-want +got):\n%s", diff)
					return
				}
				for was := l.slowest.Load(); int64(took) > was && !l.slowest.CompareAndSwap(was, int64(took)); was = l.slowest.Load() {
				}
				n, _ := l.results.Load(result)
				n.(*atomic.Int64).Add(1)
			}
		})
	}
	l.stop = func() { cancel(); workers.Wait() }
	return l
}

func (l *load) count(r Result) int64 {
	n, _ := l.results.Load(r)
	return n.(*atomic.Int64).Load()
}

// more waits for n more fetches with the result.
func (l *load) more(t *testing.T, r Result, n int64) {
	t.Helper()
	from := l.count(r)
	eventually(t, fmt.Sprintf("%d fetches from %s", n, r), func() bool { return t.Failed() || l.count(r) >= from+n })
}

func TestRedisKilledUnderLoad(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	c := newCache(t, Config{Redis: server.URL(), MemoryBytes: 1, ReadTimeout: 100 * time.Millisecond})
	l := startLoad(t, c)
	defer l.stop()
	for range 3 {
		l.more(t, FromRedis, 200)
		server.Stop()
		l.more(t, FromFill, 200)
		eventually(t, "Redis is down", func() bool { return c.Redis() == "down" })
		server.Restart()
		eventually(t, "Redis is up", func() bool { return c.Redis() == "up" })
	}
	l.more(t, FromRedis, 200)
	l.stop()
	t.Logf("fetches: %d from Redis, %d from fill; the slowest took %v", l.count(FromRedis), l.count(FromFill), time.Duration(l.slowest.Load()))
}

// fetchMany fetches n keys, one after the other, and checks that all together
// take far less than a timeout each would.
func fetchMany(t *testing.T, c *Cache, prefix string, n int) {
	t.Helper()
	start := time.Now()
	for i := range n {
		fetch(t, c, NewKey(prefix, fmt.Sprint(i)), "A", FromFill)
	}
	took, most := time.Since(start), time.Duration(n)*c.redis.timeout/4
	t.Logf("%d fetches took %v", n, took)
	if took > most {
		t.Errorf("%d fetches took %v, want less than %v: a dead Redis costs one timeout", n, took, most)
	}
}

func TestRedisHangs(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	var log lockedBuffer
	c := newCache(t, Config{Redis: server.URL(), ReadTimeout: 100 * time.Millisecond, Log: slog.New(slog.NewTextHandler(&log, nil))})
	server.Signal(syscall.SIGSTOP)
	fetchMany(t, c, "stopped", 100)
	if got := c.Redis(); got != "down" {
		t.Errorf(`Redis() = %q, want "down"`, got)
	}
	server.Signal(syscall.SIGCONT)
	eventually(t, "Redis is up", func() bool { return c.Redis() == "up" })
	fetch(t, c, NewKey("back"), "A", FromFill)
	stored(t, client(t, server), NewKey("back"))
	for _, line := range []string{"Redis does not answer", "Redis answers again"} {
		if n := strings.Count(log.String(), line); n == 0 || n > 3 {
			t.Errorf("the log has %d lines with %q:\n%s", n, line, log.String())
		}
	}
}

func TestRedisNeverAnswers(t *testing.T) {
	checkLeaks(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var accepted sync.WaitGroup
	accepted.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
		}
	})
	t.Cleanup(func() { l.Close(); accepted.Wait() })
	for _, url := range []string{
		"redis://" + l.Addr().String(),
		"rediss://" + l.Addr().String(),
		"redis://" + l.Addr().String() + "," + l.Addr().String(),
		"redis://" + l.Addr().String() + "?master_name=main",
	} {
		start := time.Now()
		c := newCache(t, Config{Redis: url, ReadTimeout: 100 * time.Millisecond})
		t.Logf("New took %v", time.Since(start))
		if got := c.Redis(); got != "down" {
			t.Errorf(`Redis() = %q, want "down"`, got)
		}
		// As after a start with a Redis that died a moment later.
		c.redis.down.Store(false)
		fetchMany(t, c, url, 100)
	}
}

func TestRedisComesLater(t *testing.T) {
	checkLeaks(t)
	server := redistest.Start(t)
	server.Stop()
	c := newCache(t, Config{Redis: server.URL()})
	if got := c.Redis(); got != "down" {
		t.Errorf(`Redis() = %q, want "down"`, got)
	}
	fetch(t, c, NewKey("a"), "A", FromFill)
	server.Restart()
	eventually(t, "Redis is up", func() bool { return c.Redis() == "up" })
	fetch(t, c, NewKey("b"), "B", FromFill)
	stored(t, client(t, server), NewKey("b"))
}

// lockedBuffer is a log that can be read while it is written.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
