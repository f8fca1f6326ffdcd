package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// How many columns a matrix may have for its figures to be written in the cells.
const (
	writtenWide   = 20
	writtenNarrow = 6
	// From so many columns on, the letters are smaller.
	writtenSmall = 14
)

// matrix draws a row of cells a series, beside its name. A cell without a figure
// is one too: why there is none is what a reader points at it for.
func matrix(f figures.Figure) map[string]any {
	c := charts.NewHeatMap()
	var columns, rows []string
	for _, tick := range f.X {
		columns = append(columns, tick.Label)
	}
	var cells, written []datum
	for y, s := range f.Series {
		rows = append(rows, s.Name)
		for _, p := range s.Points {
			style := &opts.ItemStyle{Color: Paint("missing"), BorderColor: paperColor, BorderWidth: 1}
			if p.Shade > 0 {
				style.Color = band(p.Shade)
				written = append(written, datum{Value: []any{p.X, y}, Text: p.Text, Label: &opts.Label{Color: onShade(p.Shade)}})
			}
			cells = append(cells, datum{Value: []any{p.X, y, p.Shade}, Text: s.Name + ": " + p.Text, Note: p.Note, origin: from(f, p), ItemStyle: style})
		}
	}
	if len(f.X) > writtenWide {
		written = nil
	}
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("item", "fn:cell")),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: columns, AxisLabel: loose(textColor), SplitLine: rule(false), AxisLine: axisLine(false)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: rows, Inverse: opts.Bool(true),
			AxisLabel: text(textColor), AxisLine: axisLine(false)}),
		charts.WithGridOpts(opts.Grid{Left: px(room(rows)), Right: "12", Top: px(linesTop), Bottom: px(linesBottom)}),
	)
	c.ExtendXAxis(opts.XAxis{Type: "value", Position: "bottom", Min: 0, Max: len(f.X), Show: opts.Bool(false)})
	c.MultiSeries = charts.MultiSeries{
		series("heatmap", f.Title, cells, nil),
		words(written, 0, "inside", inkColor),
		series("line", "", nil, func(s *charts.SingleSeries) {
			s.XAxisIndex = 1
			s.MarkLines = boundaries(between(f), true)
		}),
	}
	if len(f.X) > writtenSmall {
		c.MultiSeries[1].Label.FontSize = 10
	}
	c.Validate()
	option := c.JSON()
	option["media"] = []any{media(480, map[string]any{"series": []any{struct{}{},
		map[string]any{"label": map[string]any{"show": len(f.X) <= writtenNarrow}}}})}
	delete(option, "visualMap")
	return option
}

// between are the boundaries of a figure, on an axis of its columns. Their names
// stand in rows by turns, on the side that has more room.
func between(f figures.Figure) []mark {
	var marks []mark
	for i, b := range f.Breaks {
		label := &markLabel{Offset: [2]int{-4, i % 2 * -13}, Align: "left"}
		if b.After*2 > len(f.X) {
			label = &markLabel{Offset: [2]int{4, i % 2 * -13}, Align: "right"}
		}
		marks = append(marks, mark{Name: b.Label, X: float64(b.After) + 1, Label: label})
	}
	return marks
}

// onShade is a colour of letters that can be read on a shade, in light and dark.
func onShade(shade int) string {
	if shade == 1 || shade == 5 {
		return paperColor
	}
	return Paint("on-band")
}
