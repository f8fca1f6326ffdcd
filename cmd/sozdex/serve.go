package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/sozdex/sozdex/datasets"
)

func serve(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	var s settings
	if ok, err := s.read("serve", args, getenv, stdout); !ok {
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
	a, err := open(s, stderr)
	if err != nil {
		return err
	}
	defer a.Close()
	// The data that stays is small beside what requests leave behind, and is looked
	// through at each collection: half as many are worth it while memory is free.
	if getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit((s.cacheMemoryMB + 64) << 20)
	}
	a.Log.Info("serving", "url", "http://"+reachable(l.Addr().(*net.TCPAddr)), "indices", len(a.Catalogue.Indices), "data", a.Catalogue.Fingerprint[:12], "version", version)
	var watching sync.WaitGroup
	defer watching.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if s.data != "" {
		watching.Go(func() { datasets.Watch(ctx, s.data, a.Catalogue, a.update) })
	}
	return a.Serve(ctx, l)
}

// update serves the data that a directory holds now, or says why it does not.
func (o opened) update(c *datasets.Catalogue, err error) {
	if err == nil {
		err = o.Take(c)
	}
	if err != nil {
		o.Refuse(time.Now(), err)
	}
}

// reachable returns an address that a browser on this machine can open.
func reachable(a *net.TCPAddr) string {
	if a.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", a.Port)
	}
	return a.String()
}
