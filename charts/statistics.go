package charts

import (
	"cmp"
	"math"
	"slices"
)

// fewestPairs is how many pairs a coefficient is computed from at least: of
// fewer, chance alone makes any order of them likely.
const fewestPairs = 5

// Statistic is a coefficient that was computed from the figures of two indices
// for one covered year.
type Statistic struct {
	Year    int    `json:"year"`
	Index   string `json:"index"`
	Against string `json:"against"`
	// Name is "tau" or "rho".
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	N     int     `json:"n"` // countries that both rate
}

// SpearmanRho returns Spearman's rank correlation of pairs: Pearson's correlation
// of their ranks, where equal values share the average of the ranks that they
// take up (Spearman 1904; Kendall, Rank Correlation Methods, 1948, chapter 3). It
// is from -1 to 1, and false where one side has no two values that differ. Both
// sides must have the same length.
func SpearmanRho(x, y []float64) (rho float64, ok bool) {
	a, b := averageRanks(x), averageRanks(y)
	// Ranks always add up to the same, so that both have this mean.
	mean := float64(len(x)+1) / 2
	var xy, xx, yy float64
	for i := range a {
		dx, dy := a[i]-mean, b[i]-mean
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	return quotient(xy, xx, yy)
}

// KendallTau returns Kendall's tau-b of pairs,
//
//	(C - D) / sqrt((n - tx)(n - ty))
//
// of C pairs of pairs that stand in the same order on both sides, D in opposite
// orders, n pairs of pairs in all, and tx and ty of them equal on one side
// (Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945). It
// is from -1 to 1, and false where one side has no two values that differ. Both
// sides must have the same length.
func KendallTau(x, y []float64) (tau float64, ok bool) {
	var agree, differX, differY float64
	for i := range x {
		for j := range i {
			dx, dy := cmp.Compare(x[i], x[j]), cmp.Compare(y[i], y[j])
			agree += float64(dx * dy)
			differX += float64(dx * dx)
			differY += float64(dy * dy)
		}
	}
	return quotient(agree, differX, differY)
}

// quotient is xy over the root of xx and yy, without what rounding adds beyond 1.
func quotient(xy, xx, yy float64) (float64, bool) {
	if xx == 0 || yy == 0 {
		return 0, false
	}
	return max(-1, min(1, xy/math.Sqrt(xx*yy))), true
}

// averageRanks are the places of values from the smallest, 1, where equal values
// share the average of theirs.
func averageRanks(values []float64) []float64 {
	sorted := slices.Sorted(slices.Values(values))
	ranks := make([]float64, len(values))
	for i, v := range values {
		first, _ := slices.BinarySearch(sorted, v)
		last := first
		for last+1 < len(sorted) && sorted[last+1] == v {
			last++
		}
		ranks[i] = float64(first+last)/2 + 1
	}
	return ranks
}
