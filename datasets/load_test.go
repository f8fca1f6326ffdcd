package datasets_test

import (
	"errors"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

const (
	fictionPackage = `{"name": "fiction", "title": "Fiction", "resources": [
  {"name": "sources", "path": "sources.csv", "sozdex": {"kind": "sources"}},
  {"name": "candour", "path": "candour.csv", "title": "Candour Index", "sozdex": {
    "kind": "index", "publisher": "Nobody", "measures": [
      {"name": "score", "title": "Candour", "role": "headline", "scale": {"min": 0, "max": 10}, "better": "high", "decimals": 1,
       "regimes": [{"to": 2019, "reason": "by hand", "better": "low"}, {"from": 2020, "reason": "by machine"}]},
      {"name": "depth", "title": "Depth", "role": "component", "scale": {"min": null, "max": null}, "better": "high", "decimals": 0}]}}]}`
	fictionSources = "id,publisher,title,url,licence,retrieved,via\na,Nobody,Candour,,free,2026-01-01,none\n"
	fictionRows    = `country,edition,measure,value,low,high,source,note
KAZ,2018,score,4,,,a,
UZB,2018,score,6,,,a,
KAZ,2019,score,5.5,,,a,
KAZ,2020,score,7,,,a,
UZB,2020,score,7,,,a,
KGZ,2020,score,8,,,a,
KAZ,2021,score,7.3,,,a,
FRA,2021,depth,1,,,a,
`
)

// TestAddedIndex adds an index of two regimes with no Go code of its own.
func TestAddedIndex(t *testing.T) {
	c, err := datasets.Load(fstest.MapFS{
		"datapackage.json": {Data: []byte(fictionPackage)},
		"sources.csv":      {Data: []byte(fictionSources)},
		"candour.csv":      {Data: []byte(fictionRows)},
	})
	if err != nil {
		t.Fatalf("Load(fiction) = %v, want no fault", err)
	}
	m := c.Index("candour").Main()
	if diff := cmp.Diff([]int{2018, 2019, 2020, 2021}, m.Editions()); diff != "" {
		t.Errorf("Editions (-want +got):\n%s", diff)
	}
	changes := map[int]string{}
	for _, edition := range m.Editions() {
		if delta, since, ok := m.Change("KAZ", edition); ok {
			changes[edition] = strconv.FormatFloat(delta, 'f', -1, 64) + " since " + strconv.Itoa(since)
		}
	}
	if diff := cmp.Diff(map[int]string{2019: "1.5 since 2018", 2021: "0.3 since 2020"}, changes); diff != "" {
		t.Errorf("Change(KAZ) (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		country string
		edition int
		want    datasets.Rank
	}{
		{"KAZ", 2018, datasets.Rank{Place: 1, Of: 2, Computed: true}},
		{"UZB", 2018, datasets.Rank{Place: 2, Of: 2, Computed: true}},
		{"KAZ", 2020, datasets.Rank{Place: 2, Of: 3, Computed: true}},
		{"UZB", 2020, datasets.Rank{Place: 2, Of: 3, Computed: true}},
	} {
		if got, ok := m.RankAmong(datasets.PostSoviet(), tt.country, tt.edition); got != tt.want || !ok {
			t.Errorf("RankAmong(fifteen, %s, %d) = %v, %v, want %v", tt.country, tt.edition, got, ok, tt.want)
		}
	}
	if got := m.Regime(2010); got.Better != datasets.Low || got.String() != "-2019" {
		t.Errorf("Regime(2010) = %v, want the one to 2019", got)
	}

	// A measure without a figure for the fifteen answers, and has nothing to say.
	depth := c.Index("candour").Measure("depth")
	if _, ok := depth.Previous(2021); ok || depth.First() != 0 || depth.Latest() != 0 || depth.Absence("KAZ", 2021) != datasets.OutOfSpan {
		t.Errorf("depth has First %d, Latest %d, want none", depth.First(), depth.Latest())
	}
	if _, ok := depth.WorldRank("KAZ", 2021); ok {
		t.Error("WorldRank(KAZ, 2021) of depth is known, want none")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(fictionRows))
	for _, text := range []string{
		"", "\n", "\"", "country;edition\n", "\uFEFFcountry\n", "\xff\xfe", "country,edition,measure,value,low,high,source,note",
		"country,edition,measure,value,low,high,source,note\r\nKAZ,2018,score,\"3,14\",,,a,\r\n",
		"country,edition,measure,value,low,high,source,note\nKAZ,2018,score,3,4,5,a,\"\n\n\"\nKAZ,2018,score,3,,,a,Ã©\x00\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, rows []byte) {
		c, err := datasets.Load(fstest.MapFS{
			"datapackage.json": {Data: []byte(fictionPackage)},
			"sources.csv":      {Data: []byte(fictionSources)},
			"candour.csv":      {Data: rows},
		})
		if err != nil {
			var faults datasets.Faults
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("Load = %v, want Faults", err)
			}
			for i, fault := range faults {
				if i < 1000 && (fault.File != "candour.csv" || fault.Row == 0) {
					t.Errorf("fault %q has no file and row", fault)
				}
			}
			return
		}
		for _, o := range c.Index("candour").Observations() {
			text := strconv.FormatFloat(o.Value, 'f', -1, 64)
			var read datasets.Cell
			if _ = read.UnmarshalCSV(o.Text); read.Value != o.Value {
				t.Errorf("%q was loaded as %s", o.Text, text)
			}
			if got, ok := o.Measure.At(o.Country, o.Edition); !ok || got.Value != o.Value {
				t.Errorf("At(%s, %d) = %v, %v, want %v", o.Country, o.Edition, got.Value, ok, o.Value)
			}
			o.Measure.Change(o.Country, o.Edition)
			o.Measure.WorldRank(o.Country, o.Edition)
			o.Measure.Absence(o.Country, o.Edition)
		}
	})
}
