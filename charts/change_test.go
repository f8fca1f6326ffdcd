package charts_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
)

// row returns the texts of a row of a figure's table.
func row(t *testing.T, f charts.Figure, head string) []string {
	t.Helper()
	i := slices.IndexFunc(f.Table.Rows, func(r charts.TableRow) bool { return r.Head == head })
	if i < 0 {
		t.Fatalf("%s?%s has no row %s", f.Chart, f.Query, head)
	}
	var texts []string
	for _, c := range f.Table.Rows[i].Cells {
		texts = append(texts, c.Text)
	}
	return texts
}

func TestChanges(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query, country string
		want           []string
		move           charts.Move
		label          string
	}{
		{"index=rsf&measure=score&from=2022&to=2026", "Georgia", []string{"59.30", "40.77", "−18.53", "worse"}, charts.Worse, "↓ −18.53"},
		{"index=rsf&measure=score&from=2022&to=2026", "Ukraine", []string{"55.76", "66.10", "+10.34", "better"}, charts.Better, "↑ +10.34"},
		{"index=rsf&measure=rank&from=2025&to=2026", "Georgia", []string{"114 of 180", "135 of 180", "−21", "lower place"}, charts.Worse, "↓ −21"},
		{"index=eiu&measure=rank&from=2019&to=2020", "Kazakhstan", []string{"139 of 167", "128 of 167", "+11", "higher place"}, charts.Better, "↑ +11"},
		// Lower was better: a number that rose is a move for the worse.
		{"index=rsf&measure=score&from=2010&to=2012", "Georgia", []string{"27.00", "38.00", "+11.00", "worse"}, charts.Worse, "↓ +11.00"},
		{"index=vdem&measure=electoral_democracy&from=2019&to=2024", "Kazakhstan",
			[]string{"0.236 (0.208–0.256)", "0.272 (0.237–0.302)", "+0.036", "within the publisher’s margin"}, charts.Margin, "(+0.036)"},
		{"index=rsf&measure=score&from=2002&to=2003", "Estonia", []string{"–", "2.50", "–", "–"}, "", "not rated"},
	} {
		f := figure(t, cat, "change", tt.query)
		if diff := cmp.Diff(tt.want, row(t, f, tt.country)); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", tt.country, tt.query, diff)
		}
		i := slices.IndexFunc(f.X, func(x charts.Tick) bool { return x.Label == tt.country })
		if p := f.Series[1].Points[i]; p.Move != tt.move || p.Label != tt.label {
			t.Errorf("%s in %s is a move %q, labelled %q, want %q and %q", tt.country, tt.query, p.Move, p.Label, tt.move, tt.label)
		}
	}
}

// TestChangesAreSorted by how far they are for the better, whichever way the
// scale runs, and those that are missing last.
func TestChangesAreSorted(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query string
		sign  float64
	}{
		{"index=rsf&measure=score&from=2002&to=2003", -1},
		{"index=rsf&measure=rank&from=2025&to=2026", -1},
		{"index=rsf&measure=score&from=2025&to=2026", 1},
	} {
		f := figure(t, cat, "change", tt.query)
		var gains []float64
		missing := false
		for i := range f.X {
			then, now := f.Series[0].Points[i].Value, f.Series[1].Points[i].Value
			if then == nil || now == nil {
				missing = true
				continue
			}
			if missing {
				t.Errorf("%s: %s stands below what is missing", tt.query, f.X[i].Label)
			}
			gains = append(gains, tt.sign*(*then-*now))
		}
		if !slices.IsSorted(gains) {
			t.Errorf("%s: gains are %v, want the largest first", tt.query, gains)
		}
	}
}

func TestRankShifts(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query, country string
		want           []string
	}{
		{"index=rsf&measure=score&from=2024&to=2025", "Kazakhstan",
			[]string{"142", "141", "+1", "−4", "+5", "−5, +6", "−3, +4", "41.11", "39.34", "−1.77", "opposite ways"}},
		{"index=rsf&measure=score&from=2025&to=2026", "Georgia",
			[]string{"114", "135", "−21", "−25", "+4", "−29, +8", "−21, 0", "50.53", "40.77", "−9.76", ""}},
		{"index=rsf&measure=score&from=2002&to=2003", "Estonia",
			[]string{"–", "–", "–", "–", "–", "–", "–", "–", "2.50", "–", "–"}},
	} {
		if diff := cmp.Diff(tt.want, row(t, figure(t, cat, "rank-shift", tt.query), tt.country)); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", tt.country, tt.query, diff)
		}
	}
	f := figure(t, cat, "rank-shift", "index=rsf&measure=score&from=2024&to=2025")
	if want := "Up although the score got worse: Tajikistan (+2), Belarus (+1), Turkmenistan (+1) and Kazakhstan (+1). Down although the score got better: Lithuania (−1)."; !strings.HasSuffix(f.Summary, want) {
		t.Errorf("Summary = %q, want it to end with %q", f.Summary, want)
	}
	if len(f.Marks) != 5 {
		t.Errorf("%d marks, want one for each of the five that went against their scores", len(f.Marks))
	}
	// The CSV has both scores of each country, once.
	if got := strings.Count(string(f.Records().CSV()), "\n"); got != 1+2*len(f.X) {
		t.Errorf("the CSV has %d lines, want a header and two for each of %d countries", got, len(f.X))
	}
}

// TestOpenEnds: an end that is left open is one that the other may be compared with.
func TestOpenEnds(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query    string
		from, to int
	}{
		{"index=rsf&measure=score", 2022, 2026},
		{"index=rsf&measure=score&to=2021", 2016, 2021},
		{"index=rsf&measure=score&to=2015", 2013, 2015},
		{"index=rsf&measure=score&from=2015", 2015, 2021},
		{"index=rsf&measure=score&from=2025", 2025, 2026},
		{"index=rsf&measure=score&from=2010", 2010, 2012},
	} {
		from, to := view(t, cat, "change", tt.query).Ends(cat)
		if from != tt.from || to != tt.to {
			t.Errorf("Ends(%s) = %d, %d, want %d, %d", tt.query, from, to, tt.from, tt.to)
		}
	}
}

// TestTwoMethodsAreRefused: the rank of Kazakhstan rose 33 places from 2021 to
// 2022 while its score fell 1.44. That was the method.
func TestTwoMethodsAreRefused(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		chart, query, want string
		said               map[string]string
	}{
		{"change", "index=rsf&measure=rank&from=2021&to=2022", "index=rsf&measure=rank&from=2022&to=2023", map[string]string{
			"en": "2021–2022 cannot be compared, since the method changed in between: new method with five indicators; not comparable with editions to 2021. The nearest editions that can: 2022–2023.",
			"ru": "2021–2022 сравнить нельзя: между ними изменилась методика — новая методика с пятью показателями; с выпусками по 2021 год не сопоставима. Ближайшие сопоставимые выпуски: 2022–2023.",
			"kk": "2021–2022 салыстыруға келмейді, арада әдістеме өзгерген: бес көрсеткіші бар жаңа әдістеме; 2021 жылға дейінгі және сол жылғы шығарылымдармен салыстыруға келмейді. Салыстыруға болатын ең жақын шығарылымдар: 2022–2023.",
		}},
		{"rank-shift", "index=rsf&measure=score&from=2012&to=2013", "index=rsf&measure=score&from=2013&to=2014", map[string]string{
			"en": "2012–2013 cannot be compared, since the method changed in between: new method; 0 to 100, turned so that higher is better. The nearest editions that can: 2013–2014.",
		}},
	} {
		q, err := url.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		v, problems := charts.ParseView(cat, charts.Find(tt.chart), q)
		if got := v.Query(); got != tt.want {
			t.Errorf("ParseView(%s, %q).Query() = %q, want %q", tt.chart, tt.query, got, tt.want)
		}
		if len(problems) != 1 || problems[0].Message != "problem.regimes" {
			t.Fatalf("ParseView(%s, %q) has problems %+v, want one of regimes", tt.chart, tt.query, problems)
		}
		for lang, want := range tt.said {
			if got := problems[0].Say(printer(t, lang)); got != want {
				t.Errorf("Say in %s = %q, want %q", lang, got, want)
			}
		}
	}
}
