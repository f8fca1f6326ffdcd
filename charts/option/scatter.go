package option

import (
	"cmp"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

const (
	scatterLeft   = 40
	scatterRight  = 22
	scatterTop    = 46
	scatterBottom = 52
)

// scatter draws each tick that has a value in both series as a point: the first
// series lies along the x axis and the second along the y axis.
func scatter(f figures.Figure) map[string]any {
	c := charts.NewScatter()
	across, up := f.Panels[0], f.Panels[1]
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("item", "fn:parts")),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: across.Axis.Min, Max: across.Axis.Max, Inverse: opts.Bool(across.Axis.Inverse),
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(true)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: up.Axis.Min, Max: up.Axis.Max, Inverse: opts.Bool(up.Axis.Inverse),
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}),
		charts.WithGridOpts(opts.Grid{Left: px(scatterLeft), Right: px(scatterRight), Top: px(scatterTop), Bottom: px(scatterBottom)}),
	)
	dots := points(f)
	wide := arranged(dots, f, 720, 520)
	c.MultiSeries = charts.MultiSeries{
		{Type: "scatter", Name: f.Title, Animation: opts.Bool(false), Data: dots, SymbolSize: 11},
		words(nil, 0, "inside", inkColor),
		series("line", "", nil, func(s *charts.SingleSeries) {
			s.Symbol = "none"
			s.LineStyle = &opts.LineStyle{Color: greyColor, Width: 1}
		}),
	}
	c.MultiSeries[1].Data, c.MultiSeries[2].Data = wide.labels, wide.leaders
	c.Validate()
	option := c.JSON()
	option["xAxis"] = []any{scaled[opts.XAxis]{Axis: c.XAxisList[0], Scale: across.Axis, Title: across.Title, Below: true}}
	option["yAxis"] = []any{scaled[opts.YAxis]{Axis: c.YAxisList[0], Scale: up.Axis, Title: up.Title, Gap: 25}}
	// Where the drawing is smaller, names must stand elsewhere to keep apart.
	smaller := func(width int, height int) any {
		a := arranged(dots, f, width, height)
		return map[string]any{"series": []any{struct{}{}, map[string]any{"data": a.labels}, map[string]any{"data": a.leaders}}}
	}
	option["media"] = []any{media(600, smaller(500, 330)), media(480, smaller(400, 400))}
	return option
}

// points are the ticks that both series have a value of, from left to right, as
// the arrow keys go through them.
func points(f figures.Figure) []dot {
	dots := []dot{}
	for x, tick := range f.X {
		a, b := f.Series[0].Points[x], f.Series[1].Points[x]
		if a.Value == nil || b.Value == nil {
			continue
		}
		dots = append(dots, dot{
			polygon: polygon{Name: tick.Label, Value: []any{*a.Value, *b.Value}, Texts: []string{a.Text, b.Text}, Spokes: []string{f.Series[0].Name, f.Series[1].Name},
				Origins: []origin{from(f, a), from(f, b)}},
			Note:      joined(a.Note, b.Note),
			Symbol:    symbol(tick.Slot),
			ItemStyle: &opts.ItemStyle{Color: country(tick.Slot)},
		})
	}
	slices.SortStableFunc(dots, func(a, b dot) int { return cmp.Compare(a.Value[0].(float64), b.Value[0].(float64)) })
	return dots
}

// dot is a point of a scatter, with what the tooltip says of it.
type dot struct {
	polygon
	Note      string          `json:"note,omitempty"`
	Symbol    string          `json:"symbol"`
	ItemStyle *opts.ItemStyle `json:"itemStyle"`
}

// label is the name of a point, its middle so far from the point.
type label struct {
	Value []any    `json:"value"`
	Text  string   `json:"text"`
	Label anywhere `json:"label"`
}

type anywhere struct {
	Offset [2]float64 `json:"offset"`
}

// arrangement is where names stand in a drawing of one size, and the lines that
// lead to those that stand apart from their points.
type arrangement struct {
	labels  []label
	leaders []datum
}

func arranged(dots []dot, f figures.Figure, width, height int) arrangement {
	plot := box{width: float64(width - scatterLeft - scatterRight), height: float64(height - scatterTop - scatterBottom)}
	across, up := f.Panels[0].Axis, f.Panels[1].Axis
	points, names := make([]box, len(dots)), make([]string, len(dots))
	for i, d := range dots {
		points[i] = box{plot.width * along(across, d.Value[0]), plot.height * (1 - along(up, d.Value[1])), dotSize, dotSize}
		names[i] = d.Name
	}
	a := arrangement{labels: []label{}, leaders: []datum{}}
	for i, name := range arrange(points, names, plot.width, plot.height) {
		offset := [2]float64{math.Round(name.x - points[i].x), math.Round(name.y - points[i].y)}
		a.labels = append(a.labels, label{Value: dots[i].Value, Text: dots[i].Name, Label: anywhere{offset}})
		if x, y, ok := leader(points[i], name); ok {
			end := []any{at(across, x/plot.width), at(up, 1-y/plot.height)}
			a.leaders = append(a.leaders, datum{Value: dots[i].Value}, datum{Value: end}, datum{Value: []any{gap, gap}})
		}
	}
	return a
}

// along is the share of an axis from its near end to a value.
func along(a figures.Axis, value any) float64 {
	share := (value.(float64) - a.Min) / (a.Max - a.Min)
	if a.Inverse {
		return 1 - share
	}
	return share
}

// at is the value at a share of an axis from its near end, to a thousandth of it.
func at(a figures.Axis, share float64) float64 {
	if a.Inverse {
		share = 1 - share
	}
	return a.Min + (a.Max-a.Min)*math.Round(share*1000)/1000
}
