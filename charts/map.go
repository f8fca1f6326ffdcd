package charts

import (
	"math"
	"slices"
	"strings"

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
	axis := mapAxis(points, m, edition)
	f.Panels[0].Axis = axis
	classes := d.classes(m, edition, axis)
	for i := range points {
		points[i].Label = points[i].Row.Country
		points[i].Shade = shade(m, classes, points[i])
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

// mapAxis is the scale of the regime, and where that is open what the figures
// span: unlike bars, colours need no zero.
func mapAxis(points []Point, m *datasets.Measure, edition int) Axis {
	var values []float64
	for _, p := range points {
		if p.Value != nil {
			values = append(values, *p.Value)
		}
	}
	if len(values) == 0 {
		values = []float64{0}
	}
	return valueAxis(m.Regime(edition).Scale, slices.Min(values), slices.Max(values), m.Decimals)
}

// class is a range of figures that a map shows in one shade.
type class struct {
	low   float64 // the lowest figure that the measure can have in it
	shade int     // from 1, the best, to 5
	name  string
}

// classes are the bands of the publisher or, where the edition has none, five
// equal parts of the axis, the best first. Those that no figure can fall into, as
// whole numbers into parts of less than one, are left out.
func (d *draft) classes(m *datasets.Measure, edition int, axis Axis) []class {
	const parts = 5
	unit := math.Pow10(-m.Decimals)
	var highestFirst []class
	if len(m.Bands) > 0 && edition >= m.BandsFrom {
		for i, b := range m.Bands {
			low := axis.Min
			if b.Above != nil {
				low = m.Round(*b.Above + unit)
			}
			highestFirst = append(highestFirst, class{low, BandSlot(i+1, len(m.Bands)), d.data(b.Name) + ": "})
		}
	} else {
		for i := range parts {
			shade, low := i+1, axis.Max-float64(i+1)*(axis.Max-axis.Min)/parts
			if m.Regime(edition).Better == datasets.Low {
				shade = parts - i
			}
			highestFirst = append(highestFirst, class{firstFrom(m, low), shade, ""})
		}
	}
	var all []class
	high := axis.Max
	for _, c := range highestFirst {
		if c.low <= high {
			c.name += strings.Join(slices.Compact([]string{exactly(c.low, d.Printer), exactly(high, d.Printer)}), " – ")
			all = append(all, c)
		}
		high = m.Round(c.low - unit)
	}
	slices.SortStableFunc(all, func(a, b class) int { return a.shade - b.shade })
	return all
}

// firstFrom is the lowest figure, of as many decimals as the measure has, that is
// not below v.
func firstFrom(m *datasets.Measure, v float64) float64 {
	unit := math.Pow10(-m.Decimals)
	return m.Round(math.Ceil(tidy(v/unit)) * unit)
}

// shade is that of the class which a point falls into; 0 where it has no figure.
func shade(m *datasets.Measure, classes []class, p Point) int {
	var in class
	for _, c := range classes {
		if p.Value != nil && c.low <= m.Round(*p.Value) && (in.shade == 0 || c.low > in.low) {
			in = c
		}
	}
	return in.shade
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
