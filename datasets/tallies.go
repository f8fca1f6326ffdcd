package datasets

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"
)

const yearMonth = "2006-01"

type tallyRow struct {
	From    string `csv:"from"`
	To      string `csv:"to"`
	Basis   Basis  `csv:"basis"`
	Measure string `csv:"measure"`
	Value   Cell   `csv:"value"`
	Unit    string `csv:"unit"`
	Source  string `csv:"source"`
	Flag    Flag   `csv:"flag"`
	Note    string `csv:"note"`
}

// tallyKey is the primary key of a monitor.
type tallyKey struct {
	from, to time.Time
	basis    Basis
	measure  string
}

func (k tallyKey) String() string {
	return fmt.Sprintf("%s to %s %s %s", k.from.Format(time.DateOnly), k.to.Format(time.DateOnly), k.basis, k.measure)
}

func (t Tally) key() tallyKey { return tallyKey{t.From, t.To, t.Basis, t.Measure} }

func (l *loader) readMonitor(resource resourceEntry) {
	var entry tallyEntry
	l.decodeSozdex(resource, &entry)
	m := l.newMonitor(resource, entry)
	l.catalogue.Monitors = append(l.catalogue.Monitors, m)
	rows, lines, ok := readRows[tallyRow](l, resource.Path)
	if !ok {
		return
	}
	keys := map[tallyKey]int{}
	for i, row := range rows {
		l.addTally(m, row, rowFaults{l, resource.Path, lines[i]}, keys)
	}
	m.sort()
	l.setUnits(m, keys)
	rules := tallyRules{loader: l, monitor: m, rows: keys, noted: map[int]bool{}}
	rules.checkParts(entry.Parts)
	rules.checkFalls()
	rules.checkBases()
	rules.noteSuspects()
	rules.checkEqual(entry)
}

// newMonitor checks the entry of a monitor and makes the monitor without its tallies.
func (l *loader) newMonitor(resource resourceEntry, entry tallyEntry) *Monitor {
	m := &Monitor{
		Name: resource.Name, Title: resource.Title, Publisher: entry.Publisher, Country: entry.Country,
		File: resource.Path, Redistribution: entry.Redistribution, About: entry.About,
	}
	if entry.Country != "" && !countryCode.MatchString(entry.Country) {
		l.wrong(entry.At, "country", quote(entry.Country)+" is not a country code", countryFix)
	}
	l.addGroups(m, entry)
	l.addWholes(m, entry)
	m.Outcomes = l.pair(m, entry.At, "outcomes", entry.Outcomes)
	m.Damages = l.pair(m, entry.At, "damages", entry.Damages)
	for i, part := range entry.Parts {
		for j, name := range part {
			l.checkTallyMeasure(m, entry.At, fmt.Sprintf("parts[%d][%d]", i, j), name)
		}
	}
	for i, e := range entry.Regimes {
		r := CountingRule{From: l.date(e.At, "from", e.From), To: l.date(e.At, "to", e.To), Name: e.Name, Counts: e.Counts}
		if !r.To.IsZero() && r.To.Before(r.From) {
			l.wrong(e.At, "to", e.To+" is before "+e.From, "write the first day as from, the last as to")
		}
		if i > 0 {
			before := m.Regimes[i-1].To
			switch {
			case before.IsZero():
				l.wrong(e.At, "from", "the regime above has no end", "give it one; only the last may stay open")
			case !r.From.Equal(before.AddDate(0, 0, 1)):
				l.wrong(e.At, "from", fmt.Sprintf("%s does not follow on %s, where the regime above ends", e.From, before.Format(time.DateOnly)),
					"write "+before.AddDate(0, 0, 1).Format(time.DateOnly))
			}
		}
		m.Regimes = append(m.Regimes, r)
	}
	names := map[string]bool{}
	for _, e := range entry.Events {
		l.checkSlug(e.At, "name", e.Name)
		l.checkUnique(e.At, "name", e.Name, names)
		if len(e.Date) != len(yearMonth) {
			l.date(e.At, "date", e.Date)
		} else if _, err := time.Parse(yearMonth, e.Date); err != nil {
			l.wrong(e.At, "date", quote(e.Date)+" is not a month", "write YYYY-MM or YYYY-MM-DD")
		}
		m.Events = append(m.Events, Event{Date: e.Date, Name: e.Name, Title: e.Title})
	}
	return m
}

// addGroups reads the groups of measures.
func (l *loader) addGroups(m *Monitor, entry tallyEntry) {
	seen := map[string]bool{}
	l.eachList(entry.At, "groups", entry.Groups, func(group string, measures []string) {
		property := "groups." + group
		l.checkSlug(entry.At, property, group)
		for i, name := range measures {
			at := fmt.Sprintf("%s[%d]", property, i)
			l.checkSlug(entry.At, at, name)
			l.checkUnique(entry.At, at, name, seen)
			m.Measures = append(m.Measures, TallyMeasure{Name: name, Group: group})
		}
	})
}

// addWholes reads which measures are kinds of which.
func (l *loader) addWholes(m *Monitor, entry tallyEntry) {
	l.eachList(entry.At, "kinds", entry.Kinds, func(whole string, kinds []string) {
		property := "kinds." + whole
		l.checkTallyMeasure(m, entry.At, property, whole)
		seen := map[string]bool{whole: true}
		for i, name := range kinds {
			at := fmt.Sprintf("%s[%d]", property, i)
			l.checkTallyMeasure(m, entry.At, at, name)
			l.checkUnique(entry.At, at, name, seen)
		}
		m.Wholes = append(m.Wholes, Whole{whole, kinds})
	})
}

// eachList reads an object of lists in its order, which an ordinary map would lose.
func (l *loader) eachList(at place, property string, n node, yield func(name string, items []string)) {
	lists, ok := n.value.([]member)
	if n.line > 0 && !ok {
		l.wrong(at, property, "is not an object", "write names, each with a list of measures")
	}
	for _, list := range lists {
		var items []string
		l.decode(list.node, reflect.ValueOf(&items).Elem(), at.property(property+"."+list.name))
		yield(list.name, items)
	}
}

// pair reads the names of a part and its whole.
func (l *loader) pair(m *Monitor, at place, property string, names *[2]string) []string {
	if names == nil {
		return nil
	}
	for i, name := range names {
		l.checkTallyMeasure(m, at, fmt.Sprintf("%s[%d]", property, i), name)
	}
	return names[:]
}

func (l *loader) checkTallyMeasure(m *Monitor, at place, property, name string) {
	if _, ok := m.Measure(name); !ok {
		l.wrong(at, property, quote(name)+" is in no group", "write a measure of a group")
	}
}

// date returns the date of a property, the zero time where there is none.
func (l *loader) date(at place, property, text string) time.Time {
	date, err := time.Parse(time.DateOnly, text)
	if text != "" && err != nil {
		l.wrong(at, property, quote(text)+" is not a date", "write YYYY-MM-DD")
	}
	return date
}

func (l *loader) addTally(m *Monitor, row tallyRow, r rowFaults, keys map[tallyKey]int) {
	from := r.checkDate("from", row.From, time.DateOnly)
	to := r.checkDate("to", row.To, time.DateOnly)
	dated := !from.IsZero() && !to.IsZero() && r.checkPeriod(row, from, to)
	_, known := m.Measure(row.Measure)
	if !known {
		r.wrong("measure", quote(row.Measure)+" is in no group", "write a measure of a group in "+packageName)
	}
	sound := r.checkNumber("value", row.Value, true)
	if sound && (row.Value.Value < 0 || row.Value.Value != math.Trunc(row.Value.Value)) {
		r.wrong("value", row.Value.Text+" is not a count", "write a whole number, 0 or more")
	}
	r.checkOneOf("unit", row.Unit, "cases", "reports", "KZT")
	r.checkSource(row.Source)
	if row.Flag != "" {
		r.checkOneOf("flag", string(row.Flag), string(Suspect), string(Secondhand))
	}
	if !dated || !known {
		return
	}
	t := Tally{From: from, To: to, Basis: row.Basis, Measure: row.Measure, Value: row.Value.Value, Text: row.Value.Text,
		Unit: row.Unit, Source: row.Source, Flag: row.Flag, Note: row.Note}
	if first, ok := keys[t.key()]; ok {
		r.wrong("", fmt.Sprintf("%v stands in row %d already", t.key(), first), "remove one of the two")
		return
	}
	keys[t.key()] = r.row
	for _, day := range []time.Time{from, to} {
		if _, ok := m.Rule(day); !ok && len(m.Regimes) > 0 {
			r.wrong("from", day.Format(time.DateOnly)+" is in no regime of "+m.Name, "extend one in "+packageName)
			break
		}
	}
	if sound {
		m.tallies = append(m.tallies, t)
	}
}

func (r rowFaults) checkOneOf(column, text string, allowed ...string) {
	if !slices.Contains(allowed, text) {
		r.wrong(column, quote(text)+" is not known", "write "+oneOf(allowed))
	}
}

// checkPeriod says whether a period is one that the basis can count over.
func (r rowFaults) checkPeriod(row tallyRow, from, to time.Time) bool {
	if to.Before(from) {
		r.wrong("to", row.To+" is before "+row.From, "write the first day as from, the last as to")
		return false
	}
	var fits bool
	var fix string
	firstOfYear := from.Month() == time.January && from.Day() == 1
	switch row.Basis {
	case Month:
		fits, fix = from.Day() == 1 && to.Equal(from.AddDate(0, 1, -1)), "a month runs from its first to its last day"
	case YTD:
		fits, fix = firstOfYear && from.Year() == to.Year() && to.AddDate(0, 0, 1).Day() == 1, "a ytd runs from 1 January to the end of a month of that year"
	case Quarter:
		fits, fix = from.Day() == 1 && from.Month()%3 == 1 && to.Equal(from.AddDate(0, 3, -1)), "a quarter runs from its first to its last day"
	case Year:
		fits, fix = firstOfYear && to.Equal(from.AddDate(1, 0, -1)), "a year runs from 1 January to 31 December"
	default:
		r.checkOneOf("basis", string(row.Basis), string(Month), string(YTD), string(Quarter), string(Year))
		return false
	}
	if !fits {
		r.wrong("basis", fmt.Sprintf("%s to %s is no %s", row.From, row.To, row.Basis), fix)
	}
	return fits
}

// setUnits gives each measure the unit of most of its tallies.
func (l *loader) setUnits(m *Monitor, rows map[tallyKey]int) {
	for i := range m.Measures {
		measure := &m.Measures[i]
		count := map[string]int{}
		for _, t := range m.tallies {
			if t.Measure != measure.Name {
				continue
			}
			if measure.Unit != "" && (measure.Unit == "KZT") != (t.Unit == "KZT") {
				l.add(Fault{File: m.File, Row: rows[t.key()], Column: "unit",
					Message: fmt.Sprintf("%s is counted in %s above", measure.Name, measure.Unit), Fix: "do not mix money and counts"})
			}
			count[t.Unit]++
			if measure.Unit == "" || count[t.Unit] > count[measure.Unit] {
				measure.Unit = t.Unit
			}
		}
	}
}
