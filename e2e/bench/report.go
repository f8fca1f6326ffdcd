package main

import (
	"fmt"
	"io"
	"strings"
)

// section is what a part found.
type section struct {
	title    string
	method   string // what was measured and how, in Markdown
	verdicts []verdict
	tables   []table
	notes    []string
}

// verdict is a budget and what was measured of it.
type verdict struct {
	what, budget, measured string
	met                    bool
}

type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

const introduction = `# Benchmarks

` + "`make bench ARGS=\"-o docs/benchmarks.md\"`" + ` measures all of this anew and writes this file. Each
figure stands beside its reference from the same run: what is compared takes turns, round by round,
a figure is the median of its rounds with the lowest and the highest in brackets, and a ratio is one
of medians. Absolute figures depend on the machine and on what else it does; ratios do so less.
`

// writeReport writes the budgets first and then how each came about.
func writeReport(w io.Writer, machine table, quick bool, sections []section) {
	fmt.Fprint(w, introduction+"\n")
	if quick {
		fmt.Fprint(w, "**This was a quick run with few samples.**\n\n")
	}
	machine.write(w)
	budgets := table{head: []string{"what", "budget", "measured", ""}}
	for _, s := range sections {
		for _, v := range s.verdicts {
			met := "**not met**"
			if v.met {
				met = "met"
			}
			budgets.add(v.what, v.budget, v.measured, met)
		}
	}
	if len(budgets.rows) > 0 {
		fmt.Fprint(w, "## Budgets\n\n")
		budgets.write(w)
	}
	for _, s := range sections {
		fmt.Fprintf(w, "## %s\n\n%s\n\n", s.title, s.method)
		for _, t := range s.tables {
			t.write(w)
		}
		for _, note := range s.notes {
			fmt.Fprintf(w, "%s\n\n", note)
		}
	}
}

func (t table) write(w io.Writer) {
	fmt.Fprintf(w, "| %s |\n|%s\n", strings.Join(t.head, " | "), strings.Repeat("---|", len(t.head)))
	for _, cells := range t.rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
	}
	fmt.Fprintln(w)
}
