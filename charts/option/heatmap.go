package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// heatmap draws a row of cells a series, below its name: names beside the rows
// would leave a phone no room for cells. It colours each cell itself, since what
// a cell shows is a kind and no value on a scale.
func heatmap(f figures.Figure) map[string]any {
	c := charts.NewHeatMap()
	var columns, rows []string
	for _, tick := range f.X {
		columns = append(columns, tick.Label)
	}
	var names []datum
	var cells, ground []datum
	for i, s := range f.Series {
		// Equal names of rows would be one row.
		rows = append(rows, s.Key, s.Key+".months")
		names = append(names, datum{Value: []any{0, 2 * i}, Text: s.Name})
		ground = append(ground, datum{Value: gap}, datum{Value: len(f.X)})
		for _, p := range s.Points {
			if p.Value != nil {
				cells = append(cells, datum{Value: []any{p.X, 2*i + 1, *p.Value}, Text: s.Name + ": " + p.Text, Note: p.Note, origin: from(f, p), ItemStyle: knownStyle(p.Known)})
			}
		}
	}
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("item", "fn:cell")),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: columns, AxisLabel: loose(textColor), SplitLine: rule(false), AxisLine: axisLine(true)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: rows, Inverse: opts.Bool(true),
			Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: "4", Right: "12", Top: "20", Bottom: px(rulesBottom)}),
	)
	c.ExtendXAxis(opts.XAxis{Type: "value", Position: "bottom", Min: 0, Max: len(f.X),
		AxisLabel: under(), SplitLine: rule(false), AxisLine: axisLine(false)})
	at := func(x int) float64 { return float64(x) + 0.5 }
	c.MultiSeries = charts.MultiSeries{
		series("bar", "", ground, func(s *charts.SingleSeries) {
			s.XAxisIndex = 1
			s.BarWidth = "100%"
			s.ItemStyle = &opts.ItemStyle{Color: Paint("missing")}
		}),
		series("heatmap", f.Title, cells, nil),
		words(names, 0, "right", inkColor),
		series("line", "", nil, func(s *charts.SingleSeries) {
			s.XAxisIndex = 1
			var marks []mark
			for _, b := range f.Breaks {
				marks = append(marks, mark{X: float64(b.After) + 1})
			}
			s.MarkLines = boundaries(marks, true)
		}),
	}
	c.Validate()
	option := c.JSON()
	middles, texts := rules(f, at)
	option["xAxis"] = []any{months(f, c.XAxisList[0]), scaled[opts.XAxis]{Axis: c.XAxisList[1], Labels: middles, Texts: texts}}
	option["series"] = []any{c.MultiSeries[0], raised{c.MultiSeries[1], 3}, c.MultiSeries[2], c.MultiSeries[3]}
	// On a phone the longest names take two lines.
	narrow := map[string]any{"label": map[string]any{"width": 376, "overflow": "break", "fontSize": 10, "lineHeight": 11}}
	option["media"] = []any{media(480, map[string]any{"series": []any{struct{}{}, struct{}{}, narrow}})}
	delete(option, "visualMap")
	return option
}

// raised is a series that lies above others of its level, which go-echarts does
// not know.
type raised struct {
	charts.SingleSeries
	Z int `json:"z"`
}

func knownStyle(k figures.Known) *opts.ItemStyle {
	switch k {
	case figures.KnownPrinted:
		return &opts.ItemStyle{Color: country(6)}
	case figures.KnownDerived:
		return &opts.ItemStyle{Color: Paint("derived")}
	case figures.KnownSuspect:
		return &opts.ItemStyle{Color: Paint("suspect")}
	case figures.KnownSecondhand:
		return &opts.ItemStyle{Color: Paint("c1")}
	}
	return &opts.ItemStyle{Color: greyColor}
}
