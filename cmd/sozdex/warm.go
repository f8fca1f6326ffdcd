package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
)

// warm draws what readers ask for first into Redis, so that the servers that
// share it need not.
func warm(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	var s settings
	if ok, err := s.read("warm", args, getenv, stdout); !ok {
		return err
	}
	if s.redis == "" {
		return wrongUse{fmt.Errorf("--redis (or %s) is missing: what is drawn must be kept where servers find it", variable("redis")), s.usage()}
	}
	a, err := open(s, stderr)
	if err != nil {
		return err
	}
	if a.Cache.Redis() != "up" {
		return errors.Join(errors.New("warm: Redis does not answer"), a.Close())
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(stderr), progressbar.OptionShowCount(),
		progressbar.OptionSetDescription("drawing"), progressbar.OptionSetWidth(30), progressbar.OptionOnCompletion(func() { fmt.Fprintln(stderr) }))
	made, err := a.Warm(ctx, func(done, of int) {
		bar.ChangeMax(of)
		bar.Set(done)
	})
	if err := errors.Join(err, a.Close()); err != nil {
		return fmt.Errorf("warm: %w", err)
	}
	fmt.Fprintf(stdout, "%d drawn, the rest was there\n", made)
	return nil
}
