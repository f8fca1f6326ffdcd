// Command bench measures the budgets of Sozdex, each beside what it is compared
// with in the same run, and prints a report in Markdown. `make bench` runs it.
//
// It starts and stops all that it needs on the loopback interface and asks no
// other host. It is no test: a slow machine makes it say "not met", not fail.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// maxTime bounds the whole run.
const maxTime = 25 * time.Minute

// part is one measurement. What it finds is a section of the report.
type part struct {
	name  string
	needs []string // programs
	run   func(context.Context, *stage) (section, error)
}

// parts are all measurements; -only counts them from 1.
func parts() []part {
	return []part{
		{"Cached embed", []string{"nginx", "wrk"}, cached},
		{"Embed from Redis", []string{"nginx", "wrk", "redis-server"}, fromRedis},
		{"Cold SVG", []string{"node"}, coldSVG},
		{"PNG", []string{"rsvg-convert"}, pngs},
		{"First view of an embed", []string{"nginx", "chromium"}, firstView},
		{"Concurrent misses", []string{"redis-server"}, misses},
		{"Start-up and memory", nil, footprint},
		{"Redis outage", []string{"redis-server"}, outage},
		{"Memory of the engines", nil, engines},
	}
}

// leak is the part that takes as long as all others together, so that it must
// be asked for.
const leak = 9

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, fmt.Errorf("the bench takes longer than %v", maxTime))
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	cancel()
	stop()
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	only := flags.String("only", "", "`PARTS` to run, such as 1,5; without it all but the last")
	quick := flags.Bool("quick", false, "take few samples: to see that it works, not to know the numbers")
	leaks := flags.Bool("leak", false, "draw 10,000 charts in a row too, the last part, which takes six minutes")
	out := flags.String("o", "", "write the report to `FILE` too, if all could be measured")
	if err := flags.Parse(args); err != nil {
		return err
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	if *leaks {
		chosen = append(chosen, leak)
	}
	if err := lacking(chosen); err != nil {
		return err
	}
	s, err := newStage(*quick)
	if err != nil {
		return err
	}
	defer s.close()

	var sections []section
	var errs []error
	for i, p := range parts() {
		if !slices.Contains(chosen, i+1) {
			continue
		}
		start := time.Now()
		fmt.Fprintf(stderr, "%d %s ...", i+1, p.name)
		found, err := p.run(ctx, s)
		s.tearDown()
		if err != nil {
			err = fmt.Errorf("%s: %w", p.name, err)
			found = section{method: "It could not be measured: " + err.Error()}
			errs = append(errs, err)
		}
		found.title = fmt.Sprintf("%d. %s", i+1, p.name)
		sections = append(sections, found)
		fmt.Fprintf(stderr, " %.0f s\n", time.Since(start).Seconds())
		if ctx.Err() != nil {
			errs = append(errs, context.Cause(ctx))
			break
		}
	}
	var report bytes.Buffer
	writeReport(&report, machine(context.WithoutCancel(ctx)), *quick, sections)
	_, err = stdout.Write(report.Bytes())
	if err := errors.Join(append(errs, err)...); err != nil || *out == "" {
		return err
	}
	return os.WriteFile(*out, report.Bytes(), 0o644)
}

// choose reads the numbers of parts.
func choose(list string) ([]int, error) {
	var chosen []int
	if list == "" {
		for i := range parts() {
			if i+1 != leak {
				chosen = append(chosen, i+1)
			}
		}
		return chosen, nil
	}
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 1 || n > len(parts()) {
			return nil, fmt.Errorf("-only %s: %q is no part, they are 1 to %d", list, word, len(parts()))
		}
		chosen = append(chosen, n)
	}
	return chosen, nil
}
