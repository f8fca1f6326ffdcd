package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/server"
	"github.com/sozdex/sozdex/server/cache"
)

// opened is a server with all that it stands on.
type opened struct {
	*server.Server
	drawing *render.Renderer
}

// open makes a server as the settings want it. The caller must close it.
func open(s settings, stderr io.Writer) (opened, error) {
	dir, err := dataDir(s.data)
	if err != nil {
		return opened{}, wrongUse{fmt.Errorf("--data (or %s): %w", variable("data"), err), s.usage()}
	}
	var handler slog.Handler = slog.NewTextHandler(stderr, nil)
	if s.log == "json" {
		handler = slog.NewJSONHandler(stderr, nil)
	}
	log := slog.New(handler)
	// The cache logs when Redis goes and comes back; the client would repeat each
	// failed dial past our log.
	redis.SetLogger(quiet{})

	catalogue, err := datasets.Load(dir)
	var faults datasets.Faults
	if errors.As(err, &faults) {
		return opened{}, fmt.Errorf("the data has %s:\n%w", count(faults), faults)
	}
	if err != nil {
		return opened{}, err
	}
	build, err := executableHash()
	if err != nil {
		return opened{}, err
	}
	registry := prometheus.NewRegistry()
	artifacts, err := cache.New(cache.Config{
		Redis:       s.redis,
		MemoryBytes: s.cacheMemoryMB << 20,
		TTL:         s.cacheTTL,
		Registerer:  registry,
		Log:         log,
	})
	if err != nil {
		return opened{}, wrongUse{fmt.Errorf("--redis (or %s): %w", variable("redis"), err), s.usage()}
	}
	renderer, err := render.New()
	if err != nil {
		return opened{}, errors.Join(err, artifacts.Close())
	}
	srv, err := server.New(server.Config{
		Catalogue: catalogue,
		Cache:     artifacts,
		Renderer:  renderer,
		URL:       s.url,
		Build:     build,
		Version:   version,
		Registry:  registry,
		Log:       log,
	})
	if err != nil {
		renderer.Close()
		return opened{}, errors.Join(err, artifacts.Close())
	}
	return opened{srv, renderer}, nil
}

// Close ends what runs in the background and writes to Redis what is still to be
// written.
func (o opened) Close() error {
	err := o.Cache.Close()
	o.drawing.Close()
	return err
}

// quiet is a log of the Redis client that nobody reads.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// executableHash returns the SHA-256 of the running executable. Cache keys hold
// it, since what a chart looks like depends on all of the code that drew it.
func executableHash() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
