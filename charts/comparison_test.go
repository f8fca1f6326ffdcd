package charts_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

func comparison(t testing.TB, cat *datasets.Catalogue, query string) (charts.Comparison, []charts.Problem) {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	p := charts.NewParams(q, charts.ComparisonParams()...)
	c := p.Comparison(cat)
	return c, p.Problems
}

func TestComparisonQuery(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query, want string
		problems    []string // parameter and message
	}{
		{"", "", nil},
		{"chart=trend&indices=eiu,rsf&countries=UZB,KGZ,KAZ&from=&to=", "", nil},
		{"indices=rsf&indices=cpj&countries=rus&countries=kaz", "indices=rsf,cpj&countries=KAZ,RUS", nil},
		{"chart=table&from=2013&to=2020", "chart=table&from=2013&to=2020", nil},
		{"indices=eiu,rsf,fiw,vdem,cpj", "indices=eiu,rsf,fiw,vdem", []string{"indices problem.many"}},
		{"indices=owid&countries=FRA&chart=pie", "", []string{"chart problem.set", "indices problem.set", "countries problem.set"}},
		{"from=1066&to=2300", "", []string{"from problem.range", "to problem.range"}},
		{"from=2020&to=2010", "", []string{"from problem.order"}},
		{"tab=map", "", []string{"tab problem.unknown"}},
	} {
		c, problems := comparison(t, cat, tt.query)
		if got := c.Query(cat); got != tt.want {
			t.Errorf("Comparison(%q).Query() = %q, want %q", tt.query, got, tt.want)
		}
		var got []string
		for _, p := range problems {
			got = append(got, p.Param+" "+p.Message)
		}
		if diff := cmp.Diff(tt.problems, got); diff != "" {
			t.Errorf("problems of %q (-want +got):\n%s", tt.query, diff)
		}
		again, problems := comparison(t, cat, tt.want)
		if diff := cmp.Diff(c, again); diff != "" || len(problems) > 0 {
			t.Errorf("Comparison(%q) is not that of %q, problems %v:\n%s", tt.want, tt.query, problems, diff)
		}
	}
}

// TestComparisonViews: whatever is chosen, every chart shows it or says which
// index it cannot show, and what it refuses of two editions has a reason.
func TestComparisonViews(t *testing.T) {
	cat := fiction(t, "")
	for _, chart := range charts.ComparisonCharts(cat) {
		if chart == charts.ComparisonTable {
			continue
		}
		for _, query := range []string{
			"", "indices=candour", "indices=rsf,cpj&countries=KAZ,RUS&from=2010&to=2024", "indices=eiu,fiw,vdem&from=1995&to=2009",
			"indices=eiu&from=2009&to=2009", "indices=candour,rsf&to=1993", "countries=" + strings.Join(datasets.PostSoviet(), ","),
		} {
			c, problems := comparison(t, cat, query+"&chart="+chart)
			if len(problems) > 0 {
				t.Fatalf("%q has problems %v", query, problems)
			}
			views, left := c.Views(cat)
			if len(views) == 0 && len(left) == 0 {
				t.Errorf("%s of %q shows nothing and does not say why", chart, query)
			}
			for _, of := range views {
				if of.View.Chart.Slug != chart {
					t.Errorf("a view of %s is in %s", of.View.Chart.Slug, chart)
				}
				// One index alone is shown against another that was not chosen.
				for _, x := range of.View.Drawn(cat) {
					if of.View.Chart.Takes("measure") && !slices.Contains(c.Indices, x.Name) {
						t.Errorf("%s of %q shows %s, which was not chosen", chart, query, x.Name)
					}
				}
				for _, p := range of.Problems {
					if p.Message != "problem.regimes" && p.Message != "problem.many" {
						t.Errorf("%s of %q: %s", chart, query, p.Say(printer(t, "en")))
					}
				}
			}
		}
	}
}

func TestComparisonTables(t *testing.T) {
	cat := builtIn(t)
	c, _ := comparison(t, cat, "chart=table&indices=rsf,eiu,cpj&countries=KAZ,GEO&from=2012&to=2020")
	tables, notes := c.Tables(cat, printer(t, "en"))
	row := func(table charts.Table, head string) []string {
		i := slices.IndexFunc(table.Rows, func(r charts.TableRow) bool { return r.Head == head })
		var cells []string
		for _, c := range table.Rows[i].Cells {
			cells = append(cells, c.Text)
		}
		return cells
	}
	if len(tables) != 3 {
		t.Fatalf("Tables() has %d tables, want one of all and one each of eiu and rsf", len(tables))
	}
	if diff := cmp.Diff([]string{"3.14", "49.72", "1"}, row(tables[0], "Kazakhstan")); diff != "" {
		t.Errorf("newest figures of Kazakhstan (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"3.14", "10 of 15", "128 of 167", "2.95", "+0.19"}, row(tables[1], "Kazakhstan")); diff != "" {
		t.Errorf("eiu of Kazakhstan (-want +got):\n%s", diff)
	}
	if len(notes) != 0 {
		t.Errorf("notes = %q, want none within one method", notes)
	}
	// The RSF edition of 2021 covers 2020; what reaches beyond 2022 starts there.
	c, _ = comparison(t, cat, "chart=table&indices=rsf&from=2012")
	for _, lang := range locale.Languages() {
		tables, notes = c.Tables(cat, printer(t, lang))
		if last := tables[1].Columns[len(tables[1].Columns)-1].Label; len(notes) != 1 || !strings.Contains(last, "2022") {
			t.Errorf("%s: notes = %q, last column %q, want a change since 2022, and why", lang, notes, last)
		}
	}
}
