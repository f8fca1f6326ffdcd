package datasets_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

const watchPackage = `{"name": "fiction", "title": "Fiction", "resources": [
  {"name": "sources", "path": "sources.csv", "sozdex": {"kind": "sources"}},
  {"name": "watch", "path": "watch.csv", "title": "Watch", "sozdex": {
    "kind": "tally", "publisher": "Nobody", "country": "KAZ", "groups": {"courts": ["suits"]},
    "regimes": [{"from": "2019-01-01", "to": "2020-12-31", "counts": "by hand"}, {"from": "2021-01-01", "counts": "by machine"}],
    "events": [{"date": "2021-09", "name": "amnesty", "title": "Amnesty"}]}}]}`

// watch loads a monitor of these rows: from, to, basis, value, source and flag.
func watch(t *testing.T, rows ...string) *datasets.Monitor {
	t.Helper()
	var text strings.Builder
	text.WriteString("from,to,basis,measure,value,unit,source,flag,note\n")
	for _, row := range rows {
		f := strings.Fields(row + " -")
		text.WriteString(strings.Join([]string{f[0], f[1], f[2], "suits", f[3], "cases", f[4], strings.Trim(f[5], "-"), ""}, ",") + "\n")
	}
	sources := "id,publisher,title,url,licence,retrieved,via\n"
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		sources += id + ",Nobody,Watch,,free,2026-01-01,none\n"
	}
	c, err := datasets.Load(fstest.MapFS{
		"datapackage.json": {Data: []byte(watchPackage)}, "sources.csv": {Data: []byte(sources)}, "watch.csv": {Data: []byte(text.String())},
	})
	if err != nil {
		t.Fatalf("Load = %v, want no fault", err)
	}
	return c.Monitors[0]
}

func TestReportNames(t *testing.T) {
	m := watch(t,
		"2019-01-01 2019-12-31 year 9 a",
		"2019-12-01 2019-12-31 month 1 b",
		"2020-02-01 2020-02-29 month 2 c",
		"2020-01-01 2020-03-31 ytd 5 c",
		"2020-03-01 2020-03-31 month 3 d",
		"2020-01-01 2020-03-31 quarter 5 e",
		"2022-01-01 2022-12-31 year 4 f secondhand",
	)
	type named struct {
		Name, Source string
		Basis        datasets.Basis
		From, To     string
		Tallies      int
	}
	var got []named
	for _, r := range m.Reports() {
		got = append(got, named{r.Name, r.Source, r.Basis, r.From.Format(time.DateOnly), r.To.Format(time.DateOnly), len(r.Tallies)})
		if again, ok := m.Report(r.Name); !ok || again.Source != r.Source {
			t.Errorf("Report(%q) = %v, %v, want that of %s", r.Name, again.Source, ok, r.Source)
		}
	}
	want := []named{
		{"2020-03", "c", datasets.Month, "2020-03-01", "2020-03-31", 2},
		{"2020-03-2", "d", datasets.Month, "2020-03-01", "2020-03-31", 1},
		{"2020-03-3", "e", datasets.Month, "2020-03-01", "2020-03-31", 1},
		{"2019", "a", datasets.Year, "2019-01-01", "2019-12-31", 1},
		{"2019-12", "b", datasets.Month, "2019-12-01", "2019-12-31", 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Reports (-want +got):\n%s", diff)
	}
	for _, name := range []string{"", "2020", "2020-02", "2022", "2020-03-1", "2020-3"} {
		if r, ok := m.Report(name); ok {
			t.Errorf("Report(%q) = %v, want none", name, r.Source)
		}
	}
}

// TestEarlier holds no figure against one that was counted in another way.
func TestEarlier(t *testing.T) {
	m := watch(t,
		"2020-03-01 2020-03-31 month 1 a",
		"2020-01-01 2020-03-31 ytd 3 a",
		"2021-02-01 2021-02-28 month 2 b",
		"2021-01-01 2021-02-28 ytd 4 b",
		"2021-03-01 2021-03-31 month 3 c",
		"2021-01-01 2021-03-31 ytd 7 c",
		"2021-10-01 2021-10-31 month 5 d",
		"2022-02-01 2022-02-28 month 6 e",
		"2022-01-01 2022-02-28 ytd 9 e",
		"2022-03-01 2022-03-31 month 8 f secondhand",
	)
	find := func(basis datasets.Basis, to string) datasets.Tally {
		all := m.Of("suits", basis)
		i := slices.IndexFunc(all, func(t datasets.Tally) bool { return t.To.Format("2006-01") == to })
		if i < 0 {
			t.Fatalf("there is no figure of %s %s", basis, to)
		}
		return all[i]
	}
	for _, tt := range []struct {
		basis datasets.Basis
		of    string
		to    string
		want  string // the value; empty: none
	}{
		{datasets.Month, "2021-03", "2021-02-28", "2"},
		{datasets.YTD, "2021-03", "2021-02-28", "4"},
		{datasets.Month, "2021-03", "2020-03-31", ""}, // another regime
		{datasets.YTD, "2021-03", "2020-03-31", ""},
		{datasets.Month, "2021-10", "2021-03-31", ""}, // an event between
		{datasets.Month, "2022-02", "2021-10-31", "5"},
		{datasets.Month, "2022-02", "2021-02-28", ""},
		{datasets.YTD, "2022-02", "2021-02-28", ""},
		{datasets.Month, "2021-02", "2021-03-31", ""}, // later
		{datasets.Month, "2021-03", "2021-03-31", ""}, // itself
		{datasets.Month, "2021-03", "2021-01-31", ""}, // not there
	} {
		day, err := time.Parse(time.DateOnly, tt.to)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := m.Earlier(find(tt.basis, tt.of), day)
		if got.Text != tt.want || ok != (tt.want != "") {
			t.Errorf("Earlier(%s %s, %s) = %q, %v, want %q", tt.basis, tt.of, tt.to, got.Text, ok, tt.want)
		}
	}
	for name, want := range map[string]string{"2020-03": "", "2021-02": "", "2021-03": "2021-02", "2021-10": "", "2022-02": "2021-10"} {
		r, ok := m.Report(name)
		if !ok {
			t.Fatalf("Report(%q) is not there", name)
		}
		if before, ok := m.Before(r); before.Name != want || ok != (want != "") {
			t.Errorf("Before(%s) = %q, %v, want %q", name, before.Name, ok, want)
		}
	}
}

// TestEarlierSums holds a sum since January against no other months of another year.
func TestEarlierSums(t *testing.T) {
	m := watch(t, "2019-01-01 2019-11-30 ytd 30 a", "2020-01-01 2020-02-29 ytd 5 b", "2020-01-01 2020-11-30 ytd 31 c")
	sums := m.Of("suits", datasets.YTD)
	for _, tt := range []struct {
		of, to int
		want   bool
	}{{1, 0, false}, {2, 0, true}, {2, 1, true}} {
		if _, ok := m.Earlier(sums[tt.of], sums[tt.to].To); ok != tt.want {
			t.Errorf("Earlier(sum to %v, %v) = %v, want %v", sums[tt.of].To, sums[tt.to].To, ok, tt.want)
		}
	}
}

// TestBuiltInReports finds every figure of the monitor in one report, but for
// those that others quote.
func TestBuiltInReports(t *testing.T) {
	m := builtIn(t).Monitors[0]
	reports := m.Reports()
	var names []string
	figures := 0
	for _, r := range reports {
		names = append(names, r.Name)
		figures += len(r.Tallies)
		if want := strings.TrimPrefix(r.Source, "adilsoz-"); r.Name != want {
			t.Errorf("the report of %s is called %s, want %s", r.Source, r.Name, want)
		}
		before, ok := m.Before(r)
		if ok && (!before.To.Before(r.To) || !m.CountedAlike(before.From, r.To)) {
			t.Errorf("Before(%s) = %s, counted in another way", r.Name, before.Name)
		}
	}
	slices.Sort(names)
	if n := len(slices.Compact(names)); n != 42 || len(reports) != 42 {
		t.Errorf("%d reports have %d names, want 42", len(reports), n)
	}
	quoted := 0
	for _, tally := range m.Tallies() {
		if tally.Flag == datasets.Secondhand {
			quoted++
		}
	}
	if figures+quoted != len(m.Tallies()) {
		t.Errorf("reports have %d figures and others quote %d, want %d in all", figures, quoted, len(m.Tallies()))
	}
	for name, want := range map[string]string{"2024-10": "2024-09", "2021-08": "", "2019": "", "2023-04": "", "2017-08": "", "2014-06": "", "2010-08": "2009-03"} {
		r, _ := m.Report(name)
		if before, _ := m.Before(r); before.Name != want {
			t.Errorf("Before(%s) = %q, want %q", name, before.Name, want)
		}
	}
}
