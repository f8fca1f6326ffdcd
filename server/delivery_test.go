package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/server/cache"
	"github.com/sozdex/sozdex/server/cache/redistest"
)

// deliverables are what the cache keeps, one address for each kind in a language.
// What is drawn is of one chart, another in each language.
func deliverables(s *Server, lang string) []string {
	paths := []string{
		"/" + lang + "/", "/" + lang + "/?sort=eiu", "/" + lang + "/charts/", "/" + lang + "/compare", "/" + lang + "/countries/", "/" + lang + "/countries/KAZ", "/" + lang + "/monitor", "/" + lang + "/monitor/2021-08", "/" + lang + "/sources", "/sitemap.xml",
		"/api/v1/indices", "/api/v1/indices/cpj", "/api/v1/indices/cpj.csv", "/api/v1/indices/cpj.xlsx", "/api/v1/tallies?basis=ytd", "/api/v1/tallies.csv?from=2020", "/api/v1/tallies.xlsx?from=2020",
		"/api/v1/charts", "/api/v1/charts/profile?lang=" + lang, "/api/v1/sources", "/api/v1/openapi.json",
	}
	for _, c := range s.charts {
		paths = append(paths, file(s, lang, c.Slug, "csv"), file(s, lang, c.Slug, "json"))
	}
	drawn := s.charts[slices.Index(locale.Languages(), lang)].Slug
	page := home(s, lang, drawn)
	return append(paths, page, strings.Replace(page, "/charts/", "/embed/", 1), file(s, lang, drawn, "svg"), file(s, lang, drawn, "png"))
}

// script is the address of the largest file that is sent as it was built.
func script(t *testing.T, s *Server) string {
	t.Helper()
	at, err := s.assets.URL("chart.js")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestStaticIsNotMade asks for a built file: no cache is asked, and nothing is made.
func TestStaticIsNotMade(t *testing.T) {
	s := start(t, Config{}, "")
	if a := get(t, s, script(t, s), "Accept-Encoding", "br"); a.status != http.StatusOK || a.header.Get("Content-Encoding") != "br" {
		t.Errorf("a script = %d in %q, want 200 in br", a.status, a.header.Get("Content-Encoding"))
	}
	for _, metric := range []string{"sozdex_renders_total", "sozdex_cache_requests_total"} {
		if got := total(counts(t, s, metric)); got != 0 {
			t.Errorf("a script makes %s %v, want 0", metric, got)
		}
	}
}

// TestETag asks again with the tag of the answer: no cache is asked, and
// nothing is made.
func TestETag(t *testing.T) {
	t.Parallel()
	s := start(t, Config{}, "")
	tags := map[string]string{}
	for _, path := range append(deliverables(s, "en"), script(t, s)) {
		first := get(t, s, path)
		tag := first.header.Get("ETag")
		if first.status != http.StatusOK || !strings.HasPrefix(tag, `W/"`) || first.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("GET %s = %d with the tag %s, varying by %s", path, first.status, tag, first.header.Get("Vary"))
			continue
		}
		// The API answers with the same bytes as the file of a chart, and may share its tag.
		if other, ok := tags[tag]; ok && !strings.HasPrefix(path, "/en/charts/profile.json") {
			t.Errorf("%s and %s share a tag", other, path)
		}
		tags[tag] = path
		before := [2]map[string]float64{counts(t, s, "sozdex_cache_requests_total"), counts(t, s, "sozdex_renders_total")}
		for _, tt := range []struct {
			match  string
			status int
		}{
			{tag, 304},
			{strings.TrimPrefix(tag, "W/"), 304},
			{`"other", ` + tag, 304},
			{`W/"other" ,` + tag + `, "more"`, 304},
			{"*", 304},
		} {
			a := get(t, s, path, "If-None-Match", tt.match)
			if a.status != tt.status || len(a.body) > 0 || a.header.Get("ETag") != tag || a.header.Get("Cache-Control") != first.header.Get("Cache-Control") ||
				a.header.Get("Vary") != "Accept-Encoding" || a.header.Get("Content-Encoding") != "" {
				t.Errorf("GET %s with %s = %d, %v and %d bytes, want %d", path, tt.match, a.status, a.header, len(a.body), tt.status)
			}
		}
		after := [2]map[string]float64{counts(t, s, "sozdex_cache_requests_total"), counts(t, s, "sozdex_renders_total")}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("a 304 of %s asks the cache (-before +after):\n%s", path, diff)
		}
		for _, match := range []string{"", `"other"`, strings.ToUpper(tag), strings.Trim(tag, `W/"`), tag[:len(tag)-2] + `"`} {
			if a := get(t, s, path, "If-None-Match", match); a.status != http.StatusOK {
				t.Errorf("GET %s with %s = %d, want 200", path, match, a.status)
			}
		}
	}
}

func TestTagsDiffer(t *testing.T) {
	same := func(a, b string) bool {
		return get(t, shared(), a).header.Get("ETag") == get(t, shared(), b).header.Get("ETag")
	}
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"/en/", "/en/?sort=country", true},
		{"/en/charts/trend.csv", "/en/charts/trend.csv?measure=score&index=eiu", true},
		{"/en/embed/trend?measure=eiu.score", "/en/embed/trend", true},
		{"/api/v1/tallies", "/api/v1/tallies?from=", true},
		{"/en/", "/en/?sort=", true},
		{"/en/charts/trend.csv", "/ru/charts/trend.csv", false},
		{"/en/charts/trend.csv", "/en/charts/trend.json", false},
		{"/en/", "/ru/", false},
		{"/en/", "/en/?sort=eiu", false},
		{"/api/v1/tallies", "/api/v1/tallies?from=2020", false},
		{"/api/v1/indices/eiu", "/api/v1/indices/rsf", false},
		{"/en/embed/trend", "/en/embed/trend?theme=dark", false},
	} {
		if got := same(tt.a, tt.b); got != tt.same {
			t.Errorf("%s and %s have the same tag: %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
	other := start(t, Config{URL: "https://other.example"}, "")
	if get(t, other, "/en/").header.Get("ETag") == get(t, shared(), "/en/").header.Get("ETag") {
		t.Error("pages that name two hosts have the same tag")
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	s := start(t, Config{}, "")
	for _, path := range deliverables(s, "ru") {
		first := get(t, s, path)
		made, asked := total(counts(t, s, "sozdex_renders_total")), counts(t, s, "sozdex_cache_requests_total")["hit memory"]
		second := get(t, s, path)
		if !bytes.Equal(first.body, second.body) {
			t.Errorf("GET %s differs the second time", path)
		}
		if got := total(counts(t, s, "sozdex_renders_total")); got != made {
			t.Errorf("GET %s is made again", path)
		}
		if got := counts(t, s, "sozdex_cache_requests_total")["hit memory"]; got != asked+1 {
			t.Errorf("the second GET %s comes from memory %v times, want once", path, got-asked)
		}
	}
}

func TestEncodings(t *testing.T) {
	s := shared()
	for _, path := range append(deliverables(s, "kk"), script(t, s)) {
		plain := get(t, s, path)
		if plain.header.Get("Content-Encoding") != "" {
			t.Errorf("GET %s without Accept-Encoding is in %s", path, plain.header.Get("Content-Encoding"))
		}
		for _, tt := range []struct{ accept, encoding string }{
			{"br", "br"}, {"gzip", "gzip"}, {"gzip, deflate, br, zstd", "br"}, {"gzip;q=1, br;q=0.1", "gzip"}, {"identity", ""}, {"br;q=0, gzip;q=0", ""}, {"deflate", ""}, {"*", "br"},
		} {
			a := get(t, s, path, "Accept-Encoding", tt.accept)
			// What does not shrink any more is kept in one form.
			if got := a.header.Get("Content-Encoding"); got != tt.encoding && (tt.encoding != "br" || got != "gzip") {
				t.Errorf("GET %s in %q is in %q, want %q", path, tt.accept, got, tt.encoding)
			}
			if body := unpack(t, a); !bytes.Equal(body, plain.body) {
				t.Errorf("the body of %s in %q is another", path, tt.accept)
			}
			if a.header.Get("ETag") != plain.header.Get("ETag") {
				t.Errorf("the tag of %s depends on the encoding, which only a strong one may", path)
			}
		}
	}
}

func unpack(t *testing.T, a answer) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(a.body)
	switch a.header.Get("Content-Encoding") {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestSharedRedis lets a second server answer from what a first one made.
func TestSharedRedis(t *testing.T) {
	redis := redistest.Start(t)
	first, second := start(t, Config{}, redis.URL()), start(t, Config{}, redis.URL())
	for _, path := range deliverables(first, "en") {
		made := get(t, first, path)
		read := get(t, second, path)
		if made.status != http.StatusOK || read.status != http.StatusOK || !bytes.Equal(made.body, read.body) || made.header.Get("ETag") != read.header.Get("ETag") ||
			made.header.Get("Content-Type") != read.header.Get("Content-Type") {
			t.Errorf("GET %s differs between two servers: %d and %d", path, made.status, read.status)
		}
	}
	if got := total(counts(t, second, "sozdex_renders_total")); got != 0 {
		t.Errorf("the second server makes %v artifacts, want none: %v", got, counts(t, second, "sozdex_renders_total"))
	}
	if counts(t, second, "sozdex_cache_requests_total")["hit redis"] == 0 {
		t.Error("the second server reads nothing from Redis")
	}
}

// TestRedisKilled kills and restarts Redis while readers ask: none is failed.
func TestRedisKilled(t *testing.T) {
	t.Parallel()
	redis := redistest.Start(t)
	s := start(t, Config{}, redis.URL())
	if got := redisOf(t, s); got != "up" {
		t.Errorf("Redis is %q, want up", got)
	}
	const readers = 4
	answered := make(chan struct{}, 1000)
	var group sync.WaitGroup
	for i := range readers {
		group.Go(func() {
			for _, lang := range locale.Languages() {
				for j, path := range deliverables(s, lang) {
					if j%readers != i && j%2 == 0 {
						continue
					}
					if a := get(t, s, path); a.status != http.StatusOK || len(a.body) == 0 {
						t.Errorf("GET %s with a dying Redis = %d", path, a.status)
					}
					answered <- struct{}{}
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	for n, over := 0, false; !over; {
		select {
		case <-answered:
			switch n++; n {
			case 10:
				redis.Stop()
			case 60:
				redis.Restart()
			case 70:
				redis.Stop()
			}
		case <-done:
			over = true
		}
	}
	get(t, s, "/en/?sort=vdem")
	if got := redisOf(t, s); got != "down" {
		t.Errorf("Redis is %q after its death, want down", got)
	}
	redis.Restart()
	for end := time.After(10 * time.Second); redisOf(t, s) != "up"; {
		select {
		case <-end:
			t.Fatal("Redis is back, and the server does not see it")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func redisOf(t *testing.T, s *Server) string {
	t.Helper()
	ready := decode[map[string]string](t, s, "/readyz")
	if ready["status"] != "ready" || ready["data"] != s.Catalogue.Fingerprint || ready["version"] != s.Version {
		t.Errorf("readyz says %v", ready)
	}
	return ready["redis"]
}

// TestSilentRedis has a Redis that accepts connections and never answers.
func TestSilentRedis(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var held sync.WaitGroup
	defer held.Wait()
	defer l.Close()
	held.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
		}
	})
	s, artifacts, err := newServer(Config{URL: address}, cache.Config{Redis: "redis://" + l.Addr().String(), ReadTimeout: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer artifacts.Close()
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for _, path := range deliverables(s, "en") {
				if a := get(t, s, path); a.status != http.StatusOK {
					t.Errorf("GET %s with a silent Redis = %d", path, a.status)
				}
			}
		})
	}
	readers.Wait()
	if got := redisOf(t, s); got != "down" {
		t.Errorf("a silent Redis is %q, want down", got)
	}
	if redisOf(t, start(t, Config{}, "")) != "off" {
		t.Error("no Redis is not off")
	}
}

// TestErrorsAreNotKept fails to make an artifact the first time.
func TestErrorsAreNotKept(t *testing.T) {
	redis := redistest.Start(t)
	s := start(t, Config{}, redis.URL())
	tries := 0
	s.router.GET("/flaky", s.answer(route{policy: page, handle: func(c *gin.Context) error {
		return s.deliver(c, want{format: "flaky", lang: "en", kind: typeHTML, make: func(context.Context, *locale.Printer) ([]byte, error) {
			switch tries++; tries {
			case 1:
				return nil, errors.New("no luck")
			case 2:
				panic("worse luck")
			}
			return []byte("made"), nil
		}})
	}}))
	for i, want := range []int{500, 500, 200, 200} {
		a := get(t, s, "/flaky")
		if a.status != want {
			t.Errorf("try %d = %d, want %d", i, a.status, want)
		}
		if want == 500 && (a.header.Get("ETag") != "" || a.header.Get("Cache-Control") != "no-store") {
			t.Errorf("the failure may be kept: %v", a.header)
		}
	}
	if tries != 3 {
		t.Errorf("the artifact is made %d times, want 3", tries)
	}
	for range 2 {
		if a := get(t, s, "/en/charts/trend.csv?index=nope"); a.status != http.StatusBadRequest {
			t.Errorf("a bad parameter = %d", a.status)
		}
		if a := get(t, s, "/en/charts/trend?index=nope"); a.status != http.StatusOK {
			t.Errorf("a notice = %d", a.status)
		}
	}
	if got := counts(t, s, "sozdex_renders_total"); got["notice"] != 2 || got["csv"] != 0 {
		t.Errorf("renders are %v, want a notice made each time and no file", got)
	}
}

// TestBusy leaves no room to make anything. Time is the test's own, so that the
// wait for room takes none.
func TestBusy(t *testing.T) {
	// What outlives the test must not be made inside of its time.
	data, engines := builtIn(), renderer()
	synctest.Test(t, func(t *testing.T) {
		s, artifacts, err := newServer(Config{Catalogue: data, Renderer: engines, URL: address}, cache.Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer artifacts.Close()
		kept := get(t, s, "/en/")
		for range cap(s.fills) {
			s.fills <- struct{}{}
		}
		for _, path := range []string{"/ru/", "/en/charts/trend?index=eiu&measure=score", "/en/embed/trend", "/api/v1/sources", "/en/charts/trend.csv"} {
			began := time.Now()
			a := get(t, s, path)
			if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") != "2" || a.header.Get("ETag") != "" || a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("GET %s of a busy server = %d, %v, want 503", path, a.status, a.header)
			}
			if waited := time.Since(began); waited != fillWait {
				t.Errorf("GET %s waits %v for room, want %v", path, waited, fillWait)
			}
		}
		if code, _, _ := problem(t, get(t, s, "/api/v1/sources")); code != "busy" {
			t.Errorf("the code of a busy server is %s", code)
		}
		if a := get(t, s, "/en/"); a.status != http.StatusOK || !bytes.Equal(a.body, kept.body) {
			t.Errorf("a busy server answers %d from memory, want 200", a.status)
		}
		if a := get(t, s, "/ru/", "If-None-Match", "*"); a.status != http.StatusNotModified {
			t.Errorf("a busy server answers %d to a reader who has the page, want 304", a.status)
		}
		if a := get(t, s, "/en/charts/trend?index=nope"); a.status != http.StatusOK {
			t.Errorf("a busy server answers a mistake with %d, want 200: notices have slots of their own", a.status)
		}
		for range cap(s.fills) {
			<-s.fills
		}
		for range cap(s.notices) {
			s.notices <- struct{}{}
		}
		if a := get(t, s, "/en/charts/trend?index=nope"); a.status != http.StatusServiceUnavailable {
			t.Errorf("one mistake too many is answered with %d, want 503", a.status)
		}
		if a := get(t, s, "/ru/"); a.status != http.StatusOK {
			t.Errorf("the server answers %d when it has room again, want 200", a.status)
		}
	})
}
