package static

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"github.com/sozdex/sozdex/datasets"
)

func TestAssets(t *testing.T) {
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]string{
		"chart.js":     "text/javascript; charset=utf-8",
		"page.js":      "text/javascript; charset=utf-8",
		"site.css":     "text/css; charset=utf-8",
		"embed.css":    "text/css; charset=utf-8",
		"icon.svg":     "image/svg+xml",
		"licences.txt": "text/plain; charset=utf-8",
	}
	hashed := regexp.MustCompile(`^/static/[a-z]+-[A-Z0-9]{8}\.[a-z]+$`)
	for name, want := range types {
		url, err := a.URL(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if !hashed.MatchString(url) {
			t.Errorf("URL(%q) = %q, want it to match %v", name, url, hashed)
		}
		f, ok := a.File(strings.TrimPrefix(url, Prefix))
		if !ok || f.ContentType != want || len(f.Body) == 0 {
			t.Errorf("File(%q) = %d bytes, %q, %v, want some bytes, %q, true", url, len(f.Body), f.ContentType, ok, want)
		}
		unzipped, err := gzip.NewReader(bytes.NewReader(f.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		for form, r := range map[string]io.Reader{"brotli": brotli.NewReader(bytes.NewReader(f.Brotli)), "gzip": unzipped} {
			if body, err := io.ReadAll(r); err != nil || !bytes.Equal(body, f.Body) {
				t.Errorf("%s in %s is another file: %v", name, form, err)
			}
		}
	}
}

func TestUnknownNames(t *testing.T) {
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	chart, err := a.URL("chart.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "nothing.js", "manifest.json", "../static.go"} {
		if url, err := a.URL(name); err == nil {
			t.Errorf("URL(%q) = %q, want an error", name, url)
		}
	}
	for _, name := range []string{"", "chart.js", "chart-00000000.js", "manifest.json", strings.TrimPrefix(chart, Prefix) + ".br", "../static.go"} {
		if _, ok := a.File(name); ok {
			t.Errorf("File(%q) is there, want it not to be", name)
		}
	}
}

func TestLicences(t *testing.T) {
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	url, err := a.URL("licences.txt")
	if err != nil {
		t.Fatal(err)
	}
	f, _ := a.File(strings.TrimPrefix(url, Prefix))
	for _, want := range []string{
		"\necharts 6.1.0 (Apache-2.0)", "Apache ECharts", "d3.js",
		"\nzrender 6.1.0 (BSD-3-Clause)",
		"SIL OPEN FONT LICENSE",
		"\nworld-atlas 2.0.2 (ISC)\n", "Natural Earth",
	} {
		if !bytes.Contains(f.Body, []byte(want)) {
			t.Errorf("licences.txt does not have %q", want)
		}
	}
}

// The maps hold the fifteen, and insets those that they are for and what lies
// around them.
func TestMaps(t *testing.T) {
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var maps map[string]struct {
		Features []struct {
			Properties struct{ Name string }
			Geometry   struct{ Type string }
		}
	}
	for name, f := range a.files {
		if strings.HasPrefix(name, "maps-") {
			if err := json.Unmarshal(f.Body, &maps); err != nil {
				t.Fatal(err)
			}
			if len(f.Body) > 60_000 {
				t.Errorf("the maps have %d bytes, more than a page should pay for", len(f.Body))
			}
		}
	}
	for name, want := range map[string][]string{
		"states":   datasets.PostSoviet(),
		"europe":   {"BLR", "EST", "LTU", "LVA", "MDA", "RUS", "UKR", "frame"},
		"caucasus": {"ARM", "AZE", "GEO", "RUS", "frame"},
	} {
		var got []string
		for _, f := range maps[name].Features {
			got = append(got, f.Properties.Name)
			if !strings.HasSuffix(f.Geometry.Type, "Polygon") {
				t.Errorf("%s on %s is a %s, want polygons", f.Properties.Name, name, f.Geometry.Type)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("regions of %s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLoadFaults(t *testing.T) {
	tests := map[string]struct {
		fsys fstest.MapFS
		want string
	}{
		"no manifest": {fstest.MapFS{}, "dist/manifest.json"},
		"no JSON":     {fstest.MapFS{"dist/manifest.json": {Data: []byte("{")}}, "dist/manifest.json"},
		"missing file": {fstest.MapFS{"dist/manifest.json": {Data: []byte(`{"a.js":"a-1.js"}`)}},
			"dist/a-1.js, which is to be a.js, is missing"},
		"missing form": {fstest.MapFS{"dist/manifest.json": {Data: []byte(`{}`)}, "dist/a.js": {}, "dist/a.js.br": {}}, "dist/a.js.gz"},
		"unknown type": {fstest.MapFS{"dist/manifest.json": {Data: []byte(`{}`)}, "dist/a.exe": {}},
			"dist/a.exe is of no known type"},
	}
	for name, test := range tests {
		_, err := load(test.fsys)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: load = %v, want an error with %q", name, err, test.want)
		}
	}
}

func TestTemplates(t *testing.T) {
	names, err := fs.Glob(Templates(), "*.html")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Error("Templates() has no *.html")
	}
}
