package option

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

const (
	linesLeft   = 44
	linesTop    = 40
	linesBottom = 30
	// linesPlot is the height that labels at line ends are kept apart for, a little
	// less than that of the narrow layout.
	linesPlot = 270
	// panelGap parts two panels, in hundredths of the width.
	panelGap = 11
)

// lines draws each country as one line a regime, so that no line can cross a
// boundary: what is not in one series cannot be joined.
func lines(f figures.Figure) map[string]any {
	c := charts.NewLine()
	c.XAxisList, c.YAxisList = nil, nil
	var ends []string
	for _, s := range f.Series {
		if named(s) {
			ends = append(ends, s.Name)
		}
	}
	right := room(ends)
	left := linesLeft
	for _, p := range f.Panels {
		if len(p.Axis.Names) > 0 {
			left = room(slices.Collect(maps.Values(p.Axis.Names)))
		}
	}
	for i, p := range f.Panels {
		grid := opts.Grid{Left: px(left), Right: px(right), Top: px(linesTop), Bottom: px(linesBottom)}
		// A panel is as wide as its editions are many.
		if i > 0 {
			grid.Left = fmt.Sprintf("%d%%", share(f, p.From)+panelGap)
		}
		if i < len(f.Panels)-1 {
			grid.Right = fmt.Sprintf("%d%%", 100-share(f, f.Panels[i+1].From))
		}
		c.GridList = append(c.GridList, grid)
		c.XAxisList = append(c.XAxisList, opts.XAxis{Type: "value", GridIndex: i,
			Min: f.X[p.From].Value, Max: max(f.X[p.To].Value, f.X[p.From].Value+1),
			AxisLabel: years(), SplitLine: rule(false), AxisLine: axisLine(true)})
		y := opts.YAxis{Type: "value", GridIndex: i, Min: p.Axis.Min, Max: p.Axis.Max, Inverse: opts.Bool(p.Axis.Inverse),
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}
		if len(p.Axis.Names) > 0 {
			y.AxisLabel.Show = opts.Bool(false)
			c.MultiSeries = append(c.MultiSeries, categories(f, p, i))
		}
		c.YAxisList = append(c.YAxisList, y)
	}
	c.SetGlobalOptions(charts.WithTooltipOpts(tooltip("axis", "fn:editions")))

	for i, p := range f.Panels {
		c.MultiSeries = append(c.MultiSeries, ground(f, p, i))
	}
	for _, s := range f.Series {
		for i, p := range f.Panels {
			for _, run := range regimes(s, p) {
				c.MultiSeries = append(c.MultiSeries, interval(f, s, run, i)...)
				c.MultiSeries = append(c.MultiSeries, line(f, s, run, i))
			}
		}
	}
	last := len(f.Panels) - 1
	c.MultiSeries = append(c.MultiSeries, names(f, f.Panels[last], last))
	c.Validate()
	option := c.JSON()
	// A narrow drawing has room for fewer years.
	var narrow []any
	var x []scaled[opts.XAxis]
	var y []scaled[opts.YAxis]
	for i, p := range f.Panels {
		x = append(x, scaled[opts.XAxis]{Axis: c.XAxisList[i], Labels: labelled(f, p, 12), Texts: texts(f)})
		few := map[string]any{"customValues": labelled(f, p, max(3, 6/len(f.Panels)))}
		narrow = append(narrow, map[string]any{"axisLabel": few, "axisTick": few})
		y = append(y, scaled[opts.YAxis]{Axis: c.YAxisList[i], Scale: p.Axis})
	}
	option["xAxis"], option["yAxis"] = x, y
	option["tooltip"] = hint{Tooltip: c.Tooltip, Texts: texts(f), Inverse: inverse(f)}
	option["media"] = []any{media(480, map[string]any{"xAxis": narrow})}
	return option
}

// inverse says of each panel whether its smallest values stand on top; it is nil
// where none do.
func inverse(f figures.Figure) []bool {
	inverse := make([]bool, len(f.Panels))
	for i, p := range f.Panels {
		inverse[i] = p.Axis.Inverse
	}
	if !slices.Contains(inverse, true) {
		return nil
	}
	return inverse
}

// labelled are the editions under the axis: the newest, and back from it in
// steps that leave at most so many.
func labelled(f figures.Figure, p figures.Panel, most int) []float64 {
	step := 20
	for _, s := range []int{1, 2, 5, 10} {
		if (p.To-p.From)/s < most {
			step = s
			break
		}
	}
	var years []float64
	for i := p.To; i >= p.From; i -= step {
		years = append(years, float64(f.X[i].Value))
	}
	slices.Reverse(years)
	return years
}

// texts are the labels of ticks whose values are not what is read; nil where
// the values are.
func texts(f figures.Figure) map[string]string {
	texts := map[string]string{}
	for _, t := range f.X {
		if t.Label == strconv.Itoa(t.Value) {
			return nil
		}
		texts[strconv.Itoa(t.Value)] = t.Label
	}
	return texts
}

// share is where a tick stands in the width, in hundredths.
func share(f figures.Figure, tick int) int { return tick * 88 / max(1, len(f.X)) }

// regimes parts a series' points within a panel where the method changed.
func regimes(s figures.Series, p figures.Panel) [][]figures.Point {
	var runs [][]figures.Point
	for i := p.From; i <= p.To; i++ {
		pt := s.Points[i]
		if n := len(runs); n > 0 && runs[n-1][0].Row.Regime == pt.Row.Regime {
			runs[n-1] = append(runs[n-1], pt)
			continue
		}
		runs = append(runs, []figures.Point{pt})
	}
	return runs
}

func line(f figures.Figure, s figures.Series, run []figures.Point, panel int) charts.SingleSeries {
	data := make([]datum, len(run))
	lone := false // whether a figure has no neighbour that a line leads to
	for i, p := range run {
		data[i] = datum{Value: []any{f.X[p.X].Value, gap}, Text: p.Text}
		if p.Value == nil {
			continue
		}
		data[i] = datum{Value: []any{f.X[p.X].Value, *p.Value}, Text: p.Text, Note: joined(p.Note, p.Month), origin: from(f, p)}
		switch {
		case p.Row.Flag == datasets.Suspect:
			data[i].ItemStyle = &opts.ItemStyle{Color: Paint("suspect"), BorderColor: Paint("suspect"), BorderWidth: 3}
		case p.Month != "":
			data[i].ItemStyle = &opts.ItemStyle{Color: paperColor, BorderColor: country(s.Slot), BorderWidth: 2}
		}
		if s.Slot == 0 && (i == 0 || run[i-1].Value == nil) && (i == len(run)-1 || run[i+1].Value == nil) {
			lone = true
			data[i].Symbol = symbol(0)
		}
	}
	return series("line", s.Name, data, func(x *charts.SingleSeries) {
		role := "chosen"
		if s.Slot == 0 {
			role = "context"
		}
		x.Id = fmt.Sprintf("%s.%s.%s.%d", role, s.Key, run[0].Row.Regime, panel)
		x.XAxisIndex, x.YAxisIndex = panel, panel
		x.Symbol = symbol(s.Slot)
		x.ConnectNulls = opts.Bool(false)
		if len(f.Panels[panel].Axis.Names) > 0 {
			x.Step = "middle"
		}
		x.Color = country(s.Slot)
		x.ItemStyle = &opts.ItemStyle{Color: country(s.Slot)}
		if s.Slot == 0 {
			// Lines of places cross so often that only marks tell where each has been.
			places := s.Named && f.Panels[panel].Axis.Places
			x.SymbolSize = 3
			x.ShowSymbol = opts.Bool(lone || places)
			if lone && !places {
				x.Symbol = "none"
			}
			x.LineStyle = &opts.LineStyle{Color: country(0), Width: 1}
			return
		}
		x.SymbolSize = 5
		if s.Named {
			x.SymbolSize = 7
		}
		x.ShowSymbol = opts.Bool(true)
		x.LineStyle = &opts.LineStyle{Color: country(s.Slot), Width: 2.5}
	})
}

// joined are notes as one.
func joined(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(n string) bool { return n == "" }), " · ")
}

// interval is the publisher's interval around a chosen country in one regime,
// as the space between an unseen line and one stacked on it.
func interval(f figures.Figure, s figures.Series, run []figures.Point, panel int) []charts.SingleSeries {
	if s.Slot == 0 || !slices.ContainsFunc(run, func(p figures.Point) bool { return p.Low != nil }) {
		return nil
	}
	var low, width []datum
	for _, pt := range run {
		year := f.X[pt.X].Value
		if pt.Low == nil {
			low, width = append(low, datum{Value: []any{year, gap}}), append(width, datum{Value: []any{year, gap}})
			continue
		}
		low = append(low, datum{Value: []any{year, *pt.Low}})
		width = append(width, datum{Value: []any{year, *pt.High - *pt.Low}})
	}
	part := func(data []datum, opacity float64) charts.SingleSeries {
		return series("line", "", data, func(x *charts.SingleSeries) {
			x.XAxisIndex, x.YAxisIndex = panel, panel
			x.Stack = fmt.Sprintf("interval.%s.%s.%d", s.Key, run[0].Row.Regime, panel)
			x.ConnectNulls = opts.Bool(false)
			if len(f.Panels[panel].Axis.Names) > 0 {
				x.Step = "middle"
			}
			x.Symbol = "none"
			x.LineStyle = &opts.LineStyle{Opacity: opts.Float(0)}
			x.AreaStyle = &opts.AreaStyle{Color: country(s.Slot), Opacity: opts.Float(float32(opacity))}
		})
	}
	return []charts.SingleSeries{part(low, 0), part(width, 0.16)}
}

// ground is what stands behind the lines of a panel: bands and boundaries.
func ground(f figures.Figure, p figures.Panel, panel int) charts.SingleSeries {
	return series("line", "", nil, func(s *charts.SingleSeries) {
		s.XAxisIndex, s.YAxisIndex = panel, panel
		areas := &opts.MarkAreas{}
		for _, b := range f.Bands {
			if b.From < p.From || b.From > p.To {
				continue
			}
			from := f.X[b.From].Value
			areas.Data = append(areas.Data, []any{
				area{X: float64(from), Y: b.High,
					ItemStyle: &opts.ItemStyle{Color: band(figures.BandSlot(b.Place, b.Of)), Opacity: opts.Float(0.1)}},
				area{X: float64(f.X[b.To].Value), Y: b.Low},
			})
		}
		if len(areas.Data) > 0 {
			s.MarkAreas = areas
		}
		var at []mark
		for _, b := range f.Breaks {
			switch {
			case p.From <= b.After && b.After < p.To:
				// Between the two editions, since it belongs to neither.
				at = append(at, mark{Name: b.Label, X: float64(f.X[b.After].Value+f.X[b.After+1].Value) / 2})
			case b.After+1 == p.From:
				at = append(at, mark{Name: b.Label, X: float64(f.X[p.From].Value), Label: &markLabel{Offset: [2]int{5, 0}, Align: "left"}})
			}
		}
		s.MarkLines = boundaries(at, p.Axis.Inverse)
	})
}

type area struct {
	X         float64         `json:"xAxis"`
	Y         float64         `json:"yAxis"`
	ItemStyle *opts.ItemStyle `json:"itemStyle,omitempty"`
}

// categories writes the names of values that are categories where an axis of
// numbers would have its labels.
func categories(f figures.Figure, p figures.Panel, panel int) charts.SingleSeries {
	var data []datum
	for _, value := range slices.Sorted(maps.Keys(p.Axis.Names)) {
		data = append(data, datum{Value: []any{f.X[p.From].Value, value}, Text: p.Axis.Names[value]})
	}
	return words(data, panel, "left", textColor)
}

// named says that the name of a series stands at the end of its line.
func named(s figures.Series) bool { return s.Slot > 0 || s.Named }

// names writes the chosen countries at the ends of their lines, moved apart
// where they would overlap.
func names(f figures.Figure, p figures.Panel, panel int) charts.SingleSeries {
	type end struct {
		s figures.Series
		x int
		y float64
	}
	var ends []end
	for _, s := range f.Series {
		for i := p.To; named(s) && i >= p.From; i-- {
			if v := s.Points[i].Value; v != nil {
				x := f.X[i].Value
				if p.To-i <= len(f.X)/20 {
					// Beside a line that ends just before others its name would lie on them.
					x = f.X[p.To].Value
				}
				ends = append(ends, end{s, x, *v})
				break
			}
		}
	}
	slices.SortStableFunc(ends, func(a, b end) int { return cmp.Compare(a.y, b.y) })
	at := make([]float64, len(ends))
	for i, e := range ends {
		at[i] = e.y
	}
	at = apart(at, (p.Axis.Max-p.Axis.Min)*16/linesPlot, p.Axis.Min, p.Axis.Max)
	var data []datum
	for i, e := range ends {
		data = append(data, datum{Value: []any{e.x, at[i]}, Text: e.s.Name, Label: &opts.Label{Color: nameColor(e.s)}})
	}
	return words(data, panel, "right", inkColor)
}

// nameColor is that of the line, unless nobody could read it.
func nameColor(s figures.Series) string {
	if s.Slot == 0 {
		return textColor
	}
	return country(s.Slot)
}

// apart moves ascending values so that neighbours are at least gap apart,
// within low and high where there is room, each as little as it can.
func apart(at []float64, gap, low, high float64) []float64 {
	for i := 1; i < len(at); i++ {
		at[i] = max(at[i], at[i-1]+gap)
	}
	for i := len(at) - 1; i >= 0; i-- {
		limit := high
		if i < len(at)-1 {
			limit = at[i+1] - gap
		}
		at[i] = min(at[i], limit)
	}
	if len(at) > 0 && at[0] < low {
		at[0] = low
		for i := 1; i < len(at); i++ {
			at[i] = max(at[i], at[i-1]+gap)
		}
	}
	return at
}
