package charts

import (
	"math"
	"strings"

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
		if len(m.Editions()) == 0 || m.Absence("", edition) == datasets.OutOfSpan {
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
	unit := f.Unit
	d.indexHead(&f, measures[0], edition)
	f.Unit = unit
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
// the scales of the components. Where scales are open there is no such place,
// and it tells the figures.
func (d *draft) profileSummary(measures []*datasets.Measure, f Figure) string {
	var said []string
	for _, s := range f.Series {
		best, worst := -1, -1
		var values []string
		var shares [2]float64 // of best and worst
		for i, p := range s.Points {
			if p.Value == nil {
				continue
			}
			values = append(values, f.X[i].Label+" "+d.of(measures[i], p))
			r := d.regime(measures[i], p)
			if r.Scale.Min == nil || r.Scale.Max == nil {
				continue
			}
			share := (*p.Value - *r.Scale.Min) / (*r.Scale.Max - *r.Scale.Min)
			if r.Better == datasets.Low {
				share = 1 - share
			}
			if best < 0 || share > shares[0] {
				best, shares[0] = i, share
			}
			if worst < 0 || share < shares[1] {
				worst, shares[1] = i, share
			}
		}
		switch {
		case best != worst:
			said = append(said, d.say("profile.ends", locale.Args{
				"Country": s.Name,
				"Best":    f.X[best].Label, "BestValue": d.of(measures[best], s.Points[best]),
				"Worst": f.X[worst].Label, "WorstValue": d.of(measures[worst], s.Points[worst]),
			}))
		case len(values) > 0:
			said = append(said, d.say("profile.values", locale.Args{"Country": s.Name, "Values": strings.Join(values, "; ")}))
		}
	}
	return sentences(said...)
}

// regime is the method that a point of a measure was made with.
func (d *draft) regime(m *datasets.Measure, p Point) datasets.Regime { return m.Regime(p.Row.Edition) }

// of writes a component with the end of its scale, "3.21 of 10", where it has one.
func (d *draft) of(m *datasets.Measure, p Point) string {
	end := d.regime(m, p).Scale.Max
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
		row := TableRow{Head: f.X[i].Label, Cells: []TableCell{{Text: Scale(d.regime(m, f.Series[0].Points[i]), d.Printer)}}}
		for _, s := range f.Series {
			row.Cells = append(row.Cells, d.cell(s.Points[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
