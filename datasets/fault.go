package datasets

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a data directory, with its place and
// what would be right there.
type Fault struct {
	File    string
	Row     int    // line of the file, 1 is the header; 0 where no row is at fault
	Column  string // may be empty
	Message string // what is wrong
	Note    string // what the data itself says of it, of which there may be a translation
	Fix     string // what would be right; may be empty
}

// String is the fault on one line:
//
//	rsf.csv:17 value: "3,14" is not a number; write 3.14 with a decimal point
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Row > 0 {
		fmt.Fprintf(&b, ":%d", f.Row)
	}
	if f.Column != "" {
		b.WriteString(" " + f.Column)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(f.Message)
	if f.Note != "" {
		b.WriteString(": " + f.Note)
	}
	if f.Fix != "" {
		b.WriteString("; " + f.Fix)
	}
	return b.String()
}

// Faults is everything that is wrong with a data directory, by file and row.
// It holds at most 1,001 entries: the last one then counts those left out.
type Faults []Fault

// Error is one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

const maxFaults = 1000

// collector gathers faults in the order in which they are met.
type collector struct {
	faults Faults
	more   int
}

func (c *collector) add(f Fault) {
	if len(c.faults) == maxFaults {
		c.more++
		return
	}
	c.faults = append(c.faults, f)
}

func (c *collector) sorted() Faults {
	sorted := slices.Clone(c.faults)
	slices.SortStableFunc(sorted, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
	})
	if c.more > 0 {
		sorted = append(sorted, Fault{Message: fmt.Sprintf("and %d more", c.more)})
	}
	return sorted
}
