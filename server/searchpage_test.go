package server

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/server/search"
)

func TestSearchPage(t *testing.T) {
	for _, tt := range []struct{ path, first, also string }{
		{"/en/search?q=August+2021", "/en/monitor/2021-08", ""},
		{"/ru/search?q=%D0%90%D0%B2%D0%B3%D1%83%D1%81%D1%82+2021", "/ru/monitor/2021-08", ""},
		{"/kk/search?q=kazakhstan+RSF", "/kk/charts/trend?index=rsf&measure=score&countries=KAZ", ""},
		{"/en/search?q=Kirghizia", "/en/countries/KGZ", "Kirghizia"},
	} {
		doc := pageAt(t, shared(), tt.path)
		if got := doc.find(".found a").attr("href"); got != tt.first {
			t.Errorf("the first result of %s leads to %q, want %q", tt.path, got, tt.first)
		}
		if got := doc.find(".found li")[:1].find("span.hint:not(.about)").text(); (got == "") != (tt.also == "") || !strings.Contains(got, tt.also) {
			t.Errorf("the first result of %s was found as %q, want %q", tt.path, got, tt.also)
		}
		if got := len(doc.find("form[role=search]")); got != 1 {
			t.Errorf("%s has %d forms, want one", tt.path, got)
		}
		if got := doc.find("meta[name=robots]").attr("content"); got != "noindex" {
			t.Errorf("robots of %s = %q, want noindex", tt.path, got)
		}
	}
}

// The examples of a page that found nothing find something, and what was asked
// stands in the field as it was.
func TestSearchFindsNothing(t *testing.T) {
	const asked = `</script><b>"qqqq`
	for _, lang := range locale.Languages() {
		doc := pageAt(t, shared(), "/"+lang+"/search?"+url.Values{"q": {asked}}.Encode())
		if got := doc.find("form input").attr("value"); got != asked {
			t.Errorf("the field of /%s/search holds %q, want %q", lang, got, asked)
		}
		if len(doc.find("main b, .found")) != 0 {
			t.Errorf("/%s/search has markup of the query, or results", lang)
		}
		examples := doc.find(".examples a").attrs("href")
		if len(examples) < 4 {
			t.Errorf("/%s/search has the examples %q, want at least 4", lang, examples)
		}
		for _, at := range examples {
			if len(pageAt(t, shared(), at).find(".found a")) == 0 {
				t.Errorf("the example %s finds nothing", at)
			}
		}
	}
}

func TestSearchQuery(t *testing.T) {
	long := strings.Repeat("я", search.MaxQuery)
	for _, tt := range []struct {
		query  string
		notice bool
	}{
		{"q=" + long, false},
		{"q=" + long + "x", true},
		{"q=a&q=b", true},
		{"q=rsf&index=rsf", true},
		{"q=%ff%00", false},
	} {
		a := get(t, shared(), "/ru/search?"+tt.query)
		if got := a.header.Get("Cache-Control"); a.status != http.StatusOK || got != "no-store" {
			t.Errorf("GET /ru/search?%s = %d, Cache-Control %q, want 200, no-store", tt.query, a.status, got)
		}
		if got := len(parse(t, a.body).find(".notice")) > 0; got != tt.notice {
			t.Errorf("a notice at /ru/search?%s = %v, want %v", tt.query, got, tt.notice)
		}
	}
}

// Every page but the search itself has its field at the top.
func TestSearchField(t *testing.T) {
	for _, lang := range locale.Languages() {
		for _, path := range []string{"/", "/charts/", "/monitor", "/sources", "/nothing"} {
			form := parse(t, get(t, shared(), "/"+lang+path).body).find("header form[role=search]")
			if got, want := form.attr("action"), "/"+lang+"/search"; len(form) != 1 || got != want {
				t.Errorf("/%s%s has %d fields that lead to %q, want one to %q", lang, path, len(form), got, want)
			}
		}
	}
}
