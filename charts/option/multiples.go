package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// tiling is how small plots lie beside and below each other in drawings of at most
// a width in pixels, in hundredths of the drawing: where the first begins, from
// one to the next, and how large each is.
type tiling struct {
	most, columns                          int
	left, across, width, top, down, height float64
	fontSize                               int
}

// tilings leave each plot the width of its title. The first is of all that are
// wider than the others.
var tilings = []tiling{
	{columns: 5, left: 5, across: 19.3, width: 16, top: 9, down: 31, height: 21, fontSize: 12},
	{most: 640, columns: 4, left: 8, across: 23.2, width: 19.5, top: 8, down: 23, height: 14, fontSize: 10},
	{most: 480, columns: 3, left: 8, across: 31.5, width: 27, top: 6, down: 19, height: 11.5, fontSize: 11},
}

// at is the grid of a plot.
func (t tiling) at(i int) opts.Grid {
	return opts.Grid{
		Left: hundredths(t.left + float64(i%t.columns)*t.across), Width: hundredths(t.width),
		Top: hundredths(t.top + float64(i/t.columns)*t.down), Height: hundredths(t.height),
	}
}

// option is what plots have in the tiling alone. Labels stand on the axes at the
// left and at the foot of the drawing.
func (t tiling) option(f figures.Figure) any {
	var grids, x, y []any
	for i := range f.Panels {
		label := func(show bool) map[string]any { return map[string]any{"show": show} }
		grids = append(grids, t.at(i))
		x = append(x, map[string]any{"axisLabel": label(i+t.columns >= len(f.Panels))})
		y = append(y, map[string]any{"axisLabel": label(i%t.columns == 0), "nameTextStyle": map[string]any{"fontSize": t.fontSize}})
	}
	return map[string]any{"grid": grids, "xAxis": x, "yAxis": y}
}

// multiples draws one plot a panel, each with the lines of the series of its row.
func multiples(f figures.Figure) map[string]any {
	c := charts.NewLine()
	var x []scaled[opts.XAxis]
	var y []scaled[opts.YAxis]
	first, last := f.X[0].Value, f.X[len(f.X)-1].Value
	for i, p := range f.Panels {
		years := years()
		// Within the plot, or they would run into those of the next one.
		years.AlignMinLabel, years.AlignMaxLabel = "left", "right"
		c.GridList = append(c.GridList, opts.Grid{})
		x = append(x, scaled[opts.XAxis]{Labels: []float64{float64(first), float64(last)}, Axis: opts.XAxis{Type: "value", GridIndex: i,
			Min: first, Max: max(last, first+1), AxisLabel: years, SplitLine: rule(false), AxisLine: axisLine(true)}})
		y = append(y, scaled[opts.YAxis]{Scale: p.Axis, Title: p.Title, Gap: 8, Axis: opts.YAxis{Type: "value", GridIndex: i,
			Min: p.Axis.Min, Max: p.Axis.Max, Inverse: opts.Bool(p.Axis.Inverse), AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}})

		c.MultiSeries = append(c.MultiSeries, unnamedBreaks(f, i))
		for _, s := range f.Series {
			if s.Row != p.Row {
				continue
			}
			for _, run := range regimes(s, p) {
				c.MultiSeries = append(c.MultiSeries, interval(f, s, run, i)...)
				l := line(f, s, run, i)
				l.SymbolSize = 3
				c.MultiSeries = append(c.MultiSeries, l)
			}
		}
	}
	c.SetGlobalOptions(charts.WithTooltipOpts(tooltip("axis", "fn:editions")))
	c.Validate()
	option := c.JSON()
	option["xAxis"], option["yAxis"] = x, y
	var tiled []any
	for _, t := range tilings {
		query := map[string]any{}
		if t.most > 0 {
			query["maxWidth"] = t.most
		}
		tiled = append(tiled, map[string]any{"query": query, "option": t.option(f)})
	}
	option["media"] = tiled
	return option
}

// unnamedBreaks are the boundaries in one of many plots: the notes name them once.
func unnamedBreaks(f figures.Figure, panel int) charts.SingleSeries {
	return series("line", "", nil, func(s *charts.SingleSeries) {
		s.XAxisIndex, s.YAxisIndex = panel, panel
		var at []mark
		for _, b := range f.Breaks {
			at = append(at, mark{X: float64(f.X[b.After].Value+f.X[b.After+1].Value) / 2})
		}
		s.MarkLines = boundaries(at, false)
	})
}
