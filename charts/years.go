package charts

import (
	"maps"
	"slices"

	"github.com/sozdex/sozdex/datasets"
)

// Drawn are the indices that a view draws, none where it draws tallies alone.
func (v View) Drawn(cat *datasets.Catalogue) []*datasets.Index {
	switch {
	case !v.Chart.OfIndex():
		return nil
	case !v.Chart.Takes("index"):
		return v.Chart.Indices(cat)
	case v.Chart.Takes("against"):
		return []*datasets.Index{cat.Index(v.Index), cat.Index(v.Against)}
	}
	return []*datasets.Index{cat.Index(v.Index)}
}

// measure is the measure of an index that a view is of.
func (v View) measure(cat *datasets.Catalogue) *datasets.Measure {
	return cat.Index(v.Index).Measure(v.Measure)
}

// Years are those that a view of the chart may be of, ascending: editions, or in
// a chart of several indices the years that at least two of them cover. Where no
// two cover a year it is the last that any covers.
func (c *Chart) Years(cat *datasets.Catalogue, v View) []int {
	if !c.ByCovered {
		return c.Editions(cat.Index(v.Index), v.Measure)
	}
	covering := map[int]int{}
	for _, x := range v.Drawn(cat) {
		for _, e := range mainMeasure(c, x).Editions() {
			covering[x.Covers(e)]++
		}
	}
	maps.DeleteFunc(covering, func(_, n int) bool { return n < 2 })
	if len(covering) == 0 {
		_, last := c.Span(cat, v)
		return []int{last}
	}
	return slices.Sorted(maps.Keys(covering))
}

// Newest is the year that a view is of where the reader chose none: the newest
// edition, or in a chart of several indices the newest year that the most cover.
func (v View) Newest(cat *datasets.Catalogue) int {
	newest, most := 0, 0
	for _, year := range v.Chart.Years(cat, v) {
		covering := 0
		for _, x := range v.Drawn(cat) {
			if v.Chart.ByCovered && slices.Contains(mainMeasure(v.Chart, x).Editions(), x.Edition(year)) {
				covering++
			}
		}
		if covering >= most {
			newest, most = year, covering
		}
	}
	return newest
}

// covered is the year that a view of several indices is of.
func (v View) covered(cat *datasets.Catalogue) int {
	if v.Year != 0 {
		return v.Year
	}
	return v.Newest(cat)
}

// Span is the first and the last year that a view of the chart can ask for:
// editions of an index, or years of a monitor and of what an index covers.
func (c *Chart) Span(cat *datasets.Catalogue, v View) (first, last int) {
	switch {
	case c.ByCovered:
		return c.coveredSpan(v.Drawn(cat))
	case !c.OfTallies():
		m := v.measure(cat)
		return m.First(), m.Latest()
	}
	first, last = TallySpan(cat.Monitors[0])
	if c.OfIndex() {
		x := cat.Index(v.Index)
		last = max(last, x.Covers(x.Measure(v.Measure).Latest()))
	}
	return first, last
}

// coveredSpan is the first and the last year that any of some indices covers.
func (c *Chart) coveredSpan(indices []*datasets.Index) (first, last int) {
	for _, x := range indices {
		m := mainMeasure(c, x)
		if covers := x.Covers(m.First()); first == 0 || covers < first {
			first = covers
		}
		last = max(last, x.Covers(m.Latest()))
	}
	return first, last
}

// Ends are the two editions that a view of a chart of changes compares. They are
// of one regime in every view that was read: an end that is open is one that may
// be compared with the other.
func (v View) Ends(cat *datasets.Catalogue) (from, to int) {
	m := v.measure(cat)
	to = v.To
	for i := len(m.Editions()) - 1; to == 0 && i >= 0; i-- {
		// The first edition of a method has nothing to be compared with.
		edition := m.Editions()[i]
		if before, ok := m.Previous(edition); ok && (v.From == 0 || v.From <= before && m.Comparable(v.From, edition)) {
			to = edition
		}
	}
	if to == 0 {
		// Nothing may be compared with from, which is refused where views are read.
		to = m.Latest()
	}
	from = v.From
	if from == 0 {
		from = earlier(m, to, v.Chart.Back)
	}
	return from, to
}

// earlier is the edition so many before another, or the first of its regime
// where that has fewer.
func earlier(m *datasets.Measure, edition, back int) int {
	for range back {
		before, ok := m.Previous(edition)
		if !ok {
			break
		}
		edition = before
	}
	return edition
}

// nearestPair is the pair of editions of one regime that is closest to a pair
// that is not; of two that are as close, the newer. It is false where no two
// editions of the measure may be compared.
func nearestPair(m *datasets.Measure, from, to int) (a, b int, ok bool) {
	nearest := 0
	for _, then := range m.Editions() {
		for _, now := range m.Editions() {
			if then >= now || !m.Comparable(then, now) {
				continue
			}
			if d := max(then-from, from-then) + max(now-to, to-now); !ok || d <= nearest {
				a, b, nearest, ok = then, now, d, true
			}
		}
	}
	return a, b, ok
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
