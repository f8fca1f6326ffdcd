package charts

import (
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// smallMultiples draws one small trend a country, all on the same axes. Only
// editions of one scale can share these: of older ones it says that they are
// left out.
func smallMultiples() *Chart {
	return &Chart{
		Slug:   "small-multiples",
		Shape:  Multiples,
		Params: []string{"index", "measure", "from", "to", "theme"},
		Roles:  []datasets.Role{datasets.Headline, datasets.Component, datasets.Rating},
		figure: smallMultiplesFigure,
	}
}

func smallMultiplesFigure(d *draft) Figure {
	m := d.measure()
	asked, to := d.span(m)
	from := scaleStart(m, asked, to)
	f := Figure{
		X:        editions(from, to),
		Title:    d.say("multiples.title", locale.Args{"Measure": d.named(m)}),
		Subtitle: d.say("multiples.subtitle", locale.Args{"Publisher": d.data(m.Index.Publisher), "Span": years(from, to)}),
		Unit:     d.unit(m, to),
		Notes:    d.indexNotes(m, from, to),
	}
	if from > asked {
		f.Notes = append(f.Notes, d.say("multiples.left_out", locale.Args{
			"Span": years(asked, from-1), "Scale": Scale(m.Regime(from-1), d.Printer), "Reason": d.data(m.Regime(from).Reason)}))
	}
	f.Series = d.fifteen(f, func(country string, edition, x int) Point { return d.point(m, country, edition, x) })
	slices.SortFunc(f.Series, func(a, b Series) int { return d.Compare(a.Name, b.Name) })
	shared := Panel{From: 0, To: len(f.X) - 1}
	shared.Axis = d.axis(m, m.Regime(to), f, shared)
	// A small plot has room for the ends of its axis alone.
	shared.Axis.Step = tidy(shared.Axis.Max - shared.Axis.Min)
	for i := range f.Series {
		s := &f.Series[i]
		s.Row, s.Slot = i, 6
		panel := shared
		panel.Row, panel.Title = i, s.Name
		for _, p := range slices.Backward(s.Points) {
			if p.Value != nil {
				panel.Title += " " + p.Text
				break
			}
		}
		f.Panels = append(f.Panels, panel)
	}
	f.Breaks = d.breaks(m, f)
	f.Notes = append(f.Notes, d.breakNotes(f)...)
	f.Key = append([]Swatch{{Kind: "country", Slot: 6, Name: d.say("multiples.key", locale.Args{"Broken": len(f.Breaks) > 0})}}, d.intervalKey(f)...)
	f.Summary = d.spanSummary(m, f)
	f.Table = d.trendTable(m, f)
	return f
}
