package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/server"
	"github.com/sozdex/sozdex/server/cache"
)

// rotated is how many embeds wrk asks for in turn: more than it has connections,
// so that no two ask for the same at a time.
const rotated = 96

// fromRedis compares embeds that only Redis holds with the same from nginx.
func fromRedis(ctx context.Context, s *stage) (section, error) {
	r, err := s.redis(ctx)
	if err != nil {
		return section{}, err
	}
	url, err := s.forgetful(r.url())
	if err != nil {
		return section{}, err
	}
	paths := append([]string{shown}, s.manyViews("embed", rotated)...)
	files, err := inRedis(ctx, r, url, paths)
	if err != nil {
		return section{}, err
	}
	n, err := s.nginx(ctx, files)
	if err != nil {
		return section{}, err
	}
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = "/" + fileName(i)
		if _, err := n.same(ctx, names[i], files[fileName(i)]); err != nil {
			return section{}, fmt.Errorf("%s: %w", path, err)
		}
	}
	ourList, theirList := filepath.Join(s.dir, "ours.txt"), filepath.Join(s.dir, "theirs.txt")
	err = errors.Join(
		os.WriteFile(ourList, []byte(strings.Join(paths[1:], "\n")), 0o644),
		os.WriteFile(theirList, []byte(strings.Join(names[1:], "\n")), 0o644))
	if err != nil {
		return section{}, err
	}

	t := table{head: []string{"asked for", "Sozdex, a second", "nginx, a second", "ratio", "look-ups a request"}}
	for _, kind := range []struct {
		name         string
		ours, theirs []string
	}{
		{"one embed", []string{url + shown}, []string{n.url + names[0]}},
		{fmt.Sprintf("%d embeds in turn", rotated), inTurn(url, ourList), inTurn(n.url, theirList)},
	} {
		before, err := lookups(ctx, url)
		if err != nil {
			return section{}, err
		}
		taken, err := s.race(ctx, kind.ours, kind.theirs)
		if err != nil {
			return section{}, err
		}
		after, err := lookups(ctx, url)
		if err != nil {
			return section{}, err
		}
		t.add(kind.name, taken[0].say(0, ""), taken[1].say(0, ""), ratio(taken[0].median()/taken[1].median()),
			number((after.found-before.found)/(after.requests-before.requests), 2))
	}
	return section{
		method: `The same against a server whose memory keeps nothing, so that each answer comes from Redis. No flag
allows that: the server runs in the process of the bench. Requests for one key at the same time share
a look-up, so embeds are asked for in turn too, each by one connection at a time. There is no budget
for it; when the design was made, 10,000 requests a second were measured with a look-up for each.`,
		tables: []table{t},
	}, nil
}

func inTurn(url, list string) []string {
	return []string{"-s", "e2e/bench/inturn.lua", url, "--", list}
}

func fileName(i int) string { return fmt.Sprintf("embed-%d", i) }

// looked is how often Redis had an embed, and how many were asked for.
type looked struct{ found, requests float64 }

func lookups(ctx context.Context, url string) (looked, error) {
	found, err := count(ctx, url, `sozdex_cache_requests_total{result="hit",tier="redis"}`)
	if err != nil {
		return looked{}, err
	}
	requests, err := count(ctx, url, `sozdex_http_requests_total{method="GET",route="/:lang/embed/:chart",status="200"}`)
	return looked{found, requests}, err
}

// inRedis asks for paths until Redis has them, which is written to in the
// background, and returns their bodies.
func inRedis(ctx context.Context, r *redis, url string, paths []string) (map[string][]byte, error) {
	bodies := map[string][]byte{}
	for i, path := range paths {
		err := r.ready(ctx, 10*time.Millisecond, func() error {
			before, err := lookups(ctx, url)
			if err != nil {
				return err
			}
			a, err := get(ctx, url+path, http.Header{"Accept-Encoding": {"br"}})
			if err != nil {
				return err
			}
			bodies[fileName(i)] = a.body
			after, err := lookups(ctx, url)
			if err == nil && after.found == before.found {
				err = fmt.Errorf("%s is not there", path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return bodies, nil
}

// forgetful serves on a free port with a memory that keeps nothing.
func (s *stage) forgetful(redis string) (string, error) {
	file, err := os.Create(filepath.Join(s.dir, "forgetful.log"))
	if err != nil {
		return "", err
	}
	s.later(func() { file.Close() })
	log := slog.New(slog.NewTextHandler(file, nil))
	registry := prometheus.NewRegistry()
	artifacts, err := cache.New(cache.Config{Redis: redis, MemoryBytes: 1, TTL: time.Hour, Registerer: registry, Log: log})
	if err != nil {
		return "", err
	}
	s.later(func() { artifacts.Close() })
	renderer, err := render.New()
	if err != nil {
		return "", err
	}
	s.later(renderer.Close)
	srv, err := server.New(server.Config{Catalogue: s.catalogue, Cache: artifacts, Renderer: renderer,
		Build: "bench", Version: "bench", Registry: registry, Log: log})
	if err != nil {
		return "", err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, l) }()
	s.later(func() {
		stop()
		<-ended
	})
	return "http://" + l.Addr().String(), nil
}
