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
	var shift float64
	p.eval(`new Promise((done) => {
		let shift = 0;
		new PerformanceObserver((list) => { for (const e of list.getEntries()) shift += e.value; }).observe({type: "layout-shift", buffered: true});
		setTimeout(() => done(shift), 1000);
	})`, &shift)
	if shift != 0 {
		t.Errorf("layout shift of the article = %v, want 0", shift)
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
