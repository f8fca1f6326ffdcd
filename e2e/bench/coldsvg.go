package main

import (
	"context"
	"fmt"
	"time"

	"github.com/sozdex/sozdex/charts/render"
)

const (
	// coldBudget is how many times Node's time a drawing may take at most.
	coldBudget = 4
	// warmRounds are how often a steady Node has drawn everything before.
	warmRounds = 20
)

// references are what a drawing is compared with.
var references = []string{"Node, first time", "Node, steady"}

// coldSVG compares drawing with drawing in Node.
func coldSVG(ctx context.Context, s *stage) (section, error) {
	jobs, err := s.jobs()
	if err != nil {
		return section{}, err
	}
	taken, err := s.drawBesideNode(ctx, jobs)
	if err != nil {
		return section{}, err
	}
	found := section{method: fmt.Sprintf(`Every chart of every index that it can draw, in both layouts, from the text of the option to the SVG.
Sozdex draws in an engine that has drawn before; no cache is asked. Node draws the same options with
the whole of the echarts package, once "first time", in a process that has drawn one other small
option and never this one, and once "steady", after %d rounds over all options.`, s.rounds(warmRounds, 3))}
	t := table{head: []string{"chart", "layout", "Sozdex"}}
	last := []string{"median of all", ""}
	rows := make([][]string, len(jobs))
	var ours samples
	for i, j := range jobs {
		rows[i] = []string{j.chart + " " + j.index, fmt.Sprintf("%d×%d", j.Width, j.Height), taken[i][0].say(1, " ms")}
		ours = append(ours, taken[i][0].median())
	}
	last = append(last, ours.say(1, " ms"))
	for k, reference := range references {
		t.head = append(t.head, reference, "ratio")
		var theirs, ratios samples
		for i := range jobs {
			of := taken[i][k+1]
			theirs = append(theirs, of.median())
			ratios = append(ratios, ours[i]/of.median())
			rows[i] = append(rows[i], of.say(1, " ms"), ratio(ratios[i]))
		}
		last = append(last, theirs.say(1, " ms"), ratio(ratios.median()))
		found.verdicts = append(found.verdicts, verdict{"SVG never drawn before, median of all charts",
			"at most " + ratio(coldBudget) + " of ECharts in " + reference, ratios.say(2, "x"), ratios.median() <= coldBudget})
	}
	t.rows = append(rows, last)
	found.tables = []table{t}
	return found, nil
}

// drawBesideNode measures, for each job, how many milliseconds Sozdex and each
// of the references take.
func (s *stage) drawBesideNode(ctx context.Context, jobs []job) ([][3]samples, error) {
	file, err := s.writeJobs(jobs)
	if err != nil {
		return nil, err
	}
	renderer, err := render.New()
	if err != nil {
		return nil, err
	}
	defer renderer.Close()
	steady, err := startNode(ctx, file)
	if err != nil {
		return nil, err
	}
	defer steady.stop()
	for range s.rounds(warmRounds, 3) {
		for i := range jobs {
			if _, err := steady.draw(i); err != nil {
				return nil, err
			}
		}
	}
	// Engines take turns.
	if err := drawUntil(ctx, renderer, jobs, 0, 4*len(jobs)); err != nil {
		return nil, err
	}
	taken := make([][3]samples, len(jobs))
	for range s.rounds(7, 2) {
		for i, j := range jobs {
			once, err := alternate(ctx, 1,
				func(ctx context.Context) (float64, error) {
					start := time.Now()
					_, err := renderer.Draw(ctx, j.option, j.Layout, "d")
					return milliseconds(time.Since(start)), err
				},
				func(ctx context.Context) (float64, error) { return drawFirst(ctx, file, len(jobs), i) },
				func(context.Context) (float64, error) { return steady.draw(i) })
			if err != nil {
				return nil, fmt.Errorf("%s %s %s: %w", j.chart, j.index, j.Name, err)
			}
			for k := range once {
				taken[i][k] = append(taken[i][k], once[k]...)
			}
		}
	}
	return taken, nil
}
