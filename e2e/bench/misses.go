package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	replicas   = 3
	concurrent = 1000
)

// misses asks several servers that share a Redis for one cold key at once.
func misses(ctx context.Context, s *stage) (section, error) {
	r, err := s.redis(ctx)
	if err != nil {
		return section{}, err
	}
	var servers []*sozdex
	for range replicas {
		z, err := s.sozdex(ctx, "--redis", r.url())
		if err != nil {
			return section{}, err
		}
		servers = append(servers, z)
	}
	made := func(format string) (float64, error) {
		sum := 0.0
		for _, z := range servers {
			n, err := count(ctx, z.url, `sozdex_renders_total{format="`+format+`"}`)
			if err != nil {
				return 0, err
			}
			sum += n
		}
		return sum, nil
	}
	t := table{head: []string{"embed", "requests", "answered with the drawing", "drawings made", "embeds made", "median", "slowest"}}
	var most float64
	answered := true
	for _, figure := range s.figures()[:s.rounds(5, 2)] {
		path := "/en/embed/" + figure.Chart + "?" + figure.Query
		before := map[string]float64{}
		for _, format := range []string{"drawing", "embed"} {
			if before[format], err = made(format); err != nil {
				return section{}, err
			}
		}
		good, took, err := stampede(ctx, servers, path)
		if err != nil {
			return section{}, err
		}
		after := map[string]float64{}
		for _, format := range []string{"drawing", "embed"} {
			n, err := made(format)
			if err != nil {
				return section{}, err
			}
			after[format] = n - before[format]
		}
		// An embed has a narrow and a wide drawing.
		most = max(most, after["drawing"]/2, after["embed"])
		answered = answered && good == concurrent
		t.add("`"+path+"`", number(concurrent, 0), number(float64(good), 0), number(after["drawing"], 0), number(after["embed"], 0),
			number(took.median(), 0)+" ms", number(slices.Max(took), 0)+" ms")
	}
	return section{
		method: fmt.Sprintf(`%s requests at once for an embed that no cache holds, a third of them to each of three processes of
`+"`sozdex serve`"+` that share one Redis. An embed has two drawings, a narrow and a wide one; what was made
is read from /metrics of all three.`, number(concurrent, 0)),
		tables:   []table{t},
		verdicts: []verdict{{"renders per key under 1,000 concurrent misses on 3 replicas", "1", fmt.Sprint(most), most == 1 && answered}},
	}, nil
}

// stampede sends all requests at once and returns how many were answered with a
// drawing, and the milliseconds that each took.
func stampede(ctx context.Context, servers []*sozdex, path string) (good int, took samples, err error) {
	start := make(chan struct{})
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range concurrent {
		all.Go(func() {
			<-start
			began := time.Now()
			a, err := get(ctx, servers[i%len(servers)].url+path, http.Header{"Accept-Encoding": {"identity"}})
			mu.Lock()
			defer mu.Unlock()
			took = append(took, milliseconds(time.Since(began)))
			if err == nil && bytes.Contains(a.body, []byte("<svg")) {
				good++
			}
		})
	}
	close(start)
	all.Wait()
	if ctx.Err() != nil {
		return 0, nil, context.Cause(ctx)
	}
	return good, took, nil
}
