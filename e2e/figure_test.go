package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// From the drawing of a chart every way of pointing leads to the page of a figure,
// which shows what the tooltip did.
func TestFromPointToSource(t *testing.T) {
	const path = "/en/charts/ranking?index=rsf&measure=score"
	for name, test := range map[string]struct {
		choose func(*page, point)
		id     string
		value  string
	}{
		"mouse": {func(p *page, at point) {
			p.point(at.X+120, at.Y)
			p.until(`document.querySelector(".tip-head")?.textContent === "Kazakhstan"`)
			p.do("click", chromedp.MouseClickXY(at.X+120, at.Y))
		}, "rsf.score.KAZ.2026", "34.41"},
		"touch": {func(p *page, at point) {
			p.do("tap", chromedp.TapXY(at.X+120, at.Y))
			p.until(`document.activeElement.matches(".tip a")`)
			for _, v := range p.axe() {
				t.Errorf("axe: %s (%s): %v", v.Rule, v.Help, v.Selectors)
			}
			link := p.middle(`document.activeElement`)
			p.do("tap the link", chromedp.TapXY(link.X, link.Y))
		}, "rsf.score.KAZ.2026", "34.41"},
		"keyboard": {func(p *page, _ point) {
			p.eval(`document.querySelector("[data-chart]").focus()`, nil)
			p.do("go up", chromedp.KeyEvent(kb.ArrowUp))
			p.until(`document.querySelector(".tip-head")?.textContent === "Russia"`)
			p.do("enter", chromedp.KeyEvent(kb.Enter))
		}, "rsf.score.RUS.2026", "23.15"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, path, options{width: 1280, height: 900})
			p.drawn()
			test.choose(p, p.middle(svgText("Kazakhstan")))
			p.waitURL("/en/figures/" + test.id)
			if got := p.text(".figure-value"); !strings.HasPrefix(got, test.value) {
				t.Errorf("the page of %s shows %q, want %s", test.id, got, test.value)
			}
		})
	}
}

// A tooltip of many figures stays while the reader chooses in it, and goes with
// Escape, which gives the focus back.
func TestChoosingInTooltip(t *testing.T) {
	p := open(t, "/en/charts/trend?index=rsf&measure=score", options{width: 1280, height: 900})
	p.drawn()
	p.eval(`document.querySelector("[data-chart]").focus()`, nil)
	p.do("go left", chromedp.KeyEvent(kb.ArrowLeft))
	p.until(`document.querySelector(".tip-head")?.textContent === "2025"`)
	p.do("enter", chromedp.KeyEvent(kb.Enter))
	p.until(`document.activeElement.matches(".tip a")`)
	p.do("escape", chromedp.KeyEvent(kb.Escape))
	p.until(`document.activeElement.matches("[data-chart]") && !document.querySelector(".tip").checkVisibility({visibilityProperty: true})`)
	p.do("go left", chromedp.KeyEvent(kb.ArrowLeft))
	p.until(`document.querySelector(".tip-head")?.textContent === "2024"`)
	p.do("enter", chromedp.KeyEvent(kb.Enter))
	p.do("next", chromedp.KeyEvent(kb.Tab))
	var want, href string
	p.eval(`document.activeElement.textContent`, &want)
	p.eval(`document.activeElement.pathname`, &href)
	p.do("follow", chromedp.KeyEvent(kb.Enter))
	p.waitURL(href)
	if got := p.text(".figure-value"); !strings.HasSuffix(href, ".2024") || !strings.HasPrefix(got, want) {
		t.Errorf("%q leads to %s, which shows %q", want, href, got)
	}
}

// A figure of a table leads to its page without JavaScript too.
func TestFromTableToSource(t *testing.T) {
	p := open(t, "/en/charts/ranking?index=eiu&measure=score&year=2020", options{noJS: true})
	p.click(`a[href="/en/figures/eiu.score.KAZ.2020"]`)
	p.waitURL("/en/figures/eiu.score.KAZ.2020")
	if got := p.text(".figure-page"); !strings.Contains(got, "3.14") || !strings.Contains(got, "128 of 167") || !strings.Contains(got, "Economist Intelligence Unit") {
		t.Errorf("the page of the figure lacks 3.14, 128 of 167 or its publisher: %s", got)
	}
}
