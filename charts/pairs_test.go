package charts_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

// TestPairsAreOfOneYear computes every coefficient anew from the data: both
// figures of a pair are about the same year, and better counts upwards.
func TestPairsAreOfOneYear(t *testing.T) {
	cat := builtIn(t)
	f := figure(t, cat, "agreement", "")
	for _, s := range f.Statistics {
		var values [2][]float64
		for _, c := range datasets.PostSoviet() {
			var both []float64
			for _, name := range []string{s.Index, s.Against} {
				x := cat.Index(name)
				edition := x.Edition(s.Year)
				if o, ok := x.Main().At(c, edition); ok {
					v := o.Value
					if x.Main().Regime(edition).Better == datasets.Low {
						v = -v
					}
					both = append(both, v)
				}
			}
			if len(both) == 2 {
				values[0], values[1] = append(values[0], both[0]), append(values[1], both[1])
			}
		}
		compute := map[string]func(x, y []float64) (float64, bool){"tau": charts.KendallTau, "rho": charts.SpearmanRho}[s.Name]
		if want, _ := compute(values[0], values[1]); s.Value != want || s.N != len(values[0]) || s.N < 5 {
			t.Errorf("%s of %s and %s in %d = %v of %d, want %v of %d", s.Name, s.Index, s.Against, s.Year, s.Value, s.N, want, len(values[0]))
		}
	}
	if len(f.Statistics) < 100 {
		t.Errorf("%d coefficients, want some of each pair and year", len(f.Statistics))
	}
}

// TestFewPairs: of fewer than five countries n is said, and no coefficient.
func TestFewPairs(t *testing.T) {
	f := figure(t, fiction(t, ""), "scatter", "index=candour&against=eiu&year=2022")
	if len(f.Statistics) > 0 || !strings.Contains(f.Summary, "(n = 4)") || strings.Contains(f.Summary, "rho") {
		t.Errorf("Statistics = %+v, Summary = %q, want n = 4 and no coefficient", f.Statistics, f.Summary)
	}
	if !strings.Contains(f.Summary, "Armenia (Candour Index: not rated)") {
		t.Errorf("Summary = %q, want who is missing, and why", f.Summary)
	}
}

// TestScatterTurnsLowScales: on a scale on which lower is better, the better end
// is still to the right, and the coefficient is positive.
func TestScatterTurnsLowScales(t *testing.T) {
	f := figure(t, builtIn(t), "scatter", "index=rsf&against=eiu&year=2008")
	if !f.Panels[0].Axis.Inverse || f.Panels[1].Axis.Inverse {
		t.Errorf("Panels = %+v, want the first upside down", f.Panels)
	}
	for _, s := range f.Statistics {
		if s.Value < 0.5 {
			t.Errorf("%s = %v, want that the indices agree", s.Name, s.Value)
		}
	}
}

// TestCountsAreNoIndex: a list of persons is no rating to correlate.
func TestCountsAreNoIndex(t *testing.T) {
	cat := builtIn(t)
	for _, slug := range []string{"scatter", "agreement", "normalised"} {
		if slices.Contains(charts.Find(slug).Indices(cat), cat.Index("cpj")) {
			t.Errorf("%s draws cpj", slug)
		}
	}
}

// TestAgreementParts: points of a pair that a line may join were made by one
// method of each of the two indices.
func TestAgreementParts(t *testing.T) {
	cat := fiction(t, "")
	f := figure(t, cat, "agreement", "")
	parted := 0
	for _, s := range f.Series {
		a, b, _ := strings.Cut(s.Key, "-")
		for i, p := range s.Points[1:] {
			comparable := true
			for _, name := range []string{a, b} {
				x := cat.Index(name)
				comparable = comparable && x.Main().Comparable(x.Edition(f.X[i].Value), x.Edition(f.X[i+1].Value))
			}
			if joined := p.Row.Regime == s.Points[i].Row.Regime; joined != comparable {
				t.Errorf("%s: %d and %d are joined: %v, want %v", s.Key, f.X[i].Value, f.X[i+1].Value, joined, comparable)
			}
			if !comparable {
				parted++
			}
		}
	}
	if parted == 0 {
		t.Error("no line is parted, want some to look at")
	}
}

func TestAgreementTables(t *testing.T) {
	f := figure(t, builtIn(t), "agreement", "year=2020")
	disputed := f.Further[0]
	if got := disputed.Rows[0].Head; !strings.Contains(f.Summary, "Most disputed of the 15 that all rate: "+got+", no. 4 to no. 8") {
		t.Errorf("most disputed is %s, Summary = %q", got, f.Summary)
	}
	// Places by hand: Ukraine is 4th of the fifteen by the Democracy Index of 2020
	// and 8th by the World Press Freedom Index of 2021.
	row := disputed.Rows[slices.IndexFunc(disputed.Rows, func(r charts.TableRow) bool { return r.Head == "Ukraine" })]
	if row.Cells[0].Text != "4" || row.Cells[1].Text != "8" {
		t.Errorf("Ukraine = %+v, want 4th and 8th", row.Cells)
	}
	for i, row := range disputed.Rows[1:] {
		if last := len(row.Cells) - 1; row.Cells[last].Text > disputed.Rows[i].Cells[last].Text {
			t.Errorf("%s has a larger spread than %s above it", row.Head, disputed.Rows[i].Head)
		}
	}
}

func TestNormalised(t *testing.T) {
	cat := builtIn(t)
	texts := func(query, key string) map[string]string {
		f := figure(t, cat, "normalised", query)
		of := map[string]string{}
		for _, p := range series(t, f, key).Points {
			of[f.X[p.X].Label] = p.Text
		}
		return of
	}
	for _, tt := range []struct{ query, key, year, want string }{
		{"countries=KAZ", "eiu", "2020", "31.4 (3.14)"},
		{"countries=KAZ", "eiu", "2007", "no edition that year"},
		{"countries=KAZ", "rsf", "2008", "the scale of that method is open-ended"},
		// (167 - 128) / 166: 128th of 167.
		{"countries=KAZ&scale=percentile", "eiu", "2020", "23.5 (128 of 167)"},
		// The first method has an open scale, but places.
		{"countries=KAZ&scale=percentile", "rsf", "2001", "16.7 (116 of 139)"},
	} {
		if got := texts(tt.query, tt.key)[tt.year]; got != tt.want {
			t.Errorf("normalised?%s: %s about %s = %q, want %q", tt.query, tt.key, tt.year, got, tt.want)
		}
	}
	f := figure(t, cat, "normalised", "")
	for _, b := range f.Breaks {
		if b.Index != "rsf" {
			t.Errorf("break %+v, want one of rsf", b)
		}
	}
	if diff := cmp.Diff([]string{"2011", "2020"}, labels(f)); diff != "" {
		t.Errorf("breaks (-want +got):\n%s", diff)
	}
	for _, p := range f.Points {
		if p.Value != nil && (*p.Value < 0 || *p.Value > 100 || math.Round(*p.Value*10) != *p.Value*10) {
			t.Errorf("%s about %d = %v, want 0 to 100 to one decimal", p.Row.Index, p.Row.Covers, *p.Value)
		}
	}
}
