package charts

import (
	"slices"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// heatmap draws the fifteen by the editions, each figure as a shade: the
// publisher's category, or a step of the scale of its own regime.
func heatmap() *Chart {
	return &Chart{
		Slug:    "heatmap",
		Shape:   Matrix,
		Params:  []string{"index", "measure", "order", "from", "to", "theme"},
		Roles:   []datasets.Role{datasets.Headline, datasets.Component, datasets.Rating},
		Choices: []Choice{{Param: "order", Values: []string{"value", "name"}}},
		figure:  heatmapFigure,
	}
}

func heatmapFigure(d *draft) Figure {
	m := d.measure()
	byName := d.View.Choices["order"] == "name"
	from, to := d.span(m)
	f := Figure{
		X:     editions(from, to),
		Title: d.say("heatmap.title", locale.Args{"Measure": d.named(m)}),
		Subtitle: d.say("heatmap.subtitle", locale.Args{
			"Publisher": d.data(m.Index.Publisher), "Span": years(from, to), "ByName": byName}),
		Unit:  d.unit(m, to),
		Notes: d.indexNotes(m, from, to),
	}
	classes := map[int][]class{}
	for _, t := range f.X {
		classes[t.Value] = d.classes(m, t.Value)
	}
	f.Series = d.fifteen(f, func(country string, edition, x int) Point {
		p := d.point(m, country, edition, x)
		p.Shade = shadeOf(classes[edition], p)
		return p
	})
	last := f.lastWithFigures()
	slices.SortStableFunc(f.Series, func(a, b Series) int {
		if byName {
			return d.Compare(a.Name, b.Name)
		}
		return byPlace(m.Regime(f.X[last].Value).Better, a.Points[last].Value, b.Points[last].Value)
	})
	f.Panels = d.panels(m, f)
	if len(f.Panels) > 1 {
		f.Unit = d.panelUnits(m, f)
	}
	if len(m.Bands) > 0 && from < m.BandsFrom && m.BandsFrom <= to {
		f.Unit = d.say("heatmap.mixed", locale.Args{"Unit": f.Unit, "From": m.BandsFrom})
	}
	f.Breaks = d.breaks(m, f)
	f.Notes = append(f.Notes, d.stepsNote(m, f)...)
	f.Notes = append(f.Notes, d.breaksSaid("heatmap.break", f)...)
	f.Key = d.shadeKey(m, f)
	f.Summary = d.spanSummary(m, f)
	f.Table = d.trendTable(m, f)
	return f
}

// stepsNote says what the shades of each regime are steps of, where they are not
// the publisher's categories.
func (d *draft) stepsNote(m *datasets.Measure, f Figure) []string {
	var spans []string
	for i := 0; i < len(f.X); {
		r, start := m.Regime(f.X[i].Value), i
		for i < len(f.X) && m.Regime(f.X[i].Value) == r && (len(m.Bands) == 0 || f.X[i].Value < m.BandsFrom) {
			i++
		}
		if i == start {
			break // from here on all have bands
		}
		low, high := spread(m, r)
		spans = append(spans, d.say("heatmap.steps_of", locale.Args{
			"Span": years(f.X[start].Value, f.X[i-1].Value), "Low": exactly(tidy(low), d.Printer), "High": exactly(tidy(high), d.Printer),
			"Open": r.Scale.Min == nil || r.Scale.Max == nil}))
	}
	if len(spans) == 0 {
		return nil
	}
	return []string{d.say("heatmap.steps", locale.Args{"Spans": strings.Join(spans, "; ")})}
}

// shadeKey names the shades after the publisher's categories, where the newest
// edition has them.
func (d *draft) shadeKey(m *datasets.Measure, f Figure) []Swatch {
	key := d.bandKey(m)
	if len(key) == 0 || f.X[len(f.X)-1].Value < m.BandsFrom {
		key = nil
		for i := range shades {
			key = append(key, Swatch{Kind: "band", Slot: i + 1, Name: d.say("heatmap.step", locale.Args{"Step": i + 1})})
		}
	}
	if f.count(func(p Point) bool { return p.Value == nil }) > 0 {
		key = append(key, Swatch{Kind: "missing", Name: d.say("heatmap.missing")})
	}
	return key
}

// lastWithFigures is the newest tick at which there is any, the last where there
// is none at all.
func (f Figure) lastWithFigures() int {
	for x := len(f.X) - 1; x >= 0; x-- {
		if len(f.known(x)) > 0 {
			return x
		}
	}
	return len(f.X) - 1
}

// known are the points of a tick that have figures.
func (f Figure) known(x int) []Point {
	var known []Point
	for _, s := range f.Series {
		if s.Points[x].Value != nil {
			known = append(known, s.Points[x])
		}
	}
	return known
}

// spanSummary tells who stood first and last in the newest edition of a span, and
// who moved most within its newest regime.
func (d *draft) spanSummary(m *datasets.Measure, f Figure) string {
	last := f.lastWithFigures()
	rated := f.known(last)
	if len(rated) == 0 {
		return d.say("ranking.none", locale.Args{"Edition": f.X[last].Value})
	}
	better := m.Regime(f.X[last].Value).Better
	slices.SortStableFunc(rated, func(a, b Point) int { return byPlace(better, a.Value, b.Value) })
	told := func(p Point) string {
		return d.say("ranking.told", locale.Args{"Country": d.names(sharing(rated, p)), "Value": p.Text})
	}
	said := []string{d.say("ranking.ends", locale.Args{"Edition": f.X[last].Value, "Rated": len(rated), "First": told(rated[0]), "Last": told(rated[len(rated)-1])})}

	since := f.newest()
	for since < last && len(f.known(since)) == 0 {
		since++
	}
	moves := map[float64][]string{}
	var most, least float64
	for _, s := range f.Series {
		then, now := s.Points[since].Value, s.Points[last].Value
		if since >= last || then == nil || now == nil {
			continue
		}
		by := m.Round(*now - *then)
		moves[by] = append(moves[by], s.Key)
		most, least = max(most, by), min(least, by)
	}
	gain, loss := most, least
	if better == datasets.Low {
		gain, loss = least, most
	}
	for _, end := range []struct {
		id string
		by float64
	}{{"ranking.gain", gain}, {"ranking.loss", loss}} {
		if end.by != 0 {
			said = append(said, d.say(end.id, locale.Args{"Country": d.names(moves[end.by]), "Since": f.X[since].Value, "Delta": d.Signed(end.by, m.Decimals)}))
		}
	}
	return sentences(append(said, d.breakSentence(f))...)
}
