package option

import (
	"strings"
	"unicode/utf8"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// radar draws one polygon a country. A component without a figure is left out
// of the polygon, not drawn at the centre.
func radar(f figures.Figure) map[string]any {
	c := charts.NewRadar()
	var spokes []*opts.Indicator
	var labels []string
	for _, t := range f.X {
		labels = append(labels, t.Label)
		spokes = append(spokes, &opts.Indicator{Name: wrap(t.Label), Min: float32(t.Min), Max: float32(t.Max)})
	}
	c.SetGlobalOptions(
		charts.WithTooltipOpts(tooltip("item", "fn:parts")),
		charts.WithRadarComponentOpts(opts.RadarComponent{
			Indicator: spokes, SplitNumber: 5, Center: []string{"50%", "52%"},
			SplitArea: &opts.SplitArea{Show: opts.Bool(false)},
			SplitLine: rule(true),
			AxisLine:  axisLine(true),
			AxisName:  &opts.AxisName{Show: opts.Bool(true), Color: textColor, FontSize: fontSize},
		}),
	)
	for _, s := range f.Series {
		values := make([]any, len(s.Points))
		texts := make([]string, len(s.Points))
		origins := make([]origin, len(s.Points))
		for i, p := range s.Points {
			values[i], texts[i] = gap, p.Text
			if p.Value != nil {
				values[i], origins[i] = *p.Value, from(f, p)
			}
		}
		c.MultiSeries = append(c.MultiSeries, charts.SingleSeries{
			Type: "radar", Name: s.Name, Animation: opts.Bool(false),
			Data: []polygon{{Name: s.Name, Value: values, Texts: texts, Spokes: labels, Origins: origins}}, Symbol: "circle", SymbolSize: 6,
			Color:     country(s.Slot),
			ItemStyle: &opts.ItemStyle{Color: country(s.Slot)},
			LineStyle: &opts.LineStyle{Color: country(s.Slot), Width: 2.5},
			AreaStyle: &opts.AreaStyle{Color: country(s.Slot), Opacity: opts.Float(0.06)},
		})
	}
	c.Validate()
	option := c.JSON()
	// go-echarts has no field for the radius.
	option["radar"] = struct {
		opts.RadarComponent
		Radius string `json:"radius"`
	}{c.RadarComponent, "68%"}
	// In a narrow drawing the names of the spokes need the room.
	narrow := func(radius string, size int) any {
		return map[string]any{"radar": map[string]any{"radius": radius, "axisName": map[string]any{"fontSize": size}}}
	}
	option["media"] = []any{media(480, narrow("54%", 11)), media(330, narrow("36%", 10))}
	return option
}

// wrap breaks a name into lines at its spaces; ECharts does not.
func wrap(name string) string {
	const line = 12
	var b strings.Builder
	width := 0
	for i, word := range strings.Fields(name) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case width+1+n > line && width > 3:
			b.WriteByte('\n')
			width = 0
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
	}
	return b.String()
}

type polygon struct {
	Name  string `json:"name"`
	Value []any  `json:"value"`
	// Texts and Spokes are what the tooltip says of each spoke.
	Texts   []string `json:"texts"`
	Spokes  []string `json:"spokes"`
	Origins []origin `json:"origins"`
}
