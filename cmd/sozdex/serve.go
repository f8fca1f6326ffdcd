package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"syscall"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/server"
	"github.com/sozdex/sozdex/server/cache"
)

func serve(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	var s settings
	flags := s.flags()
	if ok, err := parse(flags, args, 0, serveUsage(), stdout); !ok {
		return err
	}
	err := fromEnvironment(flags, getenv)
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return wrongUse{err, serveUsage()}
	}
	dir, err := dataDir(s.data)
	if err != nil {
		return wrongUse{fmt.Errorf("--data (or %s): %w", variable("data"), err), serveUsage()}
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
		return fmt.Errorf("the data has %s:\n%w", count(faults), faults)
	}
	if err != nil {
		return err
	}
	build, err := executableHash()
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is already in use; stop what listens there or choose another with --addr", s.addr)
	}
	if err != nil {
		return fmt.Errorf("--addr %s: %w", s.addr, err)
	}
	defer l.Close()
	registry := prometheus.NewRegistry()
	artifacts, err := cache.New(cache.Config{
		Redis:       s.redis,
		MemoryBytes: s.cacheMemoryMB << 20,
		TTL:         s.cacheTTL,
		Registerer:  registry,
		Log:         log,
	})
	if err != nil {
		return wrongUse{fmt.Errorf("--redis (or %s): %w", variable("redis"), err), serveUsage()}
	}
	defer artifacts.Close()
	srv, err := server.New(server.Config{
		Catalogue: catalogue,
		Cache:     artifacts,
		URL:       s.url,
		Build:     build,
		Version:   version,
		Registry:  registry,
		Log:       log,
	})
	if err != nil {
		return err
	}
	log.Info("serving", "url", "http://"+reachable(l.Addr().(*net.TCPAddr)), "indices", len(catalogue.Indices), "data", catalogue.Fingerprint[:12], "version", version)
	return srv.Serve(ctx, l)
}

// quiet is a log of the Redis client that nobody reads.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// reachable returns an address that a browser on this machine can open.
func reachable(a *net.TCPAddr) string {
	if a.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", a.Port)
	}
	return a.String()
}

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
