package option

import (
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

// bars lays the ticks below each other, the first on top, with what is known of
// each written at the end of its bar.
func bars(f figures.Figure) map[string]any {
	axis := f.Panels[0].Axis
	var names, labels []string
	var absences, ends, whole []datum
	for i, tick := range f.X {
		names = append(names, tick.Label)
		top := 0.0
		label := ""
		for _, s := range f.Series {
			p := s.Points[i]
			if p.Value != nil {
				top = max(*p.Value, top)
				if f.Layers == figures.Stacked {
					top = f.Sum(i)
				}
			}
			if label == "" {
				label = p.Label
			}
		}
		switch {
		case !slices.ContainsFunc(f.Series, func(s figures.Series) bool { return s.Points[i].Value != nil }):
			absences = append(absences, datum{Value: []any{axis.Min, i}, Text: f.Series[0].Points[i].Text})
		case f.Layers == figures.Opposed:
			// Bars end on both sides: what is known stands in a column of its own.
			labels = append(labels, label)
			ends = append(ends, datum{Value: []any{axis.Max, i}, Text: label, Note: happenings(f, i)})
			whole = append(whole, sum(f, i))
		case label != "":
			labels = append(labels, label)
			if f.Layers != "" {
				ends = append(ends, datum{Value: []any{top, i}, Text: label})
			}
		}
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
	c.MultiSeries = nil
	for _, s := range f.Series {
		c.MultiSeries = append(c.MultiSeries, bar(f, s))
	}
	c.MultiSeries = append(c.MultiSeries, words(absences, 0, "right", textColor))
	if len(ends) > 0 {
		known := words(ends, 0, "right", inkColor)
		if f.Layers == figures.Opposed {
			known.SymbolSize = endSize // the sign of a whole move may stand at the end of the axis
		}
		c.MultiSeries = append(c.MultiSeries, known)
	}
	if len(whole) > 0 {
		c.MultiSeries = append(c.MultiSeries, series("scatter", "", whole, nil))
	}
	c.Validate()
	option := c.JSON()
	option["xAxis"] = scaled[opts.XAxis]{Axis: c.XAxisList[0], Scale: axis}
	return option
}

// sum is where the parts of a move add up, with a sign of its own where
// something is to be said of it.
func sum(f figures.Figure, x int) datum {
	d := datum{Value: []any{f.Sum(x), x}, Symbol: "circle", ItemStyle: &opts.ItemStyle{Color: inkColor, BorderColor: paperColor, BorderWidth: 1.5, Opacity: opts.Float(1)}}
	if happenings(f, x) != "" {
		d.Symbol, d.ItemStyle.Color = "triangle", Paint("suspect")
	}
	return d
}

// bar is a series of bars. Where there is one alone, its labels stand at its own
// ends; a bar within another lies on it.
func bar(f figures.Figure, s figures.Series) charts.SingleSeries {
	data := make([]datum, len(s.Points))
	for i, p := range s.Points {
		if p.Value == nil {
			data[i] = datum{Value: gap}
			continue
		}
		d := datum{Value: *p.Value, Text: p.Text, Note: p.Note, origin: from(f, p), ItemStyle: marked(p, s)}
		if f.Layers == "" {
			d.Text = p.Label
			if p.Band > 0 {
				d.ItemStyle = &opts.ItemStyle{Color: band(figures.BandSlot(p.Band, len(f.Bands)))}
			} else if d.ItemStyle == nil {
				d.ItemStyle = &opts.ItemStyle{Color: country(6)}
			}
		}
		data[i] = d
	}
	return series("bar", s.Name, data, func(x *charts.SingleSeries) {
		x.BarWidth = "64%"
		switch f.Layers {
		case "":
			x.Label = beside("right", inkColor)
			return
		case figures.Stacked, figures.Opposed:
			x.Stack = "row"
		case figures.Within:
			x.BarGap = "-100%"
		}
		x.ItemStyle = &opts.ItemStyle{Color: country(s.Slot)}
	})
}

// marked is how a figure is drawn that is not simply as printed; nil where it is.
func marked(p figures.Point, s figures.Series) *opts.ItemStyle {
	switch {
	case p.OtherUnit:
		return &opts.ItemStyle{Color: paperColor, BorderColor: greyColor, BorderWidth: 1.5}
	case p.Row.Flag == datasets.Suspect:
		return &opts.ItemStyle{Color: Paint("suspect")}
	case p.Row.Flag == datasets.Secondhand:
		return &opts.ItemStyle{Color: paperColor, BorderColor: country(s.Slot), BorderWidth: 1.5}
	case p.Row.Flag == datasets.Derived && s.Slot > 0:
		return &opts.ItemStyle{Color: Paint("derived")}
	}
	return nil
}
