package charts

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// trend draws a measure over the editions: chosen countries in colour, the rest
// of the fifteen as grey context.
func trend() *Chart {
	return &Chart{
		Slug:         "trend",
		Shape:        Lines,
		Params:       []string{"index", "measure", "countries", "from", "to", "theme"},
		Roles:        []datasets.Role{datasets.Headline, datasets.WorldRank, datasets.Component, datasets.Rating, datasets.Category, datasets.Count},
		MaxCountries: 8,
		Countries:    []string{"KAZ", "KGZ", "UZB"},
		figure:       trendFigure,
	}
}

func trendFigure(d *draft) Figure {
	m := d.measure()
	from, to := d.span(m)
	f := Figure{
		X:     editions(from, to),
		Title: d.say("trend.title", locale.Args{"Measure": d.named(m)}),
		Subtitle: d.say("trend.subtitle", locale.Args{
			"Publisher": d.data(m.Index.Publisher), "Span": years(from, to), "Countries": d.names(d.View.Countries)}),
	}
	f.Unit = d.unit(m, to)
	f.Notes = d.indexNotes(m, from, to)
	if m.Role == datasets.WorldRank {
		f.Notes = append(f.Notes, d.computedNote(m, to)...)
	}
	f.Series = d.fifteen(f, func(country string, edition, x int) Point { return d.point(m, country, edition, x) })
	f.Panels = d.panels(m, f)
	if len(f.Panels) > 1 {
		f.Unit = d.panelUnits(m, f)
	}
	f.Breaks = d.breaks(m, f)
	f.Notes = append(f.Notes, d.breakNotes(f)...)
	f.Bands = d.bands(m, f)
	f.Key = d.trendKey(m, f)
	f.Summary = d.trendSummary(m, f)
	f.Table = d.trendTable(m, f)
	return f
}

// span is the first and the last edition of the view.
func (d *draft) span(m *datasets.Measure) (from, to int) {
	from, to = d.View.From, d.View.To
	if from == 0 {
		from = m.First()
	}
	if to == 0 {
		to = m.Latest()
	}
	return from, to
}

// editions are the ticks from one edition to another.
func editions(from, to int) []Tick {
	var ticks []Tick
	for e := from; e <= to; e++ {
		ticks = append(ticks, Tick{Value: e, Label: strconv.Itoa(e)})
	}
	return ticks
}

// fifteen are the series of the fifteen over the editions of a figure. Chosen
// countries are drawn last, above the context, and head the table.
func (d *draft) fifteen(f Figure, point func(country string, edition, x int) Point) []Series {
	var all []Series
	slot := slots(d.View.Countries)
	for _, c := range datasets.PostSoviet() {
		s := Series{Key: c, Name: d.Country(c), Slot: slot[c]}
		for i, t := range f.X {
			s.Points = append(s.Points, point(c, t.Value, i))
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b Series) int { return min(a.Slot, 1) - min(b.Slot, 1) })
	return all
}

// axis is the value axis of a panel whose figures are of one scale.
func (d *draft) axis(m *datasets.Measure, r datasets.Regime, f Figure, p Panel) Axis {
	low, high := math.Inf(1), math.Inf(-1)
	for _, pt := range f.Points {
		if pt.Value == nil || pt.X < p.From || pt.X > p.To {
			continue
		}
		low, high = min(low, *pt.Value), max(high, *pt.Value)
		if pt.Low != nil {
			low, high = min(low, *pt.Low), max(high, *pt.High)
		}
	}
	if low > high {
		low, high = 0, 1
	}
	a := valueAxis(r.Scale, low, high, m.Decimals)
	a.Inverse = r.Better == datasets.Low && m.Role != datasets.Count
	if m.Role == datasets.WorldRank {
		a.Min, a.Places = 0, true
	}
	if len(m.Categories) > 0 {
		a.Step = 1
		a.Names = map[int]string{}
		for _, c := range m.Categories {
			a.Names[int(c.Value)] = d.data(c.Name)
		}
	}
	return a
}

// valueAxis spans a scale, and where that is open or figures stray beyond it
// the figures, widened to whole steps. The whole scale is shown even where the
// figures fill little of it, or small moves would look large. No step is finer
// than the decimals that figures have.
func valueAxis(scale datasets.Scale, low, high float64, decimals int) Axis {
	if scale.Min != nil {
		low = min(low, *scale.Min)
	}
	if scale.Max != nil {
		high = max(high, *scale.Max)
	}
	a := Axis{Step: max(niceStep(high-low), math.Pow10(-decimals)), Decimals: decimals}
	a.Min, a.Max = tidy(math.Floor(low/a.Step)*a.Step), tidy(math.Ceil(high/a.Step)*a.Step)
	if scale.Min != nil && low == *scale.Min {
		a.Min = low
	}
	if scale.Max != nil && high == *scale.Max {
		a.Max = high
	}
	if a.Min == a.Max {
		a.Max = a.Min + a.Step
	}
	return a
}

// tidy takes away what binary fractions add, 0.30000000000000004.
func tidy(v float64) float64 { return math.Round(v*1e9) / 1e9 }

// niceStep is 1, 2 or 5 times a power of ten, a fifth to a tenth of the span.
func niceStep(span float64) float64 {
	if span <= 0 {
		return 1
	}
	p := math.Pow10(int(math.Floor(math.Log10(span / 5))))
	switch n := span / 5 / p; {
	case n < 2:
		return p
	case n < 5:
		return 2 * p
	}
	return 5 * p
}

func (d *draft) bands(m *datasets.Measure, f Figure) []Band {
	last := f.Panels[len(f.Panels)-1]
	from := last.From
	for from <= last.To && f.X[from].Value < m.BandsFrom {
		from++
	}
	if len(m.Bands) == 0 || from > last.To {
		return nil
	}
	bands := make([]Band, len(m.Bands))
	high := last.Axis.Max
	for i, b := range m.Bands {
		low := last.Axis.Min
		if b.Above != nil {
			low = *b.Above
		}
		bands[i] = Band{Name: d.data(b.Name), Place: i + 1, Of: len(m.Bands), Low: low, High: high, From: from, To: last.To}
		high = low
	}
	return bands
}

func (d *draft) trendKey(m *datasets.Measure, f Figure) []Swatch {
	var key []Swatch
	for _, s := range f.Series {
		if s.Slot == 0 {
			continue
		}
		name := s.Name
		if !slices.ContainsFunc(s.Points, func(p Point) bool { return p.Value != nil }) {
			name = d.say("key.none", locale.Args{"Country": name})
		}
		key = append(key, Swatch{Kind: "country", Slot: s.Slot, Name: name})
	}
	key = append(key, Swatch{Kind: "context", Name: d.say("key.context")})
	if len(f.Bands) > 0 {
		key = append(key, d.bandKey(m)...)
	}
	return append(key, d.intervalKey(f)...)
}

// intervalKey explains the publisher's interval, where figures have one.
func (d *draft) intervalKey(f Figure) []Swatch {
	if f.count(func(p Point) bool { return p.Low != nil }) == 0 {
		return nil
	}
	return []Swatch{{Kind: "interval", Name: d.say("key.interval")}}
}

// trendSummary tells of each chosen country how it moved within the newest
// regime of the view.
func (d *draft) trendSummary(m *datasets.Measure, f Figure) string {
	var said []string
	start := f.newest()
	span := years(f.X[start].Value, f.X[len(f.X)-1].Value)
	for _, s := range f.Series {
		if s.Slot == 0 {
			continue
		}
		var known []Point
		for _, p := range s.Points[start:] {
			if p.Value != nil {
				known = append(known, p)
			}
		}
		switch {
		case len(known) == 0 && m.Absent != "":
			said = append(said, d.say("trend.none_listed", locale.Args{"Country": s.Name, "Span": span}))
		case len(known) == 0:
			said = append(said, d.say("trend.none", locale.Args{"Country": s.Name, "Span": span}))
		case m.Role == datasets.Count:
			said = append(said, d.counted(f, s.Name, known, span))
		case len(known) == 1:
			said = append(said, d.say("trend.once", locale.Args{"Country": s.Name, "Value": known[0].Text, "Year": f.X[known[0].X].Label}))
		default:
			said = append(said, d.moved(m, f, s.Name, known[0], known[len(known)-1]))
		}
	}
	return sentences(append(said, d.breakSentence(f))...)
}

// counted tells of a list of persons in how many years it names any, and when
// the most: the first and the last year say little of it.
func (d *draft) counted(f Figure, country string, known []Point, span string) string {
	most, when := f.highest(known)
	return d.say("trend.counted", locale.Args{"Country": country, "Listed": len(known), "Span": span, "Most": most.Text, "When": strings.Join(when, ", ")})
}

// moved tells how a country got from one figure to another. A place in the
// world is told with how many were ranked, and not called better or worse: it
// moves with the others too.
func (d *draft) moved(m *datasets.Measure, f Figure, country string, then, now Point) string {
	delta, way := moveOf(m, then, now)
	args := locale.Args{"Country": country, "Then": then.Text, "ThenYear": f.X[then.X].Label,
		"Now": now.Text, "NowYear": f.X[now.X].Label, "Delta": d.Signed(delta, m.Decimals)}
	if len(m.Categories) > 0 {
		args["Delta"] = ""
	}
	switch {
	case now.Row.Rank > 0:
		return d.say("trend.place", args)
	case m.Role == datasets.WorldRank:
		thenOf, _ := m.WorldRank(then.Row.Country, then.Row.Edition)
		nowOf, _ := m.WorldRank(now.Row.Country, now.Row.Edition)
		args["Then"], args["Now"] = d.place(thenOf), d.place(nowOf)
		return d.say("trend.place", args)
	}
	return d.say("trend."+string(way), args)
}

func (d *draft) trendTable(m *datasets.Measure, f Figure) Table {
	columns := slices.Clone(f.Series)
	slices.SortStableFunc(columns, func(a, b Series) int { return min(b.Slot, 1) - min(a.Slot, 1) })
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.edition")}}}
	for _, s := range columns {
		t.Columns = append(t.Columns, Column{Label: s.Name, Number: len(m.Categories) == 0})
	}
	for i := len(f.X) - 1; i >= 0; i-- {
		row := TableRow{Head: f.X[i].Label}
		for _, s := range columns {
			row.Cells = append(row.Cells, d.cell(s.Points[i]))
		}
		row.fold()
		t.Rows = append(t.Rows, row)
		t.Rows = append(t.Rows, d.breakRows(f, i-1)...)
	}
	return t
}

// fold moves a note that every cell repeats to the head of the row.
func (r *TableRow) fold() {
	note := r.Cells[0].Note
	for _, c := range r.Cells {
		if c.Note != note {
			return
		}
	}
	r.Note = note
	for i := range r.Cells {
		r.Cells[i].Note = ""
	}
}
