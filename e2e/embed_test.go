package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// An embed stands in another site's page: it is drawn there, never jumps, and
// asks only its own host.
func TestEmbedInAnotherSite(t *testing.T) {
	if err := setUp(); err != nil {
		t.Fatal(err)
	}
	article := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Article</title><link rel="icon" href="data:,">
			<p>Before</p><iframe id="embed" src="%s/en/embed/trend?index=rsf&amp;measure=score" title="RSF" width="100%%" height="560"></iframe><p>After</p>`, theStage.url)
	}))
	defer article.Close()
	p := open(t, article.URL, options{width: 700, height: 900})
	for _, shift := range p.shifts() {
		t.Errorf("the article jumps by %v: %s", shift.Value, shift.What)
	}
	// What is in the frame belongs to another site: only the picture tells.
	if inked := p.inked("#embed"); inked < 0.02 {
		t.Errorf("%.3f of the frame has ink", inked)
	}
}

// The notes open under the drawing, which stays whole, and the frame scrolls.
func TestEmbedNotes(t *testing.T) {
	p := open(t, "/en/embed/trend?index=rsf&measure=score", options{width: 390, height: 560})
	p.still()
	var before, after float64
	const height = `document.querySelector(".drawing").getBoundingClientRect().height`
	p.eval(height, &before)
	p.click("details.source-line summary")
	p.waitFor("details.source-line li")
	p.eval(height, &after)
	if before != after {
		t.Errorf("the drawing was %v px high, and with the notes is %v", before, after)
	}
	var under, wide float64
	p.eval(`document.querySelector("details.source-line").getBoundingClientRect().top - document.querySelector(".drawing").getBoundingClientRect().bottom`, &under)
	p.eval(`document.documentElement.scrollWidth - innerWidth`, &wide)
	if under < 0 || wide > 0 {
		t.Errorf("the notes begin %v px below the drawing and are %v px too wide", under, wide)
	}
	for _, v := range p.axe() {
		t.Errorf("axe: %s (%s): %v", v.Rule, v.Help, v.Selectors)
	}
}

func TestEmbedTheme(t *testing.T) {
	const light, dark = "rgb(255, 255, 255) rgb(22, 32, 42)", "rgb(22, 28, 34) rgb(233, 238, 242)"
	for _, test := range []struct {
		theme string
		dark  bool // what the reader prefers
		want  string
	}{{"dark", false, dark}, {"light", true, light}, {"auto", false, light}, {"auto", true, dark}} {
		p := open(t, "/en/embed/ranking?index=rsf&measure=score&theme="+test.theme, options{width: 640, height: 680, dark: test.dark})
		p.still()
		var got string
		p.eval(`getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(`+svgText("Kazakhstan")+`).fill`, &got)
		if got != test.want {
			t.Errorf("theme=%s where the reader prefers dark: %v: background and letters %s, want %s", test.theme, test.dark, got, test.want)
		}
	}
}

// Other pages cannot be framed, so that nobody can dress them up as their own.
func TestPagesCannotBeFramed(t *testing.T) {
	if err := setUp(); err != nil {
		t.Fatal(err)
	}
	response, err := http.Get(theStage.url + "/en/")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if csp := response.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("Content-Security-Policy = %q, want frame-ancestors 'none'", csp)
	}
}
