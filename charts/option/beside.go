package option

import (
	"math"
	"unicode/utf8"
)

// box is a rectangle in pixels by its middle.
type box struct{ x, y, width, height float64 }

// shared is how many square pixels two boxes have in common.
func (a box) shared(b box) float64 {
	side := func(a, b, widthA, widthB float64) float64 {
		return max(0, min(a+widthA/2, b+widthB/2)-max(a-widthA/2, b-widthB/2))
	}
	return side(a.x, b.x, a.width, b.width) * side(a.y, b.y, a.height, b.height)
}

const (
	// letterWidth is that of an average letter, and nameHeight that of a line.
	letterWidth = 7
	nameHeight  = 15
	// dotSize is the room of a point.
	dotSize = 14
)

// besides are where a name may stand, from the best: the middle of its box from
// that of its point, as shares of the width of the name, and in pixels.
var besides = []struct{ width, x, y float64 }{
	{0.5, 9, 0}, {-0.5, -9, 0}, {0, 0, -15}, {0, 0, 15},
	{0.5, 6, -10}, {0.5, 6, 10}, {-0.5, -6, -10}, {-0.5, -6, 10},
	{0.25, 0, -15}, {-0.25, 0, -15}, {0.25, 0, 15}, {-0.25, 0, 15},
	{0.5, 14, -22}, {0.5, 14, 22}, {-0.5, -14, -22}, {-0.5, -14, 22},
	{0, 0, -32}, {0, 0, 32}, {0.5, 30, 0}, {0.5, 30, -10}, {0.5, 30, 10},
	{0.5, 24, -38}, {0.5, 24, 38}, {-0.5, -24, -38}, {-0.5, -24, 38}, {0, 0, -48}, {0, 0, 48},
	{0.5, 50, 0}, {0.5, 50, -18}, {0.5, 50, 18}, {0.5, 70, -30}, {0.5, 90, 0}, {0.5, 90, 18}, {0.5, 90, -18},
}

// arrange puts names beside points in a plot of a width and a height, and returns
// the box of each. Names keep off each other, off points and off the edges as far
// as there is room: each in turn takes the best place that the others leave, until
// none would move.
func arrange(points []box, names []string, width, height float64) []box {
	place := func(i, beside int) box {
		w := float64(utf8.RuneCountInString(names[i])) * letterWidth
		b := besides[beside]
		return box{points[i].x + b.width*w + b.x, points[i].y + b.y, w, nameHeight}
	}
	at := make([]box, len(points))
	for i := range points {
		at[i] = place(i, 0)
	}
	cost := func(i int, name box) float64 {
		outside := name.width*name.height - name.shared(box{width / 2, height / 2, width, height})
		cost := 8 * outside
		for j, p := range points {
			if j != i {
				cost += 2*name.shared(p) + 4*name.shared(at[j])
			}
		}
		return cost
	}
	const mostRounds = 30
	for range mostRounds {
		moved := false
		for i := range points {
			best, least := at[i], math.Inf(1)
			for b := range besides {
				// Of places as good, the first.
				if c := cost(i, place(i, b)) + 2*float64(b); c < least {
					best, least = place(i, b), c
				}
			}
			moved = moved || best != at[i]
			at[i] = best
		}
		if !moved {
			break
		}
	}
	return at
}

// leader is a line from a point to the edge of its name; false where they touch
// and need none.
func leader(point, name box) (x, y float64, ok bool) {
	x = min(max(point.x, name.x-name.width/2), name.x+name.width/2)
	y = min(max(point.y, name.y-name.height/2), name.y+name.height/2)
	return x, y, math.Hypot(x-point.x, y-point.y) > dotSize
}
