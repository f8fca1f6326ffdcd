// Package search finds what a reader's words name: countries, indices and their
// measures, charts, what the monitor counts, its reports and pages, by their
// names in every language whatever language the reader reads.
//
// It must not know HTTP.
package search

import (
	"math/bits"
	"slices"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// MaxQuery bounds the letters of a query.
const MaxQuery = 100

const (
	maxWords   = 16
	maxResults = 40
)

// Kind is what a result is.
type Kind string

const (
	Direct  Kind = "direct" // a view of a measure for the countries and the edition that a query names
	Country Kind = "country"
	Index   Kind = "index"
	Measure Kind = "measure"
	Chart   Kind = "chart"
	Tally   Kind = "tally"
	Report  Kind = "report"
	Page    Kind = "page"
)

// Result is something that was found.
type Result struct {
	Kind  Kind
	Title string
	About string // what it is, or what it belongs to; may be empty
	// Also is the name that it was found by, where that is not the title.
	Also string
	Path string // leads to it from /{lang}/, with its query
}

// Finder finds what is in one catalogue. It is safe for concurrent use.
type Finder struct {
	catalogue *datasets.Catalogue
	charts    []*charts.Chart
	bundle    *locale.Bundle
	known     vocabulary
	entries   []entry
}

// New makes a Finder of a catalogue and of the charts that it can draw.
func New(cat *datasets.Catalogue, drawable []*charts.Chart, bundle *locale.Bundle) *Finder {
	f := &Finder{catalogue: cat, charts: drawable, bundle: bundle, known: vocabulary{places: map[string]int{}}}
	f.addCountries()
	f.addIndices()
	f.addCharts()
	f.addMonitor()
	f.addPages()
	return f
}

// Find returns what the words of a query name, the best first, in a language:
// all of its words, or else as many of them as anything has. Only the first
// words of a long query count.
func (f *Finder) Find(query string, p *locale.Printer) []Result {
	told := telling(query)
	if len(told) == 0 {
		return nil
	}
	asked := f.known.compare(told)
	var found []match
	most := 0
	for i := range f.entries {
		e := &f.entries[i]
		if fits := e.fit(asked, p.Lang); fits.words != 0 {
			found = append(found, match{e, fits})
			most = max(most, fits.found())
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return better(a.fit, b.fit) })
	results := f.direct(told, asked, found, most, p)
	for _, m := range found {
		// Where all of a query is a view, the countries of that have fewer of its words.
		if of := m.kind == Country && len(results) > 0; (of || m.found() == most) && len(results) < maxResults {
			results = append(results, m.result(p.Lang))
		}
	}
	return results
}

// match is an entry with how a query fits it.
type match struct {
	*entry
	fit
}

func (m match) result(lang string) Result {
	r := Result{Kind: m.kind, Title: m.titles[lang], About: m.abouts[lang], Path: m.path}
	if !m.name.told && !slices.Equal(words(r.Title), words(m.name.text)) {
		r.Also = m.name.text
	}
	return r
}

// entry is something that can be found.
type entry struct {
	kind   Kind
	path   string
	titles map[string]string // by language
	abouts map[string]string
	names  []name // the titles in the order of the languages, other names, what tells of it
	of     []name // names of what it belongs to: they add to its own

	country string            // code of a country
	measure *datasets.Measure // of an index, or of a measure
}

// fit fits a query to the names of an entry; of equal ones the title that the
// reader sees is taken.
func (e *entry) fit(query []sought, lang string) fit {
	f := fitName(query, e.names[slices.Index(locale.Languages(), lang)])
	if other := fitNames(query, e.names); f.words == 0 || better(other, f) < 0 {
		f = other
	}
	if f.words == 0 {
		return f
	}
	of := fitNames(query, e.of)
	more := of.words &^ f.words
	f.words |= more
	f.sum += bits.OnesCount64(more)
	return f
}

// Groups parts results by kind, in the order of the best of each.
func Groups(results []Result) [][]Result {
	var groups [][]Result
	for _, r := range results {
		i := slices.IndexFunc(groups, func(g []Result) bool { return g[0].Kind == r.Kind })
		if i < 0 {
			i = len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

// inEach says something in each language.
func (f *Finder) inEach(say func(*locale.Printer) string) map[string]string {
	said := map[string]string{}
	for _, lang := range locale.Languages() {
		said[lang] = say(f.bundle.In(lang))
	}
	return said
}

// data is a text of the data in each language.
func (f *Finder) data(text string) map[string]string {
	return f.inEach(func(p *locale.Printer) string { return f.catalogue.Text(p.Lang, text) })
}

// message is a message in each language.
func (f *Finder) message(id string) map[string]string {
	return f.inEach(func(p *locale.Printer) string { return p.Text(id) })
}

// add adds an entry that is found by its titles, by other names and, unless that
// only names what it belongs to, by what tells of it.
func (f *Finder) add(e entry, others ...string) {
	for _, lang := range locale.Languages() {
		e.names = append(e.names, f.known.names(e.titles[lang])...)
	}
	e.names = append(e.names, f.known.names(others...)...)
	if len(e.of) == 0 {
		for _, n := range f.known.names(texts(e.abouts)...) {
			n.told = true
			e.names = append(e.names, n)
		}
	}
	f.entries = append(f.entries, e)
}

// chart returns a chart that the data can draw, or nil.
func (f *Finder) chart(slug string) *charts.Chart {
	i := slices.IndexFunc(f.charts, func(c *charts.Chart) bool { return c.Slug == slug })
	if i < 0 {
		return nil
	}
	return f.charts[i]
}

// texts are what something is called in every language.
func texts(of ...map[string]string) []string {
	var all []string
	for _, said := range of {
		for _, lang := range locale.Languages() {
			all = append(all, said[lang])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
