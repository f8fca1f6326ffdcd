package e2e

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

func TestOverviewOpens(t *testing.T) {
	p := open(t, "/en/", options{})
	if p.text("h1") == "" {
		t.Error("the overview has no heading")
	}
}

// Tests of other pages prove nothing if what goes wrong there is not seen.
func TestPageSeesProblems(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Security-Policy", "script-src 'self'")
			w.Write([]byte(`<!doctype html><title>Bad</title><p>Bad</p><script>never()</script>
				<script src="/bad.js"></script><img src="` + other.URL + `/other.png">`))
		case "/bad.js":
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte(`console.error("said", 1); fetch("/missing"); undefinedFunction();`))
		default:
			http.NotFound(w, r)
		}
	}))
	defer bad.Close()

	p := newPage(t, bad.URL+"/", options{})
	p.eval(`fetch("/missing")`, nil)
	problems := strings.Join(p.seen(), "\n")
	for _, want := range []string{
		"asks another host: " + other.URL,
		"Content Security Policy",
		`console: "said" 1`,
		"undefinedFunction is not defined",
		"404",
	} {
		if !strings.Contains(problems, want) {
			t.Errorf("the problems seen do not have %q:\n%s", want, problems)
		}
	}
	if found := p.axe(); len(found) == 0 || len(found[0].Selectors) == 0 {
		t.Errorf("axe() = %v, want violations with selectors", found)
	}
}

func TestPageOptions(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" && r.URL.Path != "/next" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(`<!doctype html><link rel="icon" href="data:,"><p>off</p><a href="/next?a=1">Next</a>
			<script>document.querySelector("p").textContent = "on"</script>`))
	}))
	defer site.Close()

	p := open(t, site.URL+"/", options{width: 390, height: 844, dark: true, noJS: true})
	var width int
	p.eval("innerWidth", &width)
	var dark bool
	p.eval(`matchMedia("(prefers-color-scheme: dark)").matches`, &dark)
	if width != 390 || !dark || p.text("p") != "off" {
		t.Errorf("width %d, dark %v, script %q, want 390, true, off", width, dark, p.text("p"))
	}
	p.click("a")
	p.waitFor("p")
	if got := p.url(); got != "/next?a=1" {
		t.Errorf("url() = %q, want /next?a=1", got)
	}
	p.screenshot(filepath.Join(t.TempDir(), "page.png"))

	if got := open(t, site.URL+"/", options{}).text("p"); got != "on" {
		t.Errorf("with scripts the text is %q, want on", got)
	}
	open(t, site.URL+"/none", options{status: http.StatusNotFound})
}
