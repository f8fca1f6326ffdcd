package option

import (
	"fmt"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	figures "github.com/sozdex/sozdex/charts"
)

// spot is a place in a drawing, in hundredths of its width and height.
type spot struct{ left, top, width, height float64 }

// placed are where maps stand in drawings that are wider than high, and where in
// others. What maps there are, static/map.mjs says.
var placed = map[string][2]spot{
	"states":   {{15, 8, 84.5, 90.5}, {1, 1, 98, 62}},
	"europe":   {{0.6, 4.5, 27, 43}, {52.5, 51.5, 46.5, 48}},
	"caucasus": {{72, 75, 27.4, 24.5}, {1, 69, 49, 27}},
}

// atlas draws the countries on the map of all and, larger, on maps of those that
// are small there. Each is labelled where it is the larger one.
func atlas(f figures.Figure) map[string]any {
	c := charts.NewMap()
	c.SetGlobalOptions(charts.WithTooltipOpts(tooltip("item", "fn:parts")))
	names := map[string]string{}
	var enlarged []string
	for i, p := range f.Series[0].Points {
		names[p.Row.Country] = f.X[i].Label
	}
	for _, inset := range f.Insets {
		enlarged = append(enlarged, inset.Countries...)
	}
	// Arrow keys go through the first map, since the others have no names.
	all := []any{sheet("states", f.Series[0].Name, names, regions(f, func(code string) bool { return !slices.Contains(enlarged, code) }))}
	for _, inset := range f.Insets {
		all = append(all, sheet(inset.Map, "", names, append(regions(f, func(code string) bool { return slices.Contains(inset.Countries, code) }), frame(inset))))
	}
	c.Validate()
	option := c.JSON()
	option["series"] = all
	var narrow []any
	for _, s := range all {
		narrow = append(narrow, placed[s.(mapped).MapType][1].layout())
	}
	option["media"] = []any{map[string]any{"query": map[string]any{"maxAspectRatio": 1}, "option": map[string]any{"series": narrow}}}
	return option
}

// mapped is a series on a map, with what go-echarts has no fields for.
type mapped struct {
	charts.SingleSeries
	Label          haloed            `json:"label"`
	Width          string            `json:"width"`
	Height         string            `json:"height"`
	NameMap        map[string]string `json:"nameMap"`
	AspectScale    float64           `json:"aspectScale"`
	PreserveAspect string            `json:"preserveAspect"`
}

// haloed is a label that is read on any colour.
type haloed struct {
	opts.Label
	TextBorderColor string  `json:"textBorderColor"`
	TextBorderWidth float64 `json:"textBorderWidth"`
}

// layout is a spot as ECharts reads it.
type layout struct {
	Left   string `json:"left"`
	Top    string `json:"top"`
	Width  string `json:"width"`
	Height string `json:"height"`
}

func (s spot) layout() layout {
	percent := func(v float64) string { return fmt.Sprintf("%g%%", v) }
	return layout{percent(s.left), percent(s.top), percent(s.width), percent(s.height)}
}

// sheet is a series of regions on a map. Its points lie in a plane already, in
// which nothing is to be stretched.
func sheet(on, name string, names map[string]string, data []region) mapped {
	at := placed[on][0].layout()
	s := series("map", name, nil, func(s *charts.SingleSeries) {
		s.MapType, s.Data, s.Left, s.Top = on, data, at.Left, at.Top
		s.SelectedMode = opts.Bool(false)
		s.ItemStyle = &opts.ItemStyle{AreaColor: greyColor, BorderColor: paperColor, BorderWidth: 0.8}
		s.Emphasis = &opts.Emphasis{Label: &opts.Label{Color: inkColor},
			ItemStyle: &opts.ItemStyle{AreaColor: "inherit", BorderColor: inkColor, BorderWidth: 1.5}}
	})
	label := haloed{opts.Label{Show: opts.Bool(true), Color: inkColor, FontSize: 11, Formatter: "fn:text"}, paperColor, 2.5}
	return mapped{s, label, at.Width, at.Height, names, 1, "contain"}
}

// region is a country on a map, or the frame of an inset.
type region struct {
	Name string `json:"name"`
	datum
	// Texts and Spokes are what the tooltip says: the row of the table.
	Texts   []string `json:"texts,omitempty"`
	Spokes  []string `json:"spokes,omitempty"`
	Origins []origin `json:"origins,omitempty"`
}

// regions are all countries, of which some are labelled.
func regions(f figures.Figure, labelled func(code string) bool) []region {
	var all []region
	for i, p := range f.Series[0].Points {
		a := region{Name: f.X[i].Label, datum: datum{Value: gap, Text: p.Label, Note: p.Note, ItemStyle: &opts.ItemStyle{AreaColor: band(p.Shade), Color: band(p.Shade)}}}
		if p.Value != nil {
			a.Value = *p.Value
		}
		if !labelled(p.Row.Country) {
			a.Label = &opts.Label{Show: opts.Bool(false)}
		}
		for j, cell := range f.Table.Rows[i].Cells {
			text := cell.Text
			if cell.Missing != "" {
				text = cell.Missing
			}
			a.Texts, a.Spokes = append(a.Texts, text), append(a.Spokes, f.Table.Columns[j+1].Label)
			a.Origins = append(a.Origins, origin{Figure: cell.Figure})
		}
		// The publication is told once.
		a.Origins = append(a.Origins, origin{Source: from(f, p).Source})
		all = append(all, a)
	}
	return all
}

// frame is the region around an inset, which has its name above it.
func frame(inset figures.Inset) region {
	return region{Name: "frame", datum: datum{Value: gap, Text: inset.Name,
		ItemStyle: &opts.ItemStyle{AreaColor: paperColor, BorderColor: greyColor},
		Label:     &opts.Label{Show: opts.Bool(true), Color: textColor, FontSize: fontSize}}}
}
