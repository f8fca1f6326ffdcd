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

// Problem is a parameter that a view does not take as it was given.
type Problem struct {
	Param   string
	Value   string
	Message string   // id of a message
	Accepts []string // what would be accepted
	// reason says why in a language, where the message does not.
	reason func(lang string) string
}

// Say puts the problem into words.
func (p Problem) Say(l *locale.Printer) string {
	args := locale.Args{"Param": p.Param, "Value": p.Value, "Accepts": strings.Join(p.Accepts, ", ")}
	if p.reason != nil {
		args["Reason"] = p.reason(l.Lang)
	}
	return l.Text(p.Message, args)
}

// maxValues bounds how many values one parameter may carry.
const maxValues = 32

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

// Text returns the text of a parameter, of which only the first letters count
// where there are more than most; it is empty where none is given.
func (p *Params) Text(param string, most int) string {
	value, _ := p.one(param)
	value = strings.TrimSpace(strings.ToValidUTF8(value, ""))
	if letters := []rune(value); len(letters) > most {
		p.Refuse(param, value, "problem.long", []string{strconv.Itoa(most)})
		value = string(letters[:most])
	}
	return value
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
	if c.Takes("index") {
		p.measure(cat, c, v)
	}
	if c.Takes("countries") {
		v.Countries = p.several("countries", datasets.PostSoviet(), c.MaxCountries, c.Countries)
	}
	if c.Takes("year") {
		v.Year = p.year(c.Years(cat, *v))
	}
}

// measure reads which index, and which measure of it where the chart draws one.
func (p *Params) measure(cat *datasets.Catalogue, c *Chart, v *View) {
	indices := c.Indices(cat)
	names := make([]string, len(indices))
	for i, x := range indices {
		names[i] = x.Name
	}
	x := cat.Index(p.Among("index", names, names[0]))
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
	if c.Takes("against") {
		others := slices.DeleteFunc(names, func(name string) bool { return name == v.Index })
		v.Against = p.Among("against", others, others[0])
	}
}

// several reads a parameter that may have several values of a set, in one or in
// many, and returns them in the order of the set; otherwise where none is given
// or none is in the set.
func (p *Params) several(param string, set []string, most int, otherwise []string) []string {
	var given []string
	for _, value := range p.values[param] {
		given = append(given, strings.Split(value, ",")...)
	}
	if len(given) > maxValues {
		p.Refuse(param, strconv.Itoa(len(given)), "problem.many", []string{strconv.Itoa(most)})
		given = given[:maxValues]
	}
	named := map[string]bool{}
	for _, value := range given {
		value = strings.TrimSpace(value)
		i := slices.IndexFunc(set, func(known string) bool { return strings.EqualFold(known, value) })
		switch {
		case value == "":
		case i < 0:
			p.Refuse(param, value, "problem.set", set)
		default:
			named[set[i]] = true
		}
	}
	chosen := slices.DeleteFunc(slices.Clone(set), func(value string) bool { return !named[value] })
	if len(chosen) > most {
		p.Refuse(param, strings.Join(chosen, ","), "problem.many", []string{strconv.Itoa(most)})
		chosen = chosen[:most]
	}
	if len(chosen) == 0 {
		return otherwise
	}
	return chosen
}

func (p *Params) year(years []int) int {
	year, _ := strconv.Atoi(p.Among("year", numerals(years), "0"))
	return year
}

func numerals(numbers []int) []string {
	set := make([]string, len(numbers))
	for i, n := range numbers {
		set[i] = strconv.Itoa(n)
	}
	return set
}

// pair reads from and to as two editions of one regime: figures of two are not
// compared, and the reader is told why and what may be.
func (p *Params) pair(cat *datasets.Catalogue, v *View) {
	m := cat.Index(v.Index).Measure(v.Measure)
	set := numerals(m.Editions())
	v.From, _ = strconv.Atoi(p.Among("from", set, "0"))
	v.To, _ = strconv.Atoi(p.Among("to", set, "0"))
	from, to := v.Ends(cat)
	if from < to && m.Comparable(from, to) {
		return
	}
	sameMethod := m.Comparable(from, to)
	asked := years(from, to)
	v.From, v.To, _ = nearestPair(m, from, to)
	accepts := []string{years(v.From, v.To)}
	if sameMethod {
		p.Refuse("from", asked, "problem.not_before", accepts)
		return
	}
	p.Refuse("from", asked, "problem.regimes", accepts)
	p.Problems[len(p.Problems)-1].reason = func(lang string) string { return cat.Text(lang, m.Regime(max(from, to)).Reason) }
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

// View reads the parameters of a chart.
func (p *Params) View(cat *datasets.Catalogue, c *Chart) View {
	v := c.ViewOf("", "")
	if c.OfIndex() {
		p.index(cat, c, &v)
	}
	if c.OfTallies() {
		p.tallies(cat.Monitors[0], c, &v)
	}
	for _, choice := range c.Choices {
		v.Choices[choice.Param] = p.Among(choice.Param, choice.Values, choice.Values[0])
	}
	switch {
	case c.Back > 0:
		p.pair(cat, &v)
	case c.Takes("from"):
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
