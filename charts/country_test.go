package charts_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

func country(t testing.TB, cat *datasets.Catalogue, code, lang string) charts.Country {
	t.Helper()
	return charts.MakeCountry(cat, code, printer(t, lang))
}

// told are the sentences of a country.
func told(c charts.Country) string {
	var said []string
	for _, s := range c.Told {
		said = append(said, s.Text)
	}
	return strings.Join(said, "\n")
}

// numbers are the numbers of a text, with their signs and their decimals.
var numbers = regexp.MustCompile(`[+−-]?\d+(?:[.,\x{00a0}\x{202f}]\d+)*`)

// names are what the measures of a country's table are called.
func names(c charts.Country) []string {
	var names []string
	for _, row := range c.Glance.Rows {
		names = append(names, row.Head)
	}
	return names
}

// TestNumbersOfSentences: every number that the sentences of a country give is
// in the table or in a figure of its page, as it is written there.
func TestNumbersOfSentences(t *testing.T) {
	cat := fiction(t, "")
	for _, lang := range locale.Languages() {
		shown := map[string]bool{}
		show := func(texts ...string) {
			for _, text := range texts {
				for _, n := range numbers.FindAllString(text, -1) {
					shown[n] = true
				}
			}
		}
		for _, code := range datasets.PostSoviet() {
			c := country(t, cat, code, lang)
			clear(shown)
			for _, column := range c.Glance.Columns {
				show(column.Label)
			}
			for _, row := range c.Glance.Rows {
				for _, cell := range row.Cells {
					show(cell.Text)
				}
			}
			for _, v := range c.Views {
				f := v.Chart.Figure(cat, v, printer(t, lang))
				for _, x := range f.X {
					show(x.Label)
				}
				for s, p := range f.Points {
					if p.Row.Country == code && (s.Key == code || v.Index == "") {
						show(p.Text)
					}
				}
			}
			for _, s := range c.Told {
				for _, n := range numbers.FindAllString(s.Text, -1) {
					if !shown[n] {
						t.Errorf("%s in %s: %s is in no figure of the page: %s", code, lang, n, s.Text)
					}
				}
			}
		}
	}
}

// TestSentencesHavePoints: the figures that sentences were made from are the
// country's own, and the first sentence gives each of them.
func TestSentencesHavePoints(t *testing.T) {
	cat := builtIn(t)
	for _, code := range datasets.PostSoviet() {
		c := country(t, cat, code, "en")
		if len(c.Told) != 3 {
			t.Fatalf("%s is told in %d sentences, want 3", code, len(c.Told))
		}
		for _, s := range c.Told {
			if len(s.Points) == 0 {
				t.Errorf("%s: no figure stands behind %q", code, s.Text)
			}
			for _, p := range s.Points {
				o, ok := cat.Index(p.Row.Index).Measure(p.Row.Measure).At(code, p.Row.Edition)
				if !ok || p.Value == nil || o.Value != *p.Value || o.Source != p.Row.Source || p.Row.Source == "" {
					t.Errorf("%s: %+v is no figure of the country", code, p.Row)
				}
			}
		}
		for _, p := range c.Told[0].Points {
			if !strings.Contains(c.Told[0].Text, p.Text) {
				t.Errorf("%s lacks %s of %s: %s", code, p.Text, p.Row.Index, c.Told[0].Text)
			}
		}
	}
}

func TestCountryTold(t *testing.T) {
	for _, tt := range []struct{ code, lang, want string }{
		{"KAZ", "en", "Kazakhstan in the newest editions, in brackets its place among the fifteen and in the world: 3.08 in Democracy Index 2024 (9 of 15; 118 of 167), 34.41 in Press Freedom 2026 on 2025 (10 of 15; 149 of 180), 23 in Freedom House 2025 on 2024 (9 of 15; 156 of 195) and 0.329 in V-Dem: freedom of expression 2025 (9 of 15; 140 of 175).\n" +
			"Kazakhstan compared with earlier editions: since the edition before, worse in Press Freedom (−4.93), within the publisher’s margin in V-Dem: electoral democracy (+0.001), unchanged in Democracy Index and Freedom House; over 5 editions, better in Democracy Index (+0.14), within the publisher’s margin in V-Dem: electoral democracy (+0.036), unchanged in Freedom House; over 10 editions, worse in Democracy Index (−0.09) and Freedom House (−1), within the publisher’s margin in V-Dem: electoral democracy (+0.040); Press Freedom is not comparable over 5 editions (new method 2022).\n" +
			"The longest fall is in Press Freedom, worse with every edition from 48.28 in 2022 to 34.41 in 2026; the newest figures do not contradict each other."},
	} {
		if diff := cmp.Diff(strings.Split(tt.want, "\n"), strings.Split(told(country(t, builtIn(t), tt.code, tt.lang)), "\n")); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", tt.code, tt.lang, diff)
		}
	}
	// Places and scores that went opposite ways, and indices that did.
	if got := told(country(t, builtIn(t), "TJK", "en")); !strings.Contains(got, "in Press Freedom 2026 the score got better while the place in the world fell from 153 to 155") {
		t.Errorf("the place of Tajikistan is told as %q", got)
	}
	if got := told(country(t, builtIn(t), "UKR", "en")); !strings.Contains(got, "the indices disagree on 2024, better in Freedom House and worse in Democracy Index and Press Freedom") {
		t.Errorf("the indices of Ukraine are told as %q", got)
	}
}

// TestCountryWithinRegimes: no change and no run crosses a boundary.
func TestCountryWithinRegimes(t *testing.T) {
	cat := fiction(t, "")
	for _, code := range datasets.PostSoviet() {
		c := country(t, cat, code, "en")
		for i, s := range c.Told[1:] {
			for _, p := range s.Points {
				m := cat.Index(p.Row.Index).Measure(p.Row.Measure)
				if i == 0 && !m.Comparable(p.Row.Edition, m.Latest()) {
					t.Errorf("%s: %s %d is compared with %d", code, m.Index.Name, p.Row.Edition, m.Latest())
				}
			}
			for pair := range slices.Chunk(s.Points, 2) {
				if pair[0].Row.Regime != pair[1].Row.Regime || pair[0].Row.Measure != pair[1].Row.Measure || pair[0].Row.Edition >= pair[1].Row.Edition {
					t.Errorf("%s: %+v is compared with %+v", code, pair[0].Row, pair[1].Row)
				}
			}
		}
	}
	c := country(t, cat, "KAZ", "en")
	if !slices.ContainsFunc(c.Views, func(v charts.View) bool { return v.Index == "candour" }) || !slices.ContainsFunc(names(c), func(name string) bool { return strings.Contains(strings.ToLower(name), "candour") }) {
		t.Errorf("the page of a country lacks an added index: %v", names(c))
	}
}

func TestCountryEvents(t *testing.T) {
	var got []string
	for _, e := range country(t, builtIn(t), "KAZ", "en").Events {
		got = append(got, e.When+" "+e.What)
	}
	want := []string{
		"2025 Press Freedom: from “Difficult” to “Very serious”",
		"2022 Press Freedom: new method with five indicators; not comparable with editions to 2021",
		"June 2020 Slander moved from the criminal to the administrative code",
		"2013 Press Freedom: new method; 0 to 100, turned so that higher is better",
		"1995 Freedom House: status: from “Partly Free” to “Not Free”",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events of Kazakhstan (-want +got):\n%s", diff)
	}
	for _, e := range country(t, builtIn(t), "EST", "en").Events {
		if strings.Contains(e.What, "Slander") {
			t.Errorf("Estonia is told of %q", e.What)
		}
	}
}
