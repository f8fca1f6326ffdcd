package charts

import (
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// coverage draws which months of which measures are known, and how: what a chart
// of the figures themselves leaves out.
func coverage() *Chart {
	return &Chart{
		Slug:   "coverage",
		Shape:  Heatmap,
		Params: []string{"group", "from", "to", "theme"},
		Bases:  bases(),
		figure: coverageFigure,
	}
}

// Known is how a month of a measure is known.
type Known string

const (
	KnownPrinted    Known = "printed"    // as a figure of that month
	KnownDerived    Known = "derived"    // from two sums since January
	KnownSuspect    Known = "suspect"    // the figure contradicts another
	KnownSecondhand Known = "secondhand" // quoted by another publication
	KnownLonger     Known = "longer"     // only in a figure of a longer period
)

// knowns are all of them, the surest first.
func knowns() []Known {
	return []Known{KnownPrinted, KnownDerived, KnownLonger, KnownSuspect, KnownSecondhand}
}

func coverageFigure(d *draft) Figure {
	m := d.Monitors[0]
	v := d.View
	f := Figure{
		Title:    d.say("coverage.title", locale.Args{"Publisher": d.data(m.Publisher), "Group": d.data(v.Group)}),
		Subtitle: d.say("coverage.subtitle"),
		Unit:     d.say("coverage.unit"),
	}
	first, last := TallySpan(m)
	if v.From != 0 {
		first = v.From
	}
	if v.To != 0 {
		last = v.To
	}
	for n := first * 12; n <= last*12+11; n++ {
		f.X = append(f.X, Tick{Value: n, Label: d.ShortMonth(d.period(n))})
	}
	for _, measure := range m.Measures {
		if measure.Group != v.Group {
			continue
		}
		s := Series{Key: measure.Name, Name: d.data(measure.Name)}
		for x := range f.X {
			s.Points = append(s.Points, d.tally(m, measure.Name, nil, x, 0))
		}
		d.cover(m, f, &s)
		f.Series = append(f.Series, s)
	}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: tallyAxis(f.Series...)}}
	f.Breaks, f.Spans, f.Marks = d.rules(m, f), d.spans(m, f), nil
	f.Notes = []string{d.say("note.coverage"), d.say("note.derived")}
	for _, k := range knowns() {
		if f.count(func(p Point) bool { return p.Known == k }) > 0 {
			swatch := knownSwatch(k)
			swatch.Name = d.say("known." + string(k))
			f.Key = append(f.Key, swatch)
		}
	}
	f.Key = append(f.Key, Swatch{Kind: "missing", Name: d.say("known.missing")})
	f.Summary = d.coverageSummary(f)
	f.Table = d.coverageTable(f)
	return f
}

// knownSwatch is how cells of a kind are drawn.
func knownSwatch(k Known) Swatch {
	switch k {
	case KnownPrinted:
		return Swatch{Kind: "printed", Slot: 6}
	case KnownSecondhand:
		return Swatch{Kind: "printed", Slot: 1}
	case KnownLonger:
		return Swatch{Kind: "whole"}
	}
	return Swatch{Kind: string(k)}
}

// count is how many points are so.
func (f Figure) count(so func(Point) bool) int {
	n := 0
	for _, p := range f.Points {
		if so(p) {
			n++
		}
	}
	return n
}

// cover fills in what is known of each month: the figure of the month itself,
// else what follows from sums, else a figure of a longer period that ends in it
// or, of a quarter or a year, holds it.
func (d *draft) cover(m *datasets.Monitor, f Figure, s *Series) {
	put := func(t datasets.Tally, known Known) {
		if !d.View.within(t) {
			return
		}
		from, to := monthOf(t.To), monthOf(t.To)
		if t.Basis == datasets.Quarter || t.Basis == datasets.Year {
			from = monthOf(t.From)
		}
		for n := from; n <= to; n++ {
			x := n - f.X[0].Value
			if x < 0 || x >= len(f.X) || s.Points[x].Value != nil {
				continue
			}
			s.Points[x] = d.told(m, t, x)
			switch {
			case t.Flag == datasets.Suspect:
				known = KnownSuspect
			case t.Flag == datasets.Secondhand:
				known = KnownSecondhand
			}
			s.Points[x].Known = known
		}
	}
	for _, t := range m.Of(s.Key, datasets.Month) {
		put(t, KnownPrinted)
	}
	for _, t := range m.Derived(s.Key) {
		put(t, KnownDerived)
	}
	for _, basis := range []datasets.Basis{datasets.YTD, datasets.Quarter, datasets.Year} {
		for _, t := range m.Of(s.Key, basis) {
			put(t, KnownLonger)
		}
	}
	for x := range s.Points {
		p := &s.Points[x]
		if p.Value == nil {
			continue
		}
		p.Text += ", " + d.say("basis."+string(p.Row.Basis)) + ": " + d.say("known."+string(p.Known))
	}
}

func (d *draft) coverageSummary(f Figure) string {
	said := []string{d.say("coverage.all", locale.Args{"Measures": len(f.Series), "Months": len(f.X),
		"Printed": f.count(func(p Point) bool { return p.Known == KnownPrinted }), "All": d.Number(float64(len(f.Series)*len(f.X)), 0)})}
	for _, k := range knowns()[1:] {
		if n := f.count(func(p Point) bool { return p.Known == k }); n > 0 {
			said = append(said, d.Count("coverage."+string(k), n))
		}
	}
	return sentences(said...)
}

// coverageTable counts for each measure how its months are known.
func (d *draft) coverageTable(f Figure) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.measure")}}}
	for _, k := range knowns() {
		t.Columns = append(t.Columns, Column{Label: d.say("known." + string(k)), Number: true})
	}
	t.Columns = append(t.Columns, Column{Label: d.say("known.missing"), Number: true}, Column{Label: d.say("coverage.cells"), Number: true}, Column{Label: d.say("coverage.span")})
	row := func(head string, points []Point) TableRow {
		row := TableRow{Head: head}
		known := slices.DeleteFunc(slices.Clone(points), func(p Point) bool { return p.Value == nil })
		for _, k := range knowns() {
			n := 0
			for _, p := range known {
				if p.Known == k {
					n++
				}
			}
			row.Cells = append(row.Cells, TableCell{Text: d.Number(float64(n), 0)})
		}
		span := TableCell{Text: "–", Missing: d.say("absence.no_tally")}
		if len(known) > 0 {
			first := slices.MinFunc(known, func(a, b Point) int { return a.X - b.X })
			last := slices.MaxFunc(known, func(a, b Point) int { return a.X - b.X })
			span = TableCell{Text: f.X[first.X].Label + " – " + f.X[last.X].Label}
		}
		row.Cells = append(row.Cells, TableCell{Text: d.Number(float64(len(points)-len(known)), 0)},
			TableCell{Text: d.Number(float64(len(points)), 0)}, span)
		return row
	}
	var points []Point
	for _, s := range f.Series {
		points = append(points, s.Points...)
	}
	t.Rows = append(t.Rows, row(d.data(d.View.Group), points))
	for _, s := range f.Series {
		t.Rows = append(t.Rows, row(s.Name, s.Points))
	}
	return t
}
