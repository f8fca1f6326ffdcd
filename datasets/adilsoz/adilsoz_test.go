package adilsoz

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/sozdex/sozdex/datasets"
)

var update = flag.Bool("update", false, "write the golden files anew")

const seed = "adil-soz-2021-08.txt"

// fixtures returns the texts of testdata by name.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{}
	for _, pattern := range []string{"*.txt", "*.html"} {
		names, err := filepath.Glob("testdata/" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[filepath.Base(name)] = text
		}
	}
	return texts
}

// rows writes tallies as a golden file and a failed test show them.
func rows(tallies []datasets.Tally) []string {
	all := make([]string, len(tallies))
	for i, t := range tallies {
		all[i] = strings.Join([]string{t.From.Format(time.DateOnly), t.To.Format(time.DateOnly), string(t.Basis), t.Measure,
			t.Text, t.Unit, t.Source, string(t.Flag), t.Note}, ",")
	}
	return all
}

func summary(r *Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title: %s\nurl: %s\nlang: %s\nperiod: %s to %s\n\n", r.Title, r.URL, r.Lang, r.From.Format(time.DateOnly), r.To.Format(time.DateOnly))
	for _, row := range rows(r.Tallies) {
		b.WriteString(row + "\n")
	}
	for _, l := range r.Unsure {
		fmt.Fprintf(&b, "\nunsure %v\n", l)
	}
	for _, l := range r.Warnings {
		fmt.Fprintf(&b, "\nwarning %v\n", l)
	}
	for _, q := range r.Quotes {
		fmt.Fprintf(&b, "\nquote %d: %s %s %s %v of %d\n", q.Line, q.Index, q.Country, q.Measure, q.Value, q.Of)
	}
	return b.String()
}

// TestGolden reads the fixtures: several of each of the five ways in which
// reports were worded, with every slip that is known of them.
func TestGolden(t *testing.T) {
	for name, text := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			report, err := Read(text, Options{})
			if err != nil {
				t.Fatalf("Read(%s) = %v, want a report", name, err)
			}
			golden := "testdata/" + name + ".golden"
			got := summary(report)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("Read(%s) (-want +got):\n%s", name, diff)
			}
		})
	}
}

// TestSeed holds what is read from the report of August 2021 against what ships.
func TestSeed(t *testing.T) {
	catalogue, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	var want []datasets.Tally
	for _, m := range catalogue.Monitors {
		for _, tally := range m.Tallies() {
			if tally.Source == "adilsoz-2021-08" {
				tally.Note = ""
				want = append(want, tally)
			}
		}
	}
	report := read(t, string(fixtures(t)[seed]))
	if diff := cmp.Diff(rows(want), rows(report.Tallies)); diff != "" || len(want) != 13 {
		t.Errorf("the %d tallies of August 2021 (-want +got):\n%s", len(want), diff)
	}
	if len(report.Unsure)+len(report.Warnings) > 0 || len(report.Quotes) != 20 {
		t.Errorf("Read(%s) finds %d unsure, %d warnings, %d quotes, want 0, 0, 20", seed, len(report.Unsure), len(report.Warnings), len(report.Quotes))
	}
}

func read(t testing.TB, text string) *Report {
	t.Helper()
	report, err := Read([]byte(text), Options{})
	if err != nil {
		t.Fatalf("Read(%.80q…) = %v, want a report", text, err)
	}
	return report
}

// TestSameInEveryForm reads each text fixture in other characters, spaces and
// bullets, and as a page.
func TestSameInEveryForm(t *testing.T) {
	forms := map[string]func(string) string{
		"CRLF":           func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"BOM":            func(s string) string { return "\ufeff" + s },
		"hard spaces":    func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"doubled spaces": func(s string) string { return strings.ReplaceAll(s, " ", "  ") },
		"bullets":        regexpReplace(`(?m)^([-–—•▪]) ?`, "● "),
		"long dashes":    func(s string) string { return strings.ReplaceAll(s, " - ", " — ") },
		"Windows-1251": func(s string) string {
			encoded, err := charmap.Windows1251.NewEncoder().String(regexpReplace(`[^\x00-\x7fА-Яа-яЁё«»“”’–—•№\x{a0}]`, "")(s))
			if err != nil {
				t.Fatal(err)
			}
			return encoded
		},
		"HTML": func(s string) string {
			escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
			return "<!DOCTYPE html><html><body><p>" + strings.ReplaceAll(escaped, "\n", "<br>\n") + "</p></body></html>"
		},
	}
	for name, text := range fixtures(t) {
		if !strings.HasSuffix(name, ".txt") || strings.Contains(name, "cp1251") || name == "a-2011-05.txt" {
			// The last has a line that goes on in the next, which <br> would part.
			continue
		}
		want := rows(read(t, string(text)).Tallies)
		for form, change := range forms {
			if diff := cmp.Diff(want, rows(read(t, change(string(text))).Tallies)); diff != "" {
				t.Errorf("Read(%s) with %s (-want +got):\n%s", name, form, diff)
			}
		}
	}
}

func regexpReplace(pattern, by string) func(string) string {
	return func(s string) string { return regexp.MustCompile(pattern).ReplaceAllString(s, by) }
}

// narrative are paragraphs with numbers that count no tally.
var narrative = []string{
	"- The editor was fined 135 840 tenge under article 456-2 of the Code of Administrative Offences.",
	"- On August 12, three criminal cases were opened under articles 174, 256 and 274; the court fined 2 journalists.",
	"Criminal charges under art. 130 were brought against 4 bloggers on 12 August 2021.",
	"Compared to July, the number of claims grew: 9 cases against 7 in 2020.",
	"Kazakhstan ranked 155th out of 180 in another index, 12 places lower than a year ago.",
	"The plaintiff demands 10 million tenge; the court collected 500 thousand tenge from the newspaper.",
	"About 30 criminal charges and more than 12 administrative charges were expected.",
	"In July 2021, 14 judicial acts were issued against media in connection with the exercise of the right to freedom of expression.",
	"The following charges were filed in 2019: 3 criminal charges.",
	"- 16 судебных актов отменено, 5 обвинений в уголовном порядке снято.",
	"Phone: 8 (727) 291 15 66, office 12",
	"100% of 200 lawsuits were withdrawn, 3 criminal charges dropped.",
}

// TestNarrativeCountsNothing puts such paragraphs everywhere in every text.
// Within a list they may end it; nowhere may they change or add a figure.
func TestNarrativeCountsNothing(t *testing.T) {
	for name, text := range fixtures(t) {
		if !strings.HasSuffix(name, ".txt") || strings.Contains(name, "cp1251") {
			continue
		}
		want := values(read(t, string(text)))
		lines := strings.Split(string(text), "\n")
		for at := 1; at < len(lines); at++ {
			for n, paragraph := range narrative {
				// One at a place is enough: each comes to many places.
				if n != at%len(narrative) {
					continue
				}
				changed := strings.Join(slices.Concat(lines[:at], []string{"", paragraph, ""}, lines[at:]), "\n")
				report, err := Read([]byte(changed), Options{})
				if err != nil {
					t.Fatalf("Read(%s with %q) = %v, want a report", name, paragraph, err)
				}
				for figure, value := range values(report) {
					if want[figure] != value {
						t.Errorf("Read(%s with %q in line %d) has %s %s, want %q", name, paragraph, at+1, figure, value, want[figure])
					}
				}
			}
		}
	}
	// In front of all tallies they take none away either.
	text := string(fixtures(t)[seed])
	head, tail, _ := strings.Cut(text, "9  judicial acts")
	changed := head + strings.Join(narrative, "\n\n") + "\n\n9  judicial acts" + tail
	if diff := cmp.Diff(values(read(t, text)), values(read(t, changed))); diff != "" {
		t.Errorf("narrative in front of the tallies changes them (-want +got):\n%s", diff)
	}
}

// TestLostLine takes single lines out of every text: a figure may get lost with
// them, none may come or change.
func TestLostLine(t *testing.T) {
	for name, text := range fixtures(t) {
		if !strings.HasSuffix(name, ".txt") || strings.Contains(name, "cp1251") {
			continue
		}
		want := values(read(t, string(text)))
		lines := strings.Split(string(text), "\n")
		for at := range lines {
			report, err := Read([]byte(strings.Join(slices.Delete(slices.Clone(lines), at, at+1), "\n")), Options{})
			if err != nil {
				continue
			}
			for figure, value := range values(report) {
				if want[figure] != value {
					t.Errorf("Read(%s) without line %d has %s %s, want %q", name, at+1, figure, value, want[figure])
				}
			}
		}
	}
}

// values are the figures of a report.
func values(r *Report) map[string]string {
	all := map[string]string{}
	for _, t := range r.Tallies {
		all[string(t.Basis)+" "+t.Measure] = t.Text
	}
	return all
}

func TestNoReport(t *testing.T) {
	article := "The World Press Freedom Index 2021\n\nKazakhstan ranked 155th out of 180. 9 judicial acts were issued in August 2021.\n"
	quoted := "Almost 50 journalists detained in Kazakhstan in 2019\n\nAstana. 46 journalists were detained, reports Adil Soz.\n"
	other := "Violations of Freedom of Speech in Tajikistan April 2010\n\nThe union, with Adil Soz, counted 9 judicial acts in April.\n"
	large := strings.Repeat("a line\n", maxLines+1)
	tests := map[string]struct {
		text, want string
	}{
		"nothing":          {"", "does not name Adil Soz"},
		"novel":            {"It was the best of times, it was the worst of times, in 1775.", "does not name Adil Soz"},
		"index":            {article, "does not name Adil Soz"},
		"CSV":              {"from,to,basis,measure,value,unit,source,flag,note\n2021-08-01,2021-08-31,month,judicial_acts,9,cases,adilsoz-2021-08,,\n", "does not name Adil Soz"},
		"quoted elsewhere": {quoted, "no title with a month or a year"},
		"another monitor":  {other, "no title with a month or a year"},
		"title only":       {"Violations of Freedom of Speech in Kazakhstan August 2021\n\nAdil Soz", "none of its tallies"},
		"before 2009":      {"Violations of Freedom of Speech in Kazakhstan August 2008\n\nAdil Soz. In August, 9 judicial acts were issued.", "before 2009"},
		"UTF-16":           {"\xff\xfeA\x00", "UTF-16"},
		"binary":           {"%PDF-1.4\n\x00\x01\x02", "not a text file"},
		"no characters":    {"\x98\x98\xff", "neither in UTF-8 nor in Windows-1251"},
		"too large":        {strings.Repeat("a", MaxBytes+1), "larger than 2 MiB"},
		"too many numbers": {"Violations of Freedom of Speech in Kazakhstan August 2021\n\nAdil Soz\n\n" + strings.Repeat(strings.Repeat("1 a; ", 700)+"\n", 40), "more than 20000 numbers"},
		"too many lines":   {large, "more than 50000 lines"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			report, err := Read([]byte(test.text), Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Read(%.60q) = %v, %v, want an error with %q", test.text, report, err, test.want)
			}
		})
	}
	if _, err := Read([]byte(quoted), Options{}); !errors.Is(err, ErrNoReport) {
		t.Errorf("Read(%q) = %v, want ErrNoReport", quoted, err)
	}
}

func TestOptions(t *testing.T) {
	_, body, _ := strings.Cut(string(fixtures(t)[seed]), "1 august 2021")
	body, _, _ = strings.Cut(body, "\nViolations of Freedom")
	if _, err := Read([]byte(body), Options{}); !errors.Is(err, ErrNoReport) {
		t.Errorf("Read without a title = %v, want ErrNoReport", err)
	}
	for _, o := range []Options{{Period: "2021-08", URL: "https://a.example/x"}, {Title: "Violations of freedom of speech in Kazakhstan. August, 2021"}} {
		report, err := Read([]byte(body), o)
		if err != nil || len(report.Tallies) != 13 || report.Source != "adilsoz-2021-08" || report.URL != o.URL || report.Title != o.Title {
			t.Errorf("Read(%+v) = %+v, %v, want the 13 tallies of August 2021", o, report, err)
		}
	}
	// The text names August: of another month it tells nothing.
	report, err := Read([]byte(body), Options{Period: "2021-07"})
	if err != nil || len(report.Tallies) > 0 && report.Tallies[0].Basis == datasets.Month {
		t.Errorf("Read as of July = %+v, %v, want no tally of the month", report, err)
	}
	for _, period := range []string{"", "2021-13", "21-08", "2008", "August 2021", "2021-8", "2100"} {
		if err := CheckPeriod(period); err == nil {
			t.Errorf("CheckPeriod(%q) = nil, want an error", period)
		}
	}
}

// TestSentences is what single sentences of a report of August 2021 are read as.
func TestSentences(t *testing.T) {
	month, list, year := "", "In August, the following charges were brought:\n", "The following charges were filed since the beginning of the year:\n"
	tests := map[string]struct {
		head, text string
		want       string
	}{
		"acts":                         {month, "In August, 8 judicial acts were issued.", "month judicial_acts 8"},
		"acts without the month":       {month, "8 judicial acts were issued.", ""},
		"acts since January":           {month, "In August 2021, 8 judicial acts were issued since the beginning of the year.", ""},
		"acts of another month":        {month, "In July, 8 judicial acts were issued.", ""},
		"acts of another year":         {month, "In August 2020, 8 judicial acts were issued.", ""},
		"acts on a day":                {month, "On August 8, 3 judicial acts were issued.", ""},
		"a day or a count":             {month, "In August 8 judicial acts were issued.", ""},
		"acts that were cancelled":     {month, "In August, 8 judicial acts were cancelled.", ""},
		"acts of a case":               {month, "In August, 8 judgments on the cases of the journalists were heard.", ""},
		"more than":                    {month, "In August, more than 8 judicial acts were issued.", ""},
		"over":                         {month, "In August, over 8 judicial acts were issued.", ""},
		"percent":                      {month, "In August, 8% judicial acts were issued.", ""},
		"a range":                      {month, "In August, 8-9 judicial acts were issued.", ""},
		"compared":                     {month, "In August, 8 judicial acts against 7 in July were issued.", ""},
		"said twice alike":             {month, "In August, 8 judicial acts were issued. In August 2021, 8 judicial acts were issued.", "month judicial_acts 8"},
		"said twice":                   {month, "In August, 8 judicial acts were issued.\n\nIn August, 9 judicial acts were issued.", ""},
		"a part in another month":      {month, "In August, 8 judicial acts were issued (in July, 2 in appeal).", "month judicial_acts 8"},
		"a part on a day":              {month, "In August, 8 judicial acts were issued (on July 2 in appeal).", ""},
		"month":                        {list, "- 3 criminal charges", "month criminal_charges 3"},
		"no list":                      {month, "- 3 criminal charges", ""},
		"since January":                {year, "- 3 criminal charges", "ytd criminal_charges 3"},
		"both in one item":             {list, "- 3 criminal charges (21 since the beginning of the year)", ""},
		"both in one sentence":         {month, "3 criminal charges were filed; 21 since the beginning of the year.", ""},
		"a month in the list":          {year, "- 3 criminal charges in August", ""},
		"a head that is not known":     {list, "- 3 criminal charges\nIn the same period of last year:\n- 5 administrative charges", "month criminal_charges 3"},
		"a second list without a head": {list, "- 3 criminal charges\n- 21 criminal charges\n- 5 administrative charges", ""},
		"slander is no crime any more": {list, "- 3 charges with slander", ""},
		"digits and words":             {list, "- twenty-one criminal charges (two in court)\n- 1 100 administrative charges", "month administrative_charges 1100, month criminal_charges 21, month criminal_charges_in_court 2"},
		"too many":                     {list, "- 100 000 criminal charges", ""},
		"numbered":                     {list, "1) 6 criminal charges\n2. 3 administrative charges", "month administrative_charges 3, month criminal_charges 6"},
		"a sum without millions":       {year, "Claims for compensation for moral damage amounted to 25 tenge.", ""},
		"a sum in another money":       {year, "Claims for compensation for moral damage amounted to 25 million rubles.", ""},
		"a sum of many":                {year, "The courts collected more than 25 million tenge.", ""},
		"part over the whole":          {list, "- 1 criminal charge (2 in court)", "month criminal_charges 1 suspect, month criminal_charges_in_court 2 suspect"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("were issued", "were issued on cases of protection of honor", "were heard", "were issued").Replace(test.head + test.text)
			text = "Violations of Freedom of Speech in Kazakhstan August 2021\n\nAdil Soz\n\n" + text + "\n"
			report, err := Read([]byte(text), Options{})
			if err != nil && !errors.Is(err, ErrNoReport) {
				t.Fatal(err)
			}
			var got []string
			if report != nil {
				for _, tally := range report.Tallies {
					got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", tally.Basis, tally.Measure, tally.Text, tally.Flag)))
				}
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("Read(%q) = %q, want %q", test.head+test.text, strings.Join(got, ", "), test.want)
			}
		})
	}
}

// TestPhrasesKnowTheirMeasures holds the tables against the built-in data.
func TestPhrasesKnowTheirMeasures(t *testing.T) {
	catalogue, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(catalogue.Monitors, func(m *datasets.Monitor) bool { return m.Name == "adilsoz" })
	known := func(name string) {
		if _, ok := catalogue.Monitors[i].Measure(name); !ok {
			t.Errorf("%q is not a measure of adilsoz", name)
		}
	}
	for _, p := range phrases {
		known(p.measure)
		if p.under != "" {
			known(p.under)
		}
		if n := p.expression.NumSubexp(); n == 0 {
			t.Errorf("the phrase %q has no number", p.pattern)
		}
	}
	for _, pair := range parts {
		known(pair[0])
		known(pair[1])
	}
	for _, c := range components {
		if catalogue.Index(c.index).Measure(c.measure) == nil {
			t.Errorf("%q is not a measure of %s", c.measure, c.index)
		}
	}
}

// FuzzRead reads whatever comes, and whatever it takes from it is sound.
func FuzzRead(f *testing.F) {
	for _, text := range fixtures(f) {
		f.Add(text)
	}
	f.Add([]byte("<li>Adil Soz<h1>Violations of freedom of speech in Kazakhstan May 2020</h1><td>In May, 2 judicial acts<br>(one in appeal"))
	f.Fuzz(func(t *testing.T, text []byte) {
		report, err := Read(text, Options{})
		if err != nil {
			return
		}
		again, err := Read(text, Options{})
		if diff := cmp.Diff(report, again); diff != "" || err != nil {
			t.Errorf("Read(%q) differs when read again: %v\n%s", text, err, diff)
		}
		page, err := decode(text)
		if err != nil {
			t.Fatal(err)
		}
		inText := map[int64]bool{}
		for _, p := range join(page.lines) {
			if len(p.text) <= maxParagraph {
				for _, n := range mark(p.text).numbers {
					inText[n.value] = true
				}
			}
		}
		for _, tally := range report.Tallies {
			if !inText[int64(tally.Value)] || fmt.Sprint(int64(tally.Value)) != tally.Text {
				t.Errorf("%s %s is nowhere in the text", tally.Text, tally.Measure)
			}
		}
		if _, err := datasets.Load(directory(t, report)); err != nil {
			t.Errorf("the rows are not sound: %v", err)
		}
	})
}

// directory is a data directory with the tallies of one report.
func directory(t testing.TB, r *Report) fs.FS {
	t.Helper()
	raw, err := fs.ReadFile(datasets.BuiltIn(), "datapackage.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	all["resources"] = slices.DeleteFunc(all["resources"].([]any), func(resource any) bool {
		properties := resource.(map[string]any)
		delete(properties["sozdex"].(map[string]any), "rules")
		return properties["name"] != "adilsoz" && properties["name"] != "sources"
	})
	described, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var table bytes.Buffer
	w := csv.NewWriter(&table)
	_ = w.Write([]string{"from", "to", "basis", "measure", "value", "unit", "source", "flag", "note"})
	for _, tally := range r.Tallies {
		_ = w.Write([]string{tally.From.Format(time.DateOnly), tally.To.Format(time.DateOnly), string(tally.Basis), tally.Measure,
			tally.Text, tally.Unit, tally.Source, string(tally.Flag), tally.Note})
	}
	w.Flush()
	return fstest.MapFS{
		"datapackage.json": {Data: described},
		"adilsoz.csv":      {Data: table.Bytes()},
		"sources.csv":      {Data: []byte("id,publisher,title,url,licence,retrieved,via\n" + r.Source + ",Adil Soz,A report,,free,2026-01-01,none\n")},
	}
}
