package charts_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
)

// shadesOf are the shades of a country from tick to tick.
func shadesOf(t *testing.T, f charts.Figure, country string) []int {
	t.Helper()
	var of []int
	for _, p := range series(t, f, country).Points {
		of = append(of, p.Shade)
	}
	return of
}

// TestShades: a shade is the publisher's category, else a step of the scale of
// the figure's own regime, whichever end of that is the better one.
func TestShades(t *testing.T) {
	for _, tt := range []struct {
		query, country string
		want           []int
	}{
		// To 2017 lower was better, figures from −12.5 to 31; from 2021 there are three bands.
		{"index=candour&measure=score", "KAZ", []int{1, 2, 2, 3, 0, 3, 5, 5}},
		{"index=candour&measure=score", "UZB", []int{5, 0, 5, 2, 0, 3, 1, 1}},
		// A rating from 1, the best, to 7.
		{"index=fiw&measure=political_rights_rating&from=2025", "EST", []int{1}},
		{"index=fiw&measure=political_rights_rating&from=2025", "TKM", []int{5}},
		{"index=eiu&from=2020&to=2020", "KAZ", []int{5}}, // 3.14, authoritarian
		{"index=rsf&from=2021&to=2022", "KAZ", []int{3, 4}},
	} {
		if diff := cmp.Diff(tt.want, shadesOf(t, figure(t, fiction(t, ""), "heatmap", tt.query), tt.country)); diff != "" {
			t.Errorf("heatmap?%s of %s (-want +got):\n%s", tt.query, tt.country, diff)
		}
	}
}

// TestHeatmapSaysWhatShadesAre where they are not of one kind.
func TestHeatmapSaysWhatShadesAre(t *testing.T) {
	f := figure(t, builtIn(t), "heatmap", "index=rsf&measure=score")
	if !strings.Contains(f.Unit, "categories of the key from 2022") {
		t.Errorf("Unit = %q, want since when there are categories", f.Unit)
	}
	if !slices.ContainsFunc(f.Notes, func(n string) bool {
		return strings.Contains(n, "2002–2012 from ") && strings.Contains(n, "; 2013–2021 from 0 to 100.")
	}) {
		t.Errorf("Notes = %q, want what the steps of both older methods are of", f.Notes)
	}
	if !strings.Contains(f.Summary, "since 2022") || strings.Contains(f.Summary, "since 2002") {
		t.Errorf("Summary = %q, want moves within the newest method", f.Summary)
	}
	byName := figure(t, builtIn(t), "heatmap", "index=rsf&measure=score&order=name")
	if first := byName.Series[0].Key + f.Series[0].Key; first != "ARMEST" {
		t.Errorf("first by name and by value = %s, want ARM and EST", first)
	}
}

// TestSmallMultiplesShareOneScale: editions of another scale are left out, and it
// is said why.
func TestSmallMultiplesShareOneScale(t *testing.T) {
	for query, want := range map[string][2]string{
		"index=rsf&measure=score":         {"2013", "Editions 2002–2012 are left out"},
		"index=rsf&measure=score&to=2012": {"2002", ""},
		"index=candour&measure=score":     {"2018", "Editions 2015–2017 are left out"},
	} {
		f := figure(t, fiction(t, ""), "small-multiples", query)
		if f.X[0].Label != want[0] {
			t.Errorf("small-multiples?%s begins with %s, want %s", query, f.X[0].Label, want[0])
		}
		said := slices.ContainsFunc(f.Notes, func(n string) bool { return want[1] != "" && strings.HasPrefix(n, want[1]) })
		if said != (want[1] != "") {
			t.Errorf("small-multiples?%s: Notes = %q, want %q", query, f.Notes, want[1])
		}
		for _, p := range f.Panels[1:] {
			if diff := cmp.Diff(f.Panels[0].Axis, p.Axis); diff != "" || len(f.Panels) != 15 {
				t.Errorf("small-multiples?%s: axes of %d panels differ:\n%s", query, len(f.Panels), diff)
			}
		}
	}
}
