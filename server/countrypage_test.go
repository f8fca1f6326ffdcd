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

// TestCountryPage finds on the page what is told of a country, in each language.
func TestCountryPage(t *testing.T) {
	s := shared()
	for _, lang := range locale.Languages() {
		told := charts.MakeCountry(builtIn(), "KAZ", s.bundle.In(lang))
		at := "/" + lang + "/countries/KAZ"
		doc := pageAt(t, s, at)
		var sentences []string
		for _, sentence := range told.Told {
			sentences = append(sentences, flat(sentence.Text))
		}
		if diff := cmp.Diff(sentences, doc.find(".sentences li").texts()); diff != "" {
			t.Errorf("%s tells (-want +got):\n%s", at, diff)
		}
		for _, meta := range []string{`meta[name="description"]`, `meta[property="og:description"]`} {
			if got := doc.find(meta).attr("content"); got != told.Told[0].Text {
				t.Errorf("%s of %s = %q, want the first sentence", meta, at, got)
			}
		}
		if diff := cmp.Diff(tableOf(told.Glance), shown(doc.find(".glance table"))); diff != "" {
			t.Errorf("the table of %s (-want +got):\n%s", at, diff)
		}
		var want []string
		for _, v := range told.Views {
			want = append(want, "/"+lang+"/charts/"+v.Chart.Slug+"?"+v.Query())
		}
		if diff := cmp.Diff(want, doc.find(".plate .more").attrs("href")); diff != "" || len(want) != len(builtIn().Indices)+1 {
			t.Errorf("%s leads to the charts (-want +got):\n%s", at, diff)
		}
		if got := len(doc.find(".rules dt")); got != len(told.Events) {
			t.Errorf("%s shows %d events, want %d", at, got, len(told.Events))
		}
		if got := doc.find("#share-link").attr("value"); got != address+at || !strings.HasSuffix(doc.find(".citation").text(), address+at) {
			t.Errorf("%s stays at %q", at, got)
		}
	}
	if doc := pageAt(t, s, "/en/countries/KAZ"); len(doc.find("#monitor-title")) != 1 || len(doc.find(".incidents li")) != len(builtIn().Incidents) {
		t.Error("the page of Kazakhstan lacks its monitor or the cases")
	}
	if doc := pageAt(t, s, "/en/countries/EST"); len(doc.find("#monitor-title"))+len(doc.find(".incidents li")) != 0 {
		t.Error("the page of Estonia has a monitor or cases of another country")
	}
}

func TestCountryAddresses(t *testing.T) {
	s := shared()
	if a := get(t, s, "/kk/countries/kaz"); a.status != http.StatusMovedPermanently || a.header.Get("Location") != "/kk/countries/KAZ" {
		t.Errorf("GET /kk/countries/kaz = %d to %q", a.status, a.header.Get("Location"))
	}
	for _, tt := range []struct {
		name string
		want []string
	}{
		{"KAS", []string{"KAZ (Kazakhstan)", "KGZ (Kyrgyzstan)"}},
		{"lithuania", []string{"LTU (Lithuania)", "LVA (Latvia)"}},
	} {
		a := get(t, s, "/en/countries/"+tt.name)
		if got := parse(t, a.body).find("main li").texts(); a.status != http.StatusNotFound || !slices.Equal(got, tt.want) {
			t.Errorf("GET /en/countries/%s = %d with %q, want 404 with %q", tt.name, a.status, got, tt.want)
		}
	}
	if got := parse(t, get(t, s, "/en/countries/%ff%00").body).find("main li").texts(); len(got) != len(datasets.PostSoviet()) {
		t.Errorf("a name that begins like none is answered with %q", got)
	}
	var links []string
	for _, code := range datasets.PostSoviet() {
		links = append(links, "/ru/countries/"+code)
	}
	for _, from := range []string{"/ru/", "/ru/countries/"} {
		got := pageAt(t, s, from).find(`main a[href^="/ru/countries/"]`).attrs("href")
		slices.Sort(got)
		if !slices.Equal(got, links) {
			t.Errorf("%s leads to %q", from, got)
		}
	}
}

// TestBusyCountry: the page stands without its drawings, and is not kept then.
func TestBusyCountry(t *testing.T) {
	s := start(t, Config{Renderer: small(t)}, "")
	release := hold(t, s.Renderer)
	defer release()
	a := get(t, s, "/en/countries/KAZ")
	doc := parse(t, a.body)
	if a.status != http.StatusOK || len(doc.find(".undrawn")) == 0 || a.header.Get("Cache-Control") != "no-store" || len(doc.find(".sentences li")) != 3 {
		t.Errorf("GET /en/countries/KAZ of a busy renderer = %d, %v", a.status, a.header)
	}
	checkPage(t, "/en/countries/KAZ", "en", a.body, doc)
}
