package charts

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// panels parts the editions where the scale or its direction changes: figures
// of two scales never share a value axis.
func (d *draft) panels(m *datasets.Measure, f Figure) []Panel {
	var panels []Panel
	for i, t := range f.X {
		r := m.Regime(t.Value)
		if i > 0 {
			last := &panels[len(panels)-1]
			if before := m.Regime(f.X[last.From].Value); sameScale(before, r) {
				last.To = i
				continue
			}
		}
		panels = append(panels, Panel{From: i, To: i})
	}
	for i := range panels {
		panels[i].Axis = d.axis(m, m.Regime(f.X[panels[i].From].Value), f, panels[i])
	}
	return panels
}

// panelUnits says for each panel which way its scale runs.
func (d *draft) panelUnits(m *datasets.Measure, f Figure) string {
	var units []string
	for _, p := range f.Panels {
		from, to := f.X[p.From].Value, f.X[p.To].Value
		units = append(units, d.say("unit.panel", locale.Args{"Span": years(from, to), "Scale": Scale(m.Regime(to), d.Printer)}))
	}
	return strings.Join(units, "; ")
}

func sameScale(a, b datasets.Regime) bool {
	equal := func(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
	return a.Better == b.Better && equal(a.Scale.Min, b.Scale.Min) && equal(a.Scale.Max, b.Scale.Max)
}

// breaks are the boundaries between regimes of a measure.
func (d *draft) breaks(m *datasets.Measure, f Figure) []Break {
	var breaks []Break
	for i := 1; i < len(f.X); i++ {
		if after := m.Regime(f.X[i].Value); after.From != m.Regime(f.X[i-1].Value).From {
			breaks = append(breaks, Break{
				After:  i - 1,
				Label:  d.say("break.label", locale.Args{"Edition": f.X[i].Value}),
				Reason: d.data(after.Reason),
			})
		}
	}
	return breaks
}

// coveredBreaks are the boundaries of several measures over covered years, each
// named after its index.
func (d *draft) coveredBreaks(measures []*datasets.Measure, f Figure) []Break {
	var all []Break
	for _, m := range measures {
		editions := Figure{}
		for _, tick := range f.X {
			editions.X = append(editions.X, Tick{Value: m.Index.Edition(tick.Value)})
		}
		for _, b := range d.breaks(m, editions) {
			b.Index, b.Label = m.Index.Name, d.say("note.of", locale.Args{"Index": code(m.Index), "Note": b.Label})
			all = append(all, b)
		}
	}
	slices.SortStableFunc(all, func(a, b Break) int { return cmp.Compare(a.After, b.After) })
	return all
}

// noted puts the name of an index before notes on it.
func (d *draft) noted(x *datasets.Index, notes []string) []string {
	of := make([]string, len(notes))
	for i, note := range notes {
		of[i] = d.say("note.of", locale.Args{"Index": d.data(x.Title), "Note": note})
	}
	return of
}

// ofBreak puts the name of the index before what is said of a boundary that is
// its alone.
func (d *draft) ofBreak(b Break, text string) string {
	if b.Index == "" {
		return text
	}
	return d.noted(d.Index(b.Index), []string{text})[0]
}

// scaleStart is the first of the editions from one to another from which on all
// have the scale of the last.
func scaleStart(m *datasets.Measure, from, to int) int {
	start := to
	for start > from && sameScale(m.Regime(start-1), m.Regime(to)) {
		start--
	}
	return start
}

// breakNotes say under a drawing of lines why none crosses its boundaries.
func (d *draft) breakNotes(f Figure) []string { return d.breaksSaid("note.break", f) }

// breaksSaid says each boundary of a figure in the words of a message.
func (d *draft) breaksSaid(id string, f Figure) []string {
	var notes []string
	for _, b := range f.Breaks {
		notes = append(notes, d.ofBreak(b, d.say(id, locale.Args{"Before": f.X[b.After].Label, "After": f.X[b.After+1].Label, "Reason": b.Reason})))
	}
	return notes
}

// breakSentence says which editions a summary does not compare; it is empty where
// all are of one regime.
func (d *draft) breakSentence(f Figure) string {
	start := f.newest()
	if start == 0 {
		return ""
	}
	return d.say("trend.break", locale.Args{"Before": f.X[start-1].Label, "After": f.X[start].Label})
}

// breakRows are the lines of a table whose rows are ticks, the newest on top, for
// the boundary after a tick.
func (d *draft) breakRows(f Figure, tick int) []TableRow {
	var rows []TableRow
	for _, b := range f.Breaks {
		if b.After == tick {
			rows = append(rows, TableRow{Break: d.ofBreak(b, d.say("break.table", locale.Args{"Before": f.X[tick].Label, "After": f.X[tick+1].Label, "Reason": b.Reason}))})
		}
	}
	return rows
}
