package datasets

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// The years that an edition or a date may name.
const (
	firstYear = 1900
	lastYear  = 2100
)

type observationRow struct {
	Country string `csv:"country"`
	Edition Cell   `csv:"edition"`
	Measure string `csv:"measure"`
	Value   Cell   `csv:"value"`
	Low     Cell   `csv:"low"`
	High    Cell   `csv:"high"`
	Source  string `csv:"source"`
	Note    string `csv:"note"`
}

// observationKey is the primary key of an index.
type observationKey struct {
	country string
	edition int
	measure string
}

func (k observationKey) String() string {
	return fmt.Sprintf("%s %d %s", k.country, k.edition, k.measure)
}

func (l *loader) readIndex(resource resourceEntry) {
	var entry indexEntry
	l.decodeSozdex(resource, &entry)
	x := l.newIndex(resource, entry)
	l.catalogue.Indices = append(l.catalogue.Indices, x)
	rows, lines, ok := readRows[observationRow](l, resource.Path)
	if !ok {
		return
	}
	keys := make(map[observationKey]int, len(rows))
	x.observations = make([]Observation, 0, len(rows))
	for i, row := range rows {
		l.addObservation(x, row, rowFaults{l, resource.Path, lines[i]}, keys)
	}
	for _, m := range x.Measures {
		for edition, figures := range m.byEdition {
			if slices.ContainsFunc(PostSoviet(), func(c string) bool { _, ok := figures[c]; return ok }) {
				m.editions = append(m.editions, edition)
			}
		}
		slices.Sort(m.editions)
		if span := x.CoversEditions; span != nil && m.Absent != "" {
			// A year in which the list names nobody is an edition like any other.
			m.editions = nil
			for e := span[0]; e <= span[1]; e++ {
				m.editions = append(m.editions, e)
			}
		}
	}
	l.checkIndexRules(indexRules{l, x, keys}, entry)
}

func (l *loader) addObservation(x *Index, row observationRow, r rowFaults, keys map[observationKey]int) {
	if !rankedCode.MatchString(row.Country) {
		r.wrong("country", quote(row.Country)+" is not a country code", countryFix)
	}
	r.checkSource(row.Source)
	sound := r.checkNumber("value", row.Value, true)
	sound = r.checkNumber("low", row.Low, false) && sound
	sound = r.checkNumber("high", row.High, false) && sound
	edition := r.checkEdition(x, row.Edition)
	m := r.checkMeasure(x, row.Measure)
	if m == nil || edition == 0 {
		return
	}
	key := observationKey{row.Country, edition, row.Measure}
	if first, ok := keys[key]; ok {
		r.wrong("", fmt.Sprintf("%v stands in row %d already", key, first), "remove one of the two")
		return
	}
	keys[key] = r.row
	regime := m.Regime(edition)
	if edition < regime.From || regime.To != 0 && edition > regime.To {
		r.wrong("edition", fmt.Sprintf("%d is in no regime of %s", edition, m.Name), "extend one in "+packageName)
	}
	if !sound {
		return
	}
	r.checkScale("value", row.Value, regime.Scale, m.beyond)
	r.checkScale("low", row.Low, regime.Scale, m.beyond)
	r.checkScale("high", row.High, regime.Scale, m.beyond)
	r.checkInterval(m, row)
	r.checkWhole(m, row.Value)
	o := Observation{Country: row.Country, Edition: edition, Measure: m, Value: row.Value.Value, Text: row.Value.Text,
		Low: row.Low, High: row.High, Source: row.Source, Note: row.Note}
	x.observations = append(x.observations, o)
	if m.byEdition[edition] == nil {
		m.byEdition[edition] = map[string]Observation{}
	}
	m.byEdition[edition][row.Country] = o
}

// checkNumber reports a cell that is no number, or is empty though required.
func (r rowFaults) checkNumber(column string, c Cell, required bool) bool {
	switch {
	case c.Set:
		return true
	case c.Text != "":
		message, fix := c.fault()
		r.wrong(column, message, fix)
		return false
	case required:
		r.wrong(column, "is empty", "write the figure, or leave the row out where there is none")
		return false
	}
	return true
}

// checkMeasure returns the measure of that name, or nil where the index has none.
func (r rowFaults) checkMeasure(x *Index, name string) *Measure {
	m := x.Measure(name)
	if m == nil {
		r.wrong("measure", quote(name)+" is not a measure of "+x.Name, "write one that "+packageName+" declares")
	}
	return m
}

// checkEdition returns the edition, or 0 where the cell holds none.
func (r rowFaults) checkEdition(x *Index, c Cell) int {
	if !c.Set || c.Value != math.Trunc(c.Value) || c.Value < firstYear || c.Value > lastYear {
		r.wrong("edition", quote(c.Text)+" is not an edition", fmt.Sprintf("write a year from %d to %d", firstYear, lastYear))
		return 0
	}
	edition := int(c.Value)
	if slices.Contains(x.EditionsWithout, edition) {
		r.wrong("edition", c.Text+" is one of editions_without in "+packageName, "take it out there, or the row here")
	}
	return edition
}

// checkScale reports a figure outside of its scale, and only notes one that the
// publisher's method lets stray that far.
func (r rowFaults) checkScale(column string, c Cell, s Scale, beyond float64) {
	var message, fix string
	var by float64
	switch {
	case !c.Set:
		return
	case s.Min != nil && c.Value < *s.Min:
		message, fix, by = c.Text+" is below the scale", "write "+number(*s.Min)+" or more", *s.Min-c.Value
	case s.Max != nil && c.Value > *s.Max:
		message, fix, by = c.Text+" is above the scale", "write "+number(*s.Max)+" or less", c.Value-*s.Max
	default:
		return
	}
	if by <= beyond {
		r.notes.add(Fault{File: r.file, Row: r.row, Column: column, Message: message + ", as the publisher's method may"})
		return
	}
	r.wrong(column, message, fix)
}

func (r rowFaults) checkInterval(m *Measure, row observationRow) {
	switch {
	case row.Low.Set != row.High.Set:
		column := "low"
		if row.Low.Set {
			column = "high"
		}
		r.wrong(column, "is empty", "write both low and high, or neither")
	case !row.Low.Set && m.Interval:
		r.wrong("low", "is empty", m.Name+" has an interval: write low and high")
	case row.Low.Set && (row.Low.Value > row.Value.Value || row.Value.Value > row.High.Value):
		r.wrong("value", fmt.Sprintf("%s is not between low %s and high %s", row.Value.Text, row.Low.Text, row.High.Text), "")
	}
}

func (r rowFaults) checkWhole(m *Measure, c Cell) {
	switch m.Role {
	case WorldRank, Count, Category:
		if c.Value != math.Trunc(c.Value) {
			r.wrong("value", c.Text+" is not whole", "a "+string(m.Role)+" is a whole number")
			return
		}
	}
	if m.Role == Category && !slices.ContainsFunc(m.Categories, func(n CategoryName) bool { return n.Value == c.Value }) {
		values := make([]string, len(m.Categories))
		for i, n := range m.Categories {
			values[i] = number(n.Value)
		}
		if len(values) > 0 {
			r.wrong("value", c.Text+" is not a category of "+m.Name, "write "+oneOf(values))
		}
	}
}

// number writes a number with as few digits as tell it.
func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
