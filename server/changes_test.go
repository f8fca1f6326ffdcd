package server

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/server/cache"
)

// secondRelease serves data that changed once, with another list of changes
// where one is given and datapackage.json edited as strings.NewReplacer does.
func secondRelease(t *testing.T, changes string, edits ...string) *Server {
	t.Helper()
	const from = "../datasets/testdata/releases/second/"
	dir := fstest.MapFS{}
	for _, name := range []string{"datapackage.json", "press.csv", "candour.csv", "watch.csv", "origin.csv", "changes.csv"} {
		text, err := os.ReadFile(from + name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "datapackage.json" {
			text = []byte(strings.NewReplacer(edits...).Replace(string(text)))
		}
		dir[name] = &fstest.MapFile{Data: text}
	}
	if changes != "" {
		dir["changes.csv"].Data = []byte(changes)
	}
	return start(t, Config{Catalogue: load(t, dir)}, "")
}

func TestChangesPage(t *testing.T) {
	t.Parallel()
	s := secondRelease(t, "")
	doc := pageAt(t, s, "/en/changes")
	want := []string{"Candour Index: added: 1", "Press Index: changed: 2, added: 1, withdrawn: 1", "A monitor: changed: 1", "First release: 4 figures of 1 index"}
	if diff := cmp.Diff(want, doc.find("h2").texts()); diff != "" {
		t.Errorf("the entries (-want +got):\n%s", diff)
	}
	var rows []string
	for _, tr := range doc.find("tbody tr") {
		rows = append(rows, strings.Join(elements{tr}.find("th,td").texts(), "|"))
	}
	want = []string{
		"Kazakhstan|Candour|2025|no figure|7",
		"Kazakhstan|Score|2024|41.5|42.5", "Kazakhstan|Trust|2024|0.50 (0.40–0.60)|0.50 (0.45–0.60)", "Kazakhstan|Score|2025|no figure|43", "Kyrgyzstan|Score|2025|51|no figure",
		"Kazakhstan|acts|1 January 2025 – 31 January 2025, in the month|4 cases|5 cases",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("the changes (-want +got):\n%s", diff)
	}
	if got := pageAt(t, s, "/ru/changes").text(); !strings.Contains(got, "0,50 (0,40–0,60)") {
		t.Errorf("the Russian page has no decimal comma:\n%s", got)
	}
}

// TestChangesFeed holds the feed of each language against the page of the same.
func TestChangesFeed(t *testing.T) {
	t.Parallel()
	s := secondRelease(t, "")
	for _, lang := range locale.Languages() {
		at := address + "/" + lang + "/changes"
		a := get(t, s, "/"+lang+"/changes.atom")
		if got := a.header.Get("Content-Type"); got != "application/atom+xml; charset=utf-8" || a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("the feed is %s", got)
		}
		var feed atomFeed
		if err := xml.Unmarshal(a.body, &feed); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(a.body), `xml:lang="`+lang+`"`) || feed.ID != at || feed.Author == "" || feed.Updated != "2026-09-01T00:00:00Z" {
			t.Errorf("the feed in %s is %s of %s by %q", lang, feed.ID, feed.Updated, feed.Author)
		}
		if diff := cmp.Diff([]atomLink{{"self", "application/atom+xml", at + ".atom"}, {"alternate", "text/html", at}}, feed.Links); diff != "" {
			t.Errorf("links of the feed (-want +got):\n%s", diff)
		}
		doc := pageAt(t, s, "/"+lang+"/changes")
		if got := doc.find(`link[type="application/atom+xml"]`).attr("href"); got != at+".atom" {
			t.Errorf("the page leads to the feed %s, want %s.atom", got, at)
		}
		var titles []string
		ids := map[string]bool{}
		for _, e := range feed.Entries {
			titles = append(titles, e.Title)
			ids[e.ID] = true
			_, anchor, _ := strings.Cut(e.ID, "#")
			if len(doc.find("#"+anchor)) != 1 || e.Link.Href != e.ID {
				t.Errorf("the entry %s leads to %s, which is not on the page", e.ID, e.Link.Href)
			}
			if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || !strings.Contains(e.ID, e.Updated[:10]) {
				t.Errorf("the entry %s is of %s", e.ID, e.Updated)
			}
			if e.Content.Type != "html" || !strings.Contains(e.Content.Text, "<li>") && !strings.Contains(e.Content.Text, "<table") {
				t.Errorf("the entry %s says %q", e.ID, e.Content.Text)
			}
		}
		if diff := cmp.Diff(doc.find("h2").texts(), titles); diff != "" || len(ids) != 4 {
			t.Errorf("entries (-page +feed):\n%s", diff)
		}
	}
}

// TestWithoutRelease: data of no date has no changes, and a server that does not
// know its address no feed.
func TestWithoutRelease(t *testing.T) {
	t.Parallel()
	dateless := secondRelease(t, "text,en,ru,kk\n", `"created": "2026-09-01",`, "", `"kind": "changes"`, `"kind": "translations"`, `,
        "since": "2026-03-01"`, "")
	for _, path := range []string{"/en/changes", "/en/changes.atom"} {
		if a := get(t, dateless, path); a.status != http.StatusNotFound {
			t.Errorf("GET %s of data without a date = %d, want 404", path, a.status)
		}
	}
	if links := pageAt(t, dateless, "/en/").find(`a[href="/en/changes"], link[type="application/atom+xml"]`); len(links) > 0 {
		t.Errorf("a page leads to changes that there are none of: %v", links.attrs("href"))
	}
	s, artifacts, err := newServer(Config{}, cache.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer artifacts.Close()
	if a := get(t, s, "/en/changes.atom"); a.status != http.StatusNotFound {
		t.Errorf("GET /en/changes.atom without an address = %d, want 404", a.status)
	}
	if doc := pageAt(t, s, "/en/changes"); len(doc.find(`a[href$=".atom"], link[type="application/atom+xml"]`)) > 0 {
		t.Error("a page leads to a feed that there is none of")
	}
}

func TestChangesFiles(t *testing.T) {
	t.Parallel()
	s := secondRelease(t, "")
	want := s.Catalogue.Changes
	got := decode[struct {
		Release, Since string
		Changes        []datasets.Change
	}](t, s, "/api/v1/changes")
	if diff := cmp.Diff(want, got.Changes); diff != "" || got.Release != "2026-09-01" || got.Since != "2026-03-01" {
		t.Errorf("changes of %s since %s (-want +got):\n%s", got.Release, got.Since, diff)
	}
	a := get(t, s, "/api/v1/changes.csv")
	rows := records(t, a.body)
	if len(rows) != len(want) || rows[1]["to"] != want[1].To || rows[0]["rows_of_changes"] != "6" {
		t.Errorf("changes.csv = %v", rows)
	}
	if name := a.header.Get("Content-Disposition"); name != `attachment; filename="sozdex-changes-whole-6-rows.csv"` {
		t.Errorf("changes.csv is kept as %s", name)
	}
}

// TestLastModified: data is of its release, and a reader who has an answer of the
// same day is asked for its ETag, which names the build too.
func TestLastModified(t *testing.T) {
	t.Parallel()
	s := secondRelease(t, "")
	const want = "Tue, 01 Sep 2026 00:00:00 GMT"
	for _, path := range []string{
		"/en/charts/trend.csv", "/en/charts/trend.xlsx", "/en/charts/trend.json", "/en/changes.atom", "/api/v1/charts/trend", "/api/v1/indices", "/api/v1/indices/press",
		"/api/v1/indices/press.csv", "/api/v1/indices/press.xlsx", "/api/v1/tallies", "/api/v1/tallies.csv", "/api/v1/sources", "/api/v1/changes", "/api/v1/changes.csv",
	} {
		for range 2 { // from the shortcut too
			a := get(t, s, path, "If-Modified-Since", want)
			if a.status != http.StatusOK || a.header.Get("Last-Modified") != want {
				t.Errorf("GET %s = %d of %q, want 200 of %s", path, a.status, a.header.Get("Last-Modified"), want)
			}
			if a := get(t, s, path, "If-None-Match", a.header.Get("ETag")); a.status != http.StatusNotModified || a.header.Get("Last-Modified") != want {
				t.Errorf("GET %s by its ETag = %d of %q, want 304 of %s", path, a.status, a.header.Get("Last-Modified"), want)
			}
		}
	}
	for _, path := range []string{"/en/", "/en/charts/trend.csv?index=nope", "/api/v1/openapi.json"} {
		if got := get(t, s, path).header.Get("Last-Modified"); got != "" {
			t.Errorf("GET %s is of %s, want no date", path, got)
		}
	}
}

// TestManyChanges lists the first changes of a release that has many, and none of
// an index that may not be handed out.
func TestManyChanges(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	rows.WriteString("release,index,country,edition,basis,measure,from,to,source,note\n")
	for i := range mostLines + 5 {
		fmt.Fprintf(&rows, "2026-09-01,gone,KAZ,%d,,score,%d,,,\n", 1950+i, i)
	}
	rows.WriteString("2026-09-01,press,KAZ,2024,,score,41.5,42.5,a,\n")
	s := secondRelease(t, rows.String(), `"publisher": "A Publisher",
        "redistribution": "quoted"`, `"publisher": "A Publisher", "redistribution": "restricted"`)
	doc := pageAt(t, s, "/en/changes")
	if got := len(doc.find("tbody tr")); got != mostLines || !strings.Contains(doc.text(), "5 more changes") || !strings.Contains(doc.text(), "1 more change is") {
		t.Errorf("the page lists %d changes, want %d and that 5 and 1 are left out:\n%s", got, mostLines, doc.text())
	}
	if got := records(t, get(t, s, "/api/v1/changes.csv").body); len(got) != mostLines+5 || slices.ContainsFunc(got, func(r map[string]string) bool { return r["index"] == "press" }) {
		t.Errorf("changes.csv has %d rows, want %d and none of what may not be handed out", len(got), mostLines+5)
	}
}
