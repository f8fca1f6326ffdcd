package charts

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// View is a chart's checked parameters. Equal views have equal queries.
type View struct {
	Chart *Chart
	// Index and Measure are always set; for a chart of tallies alone Index is the
	// name of the monitor.
	Index   string
	Measure string
	// Tally is the measure of the monitor in a chart of both.
	Tally     string
	Countries []string // in the order of their codes
	// From and To are editions, or years for a chart of tallies; 0 is an open
	// end, so that the view grows with the data. Without From, tallies begin
	// with the first figure of the measure.
	From, To int
	// Year is an edition; 0 is the newest, so that the view moves with the data.
	Year  int
	Basis datasets.Basis
	// Group is one of the monitor's groups of measures.
	Group string
	// Period is a counting rule or a report; empty is the newest rule.
	Period string
	Theme  string // auto, light or dark
}

// Problem is a parameter that a view does not take as it was given.
type Problem struct {
	Param   string
	Value   string
	Message string   // id of a message
	Accepts []string // what would be accepted
}

// Say puts the problem into words.
func (p Problem) Say(l *locale.Printer) string {
	return l.Text(p.Message, locale.Args{"Param": p.Param, "Value": p.Value, "Accepts": strings.Join(p.Accepts, ", ")})
}

// maxValues bounds how many values one parameter may carry.
const maxValues = 32

// Default returns the view of a chart that nothing was asked of.
func Default(cat *datasets.Catalogue, c *Chart) View {
	view, _ := ParseView(cat, c, nil)
	return view
}

// ViewOf returns the view of a measure of an index or a monitor, with all else
// as where nothing was asked. The chart must be able to draw the measure.
func (c *Chart) ViewOf(index, measure string) View {
	v := View{Chart: c, Index: index, Measure: measure, Countries: c.Countries, Theme: "auto"}
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

// View reads the parameters of a chart.
func (p *Params) View(cat *datasets.Catalogue, c *Chart) View {
	v := c.ViewOf("", "")
	if c.OfIndex() {
		p.index(cat, c, &v)
	}
	if c.OfTallies() {
		p.tallies(cat.Monitors[0], c, &v)
	}
	if c.Takes("from") {
		v.From, v.To = p.Span(c.Span(cat, v))
		// An index begins with its first edition anyway, a monitor's tallies with
		// the first of the measure.
		if first, _ := c.Span(cat, v); v.From == first && !c.OfTallies() {
			v.From = 0
		}
	}
	if c.Takes("theme") {
		v.Theme = p.Among("theme", []string{"auto", "light", "dark"}, v.Theme)
	}
	return v
}

// Params reads the parameters of a query. What it does not accept it leaves out
// and tells as a problem.
type Params struct {
	Problems []Problem
	values   url.Values
}

// NewParams reads a query of which only the named parameters are accepted.
func NewParams(q url.Values, names ...string) *Params {
	p := &Params{values: q}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if !slices.Contains(names, name) {
			p.Refuse(name, name, "problem.unknown", names)
		}
	}
	return p
}

// Refuse tells of a problem with a parameter, in the words of a message.
func (p *Params) Refuse(param, value, message string, accepts []string) {
	p.Problems = append(p.Problems, Problem{Param: Shorten(param), Value: Shorten(value), Message: message, Accepts: accepts})
}

// Among returns the value of a parameter that must be one of a set, or
// otherwise where none is given or it is not in the set.
func (p *Params) Among(param string, set []string, otherwise string) string {
	value, ok := p.one(param)
	if !ok {
		return otherwise
	}
	return p.among(param, value, set, otherwise)
}

func (p *Params) among(param, value string, set []string, otherwise string) string {
	if slices.Contains(set, value) {
		return value
	}
	p.Refuse(param, value, "problem.set", set)
	return otherwise
}

// one returns the only value of a parameter. An empty one counts as none: a
// form sends empty fields.
func (p *Params) one(param string) (string, bool) {
	values := p.values[param]
	if len(values) > 1 {
		p.Refuse(param, strings.Join(values[:2], ", ")+", …", "problem.once", nil)
	}
	if len(values) == 0 || values[0] == "" {
		return "", false
	}
	return values[0], true
}

// Shorten bounds how much of a hostile value is said back.
func Shorten(value string) string {
	const most = 60
	if r := []rune(value); len(r) > most {
		return string(r[:most]) + "…"
	}
	return value
}

func (p *Params) index(cat *datasets.Catalogue, c *Chart, v *View) {
	indices := c.Indices(cat)
	names := make([]string, len(indices))
	for i, x := range indices {
		names[i] = x.Name
	}
	x := indices[0]
	if c.Takes("index") {
		x = cat.Index(p.Among("index", names, x.Name))
	}
	var measure string
	var given bool
	if c.Takes("measure") {
		measure, given = p.one("measure")
	}
	// One control of a form can choose index and measure together: rsf.score.
	if name, of, paired := strings.Cut(measure, "."); paired && slices.Contains(names, name) {
		x, measure = cat.Index(name), of
	}
	v.Index, v.Measure = x.Name, mainMeasure(c, x).Name
	if given {
		var set []string
		for _, m := range c.Measures(x) {
			set = append(set, m.Name)
		}
		v.Measure = p.among("measure", measure, set, v.Measure)
	}
	if c.Takes("countries") {
		v.Countries = p.countries(c, x)
	}
	if c.Takes("year") {
		v.Year = p.edition(c.Editions(x, v.Measure))
	}
}

// Span is the first and the last year that a view of the chart can ask for:
// editions of an index, or years of a monitor and of what an index covers.
func (c *Chart) Span(cat *datasets.Catalogue, v View) (first, last int) {
	if !c.OfTallies() {
		m := cat.Index(v.Index).Measure(v.Measure)
		return m.First(), m.Latest()
	}
	first, last = TallySpan(cat.Monitors[0])
	if c.OfIndex() {
		x := cat.Index(v.Index)
		last = max(last, x.Covers(x.Measure(v.Measure).Latest()))
	}
	return first, last
}

// Editions are those that a chart can be asked for: of the measure, or where
// the chart draws every measure of an index, those that have enough of them.
func (c *Chart) Editions(x *datasets.Index, measure string) []int {
	if c.Takes("measure") {
		return x.Measure(measure).Editions()
	}
	measures := map[int]int{}
	for _, m := range c.Measures(x) {
		for _, e := range m.Editions() {
			measures[e]++
		}
	}
	maps.DeleteFunc(measures, func(_, n int) bool { return n < c.MinMeasures })
	return slices.Sorted(maps.Keys(measures))
}

func mainMeasure(c *Chart, x *datasets.Index) *datasets.Measure {
	of := c.Measures(x)
	if slices.Contains(of, x.Main()) {
		return x.Main()
	}
	return of[0]
}

func (p *Params) countries(c *Chart, x *datasets.Index) []string {
	var given, chosen []string
	for _, value := range p.values["countries"] {
		given = append(given, strings.Split(value, ",")...)
	}
	if len(given) > maxValues {
		p.Refuse("countries", strconv.Itoa(len(given)), "problem.many", []string{strconv.Itoa(c.MaxCountries)})
		given = given[:maxValues]
	}
	for _, code := range given {
		code = strings.ToUpper(strings.TrimSpace(code))
		switch {
		case code == "":
		case !slices.Contains(datasets.PostSoviet(), code):
			p.Refuse("countries", code, "problem.set", datasets.PostSoviet())
		default:
			chosen = append(chosen, code)
		}
	}
	slices.Sort(chosen)
	chosen = slices.Compact(chosen)
	if len(chosen) > c.MaxCountries {
		p.Refuse("countries", strings.Join(chosen, ","), "problem.many", []string{strconv.Itoa(c.MaxCountries)})
		chosen = chosen[:c.MaxCountries]
	}
	if len(chosen) == 0 {
		return c.Countries
	}
	return chosen
}

func (p *Params) edition(editions []int) int {
	set := make([]string, len(editions))
	for i, e := range editions {
		set[i] = strconv.Itoa(e)
	}
	year, _ := strconv.Atoi(p.Among("year", set, "0"))
	return year
}

// Span reads from and to, years of a span; 0 is an open end. An end that is
// given is kept even where it is today's last: it says "to 2026", not "to now".
func (p *Params) Span(first, last int) (from, to int) {
	read := func(param string) int {
		value, ok := p.one(param)
		if !ok {
			return 0
		}
		year, err := strconv.Atoi(value)
		if err != nil || year < first || year > last {
			p.Refuse(param, value, "problem.range", []string{fmt.Sprintf("%d–%d", first, last)})
			return 0
		}
		return year
	}
	from, to = read("from"), read("to")
	if from != 0 && to != 0 && from > to {
		p.Refuse("from", strconv.Itoa(from), "problem.order", []string{strconv.Itoa(to)})
		return 0, 0
	}
	return from, to
}

func (p *Params) tallies(m *datasets.Monitor, c *Chart, v *View) {
	if known := c.BasesOf(m); !slices.Contains(known, string(v.Basis)) {
		v.Basis = datasets.Basis(known[0])
	}
	if c.Takes("basis") {
		set := slices.DeleteFunc(Bases(m), func(b string) bool { return !slices.Contains(c.Bases, datasets.Basis(b)) })
		v.Basis = datasets.Basis(p.Among("basis", set, string(v.Basis)))
	}
	// A basis or a measure without a figure on the basis is a fair question with an empty
	// answer: another in its place would be a wrong one.
	measure, param := &v.Measure, "measure"
	if c.OfIndex() {
		measure, param = &v.Tally, "tally"
	} else {
		v.Index = m.Name
	}
	*measure = c.first(m, v.Basis)
	if c.Takes(param) {
		*measure = p.Among(param, c.allTallies(m), *measure)
	}
	if c.Takes("group") {
		first, _ := m.Measure(*measure)
		v.Group = p.Among("group", Groups(m), first.Group)
	}
	if c.Takes("period") {
		rules, reports := Periods(m, *v)
		v.Period = p.Among("period", append(rules, reports...), "")
	}
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
		editions := v.Chart.Editions(cat.Index(v.Index), v.Measure)
		v.Year = editions[len(editions)-1]
	}
	if v.Chart.Takes("to") && v.To == 0 {
		_, v.To = v.Chart.Span(cat, v)
	}
	return v
}
