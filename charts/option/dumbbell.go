package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// dumbbell lays the ticks below each other, the first on top: a ring where the
// first series stands, a dot where the second does, and a stem between them in
// the colour of the move.
func dumbbell(f figures.Figure) map[string]any {
	axis := f.Panels[0].Axis
	then, now := f.Series[0], f.Series[1]
	left, right := axis.Min, axis.Max
	if axis.Inverse {
		left, right = right, left
	}
	// further is the one of two values that stands at the right of the other.
	further := func(a, b float64) float64 {
		if (a > b) == (right > left) {
			return a
		}
		return b
	}
	var names, labels []string
	var stems []any
	var ends, after, before []datum
	for i, tick := range f.X {
		names = append(names, tick.Label)
		a, b := then.Points[i], now.Points[i]
		switch {
		case a.Value != nil && b.Value != nil:
			labels = append(labels, b.Label)
			ends = append(ends, datum{Value: []any{further(*a.Value, *b.Value), i}, Text: b.Label})
			stems = append(stems, stem(*a.Value, *b.Value, i, b.Move))
		default:
			at := left
			for _, p := range []figures.Point{a, b} {
				if p.Value != nil {
					at = *p.Value
				}
			}
			why := datum{Value: []any{at, i}, Text: b.Label}
			// A reason is longer than the margin is wide.
			if (at-left)/(right-left) > 0.6 {
				before = append(before, why)
			} else {
				after = append(after, why)
			}
		}
	}
	c := charts.NewScatter()
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("axis", "fn:rows")),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: axis.Min, Max: axis.Max, Inverse: opts.Bool(axis.Inverse),
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true),
			AxisLabel: text(inkColor), SplitLine: rule(false), AxisLine: axisLine(true)}),
		charts.WithGridOpts(opts.Grid{Left: px(room(names)), Right: px(room(labels)), Top: "8", Bottom: "28"}),
	)
	c.MultiSeries = charts.MultiSeries{end(f, then, hollow), end(f, now, full),
		words(ends, 0, "right", inkColor), words(after, 0, "right", textColor), words(before, 0, "left", textColor)}
	c.MultiSeries[0].MarkLines = &opts.MarkLines{Data: stems, MarkLineStyle: opts.MarkLineStyle{Symbol: []string{"none", "none"}}}
	c.Validate()
	option := c.JSON()
	option["xAxis"] = scaled[opts.XAxis]{Axis: c.XAxisList[0], Scale: axis}
	// Stems are marks, which lie above series: the ends are to lie on them.
	lying := []any{raised{c.MultiSeries[0], 6}, raised{c.MultiSeries[1], 6}}
	for _, s := range c.MultiSeries[2:] {
		s.SymbolSize = endSize
		lying = append(lying, s)
	}
	option["series"] = lying
	return option
}

// endSize is the diameter of the ends, in pixels.
const endSize = 10

// end is one end of all dumbbells.
func end(f figures.Figure, s figures.Series, style func(figures.Move) *opts.ItemStyle) charts.SingleSeries {
	data := make([]datum, len(s.Points))
	for i, p := range s.Points {
		data[i] = datum{Value: gap}
		if p.Value != nil {
			data[i] = datum{Value: *p.Value, Text: p.Text, Note: p.Note, origin: from(f, p), ItemStyle: style(p.Move)}
		}
	}
	return series("scatter", s.Name, data, func(x *charts.SingleSeries) {
		x.Symbol, x.SymbolSize = "circle", endSize
		x.ItemStyle = style("")
	})
}

func hollow(figures.Move) *opts.ItemStyle {
	return &opts.ItemStyle{Color: paperColor, BorderColor: textColor, BorderWidth: 1.5, Opacity: opts.Float(1)}
}

func full(move figures.Move) *opts.ItemStyle {
	return &opts.ItemStyle{Color: moveColor(move), BorderColor: moveColor(move), BorderWidth: 1.5, Opacity: opts.Float(1)}
}

func moveColor(move figures.Move) string {
	switch move {
	case figures.Better:
		return band(1)
	case figures.Worse:
		return band(5)
	case figures.Margin:
		return greyColor
	}
	return textColor
}

// stem leads from one end to the other; within the publisher's margin it is
// dashed.
func stem(a, b float64, row int, move figures.Move) any {
	style := opts.LineStyle{Color: moveColor(move), Width: 4, Type: "solid"}
	if move == figures.Margin {
		style.Width, style.Type = 2, "dashed"
	}
	return []any{
		map[string]any{"coord": []any{a, row}, "lineStyle": style},
		map[string]any{"coord": []any{b, row}},
	}
}
