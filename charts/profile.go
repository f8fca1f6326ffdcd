package charts

import (
	"math"

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
	return Axis{Min: math.Floor(low), Max: math.Ceil(high), Decimals: m.Decimals}
}

func (d *draft) profileSummary(measures []*datasets.Measure, f Figure) string {
	var said []string
	for _, s := range f.Series {
		best, worst := -1, -1
		share := func(i int) float64 { return (*s.Points[i].Value - f.X[i].Min) / (f.X[i].Max - f.X[i].Min) }
		for i, p := range s.Points {
			if p.Value == nil {
				continue
			}
			if best < 0 || share(i) > share(best) {
				best = i
			}
			if worst < 0 || share(i) < share(worst) {
				worst = i
			}
		}
		if best < 0 || best == worst {
			continue
		}
		said = append(said, d.say("profile.ends", locale.Args{
			"Country": s.Name,
			"Best":    f.X[best].Label, "BestValue": d.of(s.Points[best], f.X[best]),
			"Worst": f.X[worst].Label, "WorstValue": d.of(s.Points[worst], f.X[worst]),
		}))
	}
	return sentences(said...)
}

// of writes a component with the end of its scale, "3.21 of 10".
func (d *draft) of(p Point, t Tick) string {
	return d.say("profile.of", locale.Args{"Value": p.Text, "Max": d.Number(t.Max, 0)})
}

func (d *draft) profileTable(measures []*datasets.Measure, f Figure) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.component")}, {Label: d.say("table.scale"), Number: true}}}
	for _, s := range f.Series {
		t.Columns = append(t.Columns, Column{Label: s.Name, Number: true})
	}
	for i := range measures {
		row := TableRow{Head: f.X[i].Label, Cells: []TableCell{{Text: d.Number(f.X[i].Min, 0) + " … " + d.Number(f.X[i].Max, 0)}}}
		for _, s := range f.Series {
			row.Cells = append(row.Cells, d.cell(s.Points[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
