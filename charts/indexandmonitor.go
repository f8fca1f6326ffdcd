package charts

import (
	"slices"
	"strconv"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// indexAndMonitor draws a yearly index above the months that a monitor counted,
// over one time axis. An edition is a step over the year that it is about. The
// two have value axes of their own, below each other.
func indexAndMonitor() *Chart {
	return &Chart{
		Slug:   "index-and-monitor",
		Shape:  Timeline,
		Params: []string{"index", "measure", "tally", "from", "to", "theme"},
		Roles:  []datasets.Role{datasets.Headline, datasets.WorldRank, datasets.Component, datasets.Rating},
		Bases:  []datasets.Basis{datasets.Month},
		figure: indexAndMonitorFigure,
	}
}

func indexAndMonitorFigure(d *draft) Figure {
	monitor, measure := d.Monitors[0], d.measure()
	v := d.View
	counted, _ := monitor.Measure(v.Tally)
	f := Figure{
		Title: d.say("both.title", locale.Args{"Index": d.named(measure), "Tally": d.data(v.Tally), "Country": d.Country(monitor.Country)}),
		Subtitle: d.say("both.subtitle", locale.Args{
			"IndexPublisher": d.data(measure.Index.Publisher), "Publisher": d.data(monitor.Publisher), "Basis": d.say("basis.month")}),
	}
	figures := d.tallies(monitor, v.Tally)
	first, last := v.Chart.Span(d.Catalogue, v)
	switch {
	case v.From != 0:
		first = v.From
	case len(figures) > 0:
		first = figures[0].From.Year()
	}
	if v.To != 0 {
		last = v.To
	}
	for n := first * 12; n <= last*12+11; n++ {
		f.X = append(f.X, Tick{Value: n, Label: d.ShortMonth(d.period(n))})
	}
	slot := slots([]string{monitor.Country})[monitor.Country]
	steps := Series{Key: measure.Name, Name: d.data(measure.Title), Slot: slot}
	months := Series{Key: v.Tally, Name: d.data(v.Tally), Slot: slot, Row: 1}
	for x, tick := range f.X {
		p := d.point(measure, monitor.Country, measure.Index.Edition(tick.Value/12), x)
		if p.Value != nil {
			p.Text += " (" + d.say("both.edition", locale.Args{"Edition": p.Row.Edition}) + ")"
		}
		steps.Points = append(steps.Points, p)
		months.Points = append(months.Points, d.tally(monitor, v.Tally, figures, x, tick.Value))
	}
	f.Series = []Series{steps, months}
	f.Panels = d.stepPanels(measure, f)
	unit := d.unit(measure, measure.Latest())
	f.Panels = append(f.Panels, Panel{From: 0, To: len(f.X) - 1, Row: 1, Axis: tallyAxis(months), Title: d.data(v.Tally) + ", " + d.say("basis.month")})
	f.Unit = d.say("both.unit", locale.Args{"Index": unit, "Tally": d.data(counted.Unit)})
	f.Breaks = d.stepBreaks(measure, f)
	f.Spans, f.Marks = d.spans(monitor, f), d.marks(monitor, f)
	rules := f
	rules.Breaks = d.rules(monitor, f)
	f.Notes = append(d.indexNotes(measure, measure.First(), measure.Latest()), d.say("note.both"))
	for _, b := range f.Breaks {
		f.Notes = append(f.Notes, d.say("note.break", locale.Args{"Before": d.edition(f, b.After), "After": d.edition(f, b.After+1), "Reason": b.Reason}))
	}
	f.Notes = append(f.Notes, d.ruleNotes(monitor, rules)...)
	f.Key = append(d.printedKey(months), d.tallyKey(f, months)...)
	f.Summary = d.bothSummary(f)
	f.Table = d.bothTable(f)
	return f
}

// edition is the edition that is about the year of a tick.
func (d *draft) edition(f Figure, x int) string {
	return strconv.Itoa(d.Index(d.View.Index).Edition(f.X[x].Value / 12))
}

// stepPanels parts the upper row where the scale of the index changes.
func (d *draft) stepPanels(m *datasets.Measure, f Figure) []Panel {
	years := Figure{Series: []Series{{Points: slices.Clone(f.Series[0].Points)}}}
	for _, tick := range f.X {
		years.X = append(years.X, Tick{Value: m.Index.Edition(tick.Value / 12)})
	}
	panels := d.panels(m, years)
	for i := range panels {
		panels[i].Title = d.data(m.Title)
		if i > 0 {
			panels[i].Title = ""
		}
	}
	return panels
}

// stepBreaks are the boundaries between two methods of the index.
func (d *draft) stepBreaks(m *datasets.Measure, f Figure) []Break {
	years := Figure{}
	for _, tick := range f.X {
		years.X = append(years.X, Tick{Value: m.Index.Edition(tick.Value / 12)})
	}
	return d.breaks(m, years)
}

func (d *draft) bothSummary(f Figure) string {
	var said []string
	for i, id := range []string{"both.index", "both.tally"} {
		for _, p := range slices.Backward(f.Series[i].Points) {
			if p.Value == nil {
				continue
			}
			said = append(said, d.say(id, locale.Args{"Measure": f.Series[i].Name, "Value": p.Text, "Year": f.X[p.X].Value / 12, "Period": d.when(f, p)}))
			break
		}
	}
	if len(said) == 0 {
		return d.say("monthly.none")
	}
	return sentences(append(said, d.say("both.no_cause"))...)
}

// bothTable has a line for each month that has a count and for each year's edition.
func (d *draft) bothTable(f Figure) Table {
	steps, months := f.Series[0], f.Series[1]
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.period")}, {Label: steps.Name, Number: true},
		{Label: months.Name, Number: true}, {Label: d.say("table.flag")}, {Label: d.say("table.report")}}}
	for x := len(f.X) - 1; x >= 0; x-- {
		if p := months.Points[x]; p.Value != nil {
			t.Rows = append(t.Rows, TableRow{Head: f.X[x].Label, Cells: []TableCell{{}, d.bare(p), d.flagged(p), d.report(p)}})
		}
		if f.X[x].Value%12 == 0 {
			p := steps.Points[x]
			t.Rows = append(t.Rows, TableRow{Head: strconv.Itoa(f.X[x].Value / 12), Cells: []TableCell{d.cell(p), {}, {}, d.report(p)}})
		}
		for _, b := range f.Breaks {
			if b.After == x-1 {
				t.Rows = append(t.Rows, TableRow{Break: d.say("break.table", locale.Args{"Before": d.edition(f, b.After), "After": d.edition(f, x), "Reason": b.Reason})})
			}
		}
	}
	return t
}
