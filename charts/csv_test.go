package charts_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

func records(t *testing.T, text []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func builtInFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(datasets.BuiltIn(), name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestIndexRecords hands out every row of a file, in its order, to the letter.
func TestIndexRecords(t *testing.T) {
	cat := builtIn(t)
	for _, x := range cat.Indices {
		got := records(t, charts.IndexRecords(x).CSV())
		if diff := cmp.Diff(append(charts.IndexHeader(), "rows_of_index"), got[0]); diff != "" {
			t.Errorf("header of %s (-want +got):\n%s", x.Name, diff)
		}
		want := records(t, builtInFile(t, x.File))[1:]
		if len(got)-1 != len(want) {
			t.Errorf("IndexRecords(%s) has %d rows, want %d", x.Name, len(got)-1, len(want))
			continue
		}
		for i, w := range want {
			g := got[i+1]
			// country,index,measure,edition,covers,value,low,high,regime,source,note
			of := []string{g[0], g[3], g[2], g[5], g[6], g[7], g[9], g[10], g[11]}
			if diff := cmp.Diff(append(w, itoa(len(want))), of); diff != "" {
				t.Errorf("row %d of IndexRecords(%s) (-want +got):\n%s", i+1, x.Name, diff)
				break
			}
		}
	}
	rsf := records(t, charts.IndexRecords(cat.Index("rsf")).CSV())
	for _, row := range rsf {
		if row[0] == "KAZ" && row[2] == "score" && row[3] == "2013" {
			if row[4] != "2012" || row[8] != "2013-2021" {
				t.Errorf("KAZ 2013 covers %s under %s, want 2012 under 2013-2021", row[4], row[8])
			}
		}
	}
}

// TestTallyRecords is adilsoz.csv byte for byte, except for texts that a
// spreadsheet would run.
func TestTallyRecords(t *testing.T) {
	m := builtIn(t).Monitors[0]
	want := strings.ReplaceAll(string(builtInFile(t, m.File)), "\r\n", "\n")
	guarded := 0
	for _, tally := range m.Tallies() {
		if strings.HasPrefix(tally.Note, "=") {
			guarded++
		}
	}
	got := string(charts.TallyRecords(m.Tallies()).CSV())
	if n := strings.Count(got, "'="); n != guarded || guarded == 0 {
		t.Errorf("TallyRecords guards %d texts, want %d", n, guarded)
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(strings.ReplaceAll(got, "'=", "="), "\n")); diff != "" {
		t.Errorf("TallyRecords (-%s +got):\n%s", m.File, diff)
	}
}

func TestFormulasAreGuarded(t *testing.T) {
	for _, tt := range []struct{ note, want string }{
		{"", ""},
		{"plain", "plain"},
		{"=1+1", "'=1+1"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tx", "'\tx"},
		{"\rx", "'\rx"},
		{"'=1", "'=1"},
		{"a=b", "a=b"},
		{`say "yes", or no`, `say "yes", or no`},
	} {
		rows := records(t, charts.TallyRecords([]datasets.Tally{{Text: "-5", Note: tt.note, Source: tt.note}}).CSV())
		if got := rows[1][8]; got != tt.want {
			t.Errorf("note %q comes out as %q, want %q", tt.note, got, tt.want)
		}
		if got := rows[1][6]; got != tt.want {
			t.Errorf("source %q comes out as %q, want %q", tt.note, got, tt.want)
		}
		if got := rows[1][4]; got != "-5" {
			t.Errorf("the value -5 comes out as %q, want it untouched", got)
		}
	}
	// A negative figure is a number, not a formula.
	f := figure(t, fiction(t, ""), "trend", "index=candour&measure=score&to=2016")
	if rows := records(t, f.Records().CSV()); !slices.ContainsFunc(rows, func(r []string) bool { return r[5] == "-12.5" && r[6] == "-14" }) {
		t.Errorf("CSV = %v, want -12.5 in it", rows)
	}
}

// TestFigureCSV: the CSV of each chart holds the figure's figures, each once, and
// no gap.
func TestFigureCSV(t *testing.T) {
	cat := builtIn(t)
	for _, c := range charts.All() {
		f := figure(t, cat, c.Slug, "")
		rows := records(t, f.Records().CSV())
		header := charts.IndexHeader()
		switch {
		case c.Takes("among"):
			header = charts.RankHeader()
		case c.OfTallies() && c.OfIndex():
			header = charts.BothHeader()
		case c.OfTallies():
			header = charts.TallyHeader()
		}
		if diff := cmp.Diff(append(header, "rows_of_view"), rows[0]); diff != "" {
			t.Errorf("header of %s (-want +got):\n%s", c.Slug, diff)
		}
		got := map[string]int{}
		for _, row := range rows[1:] {
			cells := map[string]string{}
			for i, name := range header {
				cells[name] = row[i]
			}
			if n := row[len(row)-1]; n != itoa(len(rows)-1) {
				t.Fatalf("a row of %s counts %s rows, want %d", c.Slug, n, len(rows)-1)
			}
			got[strings.Join([]string{cells["country"], cells["measure"], cells["edition"], cells["to"], cells["basis"], cells["value"]}, " ")]++
		}
		want := map[string]int{}
		for _, r := range f.Underlying {
			want[strings.Join([]string{r.Country, r.Measure, itoa(r.Edition), "", "", r.Value}, " ")] = 1
		}
		for _, p := range f.Points {
			if p.Value == nil || len(f.Underlying) > 0 {
				continue
			}
			rows := []charts.Row{p.Row}
			if len(p.Of) > 0 {
				rows = p.Of
			}
			for _, r := range rows {
				country, edition := "", ""
				if r.Edition != 0 {
					edition = itoa(r.Edition)
				}
				if c.OfIndex() {
					country = r.Country
				}
				want[strings.Join([]string{country, r.Measure, edition, r.To, string(r.Basis), r.Value}, " ")] = 1
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("rows of %s (-want +got):\n%s", c.Slug, diff)
		}
	}
}
