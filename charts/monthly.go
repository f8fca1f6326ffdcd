package charts

import (
	"slices"
	"strings"
	"time"

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
		figure: monthlyFigure,
	}
}

// Bases returns the bases that a monitor has figures on.
func Bases(m *datasets.Monitor) []string {
	var of []string
	for _, b := range []datasets.Basis{datasets.Month, datasets.YTD, datasets.Quarter, datasets.Year} {
		if slices.ContainsFunc(m.Tallies(), func(t datasets.Tally) bool { return t.Basis == b }) {
			of = append(of, string(b))
		}
	}
	return of
}

// TallyMeasures returns the measures that a monitor has figures of on a basis.
func TallyMeasures(m *datasets.Monitor, basis datasets.Basis) []string {
	var of []string
	for _, t := range m.Measures {
		if len(m.Of(t.Name, basis)) > 0 {
			of = append(of, t.Name)
		}
	}
	return of
}

// defaultTally is the measure with the most figures among those that reach the
// newest period: what ended years ago is no first thing to show.
func defaultTally(m *datasets.Monitor, basis datasets.Basis) string {
	var newest time.Time
	most, name := 0, ""
	for _, t := range m.Measures {
		of := m.Of(t.Name, basis)
		if len(of) == 0 {
			continue
		}
		last := of[len(of)-1].To
		if last.After(newest) || last.Equal(newest) && len(of) > most {
			newest, most, name = last, len(of), t.Name
		}
	}
	return name
}

// TallySpan is the first and the last year of a monitor.
func TallySpan(m *datasets.Monitor) (first, last int) {
	for i, t := range m.Tallies() {
		if i == 0 || t.From.Year() < first {
			first = t.From.Year()
		}
		last = max(last, t.To.Year())
	}
	return first, last
}

func monthlyFigure(d *draft) Figure {
	m := d.Monitors[0]
	v := d.View
	measure, _ := m.Measure(v.Measure)
	var figures []datasets.Tally
	for _, t := range m.Of(v.Measure, v.Basis) {
		if (v.From == 0 || t.To.Year() >= v.From) && (v.To == 0 || t.To.Year() <= v.To) {
			figures = append(figures, t)
		}
	}
	f := Figure{
		Title: d.say("monthly.title", locale.Args{"Measure": d.data(v.Measure), "Country": d.Country(m.Country)}),
		Unit:  d.data(measure.Unit),
	}
	d.periods(&f, m, figures)
	s := Series{Key: v.Measure, Name: d.data(v.Measure), Slot: slots([]string{m.Country})[m.Country]}
	present := 0
	for i := range f.X {
		s.Points = append(s.Points, d.tally(m, figures, i, d.period(f.X[i].Value), measure.Unit))
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
	f.Breaks = d.rules(m, f)
	f.Subtitle = d.say("monthly.subtitle", locale.Args{
		"Publisher": d.data(m.Publisher), "Country": d.Country(m.Country), "Basis": d.say("basis." + string(v.Basis))})
	f.Notes = append(f.Notes, d.say("note.printed"))
	if v.Basis == datasets.YTD {
		f.Notes = append(f.Notes, d.say("note.ytd"))
	}
	for _, b := range f.Breaks {
		f.Notes = append(f.Notes, d.say("note.rule", locale.Args{"Since": f.X[b.After+1].Label, "Rule": b.Reason}))
	}
	for _, e := range m.Events {
		if day, err := time.Parse("2006-01", e.Date[:7]); err == nil && !day.Before(d.period(f.X[0].Value)) && !day.After(d.period(f.X[len(f.X)-1].Value)) {
			f.Notes = append(f.Notes, d.say("note.event", locale.Args{"Month": d.Month(day), "Event": d.data(e.Title)}))
		}
	}
	f.Key = tallyKey(d, s)
	f.Summary = d.monthlySummary(f, present)
	f.Table = d.monthlyTable(f)
	return f
}

// periods lays out every period that the view asks for, from the first figure
// where it does not say, to the newest period that the monitor reports on: one
// without a figure has its place too. A period's value is the months since year
// 0 to its last month.
func (d *draft) periods(f *Figure, m *datasets.Monitor, figures []datasets.Tally) {
	month := func(t time.Time) int { return t.Year()*12 + int(t.Month()) - 1 }
	step := max(1, map[datasets.Basis]int{datasets.Quarter: 3, datasets.Year: 12}[d.View.Basis])
	last := 0
	for _, t := range m.Tallies() {
		last = max(last, month(t.To))
	}
	if d.View.To != 0 {
		last = min(last, d.View.To*12+11)
	}
	// The newest period counts as a whole, though it may not be over.
	last += step - 1 - last%step
	first := d.View.From*12 + step - 1
	if d.View.From == 0 {
		first = last
		if len(figures) > 0 {
			first = month(figures[0].To)
		}
	}
	for n := first; n <= last; n += step {
		f.X = append(f.X, Tick{Value: n, Label: d.periodLabel(n)})
	}
}

// periodLabel names a period as a whole, not by its last month.
func (d *draft) periodLabel(n int) string {
	last := d.period(n)
	switch d.View.Basis {
	case datasets.Year:
		return last.Format("2006")
	case datasets.Quarter:
		return d.say("period.quarter", locale.Args{"Quarter": (int(last.Month()) + 2) / 3, "Year": last.Year()})
	case datasets.YTD:
		if last.Month() > time.January {
			return d.say("period.ytd", locale.Args{"First": d.say("month.short.01"), "Last": d.say("month.short." + last.Format("01")), "Year": last.Year()})
		}
	}
	return d.ShortMonth(last)
}

// period is the first day of the month that a tick's value names.
func (d *draft) period(n int) time.Time {
	return time.Date(n/12, time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// tally is the figure of a month, with its unit where that is not the chart's own.
func (d *draft) tally(m *datasets.Monitor, figures []datasets.Tally, x int, month time.Time, unit string) Point {
	row := Row{Country: m.Country, Index: m.Name, Measure: d.View.Measure, Basis: d.View.Basis}
	i := slices.IndexFunc(figures, func(t datasets.Tally) bool {
		return t.To.Year() == month.Year() && t.To.Month() == month.Month()
	})
	if i < 0 {
		row.Absence = datasets.NotFound
		return Point{X: x, Text: d.say("absence.no_tally"), Row: row}
	}
	t := figures[i]
	row.From, row.To, row.Unit, row.Flag = t.From.Format(time.DateOnly), t.To.Format(time.DateOnly), t.Unit, t.Flag
	row.Value, row.Source, row.Note = t.Text, t.Source, t.Note
	text := d.Number(t.Value, 0)
	if t.Unit != unit {
		text += " (" + d.data(t.Unit) + ")"
	}
	return Point{X: x, Value: &t.Value, Text: text, OtherUnit: t.Unit != unit, Note: d.data(t.Note), Row: row}
}

func tallyAxis(s Series) Axis {
	// A column of one among ones should not fill the plot.
	zero, top := 0.0, 5.0
	for _, p := range s.Points {
		if p.Value != nil {
			top = max(top, *p.Value)
		}
	}
	return valueAxis(datasets.Scale{Min: &zero}, 0, top, 0)
}

// rules are the boundaries between two ways of counting.
func (d *draft) rules(m *datasets.Monitor, f Figure) []Break {
	var breaks []Break
	for i := 1; i < len(f.X); i++ {
		before, ok1 := m.Rule(d.period(f.X[i-1].Value))
		after, ok2 := m.Rule(d.period(f.X[i].Value))
		if ok1 && ok2 && before.From != after.From {
			breaks = append(breaks, Break{After: i - 1, Label: d.say("rule.label", locale.Args{"Year": after.From.Year()}), Reason: d.data(after.Counts)})
		}
	}
	return breaks
}

func tallyKey(d *draft, s Series) []Swatch {
	var key []Swatch
	has := func(match func(Point) bool) bool { return slices.ContainsFunc(s.Points, match) }
	if has(func(p Point) bool { return p.Value != nil && p.Row.Flag == "" && !p.OtherUnit }) {
		key = append(key, Swatch{Kind: "printed", Slot: s.Slot, Name: d.say("key.printed")})
	}
	for _, flag := range []datasets.Flag{datasets.Suspect, datasets.Secondhand} {
		if has(func(p Point) bool { return p.Row.Flag == flag }) {
			key = append(key, Swatch{Kind: string(flag), Name: d.data(string(flag))})
		}
	}
	if has(func(p Point) bool { return p.OtherUnit }) {
		key = append(key, Swatch{Kind: "otherunit", Name: d.say("key.unit")})
	}
	if has(func(p Point) bool { return p.Value == nil }) {
		key = append(key, Swatch{Kind: "missing", Name: d.say("key.missing")})
	}
	return key
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

// when names the period of a point, and its flag with it.
func (d *draft) when(f Figure, p Point) string {
	if p.Row.Flag == "" {
		return f.X[p.X].Label
	}
	return f.X[p.X].Label + ", " + d.data(string(p.Row.Flag))
}

// monthlyTable lists the newest first and folds runs of periods without a figure.
func (d *draft) monthlyTable(f Figure) Table {
	t := Table{Caption: f.Title, Columns: []Column{
		{Label: d.say("table.period")}, {Label: f.Unit, Number: true}, {Label: d.say("table.flag")}, {Label: d.say("table.report")}}}
	points := f.Series[0].Points
	for i := len(points) - 1; i >= 0; i-- {
		p := points[i]
		if p.Value == nil {
			last := i
			for i > 0 && points[i-1].Value == nil {
				i--
			}
			head := f.X[last].Label
			if i < last {
				head = f.X[i].Label + " – " + head
			}
			t.Rows = append(t.Rows, TableRow{Head: head, Cells: []TableCell{{Text: "–", Missing: p.Text}, {}, {}}})
			continue
		}
		// Flag and note stand as words of their own: a hint that only a pointer
		// finds is no mark.
		cell, flag := d.cell(p), TableCell{Flag: p.Row.Flag, Text: p.Note}
		cell.Note = ""
		if p.Row.Flag != "" {
			flag.Text = strings.TrimSuffix(d.data(string(p.Row.Flag))+": "+p.Note, ": ")
		}
		report := TableCell{Text: p.Row.Source}
		if s := d.Source(p.Row.Source); s != nil {
			report.Text = s.Title
		}
		t.Rows = append(t.Rows, TableRow{Head: f.X[i].Label, Cells: []TableCell{cell, flag, report}})
	}
	return t
}
