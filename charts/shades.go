package charts

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/sozdex/sozdex/datasets"
)

// shades is how many there are.
const shades = 5

// class is a range of figures that regions and cells show in one shade.
type class struct {
	low   float64 // the lowest figure that the measure can have in it
	shade int     // from 1, the best, to 5
	name  string
}

// classes are the bands of the publisher or, where the edition has none, five
// equal parts of what its regime spans, the best first. Those that no figure can fall into, as
// whole numbers into parts of less than one, are left out.
func (d *draft) classes(m *datasets.Measure, edition int) []class {
	lowest, highest := spread(m, m.Regime(edition))
	unit := math.Pow10(-m.Decimals)
	var highestFirst []class
	if len(m.Bands) > 0 && edition >= m.BandsFrom {
		for i, b := range m.Bands {
			low := lowest
			if b.Above != nil {
				low = m.Round(*b.Above + unit)
			}
			highestFirst = append(highestFirst, class{low, BandSlot(i+1, len(m.Bands)), d.data(b.Name) + ": "})
		}
	} else {
		for i := range shades {
			shade, low := i+1, highest-float64(i+1)*(highest-lowest)/shades
			if m.Regime(edition).Better == datasets.Low {
				shade = shades - i
			}
			highestFirst = append(highestFirst, class{firstFrom(m, low), shade, ""})
		}
	}
	var all []class
	high := highest
	for _, c := range highestFirst {
		if c.low <= high {
			c.name += strings.Join(slices.Compact([]string{exactly(c.low, d.Printer), exactly(high, d.Printer)}), " – ")
			all = append(all, c)
		}
		high = m.Round(c.low - unit)
	}
	slices.SortStableFunc(all, func(a, b class) int { return a.shade - b.shade })
	return all
}

// firstFrom is the lowest figure, of as many decimals as the measure has, that is
// not below v.
func firstFrom(m *datasets.Measure, v float64) float64 {
	unit := math.Pow10(-m.Decimals)
	return m.Round(math.Ceil(tidy(v/unit)) * unit)
}

// shadeOf is that of the class which a point falls into, the lowest for a figure
// that strays below its scale; 0 where there is no figure.
func shadeOf(classes []class, p Point) int {
	if p.Value == nil {
		return 0
	}
	in := slices.MinFunc(classes, func(a, b class) int { return cmp.Compare(a.low, b.low) })
	for _, c := range classes {
		if c.low <= tidy(*p.Value) && c.low > in.low {
			in = c
		}
	}
	return in.shade
}

// spread is what the shades of a regime are steps of: its scale, or where that
// is open what the fifteen have in all editions, so that no view changes a shade.
func spread(m *datasets.Measure, r datasets.Regime) (low, high float64) {
	if r.Scale.Min != nil && r.Scale.Max != nil {
		return *r.Scale.Min, *r.Scale.Max
	}
	low, high = math.Inf(1), math.Inf(-1)
	for _, e := range m.Editions() {
		for _, c := range datasets.PostSoviet() {
			if o, ok := m.At(c, e); ok && m.Regime(e) == r {
				low, high = min(low, o.Value), max(high, o.Value)
			}
		}
	}
	if low > high {
		low, high = 0, 1
	}
	a := valueAxis(r.Scale, low, high, m.Decimals)
	return a.Min, a.Max
}
