package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// waitURL waits until the address bar shows a path and query.
func (p *page) waitURL(want string) {
	p.t.Helper()
	p.eventually("the url is "+want, func() bool { return p.url() == want })
}

// eventually waits for what the browser does in its own time.
func (p *page) eventually(what string, ok func() bool) {
	p.t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("never: %s; the url is %s", what, p.url())
		}
	}
}

// choose picks an option of a list as a reader does.
func (p *page) choose(selector, value string) {
	p.t.Helper()
	p.eval(fmt.Sprintf(`{
		const list = document.querySelector(%q);
		list.focus();
		list.value = %q;
		list.dispatchEvent(new Event("change", {bubbles: true}));
	}`, selector, value), nil)
}

// shown returns the option that the chart is drawn from.
type shown struct {
	Series []struct {
		ID   string
		Type string
		Name string
		Data []struct{ Value any }
	}
}

func (p *page) option() shown {
	p.t.Helper()
	var o shown
	p.eval(`JSON.parse(document.querySelector('.drawing script[type="application/json"]').textContent)`, &o)
	return o
}

// The controls change the chart, the words and the address without a reload,
// and the back button undoes that.
func TestControls(t *testing.T) {
	p := open(t, "/en/charts/trend?index=rsf&measure=score", options{width: 1440, height: 1000})
	p.drawn()
	p.eval(`window.stayed = true`, nil)

	p.choose("#control-measure", "fiw.total")
	p.waitURL("/en/charts/trend?index=fiw&measure=total")
	if got, want := p.text("h1"), "Freedom in the World, total score"; got != want {
		t.Errorf("h1 = %q, want %q", got, want)
	}
	p.click("#countries-EST")
	p.waitURL("/en/charts/trend?index=fiw&measure=total&countries=EST,KAZ,KGZ,UZB")
	var focused string
	p.eval(`document.activeElement.id`, &focused)
	if focused != "countries-EST" {
		t.Errorf("focus moved to %q", focused)
	}
	p.choose("#control-from", "2010")
	p.waitURL("/en/charts/trend?index=fiw&measure=total&countries=EST,KAZ,KGZ,UZB&from=2010")
	p.drawn()
	if got := p.text(".summary"); !strings.Contains(got, "Estonia") || !strings.Contains(got, "2010") {
		t.Errorf("the summary does not tell of Estonia since 2010: %s", got)
	}

	p.eval(`history.back()`, nil)
	p.waitURL("/en/charts/trend?index=fiw&measure=total&countries=EST,KAZ,KGZ,UZB")
	p.waitFor("#control-from")
	var stayed bool
	p.eval(`window.stayed === true`, &stayed)
	if !stayed {
		t.Error("the page was loaded anew")
	}

	p.click("#lang-kk")
	p.waitURL("/kk/charts/trend?index=fiw&measure=total&countries=EST,KAZ,KGZ,UZB")
	if got := p.text("h1"); !strings.Contains(got, "Әлемдегі бостандық") {
		t.Errorf("h1 in Kazakh = %q", got)
	}
}

// Years slide by with the arrow keys, the slider keeps the focus, and its end is
// the view that moves with the data.
func TestSlider(t *testing.T) {
	p := open(t, "/en/charts/scatter?index=eiu&against=rsf&year=2020", options{})
	p.drawn()
	p.eval(`document.querySelector("#control-year-slider").focus()`, nil)
	p.do("slide back", chromedp.KeyEvent(kb.ArrowLeft))
	p.waitURL("/en/charts/scatter?index=eiu&against=rsf&year=2019")
	if got, want := p.text("h1"), "Democracy Index and World Press Freedom Index, 2019"; got != want {
		t.Errorf("h1 = %q, want %q", got, want)
	}
	p.until(`document.activeElement.id === "control-year-slider" && document.activeElement.ariaValueText === "2019"`)
	p.do("slide to the end", chromedp.KeyEvent(kb.End))
	p.waitURL("/en/charts/scatter?index=eiu&against=rsf")
	p.drawn()
}

func TestControlsOfTallies(t *testing.T) {
	p := open(t, "/ru/charts/monthly?measure=judicial_acts", options{})
	p.drawn()
	p.choose("#control-measure", "criminal_charges_slander")
	p.waitURL("/ru/charts/monthly?measure=criminal_charges_slander")
	p.choose("#control-basis", "ytd")
	p.waitURL("/ru/charts/monthly?measure=criminal_charges_slander&basis=ytd")
	p.drawn()
}

// A wrong parameter is told, the view is sound, and the address bar holds it.
func TestNotice(t *testing.T) {
	p := open(t, "/en/charts/ranking?index=rsf&measure=score&year=1&utm_source=x", options{})
	p.waitURL("/en/charts/ranking?index=rsf&measure=score")
	if got := p.text(".notice"); !strings.Contains(got, "year") || !strings.Contains(got, "utm_source") {
		t.Errorf("notice = %q, want it to name year and utm_source", got)
	}
	p.drawn()
}

// No line of the World Press Freedom Index joins 2012 and 2013, or 2021 and 2022.
func TestNoLineAcrossRegimes(t *testing.T) {
	p := open(t, "/en/charts/trend?index=rsf&measure=score", options{})
	p.drawn()
	lines := 0
	for _, s := range p.option().Series {
		if s.Type != "line" || s.Name == "" {
			continue
		}
		lines++
		regimes := map[int]bool{}
		for _, d := range s.Data {
			at, ok := d.Value.([]any)
			if !ok || len(at) != 2 {
				t.Fatalf("%s: datum %v", s.ID, d.Value)
			}
			year := int(at[0].(float64))
			switch {
			case at[1] == "-":
			case year <= 2012:
				regimes[2002] = true
			case year <= 2021:
				regimes[2013] = true
			default:
				regimes[2022] = true
			}
		}
		if len(regimes) > 1 {
			t.Errorf("%s joins figures of several methods", s.ID)
		}
	}
	if lines != 45 {
		t.Errorf("%d lines, want 45: fifteen states in three regimes", lines)
	}
}

// Pointing at the chart tells the figures of the edition that is pointed at,
// however large the drawing is.
func TestTooltip(t *testing.T) {
	for _, width := range []int64{390, 1440} {
		p := open(t, "/en/charts/trend?index=eiu&measure=score&countries=KAZ", options{width: width, height: 1000})
		p.drawn()
		at := p.middle(svgText("2014"))
		p.point(at.X, at.Y-80)
		p.waitFor(".tip-card")
		if got := p.text(".tip-card"); !strings.HasPrefix(got, "2014") || !strings.Contains(got, "Kazakhstan") || !strings.Contains(got, "Estonia") {
			t.Errorf("at %d px the tooltip over 2014 = %q, want the countries of that edition", width, got)
		}
	}
}

// The copy button takes the pinned link; without leave to write, it is selected.
// The data of the view stays as the link does.
func TestShare(t *testing.T) {
	p := open(t, "/en/charts/trend?index=rsf&measure=score", options{})
	var link, embed, data, csv string
	p.eval(`document.querySelector("#share-link").value`, &link)
	p.eval(`document.querySelector("#share-embed").value`, &embed)
	p.eval(`document.querySelector(".downloads a[href*='.csv']").href`, &data)
	p.eval(`fetch(document.querySelector(".downloads a[href*='.csv']").href).then((r) => r.text())`, &csv)
	if want := "/en/charts/trend?index=rsf&measure=score&to=2026"; !strings.HasSuffix(link, want) {
		t.Errorf("link = %s, want it to end with %s", link, want)
	}
	if !strings.Contains(embed, "/en/embed/trend?index=rsf&amp;measure=score&amp;to=2026") {
		t.Errorf("embed = %s", embed)
	}
	if want := "/en/charts/trend.csv?index=rsf&measure=score&to=2026"; !strings.HasSuffix(data, want) {
		t.Errorf("data = %s, want it to end with %s", data, want)
	}
	if !strings.HasPrefix(csv, "country,index,measure,edition,covers,value,low,high,regime,source,note,rows_of_view\n") {
		t.Errorf("csv begins with %.80q", csv)
	}

	p.permit("clipboard-write", browser.PermissionSettingDenied)
	p.click("[data-copies=share-link]")
	p.until(`(({selectionStart: from, selectionEnd: to, value}) => from === 0 && to === value.length)(document.querySelector("#share-link"))`)

	p.permit("clipboard-write", browser.PermissionSettingGranted)
	p.permit("clipboard-read", browser.PermissionSettingGranted)
	for field, want := range map[string]string{"share-link": link, "share-embed": embed} {
		p.click("[data-copies=" + field + "]")
		p.until(`document.querySelector("[data-copies=` + field + `]").textContent === "Copied"`)
		var copied string
		p.eval(`navigator.clipboard.readText()`, &copied)
		if copied != want {
			t.Errorf("%s copies %q, want %q", field, copied, want)
		}
	}
}

// A table is copied as bare cells, numbers as a spreadsheet in the language of
// the page reads them, and what explains a figure is in no selection either.
func TestCopyTable(t *testing.T) {
	p := open(t, "/ru/charts/ranking?index=eiu&measure=score&year=2020", options{})
	p.permit("clipboard-write", browser.PermissionSettingGranted)
	p.permit("clipboard-read", browser.PermissionSettingGranted)
	p.click("[data-copies=table]")
	p.until(`document.querySelector("[data-copies=table]").textContent === "Скопировано"`)
	var text, html, selected string
	p.eval(`navigator.clipboard.readText()`, &text)
	p.eval(`navigator.clipboard.read().then(([item]) => item.getType("text/html")).then((blob) => blob.text())`, &html)
	var cells []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "Казахстан\t") {
			cells = strings.Split(strings.TrimSpace(line), "\t")
		}
	}
	if !slices.Contains(cells, "3,14") || strings.ContainsAny(text, "*−–") {
		t.Errorf("the table is copied as\n%s\nwant 3,14 in the row of Kazakhstan and no mark beside it", text)
	}
	if !strings.Contains(html, "<td>3,14</td>") {
		t.Errorf("the table is copied as %s", html)
	}
	p.eval(`(getSelection().selectAllChildren(document.querySelector(".figures tbody")), getSelection().toString())`, &selected)
	if !strings.Contains(selected, "3,14") || strings.Contains(selected, "*") {
		t.Errorf("the table is selected as %s", selected)
	}
}

// permit lets the site of the test do something, or forbids it.
func (p *page) permit(name string, setting browser.PermissionSetting) {
	p.t.Helper()
	p.do(name+" is "+setting.String(), command(browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: name}, Setting: setting, Origin: theStage.url,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	}))
}

// until waits until an expression is true.
func (p *page) until(expression string) {
	p.t.Helper()
	p.eventually(expression, func() bool {
		var is bool
		p.eval(expression, &is)
		return is
	})
}
