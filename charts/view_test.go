package charts_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

// sameChart lets views be compared: a chart is itself and no other.
var sameChart = cmp.Comparer(func(a, b *charts.Chart) bool { return a == b })

func TestParseView(t *testing.T) {
	cat := builtIn(t)
	type problem struct{ Param, Value, Message string }
	for _, tt := range []struct {
		chart, query string
		want         string // canonical query
		problems     []problem
	}{
		{"trend", "", "index=eiu&measure=score", nil},
		{"trend", "index=rsf", "index=rsf&measure=score", nil},
		{"trend", "index=&measure=&countries=&from=&to=&theme=", "index=eiu&measure=score", nil},
		{"trend", "measure=rsf.rank", "index=rsf&measure=rank", nil},
		{"trend", "index=eiu&measure=rsf.score", "index=rsf&measure=score", nil},
		{"trend", "measure=rsf.nothing", "index=rsf&measure=score", []problem{{"measure", "nothing", "problem.set"}}},
		{"trend", "measure=nothing.score", "index=eiu&measure=score", []problem{{"measure", "nothing.score", "problem.set"}}},
		{"trend", "index=RSF", "index=eiu&measure=score", []problem{{"index", "RSF", "problem.set"}}},
		{"trend", "index=rsf&index=eiu", "index=rsf&measure=score", []problem{{"index", "rsf, eiu, …", "problem.once"}}},
		{"trend", "countries=kaz,%20rus", "index=eiu&measure=score&countries=KAZ,RUS", nil},
		{"trend", "countries=RUS&countries=KAZ&countries=RUS", "index=eiu&measure=score&countries=KAZ,RUS", nil},
		{"trend", "countries=UZB,KGZ,KAZ", "index=eiu&measure=score", nil},
		{"trend", "countries=,,", "index=eiu&measure=score", nil},
		{"trend", "countries=FRA", "index=eiu&measure=score", []problem{{"countries", "FRA", "problem.set"}}},
		{"trend", "countries=ARM,AZE,BLR,EST,GEO,KAZ,KGZ,LTU,LVA", "index=eiu&measure=score&countries=ARM,AZE,BLR,EST,GEO,KAZ,KGZ,LTU",
			[]problem{{"countries", "ARM,AZE,BLR,EST,GEO,KAZ,KGZ,LTU,LVA", "problem.many"}}},
		{"trend", "countries=" + strings.Repeat("KAZ,", 40) + "RUS", "index=eiu&measure=score&countries=KAZ",
			[]problem{{"countries", "41", "problem.many"}}},
		{"trend", strings.Repeat("countries=KAZ&", 40), "index=eiu&measure=score&countries=KAZ", []problem{{"countries", "40", "problem.many"}}},
		{"trend", "index=rsf&from=2013&to=2021", "index=rsf&measure=score&from=2013&to=2021", nil},
		{"trend", "index=rsf&from=2002&to=2026", "index=rsf&measure=score&to=2026", nil},
		{"trend", "index=rsf&from=2021&to=2013", "index=rsf&measure=score", []problem{{"from", "2021", "problem.order"}}},
		{"trend", "index=rsf&from=1999&to=2099", "index=rsf&measure=score", []problem{{"from", "1999", "problem.range"}, {"to", "2099", "problem.range"}}},
		{"trend", "from=x", "index=eiu&measure=score", []problem{{"from", "x", "problem.range"}}},
		{"trend", "index=rsf&from=2011&to=2011", "index=rsf&measure=score&from=2011&to=2011", nil},
		{"trend", "year=2020", "index=eiu&measure=score", []problem{{"year", "year", "problem.unknown"}}},
		{"trend", "theme=dark", "index=eiu&measure=score&theme=dark", nil},
		{"trend", "theme=auto", "index=eiu&measure=score", nil},
		{"trend", "theme=pink", "index=eiu&measure=score", []problem{{"theme", "pink", "problem.set"}}},
		{"trend", "theme=dark&theme=light", "index=eiu&measure=score&theme=dark", []problem{{"theme", "dark, light, …", "problem.once"}}},
		{"trend", "from=2010&from=", "index=eiu&measure=score&from=2010", []problem{{"from", "2010, , …", "problem.once"}}},
		{"ranking", "year=2020&year=2021", "index=eiu&measure=score&year=2020", []problem{{"year", "2020, 2021, …", "problem.once"}}},
		{"monthly", "basis=&basis=year", "measure=journalist_rights_violations", []problem{{"basis", ", year, …", "problem.once"}}},
		{"ranking", "index=eiu&year=2020", "index=eiu&measure=score&year=2020", nil},
		{"ranking", "index=eiu&year=2024", "index=eiu&measure=score&year=2024", nil},
		{"ranking", "index=eiu&year=2007", "index=eiu&measure=score", []problem{{"year", "2007", "problem.set"}}},
		{"ranking", "index=eiu&year=0", "index=eiu&measure=score", []problem{{"year", "0", "problem.set"}}},
		{"ranking", "index=eiu&measure=rank", "index=eiu&measure=score", []problem{{"measure", "rank", "problem.set"}}},
		{"change", "index=rsf&from=2015", "index=rsf&measure=score&from=2015", nil},
		{"change", "index=rsf&from=2026", "index=rsf&measure=score&from=2025&to=2026", []problem{{"from", "2026", "problem.not_before"}}},
		{"change", "index=rsf&to=2022", "index=rsf&measure=score&from=2022&to=2023", []problem{{"from", "2022", "problem.not_before"}}},
		{"change", "index=rsf&from=2012", "index=rsf&measure=score&from=2013&to=2021", []problem{{"from", "2012–2026", "problem.regimes"}}},
		{"ranking", "countries=KAZ", "index=eiu&measure=score", []problem{{"countries", "countries", "problem.unknown"}}},
		{"profile", "index=cpj", "index=eiu", []problem{{"index", "cpj", "problem.set"}}},
		{"profile", "measure=rsf.score", "index=eiu", []problem{{"measure", "measure", "problem.unknown"}}},
		{"profile", "year=2023", "index=eiu", []problem{{"year", "2023", "problem.set"}}},
		{"monthly", "", "measure=journalist_rights_violations", nil},
		{"monthly", "basis=year", "measure=violations_total&basis=year", nil},
		{"monthly", "basis=week", "measure=journalist_rights_violations", []problem{{"basis", "week", "problem.set"}}},
		{"monthly", "measure=summons&basis=year", "measure=summons&basis=year", nil},
		{"monthly", "measure=judicial_acts&from=2014&to=2015", "measure=judicial_acts&from=2014&to=2015", nil},
		{"monthly", "index=rsf", "measure=journalist_rights_violations", []problem{{"index", "index", "problem.unknown"}}},
		{"trend", "a=1&index=rsf&b=2", "index=rsf&measure=score", []problem{{"a", "a", "problem.unknown"}, {"b", "b", "problem.unknown"}}},
	} {
		q, err := url.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		v, problems := charts.ParseView(cat, charts.Find(tt.chart), q)
		if got := v.Query(); got != tt.want {
			t.Errorf("ParseView(%s, %q).Query() = %q, want %q", tt.chart, tt.query, got, tt.want)
		}
		var got []problem
		for _, p := range problems {
			got = append(got, problem{p.Param, p.Value, p.Message})
		}
		if diff := cmp.Diff(tt.problems, got); diff != "" {
			t.Errorf("problems of ParseView(%s, %q) (-want +got):\n%s", tt.chart, tt.query, diff)
		}
	}
}

func TestProblemsAreSaid(t *testing.T) {
	hostile := strings.Repeat("<script>Ә", 4000)
	cat := builtIn(t)
	for _, c := range charts.All() {
		q := url.Values{hostile: {"1"}}
		for _, param := range c.Params {
			q[param] = []string{hostile, hostile}
		}
		v, problems := charts.ParseView(cat, c, q)
		if want := charts.Default(cat, c).Query(); v.Query() != want {
			t.Errorf("ParseView(%s, hostile).Query() = %q, want %q", c.Slug, v.Query(), want)
		}
		for _, p := range problems {
			if n := max(utf8.RuneCountInString(p.Value), utf8.RuneCountInString(p.Param)); n > 61 {
				t.Errorf("problem of %s.%s says back %d characters, want 61 at most", c.Slug, p.Param, n)
			}
			for _, lang := range []string{"en", "ru", "kk"} {
				said := p.Say(printer(t, lang))
				if bracketed.MatchString(said) || strings.Contains(said, "<no value>") || said == "" {
					t.Errorf("Say(%+v) in %s = %q", p, lang, said)
				}
			}
		}
	}
}

// TestEveryViewIsCanonical sends what forms can send and reads it back.
func TestEveryViewIsCanonical(t *testing.T) {
	cat := builtIn(t)
	for _, c := range charts.All() {
		for query := range everyView(cat, c) {
			v := view(t, cat, c.Slug, query)
			checkCanonical(t, cat, v)
		}
	}
}

// everyView yields a query for each index, measure and edition that a chart can
// be asked for.
func everyView(cat *datasets.Catalogue, c *charts.Chart) func(func(string) bool) {
	return func(yield func(string) bool) {
		if c.OfTallies() {
			for query := range everyTally(cat.Monitors[0], c) {
				if !yield(query) {
					return
				}
			}
		}
		if c.ByCovered {
			for query := range everyCovered(cat, c) {
				if !yield(query) {
					return
				}
			}
			return
		}
		for _, x := range c.Indices(cat) {
			measures := []string{""}
			if c.Takes("measure") {
				measures = nil
				for _, m := range c.Measures(x) {
					measures = append(measures, m.Name)
				}
			}
			for _, m := range measures {
				query := "index=" + x.Name
				if m != "" {
					query += "&measure=" + m
				}
				if !yield(query) {
					return
				}
				if c.OfTallies() {
					continue // its years are not editions
				}
				for _, e := range c.Editions(x, m) {
					at := "&year=" + itoa(e)
					switch {
					case c.Back > 0:
						since, ok := x.Measure(m).Previous(e)
						if !ok {
							continue // there is nothing to compare it with
						}
						at = "&from=" + itoa(since) + "&to=" + itoa(e)
					case c.Takes("from"):
						at = "&from=" + itoa(e-1) + "&to=" + itoa(e)
						if e == c.Editions(x, m)[0] {
							at = "&to=" + itoa(e)
						}
					}
					if !yield(query + at) {
						return
					}
				}
			}
		}
	}
}

// everyCovered yields a query for each year of each pair of indices that a chart
// of covered years can be asked for, and for each of its choices.
func everyCovered(cat *datasets.Catalogue, c *charts.Chart) func(func(string) bool) {
	pairs := []url.Values{{}}
	if c.Takes("index") {
		pairs = nil
		for i, x := range c.Indices(cat) {
			for _, y := range c.Indices(cat)[:i] {
				pairs = append(pairs, url.Values{"index": {x.Name}, "against": {y.Name}})
			}
		}
	}
	return func(yield func(string) bool) {
		for _, q := range pairs {
			v, _ := charts.ParseView(cat, c, q)
			queries := []string{""}
			if c.Takes("year") {
				for _, year := range c.Years(cat, v) {
					queries = append(queries, "&year="+itoa(year))
				}
			}
			for _, choice := range c.Choices {
				for _, value := range choice.Values {
					queries = append(queries, "&"+choice.Param+"="+value)
				}
			}
			for _, query := range queries {
				if !yield(q.Encode() + query) {
					return
				}
			}
		}
	}
}

// everyTally yields a query for each basis, measure, group and period of tallies
// that a chart can be asked for, and for a year of its span.
func everyTally(m *datasets.Monitor, c *charts.Chart) func(func(string) bool) {
	given := func(param, value string) []string {
		if !c.Takes(param) {
			return nil
		}
		return []string{param + "=" + value}
	}
	var queries []string
	add := func(parts ...[]string) { queries = append(queries, strings.Join(slices.Concat(parts...), "&")) }
	param := "measure"
	if c.OfIndex() {
		param = "tally"
	}
	for _, b := range c.BasesOf(m) {
		for _, name := range c.TalliesOf(m, datasets.Basis(b)) {
			add(given("basis", b), given(param, name))
			if !c.Takes("period") {
				continue
			}
			rules, reports := charts.Periods(m, charts.View{Measure: name, Basis: datasets.Basis(b)})
			for _, period := range append(rules, reports...) {
				add(given("basis", b), given(param, name), given("period", period))
			}
		}
	}
	for _, g := range charts.Groups(m) {
		add(given("group", g))
	}
	add(given("from", "2016"), given("to", "2017"))
	slices.Sort(queries)
	return slices.Values(slices.Compact(queries))
}

// checkCanonical checks that a view and its query are the same thing.
func checkCanonical(t *testing.T, cat *datasets.Catalogue, v charts.View) {
	t.Helper()
	again := func(v charts.View) charts.View {
		q, err := url.ParseQuery(v.Query())
		if err != nil {
			t.Fatalf("Query() = %q: %v", v.Query(), err)
		}
		back, problems := charts.ParseView(cat, v.Chart, q)
		if len(problems) > 0 {
			t.Errorf("ParseView(%s, %q) has problems %+v, want none", v.Chart.Slug, v.Query(), problems)
		}
		return back
	}
	if diff := cmp.Diff(v, again(v), sameChart); diff != "" {
		t.Errorf("%s?%s does not read back (-want +got):\n%s", v.Chart.Slug, v.Query(), diff)
	}
	pinned := v.Pinned(cat)
	if diff := cmp.Diff(pinned, pinned.Pinned(cat), sameChart); diff != "" {
		t.Errorf("%s?%s pinned twice (-once +twice):\n%s", v.Chart.Slug, v.Query(), diff)
	}
	if diff := cmp.Diff(pinned, again(pinned), sameChart); diff != "" {
		t.Errorf("%s?%s, pinned, does not read back (-want +got):\n%s", v.Chart.Slug, pinned.Query(), diff)
	}
}

func FuzzParseView(f *testing.F) {
	for _, seed := range []string{
		"", "index=rsf&measure=score&countries=KAZ,KGZ&from=2013&to=2026&theme=dark", "measure=vdem.electoral_democracy", "year=2020",
		"basis=ytd&measure=judicial_acts&from=2014", "countries=,,kaz", "from=-1&to=99999999999999999999", "measure=.", "index=%00&index=", "%zz",
	} {
		for chart := range byte(4) {
			f.Add(chart, seed)
		}
	}
	cat := builtIn(f)
	all := charts.All()
	f.Fuzz(func(t *testing.T, chart byte, query string) {
		q, _ := url.ParseQuery(query)
		v, _ := charts.ParseView(cat, all[int(chart)%len(all)], q)
		checkCanonical(t, cat, v)
	})
}

// TestPinnedSaysTheSame: a pinned link shows today what the open one shows.
func TestPinnedSaysTheSame(t *testing.T) {
	cat := builtIn(t)
	for _, c := range charts.All() {
		v := charts.Default(cat, c)
		want, got := c.Figure(cat, v, printer(t, "en")), c.Figure(cat, v.Pinned(cat), printer(t, "en"))
		got.Query = want.Query
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s pinned (-open +pinned):\n%s", c.Slug, diff)
		}
	}
}

// TestNoMonths: a monitor that prints no months is shown on a basis that it has.
func TestNoMonths(t *testing.T) {
	files := overlay(t, nil)
	var rows []string
	for i, row := range strings.Split(strings.TrimSpace(string(files["adilsoz.csv"].Data)), "\n") {
		if i == 0 || strings.Contains(row, ",year,") {
			rows = append(rows, row)
		}
	}
	files["adilsoz.csv"].Data = []byte(strings.Join(rows, "\n") + "\n")
	pkg := string(files["datapackage.json"].Data)
	from := strings.LastIndex(pkg[:strings.Index(pkg, `"name": "incidents"`)], `"rules"`)
	to := from + strings.Index(pkg[from:], "]")
	files["datapackage.json"].Data = []byte(pkg[:from] + `"rules": [` + pkg[to:])
	cat, err := datasets.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	v := charts.Default(cat, charts.Find("monthly"))
	if v.Basis != datasets.Year || v.Measure == "" {
		t.Errorf("Default(monthly) = basis %q, measure %q, want years of some measure", v.Basis, v.Measure)
	}
	checkCanonical(t, cat, v)
	checkFigure(t, cat, v, v.Chart.Figure(cat, v, printer(t, "en")))
}
