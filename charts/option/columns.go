package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// columns draws a column a period, or some within each other. A period without a
// figure has a pale strip at its foot: it is not a zero, which has a column of no
// height and says 0.
func columns(f figures.Figure) map[string]any {
	axis := f.Panels[0].Axis
	labels := make([]string, len(f.X))
	for i, tick := range f.X {
		labels[i] = tick.Label
	}
	c := charts.NewBar()
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("axis", "fn:rows")),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: loose(textColor), SplitLine: rule(false), AxisLine: axisLine(true)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: axis.Min, Max: axis.Max,
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}),
		// A label stands below the middle of its column: half of the last needs room.
		charts.WithGridOpts(opts.Grid{Left: px(max(52, room(axis.Labels))), Right: px(room(labels)/2 - 8), Top: "32", Bottom: px(rulesBottom)}),
	)
	c.SetXAxis(labels)
	// Where another rule begins lies between two periods, where an axis of
	// categories has no place: one of values has. Under it stand the rules' names.
	c.ExtendXAxis(opts.XAxis{Type: "value", Position: "bottom", Min: -0.5, Max: float64(len(f.X)) - 0.5,
		AxisLabel: under(), SplitLine: rule(false), AxisLine: axisLine(false)})
	c.MultiSeries = nil
	for _, s := range f.Series {
		c.MultiSeries = append(c.MultiSeries, column(f, s, func(_ int, v any) any { return v }))
	}
	c.MultiSeries = append(c.MultiSeries, missing(f, f.Series[0], func(_ int, v any) any { return v }))
	at := func(x int) float64 { return float64(x) }
	c.MultiSeries = append(c.MultiSeries, series("line", "", nil, func(s *charts.SingleSeries) {
		s.XAxisIndex = 1
		marks := happened(f, at)
		for _, b := range f.Breaks {
			marks = append(marks, mark{X: float64(b.After) + 0.5})
		}
		s.MarkLines = boundaries(marks, false)
	}), cases(f, 0, func(x int) any { return x }))
	c.Validate()
	option := c.JSON()
	middles, names := rules(f, at)
	option["xAxis"] = []any{months(f, c.XAxisList[0]), scaled[opts.XAxis]{Axis: c.XAxisList[1], Labels: middles, Texts: names}}
	option["yAxis"] = scaled[opts.YAxis]{Axis: c.YAxisList[0], Scale: axis}
	return option
}

// months labels an axis of more than three years of months with its years, each
// at its January.
func months(f figures.Figure, axis opts.XAxis) scaled[opts.XAxis] {
	first, last := f.X[0].Value, f.X[len(f.X)-1].Value
	if len(f.X) <= 36 || last-first != len(f.X)-1 {
		return scaled[opts.XAxis]{Axis: axis}
	}
	years := scaled[opts.XAxis]{Axis: axis, Texts: map[string]string{}}
	for _, i := range januaries(f, 0, len(f.X)-1, 8) {
		years.Labels = append(years.Labels, float64(i))
		years.Texts[f.X[i].Label] = key(float64(f.X[i].Value / 12))
	}
	return years
}

// januaries are the first months of years among ticks, so many at most.
func januaries(f figures.Figure, from, to, most int) []int {
	step := 1
	for (to-from)/12/step >= most {
		step++
	}
	var ticks []int
	for i := from; i <= to; i++ {
		if v := f.X[i].Value; v%12 == 0 && (v/12)%step == 0 {
			ticks = append(ticks, i)
		}
	}
	return ticks
}

// rulesBottom is the room for the labels of an axis and the names of counting
// rules below them.
const rulesBottom = 62

// under are the labels of an axis that stand below those of another.
func under() *opts.AxisLabel {
	l := text(textColor)
	l.FontSize, l.Margin = 11, 27
	return l
}

// column is a series of columns, the value of each at the place that at gives.
func column(f figures.Figure, s figures.Series, at func(x int, v any) any) charts.SingleSeries {
	data := make([]datum, len(s.Points))
	for i, p := range s.Points {
		data[i] = datum{Value: at(i, gap)}
		if p.Value == nil {
			continue
		}
		data[i] = datum{Value: at(i, *p.Value), Text: p.Text, Note: joined(p.Note, happenings(f, i)), origin: from(f, p), ItemStyle: marked(p, s)}
		if p.Label != "" {
			data[i].Label = beside("top", inkColor)
		}
	}
	return series("bar", s.Name, data, func(x *charts.SingleSeries) {
		overlaid(x)
		x.BarMinWidth = "3"
		x.LabelLayout = &opts.LabelLayout{HideOverlap: opts.Bool(true)}
		x.ItemStyle = &opts.ItemStyle{Color: country(s.Slot)}
	})
}

// overlaid puts the columns of a period on each other.
func overlaid(x *charts.SingleSeries) {
	x.BarMaxWidth, x.BarCategoryGap, x.BarGap = "34", "22%", "-100%"
}

// missing are the pale strips of the periods in which a series has no figure.
func missing(f figures.Figure, s figures.Series, at func(x int, v any) any) charts.SingleSeries {
	axis := f.Panels[len(f.Panels)-1].Axis
	data := make([]datum, len(s.Points))
	for i, p := range s.Points {
		data[i] = datum{Value: at(i, gap)}
		if p.Value == nil {
			data[i] = datum{Value: at(i, (axis.Max-axis.Min)*0.025), Text: p.Text, Note: happenings(f, i)}
		}
	}
	return series("bar", "", data, func(x *charts.SingleSeries) {
		overlaid(x)
		x.ItemStyle = &opts.ItemStyle{Color: Paint("missing")}
	})
}
