package charts

import (
	"strings"

	"github.com/sozdex/sozdex/datasets"
)

// course is which way a figure went from one edition to another of one regime.
type course string

const (
	better    course = "better"
	worse     course = "worse"
	unchanged course = "same"
	// margin: it moved, and the publisher's intervals do not exclude that nothing changed.
	margin course = "margin"
)

// courseOf is how far a figure of a measure went and which way. Both points must
// have values and be of one regime.
func courseOf(m *datasets.Measure, then, now Point) (delta float64, way course) {
	delta = m.Round(*now.Value - *then.Value)
	switch {
	case delta == 0:
		return delta, unchanged
	case overlap(then, now):
		return delta, margin
	case (delta > 0) == (m.Regime(now.Row.Edition).Better == datasets.High):
		return delta, better
	}
	return delta, worse
}

// opposite says that one of two went up and the other down.
func opposite(a, b course) bool { return a == better && b == worse || a == worse && b == better }

// overlap says that the publisher's intervals of two figures do not exclude
// that nothing changed.
func overlap(a, b Point) bool {
	return a.Low != nil && b.Low != nil && *a.Low <= *b.High && *b.Low <= *a.High
}

// brief is a measure under the short name of its index, and under its own too
// where the index has several headlines.
func (d *draft) brief(m *datasets.Measure) string {
	index := d.data(m.Index.Name)
	if index == m.Index.Name {
		index = d.data(m.Index.Title)
	}
	if len(m.Index.Role(datasets.Headline)) < 2 && m == m.Index.Main() {
		return index
	}
	measure := d.data(m.Name)
	if measure == m.Name {
		measure = d.data(m.Title)
	}
	return index + ": " + strings.TrimSpace(uncapital(measure))
}
