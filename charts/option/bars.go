package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// bars lays the countries below each other, the first on top, with what is
// known of each written at the end of its bar.
func bars(f figures.Figure) map[string]any {
	s, axis := f.Series[0], f.Panels[0].Axis
	var names, labels []string
	var absences []datum
	data := make([]datum, len(s.Points))
	for i, p := range s.Points {
		names = append(names, f.X[i].Label)
		if p.Value == nil {
			data[i] = datum{Value: gap}
			absences = append(absences, datum{Value: []any{axis.Min, i}, Text: p.Text})
			continue
		}
		labels = append(labels, p.Label)
		color := country(6)
		if p.Band > 0 {
			color = band(figures.BandSlot(p.Band, len(f.Bands)))
		}
		data[i] = datum{Value: *p.Value, Text: p.Label, Note: p.Note, ItemStyle: &opts.ItemStyle{Color: color}}
	}
	c := charts.NewBar()
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("axis", "fn:rows")),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: axis.Min, Max: axis.Max,
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true),
			AxisLabel: text(inkColor), SplitLine: rule(false), AxisLine: axisLine(true)}),
		charts.WithGridOpts(opts.Grid{Left: px(room(names)), Right: px(room(labels)), Top: "8", Bottom: "28"}),
	)
	c.MultiSeries = charts.MultiSeries{
		series("bar", s.Name, data, func(s *charts.SingleSeries) {
			s.BarWidth = "64%"
			s.Label = beside("right", inkColor)
		}),
		words(absences, 0, "right", textColor),
	}
	c.Validate()
	option := c.JSON()
	option["xAxis"] = scaled[opts.XAxis]{Axis: c.XAxisList[0], Scale: axis}
	return option
}
