package e2e

import (
	"fmt"
	"net/url"
	"testing"
)

// Search works from any page, in each language, with and without scripts.
func TestSearch(t *testing.T) {
	for _, tt := range []struct{ from, query, to string }{
		{"/en/", "Kazakhstan RSF", "/en/charts/trend?index=rsf&measure=score&countries=KAZ"},
		{"/ru/monitor", "август 2021", "/ru/monitor/2021-08"},
		{"/kk/charts/", "баспасөз бостандыгы 2021", "/kk/charts/ranking?index=rsf&measure=score&year=2021"},
	} {
		for _, noJS := range []bool{false, true} {
			p := open(t, tt.from, options{width: 390, height: 844, noJS: noJS})
			p.eval(fmt.Sprintf(`document.querySelector(".bar .search input").value = %q`, tt.query), nil)
			p.click(".bar .search button")
			p.waitFor(".found a")
			want := tt.from[:len("/en/")] + "search?" + url.Values{"q": {tt.query}}.Encode()
			if got := p.url(); got != want {
				t.Errorf("the url of the results is %s, want %s", got, want)
			}
			var got string
			p.eval(`document.querySelector(".found a").getAttribute("href")`, &got)
			if got != tt.to {
				t.Errorf("the first result for %q leads to %s, want %s", tt.query, got, tt.to)
			}
		}
	}
}
