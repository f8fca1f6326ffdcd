package charts_test

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

func TestLeagueSorts(t *testing.T) {
	cat := builtIn(t)
	if diff := cmp.Diff([]string{"country", "eiu", "rsf", "fiw", "vdem", "cpj"}, charts.Sorts(cat)); diff != "" {
		t.Errorf("Sorts (-want +got):\n%s", diff)
	}
	for _, lang := range locale.Languages() {
		p := printer(t, lang)
		for _, sort := range append(charts.Sorts(cat), "nothing") {
			l := charts.MakeLeague(cat, sort, p)
			if len(l.Rows) != 15 || len(l.Columns) != len(cat.Indices) {
				t.Fatalf("league by %s has %d rows under %d columns", sort, len(l.Rows), len(l.Columns))
			}
			by := slices.IndexFunc(l.Columns, func(c charts.LeagueColumn) bool { return c.Index == sort })
			for i := range l.Rows[1:] {
				a, b := l.Rows[i], l.Rows[i+1]
				if by < 0 {
					if p.Compare(a.Name, b.Name) > 0 {
						t.Errorf("%s league by %s: %s before %s", lang, sort, a.Name, b.Name)
					}
					continue
				}
				x, y := a.Cells[by], b.Cells[by]
				m := cat.Index(sort).Main()
				switch {
				case x.Value == nil:
					if y.Value != nil {
						t.Errorf("league by %s: %s, without a figure, before %s", sort, a.Country, b.Country)
					}
				case y.Value != nil:
					most := m.Regime(m.Latest()).Better == datasets.High || m.Role == datasets.Count
					if most && *x.Value < *y.Value || !most && *x.Value > *y.Value {
						t.Errorf("league by %s: %s %v before %s %v", sort, a.Country, *x.Value, b.Country, *y.Value)
					}
					// Equal figures share a place, and stand in the order of their codes.
					if *x.Value == *y.Value && (x.Among != y.Among || a.Country > b.Country) {
						t.Errorf("league by %s: %s at %d and %s at %d, want a tie", sort, a.Country, x.Among.Place, b.Country, y.Among.Place)
					}
				}
			}
		}
	}
}

func TestLeagueCells(t *testing.T) {
	cat := builtIn(t)
	l := charts.MakeLeague(cat, "country", printer(t, "en"))
	for _, row := range l.Rows {
		for i, c := range row.Cells {
			column := l.Columns[i]
			m := cat.Index(column.Index).Main()
			if (c.Value == nil) != (c.Missing != "") || (c.Value == nil) != (c.Text == "–") {
				t.Errorf("%s in %s = %+v, want a figure or a reason", row.Country, column.Index, c)
			}
			if c.Better && c.Worse || (c.Better || c.Worse) && c.Change == "" {
				t.Errorf("%s in %s = %+v, which is better and worse", row.Country, column.Index, c)
			}
			if (c.Change != "") && !m.Comparable(column.Since, column.Edition) {
				t.Errorf("%s in %s changed by %s since %d, of another method", row.Country, column.Index, c.Change, column.Since)
			}
			if column.Count && (c.Among.Place != 0 || c.Change != "" || c.World.Place != 0) {
				t.Errorf("%s in %s = %+v, want a count without a place", row.Country, column.Index, c)
			}
			for slug, query := range map[string]string{"trend": c.Query, "ranking": column.Ranking} {
				q, err := url.ParseQuery(query)
				if err != nil {
					t.Fatal(err)
				}
				if v, problems := charts.ParseView(cat, charts.Find(slug), q); len(problems) > 0 || v.Query() != query {
					t.Errorf("%s?%s reads back as %s with problems %v", slug, query, v.Query(), problems)
				}
			}
		}
	}
	kaz := l.Rows[slices.IndexFunc(l.Rows, func(r charts.LeagueRow) bool { return r.Country == "KAZ" })]
	if c := kaz.Cells[0]; c.Text != "3.08" || c.World.Place != 118 || c.World.Of != 167 || c.Change != "0.00" || c.Better || c.Worse {
		t.Errorf("KAZ in eiu = %+v, want 3.08, 118 of 167, unchanged", c)
	}
}

var step = regexp.MustCompile(`([ML])([0-9.]+) ([0-9.]+)`)

// TestSparks: a path has one run for each span of editions that may be joined,
// within its box.
func TestSparks(t *testing.T) {
	for _, cat := range []*datasets.Catalogue{builtIn(t), fiction(t, "")} {
		l := charts.MakeLeague(cat, "country", printer(t, "en"))
		for _, row := range l.Rows {
			for i, cell := range row.Cells {
				m := cat.Index(l.Columns[i].Index).Main()
				runs, figures := 0, 0
				joined := false
				for e := m.First(); e <= m.Latest(); e++ {
					if !sameScale(m.Regime(e), m.Regime(m.Latest())) {
						continue
					}
					_, ok := m.At(row.Country, e)
					if joined && !m.Comparable(e-1, e) {
						joined = false
					}
					if ok && !joined {
						runs++
					}
					if ok {
						figures++
					}
					joined = ok
				}
				steps := step.FindAllStringSubmatch(cell.Spark.Path, -1)
				if got := strings.Count(cell.Spark.Path, "M"); got != runs || len(steps) != runs+figures || cell.Spark.Present != (figures > 0) {
					t.Errorf("spark of %s in %s has %d runs and %d steps, want %d and %d", row.Country, m.Index.Name, got, len(steps), runs, runs+figures)
				}
				for _, s := range steps {
					x, _ := strconv.ParseFloat(s[2], 64)
					y, _ := strconv.ParseFloat(s[3], 64)
					if x < 0 || x > charts.SparkWidth || y < 0 || y > charts.SparkHeight {
						t.Errorf("spark of %s in %s leaves its box: %s", row.Country, m.Index.Name, s[0])
					}
				}
			}
		}
	}
}

func sameScale(a, b datasets.Regime) bool { return a.Better == b.Better && cmp.Equal(a.Scale, b.Scale) }
