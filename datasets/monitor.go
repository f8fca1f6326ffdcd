package datasets

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Monitor is a publisher of tallies: counts over a period, as printed in its reports.
type Monitor struct {
	Name      string // "adilsoz"
	Title     string
	Publisher string
	Country   string // ISO 3166-1 alpha-3
	File      string
	Measures  []TallyMeasure // by group, in the order of datapackage.json
	Regimes   []CountingRule
	Events    []Event
	// Redistribution is the licence, "quoted" or "restricted".
	Redistribution string
	// About says what the monitor counts and how; may be empty.
	About string
	// Outcomes are the judicial acts for the defendants and all judicial acts,
	// Damages the sums that courts awarded and that were claimed; either may be nil.
	Outcomes, Damages []string
	// Wholes are measures of which there are kinds, in the order of datapackage.json.
	Wholes []Whole

	tallies []Tally
	of      map[counted][]Tally // by period
}

// counted is what some tallies count and over what.
type counted struct {
	measure string
	basis   Basis
}

// TallyMeasure is one thing that a monitor counts.
type TallyMeasure struct {
	Name  string // "judicial_acts"
	Group string // "courts"
	Unit  string // "cases", "reports" or "KZT": that of most of its tallies, empty where there is none
}

// Whole is a measure that counts cases of several kinds. No case is of two
// kinds; there may be cases that are of none.
type Whole struct {
	Measure string
	Kinds   []string // measures
}

// CountingRule is a span of time over which a monitor counted in one way.
type CountingRule struct {
	From, To time.Time // To is zero for the rule in force
	Name     string    // in a word or two; may be empty
	Counts   string
}

// Event is something that changed what is counted.
type Event struct {
	Date  string // YYYY-MM or YYYY-MM-DD
	Name  string
	Title string
}

// Basis says what a tally counts over, as printed.
type Basis string

const (
	Month   Basis = "month"
	YTD     Basis = "ytd" // since 1 January
	Quarter Basis = "quarter"
	Year    Basis = "year"
)

// Flag marks a tally that must not be taken at its word.
type Flag string

const (
	Suspect    Flag = "suspect"    // contradicts another printed figure
	Secondhand Flag = "secondhand" // quoted by another publication
	// Derived is computed from two counts since January. No file has it.
	Derived Flag = "derived"
)

// Tally is a count over a period, as printed.
type Tally struct {
	From, To time.Time // first and last day, UTC
	Basis    Basis
	Measure  string
	Value    float64
	Text     string // the value as it stands in the file
	Unit     string
	Source   string
	Flag     Flag // may be empty
	Note     string
	// Also is the source of the other figure that a derived one is computed from.
	Also string
}

// Measure returns the measure of that name.
func (m *Monitor) Measure(name string) (TallyMeasure, bool) {
	i := slices.IndexFunc(m.Measures, func(t TallyMeasure) bool { return t.Name == name })
	if i < 0 {
		return TallyMeasure{}, false
	}
	return m.Measures[i], true
}

// Restricted says that the tallies may be drawn but not handed out as data.
func (m *Monitor) Restricted() bool { return m.Redistribution == "restricted" }

// Tallies returns every tally in the order of the file. The caller must not change it.
func (m *Monitor) Tallies() []Tally { return m.tallies }

// Of returns the tallies of a measure on one basis, by period.
func (m *Monitor) Of(measure string, basis Basis) []Tally {
	return slices.Clone(m.of[counted{measure, basis}])
}

// Has says whether there is any tally of a measure on a basis.
func (m *Monitor) Has(measure string, basis Basis) bool {
	return len(m.of[counted{measure, basis}]) > 0
}

// sort puts the tallies in order for Of and Has, which every request for a chart
// of tallies asks many times.
func (m *Monitor) sort() {
	m.of = map[counted][]Tally{}
	for _, t := range m.tallies {
		key := counted{t.Measure, t.Basis}
		m.of[key] = append(m.of[key], t)
	}
	for _, of := range m.of {
		slices.SortFunc(of, func(a, b Tally) int { return a.From.Compare(b.From)*2 + a.To.Compare(b.To) })
	}
}

// Whole returns the whole of that measure.
func (m *Monitor) Whole(measure string) (Whole, bool) {
	i := slices.IndexFunc(m.Wholes, func(w Whole) bool { return w.Measure == measure })
	if i < 0 {
		return Whole{}, false
	}
	return m.Wholes[i], true
}

// Derived returns what a measure counted in single months, as far as it follows
// from counts since January, by period. The count to a month less the count to
// the month before is that month's, where both stand in one unit, were made
// under one counting rule and are flagged with nothing; and the count to the end
// of January is that of January. What would be negative is left out. Each has
// the flag Derived and its formula, with the sources of both figures, as its note.
func (m *Monitor) Derived(measure string) []Tally {
	var derived []Tally
	var before Tally
	for _, t := range m.Of(measure, YTD) {
		if t.Flag != "" {
			continue
		}
		from := time.Date(t.To.Year(), t.To.Month(), 1, 0, 0, 0, 0, time.UTC)
		d := Tally{From: from, To: t.To, Basis: Month, Measure: measure, Unit: t.Unit, Source: t.Source, Flag: Derived}
		rule, _ := m.Rule(t.To)
		ruleBefore, _ := m.Rule(before.To)
		switch {
		case t.To.Month() == time.January:
			d.Value, d.Note = t.Value, fmt.Sprintf("%s (%s)", t.Text, t.Source)
		case before.To.Equal(from.AddDate(0, 0, -1)) && before.Unit == t.Unit && ruleBefore == rule && t.Value >= before.Value:
			d.Value, d.Also = t.Value-before.Value, before.Source
			d.Note = fmt.Sprintf("%s (%s) − %s (%s)", t.Text, t.Source, before.Text, before.Source)
		}
		before = t
		if d.Note == "" {
			continue
		}
		d.Text = strconv.FormatFloat(d.Value, 'f', -1, 64)
		derived = append(derived, d)
	}
	return derived
}

// Rule returns the counting rule in force on a day.
func (m *Monitor) Rule(day time.Time) (CountingRule, bool) {
	for _, r := range m.Regimes {
		if !day.Before(r.From) && (r.To.IsZero() || !day.After(r.To)) {
			return r, true
		}
	}
	return CountingRule{}, false
}
