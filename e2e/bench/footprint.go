package main

import (
	"context"
	"fmt"
	"sync"
)

// The budgets of a process.
const (
	readyBudget  = 500 // ms
	memoryBudget = 200e6
)

// footprint measures how soon a process serves and what it then keeps in memory.
func footprint(ctx context.Context, s *stage) (section, error) {
	var ready samples
	for range s.rounds(10, 3) {
		z, err := s.sozdex(ctx)
		if err != nil {
			return section{}, err
		}
		ready = append(ready, milliseconds(z.took))
		z.stop()
	}
	z, err := s.sozdex(ctx)
	if err != nil {
		return section{}, err
	}
	fresh, _, err := memory(z.cmd.Process.Pid)
	if err != nil {
		return section{}, err
	}
	views := s.manyViews("", s.rounds(3000, 500))
	paths := make([]string, s.rounds(10000, 1000))
	for i := range paths {
		paths[i] = views[i*len(views)/len(paths)]
	}
	if err := askAll(ctx, z.url, paths); err != nil {
		return section{}, err
	}
	now, most, err := memory(z.cmd.Process.Pid)
	if err != nil {
		return section{}, err
	}
	taken, err := count(ctx, z.url, "go_memstats_sys_bytes")
	if err != nil {
		return section{}, err
	}
	returned, err := count(ctx, z.url, "go_memstats_heap_released_bytes")
	if err != nil {
		return section{}, err
	}
	t := table{head: []string{"resident memory", ""}}
	t.add("when ready", megabytes(fresh))
	t.add(fmt.Sprintf("after %s requests", number(float64(len(paths)), 0)), megabytes(now))
	t.add("of that, what Go manages; the rest is the program itself and the JavaScript engines", megabytes(taken-returned))
	t.add("at most", megabytes(most))
	return section{
		method: fmt.Sprintf(`The time from the start of the process until /readyz answers 200 is %s. Then
eight clients make %s requests for %s different views: trends of pairs of countries by index,
language and theme, as page, embed and SVG. The memory tier has its usual 64 MiB.`, ready.say(0, " ms"), number(float64(len(paths)), 0), number(float64(len(views)), 0)),
		tables: []table{t},
		verdicts: []verdict{
			{"start-up with the built-in data, to ready", "at most " + number(readyBudget, 0) + " ms", ready.say(0, " ms"), ready.median() <= readyBudget},
			{"resident memory, serving", "at most " + megabytes(memoryBudget), megabytes(now) + ", at most " + megabytes(most), now <= memoryBudget},
		},
	}, nil
}

// askAll asks for every path, eight at a time. The first that fails ends it.
func askAll(ctx context.Context, url string, paths []string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	todo := make(chan string)
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for path := range todo {
				if _, err := get(ctx, url+path, nil); err != nil {
					cancel(err)
				}
			}
		})
	}
	for _, path := range paths {
		if ctx.Err() != nil {
			break
		}
		todo <- path
	}
	close(todo)
	clients.Wait()
	return context.Cause(ctx)
}
