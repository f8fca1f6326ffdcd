package charts_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// report tells a report of the built-in data.
func report(t testing.TB, name, lang string) charts.Report {
	t.Helper()
	m := builtIn(t).Monitors[0]
	r, ok := m.Report(name)
	if !ok {
		t.Fatalf("Report(%q) is not there", name)
	}
	return charts.MakeReport(builtIn(t), m, r, printer(t, lang))
}

// figures are all figures of a report.
func figures(r charts.Report) []charts.ReportFigure {
	var all []charts.ReportFigure
	for _, g := range r.Groups {
		all = append(all, g.Figures...)
	}
	return append(all, r.Others...)
}

func TestReportTold(t *testing.T) {
	for _, tt := range []struct {
		name, lang string
		want       []string
	}{
		{"2024-10", "en", []string{
			"Violations of journalists’ rights: 20, against 19 in September 2024 (+1).",
			"Reports on the right to receive and disseminate information: 30, the same as in September 2024.",
			"Reports of claims and lawsuits: 10, against 9 in September 2024 (+1).",
			"There is no comparable figure for October 2023, a year before.",
		}},
		{"2024-10", "ru", []string{
			"Нарушения прав журналистов: 20, за сентябрь 2024 — 19 (+1).",
			"Сообщения о праве на получение и распространение информации: 30, столько же, сколько за сентябрь 2024.",
			"Сообщения о претензиях и исках: 10, за сентябрь 2024 — 9 (+1).",
			"Сопоставимых чисел за октябрь 2023, годом ранее, нет.",
		}},
		{"2024-06", "en", []string{
			"Violations of journalists’ rights: 15, against 22 in May 2024 (−7).",
			"Reports on the right to receive and disseminate information: 16, against 13 in May 2024 (+3).",
			"Reports of claims and lawsuits: 13, against 10 in May 2024 (+3).",
			"A year before, in June 2023: “Violations of journalists’ rights” – 15 (unchanged); " +
				"“Reports on the right to receive and disseminate information” – 19 (−3); " +
				"“Reports of claims and lawsuits” – 5 (+8); in brackets, the change since then.",
		}},
		// No total, no report before that was counted in the same way.
		{"2021-08", "en", []string{
			"Judicial acts: 9.", "Criminal charges: 1.", "Civil claims and lawsuits: 3.", "Administrative charges (since 1 January): 25.",
			"No earlier report at hand was counted in the same way, so nothing is compared.",
		}},
		// What contradicts another figure is told with its mark and without a change.
		{"2016-12", "en", []string{
			"Judicial acts: 4 (suspect), and 8 in November 2016; one of the two is marked as suspect, so no change is computed.",
			"Criminal charges of slander (since 1 January): 50; there is no comparable figure for November 2016.",
			"A year before, in December 2015: “Judicial acts” – 2.",
		}},
		{"2017-02", "en", []string{
			"Judicial acts: 7, and 4 in December 2016; one of the two is marked as suspect, so no change is computed.",
			"A year before, in February 2016: “Judicial acts” – 1 (+6); in brackets, the change since then.",
		}},
		{"2019", "kk", []string{
			"Сот актілері: 76.", "Жала жабу бойынша қылмыстық айыптаулар: 26.", "Азаматтық наразылық талаптар мен талап арыздар: 73.", "Әкімшілік айыптаулар: 17.",
			"Дәл осылай саналған бұрынғы баяндама қолда жоқ, сондықтан салыстыру жоқ.",
		}},
	} {
		got := report(t, tt.name, tt.lang).Told
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("the report of %s in %s tells (-want +got):\n%s", tt.name, tt.lang, diff)
		}
	}
}

// TestReports holds every report of the built-in data against its tallies.
func TestReports(t *testing.T) {
	cat := builtIn(t)
	m := cat.Monitors[0]
	for _, r := range m.Reports() {
		for _, lang := range locale.Languages() {
			p := printer(t, lang)
			told := report(t, r.Name, lang)
			wrong := func(format string, args ...any) {
				t.Helper()
				t.Errorf("report %s in %s: "+format, append([]any{r.Name, lang}, args...)...)
			}
			all := figures(told)
			var got []datasets.Tally
			flagged := 0
			for _, f := range all {
				got = append(got, f.Tally)
				if !strings.HasPrefix(f.Value, p.Number(f.Tally.Value, 0)) {
					wrong("%s is %s, want %v", f.Measure, f.Value, f.Tally.Value)
				}
				if (f.Flag != "") != (f.Tally.Flag != "") || f.Note != cat.Text(lang, f.Tally.Note) {
					wrong("%s is flagged %q and noted %q", f.Measure, f.Flag, f.Note)
				}
				if f.Flag != "" {
					flagged++
				}
				for _, e := range []charts.EarlierFigure{f.Before, f.YearBefore} {
					checkEarlier(t, m, f, e, p)
				}
			}
			byMeasure := func(a, b datasets.Tally) int {
				return strings.Compare(a.Measure+string(a.Basis)+a.To.String(), b.Measure+string(b.Basis)+b.To.String())
			}
			want := slices.Clone(r.Tallies)
			slices.SortFunc(want, byMeasure)
			slices.SortFunc(got, byMeasure)
			if diff := cmp.Diff(want, got); diff != "" {
				wrong("the figures (-tallies +report):\n%s", diff)
			}
			if told.Suspect != flagged {
				wrong("%d suspect figures, want %d", told.Suspect, flagged)
			}
			if told.Title == "" || told.Rule == "" || told.Source.ID != r.Source || len(told.Leads) == 0 || len(told.Leads) > 4 {
				wrong("it has the title %q, the rule %q, the source %s and %d leads", told.Title, told.Rule, told.Source.ID, len(told.Leads))
			}
			for _, said := range told.Told {
				if strings.ContainsAny(said, "[]") || strings.Contains(said, "()") || !strings.HasSuffix(said, ".") {
					wrong("it says %q", said)
				}
			}
		}
	}
}

// checkEarlier holds what a figure is compared with against the data.
func checkEarlier(t *testing.T, m *datasets.Monitor, f charts.ReportFigure, e charts.EarlierFigure, p *locale.Printer) {
	t.Helper()
	if e.Value == "" {
		if e != (charts.EarlierFigure{}) {
			t.Errorf("%s is compared with nothing, and yet %+v", f.Measure, e)
		}
		return
	}
	a, b := e.Tally, f.Tally
	if a.Measure != b.Measure || a.Basis != b.Basis || a.Unit != b.Unit || !a.To.Before(b.To) || !m.CountedAlike(a.From, b.To) || a.Flag == datasets.Secondhand {
		t.Errorf("%s to %v is compared with %+v", f.Measure, b.To, a)
	}
	source, ok := m.Report(e.Report.Name)
	if !ok || source.Source != a.Source || e.Value != p.Number(a.Value, 0) {
		t.Errorf("%s of %s is %s, want %v of %s", f.Measure, e.Report.Name, e.Value, a.Value, a.Source)
	}
	switch suspect := a.Flag != "" || b.Flag != ""; {
	case suspect:
		if e.Change != "" || (e.Flag != "") != (a.Flag != "") {
			t.Errorf("%s, contradicted, has the change %q and the flag %q", f.Measure, e.Change, e.Flag)
		}
	case a.Value != b.Value:
		if want := p.Signed(b.Value-a.Value, 0); e.Change != want {
			t.Errorf("%s changed by %q, want %q", f.Measure, e.Change, want)
		}
	case e.Change == "" || strings.ContainsAny(e.Change, "0123456789"):
		t.Errorf("%s, unchanged, has the change %q", f.Measure, e.Change)
	}
}

// TestReportPeriods tells what each figure counts over where that is not plain.
func TestReportPeriods(t *testing.T) {
	for _, tt := range []struct {
		name    string
		counted string // of all figures
		want    []string
		others  []string
	}{
		{"2024-10", "in the month", []string{""}, nil},
		{"2019", "in the year", []string{""}, nil},
		{"2021-08", "", []string{"in the month", "since 1 January"}, nil},
		{"2023-05", "in the month", []string{""}, []string{"in the month, Apr 2023"}},
		{"2024-07", "", []string{"in the month", "since 1 January"}, []string{"since 1 January, Jan–Jul 2023"}},
		{"2017-05", "", []string{"in the month", "since 1 January"}, []string{"in the quarter, Q1 2017"}},
		{"2023-11", "", []string{"since 1 January"}, []string{"in the year, 2019", "in the year, 2020", "in the year, 2021", "since 1 January, Jan–Nov 2022"}},
	} {
		r := report(t, tt.name, "en")
		said := func(figures []charts.ReportFigure) []string {
			var all []string
			for _, f := range figures {
				all = append(all, f.Counted)
			}
			slices.Sort(all)
			return slices.Compact(all)
		}
		var own []charts.ReportFigure
		for _, g := range r.Groups {
			own = append(own, g.Figures...)
		}
		if diff := cmp.Diff(tt.want, said(own)); r.Counted != tt.counted || diff != "" {
			t.Errorf("figures of %s are counted %q (-want +got):\n%s", tt.name, r.Counted, diff)
		}
		if diff := cmp.Diff(tt.others, said(r.Others)); diff != "" {
			t.Errorf("other figures of %s are counted (-want +got):\n%s", tt.name, diff)
		}
	}
}
