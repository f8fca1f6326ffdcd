package cache

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
)

// eventually waits for what happens in the background.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// checkLeaks fails the test if goroutines are left when it and its later
// clean-ups are done.
func checkLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		deadline := time.Now().Add(10 * time.Second)
		for runtime.NumGoroutine() > before {
			if time.Now().After(deadline) {
				stacks := make([]byte, 1<<20)
				t.Errorf("%d goroutines, %d before the test:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
}

// newCache returns a cache that is closed when the test ends. Its Redis has a
// second to answer unless cfg says otherwise, so that a busy machine does not
// look like a dead Redis.
func newCache(t testing.TB, cfg Config) *Cache {
	t.Helper()
	if cfg.MemoryBytes == 0 {
		cfg.MemoryBytes = 64 << 20
	}
	if cfg.TTL == 0 {
		cfg.TTL = time.Hour
	}
	if cfg.ReadTimeout == 0 {
		cfg.ReadTimeout = time.Second
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return c
}

// artifact returns an artifact that differs for each body. It is not compressed,
// which would take most of the tests' time.
func artifact(body string) Artifact {
	return Artifact{ContentType: "text/plain", Gzip: append([]byte("gzip "), body...)}
}

func fillWith(body string) func(context.Context) (Artifact, error) {
	return func(context.Context) (Artifact, error) { return artifact(body), nil }
}

// fetch fetches with a fill that returns body, and checks what comes back.
func fetch(t testing.TB, c *Cache, key Key, body string, want Result) {
	t.Helper()
	got, result, err := c.Fetch(t.Context(), key, fillWith(body))
	if err != nil {
		t.Fatalf("Fetch: %v", err)
	}
	if result != want {
		t.Fatalf("Fetch comes from %q, want %q", result, want)
	}
	if diff := cmp.Diff(artifact(body), got); diff != "" {
		t.Fatalf("Fetch has another artifact (-want +got):\n%s", diff)
	}
}

// counts returns the cache's counters as "tier result" to number.
func counts(t *testing.T, reg *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		if f.GetName() != "sozdex_cache_requests_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if n := m.GetCounter().GetValue(); n != 0 {
				got[labels["tier"]+" "+labels["result"]] = n
			}
		}
	}
	return got
}

func TestNewErrors(t *testing.T) {
	reg := prometheus.NewRegistry()
	reg.MustRegister(prometheus.NewCounter(prometheus.CounterOpts{Name: "sozdex_cache_requests_total", Help: "Taken."}))
	good := Config{MemoryBytes: 1, TTL: time.Second}
	for _, test := range []struct {
		change func(*Config)
		want   string
	}{
		{func(c *Config) { c.MemoryBytes = 0 }, "MemoryBytes is 0, want"},
		{func(c *Config) { c.MemoryBytes = -1 }, "MemoryBytes is -1, want"},
		{func(c *Config) { c.TTL = 0 }, "TTL is 0s, want"},
		{func(c *Config) { c.TTL = time.Microsecond }, "TTL is 1µs, want"},
		{func(c *Config) { c.ReadTimeout = -1 }, "ReadTimeout is -1ns, want"},
		{func(c *Config) { c.Redis = "localhost" }, "the Redis URL does not begin with"},
		{func(c *Config) { c.Registerer = reg }, "cache: "},
	} {
		cfg := good
		test.change(&cfg)
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("New = %v, want an error with %q", err, test.want)
		}
	}
}

func TestFetchMemory(t *testing.T) {
	checkLeaks(t)
	reg := prometheus.NewRegistry()
	c := newCache(t, Config{Registerer: reg})
	fetch(t, c, NewKey("a"), "A", FromFill)
	fetch(t, c, NewKey("a"), "A", FromMemory)
	fetch(t, c, NewKey("b"), "", FromFill)
	fetch(t, c, NewKey("b"), "", FromMemory)
	if got := c.Redis(); got != "off" {
		t.Errorf(`Redis() = %q, want "off"`, got)
	}
	want := map[string]float64{"memory hit": 2, "memory miss": 2}
	if diff := cmp.Diff(want, counts(t, reg)); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	fetch(t, c, NewKey("a"), "A", FromMemory)
}

// TestMemory asks the memory tier alone: it says what it has, starts nothing and
// counts no miss, since whoever asks goes on to Fetch.
func TestMemory(t *testing.T) {
	reg := prometheus.NewRegistry()
	c := newCache(t, Config{Registerer: reg})
	if a, ok := c.Memory(NewKey("a")); ok {
		t.Errorf("Memory of an empty cache = %v", a)
	}
	fetch(t, c, NewKey("a"), "A", FromFill)
	a, ok := c.Memory(NewKey("a"))
	if diff := cmp.Diff(artifact("A"), a); !ok || diff != "" {
		t.Errorf("Memory = %v (-want +got):\n%s", ok, diff)
	}
	if _, ok := c.Memory(NewKey("b")); ok {
		t.Error("Memory has a key that was never filled")
	}
	if diff := cmp.Diff(map[string]float64{"memory hit": 1, "memory miss": 1}, counts(t, reg)); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

func TestFetchFillsOnce(t *testing.T) {
	checkLeaks(t)
	c := newCache(t, Config{})
	for round := range 20 {
		var fills atomic.Int32
		var started, done sync.WaitGroup
		started.Add(1000)
		for range 1000 {
			done.Go(func() {
				started.Done()
				_, _, err := c.Fetch(t.Context(), NewKey(fmt.Sprint(round)), func(context.Context) (Artifact, error) {
					fills.Add(1)
					if round%2 == 0 {
						// Every other round ends while some callers
						// have yet to look.
						started.Wait()
					}
					return artifact("x"), nil
				})
				if err != nil {
					t.Errorf("Fetch: %v", err)
				}
			})
		}
		done.Wait()
		if n := fills.Load(); n != 1 {
			t.Errorf("1,000 calls of Fetch ran %d fills, want 1", n)
		}
	}
}

// A caller can miss the memory just before a flight lands and take off just
// after it. That moment is too short to hit, so this test begins in it.
func TestFlightLooksAgain(t *testing.T) {
	c := newCache(t, Config{})
	fetch(t, c, NewKey("a"), "A", FromFill)
	f := c.join(t.Context(), NewKey("a"), func(context.Context) (Artifact, error) {
		return Artifact{}, errors.New("a second fill")
	})
	if <-f.done; f.result != FromMemory || f.err != nil {
		t.Errorf("the flight ends with %q, %v, want %q", f.result, f.err, FromMemory)
	}
}

func TestFetchFillError(t *testing.T) {
	checkLeaks(t)
	boom := errors.New("boom")
	for name, test := range map[string]struct {
		fail func()
		want string
	}{
		"error":  {func() {}, "boom"},
		"panic":  {func() { panic("at the disco") }, "cache: fill panicked: at the disco"},
		"nil":    {func() { panic(error(nil)) }, "cache: fill panicked: "},
		"goexit": {func() { runtime.Goexit() }, "cache: fill did not return"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCache(t, Config{})
				var fills atomic.Int32
				release := make(chan struct{})
				for range 10 {
					go func() {
						_, result, err := c.Fetch(t.Context(), NewKey("a"), func(context.Context) (Artifact, error) {
							fills.Add(1)
							<-release
							test.fail()
							return artifact("half done"), boom
						})
						if err == nil || !strings.Contains(err.Error(), test.want) || result != "" {
							t.Errorf("Fetch = %q, %v, want the error %q", result, err, test.want)
						}
					}()
				}
				synctest.Wait()
				close(release)
				synctest.Wait()
				if n := fills.Load(); n != 1 {
					t.Errorf("10 callers ran %d fills, want 1", n)
				}
				fetch(t, c, NewKey("a"), "A", FromFill)
				fetch(t, c, NewKey("a"), "A", FromMemory)
			})
		})
	}
}

func TestFetchCancel(t *testing.T) {
	checkLeaks(t)
	synctest.Test(t, testFetchCancel)
}

func testFetchCancel(t *testing.T) {
	c := newCache(t, Config{})
	type label struct{}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), label{}, "first"))
	release := make(chan struct{})
	first, second := make(chan error, 1), make(chan error, 1)
	go func() {
		_, _, err := c.Fetch(ctx, NewKey("a"), func(ctx context.Context) (Artifact, error) {
			<-release
			if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) != fillTimeout {
				t.Errorf("the fill's deadline is in %v, want %v", time.Until(deadline), fillTimeout)
			}
			if got := ctx.Value(label{}); got != "first" {
				t.Errorf("the fill's context has the value %v, want that of the first caller", got)
			}
			return artifact("A"), ctx.Err()
		})
		first <- err
	}()
	synctest.Wait()
	go func() {
		_, result, err := c.Fetch(t.Context(), NewKey("a"), func(context.Context) (Artifact, error) {
			return Artifact{}, errors.New("a second fill")
		})
		if result != FromFill {
			t.Errorf("the second caller's result is %q, want %q", result, FromFill)
		}
		second <- err
	}()
	synctest.Wait()
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch of an impatient caller: %v, want %v", err, context.Canceled)
	}
	_, _, err := c.Fetch(ctx, NewKey("b"), func(context.Context) (Artifact, error) {
		t.Error("a caller who has gone starts a fill")
		return Artifact{}, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch with an ended context: %v, want %v", err, context.Canceled)
	}
	close(release)
	if err := <-second; err != nil {
		t.Errorf("Fetch of a patient caller: %v", err)
	}
	if _, result, err := c.Fetch(ctx, NewKey("a"), nil); result != FromMemory || err != nil {
		t.Errorf("Fetch of what is in memory = %q, %v with an ended context, want %q", result, err, FromMemory)
	}
}

func TestFillTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, Config{})
		start := time.Now()
		_, _, err := c.Fetch(t.Context(), NewKey("a"), func(ctx context.Context) (Artifact, error) {
			<-ctx.Done()
			return Artifact{}, ctx.Err()
		})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != fillTimeout {
			t.Errorf("Fetch = %v after %v, want %v after %v", err, time.Since(start), context.DeadlineExceeded, fillTimeout)
		}
	})
}

func TestCloseEndsFills(t *testing.T) {
	checkLeaks(t)
	c := newCache(t, Config{})
	started, done := make(chan struct{}), make(chan error)
	go func() {
		_, _, err := c.Fetch(t.Context(), NewKey("a"), func(ctx context.Context) (Artifact, error) {
			close(started)
			<-ctx.Done()
			return Artifact{}, ctx.Err()
		})
		done <- err
	}()
	<-started
	for range 2 {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch during Close: %v, want %v", err, context.Canceled)
	}
}

func TestMemoryTTL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, Config{TTL: time.Hour})
		fetch(t, c, NewKey("a"), "A", FromFill)
		time.Sleep(time.Hour - time.Second)
		fetch(t, c, NewKey("a"), "A", FromMemory)
		time.Sleep(2 * time.Second)
		fetch(t, c, NewKey("a"), "A", FromFill)
	})
}

func TestMemoryBound(t *testing.T) {
	const bound = 1 << 20
	c := newCache(t, Config{MemoryBytes: bound})
	a := NewArtifact("image/png", noise(10<<10))
	huge := NewArtifact("image/png", noise(2*bound))
	for i := range 1000 {
		if _, _, err := c.Fetch(t.Context(), NewKey(fmt.Sprint(i)), func(context.Context) (Artifact, error) {
			if i%100 == 0 {
				return huge, nil
			}
			return a, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	c.memory.CleanUp()
	var sum, n int
	for _, a := range c.memory.All() {
		sum += len(a.Gzip) + len(a.Brotli)
		n++
	}
	if sum > bound || n < 50 {
		t.Errorf("memory has %d entries of %d bytes, want at most %d bytes, and most of them used", n, sum, bound)
	}
}
