package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// TestCompare goes through the tabs: each keeps the choice, is marked where it is
// chosen, and shows a drawing for every index, or says why not.
func TestCompare(t *testing.T) {
	s := shared()
	const choice = "indices=rsf,vdem&countries=EST,KAZ&from=2013&to=2019"
	for _, slug := range charts.ComparisonCharts(builtIn()) {
		lang := locale.Languages()[len(slug)%3]
		query := "chart=" + slug + "&" + choice
		if slug == "trend" {
			query = choice
		}
		doc := pageAt(t, s, "/"+lang+"/compare?"+query)
		if got := doc.find(`.tabs a[aria-current="page"]`).attr("href"); got != "/"+lang+"/compare?"+query {
			t.Errorf("%s: the marked tab leads to %q", query, got)
		}
		for _, a := range doc.find(".tabs a") {
			if href := attribute(a, "href"); !strings.HasSuffix(href, choice) {
				t.Errorf("%s: a tab leads to %q, which loses the choice", query, href)
			}
		}
		if got := doc.find(`.controls input[name="chart"]`).attr("value"); got != slug {
			t.Errorf("%s: the form would show %q", query, got)
		}
		var chosen []string
		for _, box := range doc.find(".controls input[checked]") {
			chosen = append(chosen, attribute(box, "value"))
		}
		if diff := cmp.Diff([]string{"rsf", "vdem", "KAZ", "EST"}, chosen); diff != "" {
			t.Errorf("%s: chosen (-want +got):\n%s", query, diff)
		}
		drawings, tables := len(doc.find(".plate svg")), len(doc.find("table.figures"))
		if slug == charts.ComparisonTable && (tables != 3 || drawings != 0) || slug != charts.ComparisonTable && drawings == 0 && len(doc.find(".footnotes li")) == 0 {
			t.Errorf("%s: %d drawings and %d tables", query, drawings, tables)
		}
		for _, link := range doc.find(".plate .more") {
			// With a copy at hand, since what is asked is the address and not the drawing.
			if res := get(t, s, attribute(link, "href"), "If-None-Match", "*"); res.status != http.StatusNotModified {
				t.Errorf("%s: %s answers %d", query, attribute(link, "href"), res.status)
			}
		}
	}
}

func TestCompareGroups(t *testing.T) {
	doc := pageAt(t, shared(), "/en/compare?chart=table&countries=EST,LTU,LVA")
	if got := doc.find(`.groups a[aria-current]`).text(); got != "Baltic states" {
		t.Errorf("marked group = %q, want the Baltic states", got)
	}
	var all []string
	for _, r := range regions() {
		all = append(all, r.states...)
	}
	slices.Sort(all)
	if diff := cmp.Diff(datasets.PostSoviet(), all); diff != "" {
		t.Errorf("the regions together (-want +got):\n%s", diff)
	}
}

func TestCompareIsCanonical(t *testing.T) {
	s := shared()
	res := get(t, s, "/en/compare?indices=eiu&indices=rsf&countries=KGZ&countries=KAZ&from=&to=&chart=trend")
	if got, want := res.header.Get("Location"), "/en/compare?countries=KAZ,KGZ"; res.status != http.StatusFound || got != want {
		t.Errorf("status %d, Location %q, want a redirect to %q", res.status, got, want)
	}
	doc := pageAt(t, s, "/ru/compare?chart=pie&indices=rsf,<b>")
	if got := doc.find(".notice").text(); !strings.Contains(got, "pie") || !strings.Contains(got, "<b>") {
		t.Errorf("notice = %q, want it to name pie and <b>", got)
	}
}
