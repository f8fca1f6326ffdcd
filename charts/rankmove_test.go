package charts

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

func TestRankMoveOf(t *testing.T) {
	for _, tt := range []struct {
		name       string
		then, now  field
		published  [2]int
		better     datasets.Direction
		want       rankMove
		own, other float64
	}{
		{"nothing moves", field{"KAZ": 5, "A": 9}, field{"KAZ": 5, "A": 9}, [2]int{}, datasets.High,
			rankMove{then: 2, now: 2}, 0, 0},
		{"its own score alone", field{"KAZ": 5, "A": 9, "B": 7}, field{"KAZ": 8, "A": 9, "B": 7}, [2]int{}, datasets.High,
			rankMove{then: 3, now: 2, othersFirst: parts{own: 1}, ownFirst: parts{own: 1}}, 1, 0},
		{"the others alone", field{"KAZ": 5, "A": 9, "B": 7}, field{"KAZ": 5, "A": 4, "B": 7}, [2]int{}, datasets.High,
			rankMove{then: 3, now: 2, othersFirst: parts{others: 1}, ownFirst: parts{others: 1}}, 0, 1},
		{"the order matters", field{"KAZ": 5, "A": 6}, field{"KAZ": 7, "A": 8}, [2]int{}, datasets.High,
			rankMove{then: 2, now: 2, othersFirst: parts{}, ownFirst: parts{own: 1, others: -1}}, 0.5, -0.5},
		{"lower is better", field{"KAZ": 5, "A": 4}, field{"KAZ": 3, "A": 4}, [2]int{}, datasets.Low,
			rankMove{then: 2, now: 1, othersFirst: parts{own: 1}, ownFirst: parts{own: 1}}, 1, 0},
		{"equal scores share the best place", field{"KAZ": 5, "A": 5, "B": 5}, field{"KAZ": 4, "A": 5, "B": 5}, [2]int{}, datasets.High,
			rankMove{then: 1, now: 3, othersFirst: parts{own: -2}, ownFirst: parts{own: -2}}, -2, 0},
		{"the publisher parts equal scores", field{"KAZ": 5, "A": 5, "B": 6}, field{"KAZ": 7, "A": 5, "B": 6}, [2]int{3, 1}, datasets.High,
			rankMove{then: 3, now: 1, othersFirst: parts{own: 1, others: 1}, ownFirst: parts{own: 2}}, 1.5, 0.5},
		{"the publisher ranks another field", field{"KAZ": 5, "A": 6}, field{"KAZ": 7, "A": 6}, [2]int{90, 80}, datasets.High,
			rankMove{then: 2, now: 1, othersFirst: parts{own: 1}, ownFirst: parts{own: 1}}, 1, 0},
		{"one leaves, two enter", field{"KAZ": 5, "A": 9}, field{"KAZ": 5, "B": 8, "C": 6}, [2]int{}, datasets.High,
			rankMove{then: 2, now: 3, othersFirst: parts{others: -1}, ownFirst: parts{others: -1}}, 0, -1},
	} {
		got := rankMoveOf("KAZ", tt.then, tt.now, tt.published, tt.better)
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(rankMove{}, parts{})); diff != "" {
			t.Errorf("%s: rankMoveOf (-want +got):\n%s", tt.name, diff)
		}
		if own, others := got.own(), got.others(); own != tt.own || others != tt.other {
			t.Errorf("%s: own() = %v, others() = %v, want %v and %v", tt.name, own, others, tt.own, tt.other)
		}
	}
}

// TestRankMovesAddUp: in both orders, for every country, index and pair of
// neighbouring editions of one method.
func TestRankMovesAddUp(t *testing.T) {
	cat, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	c := rankShift()
	pairs := 0
	for _, x := range c.Indices(cat) {
		for _, m := range c.Measures(x) {
			for _, to := range m.Editions() {
				from, ok := m.Previous(to)
				if !ok {
					continue
				}
				then, now := fieldOf(m, from), fieldOf(m, to)
				for country := range then {
					if _, rated := now[country]; !rated {
						continue
					}
					before, _ := m.WorldRank(country, from)
					after, _ := m.WorldRank(country, to)
					move := rankMoveOf(country, then, now, [2]int{before.Place, after.Place}, m.Regime(to).Better)
					if move.then != before.Place || move.now != after.Place {
						t.Errorf("%s.%s of %s moved from %d to %d, want %d to %d as in the world", x.Name, m.Name, country, move.then, move.now, before.Place, after.Place)
					}
					for _, order := range []parts{move.othersFirst, move.ownFirst} {
						if order.own+order.others != move.up() {
							t.Errorf("%s.%s of %s, %d to %d: %+v does not add up to %d", x.Name, m.Name, country, from, to, order, move.up())
						}
					}
					if move.own()+move.others() != float64(move.up()) {
						t.Errorf("%s.%s of %s, %d to %d: %v and %v do not add up to %d", x.Name, m.Name, country, from, to, move.own(), move.others(), move.up())
					}
					pairs++
				}
			}
		}
	}
	if pairs < 10000 {
		t.Errorf("%d moves were looked at, want those of the whole world", pairs)
	}
}
