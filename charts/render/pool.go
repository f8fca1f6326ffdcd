package render

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// pool hands out the things it was made with, each to one caller at a time, and
// makes a few callers wait. It is safe for concurrent use.
type pool[T any] struct {
	free    chan T
	waiting atomic.Int32
	queue   int32
	closed  chan struct{}
	once    sync.Once
}

func newPool[T any](things ...T) *pool[T] {
	p := &pool[T]{free: make(chan T, len(things)), queue: int32(8 * len(things)), closed: make(chan struct{})}
	for _, t := range things {
		p.free <- t
	}
	return p
}

// take returns a thing that the caller must give back with put. Where too many
// others wait, or nothing is free for three seconds, the error is ErrBusy.
func (p *pool[T]) take(ctx context.Context) (T, error) {
	var none T
	if p.waiting.Add(1) > p.queue {
		p.waiting.Add(-1)
		return none, ErrBusy
	}
	defer p.waiting.Add(-1)
	wait := time.NewTimer(maxWait)
	defer wait.Stop()
	select {
	case t := <-p.free:
		return t, nil
	case <-wait.C:
		return none, ErrBusy
	case <-ctx.Done():
		return none, ctx.Err()
	case <-p.closed:
		return none, errors.New("render: closed")
	}
}

func (p *pool[T]) put(t T) { p.free <- t }

// close waits until everything is given back and calls free for each thing. It
// does so once; taking fails from then on.
func (p *pool[T]) close(free func(T)) {
	p.once.Do(func() {
		close(p.closed)
		for range cap(p.free) {
			free(<-p.free)
		}
	})
}
