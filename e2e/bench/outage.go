package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// phase is a time of the outage, and what begins it.
type phase struct {
	name  string
	begin func(context.Context, *redis) error
}

var (
	leave = func(context.Context, *redis) error { return nil }
	kill  = func(_ context.Context, r *redis) error { r.kill(); return nil }
	again = func(ctx context.Context, r *redis) error { return r.start(ctx) }

	phases = []phase{{"Redis is up", leave}, {"killed", kill}, {"back, empty", again}, {"killed again", kill}, {"back again, empty", again}}
)

// Clients that ask for many views need Redis or a new drawing. They are few, so
// that the engines are busy and yet turn nobody away: that would not be the
// fault of Redis. The others ask for what memory has.
const (
	manyAskers = 6
	hotAskers  = 10
	hotViews   = 9
)

// outage counts what readers notice of a Redis that dies and comes back.
func outage(ctx context.Context, s *stage) (section, error) {
	r, err := s.redis(ctx)
	if err != nil {
		return section{}, err
	}
	z, err := s.sozdex(ctx, "--redis", r.url(), "--cache-memory-mb", "1")
	if err != nil {
		return section{}, err
	}
	paths := s.manyViews("", 450)
	if err := askAll(ctx, z.url, paths); err != nil {
		return section{}, err
	}
	pause := 4 * time.Second
	if s.quick {
		pause = time.Second
	}

	seen := make([]observed, len(phases))
	var now atomic.Int32
	var over atomic.Bool
	var clients sync.WaitGroup
	for i := range manyAskers + hotAskers {
		asked := paths
		if i >= manyAskers {
			asked = paths[:hotViews]
		}
		clients.Go(func() {
			for n := i * len(paths) / manyAskers; !over.Load(); n++ {
				seen[now.Load()].ask(ctx, z.url+asked[n%len(asked)])
			}
		})
	}
	for i, p := range phases {
		if err = p.begin(ctx, r); err != nil || ctx.Err() != nil {
			break
		}
		now.Store(int32(i))
		time.Sleep(pause)
	}
	over.Store(true)
	clients.Wait()
	if err != nil {
		return section{}, err
	}

	t := table{head: []string{"phase", "requests", "failed", "without their drawing", "median", "slowest"}}
	failed, requests := 0, 0
	for i, p := range phases {
		o := &seen[i]
		failed += o.failed
		requests += len(o.took)
		t.add(p.name, number(float64(len(o.took)), 0), fmt.Sprint(o.failed), fmt.Sprint(o.undrawn), number(o.took.median(), 1)+" ms", number(slices.Max(o.took), 0)+" ms")
	}
	return section{
		method: fmt.Sprintf(`%d clients ask for %d views that the 1 MiB of memory cannot hold, and %d more for %d that it holds,
without a pause, while Redis is killed and started again, empty, twice.`, manyAskers, len(paths), hotAskers, hotViews),
		tables:   []table{t},
		verdicts: []verdict{{"failed requests while Redis is killed and restarted under load", "0", fmt.Sprintf("%d of %s", failed, number(float64(requests), 0)), failed == 0}},
	}, nil
}

// observed is what clients got in a phase.
type observed struct {
	mu              sync.Mutex
	took            samples
	failed, undrawn int
}

func (o *observed) ask(ctx context.Context, url string) {
	start := time.Now()
	a, err := get(ctx, url, nil)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.took = append(o.took, milliseconds(time.Since(start)))
	switch {
	case err != nil:
		o.failed++
	case !bytes.Contains(a.body, []byte("<svg")):
		o.undrawn++
	}
}
