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

// controls are the fields for the parameters that a chart takes, each a closed set.
func (s *Server) controls(v charts.View, p *locale.Printer) []control {
	if v.Chart.OfTallies() {
		return s.tallyControls(v, p)
	}
	data := func(text string) string { return s.Catalogue.Text(p.Lang, text) }
	x := s.Catalogue.Index(v.Index)
	var controls []control
	measures := control{Name: "measure", Label: p.Text("control.measure")}
	indices := control{Name: "index", Label: p.Text("control.index"), Groups: []group{{}}}
	for _, x := range v.Chart.Indices(s.Catalogue) {
		indices.Groups[0].Choices = append(indices.Groups[0].Choices, choice{x.Name, data(x.Title), x.Name == v.Index})
		g := group{Label: data(x.Title) + " · " + data(x.Publisher)}
		for _, m := range v.Chart.Measures(x) {
			g.Choices = append(g.Choices, choice{x.Name + "." + m.Name, data(m.Title), x.Name == v.Index && m.Name == v.Measure})
		}
		measures.Groups = append(measures.Groups, g)
	}
	if v.Chart.Takes("measure") {
		controls = append(controls, measures)
	} else {
		controls = append(controls, indices)
	}
	if v.Chart.Takes("year") {
		editions := v.Chart.Editions(x, v.Measure)
		controls = append(controls, yearControl("year", p.Text("control.year"),
			p.Text("control.newest", locale.Args{"Edition": editions[len(editions)-1]}), editions, v.Year))
	}
	if v.Chart.Takes("from") {
		m := x.Measure(v.Measure)
		controls = append(controls, s.spanControls(v, m.First(), m.Latest(), p)...)
	}
	if v.Chart.Takes("countries") {
		controls = append(controls, countryControl(v, p))
	}
	return controls
}

func (s *Server) tallyControls(v charts.View, p *locale.Printer) []control {
	m := s.Catalogue.Monitors[0]
	data := func(text string) string { return s.Catalogue.Text(p.Lang, text) }
	measures := control{Name: "measure", Label: p.Text("control.tally")}
	known := charts.TallyMeasures(m, v.Basis)
	for _, t := range m.Measures {
		if !slices.Contains(known, t.Name) && t.Name != v.Measure {
			continue
		}
		if n := len(measures.Groups); n == 0 || measures.Groups[n-1].Label != data(t.Group) {
			measures.Groups = append(measures.Groups, group{Label: data(t.Group)})
		}
		g := &measures.Groups[len(measures.Groups)-1]
		g.Choices = append(g.Choices, choice{t.Name, data(t.Name), t.Name == v.Measure})
	}
	bases := control{Name: "basis", Label: p.Text("control.basis"), Groups: []group{{}}}
	for _, b := range charts.Bases(m) {
		bases.Groups[0].Choices = append(bases.Groups[0].Choices, choice{b, p.Text("basis." + b), b == string(v.Basis)})
	}
	first, last := charts.TallySpan(m)
	return append([]control{measures, bases}, s.spanControls(v, first, last, p)...)
}

// spanControls offer every year of the span, those without an edition too: a
// view may begin or end there.
func (s *Server) spanControls(v charts.View, first, last int, p *locale.Printer) []control {
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

func countryControl(v charts.View, p *locale.Printer) control {
	c := control{Name: "countries", Label: p.Text("control.countries"), Many: true, Most: v.Chart.MaxCountries, Chosen: len(v.Countries)}
	for _, r := range regions() {
		g := group{Label: p.Text(r.message)}
		for _, code := range r.states {
			g.Choices = append(g.Choices, choice{code, p.Country(code), slices.Contains(v.Countries, code)})
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}
