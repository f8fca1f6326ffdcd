package datasets

import (
	"cmp"
	"slices"
)

// Gap is figures of the fifteen that are missing for one reason, in editions
// that follow each other.
type Gap struct {
	Measures  []*Measure // in the order of the index
	From, To  int        // editions, inclusive
	Absence   Absence
	Countries []string // in the order of the codes
}

// Gaps returns which figures of the fifteen are missing between the first and
// the last edition of each measure, and why, the oldest first. Years without an
// edition and years in which a list names nobody are no gaps.
func (x *Index) Gaps() []Gap {
	var gaps []Gap
	for _, m := range x.Measures {
		for _, g := range m.gaps() {
			i := slices.IndexFunc(gaps, func(other Gap) bool {
				return g.From == other.From && g.To == other.To && g.Absence == other.Absence && slices.Equal(g.Countries, other.Countries)
			})
			if i < 0 {
				gaps = append(gaps, g)
				continue
			}
			gaps[i].Measures = append(gaps[i].Measures, m)
		}
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return gaps
}

// gaps are those of one measure. An edition without any is between two gaps; a
// year without an edition is not.
func (m *Measure) gaps() []Gap {
	var gaps []Gap
	last := map[Absence]int{} // where in gaps the edition before is
	for edition := m.First(); edition != 0 && edition <= m.Latest(); edition++ {
		if slices.Contains(m.Index.EditionsWithout, edition) {
			continue
		}
		missing := map[Absence][]string{}
		for _, c := range PostSoviet() {
			if why := m.Absence(c, edition); why == NotRated || why == NotFound {
				missing[why] = append(missing[why], c)
			}
		}
		for _, why := range []Absence{NotRated, NotFound} {
			i, follows := last[why]
			switch {
			case len(missing[why]) == 0:
				delete(last, why)
			case follows && slices.Equal(gaps[i].Countries, missing[why]):
				gaps[i].To = edition
			default:
				last[why] = len(gaps)
				gaps = append(gaps, Gap{Measures: []*Measure{m}, From: edition, To: edition, Absence: why, Countries: missing[why]})
			}
		}
	}
	return gaps
}
