package charts_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sozdex/sozdex/charts"
)

// near says that two numbers are equal but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

// TestCoefficients holds both against values worked out by hand and published ones.
func TestCoefficients(t *testing.T) {
	for _, tt := range []struct {
		name     string
		x, y     []float64
		tau, rho float64
	}{
		{"the same order", []float64{1, 2, 3, 4}, []float64{10, 20, 30, 400}, 1, 1},
		{"the reverse", []float64{1, 2, 3, 4}, []float64{9, 7, 5, 1}, -1, -1},
		// By hand: of six pairs five agree and one does not; squares of differences add up to 2.
		{"one swap", []float64{1, 2, 3, 4}, []float64{1, 2, 4, 3}, 4. / 6, 1 - 6*2./(4*15)},
		// By hand: C = 4, D = 1, one pair tied on the left: 3 / sqrt(5 * 6). Ranks 1,
		// 2.5, 2.5, 4 against 1, 2, 4, 3: products add up to 3, squares to 4.5 and 5.
		{"one tie", []float64{1, 2, 2, 3}, []float64{1, 2, 4, 3}, 3 / math.Sqrt(30), 3 / math.Sqrt(4.5*5)},
		// Hollander and Wolfe, Nonparametric Statistical Methods, 1973, page 185, the
		// quality of tuna, as in R's cor.test: tau is 0.4444444, and rho 0.6.
		{"tuna", []float64{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1}, []float64{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8}, 4. / 9, 0.6},
		// The example of scipy.stats.kendalltau: -0.47140452079103173. By hand: ranks 4.5,
		// 2.5, 1, 4.5, 2.5 against 2.5, 4, 5, 2.5, 1.
		{"ties on both sides", []float64{12, 2, 1, 12, 2}, []float64{1, 4, 7, 1, 0}, -0.47140452079103173, -5 / math.Sqrt(9*9.5)},
		// The example of scipy.stats.spearmanr: 0.8207826816681233.
		{"a tie at the end", []float64{1, 2, 3, 4, 5}, []float64{5, 6, 7, 8, 7}, 7 / math.Sqrt(10*9), 0.8207826816681233},
	} {
		if got, ok := charts.KendallTau(tt.x, tt.y); !ok || !near(got, tt.tau) {
			t.Errorf("%s: KendallTau(%v, %v) = %v, %v, want %v", tt.name, tt.x, tt.y, got, ok, tt.tau)
		}
		if got, ok := charts.SpearmanRho(tt.x, tt.y); !ok || !near(got, tt.rho) {
			t.Errorf("%s: SpearmanRho(%v, %v) = %v, %v, want %v", tt.name, tt.x, tt.y, got, ok, tt.rho)
		}
	}
	for _, x := range [][]float64{nil, {1}, {3, 3, 3}} {
		y := []float64{1, 2, 3}[:len(x)]
		if got, ok := charts.KendallTau(x, y); ok {
			t.Errorf("KendallTau(%v, %v) = %v, want none", x, y, got)
		}
		if got, ok := charts.SpearmanRho(y, x); ok {
			t.Errorf("SpearmanRho(%v, %v) = %v, want none", y, x, got)
		}
	}
}

// TestCoefficientsOfAnything checks what holds of any pairs, ties and all.
func TestCoefficientsOfAnything(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	mapped := func(values []float64, f func(float64) float64) []float64 {
		of := make([]float64, len(values))
		for i, v := range values {
			of[i] = f(v)
		}
		return of
	}
	for range 300 {
		x, y := make([]float64, 2+random.IntN(14)), []float64(nil)
		for i := range x {
			x[i] = float64(random.IntN(9) - 4)
			y = append(y, float64(random.IntN(9)-4))
		}
		for name, of := range map[string]func(x, y []float64) (float64, bool){"KendallTau": charts.KendallTau, "SpearmanRho": charts.SpearmanRho} {
			got, ok := of(x, y)
			if tied := slices.Min(x) == slices.Max(x) || slices.Min(y) == slices.Max(y); ok == tied {
				t.Fatalf("%s(%v, %v) = %v, %v", name, x, y, got, ok)
			}
			if math.Abs(got) > 1 {
				t.Errorf("%s(%v, %v) = %v, want at most 1", name, x, y, got)
			}
			if back, _ := of(y, x); !near(back, got) {
				t.Errorf("%s(%v, %v) = %v, the other way round %v", name, x, y, got, back)
			}
			if turned, _ := of(mapped(x, func(v float64) float64 { return -v }), y); !near(turned, -got) {
				t.Errorf("%s(%v, %v) = %v, turned %v", name, x, y, got, turned)
			}
			if stretched, _ := of(mapped(x, math.Exp), mapped(y, func(v float64) float64 { return v*v*v + 7 })); !near(stretched, got) {
				t.Errorf("%s(%v, %v) = %v, stretched %v", name, x, y, got, stretched)
			}
		}
		if got, ok := charts.KendallTau(x, y); ok && !near(got, countedTau(x, y)) {
			t.Errorf("KendallTau(%v, %v) = %v, want %v", x, y, got, countedTau(x, y))
		}
	}
}

// countedTau is tau-b as its definition counts: pairs that agree, that disagree,
// and groups of equal values on either side.
func countedTau(x, y []float64) float64 {
	agree, disagree, n := 0, 0, len(x)
	for i := range x {
		for j := i + 1; j < n; j++ {
			switch s := cmp.Compare(x[i], x[j]) * cmp.Compare(y[i], y[j]); {
			case s > 0:
				agree++
			case s < 0:
				disagree++
			}
		}
	}
	tied := func(values []float64) int {
		groups := map[float64]int{}
		for _, v := range values {
			groups[v]++
		}
		pairs := 0
		for _, size := range groups {
			pairs += size * (size - 1) / 2
		}
		return pairs
	}
	all := n * (n - 1) / 2
	return float64(agree-disagree) / math.Sqrt(float64(all-tied(x))*float64(all-tied(y)))
}
