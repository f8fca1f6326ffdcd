package datasets_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sozdex/sozdex/datasets"
)

// writable returns the path of a copy of a data directory.
func writable(t testing.TB, files fs.FS) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents returns every file of a directory.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(text)
	}
	return all
}

func day(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

func reportOf(id string) datasets.Source {
	return datasets.Source{ID: id, Publisher: "A Monitor", Title: "Report, the " + id, URL: "https://example.org/" + id, Licence: "free", Retrieved: "2026-11-25", Via: "the report itself"}
}

func tally(from, to string, basis datasets.Basis, measure string, value float64) datasets.Tally {
	return datasets.Tally{From: day(from), To: day(to), Basis: basis, Measure: measure, Value: value, Unit: "cases"}
}

// march is a report of which the small directory knows one tally already.
func march() datasets.Addition {
	return datasets.Addition{
		Source: reportOf("watch-2021-03"),
		Tallies: []datasets.Tally{
			tally("2021-03-01", "2021-03-31", datasets.Month, "acts_won", 2),
			tally("2021-01-01", "2021-03-31", datasets.YTD, "acts", 11),
			tally("2021-03-01", "2021-03-31", datasets.Month, "acts", 2),
			tally("2020-02-01", "2020-02-29", datasets.Month, "acts", 4),
			{From: day("2020-01-01"), To: day("2020-01-31"), Basis: datasets.Month, Measure: "claimed", Value: 5, Text: "5", Unit: "KZT", Flag: datasets.Suspect, Note: "a \"note\", with\ntwo lines"},
		},
		Quotes: []datasets.Quote{{Index: "press", Edition: 2016, Country: "KAZ", Measure: "law", Value: 40, Text: "40.00"}},
	}
}

func TestAdd(t *testing.T) {
	dir := writable(t, small(t))
	before := contents(t, dir)
	if err := os.Chmod(filepath.Join(dir, "watch.csv"), 0o640); err != nil {
		t.Fatal(err)
	}
	got, err := datasets.Add(dir, []datasets.Addition{march()}, false)
	if want := (datasets.Added{Sources: 1, New: 5, Unchanged: 1}); got != want || err != nil {
		t.Fatalf("Add(march) = %+v, %v, want %+v", got, err, want)
	}
	want := map[string]string{}
	for name, text := range before {
		want[name] = text
	}
	want["origin.csv"] += "watch-2021-03,A Monitor,\"Report, the watch-2021-03\",https://example.org/watch-2021-03,free,2026-11-25,the report itself\n"
	want["echoes.csv"] += "watch-2021-03,press,2016,KAZ,law,40.00\n"
	want["watch.csv"] = strings.Replace(before["watch.csv"], "2020-02-01,2020-02-29,month,acts,", "2020-01-01,2020-01-31,month,claimed,5,KZT,watch-2021-03,suspect,\"a \"\"note\"\", with\ntwo lines\"\n2020-02-01,2020-02-29,month,acts,", 1) +
		"2021-01-01,2021-03-31,ytd,acts,11,cases,watch-2021-03,,\n2021-03-01,2021-03-31,month,acts,2,cases,watch-2021-03,,\n2021-03-01,2021-03-31,month,acts_won,2,cases,watch-2021-03,,\n"
	if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
		t.Errorf("the directory after Add (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(filepath.Join(dir, "watch.csv")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("watch.csv has the mode %v, %v, want 0640", info.Mode(), err)
	}

	stamps := func() (all []time.Time) {
		for name := range want {
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, info.ModTime())
		}
		slices.SortFunc(all, time.Time.Compare)
		return all
	}
	written := stamps()
	for _, replace := range []bool{false, true} {
		got, err = datasets.Add(dir, []datasets.Addition{march(), march()}, replace)
		if want := (datasets.Added{Unchanged: 12}); got != want || err != nil {
			t.Errorf("Add(march, march) once more = %+v, %v, want %+v", got, err, want)
		}
	}
	if diff := cmp.Diff(want, contents(t, dir)); diff != "" || !slices.EqualFunc(written, stamps(), time.Time.Equal) {
		t.Errorf("the same report twice writes files (-want +got):\n%s", diff)
	}
}

func TestAddConflicts(t *testing.T) {
	dir := writable(t, small(t))
	before := contents(t, dir)
	report := march()
	report.Tallies[1].Value = 12
	report.Tallies[3].Value = 7
	report.Tallies[4] = tally("2020-01-01", "2020-01-31", datasets.Month, "acts", 4)
	report.Tallies[4].Unit = "reports"
	again := datasets.Addition{Source: reportOf("watch-2021-03b"), Tallies: march().Tallies[1:2]}
	_, err := datasets.Add(dir, []datasets.Addition{report, again}, false)
	conflicts, ok := errors.AsType[datasets.Conflicts](err)
	if !ok {
		t.Fatalf("Add = %v, want Conflicts", err)
	}
	want := []string{
		`watch.csv value: 2021-01-01 2021-03-31 ytd acts is "12 cases" (watch-2021-03), and "11 cases" (watch-2021-03b) in what is added; what is added contradicts itself: add only what is right`,
		`watch.csv:2 value: 2020-01-01 2020-01-31 month acts is "4 cases" (a), and "4 reports" (watch-2021-03) in what is added`,
		`watch.csv:4 value: 2020-02-01 2020-02-29 month acts is "4 cases" (a), and "7 cases" (watch-2021-03) in what is added`,
	}
	if diff := cmp.Diff(want, faults(conflicts)); diff != "" {
		t.Errorf("conflicts (-want +got):\n%s", diff)
	}
	// Replacing settles what is at hand, not what the reports say of each other.
	_, err = datasets.Add(dir, []datasets.Addition{report, again}, true)
	if diff := cmp.Diff(want[:1], faults(err)); diff != "" {
		t.Errorf("conflicts where figures are replaced (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Fatalf("Add was refused and wrote (-want +got):\n%s", diff)
	}

	got, err := datasets.Add(dir, []datasets.Addition{report}, true)
	if want := (datasets.Added{Sources: 1, New: 4, Replaced: 2}); got != want || err != nil {
		t.Fatalf("Add(report, replace) = %+v, %v, want %+v", got, err, want)
	}
	text := contents(t, dir)["watch.csv"]
	for _, row := range []string{"2020-01-01,2020-01-31,month,acts,4,reports,watch-2021-03,,\n", "2020-02-01,2020-02-29,month,acts,7,cases,watch-2021-03,,\n"} {
		if !strings.Contains(text, row) {
			t.Errorf("watch.csv lacks %q:\n%s", row, text)
		}
	}
	if _, err := datasets.Load(os.DirFS(dir)); err != nil {
		t.Errorf("Load after Add = %v, want no fault", err)
	}
}

func TestAddRefused(t *testing.T) {
	bad := func(change func(*datasets.Addition)) []datasets.Addition {
		a := march()
		change(&a)
		return []datasets.Addition{a}
	}
	at := func(name string) func(t *testing.T, dir string) string {
		return func(_ *testing.T, dir string) string { return filepath.Join(dir, name) }
	}
	tests := []struct {
		name      string
		prepare   func(t *testing.T, dir string) error
		additions []datasets.Addition
		into      func(t *testing.T, dir string) string
		want      string // a part of the error
	}{
		{name: "a fault in the directory", prepare: func(_ *testing.T, dir string) error {
			return os.WriteFile(filepath.Join(dir, "cases.csv"), []byte("date\n"), 0o644)
		}, want: "cases.csv:1 country: the header has no such column"},
		{name: "a ytd that falls", additions: bad(func(a *datasets.Addition) { a.Tallies[1].Value = 8 }),
			want: "with what is to be added:\nwatch.csv:12 value: 8 since January is less than the 9 to 2021-02-28 (row 11)"},
		{name: "no measure", additions: bad(func(a *datasets.Addition) { a.Tallies[1].Measure = "a,\"b\n" }), want: "is in no group"},
		{name: "no period", additions: bad(func(a *datasets.Addition) { a.Tallies[1].To = day("2021-03-30") }), want: "is no ytd"},
		{name: "no number", additions: bad(func(a *datasets.Addition) { a.Tallies[1].Text = "1 100" }), want: "write 1100 without thousands marks"},
		{name: "no date", additions: bad(func(a *datasets.Addition) { a.Source.Retrieved = "" }), want: "origin.csv:3 retrieved"},
		{name: "no id", additions: bad(func(a *datasets.Addition) { a.Source.ID = "" }), want: "origin.csv:3 id: is empty"},
		{name: "no page", additions: bad(func(a *datasets.Addition) { a.Source.URL = "javascript:alert(1)" }), want: "is not the address of a page"},
		{name: "a NUL", additions: bad(func(a *datasets.Addition) { a.Source.Title = "a\x00" }), want: "origin.csv:3: the line holds a NUL byte"},
		{name: "a return", additions: bad(func(a *datasets.Addition) { a.Source.Title = "a\rb" }), want: "origin.csv:3: the line holds a carriage return"},
		{name: "not UTF-8", additions: bad(func(a *datasets.Addition) { a.Source.Title = "a\xff" }), want: "origin.csv:3: the line is not UTF-8"},
		{name: "a long line", additions: bad(func(a *datasets.Addition) { a.Source.Title = strings.Repeat("x", 1<<17) }), want: "origin.csv:3: the line is longer than 64 KiB"},
		{name: "no such index", additions: bad(func(a *datasets.Addition) { a.Quotes[0].Index = "fee" }), want: `"fee" is not an index`},
		{name: "no list of quotes", prepare: func(_ *testing.T, dir string) error {
			name := filepath.Join(dir, "datapackage.json")
			text, err := os.ReadFile(name)
			return errors.Join(err, os.WriteFile(name, []byte(strings.Replace(string(text), ",\n    {\"name\": \"echoes\", \"path\": \"echoes.csv\", \"sozdex\": {\"kind\": \"quotes\"}}", "", 1)), 0o644))
		}, want: "datapackage.json: lists no resource of the kind quotes; add one"},
		{name: "a link", prepare: func(_ *testing.T, dir string) error {
			name := filepath.Join(dir, "echoes.csv")
			return errors.Join(os.Rename(name, name+"-1"), os.Symlink("echoes.csv-1", name))
		}, want: "echoes.csv is a symbolic link"},
		{name: "read-only", prepare: func(_ *testing.T, dir string) error { return os.Chmod(filepath.Join(dir, "echoes.csv"), 0o444) }, want: "echoes.csv is read-only"},
		{name: "nothing there", into: at("none"), want: "no such file"},
		{name: "a file", into: at("watch.csv"), want: "not a directory"},
		{name: "a package that is none", prepare: func(_ *testing.T, dir string) error {
			name := filepath.Join(dir, "datapackage.json")
			return errors.Join(os.Remove(name), os.Mkdir(name, 0o755))
		}, into: func(t *testing.T, dir string) string { return dir }, want: "is not a regular file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := writable(t, small(t))
			if tt.prepare != nil {
				if err := tt.prepare(t, dir); err != nil {
					t.Fatal(err)
				}
			}
			if tt.additions == nil {
				tt.additions = []datasets.Addition{march()}
			}
			into := dir
			if tt.into != nil {
				into = tt.into(t, dir)
			}
			before := listing(t, dir)
			got, err := datasets.Add(into, tt.additions, false)
			if err == nil || !strings.Contains(err.Error(), tt.want) || got != (datasets.Added{}) {
				t.Errorf("Add = %+v, %v, want %q in an error", got, err, tt.want)
			}
			if diff := cmp.Diff(before, listing(t, dir)); diff != "" {
				t.Errorf("Add was refused and wrote (-want +got):\n%s", diff)
			}
		})
	}
}

// listing tells the names, kinds, sizes and dates of a directory.
func listing(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fs.FormatFileInfo(info)+info.ModTime().Format(time.RFC3339Nano))
	}
	return all
}

// TestAddThroughALink adds to a directory that is a symbolic link, which stays one.
func TestAddThroughALink(t *testing.T) {
	dir := writable(t, small(t))
	link := filepath.Join(t.TempDir(), "data")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if got, err := datasets.Add(link, []datasets.Addition{march()}, false); err != nil || got.New != 5 {
		t.Errorf("Add through a link = %+v, %v, want 5 new", got, err)
	}
	if _, err := os.Readlink(link); err != nil {
		t.Error(err)
	}
}

// TestAddSources keeps what the directory says of a source, and writes below a
// last line that has no end.
func TestAddSources(t *testing.T) {
	files := small(t)
	files["origin.csv"].Data = []byte(strings.TrimSuffix(string(files["origin.csv"].Data), "\n"))
	dir := writable(t, files)
	known := reportOf("a")
	got, err := datasets.Add(dir, []datasets.Addition{{Source: known}, {Source: reportOf("b")}, {Source: reportOf("b")}}, true)
	if want := (datasets.Added{Sources: 1}); got != want || err != nil {
		t.Errorf("Add(a, b, b) = %+v, %v, want %+v", got, err, want)
	}
	want := string(files["origin.csv"].Data) + "\nb,A Monitor,\"Report, the b\",https://example.org/b,free,2026-11-25,the report itself\n"
	if diff := cmp.Diff(want, contents(t, dir)["origin.csv"]); diff != "" {
		t.Errorf("origin.csv (-want +got):\n%s", diff)
	}
}

// TestAddAtOnce adds from many sides: each waits for the others, and nothing is lost.
func TestAddAtOnce(t *testing.T) {
	dir := writable(t, small(t))
	var all sync.WaitGroup
	for month := range 8 {
		all.Go(func() {
			from := time.Date(2022, time.Month(month+1), 1, 0, 0, 0, 0, time.UTC)
			a := datasets.Addition{Source: reportOf("watch-" + from.Format("2006-01"))}
			a.Tallies = []datasets.Tally{{From: from, To: from.AddDate(0, 1, -1), Basis: datasets.Month, Measure: "acts", Value: 1, Unit: "cases"}}
			if got, err := datasets.Add(dir, []datasets.Addition{a}, false); err != nil || got.New != 1 {
				t.Errorf("Add(%s) = %+v, %v, want 1 new", a.Source.ID, got, err)
			}
		})
	}
	all.Wait()
	c, err := datasets.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(c.Monitors[0].Tallies()); got != 8+8 || len(c.Sources) != 1+8 {
		t.Errorf("there are %d tallies and %d sources, want 16 and 9", got, len(c.Sources))
	}
}

// TestAddInAnyOrder takes the reports out of the built-in data and adds them in
// any order and any parts, some of them twice: the same data comes back.
func TestAddInAnyOrder(t *testing.T) {
	whole := builtIn(t)
	var reports []datasets.Addition
	ids := map[string]bool{}
	for _, r := range whole.Monitors[0].Reports() {
		reports = append(reports, datasets.Addition{Source: *whole.Source(r.Source), Tallies: r.Tallies, Quotes: whole.Quoted(r.Source)})
		ids[r.Source] = true
	}
	bare := withoutReports(t, ids)
	random := rand.New(rand.NewPCG(1, 2))
	for range 4 {
		dir := writable(t, os.DirFS(bare))
		var parts []datasets.Addition
		for _, a := range reports {
			i := random.IntN(len(a.Tallies) + 1)
			// The first part overlaps the second.
			parts = append(parts, datasets.Addition{Source: a.Source, Tallies: a.Tallies[:min(len(a.Tallies), i+2)]},
				datasets.Addition{Source: a.Source, Tallies: a.Tallies[i:], Quotes: a.Quotes})
		}
		random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		for len(parts) > 0 {
			n := 1 + random.IntN(len(parts))
			if _, err := datasets.Add(dir, parts[:n], false); err != nil {
				t.Fatalf("Add = %v, want no error", err)
			}
			parts = parts[n:]
		}
		got, err := datasets.Load(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole.Monitors[0].Tallies(), got.Monitors[0].Tallies()); diff != "" {
			t.Errorf("Tallies (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(whole.Quotes, got.Quotes); diff != "" {
			t.Errorf("Quotes (-want +got):\n%s", diff)
		}
		byID := cmpopts.SortSlices(func(a, b datasets.Source) bool { return a.ID < b.ID })
		if diff := cmp.Diff(whole.Sources, got.Sources, byID); diff != "" {
			t.Errorf("Sources (-want +got):\n%s", diff)
		}
	}
}

// withoutReports returns the path of the built-in data with no more than what
// reports say and quote, less those of the given ids.
func withoutReports(t *testing.T, ids map[string]bool) string {
	t.Helper()
	dir := writable(t, datasets.BuiltIn())
	for name, column := range map[string]int{"sources.csv": 0, "adilsoz.csv": 6, "quotes.csv": 0} {
		var rows [][]string
		file, err := os.Open(filepath.Join(dir, name))
		if err == nil {
			rows, err = csv.NewReader(file).ReadAll()
			file.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		var rest bytes.Buffer
		rows = slices.DeleteFunc(rows, func(cells []string) bool { return ids[cells[column]] })
		err = errors.Join(csv.NewWriter(&rest).WriteAll(rows), os.WriteFile(filepath.Join(dir, name), rest.Bytes(), 0o644))
		if err != nil {
			t.Fatal(err)
		}
	}
	var pkg map[string]any
	name := filepath.Join(dir, "datapackage.json")
	text, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, &pkg)
	}
	if err != nil {
		t.Fatal(err)
	}
	pkg["resources"] = slices.DeleteFunc(pkg["resources"].([]any), func(r any) bool {
		resource := r.(map[string]any)
		// The rules name figures that are taken out.
		delete(resource["sozdex"].(map[string]any), "rules")
		return !slices.Contains([]string{"eiu", "adilsoz", "quotes", "sources"}, resource["name"].(string))
	})
	text, err = json.Marshal(pkg)
	if err := errors.Join(err, os.WriteFile(name, text, 0o644)); err != nil {
		t.Fatal(err)
	}
	return dir
}
