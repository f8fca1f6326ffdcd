package server

import (
	"slices"
	"strconv"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
)

// control is one field of the form. Groups are the choices under their headings.
type control struct {
	Name    string
	Label   string
	Many    bool // checkboxes instead of a list
	Most    int
	Chosen  int
	Groups  []group
	Compact bool
	// Slides is set where the script may offer a slider over the years of the
	// list: the year that the open end stands for.
	Slides int
}

type group struct {
	Label   string
	Choices []choice
}

type choice struct {
	Value  string
	Label  string
	Chosen bool
}

// controls are the fields for the parameters that a chart takes, each a closed
// set, in the order of its parameters.
func (s *Server) controls(v charts.View, p *locale.Printer) []control {
	var controls []control
	for _, param := range v.Chart.Params {
		switch {
		case param == "measure" && v.Chart.OfIndex():
			controls = append(controls, s.measureControl(v, p))
		case param == "measure", param == "tally":
			controls = append(controls, s.tallyControl(param, v, p))
		case param == "index" && !v.Chart.Takes("measure"):
			controls = append(controls, s.indexControl("index", v.Index, v, p))
		case param == "against":
			controls = append(controls, s.indexControl("against", v.Against, v, p))
		case param == "basis":
			controls = append(controls, s.basisControl(v, p))
		case param == "group":
			controls = append(controls, s.groupControl(v, p))
		case param == "period":
			controls = append(controls, s.periodControl(v, p))
		case param == "year":
			label, newest := "control.year", "control.newest"
			if v.Chart.ByCovered {
				label, newest = "control.covered", "control.newest_most"
			}
			open := v.Newest(s.Catalogue)
			year := yearControl("year", p.Text(label), p.Text(newest, locale.Args{"Edition": open}), v.Chart.Years(s.Catalogue, v), v.Year)
			year.Slides = open
			controls = append(controls, year)
		case param == "from" && v.Chart.Back > 0:
			controls = append(controls, s.pairControls(v, p)...)
		case param == "from":
			controls = append(controls, s.spanControls(v, p)...)
		case param == "countries":
			controls = append(controls, countryControl(v.Countries, v.Chart.MaxCountries, p))
		}
		for _, choice := range v.Chart.Choices {
			if choice.Param == param {
				controls = append(controls, choiceControl(choice, v, p))
			}
		}
	}
	return controls
}

// measureControl chooses index and measure together.
func (s *Server) measureControl(v charts.View, p *locale.Printer) control {
	c := control{Name: "measure", Label: p.Text("control.measure")}
	for _, x := range v.Chart.Indices(s.Catalogue) {
		g := group{Label: s.data(p, x.Title) + " · " + s.data(p, x.Publisher)}
		for _, m := range v.Chart.Measures(x) {
			g.Choices = append(g.Choices, choice{x.Name + "." + m.Name, s.data(p, m.Title), x.Name == v.Index && m.Name == v.Measure})
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}

func (s *Server) indexControl(param, chosen string, v charts.View, p *locale.Printer) control {
	c := control{Name: param, Label: p.Text("control." + param), Groups: []group{{}}}
	for _, x := range v.Chart.Indices(s.Catalogue) {
		if param == "against" && x.Name == v.Index {
			continue
		}
		c.Groups[0].Choices = append(c.Groups[0].Choices, choice{x.Name, s.data(p, x.Title), x.Name == chosen})
	}
	return c
}

func choiceControl(of charts.Choice, v charts.View, p *locale.Printer) control {
	c := control{Name: of.Param, Label: p.Text("control." + of.Param), Groups: []group{{}}}
	for _, value := range of.Values {
		c.Groups[0].Choices = append(c.Groups[0].Choices, choice{value, p.Text("choice." + of.Param + "." + value), value == v.Choices[of.Param]})
	}
	return c
}

// tallyControl chooses among the monitor's measures, in their groups.
func (s *Server) tallyControl(param string, v charts.View, p *locale.Printer) control {
	m := s.Catalogue.Monitors[0]
	chosen := v.Measure
	if param == "tally" {
		chosen = v.Tally
	}
	c := control{Name: param, Label: p.Text("control.tally")}
	known := v.Chart.TalliesOf(m, v.Basis)
	for _, t := range m.Measures {
		if !slices.Contains(known, t.Name) && t.Name != chosen {
			continue
		}
		if n := len(c.Groups); n == 0 || c.Groups[n-1].Label != s.data(p, t.Group) {
			c.Groups = append(c.Groups, group{Label: s.data(p, t.Group)})
		}
		g := &c.Groups[len(c.Groups)-1]
		g.Choices = append(g.Choices, choice{t.Name, s.data(p, t.Name), t.Name == chosen})
	}
	return c
}

func (s *Server) basisControl(v charts.View, p *locale.Printer) control {
	c := control{Name: "basis", Label: p.Text("control.basis"), Groups: []group{{}}}
	for _, b := range v.Chart.BasesOf(s.Catalogue.Monitors[0]) {
		c.Groups[0].Choices = append(c.Groups[0].Choices, choice{b, p.Text("basis." + b), b == string(v.Basis)})
	}
	return c
}

func (s *Server) groupControl(v charts.View, p *locale.Printer) control {
	c := control{Name: "group", Label: p.Text("control.group"), Groups: []group{{}}}
	for _, g := range charts.Groups(s.Catalogue.Monitors[0]) {
		c.Groups[0].Choices = append(c.Groups[0].Choices, choice{g, s.data(p, g), g == v.Group})
	}
	return c
}

// periodControl chooses all reports of one counting rule, or one report.
func (s *Server) periodControl(v charts.View, p *locale.Printer) control {
	m := s.Catalogue.Monitors[0]
	rules, reports := charts.Periods(m, v)
	c := control{Name: "period", Label: p.Text("control.period"), Groups: []group{
		{Choices: []choice{{"", p.Text("control.newest_rule"), v.Period == ""}}}, {Label: p.Text("control.rules")}, {Label: p.Text("control.reports")}}}
	for _, name := range slices.Backward(rules) {
		c.Groups[1].Choices = append(c.Groups[1].Choices, choice{name, charts.PeriodName(s.Catalogue, v.Basis, name, p), v.Period == name})
	}
	for _, name := range slices.Backward(reports) {
		c.Groups[2].Choices = append(c.Groups[2].Choices, choice{name, charts.PeriodName(s.Catalogue, v.Basis, name, p), v.Period == name})
	}
	return c
}

// spanControls offer every year of the span, those without an edition too: a
// view may begin or end there.
func (s *Server) spanControls(v charts.View, p *locale.Printer) []control {
	first, last := v.Chart.Span(s.Catalogue, v)
	var years []int
	for y := first; y <= last; y++ {
		years = append(years, y)
	}
	// Editions begin where the measure does; tallies with their first figure,
	// which may be long after the first year of the monitor.
	open, since := p.Text("control.first", locale.Args{"Edition": first}), years[1:]
	if v.Chart.OfTallies() {
		open, since = p.Text("control.first_figure"), years
	}
	return []control{
		yearControl("from", p.Text("control.from"), open, since, v.From),
		yearControl("to", p.Text("control.to"), p.Text("control.newest", locale.Args{"Edition": last}), years, v.To),
	}
}

// pairControls choose two editions, each of those that some other may be compared
// with.
func (s *Server) pairControls(v charts.View, p *locale.Printer) []control {
	m := s.Catalogue.Index(v.Index).Measure(v.Measure)
	var earlier, later []int
	for _, edition := range m.Editions() {
		if before, ok := m.Previous(edition); ok {
			earlier, later = append(earlier, before), append(later, edition)
		}
	}
	openFrom, openTo := v, v
	openFrom.From, openTo.To = 0, 0
	back, to := openFrom.Ends(s.Catalogue)
	_, newest := openTo.Ends(s.Catalogue)
	steps := slices.Index(m.Editions(), to) - slices.Index(m.Editions(), back)
	return []control{
		yearControl("from", p.Text("control.from"), p.Count("control.back", steps, locale.Args{"Edition": back}), earlier, v.From),
		yearControl("to", p.Text("control.to"), p.Text("control.newest", locale.Args{"Edition": newest}), later, v.To),
	}
}

// yearControl lists years, the newest first, below the end that moves with the data.
func yearControl(name, label, open string, years []int, chosen int) control {
	g := group{Choices: []choice{{"", open, chosen == 0}}}
	for i := len(years) - 1; i >= 0; i-- {
		g.Choices = append(g.Choices, choice{strconv.Itoa(years[i]), strconv.Itoa(years[i]), years[i] == chosen})
	}
	return control{Name: name, Label: label, Compact: true, Groups: []group{g}}
}

// regions are the fifteen as readers look for them.
func regions() []struct {
	message string
	states  []string
} {
	return []struct {
		message string
		states  []string
	}{
		{"region.central_asia", []string{"KAZ", "KGZ", "TJK", "TKM", "UZB"}},
		{"region.south_caucasus", []string{"ARM", "AZE", "GEO"}},
		{"region.baltic", []string{"EST", "LVA", "LTU"}},
		{"region.eastern_europe", []string{"BLR", "MDA", "RUS", "UKR"}},
	}
}

func countryControl(chosen []string, most int, p *locale.Printer) control {
	c := control{Name: "countries", Label: p.Text("control.countries"), Many: most > 1, Most: most, Chosen: len(chosen)}
	if !c.Many {
		c.Label = p.Text("control.country")
	}
	c.Groups = countryGroups(chosen, p)
	return c
}

// countryGroups are the fifteen by region.
func countryGroups(chosen []string, p *locale.Printer) []group {
	var groups []group
	for _, r := range regions() {
		g := group{Label: p.Text(r.message)}
		for _, code := range r.states {
			g.Choices = append(g.Choices, choice{code, p.Country(code), slices.Contains(chosen, code)})
		}
		groups = append(groups, g)
	}
	return groups
}
