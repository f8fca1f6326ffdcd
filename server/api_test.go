package server

import (
	"bytes"
	csvpkg "encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// records reads CSV into maps by header.
func records(t *testing.T, text []byte) []map[string]string {
	t.Helper()
	all, err := csvpkg.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]string, 0, len(all))
	for _, record := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// builtInFile reads a file of the data inside the binary.
func builtInFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := fs.ReadFile(datasets.BuiltIn(), name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// only keeps the columns of a file. The apostrophe that keeps a spreadsheet from
// running a text is no part of the text.
func only(rows []map[string]string, columns ...string) []string {
	kept := make([]string, len(rows))
	for i, row := range rows {
		for _, c := range columns {
			text := row[c]
			if len(text) > 1 && text[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(text[1])) {
				text = text[1:]
			}
			kept[i] += text + "|"
		}
	}
	return kept
}

// TestIndexFiles holds what is handed out against the files it was read from.
func TestIndexFiles(t *testing.T) {
	t.Parallel()
	for _, x := range builtIn().Indices {
		want := records(t, builtInFile(t, x.File))
		a := get(t, shared(), "/api/v1/indices/"+x.Name+".csv")
		if got := a.header.Get("Content-Disposition"); got != fmt.Sprintf(`attachment; filename="sozdex-%s-whole-%d-rows.csv"`, x.Name, len(want)) {
			t.Errorf("%s.csv is kept as %s", x.Name, got)
		}
		got := records(t, a.body)
		columns := []string{"country", "edition", "measure", "value", "low", "high", "source", "note"}
		if diff := cmp.Diff(only(want, columns...), only(got, columns...)); diff != "" {
			t.Errorf("the rows of %s (-file +answer):\n%s", x.Name, diff)
		}
		for _, row := range got {
			edition, err := strconv.Atoi(row["edition"])
			if err != nil || row["index"] != x.Name || row["covers"] != strconv.Itoa(edition+x.CoversOffset) || row["regime"] != x.Measure(row["measure"]).Regime(edition).String() {
				t.Fatalf("a row of %s is %v", x.Name, row)
			}
		}
		var inJSON []string
		described := decode[indexJSON](t, shared(), "/api/v1/indices/"+x.Name)
		for _, o := range described.Observations {
			inJSON = append(inJSON, fmt.Sprintf("%s|%d|%s|%v|", o.Country, o.Edition, o.Measure, o.Value))
		}
		var inFile []string
		for _, row := range want {
			value, err := strconv.ParseFloat(row["value"], 64)
			if err != nil {
				t.Fatal(err)
			}
			inFile = append(inFile, fmt.Sprintf("%s|%s|%s|%v|", row["country"], row["edition"], row["measure"], value))
		}
		if diff := cmp.Diff(inFile, inJSON); diff != "" || described.Figures != len(want) {
			t.Errorf("the JSON of %s (-file +answer):\n%s", x.Name, diff)
		}
	}
}

func TestTallies(t *testing.T) {
	file := records(t, builtInFile(t, "adilsoz.csv"))
	columns := charts.TallyHeader()
	for _, tt := range []struct {
		query string
		keeps func(map[string]string) bool
	}{
		{"", func(map[string]string) bool { return true }},
		{"?measure=&basis=&report=&from=&to=", func(map[string]string) bool { return true }},
		{"?basis=ytd", func(r map[string]string) bool { return r["basis"] == "ytd" }},
		{"?report=2021-08", func(r map[string]string) bool { return r["source"] == "adilsoz-2021-08" }},
		{"?report=2023-05&to=2023&measure=access_info_reports", func(r map[string]string) bool {
			return r["source"] == "adilsoz-2023-05" && r["measure"] == "access_info_reports"
		}},
		{"?measure=judicial_acts", func(r map[string]string) bool { return r["measure"] == "judicial_acts" }},
		{"?from=2021", func(r map[string]string) bool { return r["to"][:4] >= "2021" }},
		{"?to=2012", func(r map[string]string) bool { return r["from"][:4] <= "2012" }},
		{"?from=2021&to=2021&basis=month&measure=civil_claims", func(r map[string]string) bool {
			return r["from"][:4] == "2021" && r["basis"] == "month" && r["measure"] == "civil_claims"
		}},
	} {
		var want []map[string]string
		for _, r := range file {
			if tt.keeps(r) {
				want = append(want, r)
			}
		}
		a := get(t, shared(), "/api/v1/tallies.csv"+tt.query)
		of := "view"
		if len(want) == len(file) {
			of = "whole"
		}
		if name := a.header.Get("Content-Disposition"); name != fmt.Sprintf(`attachment; filename="sozdex-tallies-%s-%d-rows.csv"`, of, len(want)) {
			t.Errorf("tallies.csv%s is kept as %s", tt.query, name)
		}
		if diff := cmp.Diff(only(want, columns...), only(records(t, a.body), columns...)); diff != "" {
			t.Errorf("tallies.csv%s (-file +answer):\n%s", tt.query, diff)
		}
		got := decode[struct{ Tallies []tallyJSON }](t, shared(), "/api/v1/tallies"+tt.query)
		if len(got.Tallies) != len(want) {
			t.Errorf("tallies%s are %d, want %d", tt.query, len(got.Tallies), len(want))
		}
		for i, tally := range got.Tallies {
			if tally.Measure != want[i]["measure"] || tally.From != want[i]["from"] || strconv.FormatFloat(tally.Value, 'f', -1, 64) != want[i]["value"] {
				t.Errorf("tally %d%s is %v, want %v", i, tt.query, tally, want[i])
			}
		}
	}
}

// TestChartForms holds the JSON and CSV of a view against each other, in the API
// and beside the page.
func TestChartForms(t *testing.T) {
	t.Parallel()
	s := shared()
	inTurn(func(lang, v string) {
		file := get(t, s, "/"+lang+"/charts/"+strings.Replace(v, "?", ".json?", 1))
		answered := get(t, s, "/api/v1/charts/"+v+"&lang="+lang)
		if !bytes.Equal(file.body, answered.body) || file.header.Get("ETag") != answered.header.Get("ETag") {
			t.Errorf("the API and the file of %s in %s differ", v, lang)
		}
		var f charts.Figure
		if err := json.Unmarshal(file.body, &f); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, r := range f.Underlying {
			want = append(want, r.Measure+"|"+r.Value+"|"+r.Source+"|")
		}
		for _, p := range f.Points {
			if p.Value != nil && len(f.Underlying) == 0 {
				want = append(want, p.Row.Measure+"|"+p.Row.Value+"|"+p.Row.Source+"|")
			}
		}
		a := get(t, s, "/"+lang+"/charts/"+strings.Replace(v, "?", ".csv?", 1))
		if diff := cmp.Diff(want, only(records(t, a.body), "measure", "value", "source")); diff != "" {
			t.Errorf("the CSV of %s in %s (-figure +file):\n%s", v, lang, diff)
		}
		if name := a.header.Get("Content-Disposition"); !strings.HasPrefix(name, `attachment; filename="sozdex-`+f.Chart+"-") || !strings.HasSuffix(name, fmt.Sprintf(`-view-%d-rows.csv"`, len(want))) {
			t.Errorf("the CSV of %s is kept as %s", v, name)
		}
	})
	if got := decode[charts.Figure](t, s, "/api/v1/charts/trend"); got.Lang != "en" || got.Query != charts.Default(s.Catalogue, charts.Find("trend")).Query() {
		t.Errorf("the API answers in %s with %s where nothing was asked", got.Lang, got.Query)
	}
}

// overlay is the data inside the binary with its description edited.
func overlay(t *testing.T, edit func(resources []map[string]any) []map[string]any, files map[string]string) fstest.MapFS {
	t.Helper()
	dir := fstest.MapFS{}
	entries, err := fs.ReadDir(datasets.BuiltIn(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		dir[e.Name()] = &fstest.MapFile{Data: builtInFile(t, e.Name())}
	}
	var described map[string]any
	if err := json.Unmarshal(dir["datapackage.json"].Data, &described); err != nil {
		t.Fatal(err)
	}
	var resources []map[string]any
	for _, r := range described["resources"].([]any) {
		resources = append(resources, r.(map[string]any))
	}
	described["resources"] = edit(resources)
	text, err := json.Marshal(described)
	if err != nil {
		t.Fatal(err)
	}
	dir["datapackage.json"] = &fstest.MapFile{Data: text}
	for name, text := range files {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return dir
}

// TestRestricted forbids to hand out an index and the tallies: they are drawn,
// and answered nowhere as data.
func TestRestricted(t *testing.T) {
	t.Parallel()
	s := start(t, Config{Catalogue: load(t, overlay(t, func(resources []map[string]any) []map[string]any {
		for _, r := range resources {
			if name := r["name"]; name == "rsf" || name == "adilsoz" {
				r["sozdex"].(map[string]any)["redistribution"] = "restricted"
			}
		}
		return resources
	}, nil))}, "")
	for i, v := range []string{"trend?index=rsf&measure=score", "ranking?index=rsf&measure=score", "profile?index=rsf", "monthly?measure=judicial_acts"} {
		lang := locale.Languages()[i%len(locale.Languages())]
		doc := pageAt(t, s, "/"+lang+"/charts/"+v)
		if len(doc.find(".below table.figures tbody tr")) == 0 || doc.find(`script[type="application/json"]`).raw() == "" || len(doc.find(".drawing svg")) == 0 {
			t.Errorf("%s is not drawn", v)
		}
		var images int
		for _, at := range doc.find(".downloads a").attrs("href") {
			if path, _, _ := strings.Cut(at, "?"); strings.HasSuffix(path, ".svg") || strings.HasSuffix(path, ".png") {
				images++
			} else {
				t.Errorf("%s offers its data: %s", v, at)
			}
		}
		if images == 0 || len(doc.find(`link[type="text/csv"]`)) > 0 {
			t.Errorf("%s offers %d images, and its data: %v", v, images, doc.find(`link[type="text/csv"]`).attrs("href"))
		}
		pageAt(t, s, "/"+lang+"/embed/"+v)
		if a := get(t, s, "/"+lang+"/charts/"+strings.Replace(v, "?", ".svg?", 1)); a.status != http.StatusOK {
			t.Errorf("the image of %s = %d, want 200: it may be shown", v, a.status)
		}
		for _, lang := range locale.Languages() {
			for _, ending := range []string{".csv?", ".xlsx?", ".json?"} {
				refused(t, get(t, s, "/"+lang+"/charts/"+strings.Replace(v, "?", ending, 1)), v+ending)
			}
		}
		refused(t, get(t, s, "/api/v1/charts/"+v), v)
	}
	for _, path := range []string{"/api/v1/indices/rsf", "/api/v1/indices/rsf.csv", "/api/v1/indices/rsf.xlsx", "/api/v1/tallies", "/api/v1/tallies.csv", "/api/v1/tallies.xlsx", "/api/v1/tallies?basis=month"} {
		refused(t, get(t, s, path), path)
	}
	for _, path := range []string{"/api/v1/indices", "/api/v1/indices/eiu.csv", "/en/charts/trend.csv?index=eiu", "/api/v1/charts", "/en/monitor", "/en/"} {
		if a := get(t, s, path); a.status != http.StatusOK {
			t.Errorf("GET %s = %d, want 200: it is not restricted", path, a.status)
		}
	}
	for _, x := range decode[struct{ Indices []indexJSON }](t, s, "/api/v1/indices").Indices {
		if len(x.Observations) > 0 {
			t.Errorf("the list of indices hands out the figures of %s", x.Name)
		}
	}
}

func refused(t *testing.T, a answer, what string) {
	t.Helper()
	code, message, _ := problem(t, a)
	if a.status != http.StatusForbidden || code != "restricted" || !strings.Contains(message, "terms") || a.header.Get("Content-Disposition") != "" {
		t.Errorf("%s = %d, %s, %q, want 403 with the reason", what, a.status, code, message)
	}
}

const candour = `country,edition,measure,value,low,high,source,note
KAZ,2020,score,4,,,eiu-scores,
KAZ,2021,score,4.5,,,eiu-scores,"=HYPERLINK(""https://evil.example"")"
UZB,2021,score,7,,,eiu-scores,</script><script>alert(1)</script>
KGZ,2021,score,-1,,,eiu-scores,__f__alert(1)__f__
`

// addCandour describes an index that nobody publishes.
func addCandour(title string) func([]map[string]any) []map[string]any {
	return func(resources []map[string]any) []map[string]any {
		return append(resources, map[string]any{"name": "candour", "path": "candour.csv", "title": title, "sozdex": map[string]any{
			"kind": "index", "publisher": title, "status": title, "redistribution": "quoted",
			"measures": []any{map[string]any{"name": "score", "title": title, "role": "headline", "scale": map[string]any{"min": nil, "max": nil},
				"better": "high", "decimals": 1, "unit": title}},
		}})
	}
}

// TestAddedIndex adds an index to a data directory, with no Go code of its own.
func TestAddedIndex(t *testing.T) {
	t.Parallel()
	s := start(t, Config{Catalogue: load(t, overlay(t, addCandour("Candour Index"), map[string]string{"candour.csv": candour}))}, "")
	if got := len(records(t, get(t, s, "/api/v1/indices/candour.csv").body)); got != 4 {
		t.Errorf("the API hands out %d figures, want 4", got)
	}
	doc := pageAt(t, s, "/en/?sort=candour")
	if got := row(t, doc, ".league-table", "Kazakhstan").find("td")[column(t, doc, "candour")]; (elements{got}).find("b").text() != "4.5" {
		t.Errorf("the league table shows %q, want 4.5", elements{got}.text())
	}
	doc = pageAt(t, s, "/kk/charts/trend?index=candour&measure=score")
	if !strings.Contains(doc.find("h1").text(), "Candour Index") || len(doc.find(`option[value="candour.score"][selected]`)) != 1 {
		t.Errorf("the chart is headed %q", doc.find("h1").text())
	}
	doc = pageAt(t, s, "/en/countries/KAZ")
	if !strings.Contains(doc.find(".sentences").text(), "4.5 in Candour Index 2021") || len(doc.find("#chart-trend-candour")) != 1 ||
		!strings.Contains(doc.find(".glance tbody").text(), "Candour Index") {
		t.Errorf("the page of the country lacks the index: %s", doc.find(".sentences").text())
	}
	if !strings.Contains(pageAt(t, s, "/ru/sources").text(), "Candour Index") {
		t.Error("the sources lack the index")
	}
	if a := get(t, s, "/en/charts/profile?index=candour"); !bytes.Contains(a.body, []byte("notice")) {
		t.Error("an index without components has a profile")
	}
}

// TestHostileData shows data that tries to get out of where it stands.
func TestHostileData(t *testing.T) {
	t.Parallel()
	const title = `</script></title><script>alert(1)</script>"'><img src=x onerror=alert(1)> __f__function(){alert(1)}__f__ =HYPERLINK("x") {{.URL}}`
	s := start(t, Config{Catalogue: load(t, overlay(t, addCandour(title), map[string]string{"candour.csv": candour}))}, "")
	for _, path := range []string{
		"/en/", "/ru/?sort=candour", "/en/sources", "/kk/charts/", "/en/charts/trend?index=candour&measure=score", "/en/charts/ranking?index=candour&measure=score",
		"/en/embed/trend?index=candour&measure=score", "/ru/embed/ranking?index=candour&measure=score",
	} {
		doc := pageAt(t, s, path)
		if len(doc.find("img")) > 0 || len(doc.find("[onerror]")) > 0 {
			t.Errorf("the data writes elements into %s", path)
		}
		for _, script := range doc.find("script") {
			_, sourced := attributeOf(script, "src")
			if !sourced && attribute(script, "type") != "application/json" {
				t.Errorf("the data runs %q in %s", elements{script}.raw(), path)
			}
			if !sourced && !json.Valid([]byte(elements{script}.raw())) {
				t.Errorf("the option in %s is no JSON: %.300s", path, elements{script}.raw())
			}
		}
		if strings.Contains(path, "index=candour") && doc.find("h1").text() == "" {
			t.Errorf("%s has no heading", path)
		}
	}
	for _, path := range []string{"/api/v1/indices", "/api/v1/indices/candour", "/api/v1/charts/trend?index=candour", "/en/charts/trend.json?index=candour", "/api/v1/sources"} {
		if a := get(t, s, path); a.status != http.StatusOK || !json.Valid(a.body) || bytes.Contains(a.body, []byte("</script>")) {
			t.Errorf("GET %s = %d, %.200s, want JSON that cannot end a script", path, a.status, a.body)
		}
	}
	for _, path := range []string{"/api/v1/indices/candour.csv", "/en/charts/trend.csv?index=candour&countries=KAZ", "/en/charts/ranking.csv?index=candour"} {
		a := get(t, s, path)
		for _, r := range records(t, a.body) {
			for name, cell := range r {
				if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("a spreadsheet runs %s of %s: %s", name, path, cell)
				}
			}
			if r["country"] == "KGZ" && r["value"] != "-1" {
				t.Errorf("%s gives %q for -1", path, r["value"])
			}
		}
		if disposition := a.header.Get("Content-Disposition"); strings.ContainsAny(disposition, "<>'") {
			t.Errorf("%s is kept as %s", path, disposition)
		}
	}
}

// without leaves resources of the data out.
func without(names ...string) func([]map[string]any) []map[string]any {
	return func(resources []map[string]any) []map[string]any {
		return slices.DeleteFunc(resources, func(r map[string]any) bool { return slices.Contains(names, r["name"].(string)) })
	}
}

// TestSmallDirectories serves data that lacks much of what the built-in data has.
func TestSmallDirectories(t *testing.T) {
	t.Parallel()
	const fiction = `{"name": "fiction", "title": "Fiction", "created": "2026-01-01", "resources": [
  {"name": "sources", "path": "sources.csv", "sozdex": {"kind": "sources"}},
  {"name": "candour", "path": "candour.csv", "title": "Candour Index", "sozdex": {
    "kind": "index", "publisher": "Nobody", "redistribution": "quoted", "measures": [
      {"name": "score", "title": "Candour", "role": "headline", "scale": {"min": 0, "max": 10}, "better": "high", "decimals": 1}]}}]}`
	directory := func(rows string) fstest.MapFS {
		return fstest.MapFS{
			"datapackage.json": {Data: []byte(fiction)},
			"sources.csv":      {Data: []byte("id,publisher,title,url,licence,retrieved,via\na,Nobody,Candour,,free,2026-01-01,none\n")},
			"candour.csv":      {Data: []byte("country,edition,measure,value,low,high,source,note\n" + rows)},
		}
	}
	for _, tt := range []struct {
		name    string
		dir     fstest.MapFS
		charts  []string
		monitor int
	}{
		{"no monitor", overlay(t, without("adilsoz", "incidents"), nil), []string{"trend", "rank", "small-multiples", "heatmap", "ranking", "change", "rank-shift", "map", "profile", "scatter", "agreement", "normalised"}, 404},
		{"no index", overlay(t, without("eiu", "rsf", "fiw", "vdem", "cpj", "quotes"), nil), []string{"monthly", "year-to-date", "outcomes", "damages", "composition", "coverage"}, 200},
		{"one index, not of the fifteen", directory("FRA,2021,score,5,,,a,\n"), nil, 404},
		{"one index, one figure", directory("KAZ,2021,score,5,,,a,\n"), []string{"trend", "rank", "small-multiples", "heatmap", "ranking", "map"}, 404},
		{"one index, two editions far apart", directory("KAZ,1995,score,5,,,a,\nUZB,2021,score,0,,,a,\n"), []string{"trend", "rank", "small-multiples", "heatmap", "ranking", "change", "map"}, 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log lines
			s := start(t, Config{Catalogue: load(t, tt.dir), Log: log.logger()}, "")
			var slugs []string
			for _, c := range s.charts {
				slugs = append(slugs, c.Slug)
			}
			if !slices.Equal(slugs, tt.charts) {
				t.Errorf("the charts are %v, want %v", slugs, tt.charts)
			}
			for _, r := range s.table() {
				for _, path := range examples(s, r.path) {
					// The files do not depend on the data, and one language and one index do for all.
					if strings.HasPrefix(path, "/ru/") || strings.HasPrefix(path, "/kk/") || r.policy == asset ||
						strings.HasSuffix(r.path, ":index") && !strings.Contains(path, s.Catalogue.Indices[0].Name) {
						continue
					}
					want := []int{200, 301, 302}
					if strings.Contains(r.path, "/monitor") || strings.HasPrefix(r.path, "/api/v1/tallies") {
						want = []int{tt.monitor}
					}
					// What the trend can draw has countries to tell of and to compare.
					if (strings.Contains(r.path, "/countries/") || r.path == "/:lang/compare") && !slices.Contains(tt.charts, "trend") {
						want = []int{404}
					}
					a := get(t, s, path)
					if !slices.Contains(want, a.status) {
						t.Errorf("GET %s = %d, want %v", path, a.status, want)
					}
					if strings.HasPrefix(path, "/en/") && a.status == 200 && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
						checkPage(t, path, "en", a.body, parse(t, a.body))
					}
				}
			}
			for _, slug := range []string{"trend", "rank", "small-multiples", "heatmap", "ranking", "profile", "monthly"} {
				for _, form := range []string{"/en/charts/" + slug, "/en/embed/" + slug, "/en/charts/" + slug + ".csv", "/en/charts/" + slug + ".json", "/api/v1/charts/" + slug} {
					a := get(t, s, form)
					if known := slices.Contains(tt.charts, slug); known == (a.status == 404) || a.status >= 500 {
						t.Errorf("GET %s = %d", form, a.status)
					}
				}
			}
			for _, line := range log.take(t) {
				if line["level"] == "ERROR" {
					t.Errorf("the server logs %v", line)
				}
			}
			crawl := pageAt(t, s, "/en/")
			for _, href := range crawl.find("a[href]").attrs("href") {
				if local, ok := ours(href); ok && !strings.HasPrefix(local, "#") {
					if a := get(t, s, local, "If-None-Match", "*"); a.status != 304 {
						t.Errorf("the front page leads to %s, which is %d", local, a.status)
					}
				}
			}
			list := decode[struct{ Charts []chartJSON }](t, s, "/api/v1/charts")
			if list.Charts == nil || len(list.Charts) != len(tt.charts) {
				t.Errorf("the API lists the charts %v", list.Charts)
			}
			for _, x := range decode[struct{ Indices []indexJSON }](t, s, "/api/v1/indices").Indices {
				for _, m := range x.Measures {
					if m.Editions == nil {
						t.Errorf("the editions of %s are null", m.Name)
					}
				}
			}
		})
	}
}
