package datasets_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

func release(t *testing.T, name string) *datasets.Catalogue {
	t.Helper()
	c, err := datasets.Load(os.DirFS("testdata/releases/" + name))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCompare holds what two releases differ in against the list that the second
// keeps of it, and the other way round.
func TestCompare(t *testing.T) {
	first, second := release(t, "first"), release(t, "second")
	if diff := cmp.Diff(second.Changes, datasets.Compare(first, second)); diff != "" || len(second.Changes) != 6 {
		t.Errorf("Compare(first, second) (-changes.csv +got):\n%s", diff)
	}
	if got := datasets.Compare(second, second); len(got) > 0 {
		t.Errorf("Compare(second, second) = %v, want nothing", got)
	}
	turned := datasets.Compare(second, first)
	for _, c := range second.Changes {
		if !slices.ContainsFunc(turned, func(o datasets.Change) bool {
			return o.Index == c.Index && o.Edition == c.Edition && o.Measure == c.Measure && o.From == c.To && o.To == c.From && o.Release == first.Created
		}) {
			t.Errorf("Compare(second, first) lacks %v turned round", c)
		}
	}
	if first.Since != first.Created || len(first.Changes) > 0 || second.Since != first.Created {
		t.Errorf("the first releases are %s and %s, want %s", first.Since, second.Since, first.Created)
	}
	if diff := cmp.Diff(map[string]int{"press": 4, "candour": 0, "watch": 2}, second.AtFirst()); diff != "" {
		t.Errorf("AtFirst (-want +got):\n%s", diff)
	}
}

func TestChangeFaults(t *testing.T) {
	const head = "release,index,country,edition,basis,measure,from,to,source,note\n"
	for _, tt := range []struct{ name, created, rows, want string }{
		{"no date", "2026-09-01", "September,press,KAZ,2024,,score,41.5,42.5,,\n", `changes.csv:2 release: "September" is not a date; write YYYY-MM-DD`},
		{"to come", "2026-09-01", "2026-09-02,press,KAZ,2024,,score,41.5,42.5,,\n", "changes.csv:2 release: 2026-09-02 is after the release of 2026-09-01; raise created in datapackage.json"},
		{"at first", "2026-09-01", "2026-03-01,press,KAZ,2024,,score,41.5,42.5,,\n", "changes.csv:2 release: 2026-03-01 is not after the first release of 2026-03-01; remove the row"},
		{"nothing", "2026-09-01", "2026-09-01,press,KAZ,2024,,score,42.5,42.5,,\n", "changes.csv:2 to: is what it was before; remove the row"},
		{"no index", "2026-09-01", "2026-09-01,,KAZ,2024,,,4,,,\n", "changes.csv:2 index: is empty; every row needs one\nchanges.csv:2 measure: is empty; every row needs one"},
		{"twice", "2026-09-01", "2026-09-01,press,KAZ,2024,,score,41.5,42.5,,\n2026-09-01,press,KAZ,2024,,score,41,42.5,,\n",
			"changes.csv:3: press KAZ 2024 score stands in row 2 already; remove one of the two"},
		{"torn", "2026-09-01", "2026-08-01,press,KAZ,2024,,score,40,42,,\n2026-09-01,press,KAZ,2024,,score,41.5,42.5,,\n",
			`changes.csv:3 from: "41.5" is not the "42" of row 2; write what it was changed from`},
		{"no release", "", "", "datapackage.json:92 resources[4].sozdex.kind: changes need the date of the release; add created to datapackage.json"},
		{"first after", "2026-02-01", "", "datapackage.json:93 resources[4].sozdex.since: 2026-03-01 is after the release of 2026-02-01; write the date of the first release"},
	} {
		_, err := datasets.Load(second(t, tt.created, head+tt.rows))
		var faults datasets.Faults
		if !errors.As(err, &faults) || faults.Error() != tt.want {
			t.Errorf("%s: Load = %v, want %s", tt.name, err, tt.want)
		}
	}
	for _, tt := range []struct{ rows, want string }{
		{"2026-09-01,press,KAZ,2024,,score,41.5,42,,\n", `"42" is not the figure at hand, "42.5"`},
		{"2026-09-01,press,KAZ,2024,,score,41.5,,,\n", `"" is not the figure at hand, "42.5"`},
		{"2026-09-01,fee,KAZ,2024,,score,41.5,42,,\n", `"42" is not the figure at hand, ""`},
		{"2026-08-01,press,KAZ,2024,,score,41,42,,\n2026-09-01,press,KAZ,2024,,score,42,42.5,,\n", ""},
		{"2026-09-01,press,KAZ,2024,,score,42,42.5,,\n2026-08-01,press,KAZ,2024,,score,41,42,,\n", ""},
	} {
		c, err := datasets.Load(second(t, "2026-09-01", head+tt.rows))
		if err != nil {
			t.Fatal(err)
		}
		var notes []string
		for _, n := range c.Notes {
			notes = append(notes, n.Message)
		}
		if got := strings.Join(notes, "\n"); got != tt.want {
			t.Errorf("%s: notes are %s, want %s", tt.rows, got, tt.want)
		}
	}
}

// second is the second release with another date and another list of changes.
func second(t *testing.T, created, changes string) fstest.MapFS {
	t.Helper()
	dir := fstest.MapFS{"changes.csv": {Data: []byte(changes)}}
	for _, name := range []string{"datapackage.json", "press.csv", "candour.csv", "watch.csv", "origin.csv"} {
		text, err := os.ReadFile("testdata/releases/second/" + name)
		if err != nil {
			t.Fatal(err)
		}
		dir[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(text), `"created": "2026-09-01"`, `"created": "`+created+`"`, 1))}
	}
	if created == "" {
		dir["datapackage.json"].Data = []byte(strings.Replace(string(dir["datapackage.json"].Data), "\"created\": \"\",\n", "", 1))
	}
	return dir
}
