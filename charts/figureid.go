package charts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sozdex/sozdex/datasets"
)

// ID names a figure for good, whatever release of the data it stands in:
// index.measure.country.edition, "rsf.score.KAZ.2026", and of a tally
// monitor.measure.basis.period, "adilsoz.criminal_charges.ytd.2021-08", by the month
// that the period ends with, or the year of a whole one. A gap within the editions
// of a measure has one too. ID is empty where there is none: for what lies outside
// of them, for a period without a tally, and for what a chart computed.
func (r Row) ID() string {
	switch {
	case r.Absence == datasets.OutOfSpan || r.Computed:
	case r.Edition != 0:
		return join(r.Index, r.Measure, r.Country, strconv.Itoa(r.Edition))
	case r.Basis == datasets.Year && r.To != "":
		return join(r.Index, r.Measure, string(r.Basis), r.To[:len("2006")])
	case r.To != "":
		return join(r.Index, r.Measure, string(r.Basis), r.To[:len("2006-01")])
	}
	return ""
}

func join(parts ...string) string { return strings.Join(parts, ".") }

// ObservationID is the id of a figure of an index.
func ObservationID(o datasets.Observation) string { return rowOf(o).ID() }

// TallyID is the id of a monitor's tally.
func TallyID(m *datasets.Monitor, t datasets.Tally) string { return rowOfTally(m, t).ID() }

func rowOf(o datasets.Observation) Row {
	m := o.Measure
	return Row{
		Country: o.Country, Index: m.Index.Name, Measure: m.Name,
		Edition: o.Edition, Covers: m.Index.Covers(o.Edition), Regime: m.Regime(o.Edition).String(),
		Value: o.Text, Low: o.Low.Text, High: o.High.Text, Source: o.Source, Note: o.Note,
	}
}

func rowOfTally(m *datasets.Monitor, t datasets.Tally) Row {
	return Row{
		Country: m.Country, Index: m.Name, Measure: t.Measure, Basis: t.Basis,
		From: t.From.Format(time.DateOnly), To: t.To.Format(time.DateOnly), Unit: t.Unit, Flag: t.Flag,
		Value: t.Text, Source: t.Source, Note: t.Note,
	}
}

// NoFigure says that an id names no figure, and which ids that are next to it do.
type NoFigure struct {
	ID      string
	Nearest []string
}

func (e *NoFigure) Error() string {
	return fmt.Sprintf("charts: no figure %q; there are %s", Shorten(e.ID), strings.Join(e.Nearest, ", "))
}

// identified is what an id names: a figure of an index, or its gap, or a tally.
type identified struct {
	measure *datasets.Measure
	country string
	edition int

	monitor *datasets.Monitor // nil for an index
	tally   datasets.Tally
}

// identify finds what an id names. A gap of the fifteen counts as found, since why
// there is no figure is known too. The error is a *NoFigure whose Nearest differ
// from the id in its first part that is wrong.
func identify(cat *datasets.Catalogue, id string) (identified, error) {
	parts := append(strings.SplitN(id, ".", 4), "", "", "")
	if x := cat.Index(parts[0]); x != nil {
		return identifyObservation(x, id, parts)
	}
	var first []string
	for _, m := range cat.Monitors {
		if m.Name == parts[0] {
			return identifyTally(m, id, parts)
		}
		newest := newestTallies(m)
		first = append(first, newest[:min(1, len(newest))]...)
	}
	for _, x := range cat.Indices {
		first = append(first, newestOf(x.Main()))
	}
	return identified{}, &NoFigure{id, Nearest(first, id)}
}

func identifyObservation(x *datasets.Index, id string, parts []string) (identified, error) {
	m := x.Measure(parts[1])
	if m == nil {
		var of []string
		for _, m := range x.Measures {
			of = append(of, newestOf(m))
		}
		return identified{}, &NoFigure{id, Nearest(of, id)}
	}
	country := parts[2]
	edition, err := strconv.Atoi(parts[3])
	written := err == nil && strconv.Itoa(edition) == parts[3]
	known := written && m.First() <= edition && edition <= m.Latest() && edition != 0
	ours := slices.Contains(datasets.PostSoviet(), country)
	if _, ok := m.At(country, edition); written && ok || known && ours {
		return identified{measure: m, country: country, edition: edition}, nil
	}
	var of []string
	switch {
	case ours:
		for e := m.First(); e <= m.Latest(); e++ {
			of = append(of, idOf(m, country, e))
		}
	default:
		if !known {
			edition = m.Latest()
		}
		for _, c := range datasets.PostSoviet() {
			of = append(of, idOf(m, c, edition))
		}
	}
	return identified{}, &NoFigure{id, Nearest(of, id)}
}

func identifyTally(m *datasets.Monitor, id string, parts []string) (identified, error) {
	if _, ok := m.Measure(parts[1]); !ok {
		return identified{}, &NoFigure{id, Nearest(newestTallies(m), id)}
	}
	var of, newest []string
	for _, basis := range bases() {
		tallies := allOf(m, parts[1], basis)
		for _, t := range tallies {
			if TallyID(m, t) == id {
				return identified{monitor: m, tally: t}, nil
			}
			if string(basis) == parts[2] {
				of = append(of, TallyID(m, t))
			}
		}
		if n := len(tallies); n > 0 {
			newest = append(newest, TallyID(m, tallies[n-1]))
		}
	}
	if len(of) == 0 {
		of = newest
	}
	return identified{}, &NoFigure{id, Nearest(of, id)}
}

func idOf(m *datasets.Measure, country string, edition int) string {
	return Row{Country: country, Index: m.Index.Name, Measure: m.Name, Edition: edition}.ID()
}

// newestOf is the id of a figure of the newest edition of a measure.
func newestOf(m *datasets.Measure) string {
	for _, c := range datasets.PostSoviet() {
		if _, ok := m.At(c, m.Latest()); ok {
			return idOf(m, c, m.Latest())
		}
	}
	return ""
}

// newestTallies are the ids of the newest tally of each measure of a monitor.
func newestTallies(m *datasets.Monitor) []string {
	newest := map[string]datasets.Tally{}
	for _, t := range m.Tallies() {
		if t.To.After(newest[t.Measure].To) {
			newest[t.Measure] = t
		}
	}
	var ids []string
	for _, measure := range m.Measures {
		if t, ok := newest[measure.Name]; ok {
			ids = append(ids, TallyID(m, t))
		}
	}
	return ids
}

// Nearest are the names of a set that stand next to one that is not in it, in
// the order of letters.
func Nearest(set []string, name string) []string {
	const each = 3
	names := slices.DeleteFunc(slices.Sorted(slices.Values(set)), func(n string) bool { return n == "" })
	at, _ := slices.BinarySearch(names, name)
	return names[max(0, at-each):min(len(names), at+each)]
}
