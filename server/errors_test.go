package server

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
)

// TestNotices gives pages what they do not take: the page stands, and says so.
func TestNotices(t *testing.T) {
	s := shared()
	for _, tt := range []struct{ path, says string }{
		{"/en/charts/trend?index=nope", "nope"},
		{"/en/charts/trend?measure=nope", "nope"},
		{"/en/charts/trend?countries=USA", "USA"},
		{"/en/charts/trend?countries=ARM,AZE,BLR,EST,GEO,KAZ,KGZ,LTU,LVA", "8"},
		{"/en/charts/trend?from=1066", "1066"},
		{"/en/charts/trend?from=2020&to=2010", "2020"},
		{"/en/charts/trend?from=x", "x"},
		{"/en/charts/trend?theme=pink", "pink"},
		{"/en/charts/trend?index=eiu&index=rsf", "index"},
		{"/en/charts/trend?utm_source=mail", "utm_source"},
		{"/en/charts/trend?basis=month", "basis"},
		{"/en/charts/trend?size=1x", "size"},
		{"/en/charts/trend?%zz", "%zz"},
		{"/en/charts/trend?index=%", "%"},
		{"/en/charts/trend?a;b", "a;b"},
		{"/en/charts/ranking?year=2007", "2007"},
		{"/en/charts/profile?measure=score", "measure"},
		{"/en/charts/change?index=rsf&measure=rank&from=2021&to=2022", "new method with five indicators; not comparable with editions to 2021. The nearest editions that can: 2022–2023"},
		{"/kk/charts/rank-shift?index=rsf&from=2021&to=2022", "бес көрсеткіші бар жаңа әдістеме"},
		{"/ru/embed/change?index=rsf&from=2021&to=2022", "новая методика с пятью показателями"},
		{"/en/charts/monthly?basis=week", "week"},
		{"/en/charts/monthly?measure=score", "score"},
		{"/en/embed/trend?index=nope", "nope"},
		{"/en/?sort=nope", "nope"},
		{"/en/?x=1", "x"},
		{"/en/?sort=eiu&sort=rsf", "sort"},
		{"/en/monitor?foo=1", "foo"},
		{"/ru/charts/?foo=1", "foo"},
		{"/kk/sources?foo=1", "foo"},
		{"/en/sources?%zz", "%zz"},
		{"/en/?%zz", "%zz"},
		{"/ru/charts/trend?index=nope", "nope"},
		{"/kk/charts/trend?index=nope", "nope"},
		{"/en/charts/trend?index=</script><script>alert(1)</script>", "</script><script>alert(1)</script>"},
		{"/en/charts/trend?\"><img+src=x+onerror=alert(1)>=1", `"><img src`},
		{"/en/charts/trend?index={{.Param}}", "{{.Param}}"},
		{"/en/charts/trend?index=%00%ff", ""},
		{"/en/embed/trend?countries=</textarea></noscript><script>alert(1)</script>", "</textarea>"},
		{"/en/?sort='\"></a><script>alert(1)</script>", "<script>"},
		{"/en/charts/trend?index=" + strings.Repeat("x", 1900), strings.Repeat("x", 60) + "…"},
	} {
		a := get(t, s, tt.path)
		if a.status != http.StatusOK {
			t.Errorf("GET %s = %d, want 200", tt.path, a.status)
			continue
		}
		doc := parse(t, a.body)
		if notice := doc.find(".notice li"); len(notice) == 0 || !strings.Contains(strings.ToLower(notice.text()), strings.ToLower(tt.says)) {
			t.Errorf("the notice of %s is %q, want %q in it", tt.path, notice.text(), tt.says)
		}
		// What is shown instead is an address of its own, without a problem.
		shown, ok := ours(attribute(doc.find(".notice a")[0], "href"))
		if again := get(t, s, shown); !ok || again.status != http.StatusOK || len(parse(t, again.body).find(".notice")) > 0 {
			t.Errorf("the notice of %s leads to %s, which is %d or has a notice too", tt.path, shown, again.status)
		}
		if len(doc.find(".drawing"))+len(doc.find(".league-table"))+len(doc.find(".cards"))+len(doc.find(".rules")) == 0 {
			t.Errorf("GET %s shows nothing", tt.path)
		}
		for _, script := range doc.find("script") {
			if _, ok := attributeOf(script, "src"); !ok && attribute(script, "type") != "application/json" {
				t.Errorf("GET %s runs %q", tt.path, elements{script}.raw())
			}
		}
		if len(doc.find("img")) > 0 || len(doc.find("[onerror]")) > 0 {
			t.Errorf("GET %s carries what its query says into the page", tt.path)
		}
		if got := a.header.Get("Cache-Control"); got != "no-store" || a.header.Get("ETag") != "" {
			t.Errorf("the notice of %s may be kept: %s", tt.path, got)
		}
	}
}

// TestRefusals asks programs' addresses wrongly.
func TestRefusals(t *testing.T) {
	s := shared()
	first, last := charts.TallySpan(s.Catalogue.Monitors[0])
	for _, tt := range []struct {
		path   string
		status int
		code   string
		fix    string
	}{
		{"/en/charts/trend.csv?index=nope", 400, "bad_parameter", "eiu"},
		{"/en/charts/trend.json?measure=nope", 400, "bad_parameter", "score"},
		{"/ru/charts/ranking.csv?year=2007", 400, "bad_parameter", "2020"},
		{"/en/charts/trend.csv?%zz", 400, "bad_parameter", "%zz"},
		{"/en/charts/trend.json?countries=ARM,AZE,BLR,EST,GEO,KAZ,KGZ,LTU,LVA", 400, "bad_parameter", "8"},
		{"/en/charts/trend.svg?size=huge", 400, "bad_parameter", strings.Join(sizeNames(), ", ")},
		{"/kk/charts/trend.png?size=1200x630", 400, "bad_parameter", strings.Join(sizeNames(), ", ")},
		{"/en/charts/trend.svg?size=1x&size=2x", 400, "bad_parameter", "size"},
		{"/en/charts/trend.svg?width=5", 400, "bad_parameter", "size"},
		{"/ru/charts/profile.png?theme=pink", 400, "bad_parameter", "dark"},
		{"/en/charts/trend.svg?index=nope", 400, "bad_parameter", "rsf"},
		{"/en/charts/trend.png?%zz", 400, "bad_parameter", "%zz"},
		{"/en/charts/trend.csv?size=1x", 400, "bad_parameter", "size"},
		{"/api/v1/charts/trend?size=1x", 400, "bad_parameter", "size"},
		{"/api/v1/charts/trend?index=nope", 400, "bad_parameter", "rsf"},
		{"/api/v1/charts/trend?lang=de", 400, "bad_parameter", "kk"},
		{"/api/v1/charts/trend?x=1", 400, "bad_parameter", "index"},
		{"/api/v1/charts/trend?from=2020&to=2010", 400, "bad_parameter", "2020"},
		{"/api/v1/charts/change?index=rsf&measure=rank&from=2021&to=2022", 400, "bad_parameter", "the method changed in between: new method with five indicators; not comparable with editions to 2021. The nearest editions that can: 2022–2023"},
		{"/api/v1/charts/rank-shift?index=rsf&from=2021&to=2022", 400, "bad_parameter", "new method with five indicators"},
		{"/kk/charts/change.csv?index=rsf&from=2021&to=2022", 400, "bad_parameter", "2022–2023"},
		{"/api/v1/charts/change?index=rsf&from=2026&to=2022", 400, "bad_parameter", "the first edition must be before the second"},
		{"/api/v1/charts/monthly?basis=week", 400, "bad_parameter", "ytd"},
		{"/api/v1/charts/trend?%", 400, "bad_parameter", "%"},
		{"/api/v1/charts/trend?index=</script>", 400, "bad_parameter", "</script>"},
		{"/api/v1/indices?x=1", 400, "bad_parameter", "x"},
		{"/api/v1/indices/eiu?lang=en", 400, "bad_parameter", "lang"},
		{"/api/v1/indices/eiu.csv?year=2020", 400, "bad_parameter", "year"},
		{"/api/v1/tallies?basis=week", 400, "bad_parameter", "quarter"},
		{"/api/v1/tallies?measure=nope", 400, "bad_parameter", "judicial_acts"},
		{"/api/v1/charts/trend?lang=en&lang=ru", 400, "bad_parameter", "lang"},
		{"/api/v1/tallies?from=1066", 400, "bad_parameter", strconv.Itoa(first)},
		{"/api/v1/tallies.csv?to=3000", 400, "bad_parameter", strconv.Itoa(last)},
		{"/api/v1/tallies?from=2015&to=2010", 400, "bad_parameter", "2015"},
		{"/api/v1/tallies?measure=judicial_acts&measure=summons", 400, "bad_parameter", "measure"},
		{"/api/v1/tallies.csv?basis=&basis=", 400, "bad_parameter", "basis"},
		{"/api/v1/tallies.csv?from=now", 400, "bad_parameter", "now"},
		{"/api/v1/tallies?%zz", 400, "bad_parameter", "%zz"},
		{"/api/v1/charts?x", 400, "bad_parameter", "x"},
		{"/api/v1/sources?x", 400, "bad_parameter", "x"},
		{"/api/v1/indices/nope", 404, "not_found", "eiu"},
		{"/api/v1/indices/nope.csv", 404, "not_found", "eiu"},
		{"/api/v1/indices/eiu.xml", 404, "not_found", ""},
		{"/api/v1/indices/eiu.", 404, "not_found", ""},
		{"/api/v1/charts/nope", 404, "not_found", "trend"},
		{"/api/v1/charts/trend.csv", 404, "not_found", "trend"},
		{"/api/v1/nope", 404, "not_found", ""},
		{"/api/v1/", 404, "not_found", ""},
		{"/api/v2/indices", 404, "not_found", ""},
		{"/en/charts/nope.csv", 404, "not_found", "monthly"},
		{"/en/charts/nope.json", 404, "not_found", "monthly"},
		{"/en/charts/nope.svg", 404, "not_found", "monthly"},
		{"/kk/charts/nope.png?size=nope", 404, "not_found", "monthly"},
		{"/ru/embed/trend.svg", 404, "not_found", "trend"},
		{"/xx/charts/trend.json", 404, "not_found", ""},
		{"/xx/charts/trend.png", 404, "not_found", ""},
		{"/api/v1/tallies?" + strings.Repeat("x", 3<<10), 414, "too_long", ""},
		{"/en/charts/trend.csv?" + strings.Repeat("x", 3<<10), 414, "too_long", ""},
		{"/en/charts/trend.svg?" + strings.Repeat("x", 3<<10), 414, "too_long", ""},
	} {
		a := get(t, s, tt.path, "Origin", "https://other.example")
		if a.status != tt.status || a.header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("GET %.60s = %d, %s, want %d in JSON", tt.path, a.status, a.header.Get("Content-Type"), tt.status)
			continue
		}
		code, message, fixes := problem(t, a)
		if code != tt.code || message == "" || !strings.Contains(strings.Join(fixes, "\n"), tt.fix) {
			t.Errorf("GET %.60s says %s, %q, %q, want %s with %q", tt.path, code, message, fixes, tt.code, tt.fix)
		}
		if a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("a script of another site cannot read what is wrong with %.60s", tt.path)
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("ETag") != "" || a.header.Get("Content-Disposition") != "" {
			t.Errorf("the error of %.60s may be kept: %v", tt.path, a.header)
		}
	}
}

// TestErrorPages asks for pages that are not there.
func TestErrorPages(t *testing.T) {
	s := shared()
	for _, tt := range []struct {
		method, path string
		status       int
		lists        string
	}{
		{"GET", "/nope", 404, ""},
		{"GET", "/en/nope", 404, ""},
		{"GET", "/ru/charts/nope", 404, "trend"},
		{"GET", "/kk/embed/nope", 404, "ranking"},
		{"GET", "/en/charts/<script>alert(1)<%2fscript>", 404, ""},
		{"GET", "/en/charts/" + strings.Repeat("y", 3<<10), 414, ""},
		{"GET", "/en/?" + strings.Repeat("x", 3<<10), 414, "2048"},
		{"GET", "/ru/charts/trend?" + strings.Repeat("x", 3<<10), 414, "2048"},
		{"POST", "/en/", 405, "GET"},
		{"PUT", "/ru/charts/trend", 405, "GET"},
		{"DELETE", "/api/v1/indices", 405, ""},
		{"PATCH", "/metrics", 405, "GET"},
		{"TRACE", "/healthz", 405, "GET"},
		{"BREW", "/", 405, "GET"},
		{"POST", "/no/such/page", 404, ""},
	} {
		a := ask(t, s, tt.method, tt.path)
		if a.status != tt.status {
			t.Errorf("%s %.60s = %d, want %d", tt.method, tt.path, a.status, tt.status)
			continue
		}
		if tt.status == 405 && a.header.Get("Allow") == "" {
			t.Errorf("%s %s does not say what is allowed", tt.method, tt.path)
		}
		if a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Content-Security-Policy") == "" || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %.60s lacks our headers: %v", tt.method, tt.path, a.header)
		}
		if strings.HasPrefix(tt.path, "/api/") {
			continue
		}
		doc := parse(t, a.body)
		lang := firstSegment(tt.path)
		if !slices.Contains(locale.Languages(), lang) {
			lang = "en"
		}
		if got := doc.find("html").attr("lang"); got != lang {
			t.Errorf("the error of %.60s is in %q, want %q", tt.path, got, lang)
		}
		if len(doc.find("h1")) != 1 || len(doc.find(`a.button[href="/`+lang+`/"]`)) != 1 || strings.HasPrefix(doc.find("title").text(), "·") {
			t.Errorf("the error page of %.60s has no heading, title or way on: %s", tt.path, doc.find("title").text())
		}
		if text := doc.find("main").text(); !strings.Contains(text, tt.lists) || bracketed.MatchString(text) {
			t.Errorf("the error of %.60s says %q, want %q in it", tt.path, text, tt.lists)
		}
		if n := len(doc.find("script")); n != 1 {
			t.Errorf("the error page of %.60s has %d scripts", tt.path, n)
		}
	}
}

func TestPanic(t *testing.T) {
	var log lines
	s := start(t, Config{Log: log.logger()}, "")
	engine := s.router
	engine.GET("/panics", s.answer(route{policy: page, handle: func(*gin.Context) error { panic("secret in the stack") }}))
	engine.GET("/api/v1/panics", s.answer(route{policy: api, handle: func(*gin.Context) error { var m map[string]int; m["x"] = 1; return nil }}))
	log.take(t)
	for _, path := range []string{"/panics", "/api/v1/panics?token=secret"} {
		a := get(t, s, path)
		if a.status != http.StatusInternalServerError || bytes.Contains(a.body, []byte("goroutine")) || bytes.Contains(a.body, []byte("secret")) {
			t.Errorf("GET %s = %d, want 500 without the stack:\n%s", path, a.status, excerpt(a.body))
		}
		var failures, requests int
		for _, line := range log.take(t) {
			switch line["msg"] {
			case "request failed":
				failures++
				if text := line["error"].(string); !strings.Contains(text, "panic") || !strings.Contains(text, "errors_test.go") {
					t.Errorf("the line of the panic does not say where it was: %s", text)
				}
				if strings.Contains(line["path"].(string), "token") {
					t.Errorf("the query is logged: %s", line["path"])
				}
			case "request":
				requests++
			}
		}
		if failures != 1 || requests != 1 {
			t.Errorf("GET %s makes %d lines of the failure and %d of the request, want 1 and 1", path, failures, requests)
		}
	}
	if code, _, _ := problem(t, get(t, s, "/api/v1/panics")); code != "internal" {
		t.Errorf("the code of a panic is %s, want internal", code)
	}
	pageAt(t, s, "/en/")
}

// TestReaderLeaves ends a request before it is answered: nothing is sent, and
// the log does not tell of a success.
func TestReaderLeaves(t *testing.T) {
	var log lines
	s := start(t, Config{Log: log.logger()}, "")
	r := httptest.NewRequest(http.MethodGet, "/en/", nil)
	ctx, leave := context.WithCancel(r.Context())
	leave()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r.WithContext(ctx))
	if w.Body.Len() > 0 {
		t.Errorf("a reader who left is sent %d bytes", w.Body.Len())
	}
	for _, line := range log.take(t) {
		if line["status"] != float64(statusGone) {
			t.Errorf("the log says %v of a reader who left", line)
		}
	}
}
