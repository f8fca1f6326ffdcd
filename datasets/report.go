package datasets

import (
	"slices"
	"strconv"
	"time"
)

// Report is everything that one source tells.
type Report struct {
	// Name is that of the period, "2021-08" or "2019"; where sources tell of the
	// same period, all but the first in the file end in -2, -3 and so on.
	Name   string
	Source string
	// Basis is Year where every figure counts over a whole year, else Month.
	Basis Basis
	// From and To bound what the report is about: the month, or the year, that
	// the latest period among its tallies ends with.
	From, To time.Time
	Tallies  []Tally
}

// Reports returns what each source tells, newest first. Sources that only
// quote the monitor are not reports.
func (m *Monitor) Reports() []Report {
	bySource := map[string]*Report{}
	var order []*Report
	for _, t := range m.tallies {
		if t.Flag == Secondhand {
			continue
		}
		r := bySource[t.Source]
		if r == nil {
			r = &Report{Source: t.Source, Basis: Year}
			bySource[t.Source] = r
			order = append(order, r)
		}
		r.Tallies = append(r.Tallies, t)
		if t.Basis != Year {
			r.Basis = Month
		}
		if t.To.After(r.To) {
			r.To = t.To
		}
	}
	reports := make([]Report, len(order))
	seen := map[string]int{}
	for i, r := range order {
		first, layout := r.To.Month(), yearMonth
		if r.Basis == Year {
			first, layout = time.January, "2006"
		}
		r.From = time.Date(r.To.Year(), first, 1, 0, 0, 0, 0, time.UTC)
		r.Name = r.To.Format(layout)
		if seen[r.Name]++; seen[r.Name] > 1 {
			r.Name += "-" + strconv.Itoa(seen[r.Name])
		}
		reports[i] = *r
	}
	slices.SortStableFunc(reports, func(a, b Report) int { return b.To.Compare(a.To) })
	return reports
}

// Report returns the report of that name.
func (m *Monitor) Report(name string) (Report, bool) {
	reports := m.Reports()
	i := slices.IndexFunc(reports, func(r Report) bool { return r.Name == name })
	if i < 0 {
		return Report{}, false
	}
	return reports[i], true
}

// Before returns the last report before one that may be compared with it: on
// the same basis, and counted in the same way.
func (m *Monitor) Before(r Report) (Report, bool) {
	for _, earlier := range m.Reports() {
		if earlier.To.Before(r.To) && earlier.Basis == r.Basis && m.CountedAlike(earlier.From, r.To) {
			return earlier, true
		}
	}
	return Report{}, false
}

// CountedAlike says that nothing changed how is counted from one day to another,
// both inclusive: they lie in one regime, and no event falls between them.
func (m *Monitor) CountedAlike(from, to time.Time) bool {
	first, _ := m.Rule(from)
	last, _ := m.Rule(to)
	if !first.From.Equal(last.From) {
		return false
	}
	return !slices.ContainsFunc(m.Events, func(e Event) bool {
		// An event of a month is one of its first day.
		day, err := time.Parse(time.DateOnly, (e.Date + "-01")[:len(time.DateOnly)])
		return err == nil && day.After(from) && !day.After(to)
	})
}

// Earlier returns the figure that a tally may be held against: of the same
// measure on the same basis, over a period that ends on the given day, and
// counted in the same way. A sum since January is held against an earlier one of
// its own year, or against that of the same months of another.
func (m *Monitor) Earlier(t Tally, to time.Time) (Tally, bool) {
	i := slices.IndexFunc(m.tallies, func(e Tally) bool {
		return e.Measure == t.Measure && e.Basis == t.Basis && e.To.Equal(to) && e.Flag != Secondhand
	})
	if i < 0 {
		return Tally{}, false
	}
	e := m.tallies[i]
	if !e.To.Before(t.To) || e.Unit != t.Unit || !m.CountedAlike(e.From, t.To) {
		return Tally{}, false
	}
	if t.Basis == YTD && e.To.Year() != t.To.Year() && e.To.Month() != t.To.Month() {
		return Tally{}, false
	}
	return e, true
}
