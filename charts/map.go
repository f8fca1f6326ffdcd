package charts

import (
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// mapChart draws the fifteen in one edition where they lie. It says what a
// ranking says, but no counts: they grow with a country, which its area shows
// already.
func mapChart() *Chart {
	return &Chart{
		Slug:   "map",
		Shape:  Map,
		Params: []string{"index", "measure", "year", "theme"},
		Roles:  []datasets.Role{datasets.Headline, datasets.Component, datasets.Rating},
		figure: mapFigure,
	}
}

func mapFigure(d *draft) Figure {
	m := d.measure()
	edition := d.asked(m)
	f := rankingFigure(d)
	f.Subtitle = d.publishedIn(m, edition)
	points := f.Series[0].Points
	classes := d.classes(m, edition)
	for i := range points {
		points[i].Label = points[i].Row.Country
		points[i].Shade = shadeOf(classes, points[i])
	}
	f.Key = nil
	for _, c := range classes {
		f.Key = append(f.Key, Swatch{Kind: "band", Slot: c.shade, Name: c.name})
	}
	f.Key = append(f.Key, Swatch{Kind: "nofigure", Name: d.greyName(points)})
	if len(f.Bands) == 0 {
		scale := m.Regime(edition).Scale
		f.Notes = append(f.Notes, d.say("map.classes", locale.Args{"Open": scale.Min == nil || scale.Max == nil}))
	}
	f.Notes = append(f.Notes, d.say("map.borders"))
	f.Credit = d.say("map.credit")
	f.Insets = []Inset{
		{Map: "europe", Name: d.say("map.europe"), Countries: []string{"BLR", "EST", "LTU", "LVA", "MDA", "UKR"}},
		{Map: "caucasus", Name: d.say("map.caucasus"), Countries: []string{"ARM", "AZE", "GEO"}},
	}
	return f
}

// greyName says what grey means, and why the countries in it have no figure.
func (d *draft) greyName(points []Point) string {
	var why []string
	for _, p := range points {
		if p.Value == nil && !slices.Contains(why, p.Text) {
			why = append(why, p.Text)
		}
	}
	return d.say("map.grey", locale.Args{"Why": d.List(why)})
}
