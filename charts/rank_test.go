package charts_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/datasets"
)

// texts are what a series says from tick to tick.
func texts(t *testing.T, f charts.Figure, country string) []string {
	t.Helper()
	var said []string
	for _, p := range series(t, f, country).Points {
		said = append(said, p.Text)
	}
	return said
}

// TestRanks holds places against ones that were counted by hand.
func TestRanks(t *testing.T) {
	cat := builtIn(t)
	for _, tt := range []struct {
		query, country string
		want           []string
	}{
		// The fifteen in the world in EIU 2020: 27 38 42 79 80 89 91 107 124 128 146 148 155 159 162.
		{"index=eiu&from=2020&to=2020", "EST", []string{"1 of 15"}},
		{"index=eiu&from=2020&to=2020", "RUS", []string{"9 of 15"}},
		{"index=eiu&from=2020&to=2020", "KAZ", []string{"10 of 15"}},
		{"index=eiu&from=2020&to=2020", "TKM", []string{"15 of 15"}},
		{"index=eiu&among=world&from=2020&to=2020", "KAZ", []string{"128 of 167"}},
		// RSF ranked nine of the fifteen in 2002, and nobody in 2011.
		{"index=rsf&to=2002", "TJK", []string{"1 of 9"}},
		{"index=rsf&to=2002", "EST", []string{"not rated"}},
		{"index=rsf&from=2011&to=2011", "KAZ", []string{"no edition that year"}},
		{"index=rsf&among=world&from=2021&to=2022", "KAZ", []string{"155 of 180", "122 of 180"}},
		{"index=rsf&among=world&to=2002", "KAZ", []string{"116 of 139"}},
		// A measure that is known of the fifteen alone has no places in the world.
		{"index=fiw&measure=political_rights&among=world&from=2025", "KAZ", []string{"no place in the world"}},
	} {
		if diff := cmp.Diff(tt.want, texts(t, figure(t, cat, "rank", tt.query), tt.country)); diff != "" {
			t.Errorf("rank?%s of %s (-want +got):\n%s", tt.query, tt.country, diff)
		}
	}
}

// TestTiesShareTheBestPlace: in FIW's rating of political rights seven of the
// fifteen have the same worst figure.
func TestTiesShareTheBestPlace(t *testing.T) {
	f := figure(t, builtIn(t), "rank", "index=fiw&measure=political_rights_rating&from=2025")
	places := map[string][]string{}
	for _, s := range f.Series {
		p := s.Points[0]
		places[p.Text] = append(places[p.Text], p.Row.Value)
	}
	for place, values := range places {
		if len(slices.Compact(values)) != 1 {
			t.Errorf("%s is shared by the figures %v, want equal ones", place, values)
		}
	}
	if len(places["1 of 15"]) < 2 || places["2 of 15"] != nil {
		t.Errorf("places = %v, want the first shared and the second empty", places)
	}
}

// TestRankMovesStayInTheirMethod: the rank of Kazakhstan rose by 33 places from
// 2021 to 2022, which is the method; nothing says so as a move.
func TestRankMovesStayInTheirMethod(t *testing.T) {
	cat := builtIn(t)
	for _, among := range []string{"", "&among=world"} {
		f := figure(t, cat, "rank", "index=rsf&countries=KAZ&from=2021"+among)
		if diff := cmp.Diff([]string{"2021"}, labels(f)); diff != "" {
			t.Errorf("breaks%s (-want +got):\n%s", among, diff)
		}
		if strings.Contains(f.Summary, "in 2021") || !strings.Contains(f.Summary, "in 2022 to ") {
			t.Errorf("Summary = %q, want moves from 2022 on", f.Summary)
		}
		for _, p := range series(t, f, "KAZ").Points {
			if want := map[bool]string{true: "2013-2021", false: "2022-"}[p.X == 0]; p.Row.Regime != want {
				t.Errorf("%s is of the regime %q, want %q", f.X[p.X].Label, p.Row.Regime, want)
			}
		}
	}

	f := figure(t, fiction(t, ""), "rank", "index=candour&measure=score&countries=KAZ,UZB")
	if diff := cmp.Diff([]string{"2017", "2020"}, labels(f)); diff != "" {
		t.Errorf("breaks of candour (-want +got):\n%s", diff)
	}
	// To 2017 lower was better; in 2020 both had 5.9.
	if diff := cmp.Diff([]string{"1 of 2", "1 of 1", "1 of 2", "2 of 2", "no edition that year", "1 of 2", "3 of 3", "4 of 4"}, texts(t, f, "KAZ")); diff != "" {
		t.Errorf("KAZ in candour (-want +got):\n%s", diff)
	}
	f = figure(t, fiction(t, ""), "rank", "index=candour&measure=score&among=world&from=2022")
	if got := series(t, f, "EST").Points[0].Row.Absence; got != datasets.NotRanked {
		t.Errorf("EST, which has a score and no rank, is %q, want %q", got, datasets.NotRanked)
	}
}

// TestRankCSV: the file has the place beside the figure that it follows from.
func TestRankCSV(t *testing.T) {
	for query, want := range map[string][]string{
		"index=eiu&from=2020&to=2020":             {"KAZ", "eiu", "score", "2020", "3.14", "10", "15"},
		"index=eiu&among=world&from=2020&to=2020": {"KAZ", "eiu", "rank", "2020", "128", "128", "167"},
	} {
		rows := records(t, figure(t, builtIn(t), "rank", query).Records().CSV())
		if diff := cmp.Diff(append(charts.RankHeader(), "rows_of_view"), rows[0]); diff != "" {
			t.Errorf("header of rank?%s (-want +got):\n%s", query, diff)
		}
		i := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "KAZ" })
		r := rows[i]
		if diff := cmp.Diff(want, []string{r[0], r[1], r[2], r[3], r[5], r[11], r[12]}); diff != "" {
			t.Errorf("KAZ in rank?%s (-want +got):\n%s", query, diff)
		}
	}
}
