package charts_test

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

func itoa(n int) string { return strconv.Itoa(n) }

// bracketed is what a message that does not exist looks like.
var bracketed = regexp.MustCompile(`\[[a-z_]+(\.[a-z0-9_]+)+\]`)

func TestGoldenFigures(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct{ name, chart, query, langs string }{
		{"trend-break", "trend", "index=rsf&measure=score&countries=KAZ&from=2021&to=2022", "en ru kk"},
		{"trend-interval", "trend", "index=vdem&measure=electoral_democracy&countries=KAZ,UZB&from=2024", "en"},
		{"trend-category", "trend", "index=fiw&measure=status&countries=KAZ&from=2025", "ru"},
		{"rank", "rank", "index=rsf&measure=score&countries=KAZ&from=2021&to=2022", "en ru kk"},
		{"rank-world", "rank", "index=rsf&measure=score&countries=KAZ&among=world&from=2025", "en"},
		{"small-multiples", "small-multiples", "index=rsf&measure=score&from=2012&to=2014", "en ru kk"},
		{"heatmap", "heatmap", "index=rsf&measure=score&from=2021&to=2022", "en ru kk"},
		{"ranking", "ranking", "index=eiu&measure=score&year=2020", "en ru kk"},
		{"ranking-new-method", "ranking", "index=rsf&measure=score&year=2022", "kk"},
		{"change", "change", "index=vdem&measure=electoral_democracy&from=2019&to=2024", "en ru kk"},
		{"change-places", "change", "index=rsf&measure=rank&from=2002&to=2003", "en ru kk"},
		{"map", "map", "index=rsf&measure=score&year=2022", "en ru kk"},
		{"map-parts", "map", "index=fiw&measure=political_rights_rating&year=2005", "en"},
		{"rank-shift", "rank-shift", "index=rsf&measure=score&from=2024&to=2025", "en ru kk"},
		{"profile", "profile", "index=eiu&countries=EST,KAZ&year=2020", "en ru kk"},
		{"scatter", "scatter", "index=rsf&against=eiu&countries=KAZ&year=2020", "en ru kk"},
		{"agreement", "agreement", "year=2020&from=2020&to=2021", "en ru kk"},
		{"normalised", "normalised", "countries=EST&from=2020&to=2021", "en ru kk"},
		{"monthly", "monthly", "measure=judicial_acts&from=2016&to=2017", "en ru kk"},
		{"monthly-derived", "monthly", "measure=criminal_charges_slander&from=2014&to=2014", "en"},
		{"year-to-date", "year-to-date", "measure=civil_claims_honour", "en ru kk"},
		{"outcomes", "outcomes", "from=2016&to=2017", "en ru kk"},
		{"damages", "damages", "", "en ru kk"},
		{"composition", "composition", "measure=journalist_rights_violations&period=rule-2023-01", "en"},
		{"composition-report", "composition", "measure=journalist_rights_violations&period=2024-06", "en ru kk"},
		{"index-and-monitor", "index-and-monitor", "index=rsf&measure=score&tally=judicial_acts&from=2021&to=2022", "en"},
		{"coverage", "coverage", "group=courts&from=2017&to=2017", "en ru kk"},
		{"monthly-ytd", "monthly", "measure=damages_claimed_kzt&basis=ytd&from=2014&to=2014", "en"},
	} {
		v := view(t, cat, tt.chart, tt.query)
		for _, lang := range strings.Fields(tt.langs) {
			f := v.Chart.Figure(cat, v, printer(t, lang))
			compareGolden(t, "figures/"+tt.name+"."+lang+".golden.json", indented(t, f))
		}
	}
}

// TestEveryFigure makes every chart of every index and measure in every language,
// with every one of the fifteen among the chosen somewhere, and of every edition
// in one language, which take turns.
func TestEveryFigure(t *testing.T) {
	cat := builtIn(t)
	for turn, lang := range locale.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			p := printer(t, lang)
			asked := 0
			for _, c := range charts.All() {
				for query := range everyView(cat, c) {
					ofEdition := strings.Contains(query, "&to=") || strings.Contains(query, "&year=")
					if asked++; ofEdition && asked%len(locale.Languages()) != turn {
						continue
					}
					for _, chosen := range batches(c) {
						v := view(t, cat, c.Slug, query+chosen)
						checkFigure(t, cat, v, c.Figure(cat, v, p))
						if ofEdition {
							break // whole spans are checked with all fifteen
						}
					}
				}
			}
		})
	}
}

// batches are choices of countries that together hold all fifteen.
func batches(c *charts.Chart) []string {
	if !c.Takes("countries") {
		return []string{""}
	}
	var of []string
	for chunk := range slices.Chunk(datasets.PostSoviet(), c.MaxCountries) {
		of = append(of, "&countries="+strings.Join(chunk, ","))
	}
	return of
}

// checkFigure checks what holds for every figure.
func checkFigure(t *testing.T, cat *datasets.Catalogue, v charts.View, f charts.Figure) {
	t.Helper()
	name := f.Lang + " " + f.Chart + "?" + f.Query
	for part, text := range map[string]string{"title": f.Title, "subtitle": f.Subtitle, "summary": f.Summary, "alt": f.Alt, "unit": f.Unit} {
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s: the %s is empty", name, part)
		}
	}
	checkIDs(t, f, name)
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatalf("%s: Marshal: %v", name, err)
	}
	for i := range raw[1:] {
		// A list in JSON never begins with a letter.
		if raw[i] == '[' && 'a' <= raw[i+1] && raw[i+1] <= 'z' && bracketed.Match(raw[i:]) {
			t.Errorf("%s says %s", name, bracketed.Find(raw[i:]))
		}
	}
	if strings.Contains(string(raw), `no value\u003e`) || strings.Contains(string(raw), `nil\u003e`) {
		t.Errorf("%s: a message lacks a value", name)
	}

	next := map[int]int{}
	for _, p := range f.Panels {
		if p.From != next[p.Row] || p.To < p.From {
			t.Errorf("%s: panel from %d to %d in row %d, want one from %d", name, p.From, p.To, p.Row, next[p.Row])
		}
		next[p.Row] = p.To + 1
	}
	for row, covered := range next {
		if covered != len(f.X) || len(f.X) == 0 {
			t.Errorf("%s: panels of row %d cover %d of %d ticks", name, row, covered, len(f.X))
		}
	}
	for _, s := range f.Spans {
		if s.From < 0 || s.To < s.From || s.To >= len(f.X) || s.Name == "" || s.Text == "" {
			t.Errorf("%s: span %+v, want one within %d ticks, with its name", name, s, len(f.X))
		}
	}
	for _, m := range f.Marks {
		if m.X < 0 || m.X >= len(f.X) || m.Text == "" {
			t.Errorf("%s: mark %+v, want one at one of %d ticks", name, m, len(f.X))
		}
	}
	for _, b := range f.Breaks {
		if b.After < 0 || b.After >= len(f.X)-1 || b.Reason == "" || b.Label == "" {
			t.Errorf("%s: break %+v, want one between two of %d ticks", name, b, len(f.X))
		}
	}

	listed := map[string]bool{}
	for _, s := range f.Sources {
		listed[s.ID] = true
	}
	for s, p := range f.Points {
		checkPoint(t, cat, f, s, p, name, listed)
	}
	for _, r := range f.Underlying {
		if !listed[r.Source] || r.Value == "" {
			t.Errorf("%s: the figure %+v underlies it and has no source that is listed", name, r)
		}
	}
	for _, table := range append([]charts.Table{f.Table}, f.Further...) {
		for i, row := range table.Rows {
			if row.Break == "" && len(row.Cells) != len(table.Columns)-1 {
				t.Errorf("%s: row %d of %q has %d cells under %d columns", name, i, table.Caption, len(row.Cells), len(table.Columns))
			}
		}
	}
	checkNumbers(t, cat, v, f, name)
}

func checkPoint(t *testing.T, cat *datasets.Catalogue, f charts.Figure, s charts.Series, p charts.Point, name string, listed map[string]bool) {
	t.Helper()
	if p.X < 0 || p.X >= len(f.X) || s.Points[p.X].X != p.X {
		t.Errorf("%s: %s has a point at tick %d of %d", name, s.Key, p.X, len(f.X))
		return
	}
	if p.Text == "" {
		t.Errorf("%s: %s at %s says nothing", name, s.Key, f.X[p.X].Label)
	}
	if p.Value == nil {
		if p.Row.Absence == "" || p.Row.Value != "" || p.Row.Source != "" || p.Low != nil || p.Band != 0 {
			t.Errorf("%s: %s at %s is a gap that says %+v", name, s.Key, f.X[p.X].Label, p.Row)
		}
		return
	}
	if len(p.Of) > 0 {
		checkComputed(t, cat, f, p, name, listed)
		checkSpan(t, f, s, p, name)
		return
	}
	if len(f.Underlying) > 0 {
		return // no row of the data is behind such a point alone
	}
	stands := p.Row.Value
	if p.Row.Rank > 0 {
		stands = itoa(p.Row.Rank)
	}
	if got, err := strconv.ParseFloat(stands, 64); err != nil || got != *p.Value && !p.Computed {
		t.Errorf("%s: %s at %s is %v, but %q in the data", name, s.Key, f.X[p.X].Label, *p.Value, p.Row.Value)
	}
	if cat.Source(p.Row.Source) == nil || !listed[p.Row.Source] {
		t.Errorf("%s: %s at %s comes from %q, which is not listed", name, s.Key, f.X[p.X].Label, p.Row.Source)
	}
	if want := cat.Text(f.Lang, p.Row.Note); p.Note != want {
		t.Errorf("%s: %s at %s is noted %q, want %q", name, s.Key, f.X[p.X].Label, p.Note, want)
	}
	if p.Row.Absence != "" {
		t.Errorf("%s: %s at %s is present and absent", name, s.Key, f.X[p.X].Label)
	}
	checkSpan(t, f, s, p, name)
}

// checkComputed checks a figure that is none of the data: it claims no source of
// its own, and those that it was computed from are of the data.
func checkComputed(t *testing.T, cat *datasets.Catalogue, f charts.Figure, p charts.Point, name string, listed map[string]bool) {
	t.Helper()
	if p.Row.Value != "" || p.Row.Source != "" {
		t.Errorf("%s: %s at %s is computed and claims to be %+v", name, p.Row.Country, f.X[p.X].Label, p.Row)
	}
	for _, row := range p.Of {
		o, ok := cat.Index(row.Index).Measure(row.Measure).At(row.Country, row.Edition)
		if !ok || o.Text != row.Value || o.Source != row.Source || !listed[row.Source] {
			t.Errorf("%s: %s at %s was computed from %+v, want a figure of the data with a source that is listed", name, row.Country, f.X[p.X].Label, row)
		}
	}
}

// checkSpan checks that a figure lies within its axis.
func checkSpan(t *testing.T, f charts.Figure, s charts.Series, p charts.Point, name string) {
	t.Helper()
	low, high := *p.Value, *p.Value
	if p.Low != nil && f.Shape == charts.Lines {
		low, high = *p.Low, *p.High
	}
	from, to := f.X[p.X].Min, f.X[p.X].Max
	if f.Shape != charts.Radar {
		for _, panel := range f.Panels {
			if panel.Row == s.Row && panel.From <= p.X && p.X <= panel.To {
				from, to = panel.Axis.Min, panel.Axis.Max
			}
		}
	}
	if low < from || high > to {
		t.Errorf("%s: %s at %s spans %v to %v, outside of its axis from %v to %v", name, s.Key, f.X[p.X].Label, low, high, from, to)
	}
}

// written finds numbers as the three languages write them.
var written = regexp.MustCompile(`[0-9]+(?:[.,\x{a0}\x{202f}][0-9]+)*`)

// holdsNumber says whether a number stands in a text, and not as a part of another.
func holdsNumber(text, number string) bool {
	const within = ".,\u00a0\u202f"
	digit := func(b byte) bool { return '0' <= b && b <= '9' }
	for from := 0; ; {
		i := strings.Index(text[from:], number)
		if i < 0 {
			return false
		}
		i += from
		from = i + 1
		before, after := strings.TrimRight(text[:i], within), strings.TrimLeft(text[i+len(number):], within)
		if (before == "" || !digit(before[len(before)-1])) && (after == "" || !digit(after[0])) {
			return true
		}
	}
}

// checkNumbers checks that a summary names no number that the figure does not
// hold: a value as shown, a label, a cell, a difference within one regime, or a
// count of its periods.
func checkNumbers(t *testing.T, cat *datasets.Catalogue, v charts.View, f charts.Figure, name string) {
	t.Helper()
	said := written.FindAllString(f.Summary, -1)
	known := func(text string) {
		said = slices.DeleteFunc(said, func(n string) bool { return holdsNumber(text, n) })
	}
	texts := []string{f.Title}
	for _, tick := range f.X {
		texts = append(texts, tick.Label)
	}
	for _, table := range append([]charts.Table{f.Table}, f.Further...) {
		texts = append(texts, table.Caption)
		for _, c := range table.Columns {
			texts = append(texts, c.Label)
		}
		for _, row := range table.Rows {
			texts = append(texts, row.Head)
			for _, c := range row.Cells {
				texts = append(texts, c.Text)
			}
		}
	}
	present := 0
	moves := map[charts.Move]int{}
	for _, p := range f.Points {
		moves[p.Move]++
		if p.Value != nil {
			present++
			texts = append(texts, p.Text)
			if m := measureOf(cat, p); m != nil {
				if world, ok := m.WorldRank(p.Row.Country, p.Row.Edition); ok {
					texts = append(texts, itoa(world.Of))
				}
			}
		}
	}
	for _, s := range f.Series {
		if m := measureOf(cat, s.Points[0]); m != nil && m.Role == datasets.Count {
			n := 0
			for _, p := range s.Points {
				if p.Value != nil {
					n++
				}
			}
			texts = append(texts, itoa(n))
		}
	}
	for _, move := range []charts.Move{charts.Better, charts.Worse, charts.Margin, charts.Unchanged} {
		texts = append(texts, itoa(moves[move]))
	}
	for _, s := range f.Statistics {
		texts = append(texts, itoa(s.N), printer(t, f.Lang).Number(s.Value, 2))
	}
	if f.Shape == charts.Matrix || f.Shape == charts.Multiples {
		texts = append(texts, rated(f)...)
	}
	texts = append(texts, comparable(f))
	if v.Chart.OfTallies() {
		texts = append(texts, itoa(present), itoa(len(f.X)), itoa(len(f.Series)))
	}
	known(strings.Join(texts, "\n"))
	for s, p := range f.Points {
		if len(said) == 0 {
			return
		}
		m := measureOf(cat, p)
		if m == nil || v.Chart.Takes("countries") && s.Slot == 0 || p.Value == nil {
			continue
		}
		for _, other := range s.Points[:p.X] {
			if other.Value != nil && other.Row.Regime == p.Row.Regime {
				decimals := m.Decimals
				if p.Computed {
					decimals = 1
				}
				known(printer(t, f.Lang).Number(math.Abs(*p.Value-*other.Value), decimals))
			}
		}
	}
	if len(said) > 0 {
		t.Errorf("%s: the summary names %q, which the figure does not hold: %s", name, said, f.Summary)
	}
}

func measureOf(cat *datasets.Catalogue, p charts.Point) *datasets.Measure {
	if x := cat.Index(p.Row.Index); x != nil {
		return x.Measure(p.Row.Measure)
	}
	return nil
}

// TestCatalogue checks what pages and addresses rely on.
func TestCatalogue(t *testing.T) {
	cat := builtIn(t)
	seen := map[string]bool{}
	for _, c := range charts.All() {
		if seen[c.Slug] || !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(c.Slug) {
			t.Errorf("slug %q is taken or no slug", c.Slug)
		}
		seen[c.Slug] = true
		if !c.Drawable(cat) {
			t.Errorf("Drawable(%s) = false, want true", c.Slug)
		}
		if got := charts.Find(c.Slug); got == nil || got.Slug != c.Slug {
			t.Errorf("Find(%q) = %v", c.Slug, got)
		}
		if c.Drawable(&datasets.Catalogue{}) {
			t.Errorf("Drawable(%s) of nothing = true, want false", c.Slug)
		}
	}
	if got := charts.Find("nothing"); got != nil {
		t.Errorf("Find(nothing) = %v, want nil", got)
	}
}

func TestBandSlot(t *testing.T) {
	for of := 1; of <= 7; of++ {
		last := 0
		for place := 1; place <= of; place++ {
			got := charts.BandSlot(place, of)
			if got < max(1, last) || got > 5 {
				t.Errorf("BandSlot(%d, %d) = %d, want %d to 5", place, of, got, max(1, last))
			}
			last = got
		}
		if of > 1 && last != 5 {
			t.Errorf("BandSlot(%d, %d) = %d, want 5", of, of, last)
		}
	}
}

// rated says at each tick how many figures there are.
func rated(f charts.Figure) []string {
	at := make([]int, len(f.X))
	for _, p := range f.Points {
		if p.Value != nil {
			at[p.X]++
		}
	}
	var all []string
	for _, n := range at {
		all = append(all, itoa(n))
	}
	return all
}

// comparable says how many figures of tallies may be compared: the newest rule's,
// in the figure's unit, with no mark.
func comparable(f charts.Figure) string {
	start, n := 0, 0
	for _, b := range f.Breaks {
		start = b.After + 1
	}
	for _, p := range f.Points {
		if p.Value != nil && p.X >= start && p.Row.Flag == "" && !p.OtherUnit {
			n++
		}
	}
	return itoa(n)
}

// TestEverySpanOfTallies asks every measure and basis for every year, whether
// the monitor has figures there or not.
func TestEverySpanOfTallies(t *testing.T) {
	cat := builtIn(t)
	m := cat.Monitors[0]
	first, last := charts.TallySpan(m)
	for _, b := range charts.Bases(m) {
		for _, measure := range m.Measures {
			for year := first; year <= last; year++ {
				for _, span := range []string{"&from=" + itoa(year), "&to=" + itoa(year), "&from=" + itoa(year) + "&to=" + itoa(year)} {
					f := figure(t, cat, "monthly", "basis="+b+"&measure="+measure.Name+span)
					if len(f.X) == 0 || len(f.Series[0].Points) != len(f.X) || f.Summary == "" {
						t.Fatalf("%s by %s%s has %d periods, %d points and the summary %q", measure.Name, b, span, len(f.X), len(f.Series[0].Points), f.Summary)
					}
				}
			}
		}
	}
}
