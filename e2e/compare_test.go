package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Countries, years and indices are chosen once, kept from tab to tab and undone
// by the back button, all without a reload.
func TestCompare(t *testing.T) {
	p := open(t, "/en/compare", options{width: 1440, height: 1000})
	p.allDrawn()
	p.eval(`window.stayed = true`, nil)
	p.click("#indices-eiu")
	p.waitURL("/en/compare?indices=rsf")
	p.click("#countries-GEO")
	p.waitURL("/en/compare?indices=rsf&countries=GEO,KAZ,KGZ,UZB")
	p.choose("#control-from", "2021")
	p.waitURL("/en/compare?indices=rsf&countries=GEO,KAZ,KGZ,UZB&from=2021")
	p.click("#tab-table")
	p.waitURL("/en/compare?chart=table&indices=rsf&countries=GEO,KAZ,KGZ,UZB&from=2021")
	if got := p.text("#main"); !strings.Contains(got, "Georgia") || !strings.Contains(got, "Since 2022") {
		t.Errorf("the table does not tell of Georgia since 2022: %s", got)
	}
	p.click("#group-EST")
	p.waitURL("/en/compare?chart=table&indices=rsf&countries=EST,LTU,LVA&from=2021")
	p.eval(`history.back()`, nil)
	p.waitURL("/en/compare?chart=table&indices=rsf&countries=GEO,KAZ,KGZ,UZB&from=2021")
	p.waitFor("#countries-GEO[checked]")
	p.eval(`history.back()`, nil)
	p.waitURL("/en/compare?indices=rsf&countries=GEO,KAZ,KGZ,UZB&from=2021")
	p.waitFor("#tab-trend[aria-current]")
	p.allDrawn()
	var stayed bool
	p.eval(`window.stayed === true`, &stayed)
	if !stayed {
		t.Error("the page was loaded anew")
	}
}

// Everything is reached and done with the keyboard alone, and the focus stays.
func TestCompareByKeyboard(t *testing.T) {
	p := open(t, "/ru/compare?indices=rsf", options{width: 1440, height: 1000})
	p.allDrawn()
	press := func(key string) { p.do("press", chromedp.KeyEvent(key)) }
	reach := func(id string) {
		p.t.Helper()
		for range 60 {
			var at string
			if p.eval(`document.activeElement.id`, &at); at == id {
				return
			}
			press(kb.Tab)
		}
		p.t.Fatalf("%s is not reached with the tab key", id)
	}
	reach("countries-TJK")
	press(" ")
	p.waitURL("/ru/compare?indices=rsf&countries=KAZ,KGZ,TJK,UZB")
	p.waitFor("#countries-TJK[checked]")
	reach("tab-table")
	press(kb.Enter)
	p.waitURL("/ru/compare?chart=table&indices=rsf&countries=KAZ,KGZ,TJK,UZB")
	var at string
	p.eventually("the focus is on the tab", func() bool { p.eval(`document.activeElement.id`, &at); return at == "tab-table" })
}

// Without scripts the form and the tabs are plain ones.
func TestCompareWithoutScript(t *testing.T) {
	p := open(t, "/en/compare?indices=rsf", options{noJS: true})
	p.eval(`document.querySelector("#countries-EST").checked = true`, nil)
	p.click(".controls button")
	p.waitURL("/en/compare?indices=rsf&countries=EST,KAZ,KGZ,UZB")
	p.click("#tab-ranking")
	p.waitURL("/en/compare?chart=ranking&indices=rsf&countries=EST,KAZ,KGZ,UZB")
	var drawings int
	p.eval(`document.querySelectorAll(".plate svg").length`, &drawings)
	if drawings != 2 {
		t.Errorf("%d drawings, want one for phones and one for wide columns", drawings)
	}
}

// Each control of the charts that compare changes what is drawn and the address,
// and a pair of editions of two methods is refused with the reason.
func TestComparingControls(t *testing.T) {
	for _, tt := range []struct{ path, control, value, want string }{
		{"/en/charts/rank?index=rsf&measure=score", "#control-among", "world", "/en/charts/rank?index=rsf&measure=score&among=world"},
		{"/ru/charts/heatmap?index=eiu&measure=score", "#control-order", "name", "/ru/charts/heatmap?index=eiu&measure=score&order=name"},
		{"/kk/charts/small-multiples?index=eiu&measure=score", "#control-measure", "vdem.electoral_democracy", "/kk/charts/small-multiples?index=vdem&measure=electoral_democracy"},
		{"/en/charts/rank-shift?index=rsf&measure=score", "#control-from", "2024", "/en/charts/rank-shift?index=rsf&measure=score&from=2024"},
		{"/en/charts/map?index=rsf&measure=score", "#control-year", "2022", "/en/charts/map?index=rsf&measure=score&year=2022"},
		{"/ru/charts/scatter?index=eiu&against=rsf", "#control-against", "vdem", "/ru/charts/scatter?index=eiu&against=vdem"},
		{"/en/charts/agreement", "#control-statistic", "rho", "/en/charts/agreement?statistic=rho"},
		{"/kk/charts/normalised", "#control-countries", "EST", "/kk/charts/normalised?countries=EST"},
	} {
		p := open(t, tt.path, options{width: 1440, height: 1000})
		p.drawn()
		before := p.text("h1") + p.text(".summary")
		p.choose(tt.control, tt.value)
		p.waitURL(tt.want)
		p.drawn()
		if after := p.text("h1") + p.text(".summary"); after == before && tt.control != "#control-order" {
			t.Errorf("%s tells the same as before: %s", tt.want, after)
		}
	}

	p := open(t, "/en/charts/change?index=rsf&measure=score&from=2021&to=2022", options{})
	p.waitURL("/en/charts/change?index=rsf&measure=score&from=2022&to=2023")
	if got := p.text(".notice"); !strings.Contains(got, "new method with five indicators") || !strings.Contains(got, "2022–2023") {
		t.Errorf("notice = %q, want the reason and the nearest pair", got)
	}
	p.drawn()
}
