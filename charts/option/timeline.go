package option

import (
	"fmt"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// The places of a timeline in hundredths of the drawing. Panels above each other
// must begin and end at the same place, whatever the width.
const (
	timelineLeft  = 9
	timelineRight = 97
	upperTop      = 13
	upperBottom   = 46
	lowerTop      = 60
)

// timeline lays panels below each other over one time axis: in the first row
// steps, in the second columns. One cursor goes through all.
func timeline(f figures.Figure) map[string]any {
	c := charts.NewLine()
	c.XAxisList, c.YAxisList = nil, nil
	first, last := f.X[0].Value, f.X[len(f.X)-1].Value
	at := func(x int) float64 { return float64(f.X[x].Value) }
	place := func(value float64) float64 {
		share := (value - float64(first) + 0.5) / float64(last-first+1)
		return timelineLeft + share*(timelineRight-timelineLeft)
	}
	years := map[string]string{}
	for year := first / 12; year <= last/12; year++ {
		years[strconv.Itoa(year*12)] = strconv.Itoa(year)
	}
	var x []any
	var y []scaled[opts.YAxis]
	lower := len(f.Panels) - 1
	for i, p := range f.Panels {
		from, to := at(p.From)-0.5, at(p.To)+0.5
		grid := opts.Grid{Left: hundredths(place(from)), Right: hundredths(100 - place(to)), Top: hundredths(upperTop), Bottom: hundredths(100 - upperBottom)}
		axis := opts.XAxis{Type: "value", GridIndex: i, Min: from, Max: to, AxisLabel: loose(textColor), SplitLine: rule(false), AxisLine: axisLine(true)}
		if p.Row == 0 {
			axis.AxisLabel.Show = opts.Bool(false)
		} else {
			grid.Top, grid.Bottom = hundredths(lowerTop), px(rulesBottom)
		}
		x = append(x, scaled[opts.XAxis]{Axis: axis, Labels: yearsUnder(f, p, 8), Texts: years})
		value := opts.YAxis{Type: "value", GridIndex: i, Min: p.Axis.Min, Max: p.Axis.Max, Inverse: opts.Bool(p.Axis.Inverse),
			AxisLabel: text(textColor), SplitLine: rule(true), AxisLine: axisLine(false)}
		// Between two panels of a row there is no room beside the axis.
		value.AxisLabel.Inside = opts.Bool(p.From > 0)
		y = append(y, scaled[opts.YAxis]{Axis: value, Scale: p.Axis, Title: p.Title, Gap: 25})
		c.GridList, c.XAxisList, c.YAxisList = append(c.GridList, grid), append(c.XAxisList, axis), append(c.YAxisList, value)
	}
	c.SetGlobalOptions(charts.WithTooltipOpts(tooltip("axis", "fn:months")))
	c.MultiSeries = nil
	for _, s := range f.Series {
		for i, p := range f.Panels {
			switch {
			case p.Row != s.Row:
			case p.Row == 0:
				for _, run := range regimes(s, p) {
					c.MultiSeries = append(c.MultiSeries, steps(f, s, run, i))
				}
			default:
				c.MultiSeries = append(c.MultiSeries, counts(f, s, i, at)...)
			}
		}
	}
	for i, p := range f.Panels {
		c.MultiSeries = append(c.MultiSeries, over(f, p, i, i == lower, at))
	}
	c.Validate()
	option := c.JSON()
	middles, names := rules(f, at)
	below := opts.XAxis{Type: "value", GridIndex: lower, Position: "bottom", Min: float64(first) - 0.5, Max: float64(last) + 0.5,
		AxisLabel: under(), SplitLine: rule(false), AxisLine: axisLine(false)}
	option["xAxis"], option["yAxis"] = append(x, scaled[opts.XAxis]{Axis: below, Labels: middles, Texts: names}), y
	option["tooltip"] = hint{Tooltip: c.Tooltip, Texts: texts(f)}
	option["axisPointer"] = map[string]any{"link": []any{map[string]any{"xAxisIndex": "all"}}}
	few := map[string]any{"customValues": yearsUnder(f, f.Panels[lower], 5)}
	narrow := make([]any, len(f.Panels))
	for i := range narrow {
		narrow[i] = map[string]any{"axisLabel": few, "axisTick": few}
	}
	option["media"] = []any{media(480, map[string]any{"xAxis": narrow})}
	return option
}

// hundredths is a share of the width or the height.
func hundredths(v float64) string { return fmt.Sprintf("%.3f%%", v) }

// yearsUnder are the values of a panel's axis that are labelled, so many at most.
func yearsUnder(f figures.Figure, p figures.Panel, most int) []float64 {
	var values []float64
	for _, i := range januaries(f, p.From, p.To, most) {
		values = append(values, float64(f.X[i].Value))
	}
	return values
}

// steps are the figures of one regime. A year's figure holds to its end, and the
// next begins where that ends.
func steps(f figures.Figure, s figures.Series, run []figures.Point, panel int) charts.SingleSeries {
	data := make([]datum, len(run))
	for i, p := range run {
		data[i] = datum{Value: []any{f.X[p.X].Value, gap}}
		if p.Value != nil {
			data[i] = datum{Value: []any{f.X[p.X].Value, *p.Value}, Text: p.Text, Note: p.Note, origin: from(f, p)}
		}
	}
	return series("line", s.Name, data, func(x *charts.SingleSeries) {
		x.XAxisIndex, x.YAxisIndex = panel, panel
		x.ConnectNulls = opts.Bool(false)
		x.Step = "middle"
		x.Symbol = "none"
		x.Color = country(s.Slot)
		x.ItemStyle = &opts.ItemStyle{Color: country(s.Slot)}
		x.LineStyle = &opts.LineStyle{Color: country(s.Slot), Width: 2.5}
	})
}

// counts are the columns of a panel of months.
func counts(f figures.Figure, s figures.Series, panel int, at func(int) float64) []charts.SingleSeries {
	pair := func(x int, v any) any { return []any{at(x), v} }
	of := []charts.SingleSeries{column(f, s, pair), missing(f, s, pair), cases(f, panel, func(x int) any { return at(x) })}
	for i := range of {
		of[i].XAxisIndex, of[i].YAxisIndex = panel, panel
	}
	return of
}

// over are the lines across a panel: where the method of the index changes, or
// where months are counted by another rule, and what changed either.
func over(f figures.Figure, p figures.Panel, panel int, lower bool, at func(int) float64) charts.SingleSeries {
	var marks []mark
	if lower {
		marks = happened(f, at)
		for _, s := range f.Spans[1:] {
			marks = append(marks, mark{X: at(s.From) - 0.5})
		}
	} else {
		for _, b := range f.Breaks {
			if p.From <= b.After+1 && b.After < p.To {
				marks = append(marks, mark{Name: b.Label, X: at(b.After) + 0.5})
			}
		}
	}
	return series("line", "", nil, func(s *charts.SingleSeries) {
		s.XAxisIndex, s.YAxisIndex = panel, panel
		s.MarkLines = boundaries(marks, p.Axis.Inverse)
	})
}
