package charts

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// yearToDate draws one line a year from sums since January, month by month. A
// line breaks where a month has no sum, and where a sum falls it falls: the
// figure is flagged.
func yearToDate() *Chart {
	return &Chart{
		Slug:   "year-to-date",
		Shape:  Lines,
		Params: []string{"measure", "from", "to", "theme"},
		Bases:  []datasets.Basis{datasets.YTD},
		figure: yearToDateFigure,
	}
}

func yearToDateFigure(d *draft) Figure {
	m := d.Monitors[0]
	measure, _ := m.Measure(d.View.Measure)
	sums := d.tallies(m, d.View.Measure)
	f := Figure{
		Title: d.say("ytd.title", locale.Args{"Measure": d.data(d.View.Measure), "Country": d.Country(m.Country)}),
		Subtitle: d.say("monthly.subtitle", locale.Args{
			"Publisher": d.data(m.Publisher), "Country": d.Country(m.Country), "Basis": d.say("basis.ytd")}),
		Unit: d.data(measure.Unit),
	}
	for month := range 12 {
		f.X = append(f.X, Tick{Value: month, Label: d.say(fmt.Sprintf("month.short.%02d", month+1))})
	}
	derived := m.Derived(d.View.Measure)
	var newest datasets.CountingRule
	for _, t := range sums {
		newest, _ = m.Rule(t.To)
	}
	for _, t := range sums {
		year := strconv.Itoa(t.To.Year())
		if n := len(f.Series); n == 0 || f.Series[n-1].Key != year {
			f.Series = append(f.Series, d.year(m, year, newest))
		}
		s := &f.Series[len(f.Series)-1]
		x := int(t.To.Month()) - 1
		s.Points[x] = d.told(m, t, x)
		if i := slices.IndexFunc(derived, func(o datasets.Tally) bool { return o.To.Equal(t.To) && o.Also != "" }); i >= 0 {
			s.Points[x].Month = d.derivedMonth(derived[i])
			s.Points[x].Also = []string{derived[i].Also}
		}
		if rule, _ := m.Rule(t.To); rule != newest {
			s.Slot = 0
		}
	}
	if len(f.Series) == 0 {
		f.Series = []Series{d.year(m, strconv.Itoa(lastYear(m, d.View)), newest)}
	}
	f.Panels = []Panel{{From: 0, To: 11, Axis: tallyAxis(f.Series...)}}
	f.Notes = append(f.Notes, d.say("note.printed"), d.say("note.derived"))
	f.Key = d.yearKey(f)
	f.Summary = d.yearToDateSummary(f)
	f.Table = d.yearToDateTable(f)
	return f
}

// year is the line of a year without its figures. A year keeps its colour
// whatever other years are shown.
func (d *draft) year(m *datasets.Monitor, year string, newest datasets.CountingRule) Series {
	n, _ := strconv.Atoi(year)
	s := Series{Key: year, Name: year, Slot: 1 + n%8, Named: true}
	for x := range 12 {
		s.Points = append(s.Points, d.tally(m, d.View.Measure, nil, x, 0))
	}
	return s
}

// lastYear is the last year that a view asks for.
func lastYear(m *datasets.Monitor, v View) int {
	_, last := TallySpan(m)
	if v.To != 0 {
		return v.To
	}
	return last
}

// derivedMonth says what a month counted alone, and from what that follows.
func (d *draft) derivedMonth(t datasets.Tally) string {
	return d.say("ytd.month", locale.Args{"Month": d.Month(t.To), "Value": d.Number(t.Value, 0), "Formula": t.Note})
}

func (d *draft) yearKey(f Figure) []Swatch {
	var key []Swatch
	apart := false
	for _, s := range f.Series {
		if s.Slot > 0 {
			key = append(key, Swatch{Kind: "country", Slot: s.Slot, Name: s.Name})
		} else {
			apart = true
		}
	}
	if apart {
		key = append(key, Swatch{Kind: "context", Name: d.say("key.other_rule")})
	}
	if anyPoint(f.Series, func(p Point) bool { return p.Month != "" }) {
		key = append(key, Swatch{Kind: "month", Name: d.say("key.month")})
	}
	return append(key, d.flagKey(f.Series...)...)
}

// yearToDateSummary tells where the newest year stands, and where earlier years
// of its counting rule stood in the same month.
func (d *draft) yearToDateSummary(f Figure) string {
	newest := f.Series[len(f.Series)-1]
	last := -1
	for _, p := range newest.Points {
		if p.Value != nil {
			last = p.X
		}
	}
	if last < 0 {
		return d.say("monthly.none")
	}
	month := f.X[last].Label
	latest := newest.Points[last]
	at := newest.Name
	if latest.Row.Flag != "" {
		at += " (" + d.data(string(latest.Row.Flag)) + ")"
	}
	said := []string{d.say("ytd.latest", locale.Args{"Value": latest.Text, "Year": at, "Month": month})}
	var same []string
	for _, s := range f.Series[:len(f.Series)-1] {
		if p := s.Points[last]; s.Slot > 0 && p.Value != nil && p.Row.Flag == "" {
			same = append(same, d.say("ytd.item", locale.Args{"Value": p.Text, "Year": s.Name}))
		}
	}
	if len(same) > 0 {
		said = append(said, d.say("ytd.same", locale.Args{"Items": d.List(same)}))
	} else {
		said = append(said, d.say("ytd.alone"))
	}
	if slices.ContainsFunc(f.Series, func(s Series) bool { return s.Slot == 0 }) {
		said = append(said, d.say("ytd.other_rule"))
	}
	return sentences(said...)
}

// yearToDateTable lists the sums, the newest first, with what they say of the
// month alone.
func (d *draft) yearToDateTable(f Figure) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.period")}, {Label: f.Unit, Number: true},
		{Label: d.say("table.month")}, {Label: d.say("table.flag")}, {Label: d.say("table.report")}}}
	for _, s := range slices.Backward(f.Series) {
		for _, p := range slices.Backward(s.Points) {
			if p.Value == nil {
				continue
			}
			to, _ := time.Parse(time.DateOnly, p.Row.To)
			month := TableCell{Text: p.Month}
			if p.Month == "" {
				month = TableCell{Text: "–", Missing: d.say("ytd.no_month")}
			}
			t.Rows = append(t.Rows, TableRow{Head: d.periodLabel(datasets.YTD, monthOf(to)), Cells: []TableCell{d.bare(p), month, d.flagged(p), d.report(p)}})
		}
	}
	return t
}
