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

// labels are the ticks that breaks lie behind.
func labels(f charts.Figure) []string {
	var at []string
	for _, b := range f.Breaks {
		at = append(at, f.X[b.After].Label)
	}
	return at
}

func TestTrendBreaks(t *testing.T) {
	for _, measure := range []string{"score", "rank"} {
		f := figure(t, builtIn(t), "trend", "index=rsf&measure="+measure)
		if diff := cmp.Diff([]string{"2012", "2021"}, labels(f)); diff != "" {
			t.Errorf("breaks of rsf %s (-want +got):\n%s", measure, diff)
		}
		// Of what the summary compares, nothing is older than the newest method.
		for _, year := range regexp.MustCompile(`in (20\d\d)`).FindAllStringSubmatch(f.Summary, -1) {
			if year[1] < "2022" {
				t.Errorf("rsf %s: the summary compares %s: %s", measure, year[1], f.Summary)
			}
		}
		if !strings.Contains(f.Summary, "Editions to 2021 were made with another method") {
			t.Errorf("rsf %s: the summary does not say why it starts in 2022: %s", measure, f.Summary)
		}
		lines := 0
		for _, row := range f.Table.Rows {
			if row.Break != "" {
				lines++
			}
		}
		if lines != 2 || len(f.Notes) < 2 {
			t.Errorf("rsf %s: the table has %d lines for its breaks, want 2", measure, lines)
		}
	}
	f := figure(t, builtIn(t), "trend", "index=rsf&measure=score")
	if len(f.Panels) != 2 || f.X[f.Panels[1].From].Label != "2013" || !f.Panels[0].Axis.Inverse || f.Panels[1].Axis.Inverse {
		t.Errorf("panels of rsf score = %+v, want one to 2012 upside down, one from 2013", f.Panels)
	}
}

func TestOnlyFigureOfItsMethod(t *testing.T) {
	f := figure(t, builtIn(t), "trend", "index=rsf&measure=score&countries=KAZ&from=2013&to=2022")
	if !strings.HasPrefix(f.Summary, "Kazakhstan: 48.28 in 2022; there is no other figure to compare it with.") || strings.Contains(f.Summary, "2013") {
		t.Errorf("Summary = %q, want 2022 alone", f.Summary)
	}
}

func TestGaps(t *testing.T) {
	cat := builtIn(t)
	f := figure(t, cat, "trend", "index=rsf&measure=score&from=2010&to=2012")
	for s := range slices.Values(f.Series) {
		if p := s.Points[1]; p.Value != nil || p.Row.Absence != datasets.NoEdition || p.Text != "no edition that year" {
			t.Errorf("rsf 2011 of %s = %+v, want a gap without an edition", s.Key, p)
		}
	}
	f = figure(t, cat, "trend", "index=rsf&measure=score&from=2002&to=2003")
	if p := series(t, f, "EST").Points[0]; p.Value != nil || p.Row.Absence != datasets.NotRated {
		t.Errorf("rsf 2002 of EST = %+v, want not rated", p)
	}
	f = figure(t, cat, "trend", "index=eiu&measure=civil_liberties&from=2022&to=2024")
	if p := series(t, f, "KAZ").Points[1]; p.Value != nil || p.Row.Absence != datasets.NotFound {
		t.Errorf("eiu components of 2023 = %+v, want not found", p)
	}
	f = figure(t, cat, "trend", "index=cpj&measure=imprisoned&from=2019")
	p := series(t, f, "EST").Points[0]
	if p.Value != nil || p.Row.Absence != datasets.NoneListed || p.Text != "none listed" {
		t.Errorf("cpj 2019 of EST = %+v, want none listed", p)
	}
	if !slices.ContainsFunc(f.Notes, func(n string) bool { return strings.Contains(n, "not a confirmed zero") }) {
		t.Errorf("cpj: Notes = %q, want one on what a missing row means", f.Notes)
	}
}

func TestRankings(t *testing.T) {
	cat := builtIn(t)
	f := figure(t, cat, "ranking", "index=rsf&measure=score&year=2022")
	signed := regexp.MustCompile(`[+−][0-9]`)
	for _, p := range f.Series[0].Points {
		if signed.MatchString(p.Label) {
			t.Errorf("rsf 2022: %s is labelled %q, want no change", p.Row.Country, p.Label)
		}
	}
	for _, c := range f.Table.Columns {
		if strings.Contains(c.Label, "Since") {
			t.Errorf("rsf 2022: the table has a column %q", c.Label)
		}
	}
	if signed.MatchString(f.Summary) || !slices.ContainsFunc(f.Notes, func(n string) bool {
		return strings.HasPrefix(n, "No change is shown for 2022: new method")
	}) {
		t.Errorf("rsf 2022: Summary = %q, Notes = %q, want no change, and why", f.Summary, f.Notes)
	}

	f = figure(t, cat, "ranking", "index=eiu&measure=score&year=2020")
	for _, row := range f.Table.Rows {
		if row.Head != "Kazakhstan" {
			continue
		}
		var got []string
		for _, c := range row.Cells {
			got = append(got, c.Text)
		}
		if diff := cmp.Diff([]string{"10", "3.14", "128 of 167", "+0.20", "Authoritarian regime"}, got); diff != "" {
			t.Errorf("Kazakhstan in eiu 2020 (-want +got):\n%s", diff)
		}
	}
	if p := f.Series[0].Points[9]; p.Row.Country != "KAZ" || p.Label != "3.14 · no. 128 · +0.20" {
		t.Errorf("tenth in eiu 2020 = %s %q, want KAZ", p.Row.Country, p.Label)
	}
}

func TestTiesAreNamedTogether(t *testing.T) {
	f := figure(t, builtIn(t), "ranking", "index=fiw&measure=free_media&year=2025")
	low, high := f.Series[0].Points[14], f.Series[0].Points[0]
	for _, p := range f.Series[0].Points {
		name := f.X[p.X].Label
		end := *p.Value == *low.Value || *p.Value == *high.Value
		if said := strings.Contains(f.Summary, name); end && !said {
			t.Errorf("%s shares the first or last place and is not named: %s", name, f.Summary)
		}
	}
}

func TestRankingWhereTheFirstHasNoWorldRank(t *testing.T) {
	f := figure(t, fiction(t, ""), "ranking", "index=candour&measure=score&year=2022")
	if got := f.Series[0].Points[0].Row.Country; got != "EST" {
		t.Fatalf("first = %s, want EST", got)
	}
	if !slices.ContainsFunc(f.Table.Columns, func(c charts.Column) bool { return c.Label == "In the world" }) {
		t.Errorf("columns = %+v, want the place in the world of those that have one", f.Table.Columns)
	}
}

func TestIntervalOverlap(t *testing.T) {
	f := figure(t, builtIn(t), "trend", "index=vdem&measure=electoral_democracy&countries=EST,KAZ&from=2022")
	if !strings.Contains(f.Summary, "Kazakhstan: no change beyond the publisher’s margin, 0.265 in 2022 and 0.272 in 2024 (+0.007).") {
		t.Errorf("Summary = %q, want the margin of Kazakhstan", f.Summary)
	}
	if !slices.ContainsFunc(f.Key, func(s charts.Swatch) bool { return s.Kind == "interval" }) {
		t.Errorf("Key = %+v, want the interval in it", f.Key)
	}
	f = figure(t, builtIn(t), "trend", "index=vdem&measure=electoral_democracy&countries=BLR")
	if strings.Contains(f.Summary, "margin") || !strings.Contains(f.Summary, "worse") && !strings.Contains(f.Summary, "better") {
		t.Errorf("Summary = %q, want Belarus to have moved beyond the margin", f.Summary)
	}
}

// TestBasesAreNotMixed: over every measure, a view holds figures of its basis,
// all that the monitor has, and nothing else.
func TestBasesAreNotMixed(t *testing.T) {
	cat := builtIn(t)
	m := cat.Monitors[0]
	for _, b := range charts.Bases(m) {
		for _, measure := range charts.Find("monthly").TalliesOf(m, datasets.Basis(b)) {
			f := figure(t, cat, "monthly", "basis="+b+"&measure="+measure)
			present := 0
			for _, p := range f.Series[0].Points {
				if string(p.Row.Basis) != b {
					t.Errorf("%s by %s holds a figure by %s", measure, b, p.Row.Basis)
				}
				if p.Value != nil {
					present++
				} else if p.Row.Absence != datasets.NotFound {
					t.Errorf("%s by %s: a period without a figure says %q", measure, b, p.Row.Absence)
				}
			}
			want := len(m.Of(measure, datasets.Basis(b)))
			for _, derived := range m.Derived(measure) {
				if b == "month" && !slices.ContainsFunc(m.Of(measure, datasets.Month), func(t datasets.Tally) bool { return t.To.Equal(derived.To) }) {
					want++
				}
			}
			if present != want {
				t.Errorf("%s by %s shows %d figures, want %d", measure, b, present, want)
			}
			if ytd := slices.ContainsFunc(f.Notes, func(n string) bool { return strings.Contains(n, "must not be added up") }); ytd != (b == "ytd") {
				t.Errorf("%s by %s: Notes = %q", measure, b, f.Notes)
			}
		}
	}
}

func TestFlagsSurvive(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query string
		tick  string
		flag  datasets.Flag
		name  string
	}{
		{"measure=judicial_acts", "Dec 2016", datasets.Suspect, "contradicts another printed figure"},
		{"measure=attacks_and_threats_incidents", "Jan 2023", datasets.Secondhand, "quoted by another publication"},
		{"measure=violations_total&basis=year", "2023", datasets.Secondhand, "quoted by another publication"},
	} {
		f := figure(t, cat, "monthly", tt.query)
		i := slices.IndexFunc(f.X, func(x charts.Tick) bool { return x.Label == tt.tick })
		if i < 0 || f.Series[0].Points[i].Row.Flag != tt.flag {
			t.Errorf("%s: %s is not %s", tt.query, tt.tick, tt.flag)
			continue
		}
		if !slices.ContainsFunc(f.Key, func(s charts.Swatch) bool { return s.Kind == string(tt.flag) && s.Name != "" }) {
			t.Errorf("%s: Key = %+v, want %s", tt.query, f.Key, tt.flag)
		}
		row := slices.IndexFunc(f.Table.Rows, func(r charts.TableRow) bool { return r.Head == tt.tick })
		if row < 0 || f.Table.Rows[row].Cells[0].Flag != tt.flag || f.Table.Rows[row].Cells[1].Flag != tt.flag || f.Table.Rows[row].Cells[1].Text == "" {
			t.Errorf("%s: the table does not flag %s", tt.query, tt.tick)
		}
		if !strings.Contains(string(f.Records().CSV()), ","+string(tt.flag)+",") {
			t.Errorf("%s: the CSV has no %s", tt.query, tt.flag)
		}
	}
	// The newest figure is flagged where it is named.
	f := figure(t, cat, "monthly", "measure=cyber_incidents&to=2023")
	if p := f.Series[0].Points; p[len(p)-1].Row.Flag != datasets.Suspect || !strings.Contains(f.Summary, "(Dec 2023, ") {
		t.Errorf("Summary = %q, want December 2023 flagged", f.Summary)
	}
}

// TestOtherUnits: a figure in another unit than the chart's says so.
func TestOtherUnits(t *testing.T) {
	cat := builtIn(t)
	m := cat.Monitors[0]
	others := 0
	for _, b := range charts.Bases(m) {
		for _, measure := range charts.Find("monthly").TalliesOf(m, datasets.Basis(b)) {
			of, _ := m.Measure(measure)
			for _, p := range figure(t, cat, "monthly", "basis="+b+"&measure="+measure).Series[0].Points {
				other := p.Value != nil && p.Row.Unit != of.Unit
				if said := strings.HasSuffix(p.Text, " ("+cat.Text("en", p.Row.Unit)+")"); p.Value != nil && said != other {
					t.Errorf("%s by %s: %q in %s on an axis of %s", measure, b, p.Text, p.Row.Unit, of.Unit)
				}
				if other {
					others++
				}
			}
		}
	}
	if others == 0 {
		t.Error("no figure is in another unit, want some to look at")
	}
}

// TestHighestIsOfOneRule: the highest figure is sought where all were counted
// by the rule of the newest.
func TestHighestIsOfOneRule(t *testing.T) {
	f := figure(t, builtIn(t), "monthly", "measure=journalist_rights_violations")
	if diff := cmp.Diff([]string{"Dec 2022"}, labels(f)); diff != "" {
		t.Errorf("breaks (-want +got):\n%s", diff)
	}
	if strings.Contains(f.Summary, "30 (Jun 2022)") || !strings.Contains(f.Summary, "Periods to Dec 2022 were counted by another rule") {
		t.Errorf("Summary = %q, want the highest since 2023, and why", f.Summary)
	}
}

// TestProfileOfOpenScales: a scale without an end is not given one in words.
func TestProfileOfOpenScales(t *testing.T) {
	f := figure(t, builtIn(t), "profile", "index=vdem")
	if regexp.MustCompile(`[0-9] of `).MatchString(f.Summary) {
		t.Errorf("Summary = %q, want no end of an open scale", f.Summary)
	}
	for _, row := range f.Table.Rows {
		if got, want := row.Cells[0].Text, "open-ended scale, higher is better"; got != want {
			t.Errorf("scale of %s = %q, want %q", row.Head, got, want)
		}
	}
}

// TestAddedIndex finds an index that no Go code knows in every chart that can
// draw it, with nothing crossing its boundaries.
func TestAddedIndex(t *testing.T) {
	for _, redistribution := range []string{"", "restricted"} {
		cat := fiction(t, redistribution)
		x := cat.Index("candour")
		if x.Restricted() != (redistribution == "restricted") {
			t.Errorf("Restricted() = %v under %q", x.Restricted(), redistribution)
		}
		asked := 0
		for _, c := range charts.All() {
			if c.OfTallies() {
				continue
			}
			if !slices.Contains(c.Indices(cat), x) {
				t.Errorf("%s does not draw the added index", c.Slug)
				continue
			}
			for query := range everyView(cat, c) {
				if c.Takes("index") && !strings.Contains(query, "=candour") {
					continue
				}
				for _, chosen := range batches(c) {
					asked++
					v := view(t, cat, c.Slug, query+chosen)
					checkCanonical(t, cat, v)
					f := c.Figure(cat, v, printer(t, locale.Languages()[asked%3]))
					if len(f.Series) > 0 && !hasFigures(f) {
						continue
					}
					checkFigure(t, cat, v, f)
				}
			}
		}
	}

	cat := fiction(t, "")
	f := figure(t, cat, "trend", "index=candour&measure=score&countries=KAZ,UZB")
	if diff := cmp.Diff([]string{"2017", "2020"}, labels(f)); diff != "" {
		t.Errorf("breaks (-want +got):\n%s", diff)
	}
	if len(f.Panels) != 2 || f.Panels[1].From != 3 {
		t.Errorf("Panels = %+v, want two, the second from 2018", f.Panels)
	}
	for _, b := range f.Bands {
		if f.X[b.From].Label != "2021" {
			t.Errorf("band %+v, want it from 2021", b)
		}
	}
	const want = "Kazakhstan: no change beyond the publisher’s margin"
	if strings.Contains(f.Summary, want) || !strings.Contains(f.Summary, "from 3.3 in 2021 to 3.6 in 2022 (+0.3)") {
		t.Errorf("Summary = %q, want Kazakhstan from 2021 on", f.Summary)
	}

	// A component on which lower is better counts the other way round.
	f = figure(t, cat, "profile", "index=candour&countries=UZB&year=2021")
	if !strings.Contains(f.Summary, "0.45 of 0.5") {
		t.Errorf("Summary = %q, want the end of a scale as it is", f.Summary)
	}
	f = figure(t, cat, "profile", "index=candour&countries=KAZ&year=2021")
	if !strings.Contains(f.Summary, "weakest in “Fear” (9 of 10)") {
		t.Errorf("Summary = %q, want Kazakhstan weakest in fear", f.Summary)
	}

	l := charts.MakeLeague(cat, "candour", printer(t, "en"))
	if got := l.Rows[0].Country + l.Rows[1].Country; got != "ESTKGZ" {
		t.Errorf("league by candour begins with %s, want EST KGZ", got)
	}
}

func hasFigures(f charts.Figure) bool {
	for _, p := range f.Points {
		if p.Value != nil {
			return true
		}
	}
	return false
}

// TestComponentsThatNeverMeet: an index whose components share no edition
// cannot be drawn as a profile, and is not offered.
func TestComponentsThatNeverMeet(t *testing.T) {
	files := overlay(t, map[string][]byte{"apart.csv": []byte("country,edition,measure,value,low,high,source,note\n" +
		"KAZ,2001,a,1,,,cpj-list,\nKAZ,2002,b,1,,,cpj-list,\nKAZ,2003,c,1,,,cpj-list,\n")})
	files["datapackage.json"].Data = withResource(files["datapackage.json"].Data, []byte(`{"name": "apart", "path": "apart.csv", "title": "Apart",
		"sozdex": {"kind": "index", "publisher": "Nobody", "measures": [
			{"name": "a", "title": "A", "role": "component", "scale": {"min": null, "max": null}, "better": "high", "decimals": 0},
			{"name": "b", "title": "B", "role": "component", "scale": {"min": null, "max": null}, "better": "high", "decimals": 0},
			{"name": "c", "title": "C", "role": "component", "scale": {"min": null, "max": null}, "better": "high", "decimals": 0}]}}`))
	cat, err := datasets.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(charts.Find("profile").Indices(cat), cat.Index("apart")) {
		t.Error("profile offers an index without an edition to draw")
	}
}

// TestCounts: a list of persons has no first place, no better and no worse, and
// says in how many years it names anyone.
func TestCounts(t *testing.T) {
	cat := builtIn(t)
	f := figure(t, cat, "ranking", "index=cpj&measure=imprisoned&year=2019")
	if got := f.Series[0].Points[0].Row.Country; got != "RUS" {
		t.Errorf("imprisoned 2019 begins with %s, want RUS, which has the most", got)
	}
	if want := "Edition 2019: states of the fifteen with anyone listed: 5. Most: Russia, 7."; f.Summary != want {
		t.Errorf("Summary = %q, want %q", f.Summary, want)
	}
	for _, c := range f.Table.Columns {
		if strings.Contains(c.Label, "fifteen") {
			t.Errorf("a count has a column %q", c.Label)
		}
	}
	// Kazakhstan has a figure in 2019 and none in 2018: that is the reason why
	// there is no change, not that a figure was not found.
	for _, row := range f.Table.Rows {
		if row.Head == "Kazakhstan" && row.Cells[len(row.Cells)-1].Missing != "none listed" {
			t.Errorf("Kazakhstan's change = %+v, want none listed", row.Cells[len(row.Cells)-1])
		}
	}
	// A year in which nobody is listed is an edition like any other.
	f = figure(t, cat, "ranking", "index=cpj&measure=killed_motive_confirmed&year=2019")
	if !slices.Contains(f.Notes, "The change is counted from the 2018 edition.") {
		t.Errorf("Notes = %q, want the change counted from 2018", f.Notes)
	}
	f = figure(t, cat, "trend", "index=cpj&measure=imprisoned&countries=EST,UZB")
	if want := "Estonia: none listed in 1992–2019. Uzbekistan: years with anyone listed in 1992–2019: 22; most 7 (2009)."; f.Summary != want {
		t.Errorf("Summary = %q, want %q", f.Summary, want)
	}
}

// TestPlaces: a place in the world is told with how many were ranked, is never
// called better, and says where it was computed here.
func TestPlaces(t *testing.T) {
	cat := builtIn(t)
	f := figure(t, cat, "trend", "index=rsf&measure=rank&countries=KAZ&to=2012")
	if want := "Kazakhstan: from 116 of 139 in 2002 to 154 of 179 in 2012."; f.Summary != want {
		t.Errorf("Summary = %q, want %q", f.Summary, want)
	}
	computed := func(f charts.Figure) bool {
		return slices.ContainsFunc(f.Notes, func(n string) bool { return strings.HasPrefix(n, "Places in the world are computed by Sozdex") })
	}
	for index, want := range map[string]bool{"eiu": true, "rsf": false, "fiw": true, "vdem": true, "cpj": false} {
		if got := computed(figure(t, cat, "ranking", "index="+index)); got != want {
			t.Errorf("ranking of %s says that places are computed: %v, want %v", index, got, want)
		}
	}
	f = figure(t, cat, "ranking", "index=rsf&measure=score&year=2002")
	if !strings.HasPrefix(f.Summary, "Edition 2002. First of the 9 rated: Tajikistan") {
		t.Errorf("Summary = %q, want the first of the nine rated", f.Summary)
	}
}

// TestPeriodsAskedFor: the months of a view are those that were asked for, and
// run to the newest report where no end was: what has ended is seen to have.
func TestPeriodsAskedFor(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query, first, last string
		periods            int
	}{
		{"measure=judicial_acts", "Jun 2014", "Oct 2024", 125},
		{"measure=judicial_acts&from=2009&to=2013", "Jan 2009", "Dec 2013", 60},
		{"measure=damages_claimed_in_decided_cases_kzt&basis=quarter&to=2017", "Q1 2017", "Q4 2017", 4},
		{"measure=criminal_charges&basis=ytd&from=2021&to=2021", "Jan 2021", "Jan–Dec 2021", 12},
		{"measure=attacks_on_journalists&basis=year&from=2018&to=2022", "2018", "2022", 5},
		{"measure=damages_awarded_kzt&basis=year&from=2024", "2024", "2024", 1},
		{"measure=damages_awarded_kzt&basis=quarter&from=2024", "Q1 2024", "Q4 2024", 4},
	} {
		f := figure(t, cat, "monthly", tt.query)
		if got := f.X; len(got) != tt.periods || got[0].Label != tt.first || got[len(got)-1].Label != tt.last {
			t.Errorf("%s has %d periods from %s to %s, want %d from %s to %s", tt.query, len(got), got[0].Label, got[len(got)-1].Label, tt.periods, tt.first, tt.last)
		}
	}
	// What has no figure on a basis is an empty chart that says so, not another measure.
	f := figure(t, cat, "monthly", "measure=summons&basis=year")
	if f.Summary != "No figure was found for this choice." || len(f.X) == 0 || f.Series[0].Points[0].Value != nil {
		t.Errorf("summons by year: Summary = %q, %d periods, want none found", f.Summary, len(f.X))
	}
	if f := figure(t, cat, "monthly", "measure=criminal_charges&basis=ytd"); strings.Contains(f.Summary, "Highest") {
		t.Errorf("Summary = %q, want no highest among sums since January", f.Summary)
	}
}

// TestParts: a part of another component is drawn and noted, and left to its
// whole in the summary; what shares a place is told together.
func TestParts(t *testing.T) {
	f := figure(t, builtIn(t), "profile", "index=fiw&countries=UZB&year=2025")
	if strings.Contains(f.Summary, "question D1") || len(f.Notes) < 3 {
		t.Errorf("Summary = %q, Notes = %q, want the parts noted and left out of the summary", f.Summary, f.Notes)
	}
}
