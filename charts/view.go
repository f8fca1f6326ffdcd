package charts

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/datasets"
)

// View is a chart's checked parameters. Equal views have equal queries.
type View struct {
	Chart *Chart
	// Index and Measure are always set; for a chart of tallies alone Index is the
	// name of the monitor.
	Index   string
	Measure string
	// Against is another index, in a chart of one against another.
	Against string
	// Tally is the measure of the monitor in a chart of both.
	Tally     string
	Countries []string // in the order of their codes
	// From and To are editions, or years for a chart of tallies or of several
	// indices; 0 is an open end, so that the view grows with the data. Without
	// From, tallies begin with the first figure of the measure. Of a chart of
	// changes they are the two editions that it compares, see Ends.
	From, To int
	// Year is an edition, or in a chart of several indices the year that they
	// cover; 0 is Newest, so that the view moves with the data.
	Year  int
	Basis datasets.Basis
	// Choices are the values of the chart's own parameters, by their names.
	Choices map[string]string
	// Group is one of the monitor's groups of measures.
	Group string
	// Period is a counting rule or a report; empty is the newest rule.
	Period string
	Theme  string // auto, light or dark
}

// Default returns the view of a chart that nothing was asked of.
func Default(cat *datasets.Catalogue, c *Chart) View {
	view, _ := ParseView(cat, c, nil)
	return view
}

// ViewOf returns the view of a measure of an index or a monitor, with all else
// as where nothing was asked. The chart must be able to draw the measure.
func (c *Chart) ViewOf(index, measure string) View {
	v := View{Chart: c, Index: index, Measure: measure, Countries: c.Countries, Choices: map[string]string{}, Theme: "auto"}
	for _, choice := range c.Choices {
		v.Choices[choice.Param] = choice.Values[0]
	}
	if c.OfTallies() {
		v.Basis = c.Bases[0]
	}
	return v
}

// ParseView checks the parameters of a query. What it does not accept is left
// out of the view, which is always usable, and told as a problem.
func ParseView(cat *datasets.Catalogue, c *Chart, q url.Values) (View, []Problem) {
	p := NewParams(q, c.Params...)
	return p.View(cat, c), p.Problems
}

// Query writes the view canonically: parameters in the chart's order, defaults left out.
func (v View) Query() string {
	var parts []string
	add := func(param, value string) { parts = append(parts, param+"="+value) }
	for _, param := range v.Chart.Params {
		switch param {
		case "index":
			if v.Index != "" {
				add(param, v.Index)
			}
		case "against":
			add(param, v.Against)
		case "measure":
			add(param, v.Measure)
		case "tally":
			add(param, v.Tally)
		case "group":
			add(param, v.Group)
		case "period":
			if v.Period != "" {
				add(param, v.Period)
			}
		case "countries":
			if !slices.Equal(v.Countries, v.Chart.Countries) {
				add(param, strings.Join(v.Countries, ","))
			}
		case "from", "to", "year":
			if n := map[string]int{"from": v.From, "to": v.To, "year": v.Year}[param]; n != 0 {
				add(param, strconv.Itoa(n))
			}
		case "basis":
			if v.Basis != v.Chart.Bases[0] {
				add(param, string(v.Basis))
			}
		case "theme":
			if v.Theme != "auto" {
				add(param, v.Theme)
			}
		default:
			if i := v.Chart.choice(param); v.Choices[param] != v.Chart.Choices[i].Values[0] {
				add(param, v.Choices[param])
			}
		}
	}
	return strings.Join(parts, "&")
}

// Pinned returns the same view with every end that would move with the data
// fixed to where it stands today, for links that must not change.
func (v View) Pinned(cat *datasets.Catalogue) View {
	if v.Chart.Takes("period") && v.Period == "" {
		if rules, _ := Periods(cat.Monitors[0], v); len(rules) > 0 {
			v.Period = rules[len(rules)-1]
		}
	}
	if v.Chart.Takes("year") && v.Year == 0 {
		v.Year = v.Newest(cat)
	}
	if v.Chart.Back > 0 {
		v.From, v.To = v.Ends(cat)
	}
	if v.Chart.Takes("to") && v.To == 0 {
		_, v.To = v.Chart.Span(cat, v)
	}
	return v
}
