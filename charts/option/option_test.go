package option

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	figures "github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	loadData     = sync.OnceValues(func() (*datasets.Catalogue, error) { return datasets.Load(datasets.BuiltIn()) })
	loadMessages = sync.OnceValues(locale.Load)
)

func builtIn(t testing.TB) *datasets.Catalogue {
	t.Helper()
	cat, err := loadData()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func printer(t testing.TB, lang string) *locale.Printer {
	t.Helper()
	bundle, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.In(lang)
}

func figure(t testing.TB, cat *datasets.Catalogue, lang, slug, query string) figures.Figure {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	c := figures.Find(slug)
	v, problems := figures.ParseView(cat, c, q)
	if len(problems) > 0 {
		t.Fatalf("ParseView(%s, %q) has problems %+v", slug, query, problems)
	}
	return c.Figure(cat, v, printer(t, lang))
}

func build(t testing.TB, f figures.Figure) []byte {
	t.Helper()
	text, err := Build(f)
	if err != nil {
		t.Fatalf("Build(%s?%s): %v", f.Chart, f.Query, err)
	}
	return text
}

// drawing is what the tests read of an option.
type drawing struct {
	Series []struct {
		ID           string  `json:"id"`
		Name         string  `json:"name"`
		Type         string  `json:"type"`
		Stack        string  `json:"stack"`
		Symbol       string  `json:"symbol"`
		ShowSymbol   *bool   `json:"showSymbol"`
		ConnectNulls *bool   `json:"connectNulls"`
		XAxisIndex   int     `json:"xAxisIndex"`
		YAxisIndex   int     `json:"yAxisIndex"`
		Data         []datum `json:"data"`
		MarkLine     struct {
			Data []json.RawMessage `json:"data"`
		} `json:"markLine"`
	} `json:"series"`
}

// point reads a value that is a year and a figure or a gap.
func point(t testing.TB, d datum) (year int, value float64, ok bool) {
	t.Helper()
	pair, isPair := d.Value.([]any)
	if !isPair || len(pair) != 2 {
		t.Fatalf("value %v, want a pair", d.Value)
	}
	x, _ := pair[0].(float64)
	switch y := pair[1].(type) {
	case float64:
		return int(x), y, true
	case string:
		if y != gap {
			t.Fatalf("value %v, want a number or %q", d.Value, gap)
		}
		return int(x), 0, false
	}
	t.Fatalf("value %v, want a number or %q", d.Value, gap)
	return 0, 0, false
}

func parse(t testing.TB, text []byte) drawing {
	t.Helper()
	var d drawing
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return d
}

func TestGoldenOptions(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct{ name, chart, query string }{
		{"lines", "trend", "index=rsf&measure=score&countries=KAZ,UZB&from=2021&to=2022"},
		{"lines-panels", "trend", "index=rsf&measure=score&countries=KAZ&from=2012&to=2013"},
		{"lines-interval", "trend", "index=vdem&measure=electoral_democracy&countries=KAZ&from=2024"},
		{"lines-category", "trend", "index=fiw&measure=status&countries=KAZ&from=2025"},
		{"lines-places", "rank", "index=rsf&measure=score&countries=KAZ&from=2021&to=2022"},
		{"multiples", "small-multiples", "index=rsf&measure=score&from=2021&to=2022"},
		{"matrix", "heatmap", "index=rsf&measure=score&from=2021&to=2022"},
		{"bars", "ranking", "index=eiu&measure=score&year=2020"},
		{"map", "map", "index=eiu&measure=score&year=2020"},
		{"radar", "profile", "index=eiu&countries=KAZ&year=2020"},
		{"columns", "monthly", "measure=judicial_acts&from=2016&to=2017"},
		{"columns-within", "outcomes", "from=2016&to=2017"},
		{"bars-within", "damages", ""},
		{"bars-stacked", "composition", "measure=journalist_rights_violations&period=rule-2023-01"},
		{"lines-years", "year-to-date", "measure=civil_claims_honour"},
		{"timeline", "index-and-monitor", "index=rsf&measure=score&tally=judicial_acts&from=2021&to=2022"},
		{"scatter", "scatter", "index=rsf&against=eiu&year=2024"},
		{"bars-opposed", "rank-shift", "index=rsf&measure=score&from=2024&to=2025"},
		{"heatmap", "coverage", "group=courts&from=2017&to=2017"},
		{"dumbbell", "change", "index=vdem&measure=electoral_democracy&from=2019&to=2024"},
	} {
		var got bytes.Buffer
		if err := json.Indent(&got, build(t, figure(t, cat, "en", tt.chart, tt.query)), "", " "); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		file := filepath.Join("testdata", tt.name+".golden.json")
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// everyFigure yields the figures of every index, measure and edition in English.
func everyFigure(t *testing.T, cat *datasets.Catalogue) func(func(figures.Figure) bool) {
	return func(yield func(figures.Figure) bool) {
		for _, c := range figures.All() {
			if !c.Drawable(cat) {
				continue
			}
			if c.OfTallies() {
				for query := range tallyQueries(cat.Monitors[0], c) {
					if !yield(figure(t, cat, "en", c.Slug, query)) {
						return
					}
				}
				if !c.OfIndex() {
					continue
				}
			}
			if c.ByCovered {
				for _, query := range coveredQueries(cat, c) {
					if !yield(figure(t, cat, "en", c.Slug, query)) {
						return
					}
				}
				continue
			}
			for _, x := range c.Indices(cat) {
				queries := []string{""}
				if c.Takes("measure") {
					queries = nil
					for _, m := range c.Measures(x) {
						queries = append(queries, "&measure="+m.Name)
					}
				}
				for _, measure := range queries {
					editions := c.Editions(x, strings.TrimPrefix(measure, "&measure="))
					for _, e := range append([]int{0}, ends(x, strings.TrimPrefix(measure, "&measure="), editions)...) {
						at := ""
						switch {
						case e == 0:
						case c.Takes("year"):
							at = fmt.Sprintf("&year=%d", e)
						case c.OfTallies():
							continue
						case c.Back > 0:
							since, ok := x.Measure(strings.TrimPrefix(measure, "&measure=")).Previous(e)
							if !ok {
								continue // there is nothing to compare it with
							}
							at = fmt.Sprintf("&from=%d&to=%d", since, e)
						default:
							at = fmt.Sprintf("&to=%d", e)
						}
						if !yield(figure(t, cat, "en", c.Slug, "index="+x.Name+measure+at)) {
							return
						}
					}
				}
			}
		}
	}
}

// ends are the first and the last of editions, and those on either side of a
// change of method: between them drawings differ by their figures alone.
func ends(x *datasets.Index, measure string, editions []int) []int {
	m := x.Measure(measure)
	if m == nil {
		m = x.Main()
	}
	var of []int
	for i, e := range editions {
		if i == 0 || i == len(editions)-1 || !m.Comparable(editions[i-1], e) || !m.Comparable(e, editions[i+1]) {
			of = append(of, e)
		}
	}
	return of
}

// coveredQueries are queries for each year that a chart of several indices can be
// asked for, of its default indices and with the last of its indices first.
func coveredQueries(cat *datasets.Catalogue, c *figures.Chart) []string {
	queries := []string{""}
	if c.Takes("index") {
		all := c.Indices(cat)
		queries = append(queries, "index="+all[len(all)-1].Name)
	}
	for _, choice := range c.Choices {
		for _, value := range choice.Values {
			queries = append(queries, choice.Param+"="+value)
		}
	}
	if c.Takes("year") {
		for _, year := range c.Years(cat, figures.Default(cat, c)) {
			queries = append(queries, fmt.Sprintf("year=%d", year))
		}
	}
	return queries
}

// tallyQueries yields a query for each basis, measure, period and group of tallies
// that a chart can be asked for.
func tallyQueries(m *datasets.Monitor, c *figures.Chart) func(func(string) bool) {
	seen := map[string]bool{}
	return func(yield func(string) bool) {
		ask := func(pairs ...string) bool {
			var parts []string
			for i := 0; i < len(pairs); i += 2 {
				if c.Takes(pairs[i]) && pairs[i+1] != "" {
					parts = append(parts, pairs[i]+"="+pairs[i+1])
				}
			}
			query := strings.Join(parts, "&")
			fresh := !seen[query]
			seen[query] = true
			return !fresh || yield(query)
		}
		param := "measure"
		if c.OfIndex() {
			param = "tally"
		}
		for _, b := range c.BasesOf(m) {
			for _, name := range c.TalliesOf(m, datasets.Basis(b)) {
				rules, reports := figures.Periods(m, figures.View{Measure: name, Basis: datasets.Basis(b)})
				for _, period := range append(append(rules, reports...), "") {
					if !ask("basis", b, param, name, "period", period) {
						return
					}
				}
			}
		}
		for _, g := range figures.Groups(m) {
			if !ask("group", g) {
				return
			}
		}
	}
}

func TestEveryOption(t *testing.T) {
	for _, cat := range []*datasets.Catalogue{builtIn(t), fiction(t, nil)} {
		for f := range everyFigure(t, cat) {
			name := f.Chart + "?" + f.Query
			text := build(t, f)
			if !json.Valid(text) {
				t.Errorf("%s: the option is no JSON", name)
			}
			for _, never := range []string{"__f__", "<", ">", "function(", `,null`, `[null`, `"data":null`, "NaN", "<nil>"} {
				if bytes.Contains(text, []byte(never)) {
					t.Errorf("%s: the option holds %s", name, never)
				}
			}
			switch f.Shape {
			case figures.Matrix:
				checkMatrix(t, f, parse(t, text))
			case figures.Lines, figures.Multiples:
				checkLines(t, cat, f, parse(t, text))
			case figures.Dumbbell:
				checkBars(t, f, parse(t, text))
				checkStems(t, f, parse(t, text))
			case figures.Bars, figures.Columns:
				checkBars(t, f, parse(t, text))
			case figures.Timeline:
				checkTimeline(t, f, parse(t, text))
			case figures.Heatmap:
				checkHeatmap(t, f, parse(t, text))
			case figures.Radar:
				checkRadar(t, f, parse(t, text))
			case figures.Scatter:
				checkScatter(t, f, parse(t, text))
			case figures.Map:
				checkMap(t, f, text)
			}
		}
	}
}

// checkLines checks that each line stays within one regime, that all figures
// and nothing else are drawn, and that gaps are gaps.
func checkLines(t *testing.T, cat *datasets.Catalogue, f figures.Figure, d drawing) {
	t.Helper()
	regimeOf := func(int) string { return "" }
	if x := cat.Index(f.Index); x != nil {
		m := x.Measure(f.Series[0].Points[0].Row.Measure)
		regimeOf = func(edition int) string { return m.Regime(edition).String() }
	}
	first := f.X[0].Value
	name := f.Chart + "?" + f.Query
	drawn := map[string]int{}
	boundaries := 0
	for _, s := range d.Series {
		boundaries += len(s.MarkLine.Data)
		if s.Type != "line" || len(s.Data) == 0 {
			continue
		}
		if s.ConnectNulls == nil || *s.ConnectNulls {
			t.Errorf("%s: the line %q may connect across gaps", name, s.ID+s.Stack)
		}
		regime := ""
		for i, item := range s.Data {
			year, value, ok := point(t, item)
			if i == 0 {
				regime = regimeOf(year)
			}
			if got := regimeOf(year); got != regime {
				t.Errorf("%s: the line %q holds points of %s and %s", name, s.ID+s.Stack, regime, got)
			}
			if s.ID == "" {
				continue // the interval, which the publisher gives in two ends
			}
			key := strings.Split(s.ID, ".")[1]
			points := f.Series[slices.IndexFunc(f.Series, func(s figures.Series) bool { return s.Key == key })].Points
			p := points[year-first]
			if from, _, _ := point(t, s.Data[0]); p.Row.Regime != points[from-first].Row.Regime {
				t.Errorf("%s: the line %q holds points of %s and %s", name, s.ID, points[from-first].Row.Regime, p.Row.Regime)
			}
			if ok != (p.Value != nil) || ok && value != *p.Value || item.Text != p.Text || item.Note != joined(p.Note, p.Month) || ok && item.Figure != p.Figure {
				t.Errorf("%s: %s in %d is drawn as %v %q, want %v %q", name, key, year, item.Value, item.Text, p.Value, p.Text)
			}
			drawn[key]++
			neighbour := func(i int) bool {
				if i < 0 || i >= len(s.Data) {
					return false
				}
				_, _, ok := point(t, s.Data[i])
				return ok
			}
			// A figure that no line leads to shows as a dot.
			if ok && !neighbour(i-1) && !neighbour(i+1) {
				seen := s.Symbol != "none" || item.Symbol != "" && item.Symbol != "none"
				if !seen || s.ShowSymbol == nil || !*s.ShowSymbol {
					t.Errorf("%s: %s in %d stands alone and is not drawn", name, key, year)
				}
			}
		}
	}
	for _, s := range f.Series {
		if drawn[s.Key] != len(f.X) {
			t.Errorf("%s: %s is drawn at %d of %d editions", name, s.Key, drawn[s.Key], len(f.X))
		}
	}
	rows := f.Panels[len(f.Panels)-1].Row + 1
	if want := rows * len(f.Breaks); boundaries != want {
		t.Errorf("%s: %d boundaries are drawn, want %d", name, boundaries, want)
	}
}

// checkBars checks that all figures and nothing else are drawn, and that periods
// without one are marked as missing.
func checkBars(t *testing.T, f figures.Figure, d drawing) {
	t.Helper()
	name := f.Chart + "?" + f.Query
	for n, s := range f.Series {
		for i, p := range s.Points {
			item := d.Series[n].Data[i]
			if p.Value == nil {
				if item.Value != gap {
					t.Errorf("%s: the gap of %s at %s is drawn as %v", name, s.Key, f.X[i].Label, item.Value)
				}
				continue
			}
			note := p.Note
			if f.Shape == figures.Columns {
				note = joined(p.Note, happenings(f, i))
			}
			if item.Value != *p.Value || item.Note != note || item.Figure != p.Figure {
				t.Errorf("%s: %s at %s is drawn as %v %q, want %v %q", name, s.Key, f.X[i].Label, item.Value, item.Note, *p.Value, note)
			}
			if f.Shape == figures.Columns && f.Layers == "" && *p.Value == 0 && (item.Label == nil || item.Text != "0") {
				t.Errorf("%s: the zero at %s is not written", name, f.X[i].Label)
			}
		}
	}
	if f.Shape != figures.Columns {
		return
	}
	for i, p := range f.Series[0].Points {
		if pale := d.Series[len(f.Series)].Data[i].Value != gap; pale != (p.Value == nil) {
			t.Errorf("%s: %s is marked as missing: %v", name, f.X[i].Label, pale)
		}
	}
}

// checkStems checks that a stem leads from each figure to that which it is
// compared with, and from no other.
func checkStems(t *testing.T, f figures.Figure, d drawing) {
	t.Helper()
	type end struct {
		Coord [2]float64 `json:"coord"`
	}
	var got, want [][2]end
	for _, raw := range d.Series[0].MarkLine.Data {
		var stem [2]end
		if err := json.Unmarshal(raw, &stem); err != nil {
			t.Fatalf("%s?%s: the stem %s: %v", f.Chart, f.Query, raw, err)
		}
		got = append(got, stem)
	}
	for i := range f.X {
		then, now := f.Series[0].Points[i].Value, f.Series[1].Points[i].Value
		if then != nil && now != nil {
			want = append(want, [2]end{{[2]float64{*then, float64(i)}}, {[2]float64{*now, float64(i)}}})
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s?%s: stems (-want +got):\n%s", f.Chart, f.Query, diff)
	}
}

// checkTimeline checks that each month of both rows is drawn where it belongs, as
// it stands in the figure, and that no step crosses a change of method.
func checkTimeline(t *testing.T, f figures.Figure, d drawing) {
	t.Helper()
	name := f.Chart + "?" + f.Query
	drawn := map[string]int{}
	for _, s := range d.Series {
		i := slices.IndexFunc(f.Series, func(of figures.Series) bool { return of.Name == s.Name })
		if s.Name == "" || i < 0 {
			continue
		}
		regime := ""
		for n, item := range s.Data {
			month, value, ok := point(t, item)
			p := f.Series[i].Points[month-f.X[0].Value]
			if ok != (p.Value != nil) || ok && value != *p.Value {
				t.Errorf("%s: %s at %s is drawn as %v, want %v", name, s.Name, f.X[p.X].Label, item.Value, p.Value)
			}
			if n == 0 {
				regime = p.Row.Regime
			}
			if p.Row.Regime != regime {
				t.Errorf("%s: a line of %s holds months of %q and %q", name, s.Name, regime, p.Row.Regime)
			}
			drawn[s.Name]++
		}
	}
	for _, s := range f.Series {
		if drawn[s.Name] != len(f.X) {
			t.Errorf("%s: %s is drawn at %d of %d months", name, s.Name, drawn[s.Name], len(f.X))
		}
	}
}

// checkHeatmap checks that each figure has a cell, in its row and its month.
func checkHeatmap(t *testing.T, f figures.Figure, d drawing) {
	t.Helper()
	name := f.Chart + "?" + f.Query
	cells := map[[2]int]string{}
	for _, item := range d.Series[1].Data {
		at := item.Value.([]any)
		cells[[2]int{int(at[0].(float64)), int(at[1].(float64))}] = item.Text
	}
	known := 0
	for row, s := range f.Series {
		for _, p := range s.Points {
			text, drawn := cells[[2]int{p.X, 2*row + 1}]
			if drawn != (p.Value != nil) || drawn && text != s.Name+": "+p.Text {
				t.Errorf("%s: %s at %s is drawn as %q, want %q", name, s.Key, f.X[p.X].Label, text, p.Text)
			}
			if drawn {
				known++
			}
		}
	}
	if known != len(cells) {
		t.Errorf("%s: %d cells for %d figures", name, len(cells), known)
	}
}

// checkScatter checks that each country that both indices rate has a point and a
// name, and no other has.
func checkScatter(t *testing.T, f figures.Figure, d drawing) {
	t.Helper()
	got := map[string][2]float64{}
	for i, item := range d.Series[0].Data {
		at, name := item.Value.([]any), d.Series[1].Data[i]
		got[name.Text] = [2]float64{at[0].(float64), at[1].(float64)}
		if !cmp.Equal(name.Value, item.Value) {
			t.Errorf("%s?%s: the name %q is for a point at %v, want %v", f.Chart, f.Query, name.Text, name.Value, item.Value)
		}
	}
	want := map[string][2]float64{}
	for x, tick := range f.X {
		if a, b := f.Series[0].Points[x].Value, f.Series[1].Points[x].Value; a != nil && b != nil {
			want[tick.Label] = [2]float64{*a, *b}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("points of %s?%s (-figure +drawing):\n%s", f.Chart, f.Query, diff)
	}
}

// checkMatrix checks that each country has a cell at each edition, as it stands in
// the figure, also where there is none, and that boundaries are drawn.
func checkMatrix(t *testing.T, f figures.Figure, d drawing) {
	t.Helper()
	name := f.Chart + "?" + f.Query
	var want, got []string
	for y, s := range f.Series {
		for _, p := range s.Points {
			want = append(want, fmt.Sprint(p.X, y, p.Shade, s.Name+": "+p.Text, p.Note))
			if (p.Value == nil) != (p.Shade == 0) {
				t.Errorf("%s: %s at %s has the shade %d", name, s.Key, f.X[p.X].Label, p.Shade)
			}
		}
	}
	for _, item := range d.Series[0].Data {
		at := item.Value.([]any)
		got = append(got, fmt.Sprint(at[0], at[1], at[2], item.Text, item.Note))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: cells (-want +got):\n%s", name, diff)
	}
	if n := len(d.Series[2].MarkLine.Data); n != len(f.Breaks) {
		t.Errorf("%s: %d boundaries are drawn, want %d", name, n, len(f.Breaks))
	}
}

func checkRadar(t *testing.T, f figures.Figure, d drawing) {
	t.Helper()
	for i, s := range f.Series {
		values, _ := d.Series[i].Data[0].Value.([]any)
		for j, p := range s.Points {
			want := any(gap)
			if p.Value != nil {
				want = *p.Value
			}
			if values[j] != want {
				t.Errorf("%s?%s: %s of %s is drawn as %v, want %v", f.Chart, f.Query, f.X[j].Label, s.Name, values[j], want)
			}
		}
	}
}

// checkMap checks that each map has all fifteen in the colours of their classes,
// that each country is labelled on one of them, and that a gap is grey.
func checkMap(t *testing.T, f figures.Figure, text []byte) {
	t.Helper()
	name := f.Chart + "?" + f.Query
	var d struct{ Series []mapped }
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(d.Series) != 1+len(f.Insets) {
		t.Fatalf("%s: %d maps, want one and %d insets", name, len(d.Series), len(f.Insets))
	}
	labelled := map[string]int{}
	for _, s := range d.Series {
		var regions []region
		raw, err := json.Marshal(s.Data)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &regions); err != nil {
			t.Fatal(err)
		}
		for i, p := range f.Series[0].Points {
			r := regions[i]
			want := any(gap)
			if p.Value != nil {
				want = *p.Value
			}
			if s.NameMap[p.Row.Country] != r.Name || r.Value != want || r.ItemStyle.AreaColor != band(p.Shade) || r.Note != p.Note {
				t.Errorf("%s: %s on %s is drawn as %+v, want %v in shade %d", name, p.Row.Country, s.MapType, r, want, p.Shade)
			}
			if len(r.Texts) != len(f.Table.Columns)-1 || len(r.Spokes) != len(r.Texts) {
				t.Errorf("%s: the tooltip of %s says %q of %q, want the row of the table", name, r.Name, r.Texts, r.Spokes)
			}
			if r.Label == nil {
				labelled[p.Row.Country]++
			}
		}
	}
	for _, country := range datasets.PostSoviet() {
		if labelled[country] != 1 {
			t.Errorf("%s: %s is labelled %d times, want once", name, country, labelled[country])
		}
	}
}

func TestUnknownShape(t *testing.T) {
	if _, err := Build(figures.Figure{Shape: "pie"}); err == nil {
		t.Error("Build(pie) = nil, want an error")
	}
}

// fiction is a catalogue of one index of three regimes, with texts of it replaced.
func fiction(t testing.TB, replace map[string]string) *datasets.Catalogue {
	t.Helper()
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join("..", "testdata", "fiction", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	pkg := `{"name": "fiction", "title": "Fiction", "resources": [{"name": "sources", "path": "sources.csv", "sozdex": {"kind": "sources"}},
		{"name": "translations", "path": "translations.csv", "sozdex": {"kind": "translations"}}, ` + read("entry.json") + `]}`
	files := map[string]string{
		"datapackage.json": pkg,
		"candour.csv":      read("candour.csv"),
		"sources.csv":      "id,publisher,title,url,licence,retrieved,via\ncpj-list,Nobody,List,,free,2026-01-01,none\n",
		"translations.csv": "text,en,ru,kk\ngloomy,Gloomy,Мрачно,Көңілсіз\n",
	}
	data := fstest.MapFS{}
	for name, text := range files {
		for from, to := range replace {
			text = strings.ReplaceAll(text, from, to)
		}
		data[name] = &fstest.MapFile{Data: []byte(text)}
	}
	cat, err := datasets.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// TestHostileTexts: what stands in the data is a text, whatever it looks like.
func TestHostileTexts(t *testing.T) {
	for _, text := range []string{"</script><script>alert(1)</script>", "__f__function(){}__f__", "fn:number", "var(--x)", "{b}{a}", "&amp; ]]>", "\u2028"} {
		cat := fiction(t, map[string]string{
			`"title": "Candour"`:                    `"title": "` + text + `"`,
			`"title": "Nerve"`:                      `"title": "` + text + `"`,
			"KAZ,2022,score,3.6,3.55,3.7,cpj-list,": "KAZ,2022,score,3.6,3.55,3.7,cpj-list," + text,
			"gloomy,Gloomy,":                        "gloomy," + text + ",",
		})
		for _, tt := range []struct{ chart, query string }{
			{"trend", "index=candour&measure=score"},
			{"trend", "index=candour&measure=mood"},
			{"ranking", "index=candour&measure=score"},
			{"profile", "index=candour&year=2021"},
		} {
			option := build(t, figure(t, cat, "en", tt.chart, tt.query))
			if bytes.ContainsAny(option, "<>&") || bytes.Contains(option, []byte("\u2028")) {
				t.Errorf("%s?%s with %q is not escaped", tt.chart, tt.query, text)
			}
			var whole any
			if err := json.Unmarshal(option, &whole); err != nil {
				t.Fatal(err)
			}
			if !holds(whole, text) {
				t.Errorf("%s?%s with %q does not say it unharmed", tt.chart, tt.query, text)
			}
			checkFormatters(t, whole)
		}
	}
}

// holds says whether a text is somewhere in an option, lines joined.
func holds(v any, text string) bool {
	switch v := v.(type) {
	case string:
		return v == text || strings.ReplaceAll(v, "\n", " ") == text
	case []any:
		return slices.ContainsFunc(v, func(v any) bool { return holds(v, text) })
	case map[string]any:
		for _, v := range v {
			if holds(v, text) {
				return true
			}
		}
	}
	return false
}

// checkFormatters checks that every formatter is a name, and never a text of the data.
func checkFormatters(t *testing.T, v any) {
	t.Helper()
	known := []string{"fn:tick", "fn:year", "fn:text", "fn:name", "fn:editions", "fn:rows", "fn:parts"}
	switch v := v.(type) {
	case []any:
		for _, v := range v {
			checkFormatters(t, v)
		}
	case map[string]any:
		for key, v := range v {
			if name, ok := v.(string); key == "formatter" && (!ok || !slices.Contains(known, name)) {
				t.Errorf("formatter %v, want one of %v", v, known)
			}
			checkFormatters(t, v)
		}
	}
}

func TestApart(t *testing.T) {
	for _, tt := range []struct {
		at        []float64
		gap       float64
		low, high float64
		want      []float64
	}{
		{nil, 1, 0, 10, nil},
		{[]float64{5}, 1, 0, 10, []float64{5}},
		{[]float64{2, 5, 8}, 1, 0, 10, []float64{2, 5, 8}},
		{[]float64{5, 5}, 1, 0, 10, []float64{5, 6}},
		{[]float64{10, 10}, 1, 0, 10, []float64{9, 10}},
		{[]float64{0, 0, 0}, 1, 0, 10, []float64{0, 1, 2}},
		{[]float64{-3, 12}, 1, 0, 10, []float64{0, 10}},
	} {
		if got := apart(slices.Clone(tt.at), tt.gap, tt.low, tt.high); !cmp.Equal(got, tt.want) {
			t.Errorf("apart(%v, %v, %v, %v) = %v, want %v", tt.at, tt.gap, tt.low, tt.high, got, tt.want)
		}
	}
}

// TestApartKeeps order, and where there is room the gap and the bounds.
func TestApartKeeps(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		n := 1 + r.IntN(8)
		low, high := -10*r.Float64(), 10*r.Float64()+0.1
		space := (high - low) * r.Float64() / float64(n) // room for all
		at := make([]float64, n)
		for i := range at {
			at[i] = low + r.Float64()*(high-low)
		}
		slices.Sort(at)
		got := apart(slices.Clone(at), space, low, high)
		const dust = 1e-9
		for i := range got {
			if got[i] < low-dust || got[i] > high+dust {
				t.Fatalf("apart(%v, %v, %v, %v) = %v leaves its bounds", at, space, low, high, got)
			}
			if i > 0 && got[i]-got[i-1] < space-dust {
				t.Fatalf("apart(%v, %v, %v, %v) = %v, too close at %d", at, space, low, high, got, i)
			}
		}
		wide := true
		for i := 1; i < n; i++ {
			wide = wide && at[i]-at[i-1] >= space
		}
		if wide && !slices.EqualFunc(at, got, func(a, b float64) bool { return math.Abs(a-b) < dust }) {
			t.Fatalf("apart(%v, %v, %v, %v) = %v, want nothing moved", at, space, low, high, got)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"", ""},
		{"Safety", "Safety"},
		{"Civil liberties", "Civil\nliberties"},
		{"A b c", "A b c"},
		{"twelve chars", "twelve chars"},
		{"thirteen char", "thirteen\nchar"},
		{"Unbreakablelongword and more", "Unbreakablelongword\nand more"},
		{"Құқықтық көрсеткіш", "Құқықтық\nкөрсеткіш"},
		{"  two   spaces ", "two spaces"},
	} {
		if got := wrap(tt.name); got != tt.want {
			t.Errorf("wrap(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	cat := builtIn(b)
	for _, c := range figures.All() {
		f := c.Figure(cat, figures.Default(cat, c), printer(b, "kk"))
		b.Run(c.Slug, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				build(b, f)
			}
		})
	}
}
