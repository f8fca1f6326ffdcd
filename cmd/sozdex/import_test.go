package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

const seedReport = "../../datasets/adilsoz/testdata/adil-soz-2021-08.txt"

// TestImportSeed holds the rows of the report of August 2021 against those that
// ship, column by column, and its quoted figures against the edition of 2020.
func TestImportSeed(t *testing.T) {
	code, stdout, stderr := call(t, nil, "import", "adilsoz", seedReport)
	if code != 0 {
		t.Fatalf("import ends with %d: %s", code, stderr)
	}
	shipped, err := os.ReadFile("../../datasets/data/adilsoz.csv")
	if err != nil {
		t.Fatal(err)
	}
	of := func(text string) [][]string {
		records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		rows := records[:1]
		for _, record := range records[1:] {
			if record[6] == "adilsoz-2021-08" {
				rows = append(rows, record[:8])
			}
		}
		return rows
	}
	want, got := of(string(shipped)), of(stdout)
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 14 || !cmp.Equal(got[0], charts.TallyHeader()) {
		t.Errorf("import prints (-want +got):\n%s", diff)
	}
	if want := "Democracy Index, edition 2020: 20 of 20 figures confirmed\n"; !strings.Contains(stderr, want) {
		t.Errorf("import says %q, want %q in it", stderr, want)
	}
	if _, again, _ := call(t, nil, "import", "adilsoz", seedReport); again != stdout {
		t.Errorf("import prints %q, then %q", stdout, again)
	}
}

func TestImport(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	seed, err := os.ReadFile(seedReport)
	if err != nil {
		t.Fatal(err)
	}
	novel := write("novel.txt", "It was the best of times.")
	same := write("same.txt", string(seed))
	wrong := write("wrong.txt", strings.NewReplacer("Latvia ranked 38", "Latvia ranked 39", "128th out of 167", "128th out of 170").Replace(string(seed)))
	older := write("older.txt", strings.ReplaceAll(strings.ReplaceAll(string(seed), "August 2021", "August 1999"), "1 august 2021", ""))
	fixture := func(name string) string { return "../../datasets/adilsoz/testdata/" + name }

	tests := map[string]struct {
		args           []string
		code           int
		stdout, stderr string // a part of each; nothing may be printed where empty
	}{
		"help":              {[]string{"import", "-h"}, 0, "sozdex import adilsoz [flags] FILE...", ""},
		"help of adilsoz":   {[]string{"import", "adilsoz", "--help"}, 0, "--period PERIOD", ""},
		"nothing":           {[]string{"import"}, 2, "", "whose reports to import"},
		"another monitor":   {[]string{"import", "nobody", novel}, 2, "", "whose reports to import"},
		"no file":           {[]string{"import", "adilsoz"}, 2, "", "FILE is missing"},
		"unknown flag":      {[]string{"import", "adilsoz", "--fast", novel}, 2, "", "-fast"},
		"no period":         {[]string{"import", "adilsoz", "--period", "May", novel}, 2, "", `--period: the period is "May", want YYYY-MM or YYYY from 2009 on`},
		"a period for many": {[]string{"import", "adilsoz", "--period", "2021-08", novel, same}, 2, "", "give one FILE"},
		"twice from stdin":  {[]string{"import", "adilsoz", "-", "-"}, 2, "", "once only"},
		"no data":           {[]string{"import", "adilsoz", "--data", novel, same}, 2, "", "--data: "},
		"nothing there":     {[]string{"import", "adilsoz", filepath.Join(dir, "none")}, 1, "", "no such file"},
		"a directory":       {[]string{"import", "adilsoz", dir}, 1, "", "is not a regular file"},
		"no report":         {[]string{"import", "adilsoz", novel}, 1, "", "novel.txt: no report of Adil Soz: it does not name Adil Soz\n"},
		"one is no report":  {[]string{"import", "adilsoz", seedReport, novel}, 1, "", "novel.txt: no report"},
		"one report twice":  {[]string{"import", "adilsoz", seedReport, same}, 1, "", "is the report adilsoz-2021-08, as " + seedReport + " is"},
		"empty stdin":       {[]string{"import", "adilsoz", "-"}, 1, "", "-: no report of Adil Soz"},
		"figures that differ": {[]string{"import", "adilsoz", wrong}, 0, "judicial_acts,9,",
			"wrong.txt:57: Democracy Index rank of LVA is 39 in the report, 38 in edition 2020 of the data\n"},
		"of how many": {[]string{"import", "adilsoz", wrong}, 0, "judicial_acts,9,",
			"rank of KAZ is 128 in the report, out of 170; out of 167 in edition 2020 of the data\n"},
		"differences are counted": {[]string{"import", "adilsoz", wrong}, 0, "judicial_acts,9,", "edition 2020: 18 of 20 figures confirmed\n"},
		"before 2009":             {[]string{"import", "adilsoz", older}, 1, "", "older.txt: is about August 1999"},
		"not taken":               {[]string{"import", "adilsoz", fixture("c-2015-05.txt")}, 0, "judicial_acts,5,", `c-2015-05.txt:21: 1 charge with hooliganism`},
		"a warning":               {[]string{"import", "adilsoz", fixture("c-2016-11.txt")}, 0, "cases,adilsoz-2016-11,suspect,", "6 judicial_acts_for_defendants out of 4 judicial_acts, as printed\n"},
		"two files":               {[]string{"import", "adilsoz", seedReport, fixture("d-2020.txt")}, 0, "year,threats,8,cases,adilsoz-2020,,\n", "d-2020.txt: adilsoz-2020, "},
		"another title":           {[]string{"import", "adilsoz", "--title", "A title", "--url", "https://a.example", "--period", "2021-08", seedReport}, 0, "adilsoz-2021-08", `"A title": 13 tallies`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := call(t, nil, test.args...)
			if code != test.code {
				t.Errorf("run(%q) ends with %d, want %d", test.args, code, test.code)
			}
			for _, stream := range []struct{ name, got, want string }{{"stdout", stdout, test.stdout}, {"stderr", stderr, test.stderr}} {
				if !strings.Contains(stream.got, stream.want) || stream.want == "" && stream.got != "" {
					t.Errorf("run(%q) prints %q on %s, want %q in it", test.args, stream.got, stream.name, stream.want)
				}
			}
		})
	}
}

func TestImportStandardInput(t *testing.T) {
	seed, err := os.ReadFile(seedReport)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	err = run(t.Context(), []string{"import", "adilsoz", "-"}, func(string) string { return "" }, bytes.NewReader(seed), &stdout, &stderr)
	if err != nil || strings.Count(stdout.String(), "\n") != 14 {
		t.Errorf("import of standard input = %v and prints %q, want the header and 13 rows", err, stdout.String())
	}
}

// dataCopy returns a directory with the built-in data.
func dataCopy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, datasets.BuiltIn()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents are the files of a directory by their names.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

const novemberReport = "../../datasets/adilsoz/testdata/e-2024-11.txt"

// TestImportInto adds reports to a directory: each once, whole, and only where
// nothing at hand is otherwise.
func TestImportInto(t *testing.T) {
	dir := dataCopy(t)
	before := contents(t, dir)
	into := func(wantCode int, want string, args ...string) {
		t.Helper()
		code, stdout, stderr := call(t, nil, append([]string{"import", "adilsoz", "--into", dir}, args...)...)
		if code != wantCode || !strings.Contains(stdout+stderr, want) {
			t.Errorf("import %q ends with %d, %q, %q; want %d, %q", args, code, stdout, stderr, wantCode, want)
		}
	}
	into(0, "0 sources and 0 figures added, 0 replaced, 33 as they were", seedReport)
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Errorf("a report that is there already changes the directory:\n%s", diff)
	}

	into(0, "1 sources and 16 figures added", novemberReport)
	after := contents(t, dir)
	if !strings.HasPrefix(after["adilsoz.csv"], before["adilsoz.csv"]) || !strings.Contains(after["sources.csv"], "adilsoz-2024-11") {
		t.Error("the rows of the report are not added to those at hand")
	}
	into(0, "0 sources and 0 figures added, 0 replaced, 16 as they were", novemberReport)

	text, err := os.ReadFile(novemberReport)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.txt")
	if err := os.WriteFile(other, []byte(strings.Replace(string(text), "2 instances of interference", "4 instances of interference", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	into(1, "--replace", other)
	if diff := cmp.Diff(after, contents(t, dir)); diff != "" {
		t.Errorf("a refused report changes the directory:\n%s", diff)
	}
	into(0, "1 replaced", "--replace", other)
	if text := contents(t, dir)["adilsoz.csv"]; !strings.Contains(text, "2024-11-01,2024-11-30,month,media_interference,4,") {
		t.Error("the figure is not replaced")
	}
	if code, stdout, _ := call(t, nil, "check", dir); code != 0 {
		t.Errorf("check of the directory ends with %d: %s", code, stdout)
	}
	into(1, "no report of Adil Soz", "import_test.go")
	into(2, "leave out --data", "--data", dir, seedReport)
}
