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
}

// Nothing within an embed jumps either, from its first byte until it is drawn.
func TestEmbedNeverJumps(t *testing.T) {
	for _, path := range paths() {
		if !strings.HasPrefix(path, "/embed/") {
			continue
		}
		for lang, width := range map[string]int64{"en": 390, "ru": 390, "kk": 700} {
			p := open(t, "/"+lang+path, options{width: width, height: 560})
			p.drawn()
			for _, shift := range p.shifts() {
				t.Errorf("%s at %d px jumps by %v: %s", "/"+lang+path, width, shift.Value, shift.What)
			}
		}
	}
}

// shift is a jump of what a page shows.
type shift struct {
	Value float64
	What  string
}

// shifts returns the jumps since the page was opened.
func (p *page) shifts() []shift {
	p.t.Helper()
	var shifts []shift
	p.eval(`new Promise((done) => {
		const shifts = [];
		new PerformanceObserver((list) => {
			for (const {value, sources} of list.getEntries()) {
				shifts.push({value, what: sources.map(({node, previousRect: a, currentRect: b}) =>
					(node?.className || node?.nodeName) + " from " + [a.x, a.y, a.width, a.height] + " to " + [b.x, b.y, b.width, b.height]).join("; ")});
			}
		}).observe({type: "layout-shift", buffered: true});
		setTimeout(() => done(shifts), 500);
	})`, &shifts)
	return shifts
}

// The notes open under the drawing, which stays whole, and the frame scrolls.
func TestEmbedNotes(t *testing.T) {
	p := open(t, "/en/embed/trend?index=rsf&measure=score", options{width: 390, height: 560})
	p.drawn()
	p.click("details.source-line summary")
	p.waitFor("details.source-line li")
	var under, wide float64
	p.eval(`document.querySelector("details.source-line").getBoundingClientRect().top - document.querySelector(".drawing canvas").getBoundingClientRect().bottom`, &under)
	p.eval(`document.documentElement.scrollWidth - innerWidth`, &wide)
	if under < 0 || wide > 0 {
		t.Errorf("the notes begin %v px below the drawing and are %v px too wide", under, wide)
	}
	for _, v := range p.axe() {
		t.Errorf("axe: %s (%s): %v", v.Rule, v.Help, v.Selectors)
	}
}

func TestEmbedTheme(t *testing.T) {
	for theme, want := range map[string]string{"dark": "rgb(22, 28, 34)", "light": "rgb(255, 255, 255)"} {
		p := open(t, "/en/embed/ranking?index=rsf&measure=score&theme="+theme, options{width: 640, height: 680, dark: theme == "light"})
		p.drawn()
		var got string
		p.eval(`getComputedStyle(document.body).backgroundColor`, &got)
		if got != want {
			t.Errorf("theme=%s: background %s, want %s", theme, got, want)
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
