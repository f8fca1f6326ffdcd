package charts_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
)

// Each country with a figure has the shade of a class that the key explains, and
// one without has none.
func TestMapShades(t *testing.T) {
	for _, query := range []string{
		"index=eiu&measure=score&year=2020", "index=rsf&measure=score&year=2002", "index=rsf&measure=score&year=2022",
		"index=fiw&measure=total", "index=fiw&measure=civil_liberties_rating", "index=vdem&measure=media_censorship",
	} {
		f := figure(t, builtIn(t), "map", query)
		for _, p := range f.Series[0].Points {
			explained := slices.ContainsFunc(f.Key, func(s charts.Swatch) bool { return s.Kind == "band" && s.Slot == p.Shade })
			if explained != (p.Value != nil) || (p.Shade > 0) != (p.Value != nil) {
				t.Errorf("%s: %s with %s has the shade %d", query, p.Row.Country, p.Text, p.Shade)
			}
		}
	}
}

func TestMapKey(t *testing.T) {
	for query, want := range map[string][]string{
		"index=eiu&measure=score&year=2020": {"Full democracy: 8.01 – 10", "Flawed democracy: 6.01 – 8", "Hybrid regime: 4.01 – 6",
			"Authoritarian regime: 0 – 4", "no figure (none of the fifteen here)"},
		"index=fiw&measure=political_rights_rating": {"1 – 2", "3", "4", "5", "6 – 7", "no figure (none of the fifteen here)"},
		"index=vdem&measure=electoral_democracy":    {"0.8 – 1", "0.6 – 0.799", "0.4 – 0.599", "0.2 – 0.399", "0 – 0.199", "no figure (none of the fifteen here)"},
		"index=rsf&measure=score&year=2002":         {"−20 – 15.99", "16 – 51.99", "52 – 87.99", "88 – 123.99", "124 – 160", "no figure: not rated"},
	} {
		var got []string
		for _, s := range figure(t, builtIn(t), "map", query).Key {
			got = append(got, s.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("key of %s (-want +got):\n%s", query, diff)
		}
	}
}
