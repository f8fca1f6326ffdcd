package charts

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Reasons of this chart why there is no figure, besides those of the data.
const (
	// openScale: the scale of the method has no ends to measure against.
	openScale datasets.Absence = "open_scale"
	// noPlace: neither a rank nor the figures of the whole world are at hand.
	noPlace datasets.Absence = "no_place"
)

// shareDecimals are the decimals of what is normalised to 0 to 100.
const shareDecimals = 1

// normalised draws all indices of one country over the years that they cover, on
// one scale from 0, the worst, to 100, the best: by the ends of each index's own
// scale, or by the place in the world.
func normalised() *Chart {
	return &Chart{
		Slug:         "normalised",
		Shape:        Lines,
		Params:       []string{"countries", "scale", "from", "to", "theme"},
		Roles:        []datasets.Role{datasets.Headline},
		MaxCountries: 1,
		Countries:    []string{"KAZ"},
		Choices:      []Choice{{Param: "scale", Values: []string{"range", "percentile"}}},
		ByCovered:    true,
		figure:       normalisedFigure,
	}
}

func normalisedFigure(d *draft) Figure {
	scale, country := d.View.Choices["scale"], d.View.Countries[0]
	measures := d.drawn()
	first, _ := d.View.Chart.Span(d.Catalogue, d.View)
	f := Figure{X: d.coveredTicks(first)}
	args := locale.Args{"Country": d.Country(country), "Span": years(f.X[0].Value, f.X[len(f.X)-1].Value)}
	f.Title, f.Subtitle = d.say("normalised.title", args), d.say("normalised."+scale+".subtitle", args)
	f.Unit = d.say("normalised." + scale + ".unit")
	f.Notes = []string{d.say("normalised." + scale + ".note")}
	for i, m := range measures {
		s := Series{Key: m.Index.Name, Name: code(m.Index), Slot: paletteSlot(i)}
		for x, tick := range f.X {
			s.Points = append(s.Points, d.normal(scale, m, country, m.Index.Edition(tick.Value), x))
		}
		f.Series = append(f.Series, s)
		name := d.say("pair.code", locale.Args{"Code": s.Name, "Title": d.named(m)})
		if !slices.ContainsFunc(s.Points, func(p Point) bool { return p.Value != nil }) {
			name = d.say("key.none", locale.Args{"Country": name})
		}
		f.Key = append(f.Key, Swatch{Kind: "country", Slot: s.Slot, Name: name})
		if scale == "percentile" {
			f.Notes = append(f.Notes, d.noted(m.Index, d.computedNote(m, m.Latest()))...)
		}
	}
	f.Panels = []Panel{{To: len(f.X) - 1, Axis: sharesAxis(f)}}
	f.Breaks = d.coveredBreaks(measures, f)
	f.Notes = append(f.Notes, d.breakNotes(f)...)
	f.Summary = d.normalisedSummary(f)
	f.Table = d.coveredTable(f, d.say("table.year"))
	return f
}

// normal is a country's figure of an edition on the scale from 0 to 100, or the
// reason why it cannot be put there.
func (d *draft) normal(scale string, m *datasets.Measure, country string, edition, x int) Point {
	if ranks := m.Index.Role(datasets.WorldRank); scale == "percentile" && len(ranks) > 0 {
		m = ranks[0]
	}
	p := d.point(m, country, edition, x)
	p.Low, p.High, p.Band = nil, nil, 0
	if p.Value == nil {
		return p
	}
	share, shown, ok := ofRange(m.Regime(edition), *p.Value), p.Text, true
	if scale == "percentile" {
		var rank datasets.Rank
		rank, ok = m.WorldRank(country, edition)
		share, shown = percentile(rank), d.place(rank)
	}
	switch {
	case !ok:
		return d.without(p, noPlace)
	case math.IsNaN(share):
		return d.without(p, openScale)
	}
	unit := math.Pow10(shareDecimals)
	share = math.Round(share*unit) / unit
	p.Value, p.Computed = &share, true
	p.Text = d.say("normalised.value", locale.Args{"Share": d.Number(share, shareDecimals), "Value": shown})
	return p
}

// without is the gap in place of a figure that cannot be shown.
func (d *draft) without(p Point, why datasets.Absence) Point {
	row := p.Row
	row.Value, row.Low, row.High, row.Source, row.Note, row.Absence = "", "", "", "", "", why
	return Point{X: p.X, Text: d.say("absence." + string(why)), Row: row}
}

// ofRange is where a value stands between the worst end of a regime's scale, 0,
// and the best, 100; no number where the scale is open.
func ofRange(r datasets.Regime, v float64) float64 {
	if r.Scale.Min == nil || r.Scale.Max == nil {
		return math.NaN()
	}
	share := 100 * (v - *r.Scale.Min) / (*r.Scale.Max - *r.Scale.Min)
	if r.Better == datasets.Low {
		return 100 - share
	}
	return share
}

// percentile is the share, in hundredths, of the other countries of the field
// that do not stand better. Equal ones share the best place, and so count as
// standing behind each other.
func percentile(r datasets.Rank) float64 {
	if r.Of < 2 {
		return math.NaN()
	}
	return 100 * float64(r.Of-r.Place) / float64(r.Of-1)
}

// sharesAxis is from 0 to 100, and beyond where figures stray beyond their scale.
func sharesAxis(f Figure) Axis {
	low, high := 0.0, 100.0
	for _, p := range f.Points {
		if p.Value != nil {
			low, high = min(low, *p.Value), max(high, *p.Value)
		}
	}
	return valueAxis(datasets.Scale{}, low, high, 0)
}

// normalisedSummary tells of each index how the country moved within the newest
// method.
func (d *draft) normalisedSummary(f Figure) string {
	var said []string
	for _, s := range f.Series {
		var known []Point
		for _, p := range s.Points {
			if p.Value == nil {
				continue
			}
			if len(known) > 0 && known[0].Row.Regime != p.Row.Regime {
				known = nil
			}
			known = append(known, p)
		}
		args := locale.Args{"Index": d.data(d.Index(s.Key).Title), "Span": years(f.X[0].Value, f.X[len(f.X)-1].Value)}
		if len(known) == 0 {
			said = append(said, d.say("normalised.none", args))
			continue
		}
		then, now := known[0], known[len(known)-1]
		args["Now"], args["NowYear"] = d.Number(*now.Value, shareDecimals), f.X[now.X].Label
		if len(known) == 1 {
			said = append(said, d.say("normalised.once", args))
			continue
		}
		args["Then"], args["ThenYear"] = d.Number(*then.Value, shareDecimals), f.X[then.X].Label
		args["Delta"] = d.Signed(tidy(*now.Value-*then.Value), shareDecimals)
		said = append(said, d.say("normalised.moved", args))
	}
	return sentences(said...)
}

// drawn are the measures that stand for the indices of a view of several.
func (d *draft) drawn() []*datasets.Measure {
	var measures []*datasets.Measure
	for _, x := range d.View.Drawn(d.Catalogue) {
		measures = append(measures, mainMeasure(d.View.Chart, x))
	}
	return measures
}

// coveredTicks are the years of a view of several indices, from first where the
// reader chose no other.
func (d *draft) coveredTicks(first int) []Tick {
	_, last := d.View.Chart.Span(d.Catalogue, d.View)
	if d.View.To != 0 {
		last = d.View.To
	}
	if d.View.From != 0 {
		first = d.View.From
	}
	var ticks []Tick
	// A view may end before two indices meet.
	for year := min(first, last); year <= last; year++ {
		ticks = append(ticks, Tick{Value: year, Label: strconv.Itoa(year)})
	}
	return ticks
}

// code is a short name of an index, for the ends of lines.
func code(x *datasets.Index) string { return strings.ToUpper(strings.ReplaceAll(x.Name, "_", " ")) }

// paletteSlot is the place in the palette of the i-th of things that have no
// order of their own.
func paletteSlot(i int) int { return i%8 + 1 }

// coveredTable has a row a year, the newest on top, and a column a series.
func (d *draft) coveredTable(f Figure, head string) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: head}}}
	for _, s := range f.Series {
		t.Columns = append(t.Columns, Column{Label: s.Name, Number: true})
	}
	for x := len(f.X) - 1; x >= 0; x-- {
		row := TableRow{Head: f.X[x].Label}
		for _, s := range f.Series {
			row.Cells = append(row.Cells, d.cell(s.Points[x]))
		}
		t.Rows = append(t.Rows, row)
		t.Rows = append(t.Rows, d.breakRows(f, x-1)...)
	}
	return t
}
