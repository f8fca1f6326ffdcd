package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/sozdex/sozdex/charts/render"
)

// engines draws many charts in a row and looks at the memory of the process.
func engines(ctx context.Context, s *stage) (section, error) {
	jobs, err := s.jobs()
	if err != nil {
		return section{}, err
	}
	renderer, err := render.New()
	if err != nil {
		return section{}, err
	}
	defer renderer.Close()
	t := table{head: []string{"drawings", "resident memory"}}
	var seen samples
	look := func(drawings int) error {
		debug.FreeOSMemory()
		now, _, err := memory(os.Getpid())
		seen = append(seen, now)
		t.add(number(float64(drawings), 0), megabytes(now))
		return err
	}
	if err := look(0); err != nil {
		return section{}, err
	}
	drawn := 0
	for _, goal := range []int{100, 1000, 2000, 5000, 10000} {
		goal = s.rounds(goal, goal/10)
		if err := drawUntil(ctx, renderer, jobs, drawn, goal); err != nil {
			return section{}, err
		}
		drawn = goal
		if err := look(drawn); err != nil {
			return section{}, err
		}
	}
	return section{
		method: fmt.Sprintf(`One Renderer, in the process of the bench, draws all charts over and over in %d engines. An engine
gives way to a new one after 1,000 drawings.`, runtime.GOMAXPROCS(0)),
		tables: []table{t},
		notes:  []string{fmt.Sprintf("From the second line on it grows by %s at most.", megabytes(slices.Max(seen[1:])-seen[1]))},
	}, nil
}

// drawUntil makes drawings, as many at a time as there are engines.
func drawUntil(ctx context.Context, r *render.Renderer, jobs []job, from, to int) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	next.Store(int64(from))
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= to || ctx.Err() != nil {
					return
				}
				j := jobs[i%len(jobs)]
				if _, err := r.Draw(ctx, j.option, j.Layout, "d"); err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}
