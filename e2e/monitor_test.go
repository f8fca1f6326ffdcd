package e2e

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// allDrawn waits until the script has drawn every chart of the page, and fails
// where two boxes have one name or a box has not that of its chart.
func (p *page) allDrawn() {
	p.t.Helper()
	p.until(`document.querySelectorAll(".drawing").length === document.querySelectorAll(".drawing.is-drawn:has(canvas)").length`)
	var boxes []struct{ Name, Title string }
	p.eval(`[...document.querySelectorAll(".drawing")].map((box) => ({
		name: box.getAttribute("aria-label"),
		title: document.getElementById(box.closest("section").getAttribute("aria-labelledby")).textContent,
	}))`, &boxes)
	seen := map[string]bool{}
	for _, box := range boxes {
		if box.Name != box.Title || seen[box.Name] {
			p.t.Errorf("the box of %q is called %q", box.Title, box.Name)
		}
		seen[box.Name] = true
	}
	if len(boxes) == 0 {
		p.t.Error("there is no chart")
	}
}

// follow clicks a link and waits until the page that it leads to is there.
func (p *page) follow(selector, want string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector)))
	if err != nil || response.Status != http.StatusOK {
		p.t.Fatalf("follow %s: %+v, %v", selector, response, err)
	}
	if got := p.url(); got != want {
		p.t.Fatalf("%s leads to %s, want %s", selector, got, want)
	}
}

// fits fails if the page is wider than its window.
func (p *page) fits() {
	p.t.Helper()
	var overflow int
	p.eval(`document.documentElement.scrollWidth - innerWidth`, &overflow)
	if overflow > 0 {
		p.t.Errorf("%s is %d px wider than its window", p.url(), overflow)
	}
}

// A reader goes from the monitor to its newest report, to the one that it is
// compared with, and to a chart, with scripts and without.
func TestMonitorToReportToChart(t *testing.T) {
	for _, width := range []int64{390, 1440} {
		for _, noJS := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d noJS=%v", width, noJS), func(t *testing.T) {
				t.Parallel()
				p := open(t, "/en/monitor", options{width: width, height: 900, noJS: noJS})
				p.fits()
				if got := p.text("#newest h2"); !strings.Contains(got, "October 2024") {
					t.Errorf("the newest report is %q", got)
				}
				var marks int
				p.eval(`Math.min(...[...document.querySelectorAll(".drawing")].map((box) =>
					[...box.querySelectorAll(":scope > svg")].find((svg) => svg.getClientRects().length > 0).querySelectorAll("path, rect").length))`, &marks)
				if marks < 5 {
					t.Errorf("a drawing has %d marks", marks)
				}
				p.follow(".tile-value a", "/en/monitor/2024-10")
				if got := p.text("h1"); got != "October 2024" {
					t.Errorf("h1 = %q, want October 2024", got)
				}
				p.fits()
				p.follow(".report-figures thead a", "/en/monitor/2024-09")
				p.follow(`a[rel="next"]`, "/en/monitor/2024-10")
				p.follow(".report-figures tbody a", "/en/charts/monthly?measure=journalist_rights_violations")
				if got := p.text("h1"); !strings.Contains(got, "Violations of journalists’ rights") {
					t.Errorf("h1 = %q", got)
				}
			})
		}
	}
}

// Suspect figures look it: in another colour, underlined, and with the word.
func TestSuspectFigures(t *testing.T) {
	p := open(t, "/en/monitor/2014-10", options{width: 390, height: 844})
	var got []struct{ Word, Line, Colour, Sound string }
	p.eval(`[...document.querySelectorAll("tr.is-suspect")].map((row) => {
		const value = row.querySelector("td b");
		const style = getComputedStyle(value);
		return {
			word: row.querySelector(".flag").innerText, line: style.textDecorationStyle, colour: style.color,
			sound: getComputedStyle(document.querySelector("tr:not(.is-suspect, .group) td b")).color,
		};
	})`, &got)
	if len(got) != 2 {
		t.Fatalf("%d figures look suspect, want 2", len(got))
	}
	for _, row := range got {
		if row.Word != "suspect" || row.Line != "wavy" || row.Colour == row.Sound {
			t.Errorf("a suspect figure looks like %+v", row)
		}
	}
}

// A report leads to the cases and rules of the monitor, whose list leads to all.
func TestReportsList(t *testing.T) {
	p := open(t, "/ru/monitor/2021-08", options{width: 390, height: 844})
	p.follow(`.pager a[href$="#reports"]`, "/ru/monitor")
	p.until(`(({top}) => top > -10 && top < innerHeight)(document.querySelector("#reports").getBoundingClientRect())`)
	p.follow(`.place[href$="/2016-12"]`, "/ru/monitor/2016-12")
	if got := p.text(".flag"); got != "сомнительно" {
		t.Errorf("the flag reads %q", got)
	}
}

// Each drawing of the monitor answers the keyboard by itself.
func TestMonitorByKeyboard(t *testing.T) {
	p := open(t, "/en/monitor", options{width: 1280, height: 900})
	p.allDrawn()
	p.eval(`document.querySelector(".plate-head").scrollIntoView()`, nil)
	p.eval(`(() => {
		const before = document.createElement("button");
		document.querySelector(".drawing").before(before);
		before.focus();
	})()`, nil)
	p.do("tab", chromedp.KeyEvent(kb.Tab))
	p.waitFor(".tip-card")
	if got := p.text(".tip-card"); !strings.Contains(got, "20") {
		t.Errorf("tooltip = %q, want that of the newest figure", got)
	}
}

// The page of a report prints on at most two sheets.
func TestReportPrints(t *testing.T) {
	for _, name := range []string{"2021-08", "2024-09", "2024-07"} {
		p := open(t, "/kk/monitor/"+name, options{width: 718, height: 1000})
		// A4 at 96 pixels an inch, without margins of 10 mm.
		p.do("print", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
		var height float64
		p.eval(`document.documentElement.scrollHeight`, &height)
		const sheet = 1047.0
		if height > 2*sheet {
			t.Errorf("the report %s is %.1f sheets high, want 2", name, height/sheet)
		}
	}
}
