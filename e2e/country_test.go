package e2e

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// pdfPage is how a page of a PDF describes itself; their tree is of type Pages.
var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// sheets is how many sheets of A4 a page is printed on.
func (p *page) sheets() int {
	p.t.Helper()
	var printed cdppage.PrintToPDFResult
	p.do("print", chromedp.Func(func(ctx context.Context, t *chromedp.Target) (err error) {
		printed, err = cdp.Call(ctx, t, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PaperWidth: 210 / 25.4, PaperHeight: 297 / 25.4})
		return err
	}))
	return len(pdfPage.FindAll(printed.Data, -1))
}

// The page of a country prints on at most four sheets: those with the most
// to tell, in the languages with the longest words.
func TestCountryPrints(t *testing.T) {
	for _, path := range []string{"/ru/countries/KAZ", "/kk/countries/KAZ", "/kk/countries/KGZ"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			p := open(t, path, options{width: 1280, height: 900})
			p.allDrawn()
			if got := p.sheets(); got < 2 || got > 4 {
				t.Errorf("%s prints on %d sheets, want at most 4", path, got)
			}
		})
	}
}

// A donor goes from the front page to a country and on to a chart.
func TestOverviewToCountryToChart(t *testing.T) {
	for _, noJS := range []bool{false, true} {
		t.Run(fmt.Sprintf("noJS=%v", noJS), func(t *testing.T) {
			t.Parallel()
			p := open(t, "/en/", options{width: 1280, height: 900, noJS: noJS})
			p.follow(`.league-table th a[href$="/GEO"]`, "/en/countries/GEO")
			if got := p.text("h1"); got != "Georgia: what changed" {
				t.Errorf("h1 = %q", got)
			}
			p.follow(".plate:has(#chart-trend-rsf) .more", "/en/charts/trend?index=rsf&measure=score&countries=GEO")
		})
	}
}
