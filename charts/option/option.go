// Package option turns a Figure into ECharts' input. It is the only place that
// knows ECharts options, and the only importer of go-echarts.
//
// It computes nothing that a reader could take for a figure: every number and
// word stands in the Figure already. Colours are CSS custom properties with a
// fallback, `var(--c1, #7c5c00)`, so that one option serves light and dark; and
// formatters are names ("fn:tick") that the project's own JavaScript resolves.
package option

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	figures "github.com/sozdex/sozdex/charts"
)

// Build returns the option of a figure as JSON. The JSON is safe inside an HTML
// script element: <, > and & are escaped.
func Build(f figures.Figure) ([]byte, error) {
	draw, ok := map[figures.Shape]func(figures.Figure) map[string]any{
		figures.Lines: lines, figures.Bars: bars, figures.Radar: radar, figures.Columns: columns,
		figures.Timeline: timeline, figures.Heatmap: heatmap, figures.Dumbbell: dumbbell, figures.Scatter: scatter,
		figures.Map: atlas, figures.Matrix: matrix, figures.Multiples: multiples,
	}[f.Shape]
	if !ok {
		return nil, fmt.Errorf("option: %s %s: no drawing for the shape %q", f.Chart, f.Query, f.Shape)
	}
	option := draw(f)
	// The page shows title, legend and downloads as HTML around the drawing.
	for _, component := range []string{"title", "legend", "toolbox"} {
		delete(option, component)
	}
	tip, ok := option["tooltip"].(hint)
	if !ok {
		tip.Tooltip, _ = option["tooltip"].(opts.Tooltip)
	}
	for _, s := range f.Sources {
		tip.Sources = append(tip.Sources, [2]string{s.Publisher + ", " + s.Title, s.Via})
	}
	option["tooltip"] = tip
	if grids, ok := option["grid"].([]opts.Grid); ok {
		var all []bounded
		for _, g := range grids {
			all = append(all, bounded{g, "none"})
		}
		option["grid"] = all
	}
	raw, err := json.Marshal(option)
	if err != nil {
		return nil, fmt.Errorf("option: %s %s: %w", f.Chart, f.Query, err)
	}
	return raw, nil
}

// scaled is an axis of values with what go-echarts has no fields for: the step
// from one line of the grid to the next, what is written at each, and the values
// that are labelled.
type scaled[A opts.XAxis | opts.YAxis] struct {
	Axis   A
	Scale  figures.Axis
	Labels []float64
	// Texts stand in place of values where those are not what is read.
	Texts map[string]string
	// Title says what the axis is of, so many pixels above its first label, or
	// Below the middle of an axis that lies.
	Title string
	Gap   int
	Below bool
}

// MarshalJSON writes the axis with step, texts and labels among its own fields.
func (s scaled[A]) MarshalJSON() ([]byte, error) {
	raw, err := json.Marshal(s.Axis)
	if err != nil {
		return nil, err
	}
	var axis map[string]any
	if err := json.Unmarshal(raw, &axis); err != nil {
		return nil, err
	}
	if s.Scale.Step > 0 {
		axis["interval"] = s.Scale.Step
	}
	switch {
	case s.Title == "":
	case s.Below:
		axis["name"], axis["nameGap"], axis["nameLocation"] = s.Title, 30, "middle"
		axis["nameTextStyle"] = map[string]any{"color": inkColor, "fontSize": fontSize}
	default:
		axis["name"], axis["nameGap"], axis["nameLocation"] = s.Title, s.Gap, "end"
		axis["nameTextStyle"] = map[string]any{"align": "left", "color": inkColor, "fontSize": fontSize}
		if s.Scale.Inverse {
			axis["nameLocation"] = "start"
		}
	}
	label, ok := axis["axisLabel"].(map[string]any)
	if ok && len(s.Labels) > 0 {
		label["customValues"] = s.Labels
		axis["axisTick"] = map[string]any{"customValues": s.Labels}
	}
	texts := s.Texts
	if len(s.Scale.Labels) > 0 {
		// No reader of the option need write numbers in the language.
		texts = map[string]string{}
		for i, text := range s.Scale.Labels {
			texts[key(s.Scale.Line(i))] = text
		}
	}
	if ok && len(texts) > 0 {
		label["formatter"], label["texts"] = "fn:tick", texts
	}
	return json.Marshal(axis)
}

// key is a number as a name in JSON.
func key(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// bounded is a grid that stands where it is put: what overhangs it is not to
// shrink it, by other widths of letters in each place that draws it.
type bounded struct {
	opts.Grid
	OuterBoundsMode string `json:"outerBoundsMode"`
}

const fontSize = 12

// symbol sets a place in the palette apart for readers who do not tell colours.
func symbol(slot int) string {
	return [...]string{"circle", "rect", "diamond", "triangle", "circle", "roundRect", "circle", "diamond", "triangle"}[slot]
}

// datum is a data item: what ECharts needs, and what the tooltip says.
type datum struct {
	Value any    `json:"value"`
	Text  string `json:"text,omitempty"`
	Note  string `json:"note,omitempty"`
	origin
	Symbol    string          `json:"symbol,omitempty"`
	Label     *opts.Label     `json:"label,omitempty"`
	ItemStyle *opts.ItemStyle `json:"itemStyle,omitempty"`
}

// origin is where a datum comes from: the id of its figure, and its place in the
// sources of the tooltip, from 1; 0 is none.
type origin struct {
	Figure string `json:"figure,omitempty"`
	Source int    `json:"source,omitempty"`
}

func from(f figures.Figure, p figures.Point) origin {
	at := slices.IndexFunc(f.Sources, func(s figures.Source) bool { return s.ID == p.Row.Source })
	return origin{p.Figure, at + 1}
}

// gap is how ECharts knows a place without a value.
const gap = "-"

func tooltip(trigger, formatter string) opts.Tooltip {
	return opts.Tooltip{
		Show: opts.Bool(true), Trigger: trigger, Formatter: types.FuncStr(formatter),
		BackgroundColor: paperColor, BorderColor: lineColor,
		AxisPointer: &opts.AxisPointer{Type: "line"},
	}
}

// hint is a tooltip, with the labels of the values that it is shown at where
// those are not what is read, and the panels whose smallest values stand on top.
type hint struct {
	opts.Tooltip
	Texts   map[string]string `json:"texts,omitempty"`
	Inverse []bool            `json:"inverse,omitempty"`
	// Sources are the publications that figures come from, each as it is cited and
	// the copy that was read.
	Sources [][2]string `json:"sources,omitempty"`
}

func text(color string) *opts.AxisLabel {
	return &opts.AxisLabel{Color: color, FontSize: fontSize, HideOverlap: opts.Bool(true),
		ShowMinLabel: opts.Bool(true), ShowMaxLabel: opts.Bool(true)}
}

// loose are labels that give way to each other at the ends too.
func loose(color string) *opts.AxisLabel {
	l := text(color)
	l.ShowMinLabel, l.ShowMaxLabel = nil, nil
	return l
}

func rule(show bool) *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(show), LineStyle: &opts.LineStyle{Color: lineColor, Width: 1}}
}

func axisLine(show bool) *opts.AxisLine {
	return &opts.AxisLine{Show: opts.Bool(show), OnZero: opts.Bool(false), LineStyle: &opts.LineStyle{Color: greyColor, Width: 1}}
}

// series makes one series of a chart in go-echarts' terms.
func series(kind, name string, data []datum, set func(*charts.SingleSeries)) charts.SingleSeries {
	s := charts.SingleSeries{Type: kind, Name: name, Animation: opts.Bool(false)}
	if data != nil {
		s.Data = data
	}
	if set != nil {
		set(&s)
	}
	return s
}

// beside is a label next to a point: the text of its datum.
func beside(position, color string) *opts.Label {
	return &opts.Label{Show: opts.Bool(true), Position: position, Color: color, FontSize: fontSize, Formatter: "fn:text"}
}

// media is what an option has instead in drawings of at most that width.
func media(width int, instead any) any {
	return map[string]any{"query": map[string]any{"maxWidth": width}, "option": instead}
}

// mark is a line across the plot at a place of the x axis, under its name.
type mark struct {
	Name  string     `json:"name"`
	X     float64    `json:"xAxis"`
	Label *markLabel `json:"label,omitempty"`
}

// happened are the events of a figure, at places that at gives. A name that
// would run out of the plot stands on the other side of its line.
func happened(f figures.Figure, at func(x int) float64) []mark {
	var marks []mark
	for _, m := range f.Marks {
		if m.Label == "" {
			continue
		}
		label := &markLabel{Offset: [2]int{-4, 0}, Align: "left"}
		if m.X*2 > len(f.X) {
			label = &markLabel{Offset: [2]int{4, 0}, Align: "right"}
		}
		marks = append(marks, mark{Name: m.Label, X: at(m.X), Label: label})
	}
	return marks
}

// cases are the ticks at which a report names cases, as signs at the foot of a plot.
func cases(f figures.Figure, panel int, at func(x int) any) charts.SingleSeries {
	var data []datum
	for _, m := range f.Marks {
		if m.Label == "" {
			data = append(data, datum{Value: []any{at(m.X), 0}})
		}
	}
	return series("scatter", "", data, func(s *charts.SingleSeries) {
		s.XAxisIndex, s.YAxisIndex = panel, panel
		s.Symbol, s.SymbolSize = "triangle", 9
		s.ItemStyle = &opts.ItemStyle{Color: inkColor}
	})
}

// happenings are what a tooltip adds at a tick.
func happenings(f figures.Figure, x int) string {
	var told []string
	for _, m := range f.Marks {
		if m.X == x {
			told = append(told, m.Text)
		}
	}
	return joined(told...)
}

// names of counting rules, under the axis: each in the middle of its periods.
func rules(f figures.Figure, at func(x int) float64) (middles []float64, names map[string]string) {
	names = map[string]string{}
	for _, s := range f.Spans {
		middle := (at(s.From) + at(s.To)) / 2
		middles = append(middles, middle)
		// A rule that holds for little of the axis has little room.
		names[key(middle)] = strings.Replace(s.Name, " ", "\n", 1)
	}
	return middles, names
}

type markLabel struct {
	Offset [2]int `json:"offset"`
	Align  string `json:"align,omitempty"`
}

// boundaries draws marks with their names above the plot, by turns in two rows,
// so that neighbours have room.
func boundaries(at []mark, inverse bool) *opts.MarkLines {
	if len(at) == 0 {
		return nil
	}
	top := "end"
	if inverse {
		top = "start"
	}
	marks := &opts.MarkLines{MarkLineStyle: opts.MarkLineStyle{Symbol: []string{"none", "none"},
		LineStyle: &opts.LineStyle{Color: inkColor, Width: 1, Type: "dashed"},
		Label:     &opts.Label{Show: opts.Bool(true), Position: top, Color: inkColor, FontSize: 11, Formatter: "fn:name"}}}
	for i, m := range at {
		if i%2 == 1 && m.Label == nil {
			m.Label = &markLabel{Offset: [2]int{0, -13}}
		}
		marks.Data = append(marks.Data, m)
	}
	return marks
}

// words writes texts into the plot, each where its datum stands. They are not
// figures: the tooltip passes over series without a name.
func words(data []datum, panel int, side, color string) charts.SingleSeries {
	return series("scatter", "", data, func(s *charts.SingleSeries) {
		s.XAxisIndex, s.YAxisIndex = panel, panel
		s.SymbolSize = 1
		s.ItemStyle = &opts.ItemStyle{Color: "transparent", Opacity: opts.Float(1)}
		s.Label = beside(side, color)
	})
}

func years() *opts.AxisLabel {
	l := loose(textColor)
	l.Formatter = types.FuncStr("fn:year")
	return l
}

// room is the width in pixels that the longest of some texts needs.
func room(texts []string) int {
	longest := 0
	for _, t := range texts {
		longest = max(longest, utf8.RuneCountInString(t))
	}
	return longest*7 + 14
}

func px(n int) string { return fmt.Sprint(n) }
