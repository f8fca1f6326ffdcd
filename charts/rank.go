package charts

import (
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// rank draws places over the editions, among the fifteen or in the world. The
// method decides who stands where, so that no move crosses a boundary.
func rank() *Chart {
	return &Chart{
		Slug:         "rank",
		Shape:        Lines,
		Params:       []string{"index", "measure", "countries", "among", "from", "to", "theme"},
		Roles:        []datasets.Role{datasets.Headline, datasets.Component, datasets.Rating},
		Choices:      []Choice{{Param: "among", Values: []string{"fifteen", "world"}}},
		MaxCountries: 8,
		Countries:    []string{"KAZ", "KGZ", "UZB"},
		figure:       rankFigure,
	}
}

func rankFigure(d *draft) Figure {
	m := d.measure()
	world := d.View.Choices["among"] == "world"
	from, to := d.span(m)
	f := Figure{
		X:     editions(from, to),
		Title: d.say("rank.title", locale.Args{"Measure": d.named(m), "World": world}),
		Subtitle: d.say("trend.subtitle", locale.Args{
			"Publisher": d.data(m.Index.Publisher), "Span": years(from, to), "Countries": d.names(d.View.Countries)}),
		Notes: d.indexNotes(m, from, to),
	}
	f.Series = d.fifteen(f, func(country string, edition, x int) Point {
		if world {
			return d.placeInWorld(m, country, edition, x)
		}
		return d.placeOfFifteen(m, country, edition, x)
	})
	if world {
		f.Unit = d.say("unit.rank")
		f.Notes = append(f.Notes, d.worldNote(m, f, to)...)
	} else {
		f.Unit = d.say("rank.unit")
		f.Notes = append(f.Notes, d.say("rank.computed"))
		for i := range f.Series {
			f.Series[i].Named = true
		}
	}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: placesAxis(f, world)}}
	f.Breaks = d.breaks(m, f)
	f.Notes = append(f.Notes, d.breakNotes(f)...)
	f.Key = d.trendKey(m, f)
	f.Summary = d.trendSummary(m, f)
	f.Table = d.trendTable(m, f)
	return f
}

// placeOfFifteen is the place of a country's figure among those of the fifteen
// that the edition rates.
func (d *draft) placeOfFifteen(m *datasets.Measure, country string, edition, x int) Point {
	p := d.point(m, country, edition, x)
	if r, ok := m.RankAmong(datasets.PostSoviet(), country, edition); ok {
		return d.placed(p, r)
	}
	return p
}

// placeInWorld is the place of a country in the world: the figure of a place
// where the index has them, else that of the measure.
func (d *draft) placeInWorld(m *datasets.Measure, country string, edition, x int) Point {
	r, ok := m.WorldRank(country, edition)
	if _, rated := m.At(country, edition); rated && !ok {
		return d.gap(m, country, edition, x, datasets.NotRanked)
	}
	p := d.point(m.Ranks(), country, edition, x)
	p.Row.Regime = m.Regime(edition).String()
	if ok {
		return d.placed(p, r)
	}
	return p
}

// placed makes a point one of the place that its figure has. What belongs to
// the figure alone, its interval and its band, is no part of a place.
func (d *draft) placed(p Point, r datasets.Rank) Point {
	place := float64(r.Place)
	p.Row.Rank, p.Row.Of = r.Place, r.Of
	p.Value, p.Text = &place, d.place(r)
	p.Low, p.High, p.Band = nil, nil, 0
	return p
}

// worldNote says whose the places in the world are, or why there is none.
func (d *draft) worldNote(m *datasets.Measure, f Figure, edition int) []string {
	if !ranked(f) {
		return []string{d.say("rank.none")}
	}
	return d.computedNote(m, edition)
}

// placesAxis has the first place on top. Among the fifteen it always has fifteen
// places, so that views look alike, each with its number.
func placesAxis(f Figure, world bool) Axis {
	if !world {
		return Axis{Min: 0, Max: 15.5, Step: 1, Inverse: true, Places: true}
	}
	most := 1.0
	for _, p := range f.Points {
		if p.Value != nil {
			most = max(most, *p.Value, float64(p.Row.Of))
		}
	}
	a := valueAxis(datasets.Scale{}, 0, most, 0)
	a.Inverse, a.Places = true, true
	return a
}
