package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// composition draws of what kinds a count is made up: report by report under one
// counting rule, or within one report.
func composition() *Chart {
	return &Chart{
		Slug:   "composition",
		Shape:  Bars,
		Params: []string{"measure", "basis", "period", "theme"},
		Bases:  bases(),
		recent: true,
		tallies: func(m *datasets.Monitor) []string {
			var of []string
			for _, w := range m.Wholes {
				of = append(of, w.Measure)
			}
			return of
		},
		figure: compositionFigure,
	}
}

const rulePrefix = "rule-"

// Periods returns what a composition can be asked for: counting rules, each as
// "rule-" and the month in which it begins, and the last months of the periods
// that reports give kinds for, YYYY-MM, both by time.
func Periods(m *datasets.Monitor, v View) (rules, reports []string) {
	w, _ := m.Whole(v.Measure)
	for _, kind := range w.Kinds {
		for _, t := range m.Of(kind, v.Basis) {
			reports = append(reports, t.To.Format("2006-01"))
			if rule, ok := m.Rule(t.To); ok {
				rules = append(rules, ruleName(rule))
			}
		}
	}
	slices.Sort(rules)
	slices.Sort(reports)
	return slices.Compact(rules), slices.Compact(reports)
}

func ruleName(r datasets.CountingRule) string { return rulePrefix + r.From.Format("2006-01") }

// PeriodName is how one of Periods reads.
func PeriodName(cat *datasets.Catalogue, basis datasets.Basis, name string, p *locale.Printer) string {
	d := &draft{Catalogue: cat, Printer: p}
	month, ofRule := strings.CutPrefix(name, rulePrefix)
	first, err := time.Parse("2006-01", month)
	if err != nil {
		return name
	}
	if !ofRule {
		return d.periodLabel(basis, monthOf(first))
	}
	rule, _ := cat.Monitors[0].Rule(first)
	return p.Text("monitor.since", locale.Args{"Month": p.Month(rule.From)}) + ": " + d.data(rule.Counts)
}

func compositionFigure(d *draft) Figure {
	m := d.Monitors[0]
	whole, _ := m.Whole(d.View.Measure)
	f := Figure{
		Title: d.say("composition.title", locale.Args{"Measure": d.data(whole.Measure), "Country": d.Country(m.Country)}),
		Notes: []string{d.say("note.printed"), d.say("note.kinds")},
	}
	period := d.View.Period
	if rules, _ := Periods(m, d.View); period == "" && len(rules) > 0 {
		period = rules[len(rules)-1]
	}
	if strings.HasPrefix(period, rulePrefix) || period == "" {
		d.overReports(&f, m, whole, period)
	} else {
		d.withinReport(&f, m, whole, period)
	}
	return f
}

// kinds are the figures of a whole and of its kinds in one period: nil where
// none was found. The last is what the kinds leave of the whole.
func (d *draft) kinds(m *datasets.Monitor, whole datasets.Whole, month, x int) (total Point, kinds []Point) {
	total = d.tally(m, whole.Measure, m.Of(whole.Measure, d.View.Basis), x, month)
	sum := 0.0
	var parts []string
	for _, kind := range whole.Kinds {
		p := d.tally(m, kind, m.Of(kind, d.View.Basis), x, month)
		if p.Value != nil {
			sum += *p.Value
			parts = append(parts, p.Row.Value)
		}
		kinds = append(kinds, p)
	}
	rest := d.tally(m, whole.Measure, nil, x, month)
	switch {
	case total.Value == nil || *total.Value < sum:
	case len(parts) == 0:
		rest = total
	default:
		left := *total.Value - sum
		row := total.Row
		row.Measure += "_rest"
		row.Computed = true
		row.Value, row.Flag = strconv.FormatFloat(left, 'f', -1, 64), datasets.Derived
		row.Note = total.Row.Value + " − (" + strings.Join(parts, " + ") + ")"
		rest = Point{X: x, Value: &left, Text: d.Number(left, 0), Note: row.Note, Row: row}
	}
	return total, append(kinds, rest)
}

// overReports stacks the kinds of each period of a counting rule. Periods that
// no report gives kinds for share a line.
func (d *draft) overReports(f *Figure, m *datasets.Monitor, whole datasets.Whole, rule string) {
	f.Layers = Stacked
	f.Subtitle = d.say("monthly.subtitle", locale.Args{
		"Publisher": d.data(m.Publisher), "Country": d.Country(m.Country), "Basis": d.say("basis." + string(d.View.Basis))})
	var months []int
	for _, name := range append([]string{whole.Measure}, whole.Kinds...) {
		for _, t := range m.Of(name, d.View.Basis) {
			if r, ok := m.Rule(t.To); ok && ruleName(r) == rule {
				months = append(months, monthOf(t.To))
				f.Unit = d.data(r.Counts)
			}
		}
	}
	slices.Sort(months)
	months = slices.Compact(months)
	if f.Unit == "" {
		f.Unit = d.say("monthly.none")
	}
	for _, kind := range whole.Kinds {
		f.Series = append(f.Series, Series{Key: kind, Name: d.data(kind)})
	}
	f.Series = append(f.Series, Series{Key: whole.Measure, Name: d.say("composition.rest")})
	// What a row is of. Periods without a figure share one, which tells of them in
	// the plot: beside it such a name would have no room.
	var heads []string
	put := func(head string, month int) Point {
		x := len(f.X)
		heads = append(heads, head)
		total, kinds := d.kinds(m, whole, month, x)
		if month == 0 {
			for i := range kinds {
				kinds[i].Text = head + ": " + kinds[i].Text
			}
			head = "…"
		}
		f.X = append(f.X, Tick{Value: x, Label: head})
		for i := range f.Series {
			f.Series[i].Points = append(f.Series[i].Points, kinds[i])
		}
		return total
	}
	step := max(1, map[datasets.Basis]int{datasets.Quarter: 3, datasets.Year: 12}[d.View.Basis])
	var totals []Point
	for i, month := range months {
		if i > 0 && months[i-1]+step < month {
			first, last := d.periodLabel(d.View.Basis, months[i-1]+step), d.periodLabel(d.View.Basis, month-step)
			label := first
			if first != last {
				label = first + " – " + last
			}
			totals = append(totals, put(label, 0))
		}
		totals = append(totals, put(d.periodLabel(d.View.Basis, month), month))
	}
	if len(months) == 0 {
		totals = append(totals, put(d.say("monthly.none"), 0))
	}
	f.Series = byTotal(f.Series)
	// The whole stands at the end of its kinds.
	ends := &f.Series[0]
	for x, total := range totals {
		if total.Value == nil {
			continue
		}
		ends.Points[x].Label = total.Text
		if total.Row.Flag != "" {
			ends.Points[x].Label += " (" + d.data(string(total.Row.Flag)) + ")"
		}
		if sum := f.Sum(x); sum > *total.Value {
			ends.Points[x].Label = d.say("composition.more", locale.Args{"Whole": total.Text, "Kinds": d.Number(sum, 0)})
		}
	}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: stackAxis(*f)}}
	for _, s := range f.Series {
		kind := "printed"
		if s.Slot == 0 {
			kind = "whole"
		}
		f.Key = append(f.Key, Swatch{Kind: kind, Slot: s.Slot, Name: s.Name})
	}
	f.Summary = d.overReportsSummary(*f, totals)
	f.Table = d.overReportsTable(*f, whole, totals, heads)
}

// byTotal leaves out the kinds of which nothing was counted and sorts the others,
// the most frequent first, each in a colour of its own as far as there are
// colours. What is of no kind stays last and grey.
func byTotal(series []Series) []Series {
	total := func(s Series) float64 {
		sum := 0.0
		for _, p := range s.Points {
			if p.Value != nil {
				sum += *p.Value
			}
		}
		return sum
	}
	rest := series[len(series)-1]
	kinds := slices.DeleteFunc(series[:len(series)-1], func(s Series) bool { return total(s) == 0 })
	slices.SortStableFunc(kinds, func(a, b Series) int { return cmp.Compare(total(b), total(a)) })
	for i := range kinds {
		if i < 8 {
			kinds[i].Slot = i + 1
		}
	}
	if total(rest) > 0 || len(kinds) == 0 {
		kinds = append(kinds, rest)
	}
	return kinds
}

// stackAxis spans what the series add up to.
func stackAxis(f Figure) Axis {
	top := 5.0
	for x := range f.X {
		top = max(top, f.Sum(x))
	}
	zero := 0.0
	return valueAxis(datasets.Scale{Min: &zero}, 0, top, 0)
}

func (d *draft) overReportsSummary(f Figure, totals []Point) string {
	for x := len(f.X) - 1; x >= 0; x-- {
		var told []string
		for _, s := range f.Series {
			if p := s.Points[x]; p.Value != nil && *p.Value > 0 {
				told = append(told, d.say("profile.item", locale.Args{"Component": s.Name, "Value": p.Text}))
			}
		}
		if len(told) == 0 {
			continue
		}
		total := ""
		if totals[x].Value != nil {
			total = totals[x].Text
		}
		return d.say("composition.latest", locale.Args{"Period": f.X[x].Label, "Total": total, "Kinds": d.List(told)})
	}
	return d.say("monthly.none")
}

func (d *draft) overReportsTable(f Figure, whole datasets.Whole, totals []Point, heads []string) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.period")}, {Label: d.data(whole.Measure), Number: true}}}
	for _, s := range f.Series {
		t.Columns = append(t.Columns, Column{Label: s.Name, Number: true})
	}
	for x := len(f.X) - 1; x >= 0; x-- {
		row := TableRow{Head: heads[x], Cells: []TableCell{d.cell(totals[x])}}
		for _, s := range f.Series {
			row.Cells = append(row.Cells, d.cell(s.Points[x]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// withinReport lays the kinds of one period below each other, the most on top.
func (d *draft) withinReport(f *Figure, m *datasets.Monitor, whole datasets.Whole, period string) {
	last, _ := time.Parse("2006-01", period)
	month := monthOf(last)
	f.Title += ", " + d.periodLabel(d.View.Basis, month)
	f.Subtitle = d.say("composition.subtitle", locale.Args{"Publisher": d.data(m.Publisher), "Period": d.periodLabel(d.View.Basis, month)})
	total, kinds := d.kinds(m, whole, month, 0)
	rest := kinds[len(kinds)-1]
	kinds = slices.DeleteFunc(kinds[:len(kinds)-1], func(p Point) bool { return p.Value == nil })
	slices.SortStableFunc(kinds, func(a, b Point) int { return cmp.Compare(*b.Value, *a.Value) })
	named := func(p Point) string { return d.data(p.Row.Measure) }
	s := Series{Key: whole.Measure, Name: d.data(whole.Measure), Slot: slots([]string{m.Country})[m.Country]}
	var told []string
	add := func(p Point, name string) {
		p.X = len(f.X)
		p.Label = p.Text
		f.X = append(f.X, Tick{Value: p.X, Label: name})
		s.Points = append(s.Points, p)
		told = append(told, d.say("profile.item", locale.Args{"Component": name, "Value": p.Text}))
	}
	for _, p := range kinds {
		add(p, named(p))
	}
	if rest.Value != nil && *rest.Value > 0 {
		add(rest, d.say("composition.rest"))
	}
	f.Series = []Series{s}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: tallyAxis(s)}}
	f.Unit = d.say("unit.kinds")
	if total.Value != nil {
		f.Unit = d.say("unit.kinds_of", locale.Args{"Total": total.Text, "Measure": s.Name})
	}
	f.Key = append(d.printedKey(s), slices.DeleteFunc(d.flagKey(s), func(s Swatch) bool { return s.Kind == string(datasets.Derived) })...)
	text := ""
	if total.Value != nil {
		text = total.Text
	}
	f.Summary = d.say("composition.latest", locale.Args{"Period": d.periodLabel(d.View.Basis, month), "Total": text, "Kinds": d.List(told)})
	f.Table = Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.measure")}, {Label: d.say("table.value"), Number: true}, {Label: d.say("table.flag")}, {Label: d.say("table.report")}}}
	if total.Value != nil {
		f.Table.Rows = append(f.Table.Rows, TableRow{Head: s.Name, Cells: []TableCell{d.bare(total), d.flagged(total), d.report(total)}})
	}
	for _, p := range s.Points {
		f.Table.Rows = append(f.Table.Rows, TableRow{Head: f.X[p.X].Label, Cells: []TableCell{d.bare(p), d.flagged(p), d.report(p)}})
	}
}
