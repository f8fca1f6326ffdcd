package charts

import (
	"maps"
	"math"
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// profile draws the components of an index for a few countries in one edition.
func profile() *Chart {
	return &Chart{
		Slug:         "profile",
		Shape:        Radar,
		Params:       []string{"index", "countries", "year", "theme"},
		Roles:        []datasets.Role{datasets.Component},
		MinMeasures:  3,
		MaxCountries: 5,
		Countries:    []string{"KAZ", "KGZ", "UZB"},
		figure:       profileFigure,
	}
}

func profileFigure(d *draft) Figure {
	x := d.Index(d.View.Index)
	edition := d.View.Year
	if edition == 0 {
		editions := d.View.Chart.Editions(x, "")
		edition = editions[len(editions)-1]
	}
	f := Figure{
		Title: d.say("profile.title", locale.Args{"Index": d.data(x.Title), "Edition": edition}),
		Subtitle: d.say("profile.subtitle", locale.Args{
			"Publisher": d.data(x.Publisher), "Countries": d.names(d.View.Countries)}),
		Unit: d.say("unit.components"),
	}
	var measures []*datasets.Measure
	for _, m := range d.View.Chart.Measures(x) {
		if m.Absence("", edition) == datasets.OutOfSpan {
			continue
		}
		a := d.componentAxis(m, edition)
		f.X = append(f.X, Tick{Value: len(f.X), Label: d.data(m.Title), Min: a.Min, Max: a.Max})
		measures = append(measures, m)
	}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1}}
	slot := slots(d.View.Countries)
	for _, c := range d.View.Countries {
		s := Series{Key: c, Name: d.Country(c), Slot: slot[c]}
		for i, m := range measures {
			s.Points = append(s.Points, d.point(m, c, edition, i))
		}
		f.Series = append(f.Series, s)
		f.Key = append(f.Key, Swatch{Kind: "country", Slot: s.Slot, Name: s.Name})
	}
	f.Notes = d.indexNotes(measures[0], edition, edition)
	for _, m := range measures {
		if m.PartOf != "" {
			f.Notes = append(f.Notes, d.say("note.part", locale.Args{"Part": d.data(m.Title), "Whole": d.data(x.Measure(m.PartOf).Title)}))
		}
	}
	f.Summary = d.profileSummary(measures, f)
	f.Table = d.profileTable(measures, f)
	return f
}

// componentAxis is the axis of one component: its scale, or where that is open
// the range of the fifteen, widened to round numbers.
func (d *draft) componentAxis(m *datasets.Measure, edition int) Axis {
	r := m.Regime(edition)
	if r.Scale.Min != nil && r.Scale.Max != nil {
		return Axis{Min: *r.Scale.Min, Max: *r.Scale.Max, Decimals: m.Decimals}
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, c := range datasets.PostSoviet() {
		if o, ok := m.At(c, edition); ok {
			low, high = min(low, o.Value), max(high, o.Value)
		}
	}
	if low > high {
		low, high = 0, 0
	}
	a := Axis{Min: math.Floor(low), Max: math.Ceil(high), Decimals: m.Decimals}
	if a.Min == a.Max {
		a.Max++
	}
	return a
}

// profileSummary tells of each country where it stands highest and lowest on
// the scales of the components; those that share a place are told together, and
// what is a part of another is left to it. Where scales are open there is no
// such place, and it tells the figures.
func (d *draft) profileSummary(measures []*datasets.Measure, f Figure) string {
	var said []string
	for _, s := range f.Series {
		var values []string
		shares := map[string]float64{}
		var scaled []string
		for i, p := range s.Points {
			if p.Value == nil {
				continue
			}
			item := d.say("profile.item", locale.Args{"Component": f.X[i].Label, "Value": d.of(measures[i], p)})
			values = append(values, item)
			r := measures[i].Regime(p.Row.Edition)
			if r.Scale.Min == nil || r.Scale.Max == nil || measures[i].PartOf != "" {
				continue
			}
			shares[item] = tidy(ofRange(r, *p.Value) / 100)
			scaled = append(scaled, item)
		}
		if len(values) == 0 {
			continue
		}
		at := func(end float64) string {
			return d.List(slices.DeleteFunc(slices.Clone(scaled), func(item string) bool { return shares[item] != end }))
		}
		all := slices.Collect(maps.Values(shares))
		if len(all) > 1 && slices.Max(all) > slices.Min(all) {
			said = append(said, d.say("profile.ends", locale.Args{"Country": s.Name, "Best": at(slices.Max(all)), "Worst": at(slices.Min(all))}))
			continue
		}
		said = append(said, d.say("profile.values", locale.Args{"Country": s.Name, "Values": d.List(values)}))
	}
	return sentences(said...)
}

// of writes a component with the end of its scale, "3.21 of 10", where it has one.
func (d *draft) of(m *datasets.Measure, p Point) string {
	end := m.Regime(p.Row.Edition).Scale.Max
	if end == nil {
		return p.Text
	}
	return d.say("profile.of", locale.Args{"Value": p.Text, "Max": exactly(*end, d.Printer)})
}

func (d *draft) profileTable(measures []*datasets.Measure, f Figure) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.component")}, {Label: d.say("table.scale")}}}
	for _, s := range f.Series {
		t.Columns = append(t.Columns, Column{Label: s.Name, Number: true})
	}
	for i, m := range measures {
		row := TableRow{Head: f.X[i].Label, Cells: []TableCell{{Text: Scale(m.Regime(f.Series[0].Points[i].Row.Edition), d.Printer)}}}
		for _, s := range f.Series {
			row.Cells = append(row.Cells, d.cell(s.Points[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
