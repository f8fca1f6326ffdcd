package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// samples are measurements of one thing.
type samples []float64

// median returns the middle sample, or the mean of the two in the middle; NaN of
// none.
func (s samples) median() float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// say writes the median with that many decimals, and the lowest and the highest
// sample.
func (s samples) say(decimals int, unit string) string {
	if len(s) == 0 {
		return "none"
	}
	return fmt.Sprintf("%s%s (%s to %s)", number(s.median(), decimals), unit, number(slices.Min(s), decimals), number(slices.Max(s), decimals))
}

// number writes a number with commas between its thousands.
func number(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if v < 0 {
		return "−" + whole
	}
	return whole
}

func ratio(v float64) string { return number(v, 2) + "x" }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// alternate takes a sample of each contender in turn, round by round, so that
// what else the machine does meanwhile falls on all of them.
func alternate(ctx context.Context, rounds int, contenders ...func(context.Context) (float64, error)) ([]samples, error) {
	taken := make([]samples, len(contenders))
	for range rounds {
		for i, contender := range contenders {
			if err := ctx.Err(); err != nil {
				return nil, context.Cause(ctx)
			}
			sample, err := contender(ctx)
			if err != nil {
				return nil, err
			}
			taken[i] = append(taken[i], sample)
		}
	}
	return taken, nil
}
