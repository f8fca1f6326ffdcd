package search

import (
	"math/bits"
	"slices"
	"strconv"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
)

// maxDirect bounds the measures that are offered where a query fits several
// equally well.
const maxDirect = 3

// direct leads to the measure that a query names together with countries or an
// edition: to its trend for these countries, and to the ranking of that edition.
// It finds nothing where any single thing has more of the words, most.
func (f *Finder) direct(query []string, asked []sought, found []match, most int, p *locale.Printer) []Result {
	countries, taken := countriesIn(found)
	year, dated := editionIn(query)
	var rest []sought
	for i, word := range asked {
		if (taken|dated)&(1<<i) == 0 {
			rest = append(rest, word)
		}
	}
	var results []Result
	for _, m := range f.measures(rest, p.Lang) {
		ofEdition := slices.Contains(m.measure.Editions(), year)
		all := m.found() + bits.OnesCount64(taken)
		if ofEdition {
			all++
		}
		if all == m.found() || all < most {
			continue
		}
		title, index := charts.NameMeasure(f.catalogue, m.measure, p), m.measure.Index
		if trend := f.chart("trend"); trend != nil && len(countries) > 0 && slices.Contains(trend.Measures(index), m.measure) {
			view := trend.ViewOf(index.Name, m.measure.Name)
			view.Countries = countries[:min(len(countries), trend.MaxCountries)]
			results = append(results, directly(view, title+": "+countryNames(view.Countries, p), p))
		}
		if ranking := f.chart("ranking"); ranking != nil && ofEdition && slices.Contains(ranking.Measures(index), m.measure) {
			view := ranking.ViewOf(index.Name, m.measure.Name)
			view.Year = year
			results = append(results, directly(view, p.Text("ranking.title", locale.Args{"Measure": title, "Edition": year}), p))
		}
	}
	return results
}

// measures returns the indices and measures that fit best, at most maxDirect of
// those that fit equally well.
func (f *Finder) measures(query []sought, lang string) []match {
	if len(query) == 0 {
		return nil
	}
	var best []match
	for i := range f.entries {
		e := &f.entries[i]
		if e.measure == nil {
			continue
		}
		m := match{e, e.fit(query, lang)}
		switch {
		case m.found() == 0 || m.name.told:
		case len(best) == 0 || better(m.fit, best[0].fit) < 0:
			best = []match{m}
		case better(m.fit, best[0].fit) == 0 && len(best) < maxDirect:
			best = append(best, m)
		}
	}
	return best
}

func directly(v charts.View, title string, p *locale.Printer) Result {
	return Result{Kind: Direct, Title: title, About: p.Text("chart." + v.Chart.Slug), Path: chartPath(v)}
}

// countriesIn returns the codes of the countries that a query names, each by words
// of its own, in the order of the codes, and these words.
func countriesIn(found []match) (codes []string, taken uint64) {
	for _, m := range found {
		if m.country != "" && m.words&taken == 0 {
			codes = append(codes, m.country)
			taken |= m.words
		}
	}
	slices.Sort(codes)
	return codes, taken
}

func countryNames(codes []string, p *locale.Printer) string {
	said := make([]string, len(codes))
	for i, code := range codes {
		said[i] = p.Country(code)
	}
	return p.List(said)
}

// editionIn is the first word of a query that is a year, and its bit.
func editionIn(query []string) (year int, bit uint64) {
	for i, word := range query {
		if n, err := strconv.Atoi(word); err == nil && len(word) == 4 {
			return n, 1 << i
		}
	}
	return 0, 0
}
