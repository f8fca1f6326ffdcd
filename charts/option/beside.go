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
	{0.5, 9, 0}, {-0.5, -9, 0}, {0, 0, -14}, {0, 0, 14},
	{0.5, 6, -10}, {0.5, 6, 10}, {-0.5, -6, -10}, {-0.5, -6, 10},
	{0.25, 0, -14}, {-0.25, 0, -14}, {0.25, 0, 14}, {-0.25, 0, 14},
	{0.5, 8, -17}, {0.5, 8, 17}, {-0.5, -8, -17}, {-0.5, -8, 17},
	{0, 0, -26}, {0, 0, 26},
}

// arrange puts names beside points in a plot of a width and a height, and returns
// where the middle of each is from its point. Names keep off each other, off
// points and off the edges as far as there is room: each in turn takes the best
// place that the others leave, until none would move.
func arrange(points []box, names []string, width, height float64) [][2]float64 {
	at := make([]int, len(points))
	place := func(i, b int) box {
		w := float64(utf8.RuneCountInString(names[i])) * letterWidth
		return box{points[i].x + besides[b].width*w + besides[b].x, points[i].y + besides[b].y, w, nameHeight}
	}
	cost := func(i, b int) float64 {
		name := place(i, b)
		cost := float64(b) + 5*(name.width*name.height-name.shared(box{width / 2, height / 2, width, height}))
		for j, p := range points {
			if j != i {
				cost += 2*name.shared(p) + 3*name.shared(place(j, at[j]))
			}
		}
		return cost
	}
	const mostRounds = 30
	for range mostRounds {
		moved := false
		for i := range points {
			best := at[i]
			for b := range besides {
				if cost(i, b) < cost(i, best) {
					best = b
				}
			}
			moved = moved || best != at[i]
			at[i] = best
		}
		if !moved {
			break
		}
	}
	offsets := make([][2]float64, len(points))
	for i, p := range points {
		name := place(i, at[i])
		offsets[i] = [2]float64{math.Round(name.x - p.x), math.Round(name.y - p.y)}
	}
	return offsets
}
