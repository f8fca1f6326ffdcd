package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

// columns draws one column a period. A period without a figure has a pale
// strip at its foot: it is not a zero, which has a column of no height and says 0.
func columns(f figures.Figure) map[string]any {
	s, axis := f.Series[0], f.Panels[0].Axis
	labels := make([]string, len(f.X))
	data := make([]datum, len(f.X))
	missing := make([]datum, len(f.X))
	for i, p := range s.Points {
		labels[i] = f.X[i].Label
		missing[i] = datum{Value: gap}
		if p.Value == nil {
			data[i] = datum{Value: gap}
			missing[i] = datum{Value: (axis.Max - axis.Min) * 0.025, Text: p.Text}
			continue
		}
		d := datum{Value: *p.Value, Text: p.Text, Note: p.Note}
		if p.Label != "" {
			d.Label = beside("top", inkColor)
		}
		switch {
		case p.OtherUnit:
			d.ItemStyle = &opts.ItemStyle{Color: paperColor, BorderColor: greyColor, BorderWidth: 1.5}
		case p.Row.Flag == datasets.Suspect:
			d.ItemStyle = &opts.ItemStyle{Color: Paint("suspect")}
		case p.Row.Flag == datasets.Secondhand:
			d.ItemStyle = &opts.ItemStyle{Color: paperColor, BorderColor: country(s.Slot), BorderWidth: 1.5}
		}
		data[i] = d
	}
	color := country(s.Slot)
	c := charts.NewBar()
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("axis", "fn:rows")),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: loose(textColor), SplitLine: rule(false), AxisLine: axisLine(true)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: axis.Min, Max: axis.Max,
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}),
		// A label stands below the middle of its column: half of the last needs room.
		charts.WithGridOpts(opts.Grid{Left: px(max(52, room(axis.Labels))), Right: px(room(labels)/2 - 8), Top: "40", Bottom: "30"}),
	)
	c.SetXAxis(labels)
	// Where another rule begins lies between two periods, where an axis of
	// categories has no place: an unseen axis of values has.
	c.ExtendXAxis(opts.XAxis{Type: "value", Show: opts.Bool(false), Min: -0.5, Max: float64(len(f.X)) - 0.5})
	c.MultiSeries = charts.MultiSeries{
		series("bar", s.Name, data, func(s *charts.SingleSeries) {
			s.Stack = "period"
			s.BarMaxWidth = "34"
			s.BarMinWidth = "3"
			s.LabelLayout = &opts.LabelLayout{HideOverlap: opts.Bool(true)}
			s.BarCategoryGap = "22%"
			s.ItemStyle = &opts.ItemStyle{Color: color}
		}),
		series("bar", "", missing, func(s *charts.SingleSeries) {
			s.Stack = "period"
			s.BarMaxWidth = "34"
			s.ItemStyle = &opts.ItemStyle{Color: Paint("missing")}
		}),
		series("line", "", nil, func(s *charts.SingleSeries) {
			s.XAxisIndex = 1
			var at []mark
			for _, b := range f.Breaks {
				at = append(at, mark{Name: b.Label, X: float64(b.After) + 0.5})
			}
			s.MarkLines = boundaries(at, false)
		}),
	}
	c.Validate()
	option := c.JSON()
	option["yAxis"] = scaled[opts.YAxis]{Axis: c.YAxisList[0], Scale: axis}
	return option
}
