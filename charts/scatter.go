package charts

import (
	"math"
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// scatter draws one index against another for a covered year: a point a country,
// the better end of each scale to the right and on top.
func scatter() *Chart {
	return &Chart{
		Slug:         "scatter",
		Shape:        Scatter,
		Params:       []string{"index", "against", "countries", "year", "theme"},
		Roles:        []datasets.Role{datasets.Headline},
		MaxCountries: 8,
		Countries:    []string{"KAZ", "KGZ", "UZB"},
		ByCovered:    true,
		figure:       scatterFigure,
	}
}

// scatterFigure makes the fifteen the ticks; each index is a series over them with
// a value axis of its own, the first across and the second upwards.
func scatterFigure(d *draft) Figure {
	year := d.View.covered(d.Catalogue)
	across, up := mainMeasure(d.View.Chart, d.Index(d.View.Index)), mainMeasure(d.View.Chart, d.Index(d.View.Against))
	p := d.pair(across, up, year)
	names := locale.Args{"Index": d.data(across.Index.Title), "Against": d.data(up.Index.Title), "Year": year,
		"IndexEdition": across.Index.Edition(year), "AgainstEdition": up.Index.Edition(year)}
	f := Figure{
		Title:    d.say("scatter.title", names),
		Subtitle: d.say("scatter.subtitle", names),
		Unit: d.say("scatter.unit", locale.Args{
			"Index": d.named(across), "IndexScale": d.unit(across, across.Index.Edition(year)),
			"Against": d.named(up), "AgainstScale": d.unit(up, up.Index.Edition(year))}),
		Statistics: p.statistics,
	}
	slot := slots(d.View.Countries)
	for i, c := range datasets.PostSoviet() {
		f.X = append(f.X, Tick{Value: i, Label: d.Country(c), Slot: slot[c]})
	}
	for i, m := range p.measures {
		f.Series = append(f.Series, Series{Key: m.Index.Name, Name: d.data(m.Index.Title), Row: i, Points: p.points[i]})
		f.Panels = append(f.Panels, Panel{From: 0, To: len(f.X) - 1, Row: i,
			Title: d.say([2]string{"scatter.across", "scatter.up"}[i], locale.Args{"Index": d.data(m.Index.Title)}),
			Axis:  pointsAxis(m, p.points[i], m.Index.Edition(year))})
	}
	for _, c := range d.View.Countries {
		name := d.Country(c)
		if !slices.Contains(p.rated, c) {
			name = d.say("key.none", locale.Args{"Country": name})
		}
		f.Key = append(f.Key, Swatch{Kind: "country", Slot: slot[c], Name: name})
	}
	f.Key = append(f.Key, Swatch{Kind: "context", Name: d.say("key.context")})
	f.Notes = append(f.Notes, d.say("pair.note"))
	if missing := d.missing(p); missing != "" {
		f.Notes = append(f.Notes, d.say("pair.missing", locale.Args{"Missing": missing}))
	}
	for _, m := range p.measures {
		f.Notes = append(f.Notes, d.noted(m.Index, d.indexNotes(m, m.Index.Edition(year), m.Index.Edition(year)))...)
	}
	f.Summary = d.scatterSummary(p)
	f.Table = d.scatterTable(p, f)
	return f
}

// pointsAxis spans the scale of a measure in an edition and the points, the
// better end at its far end.
func pointsAxis(m *datasets.Measure, points []Point, edition int) Axis {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		if p.Value != nil {
			low, high = min(low, *p.Value), max(high, *p.Value)
		}
	}
	if low > high {
		low, high = 0, 1
	}
	r := m.Regime(edition)
	a := valueAxis(r.Scale, low, high, m.Decimals)
	a.Inverse = r.Better == datasets.Low
	return a
}

// scatterSummary tells how far the two agree, and of which country they agree
// least.
func (d *draft) scatterSummary(p pairing) string {
	most := 0
	for _, c := range p.rated {
		most = max(most, apartBy(p, c))
	}
	said := []string{d.coefficients(p)}
	if most > 0 && len(p.rated) >= fewestPairs {
		var items []string
		for _, c := range p.rated {
			if apartBy(p, c) == most {
				items = append(items, d.say("scatter.places", locale.Args{"Country": d.Country(c),
					"Index": d.data(p.measures[0].Index.Title), "Place": p.place(0, c),
					"Against": d.data(p.measures[1].Index.Title), "AgainstPlace": p.place(1, c)}))
			}
		}
		said = append(said, d.say("scatter.furthest", locale.Args{"Items": d.List(items)}))
	}
	if missing := d.missing(p); missing != "" {
		said = append(said, d.say("pair.missing", locale.Args{"Missing": missing}))
	}
	return sentences(said...)
}

// apartBy is how many places the two measures put a country apart.
func apartBy(p pairing, country string) int {
	a, b := p.place(0, country), p.place(1, country)
	return max(a-b, b-a)
}

// scatterTable has the best by the first index on top, and those that it does not
// rate at the end.
func (d *draft) scatterTable(p pairing, f Figure) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.country")}}}
	for _, m := range p.measures {
		t.Columns = append(t.Columns, Column{Label: d.data(m.Index.Title), Number: true},
			Column{Label: d.say("table.among", locale.Args{"Rated": len(p.rated)}), Number: true})
	}
	order := make([]int, len(f.X))
	for x := range order {
		order[x] = x
	}
	better := p.measures[0].Regime(p.measures[0].Index.Edition(p.year)).Better
	slices.SortStableFunc(order, func(a, b int) int { return byPlace(better, p.points[0][a].Value, p.points[0][b].Value) })
	for _, x := range order {
		row := TableRow{Head: f.X[x].Label}
		country := datasets.PostSoviet()[x]
		for i := range p.measures {
			place := TableCell{Text: "–", Missing: d.say("pair.no_place")}
			if slices.Contains(p.rated, country) {
				place = TableCell{Text: d.Number(float64(p.place(i, country)), 0)}
			}
			row.Cells = append(row.Cells, d.cell(p.points[i][x]), place)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
