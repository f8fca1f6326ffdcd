package main

import (
	"net/url"
	"slices"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/option"
	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/datasets"
)

// shown is the embed that is measured: the one in the README, and one of those
// with the most bytes.
const shown = "/en/embed/trend?index=rsf&measure=score"

// heaviest is the embed with the most bytes of all measures and languages.
const heaviest = "/kk/embed/trend?index=vdem&measure=electoral_democracy"

// shownFigure is what the embed that is shown says.
func (s *stage) shownFigure() charts.Figure {
	trend := charts.Find("trend")
	return trend.Figure(s.catalogue, trend.ViewOf("rsf", "score"), s.english)
}

// figures are what every chart says of every index that it can draw, where
// nothing else was asked of it.
func (s *stage) figures() []charts.Figure {
	var all []charts.Figure
	for _, chart := range charts.All() {
		views := []charts.View{}
		for _, index := range chart.Indices(s.catalogue) {
			view, _ := charts.ParseView(s.catalogue, chart, url.Values{"index": {index.Name}})
			views = append(views, view)
		}
		if chart.OfTallies() {
			views = append(views, charts.Default(s.catalogue, chart))
		}
		for _, view := range views {
			all = append(all, chart.Figure(s.catalogue, view, s.english))
		}
	}
	return all
}

// job is one drawing.
type job struct {
	chart, index string
	render.Layout
	option []byte
}

// jobs are the figures in both layouts.
func (s *stage) jobs() ([]job, error) {
	var all []job
	for _, f := range s.figures() {
		built, err := option.Build(f)
		if err != nil {
			return nil, err
		}
		narrow, wide := render.Layouts(f)
		for _, layout := range []render.Layout{narrow, wide} {
			all = append(all, job{f.Chart, f.Index, layout, built})
		}
	}
	return all, nil
}

// manyViews returns so many different addresses, no more than there are: trends
// of pairs of countries by index, language and theme, in the forms "embed",
// "page" and "svg", or in one of them. Those that share their drawings stand
// together, for drawing takes the most time.
func (s *stage) manyViews(form string, n int) []string {
	forms := []struct{ name, path string }{{"embed", "/embed/trend?"}, {"page", "/charts/trend?"}, {"svg", "/charts/trend.svg?"}}
	trend := charts.Find("trend")
	states := datasets.PostSoviet()
	slices.Sort(states)
	var paths []string
	for i := range states {
		for j := range i {
			for _, index := range trend.Indices(s.catalogue) {
				for _, lang := range locale.Languages() {
					view := trend.ViewOf(index.Name, index.Main().Name)
					view.Countries = []string{states[j], states[i]}
					for _, view.Theme = range []string{"auto", "light", "dark"} {
						for _, f := range forms {
							if form == "" || form == f.name {
								paths = append(paths, "/"+lang+f.path+view.Query())
							}
						}
					}
				}
			}
		}
	}
	return paths[:min(n, len(paths))]
}
