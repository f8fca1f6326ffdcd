package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/static"
)

// examples are the addresses that a route of the table is tried at. A route
// that is not known here is tried as it stands, so that a new one is noticed.
func examples(s *Server, pattern string) []string {
	paths := []string{pattern}
	replace := func(param string, values []string) {
		var next []string
		for _, p := range paths {
			if !strings.Contains(p, param) {
				next = append(next, p)
				continue
			}
			for _, v := range values {
				next = append(next, strings.Replace(p, param, v, 1))
			}
		}
		paths = next
	}
	var slugs, indices, files []string
	for _, c := range s.charts {
		query := "?" + charts.Default(s.Catalogue, c).Query()
		slugs = append(slugs, c.Slug+query)
		if strings.Contains(pattern, "/charts/") && strings.HasPrefix(pattern, "/:lang/") {
			slugs = append(slugs, c.Slug+".csv"+query, c.Slug+".xlsx"+query, c.Slug+".json"+query, c.Slug+".svg"+query, c.Slug+".png"+query)
		}
	}
	for _, x := range s.Catalogue.Indices {
		indices = append(indices, x.Name, x.Name+".csv", x.Name+".xlsx")
	}
	for _, name := range []string{"chart.js", "page.js", "site.css", "embed.css", "icon.svg", "licences.txt"} {
		at, err := s.assets.URL(name)
		if err != nil {
			panic(err)
		}
		files = append(files, strings.TrimPrefix(at, static.Prefix))
	}
	var reports []string
	if len(s.Catalogue.Monitors) > 0 {
		for _, r := range s.Catalogue.Monitors[0].Reports() {
			reports = append(reports, r.Name)
		}
	}
	var ids []string
	for _, x := range s.Catalogue.Indices {
		ids = append(ids, charts.ObservationID(x.Observations()[0]))
	}
	if strings.HasPrefix(pattern, "/:lang/") && strings.Contains(pattern, ":chart") {
		// Languages take turns: what is drawn of a chart in each differs by its words.
		var turns []string
		for i, slug := range slugs {
			lang := locale.Languages()[i%len(locale.Languages())]
			turns = append(turns, strings.NewReplacer(":lang", lang, ":chart", slug).Replace(pattern))
		}
		return turns
	}
	replace(":lang", locale.Languages())
	replace(":report", reports)
	// One country does: each has drawings of its own.
	replace(":country", []string{"KAZ"})
	replace(":figure", ids)
	replace(":chart", slugs)
	replace(":index", indices)
	replace(":file", files)
	return paths
}

// redirects are the routes that lead elsewhere.
var redirects = map[string]int{
	"/": http.StatusFound, "/:lang": http.StatusMovedPermanently, "/:lang/charts": http.StatusMovedPermanently, "/:lang/countries": http.StatusMovedPermanently, "/favicon.ico": http.StatusFound,
}

// kinds are the content types by how a path ends, the first that fits.
var kinds = []struct {
	fits *regexp.Regexp
	kind string
}{
	{regexp.MustCompile(`^/api/.*\.csv$|^/[a-z]{2}/charts/.*\.csv$`), "text/csv; charset=utf-8"},
	{regexp.MustCompile(`^/api/.*\.xlsx$|^/[a-z]{2}/charts/.*\.xlsx$`), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{regexp.MustCompile(`^/api/|^/readyz$|^/[a-z]{2}/charts/.*\.json$`), "application/json; charset=utf-8"},
	{regexp.MustCompile(`^/[a-z]{2}/changes\.atom$`), "application/atom+xml; charset=utf-8"},
	{regexp.MustCompile(`^/static/.*\.js$`), "text/javascript; charset=utf-8"},
	{regexp.MustCompile(`^/static/.*\.css$`), "text/css; charset=utf-8"},
	{regexp.MustCompile(`^/static/.*\.svg$|^/[a-z]{2}/charts/.*\.svg$`), "image/svg+xml"},
	{regexp.MustCompile(`^/[a-z]{2}/charts/.*\.png$`), "image/png"},
	{regexp.MustCompile(`^/static/.*\.txt$|^/robots.txt$|^/healthz$`), "text/plain; charset=utf-8"},
	{regexp.MustCompile(`^/metrics$`), "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"},
	{regexp.MustCompile(`^/sitemap.xml$`), "application/xml; charset=utf-8"},
	{regexp.MustCompile(`^/[a-z]{2}/`), "text/html; charset=utf-8"},
}

const (
	pageCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	dataCSP = "default-src 'none'; frame-ancestors 'none'"
)

// embedCSP is that of pages, but that everybody may frame an embed and that it
// holds its style itself.
var embedCSP = func() string {
	assets, err := static.Load()
	if err != nil {
		panic(err)
	}
	style, err := assets.Text("embed.css")
	if err != nil {
		panic(err)
	}
	own := strings.Replace(pageCSP, "frame-ancestors 'none'", "frame-ancestors *", 1)
	return strings.Replace(own, "style-src 'self'", "style-src 'self' '"+sha256Of(style)+"'", 1)
}()

// sha256Of is the hash of a style as a policy names it.
func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// policies are the headers by path, the first that fits. An empty value is a
// header that must not be there.
var policies = []struct {
	fits   *regexp.Regexp
	header map[string]string
}{
	{regexp.MustCompile(`^/[a-z]{2}/charts/.*\.(csv|xlsx|json)$|^/api/|/changes\.atom$`), map[string]string{
		"Content-Security-Policy": dataCSP, "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag",
		"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=300", "Access-Control-Allow-Credentials": ""}},
	// What an image may apply is held against the image itself.
	{regexp.MustCompile(`^/[a-z]{2}/charts/.*\.(svg|png)$`), map[string]string{
		"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag",
		"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=300", "Access-Control-Allow-Credentials": ""}},
	{regexp.MustCompile(`^/[a-z]{2}/embed/`), map[string]string{
		"Content-Security-Policy": embedCSP, "Access-Control-Allow-Origin": "",
		"Cross-Origin-Resource-Policy": "cross-origin", "Cross-Origin-Opener-Policy": "", "Cache-Control": "public, max-age=300"}},
	{regexp.MustCompile(`^/static/`), map[string]string{
		"Content-Security-Policy": dataCSP, "Access-Control-Allow-Origin": "", "Cache-Control": "public, max-age=31536000, immutable"}},
	{regexp.MustCompile(`^/(healthz|readyz|metrics)$`), map[string]string{
		"Content-Security-Policy": dataCSP, "Access-Control-Allow-Origin": "", "Cache-Control": "no-store"}},
	{regexp.MustCompile(`^/(robots.txt|sitemap.xml|favicon.ico)$`), map[string]string{
		"Content-Security-Policy": dataCSP, "Access-Control-Allow-Origin": "", "Cache-Control": "public, max-age=3600"}},
	{regexp.MustCompile(`^/[a-z]{2}/search$`), map[string]string{
		"Content-Security-Policy": pageCSP, "Access-Control-Allow-Origin": "", "Cache-Control": "no-store", "ETag": ""}},
	{regexp.MustCompile(`^/`), map[string]string{
		"Content-Security-Policy": pageCSP, "Access-Control-Allow-Origin": "", "Cache-Control": "no-cache",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"}},
}

var everywhere = map[string]string{
	"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
	"Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Set-Cookie":         "", "Server": "", "X-Powered-By": "",
}

func checkPolicy(t *testing.T, path string, h http.Header) {
	t.Helper()
	path, _, _ = strings.Cut(path, "?")
	want := map[string]string{}
	for _, p := range policies {
		if p.fits.MatchString(path) {
			want = p.header
			break
		}
	}
	for _, table := range []map[string]string{everywhere, want} {
		for name, value := range table {
			if got := strings.Join(h.Values(name), " and "); got != value {
				t.Errorf("%s of %s = %q, want %q", name, path, got, value)
			}
		}
	}
	if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
		t.Errorf("the policy of %s is unsafe: %s", path, h.Get("Content-Security-Policy"))
	}
}

// TestRoutes asks every route over a real connection, which HEAD and
// Content-Length need.
func TestRoutes(t *testing.T) {
	s := shared()
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	client := web.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	patterns := []string{"/metrics"}
	for _, r := range s.table() {
		patterns = append(patterns, r.path)
	}
	for _, pattern := range patterns {
		want := http.StatusOK
		if status, ok := redirects[pattern]; ok {
			want = status
		}
		for _, path := range examples(s, pattern) {
			of := map[string]*http.Response{}
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				r, err := http.NewRequest(method, web.URL+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Accept-Encoding", "br")
				response, err := client.Do(r)
				if err != nil {
					t.Fatalf("%s %s: %v", method, path, err)
				}
				response.Body.Close()
				if response.StatusCode != want {
					t.Fatalf("%s %s = %d, want %d", method, path, response.StatusCode, want)
				}
				checkPolicy(t, path, response.Header)
				of[method] = response
			}
			if want == http.StatusOK {
				checkKind(t, path, of[http.MethodGet].Header.Get("Content-Type"))
			}
			same := map[string][2]string{}
			for _, name := range []string{"Content-Type", "ETag", "Content-Encoding", "Content-Length", "Location", "Vary", "Content-Disposition"} {
				if got, head := of[http.MethodGet].Header.Get(name), of[http.MethodHead].Header.Get(name); got != head && want == http.StatusOK && pattern != "/metrics" {
					same[name] = [2]string{got, head}
				}
			}
			if diff := cmp.Diff(map[string][2]string{}, same); diff != "" {
				t.Errorf("GET and HEAD of %s differ:\n%s", path, diff)
			}
			if want == http.StatusOK && pattern != "/metrics" && of[http.MethodGet].ContentLength < 0 {
				t.Errorf("GET %s does not say its length", path)
			}
		}
	}
}

func checkKind(t *testing.T, path, got string) {
	t.Helper()
	path, _, _ = strings.Cut(path, "?")
	for _, k := range kinds {
		if k.fits.MatchString(path) {
			if got != k.kind {
				t.Errorf("the type of %s is %q, want %q", path, got, k.kind)
			}
			return
		}
	}
	t.Errorf("the type of %s is %q, and the test knows none", path, got)
}

// crawlBound is how many addresses the crawl finds in each language: more than
// the built-in data has, so that it ends by itself.
const crawlBound = 4000

// kindred names addresses that differ only in which country, which of many
// tallies or in what size they show. Each index and each basis has a page of its
// own in one language, whose turn it is, so that no drawing is made three times.
func kindred(s *Server, lang, at string) string {
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	var all []string
	for _, x := range s.Catalogue.Indices {
		all = append(all, x.Name)
	}
	all = append(all, charts.Bases(s.Catalogue.Monitors[0])...)
	if dir := path.Dir(u.Path); path.Base(dir) == "countries" {
		return dir
	}
	shows := u.Query().Get("index") + u.Query().Get("basis")
	if dir, id := path.Split(u.Path); strings.HasSuffix(dir, "/figures/") {
		of, _, _ := strings.Cut(id, ".")
		return dir + of
	}
	turn := locale.Languages()[max(0, slices.Index(all, shows))%len(locale.Languages())]
	if ending := path.Ext(u.Path); ending == ".svg" || ending == ".png" || ending == "" && turn != lang {
		return u.Path
	}
	return u.Path + " " + shows
}

// TestCrawl follows every link from the three front pages. Of kindred addresses
// it reads the first; that the others are good is known from their 304, which
// costs no drawing.
func TestCrawl(t *testing.T) {
	for _, lang := range locale.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			crawl(t, shared(), lang)
		})
	}
}

func crawl(t *testing.T, s *Server, lang string) {
	start := "/" + lang + "/"
	queue, seen, read := []string{start}, map[string]string{start: "the start"}, map[string]bool{}
	for i := 0; i < len(queue); i++ {
		if i == crawlBound {
			t.Fatalf("there are more than %d addresses, such as %s", crawlBound, queue[len(queue)-1])
		}
		at := queue[i]
		if kind := kindred(s, lang, at); read[kind] {
			if a := get(t, s, at, "If-None-Match", "*"); a.status != http.StatusNotModified {
				t.Errorf("GET %s, linked from %s, with a copy at hand = %d, want 304", at, seen[at], a.status)
			}
			continue
		} else {
			read[kind] = true
		}
		a := get(t, s, at)
		if a.status != http.StatusOK {
			t.Errorf("GET %s, linked from %s, = %d, want 200", at, seen[at], a.status)
			continue
		}
		checkPolicy(t, at, a.header)
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		doc := parse(t, a.body)
		checkPage(t, at, lang, a.body, doc)
		links := append(doc.find("[href]").attrs("href"), doc.find("[src]").attrs("src")...)
		for _, link := range append(links, doc.find(`[property="og:image"]`).attrs("content")...) {
			local, ok := ours(link)
			if !ok {
				continue
			}
			local, part, _ := strings.Cut(local, "#")
			if part != "" && (local == "" || read[local]) {
				where := doc
				if local != "" {
					where = pageAt(t, s, local)
				}
				if len(where.find("#"+part)) == 0 {
					t.Errorf("%s leads to %s#%s, which it lacks", at, local, part)
				}
			}
			if local == "" {
				continue
			}
			// The same pages in other languages are the other crawls'.
			foreign := slices.ContainsFunc(locale.Languages(), func(l string) bool { return l != lang && strings.HasPrefix(local, "/"+l+"/") })
			if _, known := seen[local]; !known && !foreign {
				seen[local] = at
				queue = append(queue, local)
			}
		}
	}
	t.Logf("%d addresses, %d of them read", len(queue), len(read))
	for _, c := range s.charts {
		if path := home(s, lang, c.Slug); seen[path] == "" {
			t.Errorf("no link leads to %s", path)
		}
	}
}

// ours is a link within the site as a path.
func ours(link string) (string, bool) {
	if rest, ok := strings.CutPrefix(link, address); ok {
		return rest, true
	}
	return link, strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") || strings.HasPrefix(link, "#")
}

// bracketed is a message that is missing.
var bracketed = regexp.MustCompile(`\[[a-z_]+(\.[a-z0-9_]+)+\]`)

// unrendered are what templates and numbers leave where they fail.
var unrendered = []string{"{{.", "{{$", "{{-", "{{t ", "<no value", "&lt;no value", "%!", "ZgotmplZ", "<nil", "&lt;nil", "NaN", "Infinity"}

// checkPage holds what is true of every page.
func checkPage(t *testing.T, at, lang string, body []byte, doc elements) {
	t.Helper()
	wrong := func(format string, args ...any) { t.Helper(); t.Errorf("%s: "+format, append([]any{at}, args...)...) }
	if m := bracketed.Find(body); m != nil {
		wrong("the message %s is missing", m)
	}
	for _, left := range unrendered {
		if bytes.Contains(body, []byte(left)) {
			wrong("%q is left in the page", left)
		}
	}
	if got := doc.find("html").attr("lang"); got != lang {
		wrong("the language is %q", got)
	}
	if n := len(doc.find("h1")); n != 1 {
		wrong("there are %d main headings", n)
	}
	if got := doc.find("head title").text(); got == "" || strings.HasPrefix(got, "·") {
		wrong("the title is %q", got)
	}
	// Only embeds hold a style, the one that their policy names.
	styles := doc.find("style")
	if embedded := strings.Contains(at, "/embed/"); !embedded && len(styles) > 0 || embedded && (len(styles) != 1 || !strings.Contains(embedCSP, sha256Of(styles.raw()))) {
		wrong("there are %d inline styles, or one that the policy does not name", len(styles))
	}
	for _, script := range doc.find("script") {
		_, sourced := attributeOf(script, "src")
		if kind := attribute(script, "type"); !sourced && kind != "application/json" || sourced && kind != "module" {
			wrong("there is a script of type %q", kind)
		}
	}
	for _, n := range doc.find("*") {
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
				wrong("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	for _, n := range doc.find("[src]") {
		if src := attribute(n, "src"); !strings.HasPrefix(src, static.Prefix) {
			wrong("<%s> is loaded from %s", n.Data, src)
		}
	}
	for _, n := range doc.find("link") {
		_, local := ours(attribute(n, "href"))
		if !local {
			wrong("<link> leads to %s", attribute(n, "href"))
		}
	}
	for _, n := range doc.find("a[href]") {
		href := attribute(n, "href")
		u, err := url.Parse(href)
		if err != nil {
			wrong("the link %q is broken: %v", href, err)
			continue
		}
		if _, local := ours(href); !local && (u.Scheme != "https" && u.Scheme != "http" || attribute(n, "rel") == "") {
			wrong("the link to %q lets the other site know", href)
		}
	}
	ids := map[string]int{}
	for _, id := range doc.find("[id]").attrs("id") {
		if ids[id]++; ids[id] == 2 {
			wrong("the id %q stands twice", id)
		}
	}
	for _, n := range doc.find("label[for]") {
		if ids[attribute(n, "for")] == 0 {
			wrong("a label is for %q, which is not there", attribute(n, "for"))
		}
	}
	if got, want := doc.find(`link[rel="canonical"]`).attrs("href"), []string{address + strings.Replace(at, "/embed/", "/charts/", 1)}; !slices.Equal(got, want) {
		wrong("canonical is %q, want %q", got, want)
	}
	if strings.Contains(at, "/embed/") {
		return
	}
	alternates := map[string]string{}
	for _, n := range doc.find(`link[rel="alternate"][hreflang]`) {
		alternates[attribute(n, "hreflang")] = attribute(n, "href")
	}
	want := map[string]string{}
	for _, l := range locale.Languages() {
		want[l] = address + "/" + l + strings.TrimPrefix(at, "/"+lang)
	}
	if diff := cmp.Diff(want, alternates); diff != "" {
		wrong("the other languages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{lang}, doc.find(`.langs a[aria-current="true"]`).attrs("lang")); diff != "" {
		wrong("the language shown as current (-want +got):\n%s", diff)
	}
}

func TestSlashes(t *testing.T) {
	for _, tt := range []struct {
		path, location string
		status         int
	}{
		{"/en", "/en/", 301},
		{"/kk?sort=eiu", "/kk/?sort=eiu", 301},
		{"/ru/charts", "/ru/charts/", 301},
		{"/xx", "", 404},
		{"/en/monitor/", "", 404},
		{"//en", "", 404},
		{"//evil.example/", "", 404},
		{"/en//evil.example", "", 404},
		{"/en/charts/trend.", "", 404},
		{"/en/charts/trend.html", "", 404},
		{"/en/charts/.csv", "", 404},
		{"/en/charts/../monitor", "", 404},
		{"/en/charts/trend/", "", 404},
		{"/EN", "", 404},
		{"/%2e%2e/", "", 404},
		{"/static/", "", 404},
		{"/static/../server.go", "", 404},
		{"/static/manifest.json", "", 404},
		{"/static/chart.js", "", 404},
		{"/static/chart-00000000.js", "", 404},
	} {
		a := get(t, shared(), tt.path, "X-Forwarded-Prefix", "/evil.example")
		if got := a.header.Get("Location"); a.status != tt.status || got != tt.location {
			t.Errorf("GET %s = %d, %q, want %d, %q", tt.path, a.status, got, tt.status, tt.location)
		}
		if a.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s lacks our headers", tt.path)
		}
		if a.status == 404 && a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("GET %s may be kept: %s", tt.path, a.header.Get("Cache-Control"))
		}
	}
}

// TestForwardedHeaders gives a server all that a proxy or an attacker may say
// about where it is.
func TestForwardedHeaders(t *testing.T) {
	hostile := []string{
		"Host", "evil.example", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "gopher", "X-Forwarded-Prefix", "/evil",
		"X-Forwarded-For", "203.0.113.7", "Forwarded", "host=evil.example;proto=gopher", "X-Original-URL", "/evil", "X-Rewrite-URL", "/evil",
		"X-HTTP-Method-Override", "DELETE", "X-Real-IP", "203.0.113.7",
	}
	for _, path := range []string{"/", "/en", "/ru/", "/en/charts/trend", home(shared(), "en", "trend"), "/api/v1/charts", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/nope"} {
		plain, forged := get(t, shared(), path), get(t, shared(), path, hostile...)
		if diff := cmp.Diff(fmt.Sprint(plain.status, plain.header, string(plain.body)), fmt.Sprint(forged.status, forged.header, string(forged.body))); diff != "" {
			t.Errorf("GET %s depends on what a proxy says (-plain +forged):\n%s", path, diff)
		}
	}
}

func TestPreflight(t *testing.T) {
	paths := []string{"/en/charts/trend.csv", "/kk/charts/monthly.json", "/ru/charts/ranking.svg", "/en/charts/profile.png"}
	for _, r := range shared().table() {
		if r.policy == api {
			paths = append(paths, examples(shared(), r.path)[0])
		}
	}
	for _, path := range paths {
		a := ask(t, shared(), http.MethodOptions, path, "Origin", "https://other.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
		if a.status != http.StatusNoContent || a.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(a.header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
			t.Errorf("OPTIONS %s = %d, %v, want leave for every site", path, a.status, a.header)
		}
	}
}

func TestSitemap(t *testing.T) {
	body := string(get(t, shared(), "/sitemap.xml").body)
	var found int
	for _, loc := range regexp.MustCompile(`<loc>([^<]*)</loc>`).FindAllStringSubmatch(body, -1) {
		path, ok := ours(strings.ReplaceAll(loc[1], "&amp;", "&"))
		// With a copy at hand nothing is drawn for it.
		if a := get(t, shared(), path, "If-None-Match", "*"); !ok || a.status != http.StatusNotModified {
			t.Errorf("the site map names %s, which is %d", loc[1], a.status)
		}
		found++
	}
	if want := len(locale.Languages()) * (7 + len(datasets.PostSoviet()) + len(shared().charts) + len(builtIn().Monitors[0].Reports())); found != want {
		t.Errorf("the site map names %d pages, want %d", found, want)
	}
	if robots := string(get(t, shared(), "/robots.txt").body); !strings.Contains(robots, "Sitemap: "+address+"/sitemap.xml") {
		t.Errorf("robots.txt does not name the site map:\n%s", robots)
	}
}
