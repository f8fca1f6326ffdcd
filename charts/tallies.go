package charts

import (
	"slices"
	"strings"
	"time"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// What charts of tallies share: which measures and bases there are, the periods
// along the axis, and the figure of a period.

// bases returns all that there are.
func bases() []datasets.Basis {
	return []datasets.Basis{datasets.Month, datasets.YTD, datasets.Quarter, datasets.Year}
}

// Bases returns the bases that a monitor has figures on.
func Bases(m *datasets.Monitor) []string {
	var of []string
	for _, b := range bases() {
		if slices.ContainsFunc(m.Measures, func(t datasets.TallyMeasure) bool { return m.Has(t.Name, b) }) {
			of = append(of, string(b))
		}
	}
	return of
}

// BasesOf returns the bases on which a monitor has figures that the chart can draw.
func (c *Chart) BasesOf(m *datasets.Monitor) []string {
	var of []string
	for _, b := range c.Bases {
		if len(c.TalliesOf(m, b)) > 0 {
			of = append(of, string(b))
		}
	}
	return of
}

// TalliesOf returns the measures that the chart can draw and that a monitor has
// figures of on a basis.
func (c *Chart) TalliesOf(m *datasets.Monitor, basis datasets.Basis) []string {
	return slices.DeleteFunc(c.allTallies(m), func(name string) bool { return !m.Has(name, basis) })
}

// allTallies returns the measures that the chart can draw.
func (c *Chart) allTallies(m *datasets.Monitor) []string {
	if c.tallies != nil {
		return slices.Clone(c.tallies(m))
	}
	var of []string
	for _, t := range m.Measures {
		of = append(of, t.Name)
	}
	return of
}

// first is the measure of a monitor that a chart shows where nobody chose one:
// the one with the most figures, in a recent chart among those that reach the
// newest period.
func (c *Chart) first(m *datasets.Monitor, basis datasets.Basis) string {
	var newest time.Time
	most, name := 0, ""
	for _, measure := range c.TalliesOf(m, basis) {
		of := m.Of(measure, basis)
		last := newest
		if c.recent {
			last = of[len(of)-1].To
		}
		if last.After(newest) || last.Equal(newest) && len(of) > most {
			newest, most, name = last, len(of), measure
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

// Groups returns the groups of a monitor's measures, in their order.
func Groups(m *datasets.Monitor) []string {
	var of []string
	for _, t := range m.Measures {
		if !slices.Contains(of, t.Group) {
			of = append(of, t.Group)
		}
	}
	return of
}

// within says that a period ends in the years that the view asks for.
func (v View) within(t datasets.Tally) bool {
	return (v.From == 0 || t.To.Year() >= v.From) && (v.To == 0 || t.To.Year() <= v.To)
}

// tallies returns the figures of a measure on the basis of the view that end in
// its years; of months also those that follow from sums since January.
func (d *draft) tallies(m *datasets.Monitor, measure string) []datasets.Tally {
	of := allOf(m, measure, d.View.Basis)
	return slices.DeleteFunc(of, func(t datasets.Tally) bool { return !d.View.within(t) })
}

// allOf returns every tally of a measure on a basis by period, of months also
// those that follow from sums since January.
func allOf(m *datasets.Monitor, measure string, basis datasets.Basis) []datasets.Tally {
	of := m.Of(measure, basis)
	if basis == datasets.Month {
		of = withDerived(of, m.Derived(measure))
	}
	return of
}

// withDerived adds the months that no report gives. What is printed stands.
func withDerived(printed, derived []datasets.Tally) []datasets.Tally {
	for _, t := range derived {
		if !slices.ContainsFunc(printed, func(p datasets.Tally) bool { return p.To.Equal(t.To) }) {
			printed = append(printed, t)
		}
	}
	slices.SortStableFunc(printed, func(a, b datasets.Tally) int { return a.To.Compare(b.To) })
	return printed
}

// monthOf numbers a month from year 0 on.
func monthOf(t time.Time) int { return t.Year()*12 + int(t.Month()) - 1 }

// period is the first day of the month that a tick's value names.
func (d *draft) period(n int) time.Time {
	return time.Date(n/12, time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// periods lays out every period that the view asks for, from the first figure
// where it does not say, to the newest period that the monitor reports on: one
// without a figure has its place too. A period's value is the months since year
// 0 to its last month.
func (d *draft) periods(f *Figure, m *datasets.Monitor, figures []datasets.Tally) {
	step := max(1, map[datasets.Basis]int{datasets.Quarter: 3, datasets.Year: 12}[d.View.Basis])
	last := 0
	for _, t := range m.Tallies() {
		last = max(last, monthOf(t.To))
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
			first = monthOf(figures[0].To)
		}
	}
	for n := first; n <= last; n += step {
		f.X = append(f.X, Tick{Value: n, Label: d.periodLabel(d.View.Basis, n)})
	}
}

// periodLabel names a period as a whole, not by its last month.
func (d *draft) periodLabel(basis datasets.Basis, n int) string {
	last := d.period(n)
	switch basis {
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

// tally is the figure of a period, or the gap where none was found.
func (d *draft) tally(m *datasets.Monitor, measure string, figures []datasets.Tally, x, period int) Point {
	i := slices.IndexFunc(figures, func(t datasets.Tally) bool { return monthOf(t.To) == period })
	if i < 0 {
		row := Row{Country: m.Country, Index: m.Name, Measure: measure, Basis: d.View.Basis, Absence: datasets.NotFound}
		return Point{X: x, Text: d.say("absence.no_tally"), Row: row}
	}
	return d.told(m, figures[i], x)
}

// told is a tally as a point, with its unit where that is not its measure's own.
func (d *draft) told(m *datasets.Monitor, t datasets.Tally, x int) Point {
	measure, _ := m.Measure(t.Measure)
	p := Point{X: x, Value: &t.Value, Text: d.Number(t.Value, 0), Note: d.data(t.Note), OtherUnit: t.Unit != measure.Unit, Row: rowOfTally(m, t)}
	if p.OtherUnit {
		p.Text += " (" + d.data(t.Unit) + ")"
	}
	if t.Also != "" {
		p.Also = []string{t.Also}
	}
	return p
}

// tallyAxis begins at zero. A column of one among ones should not fill the plot.
func tallyAxis(series ...Series) Axis {
	zero, top := 0.0, 5.0
	for _, s := range series {
		for _, p := range s.Points {
			if p.Value != nil {
				top = max(top, *p.Value)
			}
		}
	}
	return valueAxis(datasets.Scale{Min: &zero}, 0, top, 0)
}

// rules are the boundaries between two ways of counting.
func (d *draft) rules(m *datasets.Monitor, f Figure) []Break {
	var breaks []Break
	for _, s := range d.spans(m, f)[1:] {
		breaks = append(breaks, Break{After: s.From - 1, Label: d.say("rule.label", locale.Args{"Year": d.period(f.X[s.From].Value).Year()}), Reason: s.Text})
	}
	return breaks
}

// spans are the counting rules of the periods along the axis; there is at least one.
func (d *draft) spans(m *datasets.Monitor, f Figure) []Span {
	var spans []Span
	var last datasets.CountingRule
	for i, tick := range f.X {
		rule, _ := m.Rule(d.period(tick.Value))
		if i > 0 && rule == last {
			spans[len(spans)-1].To = i
			continue
		}
		spans = append(spans, Span{From: i, To: i, Name: d.data(rule.Name), Text: d.data(rule.Counts)})
		last = rule
	}
	return spans
}

// marks are the events and the cases that fall on the periods along the axis.
func (d *draft) marks(m *datasets.Monitor, f Figure) []Mark {
	at := func(date string) int {
		day, err := time.Parse("2006-01", date[:7])
		if err != nil {
			return -1
		}
		return slices.IndexFunc(f.X, func(t Tick) bool { return t.Value == monthOf(day) })
	}
	var marks []Mark
	for _, e := range m.Events {
		if x := at(e.Date); x >= 0 {
			marks = append(marks, Mark{X: x, Label: d.data(e.Name), Text: d.data(e.Title)})
		}
	}
	cases := map[int]int{}
	for _, i := range d.Incidents {
		if x := at(i.Date); x >= 0 && i.Country == m.Country {
			cases[x]++
		}
	}
	for x := range f.X {
		if cases[x] > 0 {
			marks = append(marks, Mark{X: x, Text: d.Count("mark.cases", cases[x])})
		}
	}
	return marks
}

// ruleNotes say in full what the drawing names in a word or two.
func (d *draft) ruleNotes(m *datasets.Monitor, f Figure) []string {
	notes := []string{d.say("note.printed")}
	for _, b := range f.Breaks {
		notes = append(notes, d.say("note.rule", locale.Args{"Since": f.X[b.After+1].Label, "Rule": b.Reason}))
	}
	for _, mark := range f.Marks {
		if mark.Label != "" {
			notes = append(notes, d.say("note.event", locale.Args{"Month": d.Month(d.period(f.X[mark.X].Value)), "Event": mark.Text}))
		}
	}
	return notes
}

// tallyKey explains how figures are marked, and periods without one and with cases.
func (d *draft) tallyKey(f Figure, series ...Series) []Swatch {
	key := d.flagKey(series...)
	if anyPoint(series, func(p Point) bool { return p.Value == nil }) {
		key = append(key, Swatch{Kind: "missing", Name: d.say("key.missing")})
	}
	if slices.ContainsFunc(f.Marks, func(m Mark) bool { return m.Label == "" }) {
		key = append(key, Swatch{Kind: "cases", Name: d.say("key.cases")})
	}
	return key
}

// flagKey explains how the figures of some series are marked.
func (d *draft) flagKey(series ...Series) []Swatch {
	var key []Swatch
	for _, flag := range []datasets.Flag{datasets.Derived, datasets.Suspect, datasets.Secondhand} {
		if anyPoint(series, func(p Point) bool { return p.Row.Flag == flag }) {
			key = append(key, Swatch{Kind: string(flag), Name: d.say("key." + string(flag))})
		}
	}
	if anyPoint(series, func(p Point) bool { return p.OtherUnit }) {
		key = append(key, Swatch{Kind: "otherunit", Name: d.say("key.unit")})
	}
	return key
}

func anyPoint(series []Series, so func(Point) bool) bool {
	return slices.ContainsFunc(series, func(s Series) bool { return slices.ContainsFunc(s.Points, so) })
}

// printedKey explains the colour of figures that stand as printed.
func (d *draft) printedKey(s Series) []Swatch {
	if slices.ContainsFunc(s.Points, func(p Point) bool { return p.Value != nil && p.Row.Flag == "" && !p.OtherUnit }) {
		return []Swatch{{Kind: "printed", Slot: s.Slot, Name: d.say("key.printed")}}
	}
	return nil
}

// flagged is a mark as words of their own: a hint that only a pointer finds is none.
func (d *draft) flagged(p Point) TableCell {
	c := TableCell{Flag: p.Row.Flag, Text: p.Note}
	if p.Row.Flag != "" {
		c.Text = strings.TrimSuffix(d.data(string(p.Row.Flag))+": "+p.Note, ": ")
	}
	return c
}

// report is the report that a figure stands in.
func (d *draft) report(p Point) TableCell {
	if s := d.Source(p.Row.Source); s != nil {
		return TableCell{Text: s.Title, Report: d.reportOf(s.ID).Name}
	}
	return TableCell{Text: p.Row.Source}
}

// bare is the cell of a point without its note, which stands beside it.
func (d *draft) bare(p Point) TableCell {
	c := d.cell(p)
	c.Note = ""
	return c
}

// eachPeriod calls found for each period that has a figure, the newest first,
// and missing for each run of periods without one, named as a whole.
func (f Figure) eachPeriod(known func(x int) bool, found func(x int), missing func(label string)) {
	for i := len(f.X) - 1; i >= 0; i-- {
		if known(i) {
			found(i)
			continue
		}
		last := i
		for i > 0 && !known(i-1) {
			i--
		}
		label := f.X[last].Label
		if i < last {
			label = f.X[i].Label + " – " + label
		}
		missing(label)
	}
}

// when names the period of a point, and its flag with it.
func (d *draft) when(f Figure, p Point) string {
	if p.Row.Flag == "" {
		return f.X[p.X].Label
	}
	return f.X[p.X].Label + ", " + d.data(string(p.Row.Flag))
}
