package datasets

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAddEndsInBetween lets the process end before each of the files takes its
// place: what is there then is sound, and adding the same again does the rest.
func TestAddEndsInBetween(t *testing.T) {
	month := time.Date(2021, 3, 1, 0, 0, 0, 0, time.UTC)
	report := []Addition{{
		Source:  Source{ID: "b", Publisher: "A Monitor", Title: "A report", Licence: "free", Retrieved: "2026-11-25", Via: "itself"},
		Tallies: []Tally{{From: month, To: month.AddDate(0, 1, -1), Basis: Month, Measure: "acts", Value: 2, Unit: "cases"}},
		Quotes:  []Quote{{Index: "press", Edition: 2016, Country: "KAZ", Measure: "law", Value: 40}},
	}}
	copied := func() string {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("testdata/small")); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	load := func(dir string) *Catalogue {
		c, err := Load(os.DirFS(dir))
		if err != nil {
			t.Fatalf("Load = %v, want no fault", err)
		}
		return c
	}
	whole := copied()
	if _, err := Add(whole, report, false); err != nil {
		t.Fatal(err)
	}
	want := load(whole).Fingerprint
	gone := errors.New("gone")
	for ends := range 3 {
		dir := copied()
		var names []string
		_, err := adder{wait: lockWait, rename: func(from, to string) error {
			names = append(names, filepath.Base(to))
			if len(names) > ends {
				return gone
			}
			return os.Rename(from, to)
		}}.add(dir, report)
		if diff := cmp.Diff([]string{"origin.csv", "watch.csv", "echoes.csv"}[:ends+1], names); diff != "" || !errors.Is(err, gone) {
			t.Errorf("Add that ends after %d files = %v; files (-want +got):\n%s", ends, err, diff)
		}
		if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
			t.Errorf("Add leaves %v, %v behind, want nothing", left, err)
		}
		load(dir)
		// A process that is killed leaves what it had written.
		if err := os.WriteFile(filepath.Join(dir, ".watch.csv.new"), []byte("half a"), 0o400); err != nil {
			t.Fatal(err)
		}
		if _, err := Add(dir, report, false); err != nil {
			t.Errorf("Add once more = %v, want nil", err)
		}
		if got := load(dir).Fingerprint; got != want {
			t.Errorf("after an end before file %d and adding again the data is another", ends)
		}
		if ends < 2 {
			if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
				t.Errorf("Add leaves %v, %v behind, want nothing", left, err)
			}
		}
	}
}

// TestAddLocked adds while another does, who does not end.
func TestAddLocked(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/small")); err != nil {
		t.Fatal(err)
	}
	other, err := lock(dir, lockWait)
	if err != nil {
		t.Fatal(err)
	}
	_, err = adder{rename: os.Rename, wait: time.Millisecond}.add(dir, nil)
	if err == nil || !strings.Contains(err.Error(), "another process has been adding to ") {
		t.Errorf("Add while another does = %v, want that it does", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Add(dir, nil, false); err != nil {
		t.Errorf("Add of nothing = %v, want nil", err)
	}
}

// TestReplaceWhatChanged writes to a file between reading and replacing it.
func TestReplaceWhatChanged(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(name, []byte("new\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := replaceAll([]replacement{{path: name, was: []byte("old\n"), text: []byte("newer\n")}}, os.Rename)
	if err == nil || !strings.Contains(err.Error(), "was changed meanwhile") {
		t.Errorf("replaceAll = %v, want that the file was changed", err)
	}
	if text, err := os.ReadFile(name); string(text) != "new\n" || err != nil {
		t.Errorf("a.csv holds %q, %v, want it as it was", text, err)
	}
}

// FuzzCut puts rows into any table: all that was there before stays as it was.
func FuzzCut(f *testing.F) {
	f.Add([]byte("id\na\n"), "b")
	f.Add([]byte("from,to,basis,measure,value,unit,source,flag,note\n\n2020-01-01,2020-01-31,month,acts,4,cases,a,,\"x\n\ny\"\n\n\n2"), "2")
	f.Add([]byte("\"a\"\"\",b\nc,\"\"\n"), "\"\n")
	f.Fuzz(func(t *testing.T, text []byte, cell string) {
		if strings.ContainsAny(string(text)+cell, "\r") {
			return
		}
		s, err := cut("a.csv", text, form{key: []int{0}, value: -1})
		if err != nil {
			return
		}
		if got := s.text(); string(got) != string(text) && string(got) != string(text)+"\n" {
			t.Fatalf("%q is put together as %q", text, got)
		}
		if outcome, at := s.put([]string{cell}, false); outcome == unchanged && at.cells[0] != cell || outcome == replaced || outcome == refused {
			t.Errorf("put(%q) = %v, %v", cell, outcome, at)
		}
		rest := string(s.text())
		for i, row := range s.rows {
			var found bool
			if _, rest, found = strings.Cut(rest, string(row.text)); !found {
				t.Errorf("row %d, %q, is not in %q in its place", i, row.text, s.text())
			}
		}
	})
}
