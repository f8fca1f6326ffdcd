package charts_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	loadData     = sync.OnceValues(func() (*datasets.Catalogue, error) { return datasets.Load(datasets.BuiltIn()) })
	loadMessages = sync.OnceValues(locale.Load)
)

// builtIn is the one catalogue that tests read: nothing can change it.
func builtIn(t testing.TB) *datasets.Catalogue {
	t.Helper()
	cat, err := loadData()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func printer(t testing.TB, lang string) *locale.Printer {
	t.Helper()
	bundle, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.In(lang)
}

// view parses a query that a chart must take without a problem.
func view(t testing.TB, cat *datasets.Catalogue, slug, query string) charts.View {
	t.Helper()
	c := charts.Find(slug)
	if c == nil {
		t.Fatalf("Find(%q) = nil", slug)
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	v, problems := charts.ParseView(cat, c, q)
	if len(problems) > 0 {
		t.Fatalf("ParseView(%s, %q) has problems %+v, want none", slug, query, problems)
	}
	return v
}

// figure makes what a chart says for a query, in English.
func figure(t testing.TB, cat *datasets.Catalogue, slug, query string) charts.Figure {
	t.Helper()
	v := view(t, cat, slug, query)
	return v.Chart.Figure(cat, v, printer(t, "en"))
}

// series returns a series of a figure by its key.
func series(t testing.TB, f charts.Figure, key string) charts.Series {
	t.Helper()
	i := slices.IndexFunc(f.Series, func(s charts.Series) bool { return s.Key == key })
	if i < 0 {
		t.Fatalf("%s?%s has no series %s", f.Chart, f.Query, key)
	}
	return f.Series[i]
}

// compareGolden compares with a file of testdata.
func compareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// overlay is the built-in data directory with files laid over it.
func overlay(t testing.TB, files map[string][]byte) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(datasets.BuiltIn(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(datasets.BuiltIn(), name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: data}
	}
	return all
}

// withResource appends an entry to the resources of a datapackage.json.
func withResource(pkg, entry []byte) []byte {
	end := bytes.LastIndexByte(pkg, ']')
	return slices.Concat(pkg[:end], []byte(","), entry, pkg[end:])
}

// fiction is the built-in data with an index of three regimes on top, which no
// Go code knows. Redistribution may be empty.
func fiction(t testing.TB, redistribution string) *datasets.Catalogue {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("testdata", "fiction", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	entry := read("entry.json")
	if redistribution != "" {
		entry = bytes.Replace(entry, []byte(`"kind": "index",`), []byte(`"kind": "index", "redistribution": "`+redistribution+`",`), 1)
	}
	files := overlay(t, map[string][]byte{"candour.csv": read("candour.csv")})
	files["datapackage.json"].Data = withResource(files["datapackage.json"].Data, entry)
	cat, err := datasets.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}
