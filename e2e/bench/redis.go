package main

import (
	"context"
	"net"
	"strconv"
)

// redis is a Redis server that keeps nothing on disk.
type redis struct {
	stage *stage
	port  int
	*process
}

func (s *stage) redis(ctx context.Context) (*redis, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	r := &redis{stage: s, port: port}
	return r, r.start(ctx)
}

// start runs the server on its port, empty.
func (r *redis) start(ctx context.Context) error {
	var err error
	r.process, err = r.stage.start("redis-server", "--port", strconv.Itoa(r.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", r.stage.dir)
	if err != nil {
		return err
	}
	return r.listens(ctx, r.address())
}

func (r *redis) address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(r.port)) }

func (r *redis) url() string { return "redis://" + r.address() }
