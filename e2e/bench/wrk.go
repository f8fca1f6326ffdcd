package main

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// race measures by turns how many answers a second wrk gets from two servers,
// each with the end of its command line.
func (s *stage) race(ctx context.Context, ours, theirs []string) ([]samples, error) {
	duration := 3 * time.Second
	if s.quick {
		duration = time.Second
	}
	rate := func(args []string) func(context.Context) (float64, error) {
		return func(ctx context.Context) (float64, error) { return wrk(ctx, duration, args) }
	}
	return alternate(ctx, s.rounds(5, 2), rate(ours), rate(theirs))
}

func wrk(ctx context.Context, duration time.Duration, args []string) (float64, error) {
	// Answers that take longer count as errors.
	all := append([]string{"-t1", "-c32", "-d", duration.String(), "--timeout", "10s", "-H", "Accept-Encoding: br"}, args...)
	out, err := exec.CommandContext(ctx, "wrk", all...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	return parseWrk(string(out))
}

// parseWrk reads what wrk prints. Answers that are no success make a rate
// worthless, so they are an error.
func parseWrk(output string) (float64, error) {
	rate := 0.0
	for line := range strings.Lines(output) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch name {
		case "Requests/sec":
			var err error
			if rate, err = strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil {
				return 0, fmt.Errorf("wrk: %w", err)
			}
		case "Non-2xx or 3xx responses", "Socket errors":
			return 0, fmt.Errorf("wrk: %s", strings.TrimSpace(line))
		}
	}
	if rate == 0 {
		return 0, fmt.Errorf("wrk told no rate: %s", output)
	}
	return rate, nil
}
