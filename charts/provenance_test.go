package charts_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// provenance tells of the figure of an id.
func provenance(t testing.TB, cat *datasets.Catalogue, id, lang string) charts.Provenance {
	t.Helper()
	told, err := charts.MakeProvenance(cat, id, printer(t, lang))
	if err != nil {
		t.Fatalf("MakeProvenance(%q): %v", id, err)
	}
	return told
}

// checkIDs holds that each figure has the id of its row, and a gap in a table none.
func checkIDs(t *testing.T, f charts.Figure, name string) {
	t.Helper()
	for s, p := range f.Points {
		if id := p.Row.ID(); p.Figure != id || id == "" && p.Row.Value != "" && !p.Row.Computed {
			t.Errorf("%s: a point of %s has the id %q, want %q", name, s.Name, p.Figure, id)
		}
	}
	for _, row := range f.Table.Rows {
		for _, c := range row.Cells {
			if c.Missing != "" && c.Figure != "" {
				t.Errorf("%s: a cell of %s without a figure has the id %s", name, row.Head, c.Figure)
			}
		}
	}
}

// TestReportsInTables leads from each report that a table names to the report.
func TestReportsInTables(t *testing.T) {
	cat := builtIn(t)
	m := cat.Monitors[0]
	for _, slug := range []string{"monthly", "year-to-date", "outcomes", "damages", "index-and-monitor"} {
		named := 0
		for _, row := range figure(t, cat, slug, "").Table.Rows {
			for _, c := range row.Cells {
				if c.Report == "" {
					continue
				}
				named++
				if r, ok := m.Report(c.Report); !ok || cat.Source(r.Source).Title != c.Text {
					t.Errorf("%s: %q names the report %q", slug, c.Text, c.Report)
				}
			}
		}
		if named == 0 {
			t.Errorf("the table of %s names no report", slug)
		}
	}
}

// TestEveryID leads from each figure of the data to itself.
func TestEveryID(t *testing.T) {
	t.Parallel()
	for _, cat := range []*datasets.Catalogue{builtIn(t), fiction(t, "quoted")} {
		seen := map[string]bool{}
		check := func(id string, want charts.Row) {
			t.Helper()
			if seen[id] {
				t.Errorf("two figures have the id %s", id)
			}
			seen[id] = true
			// What a figure says takes its time: some of them are enough.
			if len(seen)%23 > 0 && want.Edition != 0 {
				return
			}
			told := provenance(t, cat, id, "en")
			want.Country, want.Index, want.Covers, want.Regime = told.Row.Country, told.Row.Index, told.Row.Covers, told.Row.Regime
			if diff := cmp.Diff(want, told.Row); diff != "" || told.Value == nil || told.Source == nil || told.Source.ID != want.Source {
				t.Fatalf("%s (-data +told):\n%s", id, diff)
			}
		}
		for _, x := range cat.Indices {
			for _, o := range x.Observations() {
				id := charts.ObservationID(o)
				if want := strings.Join([]string{x.Name, o.Measure.Name, o.Country, itoa(o.Edition)}, "."); id != want {
					t.Errorf("ObservationID(%v) = %s, want %s", o, id, want)
				}
				check(id, charts.Row{Measure: o.Measure.Name, Edition: o.Edition, Value: o.Text, Low: o.Low.Text, High: o.High.Text, Source: o.Source, Note: o.Note})
			}
		}
		for _, m := range cat.Monitors {
			for _, tally := range m.Tallies() {
				check(charts.TallyID(m, tally), charts.Row{
					Measure: tally.Measure, Basis: tally.Basis, From: tally.From.Format("2006-01-02"), To: tally.To.Format("2006-01-02"),
					Unit: tally.Unit, Flag: tally.Flag, Value: tally.Text, Source: tally.Source, Note: tally.Note})
			}
		}
	}
}

func TestNoFigure(t *testing.T) {
	for _, tt := range []struct{ id, near string }{
		{"", "cpj.imprisoned."},
		{"rsv.score.KAZ.2026", "rsf.score.ARM.2026"},
		{"rsf", "rsf.political.ARM.2026"},
		{"rsf.scores.KAZ.2026", "rsf.score.ARM.2026"},
		{"rsf.score.KAS.2020", "rsf.score.KAZ.2020"},
		{"rsf.score.KAS.20", "rsf.score.KAZ.2026"},
		{"rsf.score.KAZ.2027", "rsf.score.KAZ.2026"},
		{"rsf.score.KAZ.02026", "rsf.score.KAZ.2002"},
		{"rsf.score.KAZ.2026.1", "rsf.score.KAZ.2026"},
		{"RSF.score.KAZ.2026", "cpj.imprisoned."},
		{"adilsoz.judicial_act.month.2021-08", "adilsoz.judicial_acts."},
		{"adilsoz.judicial_acts.week.2021-08", "adilsoz.judicial_acts."},
		{"adilsoz.judicial_acts.month.2021-13", "adilsoz.judicial_acts.month.2021-"},
		{"adilsoz.judicial_acts.month.2021", "adilsoz.judicial_acts.month.202"},
		{"adilsoz.judicial_acts.month.2021-08-31", "adilsoz.judicial_acts.month.2021-08"},
	} {
		_, err := charts.MakeProvenance(builtIn(t), tt.id, printer(t, "en"))
		none, ok := errors.AsType[*charts.NoFigure](err)
		if !ok || none.ID != tt.id {
			t.Errorf("MakeProvenance(%q) = %v, want a *NoFigure", tt.id, err)
			continue
		}
		if !slices.ContainsFunc(none.Nearest, func(id string) bool { return strings.HasPrefix(id, tt.near) }) {
			t.Errorf("next to %q are %v, want one that begins with %s", tt.id, none.Nearest, tt.near)
		}
		for _, id := range none.Nearest {
			provenance(t, builtIn(t), id, "en")
		}
	}
}

// facts are what is said of a figure, by key.
func facts(p charts.Provenance) map[string]string {
	of := map[string]string{}
	for _, f := range p.Facts {
		of[f.Key] = f.Text
	}
	return of
}

func TestProvenance(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		id, text string
		facts    map[string]string // that there must be
		without  []string
	}{
		{"rsf.score.KAZ.2026", "34.41", map[string]string{"covers": "2025", "among": "10 of 15", "world": "149 of 180"}, []string{"interval", "note"}},
		{"rsf.score.KAZ.2022", "", map[string]string{"change": "not computed, since the method changed: "}, nil},
		{"rsf.score.KAZ.2002", "", map[string]string{"change": "none: this is the first edition at hand"}, nil},
		{"eiu.score.KAZ.2020", "3.14", map[string]string{"world": "128 of 167, computed by Sozdex, not published", "change": "+0.20 since the 2019 edition"}, []string{"covers", "regime"}},
		{"eiu.rank.KAZ.2020", "128", map[string]string{"world": "128 of 167"}, nil},
		{"fiw.status.KAZ.2025", "Not Free", nil, []string{"change", "among", "world"}},
		{"vdem.electoral_democracy.KAZ.2024", "", map[string]string{"interval": "0.", "release": "v15"}, nil},
		{"rsf.score.KAZ.2011", "no edition that year", map[string]string{"covers": "2010"}, []string{"change", "among"}},
		{"cpj.imprisoned.KAZ.1993", "none listed", nil, []string{"change"}},
		{"adilsoz.judicial_acts.month.2021-08", "9", map[string]string{"counted": "in the month", "period": "1 August 2021 – 31 August 2021"}, []string{"flag", "formula"}},
	} {
		told := provenance(t, cat, tt.id, "en")
		if tt.text != "" && told.Text != tt.text {
			t.Errorf("%s = %q, want %q", tt.id, told.Text, tt.text)
		}
		of := facts(told)
		for key, want := range tt.facts {
			if !strings.HasPrefix(of[key], want) {
				t.Errorf("%s: %s is %q, want %q…", tt.id, key, of[key], want)
			}
		}
		for _, key := range tt.without {
			if of[key] != "" {
				t.Errorf("%s: %s is %q, want none", tt.id, key, of[key])
			}
		}
		if (told.Value == nil) != (told.Source == nil) {
			t.Errorf("%s has the value %v and the source %v", tt.id, told.Value, told.Source)
		}
	}
}

// TestProvenanceOfDerived leads from a month that was computed to both of its sums.
func TestProvenanceOfDerived(t *testing.T) {
	cat := builtIn(t)
	m := cat.Monitors[0]
	derived := 0
	for _, measure := range m.Measures {
		printed := m.Of(measure.Name, datasets.Month)
		for _, month := range m.Derived(measure.Name) {
			if slices.ContainsFunc(printed, func(t datasets.Tally) bool { return t.To.Equal(month.To) }) {
				continue
			}
			derived++
			told := provenance(t, cat, charts.TallyID(m, month), "en")
			sum := 0.0
			for _, n := range told.From {
				from := provenance(t, cat, n.ID, "en")
				if sum = *from.Value - sum; !strings.Contains(facts(told)["formula"], from.Row.Source) {
					t.Errorf("%s is computed from %s, its formula is %q", told.ID, from.Row.Source, facts(told)["formula"])
				}
			}
			if sum != *told.Value || facts(told)["flag"] == "" {
				t.Errorf("%s = %v, its sums make %v", told.ID, *told.Value, sum)
			}
		}
	}
	if derived == 0 {
		t.Error("no month is derived")
	}
}

// TestNeighbours go from the first edition of a measure to its last and back.
func TestNeighbours(t *testing.T) {
	cat := builtIn(t)
	for _, first := range []string{"rsf.score.KAZ.2002", "fiw.free_media.TKM.2013", charts.TallyID(cat.Monitors[0], cat.Monitors[0].Of("criminal_charges_slander", datasets.YTD)[0])} {
		at := provenance(t, cat, first, "kk")
		if at.Before != nil {
			t.Errorf("before %s is %s", first, at.Before.ID)
		}
		steps := 0
		for ; at.After != nil; steps++ {
			next := provenance(t, cat, at.After.ID, "kk")
			if next.Before == nil || next.Before.ID != at.ID || next.Text != at.After.Text {
				t.Fatalf("after %s is %+v, and before that %+v", at.ID, at.After, next.Before)
			}
			at = next
		}
		if steps < 5 {
			t.Errorf("%d figures follow %s", steps, first)
		}
	}
}

// TestChartsOfProvenance: every chart that a figure names shows it.
func TestChartsOfProvenance(t *testing.T) {
	cat := builtIn(t)
	for _, id := range []string{"rsf.score.KAZ.2026", "eiu.civil_liberties.EST.2010", "fiw.status.KAZ.2025", "rsf.rank.KAZ.2015", "cpj.imprisoned.UZB.2003", "adilsoz.criminal_charges.ytd.2021-08"} {
		told := provenance(t, cat, id, "ru")
		if len(told.Charts) == 0 {
			t.Errorf("no chart shows %s", id)
		}
		for _, c := range told.Charts {
			f := figure(t, cat, c.Chart, c.Query)
			shown := false
			for _, p := range f.Points {
				shown = shown || p.Figure == id
			}
			if !shown {
				t.Errorf("%s?%s does not show %s", c.Chart, c.Query, id)
			}
		}
	}
	if told := provenance(t, cat, "rsf.score.USA.2026", "en"); len(told.Charts) != 0 || facts(told)["among"] != "" {
		t.Errorf("rsf.score.USA.2026 is shown in %v and placed among the fifteen: %s", told.Charts, facts(told)["among"])
	}
}

// FuzzProvenance: an id names a figure that has this very id, or none and then
// those next to it do.
func FuzzProvenance(f *testing.F) {
	for _, id := range []string{"rsf.score.KAZ.2026", "rsf.score.KAZ.2011", "adilsoz.criminal_charges.ytd.2021-08", "", ".", "...", "....", "rsf..KAZ.2026", "rsf.score.KAZ.+2026",
		"rsf.score.KAZ.99999999999999999999", "rsf.score.ISR_TERRITORY.2003", "adilsoz.judicial_acts..", "adilsoz.judicial_acts.month.", "\xff", "rsf.score.KAZ.2026 ", "</script>", "{{.}}"} {
		f.Add(id)
	}
	cat := builtIn(f)
	p := printer(f, locale.Languages()[0])
	f.Fuzz(func(t *testing.T, id string) {
		told, err := charts.MakeProvenance(cat, id, p)
		if none, ok := errors.AsType[*charts.NoFigure](err); ok {
			if slices.Contains(none.Nearest, id) || len(none.Nearest) == 0 {
				t.Errorf("next to %q are %v", id, none.Nearest)
			}
			return
		}
		if err != nil || told.Row.ID() != id {
			t.Errorf("MakeProvenance(%q) = %s, %v", id, told.Row.ID(), err)
		}
	})
}
