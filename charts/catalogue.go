// Package charts says what each chart says: from a data catalogue and a checked
// View it makes a Figure, the numbers, words, gaps and breaks that every form
// of the chart (drawing, table, CSV, JSON, alt text) is made from.
//
// It must not know ECharts, HTML or HTTP.
package charts

import (
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Chart is one entry of the catalogue: what it is called, what it can be asked,
// and the function that makes its Figure.
type Chart struct {
	// Slug names the chart in URLs and, as chart.<slug>, in messages.
	Slug string
	// Shape is the form of Figure that the chart makes.
	Shape Shape
	// Params are the parameters that the chart takes, in canonical order.
	Params []string
	// Roles are the measures of an index that the chart can draw; empty where it
	// draws none.
	Roles []datasets.Role
	// MinMeasures is how many measures of these roles an index must have to be drawn.
	MinMeasures int
	// MaxCountries bounds the countries that may be chosen.
	MaxCountries int
	// Countries are chosen where the reader chose none.
	Countries []string
	// Choices are parameters of the chart's own, each one of a closed set.
	Choices []Choice
	// ByCovered says that the chart puts several indices side by side: its years
	// are those that they cover.
	ByCovered bool
	// Back says that the chart compares two editions, from and to, and how many
	// editions from is before to where the reader chose neither; 0 elsewhere.
	Back int
	// World says that the chart needs the figures of all rated countries.
	World bool
	// Bases are those of the tallies that the chart can draw, the first where the
	// reader chose none; empty where it draws no tallies.
	Bases []datasets.Basis

	// recent says that what ended years ago is no first thing for it to show.
	recent bool
	// tallies are the measures of a monitor that the chart can draw; nil stands
	// for all.
	tallies func(*datasets.Monitor) []string
	figure  func(*draft) Figure
}

// Choice is a parameter of which a view has one value of a closed set, the first
// where the reader chose none. Messages name it, as control.<param>, and its
// values, as choice.<param>.<value>.
type Choice struct {
	Param  string
	Values []string
}

// Shape is the form of a Figure.
type Shape string

const (
	Lines     Shape = "lines"
	Bars      Shape = "bars"
	Radar     Shape = "radar"
	Columns   Shape = "columns"
	Timeline  Shape = "timeline"
	Heatmap   Shape = "heatmap"
	Dumbbell  Shape = "dumbbell"
	Scatter   Shape = "scatter"
	Map       Shape = "map"
	Matrix    Shape = "matrix"
	Multiples Shape = "multiples"
)

// All returns the catalogue in the order in which readers meet it.
func All() []*Chart {
	return []*Chart{
		trend(),
		rank(),
		smallMultiples(),
		heatmap(),
		ranking(),
		change(),
		rankShift(),
		mapChart(),
		profile(),
		scatter(),
		agreement(),
		normalised(),
		monthly(),
		yearToDate(),
		outcomes(),
		damages(),
		composition(),
		indexAndMonitor(),
		coverage(),
	}
}

// Find returns the chart of that slug, or nil.
func Find(slug string) *Chart {
	for _, c := range All() {
		if c.Slug == slug {
			return c
		}
	}
	return nil
}

// Figure makes what the chart says for a view. The view must come from
// ParseView or Default with the same catalogue.
func (c *Chart) Figure(cat *datasets.Catalogue, view View, p *locale.Printer) Figure {
	d := &draft{Catalogue: cat, View: view, Printer: p}
	f := c.figure(d)
	f.Chart = c.Slug
	f.Shape = c.Shape
	f.Query = view.Query()
	f.Lang = p.Lang
	f.Index = view.Index
	f.Tallies = c.OfTallies()
	for i := range f.Panels {
		f.Panels[i].Axis.Labels = f.Panels[i].Axis.labels(p)
	}
	for _, series := range f.Series {
		for i, p := range series.Points {
			series.Points[i].Figure = p.Row.ID()
		}
	}
	f.Sources = d.sources(f)
	f.Alt = p.Text("alt."+string(c.Shape), locale.Args{"Title": f.Title, "Subtitle": f.Subtitle, "Summary": f.Summary})
	return f
}

// OfIndex says that the chart draws measures of an index.
func (c *Chart) OfIndex() bool { return len(c.Roles) > 0 }

// OfTallies says that the chart draws a monitor's tallies.
func (c *Chart) OfTallies() bool { return len(c.Bases) > 0 }

// Takes says that the chart has the parameter.
func (c *Chart) Takes(param string) bool { return slices.Contains(c.Params, param) }

// choice is the place of a parameter in Choices.
func (c *Chart) choice(param string) int {
	return slices.IndexFunc(c.Choices, func(choice Choice) bool { return choice.Param == param })
}

// Indices returns the indices that the chart can draw.
func (c *Chart) Indices(cat *datasets.Catalogue) []*datasets.Index {
	var of []*datasets.Index
	for _, x := range cat.Indices {
		measures := c.Measures(x)
		if len(measures) >= max(1, c.MinMeasures) && len(c.Editions(x, measures[0].Name)) > 0 {
			of = append(of, x)
		}
	}
	return of
}

// Measures returns the measures of an index that the chart can draw.
func (c *Chart) Measures(x *datasets.Index) []*datasets.Measure {
	var of []*datasets.Measure
	for _, m := range x.Measures {
		if !slices.Contains(c.Roles, m.Role) || len(m.Editions()) == 0 || c.World && !m.World {
			continue
		}
		if c.Back > 0 {
			if _, _, ok := nearestPair(m, 0, 0); !ok {
				continue
			}
		}
		of = append(of, m)
	}
	return of
}

// Drawable says that the catalogue has figures that the chart can draw.
func (c *Chart) Drawable(cat *datasets.Catalogue) bool {
	atLeast := 0
	switch {
	case c.ByCovered:
		atLeast = 2
	case c.OfIndex():
		atLeast = 1
	}
	if len(c.Indices(cat)) < atLeast {
		return false
	}
	return !c.OfTallies() || len(cat.Monitors) > 0 && len(c.BasesOf(cat.Monitors[0])) > 0
}
