package datasets_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

var update = flag.Bool("update", false, "write the golden files anew")

var loadOnce = sync.OnceValues(func() (*datasets.Catalogue, error) { return datasets.Load(datasets.BuiltIn()) })

// builtIn is the one catalogue that all tests read: nothing can change it.
func builtIn(t testing.TB) *datasets.Catalogue {
	t.Helper()
	c, err := loadOnce()
	if err != nil {
		t.Fatalf("Load(BuiltIn()) = %v, want no fault", err)
	}
	return c
}

func TestBuiltInNotes(t *testing.T) {
	var got strings.Builder
	for _, n := range builtIn(t).Notes {
		got.WriteString(n.String() + "\n")
	}
	const golden = "testdata/notes.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("notes of the built-in data (-want +got):\n%s", diff)
	}
}

func TestBuiltInIsDeterministic(t *testing.T) {
	a := builtIn(t)
	b, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	if a.Fingerprint != b.Fingerprint || len(a.Fingerprint) != 64 {
		t.Errorf("Fingerprint = %q and %q, want the same 64 digits", a.Fingerprint, b.Fingerprint)
	}
	if diff := cmp.Diff(a.Notes, b.Notes); diff != "" {
		t.Errorf("Notes differ between two loads:\n%s", diff)
	}
	for i, x := range a.Indices {
		for j, m := range x.Measures {
			if diff := cmp.Diff(m.Editions(), b.Indices[i].Measures[j].Editions()); diff != "" {
				t.Errorf("Editions of %s %s differ between two loads:\n%s", x.Name, m.Name, diff)
			}
		}
	}
}

func TestBuiltInSources(t *testing.T) {
	c := builtIn(t)
	for _, x := range c.Indices {
		for _, o := range x.Observations() {
			if c.Source(o.Source) == nil {
				t.Fatalf("Source(%q) = nil, want the source of %s %d", o.Source, o.Country, o.Edition)
			}
		}
	}
	if s := c.Source("nowhere"); s != nil {
		t.Errorf("Source(nowhere) = %v, want nil", s)
	}
}

func TestWorldRank(t *testing.T) {
	c := builtIn(t)
	tests := []struct {
		index, measure, country string
		edition                 int
		value                   float64
		want                    datasets.Rank
	}{
		{"eiu", "score", "KAZ", 2020, 3.14, datasets.Rank{Place: 128, Of: 167, Computed: true}},
		{"rsf", "score", "KAZ", 2021, 49.72, datasets.Rank{Place: 155, Of: 180}},
		{"rsf", "score", "KAZ", 2022, 48.28, datasets.Rank{Place: 122, Of: 180}},
	}
	for _, tt := range tests {
		m := c.Index(tt.index).Measure(tt.measure)
		o, _ := m.At(tt.country, tt.edition)
		got, ok := m.WorldRank(tt.country, tt.edition)
		if o.Value != tt.value || got != tt.want || !ok {
			t.Errorf("%s %s %s %d = %v, WorldRank = %v, %v; want %v, %v", tt.index, tt.measure, tt.country, tt.edition, o.Value, got, ok, tt.value, tt.want)
		}
	}
	if got, ok := c.Index("eiu").Measure("score").WorldRank("KAZ", 2007); ok {
		t.Errorf("WorldRank(KAZ, 2007) = %v, want none", got)
	}
	if got, ok := c.Index("fiw").Measure("total").WorldRank("KAZ", 2025); !ok || !got.Computed || got.Of < 190 {
		t.Errorf("WorldRank(KAZ, 2025) = %v, %v, want a computed one among all countries", got, ok)
	}
}

func TestRankAmongTies(t *testing.T) {
	m := builtIn(t).Index("fiw").Measure("political_rights_rating")
	values := map[string]float64{}
	for _, c := range []string{"EST", "LTU", "KAZ", "TKM"} {
		o, _ := m.At(c, 2020)
		values[c] = o.Value
	}
	want := map[string]float64{"EST": 1, "LTU": 1, "KAZ": 7, "TKM": 7}
	if diff := cmp.Diff(want, values); diff != "" {
		t.Fatalf("ratings of 2020 (-want +got):\n%s", diff)
	}
	field := []string{"EST", "LTU", "KAZ", "TKM", "FRA"}
	for country, place := range map[string]int{"EST": 1, "LTU": 1, "KAZ": 3, "TKM": 3} {
		got, ok := m.RankAmong(field, country, 2020)
		if want := (datasets.Rank{Place: place, Of: 4, Computed: true}); got != want || !ok {
			t.Errorf("RankAmong(%v, %s, 2020) = %v, %v, want %v", field, country, got, ok, want)
		}
	}
}

func TestRegimeBoundary(t *testing.T) {
	m := builtIn(t).Index("rsf").Measure("score")
	if got, ok := m.Previous(2022); ok {
		t.Errorf("Previous(2022) = %v, want none across the change of method", got)
	}
	if got, _, ok := m.Change("KAZ", 2022); ok {
		t.Errorf("Change(KAZ, 2022) = %v, want none across the change of method", got)
	}
	if got, since, ok := m.Change("KAZ", 2023); !ok || since != 2022 || got != m.Round(got) {
		t.Errorf("Change(KAZ, 2023) = %v, %v, %v, want a rounded one since 2022", got, since, ok)
	}
	if got := m.Regime(2010); got.Better != datasets.Low || got.Scale.Max != nil || got.String() != "2002-2012" {
		t.Errorf("Regime(2010) = %v, want 2002-2012, open, lower is better", got)
	}
}

func TestNoChangeCrossesARegime(t *testing.T) {
	for _, x := range builtIn(t).Indices {
		for _, m := range x.Measures {
			for _, edition := range m.Editions() {
				for _, country := range datasets.PostSoviet() {
					_, since, ok := m.Change(country, edition)
					if ok && (!m.Comparable(since, edition) || m.Regime(since).String() != m.Regime(edition).String() || since >= edition) {
						t.Errorf("%s %s Change(%s, %d) is since %d, of another regime", x.Name, m.Name, country, edition, since)
					}
				}
			}
		}
	}
}

func TestAbsence(t *testing.T) {
	c := builtIn(t)
	tests := []struct {
		index, measure, country string
		edition                 int
		want                    datasets.Absence
	}{
		{"rsf", "score", "KAZ", 2011, datasets.NoEdition},
		{"rsf", "score", "ARM", 2002, datasets.NotRated},
		{"rsf", "score", "KAZ", 2022, datasets.Present},
		{"rsf", "score", "KAZ", 2001, datasets.OutOfSpan},
		{"eiu", "civil_liberties", "KAZ", 2023, datasets.NotFound},
		{"eiu", "score", "KAZ", 2009, datasets.NoEdition},
		{"cpj", "imprisoned", "EST", 2000, datasets.NoneListed},
		{"cpj", "imprisoned", "EST", 2020, datasets.OutOfSpan},
	}
	for _, tt := range tests {
		if got := c.Index(tt.index).Measure(tt.measure).Absence(tt.country, tt.edition); got != tt.want {
			t.Errorf("%s %s Absence(%s, %d) = %q, want %q", tt.index, tt.measure, tt.country, tt.edition, got, tt.want)
		}
	}
}

func TestCoversAndInterval(t *testing.T) {
	c := builtIn(t)
	if got := c.Index("fiw").Covers(2025); got != 2024 {
		t.Errorf("Covers(2025) = %v, want 2024", got)
	}
	o, ok := c.Index("vdem").Measure("electoral_democracy").At("KAZ", 2020)
	if !ok || !o.Low.Set || !o.High.Set || o.Low.Value > o.Value || o.Value > o.High.Value {
		t.Errorf("At(KAZ, 2020) = %v, %v, want a value within its interval", o, ok)
	}
}

func TestText(t *testing.T) {
	c := builtIn(t)
	tests := []struct{ lang, text, want string }{
		{"ru", "Democracy Index", "Индекс демократии"},
		{"en", "Democracy Index", "Democracy Index"},
		{"kk", "a text that nobody wrote", "a text that nobody wrote"},
	}
	for _, tt := range tests {
		if got := c.Text(tt.lang, tt.text); got != tt.want {
			t.Errorf("Text(%q, %q) = %q, want %q", tt.lang, tt.text, got, tt.want)
		}
	}
}

func TestMonitor(t *testing.T) {
	m := builtIn(t).Monitors[0]
	if got, want := m.Reports()[0].To, time.Date(2024, 10, 31, 0, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("Reports()[0].To = %v, want %v", got, want)
	}
	for _, r := range m.Reports() {
		if r.Source == "adilsoz-2021-08" && len(r.Tallies) != 13 {
			t.Errorf("the report of August 2021 has %d tallies, want 13", len(r.Tallies))
		}
	}
	var got []string
	for _, tally := range m.Of("damages_awarded_kzt", datasets.YTD) {
		if tally.Source == "adilsoz-2021-08" {
			got = append(got, tally.To.Format(time.DateOnly)+" "+tally.Text)
		}
	}
	if diff := cmp.Diff([]string{"2021-08-31 1190000"}, got); diff != "" {
		t.Errorf("Of(damages_awarded_kzt, ytd) of August 2021 (-want +got):\n%s", diff)
	}
	if rule, ok := m.Rule(time.Date(2021, 8, 1, 0, 0, 0, 0, time.UTC)); !ok || rule.From.Year() != 2017 {
		t.Errorf("Rule(2021-08-01) = %v, %v, want that of 2017", rule, ok)
	}
	if measure, ok := m.Measure("judicial_acts"); !ok || measure.Group != "courts" || measure.Unit != "cases" {
		t.Errorf("Measure(judicial_acts) = %v, %v, want courts, cases", measure, ok)
	}
}

// TestQuotes holds what the report of August 2021 quotes against the index
// itself: both say the same.
func TestQuotes(t *testing.T) {
	c := builtIn(t)
	quoted := c.Quoted("adilsoz-2021-08")
	if len(quoted) != 20 || len(c.Quoted("adilsoz-2021-07")) != 0 {
		t.Fatalf("Quoted(adilsoz-2021-08) has %d quotes, want 20, and another report none", len(quoted))
	}
	for _, q := range quoted {
		if o, ok := c.Original(q); !ok || o.Value != q.Value || q.Index != "eiu" || q.Edition != 2020 {
			t.Errorf("Original(%v) = %v, %v, want %s", q, o.Value, ok, q.Text)
		}
	}
	for _, q := range []datasets.Quote{
		{Index: "eiu", Edition: 2020, Country: "COG", Measure: "rank"},
		{Index: "eiu", Edition: 2020, Country: "KAZ", Measure: "beauty"},
		{Index: "beauty", Edition: 2020, Country: "KAZ", Measure: "rank"},
	} {
		if o, ok := c.Original(q); ok {
			t.Errorf("Original(%v) = %v, want none", q, o)
		}
	}
}

// Every index and monitor says in each language what it is about.
func TestAbout(t *testing.T) {
	c := builtIn(t)
	about := map[string]string{}
	for _, x := range c.Indices {
		about[x.Name] = x.About
	}
	for _, m := range c.Monitors {
		about[m.Name] = m.About
	}
	for name, text := range about {
		ru, kk := c.Text("ru", text), c.Text("kk", text)
		if text == "" || ru == text || kk == text || ru == kk {
			t.Errorf("%s is about %q, in ru %q, in kk %q, want three texts", name, text, ru, kk)
		}
	}
}

func TestGaps(t *testing.T) {
	c := builtIn(t)
	told := map[string][]string{}
	for _, x := range c.Indices {
		for _, g := range x.Gaps() {
			told[x.Name] = append(told[x.Name], fmt.Sprintf("%s and %d more, %d-%d %s %v", g.Measures[0].Name, len(g.Measures)-1, g.From, g.To, g.Absence, len(g.Countries)))
		}
	}
	want := map[string][]string{
		"eiu": {"electoral_process and 4 more, 2023-2023 not_found 15"},
		"rsf": {"score and 1 more, 2002-2002 not_rated 6"},
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("gaps (-want +got):\n%s", diff)
	}
}
