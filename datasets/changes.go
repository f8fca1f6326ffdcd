package datasets

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Change is a figure that a release of the data has otherwise than the one before.
type Change struct {
	Release string `csv:"release" json:"release"` // YYYY-MM-DD
	Index   string `csv:"index" json:"index"`     // or the name of a monitor
	Country string `csv:"country" json:"country"`
	Edition string `csv:"edition" json:"edition"` // a year, or the period of a tally as FROM/TO
	Basis   Basis  `csv:"basis" json:"basis,omitempty"`
	Measure string `csv:"measure" json:"measure"`
	From    string `csv:"from" json:"from"` // the figure with its interval or unit; empty where it was added
	To      string `csv:"to" json:"to"`     // empty where it was withdrawn
	Source  string `csv:"source" json:"source,omitempty"`
	Note    string `csv:"note" json:"note,omitempty"`
}

// ChangeHeader returns the columns of a list of changes.
func ChangeHeader() []string { return header[Change]() }

// Cells returns the change as a row under ChangeHeader.
func (c Change) Cells() []string {
	return []string{c.Release, c.Index, c.Country, c.Edition, string(c.Basis), c.Measure, c.From, c.To, c.Source, c.Note}
}

// changeKey names a figure of any index or monitor.
type changeKey struct {
	index, country, edition string
	basis                   Basis
	measure                 string
}

func (k changeKey) String() string {
	return strings.Join(slices.DeleteFunc([]string{k.index, k.country, k.edition, string(k.basis), k.measure}, func(s string) bool { return s == "" }), " ")
}

func (c Change) key() changeKey {
	return changeKey{c.Index, c.Country, c.Edition, c.Basis, c.Measure}
}

// Compare returns what a release has otherwise than an older one: first what is
// changed or added, in the order of its files, then what is withdrawn.
func Compare(older, newer *Catalogue) []Change {
	var changes []Change
	before := map[changeKey]Change{}
	for c := range older.figures() {
		before[c.key()] = c
	}
	kept := map[changeKey]bool{}
	for c := range newer.figures() {
		kept[c.key()] = true
		if c.From = before[c.key()].To; c.From != c.To {
			changes = append(changes, c)
		}
	}
	for c := range older.figures() {
		if !kept[c.key()] {
			c.Release, c.From, c.To = newer.Created, c.To, ""
			changes = append(changes, c)
		}
	}
	return changes
}

// figures yields every figure as if the release had added it.
func (c *Catalogue) figures() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for _, x := range c.Indices {
			for _, o := range x.observations {
				to := o.Text
				if o.Low.Set && o.High.Set {
					to += " (" + o.Low.Text + "–" + o.High.Text + ")"
				}
				if !yield(Change{c.Created, x.Name, o.Country, strconv.Itoa(o.Edition), "", o.Measure.Name, "", to, o.Source, ""}) {
					return
				}
			}
		}
		for _, m := range c.Monitors {
			for _, t := range m.tallies {
				period := t.From.Format(time.DateOnly) + "/" + t.To.Format(time.DateOnly)
				if !yield(Change{c.Created, m.Name, m.Country, period, t.Basis, t.Measure, "", t.Text + " " + t.Unit, t.Source, ""}) {
					return
				}
			}
		}
	}
}

// AtFirst returns how many figures of each index and monitor the first release
// had: those at hand without those added since and with those withdrawn.
func (c *Catalogue) AtFirst() map[string]int {
	n := map[string]int{}
	for f := range c.figures() {
		n[f.Index]++
	}
	for _, change := range c.Changes {
		switch {
		case change.From == "":
			n[change.Index]--
		case change.To == "":
			n[change.Index]++
		}
	}
	return n
}

type changesEntry struct {
	At    place  `json:"-"`
	Kind  string `json:"kind"`
	Since string `json:"since"` // the first release
}

// readChanges comes after every figure that the changes may name.
func (l *loader) readChanges(resource resourceEntry) {
	var entry changesEntry
	l.decodeSozdex(resource, &entry)
	since := l.date(entry.At, "since", entry.Since)
	if l.catalogue.Created == "" {
		l.wrong(entry.At, "kind", "changes need the date of the release", "add created to "+packageName)
		return
	}
	if entry.Since > l.catalogue.Created {
		l.wrong(entry.At, "since", entry.Since+" is after the release of "+l.catalogue.Created, "write the date of the first release")
	}
	l.catalogue.Since = entry.Since
	rows, lines, _ := readRows[Change](l, resource.Path)
	history := map[changeKey][]int{}
	for i, row := range rows {
		r := rowFaults{l, resource.Path, lines[i]}
		if day := r.checkDate("release", row.Release, time.DateOnly); !day.IsZero() {
			switch {
			case row.Release > l.catalogue.Created:
				r.wrong("release", row.Release+" is after the release of "+l.catalogue.Created, "raise created in "+packageName)
			case !day.After(since):
				r.wrong("release", row.Release+" is not after the first release of "+entry.Since, "remove the row")
			}
		}
		r.require("index", row.Index)
		r.require("measure", row.Measure)
		if row.From == row.To {
			r.wrong("to", "is what it was before", "remove the row")
		}
		history[row.key()] = append(history[row.key()], i)
	}
	l.catalogue.Changes = rows
	if len(rows) == 0 {
		return
	}
	now := map[changeKey]string{}
	for f := range l.catalogue.figures() {
		now[f.key()] = f.To
	}
	for key, of := range history {
		slices.SortStableFunc(of, func(a, b int) int { return strings.Compare(rows[a].Release, rows[b].Release) })
		for j, i := range of {
			r := rowFaults{l, resource.Path, lines[i]}
			row := rows[i]
			if j > 0 {
				before := of[j-1]
				switch {
				case rows[before].Release == row.Release:
					r.wrong("", fmt.Sprintf("%v stands in row %d already", key, lines[before]), "remove one of the two")
				case rows[before].To != row.From:
					r.wrong("from", fmt.Sprintf("%s is not the %s of row %d", quote(row.From), quote(rows[before].To), lines[before]), "write what it was changed from")
				}
			}
			if j == len(of)-1 && row.To != now[key] {
				// A fault would keep an import from putting a figure right that a row
				// names already, and no row can come before it.
				l.notes.add(Fault{File: r.file, Row: r.row, Column: "to", Message: fmt.Sprintf("%s is not the figure at hand, %s", quote(row.To), quote(now[key])),
					Fix: "add the rows that sozdex changes prints"})
			}
		}
	}
}
