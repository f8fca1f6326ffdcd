package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/server/cache"
)

const address = "https://sozdex.example"

// builtIn is the data inside the binary. It never changes, so that all tests
// share it.
var builtIn = sync.OnceValue(func() *datasets.Catalogue {
	c, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		panic(err)
	}
	return c
})

// shared is a server of the built-in data for tests that look at answers and
// at nothing that lasts from one request to the next.
var shared = sync.OnceValue(func() *Server {
	s, _, err := newServer(Config{URL: address}, cache.Config{})
	if err != nil {
		panic(err)
	}
	return s
})

// renderer draws for all tests: it takes long to make.
var renderer = sync.OnceValue(func() *keeping {
	r, err := render.New()
	if err != nil {
		panic(err)
	}
	return &keeping{Renderer: r, drawn: map[string][]byte{}}
})

// keeping is a renderer that draws nothing twice: what many servers of the tests
// draw is the same, and drawing is most of what they do.
type keeping struct {
	*render.Renderer
	sync.Mutex
	drawn map[string][]byte
}

func (k *keeping) Draw(ctx context.Context, option []byte, l render.Layout, id string) ([]byte, error) {
	key := fmt.Sprint(l, id, string(option))
	k.Lock()
	drawn, ok := k.drawn[key]
	k.Unlock()
	if ok {
		return drawn, nil
	}
	drawn, err := k.Renderer.Draw(ctx, option, l, id)
	if err == nil {
		k.Lock()
		k.drawn[key] = drawn
		k.Unlock()
	}
	return drawn, err
}

// TestMain removes the fonts that the renderer of all tests has written.
func TestMain(m *testing.M) {
	code := m.Run()
	renderer().Close()
	os.Exit(code)
}

// newServer returns a server of what is set, with the data and the renderer that
// all tests share where none is.
func newServer(of Config, tiers cache.Config) (*Server, *cache.Cache, error) {
	of.Registry = prometheus.NewRegistry()
	tiers.MemoryBytes, tiers.TTL, tiers.Registerer, tiers.Log = 64<<20, time.Hour, of.Registry, of.Log
	if tiers.ReadTimeout == 0 {
		// A machine under load must not look like a dead Redis; the tests
		// whose Redis is dead are refused at once or set their own.
		tiers.ReadTimeout = 30 * time.Second
	}
	artifacts, err := cache.New(tiers)
	if err != nil {
		return nil, nil, err
	}
	of.Cache, of.Build, of.Version = artifacts, "build", "v0.0.0-test"
	if of.Catalogue == nil {
		of.Catalogue = builtIn()
	}
	if of.Renderer == nil {
		of.Renderer = renderer()
	}
	s, err := New(of)
	return s, artifacts, err
}

// start returns a server of its own for a test.
func start(t testing.TB, of Config, redis string) *Server {
	t.Helper()
	if of.URL == "" {
		of.URL = address
	}
	s, artifacts, err := newServer(of, cache.Config{Redis: redis})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { artifacts.Close() })
	return s
}

// answer is a response that has been read.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// get asks for a path with headers given as name and value in turn.
func get(t testing.TB, s *Server, target string, headers ...string) answer {
	t.Helper()
	return ask(t, s, http.MethodGet, target, headers...)
}

func ask(t testing.TB, s *Server, method, target string, headers ...string) answer {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, request(t, method, target, headers...))
	return answer{w.Code, w.Header(), w.Body.Bytes()}
}

// request is one as net/http reads it, also of what a client would not send.
func request(t testing.TB, method, target string, headers ...string) *http.Request {
	t.Helper()
	path, query, _ := strings.Cut(target, "?")
	unescaped, err := url.PathUnescape(path)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(method, address+"/", nil)
	r.URL = &url.URL{Path: unescaped, RawPath: path, RawQuery: query}
	r.RequestURI = target
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// pageAt asks for a page that must be there.
func pageAt(t testing.TB, s *Server, target string) elements {
	t.Helper()
	a := get(t, s, target)
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Fatalf("GET %s = %d, %s, want a page\n%s", target, a.status, a.header.Get("Content-Type"), excerpt(a.body))
	}
	return parse(t, a.body)
}

// decode asks for JSON that must be there.
func decode[T any](t testing.TB, s *Server, target string) T {
	t.Helper()
	var v T
	a := get(t, s, target)
	if a.status != http.StatusOK {
		t.Fatalf("GET %s = %d, want 200\n%s", target, a.status, excerpt(a.body))
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
	return v
}

// problem reads the JSON of an error.
func problem(t testing.TB, a answer) (code, message string, fixes []string) {
	t.Helper()
	var e errorJSON
	d := json.NewDecoder(bytes.NewReader(a.body))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		t.Fatalf("the error is no JSON: %v\n%s", err, excerpt(a.body))
	}
	return e.Error.Code, e.Error.Message, e.Error.Fixes
}

func excerpt(body []byte) []byte { return body[:min(len(body), 400)] }

// inTurn calls f with each of the views in one language: what depends on both is
// tried at the default view of every chart.
func inTurn(f func(lang, view string)) {
	of := map[string]int{}
	for _, v := range views {
		slug, _, _ := strings.Cut(v, "?")
		f(locale.Languages()[of[slug]%len(locale.Languages())], v)
		of[slug]++
	}
}

// home is the path of a chart's default view.
func home(s *Server, lang, slug string) string {
	return "/" + lang + "/charts/" + slug + "?" + charts.Default(s.Catalogue, charts.Find(slug)).Query()
}

// file is the path of a chart's default view in another form.
func file(s *Server, lang, slug, ending string) string {
	return strings.Replace(home(s, lang, slug), "?", "."+ending+"?", 1)
}

// lines collects a log of one JSON object a line.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(l, nil)) }

// take returns what was logged since the last call.
func (l *lines) take(t testing.TB) []map[string]any {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []map[string]any
	d := json.NewDecoder(&l.buf)
	for {
		var line map[string]any
		err := d.Decode(&line)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	l.buf.Reset()
	return all
}

// counts reads the counters of a metric by the values of its labels, which
// stand in the order of their names.
func counts(t testing.TB, s *Server, metric string) map[string]float64 {
	t.Helper()
	families, err := s.Registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]float64{}
	for _, f := range families {
		if f.GetName() != metric {
			continue
		}
		for _, m := range f.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetValue())
			}
			values[strings.Join(labels, " ")] = m.GetCounter().GetValue()
		}
	}
	return values
}

func total(values map[string]float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum
}

// load reads a data directory.
func load(t testing.TB, dir fstest.MapFS) *datasets.Catalogue {
	t.Helper()
	c, err := datasets.Load(dir)
	if err != nil {
		t.Fatalf("Load = %v, want no fault", err)
	}
	return c
}

func TestNewRefusesAddress(t *testing.T) {
	for _, tt := range []struct {
		url string
		ok  bool
	}{
		{"https://sozdex.example", true},
		{"http://127.0.0.1:8080/", true},
		{"", true},
		{"sozdex.example", false},
		{"ftp://sozdex.example", false},
		{"https://", false},
		{"https://sozdex.example/under", false},
		{"https://sozdex.example?x=1", false},
		{"https://sozdex.example?", false},
		{"https://sozdex.example#x", false},
		{"https://user:secret@sozdex.example", false},
	} {
		_, err := New(Config{Catalogue: builtIn(), Cache: shared().Cache, Renderer: renderer(), URL: tt.url, Registry: prometheus.NewRegistry()})
		if (err == nil) != tt.ok {
			t.Errorf("New with the address %q = %v, want ok %v", tt.url, err, tt.ok)
		}
	}
}

func TestLanguages(t *testing.T) {
	s := shared()
	for _, lang := range locale.Languages() {
		if got := pageAt(t, s, "/"+lang+"/").find("html").attr("lang"); got != lang {
			t.Errorf("the page /%s/ has the language %q", lang, got)
		}
	}
	for _, path := range []string{"/de/", "/EN/", "/en-US/", "/xx/charts/", "/en/en/"} {
		if a := get(t, s, path); a.status != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, a.status)
		}
	}
}

func TestNegotiation(t *testing.T) {
	for _, tt := range []struct{ accept, want string }{
		{"", "en"},
		{"en", "en"},
		{"ru", "ru"},
		{"kk", "kk"},
		{"ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"},
		{"kk-KZ,kk;q=0.9,ru;q=0.8", "kk"},
		{"kk-Cyrl-KZ", "kk"},
		{"en;q=0.1,kk;q=0.9", "kk"},
		{"de,ru;q=0.5", "ru"},
		{"de-DE", "en"},
		{"*", "en"},
		{"ru;q=0", "en"},
		{"garbage;;;,=", "en"},
		{strings.Repeat("x-", 3000), "en"},
		{strings.Repeat("de,", 3000) + "kk", "kk"},
	} {
		a := get(t, shared(), "/", "Accept-Language", tt.accept)
		if got := a.header.Get("Location"); a.status != http.StatusFound || got != "/"+tt.want+"/" {
			t.Errorf("GET / in %.40q = %d, %s, want 302 to /%s/", tt.accept, a.status, got, tt.want)
		}
		if got := a.header.Get("Vary"); got != "Accept-Language" {
			t.Errorf("GET / varies by %q, want Accept-Language", got)
		}
	}
}
