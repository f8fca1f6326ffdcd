package charts

import (
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// monthly draws what a monitor counted, each figure in its own period. A view
// holds figures of one basis only: sums since January never stand beside months.
func monthly() *Chart {
	return &Chart{
		Slug:   "monthly",
		Shape:  Columns,
		Params: []string{"measure", "basis", "from", "to", "theme"},
		Bases:  bases(),
		recent: true,
		figure: monthlyFigure,
	}
}

func monthlyFigure(d *draft) Figure {
	m := d.Monitors[0]
	v := d.View
	measure, _ := m.Measure(v.Measure)
	figures := d.tallies(m, v.Measure)
	f := Figure{
		Title: d.say("monthly.title", locale.Args{"Measure": d.data(v.Measure), "Country": d.Country(m.Country)}),
		Unit:  d.data(measure.Unit),
	}
	d.periods(&f, m, figures)
	s := Series{Key: v.Measure, Name: d.data(v.Measure), Slot: slots([]string{m.Country})[m.Country]}
	present := 0
	for i, tick := range f.X {
		s.Points = append(s.Points, d.tally(m, v.Measure, figures, i, tick.Value))
		if s.Points[i].Value != nil {
			present++
		}
	}
	for i := range s.Points {
		p := &s.Points[i]
		// Columns that are wide enough are labelled, and a zero always is: it
		// has no column to see.
		if p.Value != nil && (*p.Value == 0 || present <= 12 && len(p.Text) <= 3) {
			p.Label = p.Text
		}
	}
	f.Series = []Series{s}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: tallyAxis(s)}}
	f.Breaks, f.Spans, f.Marks = d.rules(m, f), d.spans(m, f), d.marks(m, f)
	f.Subtitle = d.say("monthly.subtitle", locale.Args{
		"Publisher": d.data(m.Publisher), "Country": d.Country(m.Country), "Basis": d.say("basis." + string(v.Basis))})
	f.Notes = d.ruleNotes(m, f)
	if v.Basis == datasets.YTD {
		f.Notes = append(f.Notes, d.say("note.ytd"))
	}
	f.Key = append(d.printedKey(s), d.tallyKey(f, s)...)
	f.Summary = d.monthlySummary(f, present)
	f.Table = d.monthlyTable(f)
	return f
}

// monthlySummary tells how much is known and what is newest, and of figures
// that may be compared which is the highest: counted by the newest rule, in one
// unit, and contradicted by nothing. Sums since January only grow to December,
// so there is no highest among them.
func (d *draft) monthlySummary(f Figure, present int) string {
	if present == 0 {
		return d.say("monthly.none")
	}
	start := f.newest()
	var latest Point
	var comparable []Point
	for _, p := range f.Series[0].Points {
		if p.Value == nil {
			continue
		}
		latest = p
		if p.X >= start && p.Row.Flag == "" && !p.OtherUnit {
			comparable = append(comparable, p)
		}
	}
	said := []string{
		d.say("monthly.known", locale.Args{"Present": present, "All": len(f.X), "First": f.X[0].Label, "Last": f.X[len(f.X)-1].Label}),
		d.say("monthly.latest", locale.Args{"Latest": latest.Text, "Period": d.when(f, latest)}),
	}
	const enough = 3
	if d.View.Basis != datasets.YTD && len(comparable) >= enough {
		top, when := f.highest(comparable)
		said = append(said, d.say("monthly.highest", locale.Args{"Of": len(comparable), "Top": top.Text, "When": d.List(when)}))
	}
	if start > 0 {
		said = append(said, d.say("monthly.rule", locale.Args{"Before": f.X[start-1].Label, "After": f.X[start].Label}))
	}
	return sentences(said...)
}

func (d *draft) monthlyTable(f Figure) Table {
	t := Table{Caption: f.Title, Columns: []Column{
		{Label: d.say("table.period")}, {Label: f.Unit, Number: true}, {Label: d.say("table.flag")}, {Label: d.say("table.report")}}}
	points := f.Series[0].Points
	f.eachPeriod(func(x int) bool { return points[x].Value != nil }, func(x int) {
		p := points[x]
		t.Rows = append(t.Rows, TableRow{Head: f.X[x].Label, Cells: []TableCell{d.bare(p), d.flagged(p), d.report(p)}})
	}, func(label string) {
		t.Rows = append(t.Rows, TableRow{Head: label, Cells: []TableCell{{Text: "–", Missing: d.say("absence.no_tally")}, {}, {}}})
	})
	return t
}
