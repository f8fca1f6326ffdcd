package charts

import "github.com/sozdex/sozdex/datasets"

// Move is how a figure stands to an earlier one of the same regime.
type Move string

const (
	Better    Move = "better" // of a place in the world: higher
	Worse     Move = "worse"  // of a place in the world: lower
	Unchanged Move = "unchanged"
	// Margin: it moved, and the publisher's intervals of the two do not exclude that
	// nothing changed.
	Margin Move = "margin"
)

// moveOf is how far a figure of a measure went and which way. Both points must
// have values and be of one regime.
func moveOf(m *datasets.Measure, then, now Point) (delta float64, way Move) {
	delta = m.Round(*now.Value - *then.Value)
	switch {
	case delta == 0:
		return delta, Unchanged
	case overlap(then, now):
		return delta, Margin
	case (delta > 0) == (m.Regime(now.Row.Edition).Better == datasets.High):
		return delta, Better
	}
	return delta, Worse
}

// opposite says that one of two went up and the other down.
func opposite(a, b Move) bool { return a == Better && b == Worse || a == Worse && b == Better }

// overlap says that the publisher's intervals of two figures do not exclude
// that nothing changed.
func overlap(a, b Point) bool {
	return a.Low != nil && b.Low != nil && *a.Low <= *b.High && *b.Low <= *a.High
}
