package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// paths are every kind of page, below the language.
func paths() []string {
	return []string{
		"/", "/?sort=rsf", "/charts/", "/monitor", "/sources", "/changes", "/search", "/search?q=rsf+2021",
		"/compare", "/compare?chart=table&indices=eiu,rsf,vdem,cpj",
		"/countries/", "/countries/KAZ",
		"/monitor/2024-10", "/monitor/2021-08", "/monitor/2014-10", "/monitor/2019",
		"/figures/rsf.score.KAZ.2022", "/figures/adilsoz.criminal_charges_slander.month.2014-07",
		"/charts/trend?index=rsf&measure=score",
		"/charts/trend?index=vdem&measure=electoral_democracy",
		"/charts/trend?index=fiw&measure=status",
		"/charts/rank?index=rsf&measure=score",
		"/charts/small-multiples?index=rsf&measure=score",
		"/charts/heatmap?index=rsf&measure=score",
		"/charts/ranking?index=eiu&measure=score&year=2020",
		"/charts/ranking?index=cpj&measure=imprisoned",
		"/charts/change?index=rsf&measure=score&from=2022&to=2026",
		"/charts/change?index=rsf&measure=rank&from=2021&to=2022",
		"/charts/map?index=rsf&measure=score",
		"/charts/rank-shift?index=rsf&measure=score&from=2024&to=2025",
		"/charts/profile?index=eiu",
		"/charts/scatter?index=rsf&against=vdem",
		"/charts/agreement?statistic=rho",
		"/charts/normalised?countries=UKR&scale=percentile",
		"/charts/monthly?measure=judicial_acts",
		"/charts/monthly?measure=damages_claimed_kzt&basis=ytd",
		"/embed/trend?index=rsf&measure=score",
		"/embed/ranking?index=rsf&measure=score",
		"/embed/map?index=fiw&measure=total",
		"/embed/profile?index=fiw",
		"/embed/monthly?measure=judicial_acts",
	}
}

// looks are what pages are looked at in: each language, width and scheme, in
// the pairs that are most apart.
func looks() []struct {
	lang string
	opts options
} {
	return []struct {
		lang string
		opts options
	}{
		{"en", options{width: 1440, height: 900}},
		{"ru", options{width: 390, height: 844, dark: true}},
		{"kk", options{width: 390, height: 844}},
		{"kk", options{width: 1440, height: 900, dark: true}},
	}
}

// Every page fits its width, shows its chart and breaks no rule of
// accessibility; open itself fails on console errors, policy breaches and
// requests to other hosts.
func TestPages(t *testing.T) {
	for i, path := range paths() {
		// Two looks each, in turn: one of each width and one of each scheme.
		for _, look := range looks()[i%2*2:][:2] {
			path, scheme := "/"+look.lang+path, "light"
			if look.opts.dark {
				scheme = "dark"
			}
			t.Run(fmt.Sprintf("%s %d %s", path, look.opts.width, scheme), func(t *testing.T) {
				t.Parallel()
				p := open(t, path, look.opts)
				switch {
				case strings.Contains(path, "/embed/"):
					p.still()
				case strings.Contains(path, "/charts/") && strings.Contains(path, "?"):
					p.drawn()
				case strings.HasSuffix(path, "/monitor"), strings.HasSuffix(path, "/compare"), strings.HasSuffix(path, "/countries/KAZ"):
					p.allDrawn()
				}
				var overflow int
				p.eval(`document.documentElement.scrollWidth - innerWidth`, &overflow)
				if overflow > 0 {
					t.Errorf("the page is %d px wider than its window", overflow)
				}
				for _, v := range p.axe() {
					t.Errorf("axe: %s (%s): %v", v.Rule, v.Help, v.Selectors)
				}
			})
		}
	}
}

func TestErrorPage(t *testing.T) {
	p := open(t, "/ru/charts/nothing", options{status: http.StatusNotFound})
	if got, want := p.text("h1"), "404"; !strings.HasPrefix(got, want) {
		t.Errorf("h1 = %q, want it to begin with %q", got, want)
	}
	for _, v := range p.axe() {
		t.Errorf("axe: %s (%s): %v", v.Rule, v.Help, v.Selectors)
	}
}

// Without JavaScript the figures are there, the form works and the links sort.
func TestWithoutScript(t *testing.T) {
	p := open(t, "/en/charts/ranking?index=eiu&measure=score&year=2020", options{noJS: true})
	if got := p.text("table.figures"); !strings.Contains(got, "3.14") || !strings.Contains(got, "128 of 167") {
		t.Errorf("the table lacks Kazakhstan's 3.14 or 128 of 167: %s", got)
	}
	p.eval(`document.querySelector("#control-measure").value = "rsf.score"`, nil)
	p.eval(`document.querySelector("#control-year").value = ""`, nil)
	p.click(".controls button")
	p.waitURL("/en/charts/ranking?index=rsf&measure=score")
	if got, want := p.text("h1"), "World Press Freedom Index, 2026"; got != want {
		t.Errorf("h1 = %q, want %q", got, want)
	}

	p = open(t, "/en/", options{noJS: true})
	p.click("#sort-eiu")
	p.waitURL("/en/?sort=eiu")
	if got, want := p.text(".league-table tbody th"), "Estonia"; got != want {
		t.Errorf("first country = %q, want %q", got, want)
	}
}
