package charts_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

// at returns the tick of that label.
func at(t testing.TB, f charts.Figure, label string) int {
	t.Helper()
	i := slices.IndexFunc(f.X, func(x charts.Tick) bool { return x.Label == label })
	if i < 0 {
		t.Fatalf("%s?%s has no tick %q", f.Chart, f.Query, label)
	}
	return i
}

// cells are the cells of a table's row, by its head.
func cells(t testing.TB, f charts.Figure, head string) []string {
	t.Helper()
	for _, row := range f.Table.Rows {
		if row.Head == head {
			var texts []string
			for _, c := range row.Cells {
				texts = append(texts, c.Text)
			}
			return texts
		}
	}
	t.Fatalf("the table of %s?%s has no row %q", f.Chart, f.Query, head)
	return nil
}

// TestDerivedMonths: a month that no report gives stands with its formula, and
// what a report prints is never replaced by it.
func TestDerivedMonths(t *testing.T) {
	f := figure(t, builtIn(t), "monthly", "measure=criminal_charges_slander&from=2014&to=2014")
	p := f.Series[0].Points[at(t, f, "Jul 2014")]
	if p.Value == nil || *p.Value != 4 || p.Row.Flag != datasets.Derived || p.Note != "13 (adilsoz-2014-07) − 9 (adilsoz-2014-06)" {
		t.Errorf("slander in July 2014 = %+v, want 4, derived", p)
	}
	if p := f.Series[0].Points[at(t, f, "Oct 2014")]; p.Value != nil {
		t.Errorf("slander in October 2014 = %v, want nothing: the sum to September was not found", *p.Value)
	}
	if !slices.ContainsFunc(f.Sources, func(s charts.Source) bool { return s.ID == "adilsoz-2014-06" }) {
		t.Error("the report of the smaller sum is not among the sources")
	}
	if !strings.Contains(string(f.Records().CSV()), ",derived,13 (adilsoz-2014-07)") {
		t.Errorf("the CSV does not say that July 2014 is derived:\n%s", f.Records().CSV())
	}
	f = figure(t, builtIn(t), "monthly", "measure=civil_claims_honour&from=2014&to=2014")
	if p := f.Series[0].Points[at(t, f, "Jul 2014")]; *p.Value != 3 || p.Row.Flag != "" {
		t.Errorf("claims in July 2014 = %v %q, want the 3 that are printed, not the 7 that follow", *p.Value, p.Row.Flag)
	}
}

func TestYearToDate(t *testing.T) {
	f := figure(t, builtIn(t), "year-to-date", "measure=civil_claims_honour")
	if diff := cmp.Diff([]string{"2014", "2015", "2017", "2021"}, seriesKeys(f)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	falling := series(t, f, "2017").Points
	if falling[2].Value == nil || *falling[2].Value != 12 || *falling[4].Value != 3 || falling[4].Row.Flag != datasets.Suspect {
		t.Errorf("2017 = %v, want 12 to March and 3 to May, which is flagged", falling)
	}
	if p := series(t, f, "2014").Points[6]; p.Month != "July 2014: 7 = 55 (adilsoz-2014-07) − 48 (adilsoz-2014-06)" {
		t.Errorf("July 2014 alone = %q", p.Month)
	}
	// Years of other counting rules are grey, and none of them is compared.
	for _, s := range f.Series {
		if (s.Slot > 0) != (s.Key == "2021") {
			t.Errorf("%s has the colour %d", s.Key, s.Slot)
		}
	}
	if strings.Contains(f.Summary, "2014") {
		t.Errorf("Summary = %q compares years of two rules", f.Summary)
	}
}

func seriesKeys(f charts.Figure) []string {
	var keys []string
	for _, s := range f.Series {
		keys = append(keys, s.Key)
	}
	return keys
}

// TestDamages: only a closed year has a share.
func TestDamages(t *testing.T) {
	f := figure(t, builtIn(t), "damages", "")
	if diff := cmp.Diff([]string{"101,500,000", "9,415,000", "9.3 %"}, cells(t, f, "2019")[:3]); diff != "" {
		t.Errorf("2019 (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(f.Summary, "2019: 101.5M tenge claimed, 9.415M awarded: 9.3 %.") {
		t.Errorf("Summary = %q, want 2019 first", f.Summary)
	}
	share := regexp.MustCompile(`%`)
	for i, x := range f.X {
		if share.MatchString(f.Series[0].Points[i].Label) != (x.Label == "2019") {
			t.Errorf("%s is labelled %q", x.Label, f.Series[0].Points[i].Label)
		}
		if got := cells(t, f, x.Label)[2]; (got == "–") == (x.Label == "2019") {
			t.Errorf("the share of %s is %q", x.Label, got)
		}
	}
	if got := cells(t, f, "Jan–Aug 2021"); got[0] != "25,000,000" || got[1] != "1,190,000" {
		t.Errorf("to August 2021 = %q", got)
	}
}

// TestOutcomes: shares have their n, and an impossible pair has none.
func TestOutcomes(t *testing.T) {
	f := figure(t, builtIn(t), "outcomes", "")
	if p := f.Series[1].Points[at(t, f, "Aug 2021")]; p.Text != "7 of 9 (78 %)" {
		t.Errorf("August 2021 = %q, want 7 of 9 (78 %%)", p.Text)
	}
	x := at(t, f, "Dec 2016")
	all, for_ := f.Series[0].Points[x], f.Series[1].Points[x]
	if *all.Value != 4 || *for_.Value != 6 || for_.Row.Flag != datasets.Suspect || strings.Contains(for_.Text, "%") {
		t.Errorf("December 2016 = %v of %v, %q %q, want the impossible pair as printed, flagged", *for_.Value, *all.Value, for_.Row.Flag, for_.Text)
	}
	if got := cells(t, f, "Dec 2016"); got[2] != "–" || !strings.HasPrefix(got[3], "suspect") {
		t.Errorf("December 2016 in the table = %q, want no share, and the flag", got)
	}
	f = figure(t, builtIn(t), "outcomes", "basis=year")
	if p := f.Series[1].Points[at(t, f, "2019")]; p.Text != "45 of 76 (59 %)" {
		t.Errorf("2019 = %q, want 45 of 76 (59 %%)", p.Text)
	}
}

// TestComposition: kinds add up to their whole, or the figure says that they do not.
func TestComposition(t *testing.T) {
	cat := builtIn(t)
	f := figure(t, cat, "composition", "measure=journalist_rights_violations")
	for x, tick := range f.X {
		label := ""
		for _, s := range f.Series {
			label += s.Points[x].Label
		}
		switch {
		case tick.Label == "Jun 2024":
			if label != "15 ≠ 16" {
				t.Errorf("June 2024 is labelled %q", label)
			}
		case label != "" && label != itoa(int(f.Sum(x))):
			t.Errorf("%s is labelled %q and adds up to %v", tick.Label, label, f.Sum(x))
		}
	}
	f = figure(t, cat, "composition", "measure=journalist_rights_violations&period=2024-10")
	var got []string
	for i, p := range f.Series[0].Points {
		got = append(got, f.X[i].Label+" "+p.Text)
	}
	want := []string{"Obstruction of journalists’ work 8", "Threats 2", "Summonses 2", "not broken down by kind 8"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("October 2024 (-want +got):\n%s", diff)
	}
	if last := f.Series[0].Points[3]; last.Row.Flag != datasets.Derived || last.Note != "20 − (2 + 8 + 2)" {
		t.Errorf("the rest of October 2024 = %+v, want it derived, with its formula", last)
	}
}

// TestIndexAndMonitor: a year's figure stands in its covered year, and the axes
// of the two are apart.
func TestIndexAndMonitor(t *testing.T) {
	cat := builtIn(t)
	f := figure(t, cat, "index-and-monitor", "index=rsf&measure=score&tally=judicial_acts")
	steps := f.Series[0].Points
	for _, tt := range []struct {
		month   string
		edition int
	}{{"Jan 2021", 2022}, {"Dec 2021", 2022}, {"Jan 2022", 2023}} {
		if got := steps[at(t, f, tt.month)].Row.Edition; got != tt.edition {
			t.Errorf("rsf in %s is edition %d, want %d", tt.month, got, tt.edition)
		}
	}
	if diff := cmp.Diff([]string{"Dec 2020"}, labels(f)); diff != "" {
		t.Errorf("changes of method (-want +got):\n%s", diff)
	}
	rows := map[int]bool{}
	for _, p := range f.Panels {
		rows[p.Row] = true
		if p.Title == "" {
			t.Errorf("the panel %+v does not say what it is of", p)
		}
	}
	if len(rows) != 2 || f.Series[0].Row == f.Series[1].Row {
		t.Errorf("panels = %+v, want two rows", f.Panels)
	}
	// Scales that run the other way have panels of their own.
	f = figure(t, cat, "index-and-monitor", "index=rsf&measure=score&tally=judicial_acts&from=2010")
	if len(f.Panels) != 3 || !f.Panels[0].Axis.Inverse || f.Panels[1].Axis.Inverse || f.X[f.Panels[1].From].Label != "Jan 2012" {
		t.Errorf("panels from 2010 = %+v, want one to 2011 upside down", f.Panels)
	}
}

// TestCoverage: every month of every measure is known in one way or in none, and
// what is known is a figure of the catalogue.
func TestCoverage(t *testing.T) {
	cat := builtIn(t)
	m := cat.Monitors[0]
	printed := 0
	for _, g := range charts.Groups(m) {
		f := figure(t, cat, "coverage", "group="+g)
		for s, p := range f.Points {
			if (p.Known == "") != (p.Value == nil) {
				t.Errorf("%s in %s is %v and known as %q", s.Key, f.X[p.X].Label, p.Value, p.Known)
			}
			if p.Row.Basis == datasets.Month && p.Known == charts.KnownPrinted {
				printed++
			}
			if p.Row.Flag == datasets.Suspect && p.Known != charts.KnownSuspect {
				t.Errorf("%s in %s is suspect and known as %q", s.Key, f.X[p.X].Label, p.Known)
			}
		}
	}
	want := 0
	for _, tally := range m.Tallies() {
		if tally.Basis == datasets.Month && tally.Flag == "" {
			want++
		}
	}
	if printed != want {
		t.Errorf("%d months are printed, want %d", printed, want)
	}
}

// TestMarks: an event stands at its month, and cases at the month of the report
// that names them.
func TestMarks(t *testing.T) {
	f := figure(t, builtIn(t), "monthly", "measure=judicial_acts")
	want := []charts.Mark{
		{X: at(t, f, "Jun 2020"), Label: "Slander decriminalised", Text: "Slander moved from the criminal to the administrative code"},
		{X: at(t, f, "Aug 2021"), Text: "4 cases named in the report"},
	}
	if diff := cmp.Diff(want, f.Marks); diff != "" {
		t.Errorf("Marks (-want +got):\n%s", diff)
	}
	var names []string
	for _, s := range f.Spans {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"judicial acts", "new charges", "three groups"}, names); diff != "" {
		t.Errorf("Spans (-want +got):\n%s", diff)
	}
}
