package server

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// direct asks the router itself, which knows no shortcut.
func direct(t testing.TB, s *Server, method, target string, headers ...string) answer {
	t.Helper()
	r := request(t, method, target, headers...)
	w := httptest.NewRecorder()
	s.router.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.Bytes()}
}

// shortened asks the shortcuts alone. It fails the test where they answered in
// part: what they do not know they must leave untouched.
func shortened(t testing.TB, s *Server, method, target string, headers ...string) (answer, bool) {
	t.Helper()
	w := httptest.NewRecorder()
	known := s.short(w, request(t, method, target, headers...))
	if !known && (len(w.Header()) > 0 || w.Body.Len() > 0 || w.Code != http.StatusOK) {
		t.Errorf("%s %s is left to the router with %d, %v and %d bytes written", method, target, w.Code, w.Header(), w.Body.Len())
	}
	return answer{w.Code, w.Header(), w.Body.Bytes()}, known
}

func same(a, b answer) string {
	return cmp.Diff([]any{a.status, a.header, string(a.body)}, []any{b.status, b.header, string(b.body)})
}

// asked are the headers by which answers of one address differ.
func asked(tag string) [][]string {
	return [][]string{
		{}, {"Accept-Encoding", "br"}, {"Accept-Encoding", "gzip"}, {"Accept-Encoding", "identity"}, {"Accept-Encoding", "gzip;q=1, br;q=0.1"}, {"Accept-Encoding", "br;q=0, gzip;q=0"},
		{"If-None-Match", tag}, {"If-None-Match", "*"}, {"If-None-Match", `"other"`}, {"If-None-Match", tag, "Accept-Encoding", "br"},
		{"Accept-Language", "ru"}, {"Host", "evil.example"}, {"X-Forwarded-Prefix", "/evil"}, {"Origin", "https://other.example"}, {"Range", "bytes=0-10"},
	}
}

// TestShortcuts holds what an address is answered the second time against what
// the router answers.
func TestShortcuts(t *testing.T) {
	t.Parallel()
	s := start(t, Config{}, "")
	for _, path := range append(deliverables(s, "ru"), "/en/embed/profile", "/en/charts/profile.svg?size=square&index=eiu") {
		if _, known := shortened(t, s, "GET", path); known {
			t.Errorf("%s is known before anybody asked", path)
		}
		first := get(t, s, path)
		if first.status != http.StatusOK {
			t.Fatalf("GET %s = %d, want 200", path, first.status)
		}
		for _, headers := range asked(first.header.Get("ETag")) {
			got, known := shortened(t, s, "GET", path, headers...)
			if !known {
				t.Errorf("GET %s with %q is not answered shortly", path, headers)
				continue
			}
			if diff := same(direct(t, s, "GET", path, headers...), got); diff != "" {
				t.Errorf("GET %s with %q (-router +shortcut):\n%s", path, headers, diff)
			}
		}
		for _, method := range []string{"HEAD", "POST", "OPTIONS", "BREW"} {
			if _, known := shortened(t, s, method, path); known {
				t.Errorf("%s %s is answered as if it were GET", method, path)
			}
			if diff := same(direct(t, s, method, path), ask(t, s, method, path)); diff != "" {
				t.Errorf("%s %s (-router +server):\n%s", method, path, diff)
			}
		}
	}
}

// TestShortcutsOnTheWire compares what two connections carry, one of them to the
// router: there net/http adds its own headers.
func TestShortcutsOnTheWire(t *testing.T) {
	s := shared()
	short, long := httptest.NewServer(s.Handler()), httptest.NewServer(s.router)
	defer short.Close()
	defer long.Close()
	read := func(at, method, path string, headers []string) (answer, string) {
		r, err := http.NewRequest(method, at+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		// Without it the client asks for gzip and unpacks.
		r.Header.Set("Accept-Encoding", "identity")
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		response.Header.Del("Date")
		return answer{response.StatusCode, response.Header, body}, fmt.Sprint(response.Proto, response.ContentLength, response.TransferEncoding)
	}
	for _, path := range []string{
		home(s, "en", "profile"), "/en/embed/profile?index=eiu", file(s, "en", "profile", "svg"), file(s, "en", "profile", "png"), file(s, "en", "profile", "csv"), file(s, "en", "profile", "json"),
	} {
		tag := get(t, s, path).header.Get("ETag")
		if _, known := shortened(t, s, "GET", path); !known {
			t.Errorf("%s is not known", path)
		}
		for _, method := range []string{"GET", "HEAD"} {
			for _, headers := range [][]string{nil, {"Accept-Encoding", "br"}, {"Accept-Encoding", "gzip"}, {"If-None-Match", tag}} {
				a, framed := read(short.URL, method, path, headers)
				b, want := read(long.URL, method, path, headers)
				if diff := same(b, a); diff != "" || framed != want {
					t.Errorf("%s %s with %q (-router +server): %s, want %s\n%s", method, path, headers, framed, want, diff)
				}
			}
		}
	}
}

// TestNoShortcut asks twice for what must be looked at each time.
func TestNoShortcut(t *testing.T) {
	t.Parallel()
	s := start(t, Config{}, "")
	for _, tt := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/", 302},
		{"GET", "/en", 301},
		{"GET", "/en/charts/profile", 302},
		{"GET", "/en/charts/profile?countries=KAZ&index=eiu", 302},
		{"GET", "/en/charts/profile?index=nope", 200},
		{"GET", "/en/embed/profile?x=1", 200},
		{"GET", "/en/?sort=nope", 200},
		{"GET", "/en/charts/nope", 404},
		{"GET", "/nope", 404},
		{"GET", "/en/charts/profile.csv?index=nope", 400},
		{"GET", "/en/charts/profile.svg?size=nope", 400},
		{"GET", "/api/v1/indices/nope", 404},
		{"GET", "/en/?" + strings.Repeat("x", maxQuery+1), 414},
		{"GET", "/healthz", 200},
		{"GET", "/readyz", 200},
		{"GET", "/metrics", 200},
		{"GET", "/robots.txt", 200},
		{"GET", "/favicon.ico", 302},
		{"POST", "/en/sources", 405},
		{"HEAD", "/en/sources", 200},
		{"OPTIONS", "/api/v1/sources", 204},
	} {
		for range 2 {
			if a := ask(t, s, tt.method, tt.path); a.status != tt.status {
				t.Errorf("%s %.60s = %d, want %d", tt.method, tt.path, a.status, tt.status)
			}
		}
		for _, method := range []string{tt.method, "GET"} {
			if a, known := shortened(t, s, method, tt.path); known {
				t.Errorf("after %s, %s %.60s is answered shortly with %d", tt.method, method, tt.path, a.status)
			}
		}
	}
	var remembered []any
	s.shortcuts.byTarget.Range(func(target, _ any) bool { remembered = append(remembered, target); return true })
	if len(remembered) > 0 {
		t.Errorf("%v are remembered, want none", remembered)
	}
}

// TestEvicted asks for what is remembered and no longer in memory.
func TestEvicted(t *testing.T) {
	s := start(t, Config{}, "")
	const path = "/en/sources"
	first := get(t, s, path)
	found, ok := s.shortcuts.byTarget.Load(path)
	if !ok {
		t.Fatalf("%s is not remembered", path)
	}
	to := *found.(*shortcut)
	to.key[0]++
	s.shortcuts.byTarget.Store(path, &to)
	if _, known := shortened(t, s, "GET", path); known {
		t.Error("an artifact that memory lacks is sent")
	}
	if diff := same(first, get(t, s, path)); diff != "" {
		t.Errorf("GET %s once it is gone (-before +after):\n%s", path, diff)
	}
	if again, known := shortened(t, s, "GET", path); !known || same(first, again) != "" {
		t.Errorf("GET %s is not answered shortly once it is there again", path)
	}
}

// TestShortcutsAreBounded asks for one page at more addresses than are remembered.
func TestShortcutsAreBounded(t *testing.T) {
	t.Parallel()
	s := start(t, Config{}, "")
	const most = 64
	address := func(i int) string {
		return "/en/?" + strings.Repeat("&", i%most) + "sort=eiu" + strings.Repeat("&", i/most)
	}
	remembered := func() (n int) {
		s.shortcuts.byTarget.Range(func(any, any) bool { n++; return true })
		return n
	}
	for i := range maxShortcuts {
		get(t, s, address(i), "Accept-Encoding", "br")
	}
	if got := remembered(); got != maxShortcuts {
		t.Errorf("%d addresses are remembered as %d", maxShortcuts, got)
	}
	a := get(t, s, address(maxShortcuts))
	if got := remembered(); got > maxShortcuts/2 {
		t.Errorf("after one address more %d are remembered, want few", got)
	}
	for _, path := range []string{address(0), address(maxShortcuts)} {
		for range 2 {
			if diff := same(a, get(t, s, path)); diff != "" {
				t.Errorf("GET %.60s after the shortcuts were forgotten:\n%s", path, diff)
			}
		}
	}
	// A request may name its host in its first line, at a length that nothing else bounds.
	r := request(t, "GET", "/en/?sort=eiu")
	r.RequestURI = "http://" + strings.Repeat("x", 8<<10) + ".example/en/?sort=eiu"
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	if _, ok := s.shortcuts.byTarget.Load(r.RequestURI); ok || w.Code != http.StatusOK {
		t.Errorf("an address of %d bytes = %d and is remembered: %v", len(r.RequestURI), w.Code, ok)
	}
}

// TestShortcutsDoNotMix asks for many addresses in any order from several sides:
// each is answered as the router answers it.
func TestShortcutsDoNotMix(t *testing.T) {
	t.Parallel()
	s := shared()
	paths := slices.Concat(deliverables(s, "en"), deliverables(s, "kk"), []string{
		"/en/embed/profile?index=eiu", "/en/embed/profile?index=eiu&theme=dark", "/en/embed/profile?index=eiu&theme=light", "/ru/embed/profile?index=eiu",
		"/en/embed/profile?theme=dark&index=eiu", "/en/embed/%70rofile?index=eiu", "/en/embed/profile?index=%65iu", "/en/embed/profile?index=EIU",
		"/en/charts/profile.json?index=eiu&countries=KAZ,EST", "/en/charts/profile.json?index=eiu&countries=EST,KAZ", "/en/charts/profile.json?index=eiu&countries=EST%2CKAZ",
		"/en/charts/profile.json?index=eiu&countries=EST", "/en/charts/profile.csv?index=eiu&countries=EST", "/en/charts/profile.json", "/en/charts/profile.json?", "/EN/charts/profile.json",
		"/en/charts/profile.svg?index=eiu", "/en/charts/profile.svg?index=eiu&size=2x", "/en/charts/profile.svg?index=eiu&size=1x", "/en/charts/profile.svg?index=eiu&size=3x",
		"/api/v1/tallies", "/api/v1/tallies?", "/api/v1/tallies?from=2020", "/api/v1/tallies?from=2021", "/api/v1/tallies?from=2021&to=2020", "/en/sources?", "/en/sources?x", "/en/sources#x",
	})
	want := make([]answer, len(paths))
	for i, path := range paths {
		want[i] = direct(t, s, "GET", path, "Accept-Encoding", "gzip")
	}
	var readers sync.WaitGroup
	for seed := range uint64(4) {
		readers.Go(func() {
			random := rand.New(rand.NewPCG(1, seed))
			for range 400 {
				i := random.IntN(len(paths))
				headers := []string{"Accept-Encoding", "gzip"}
				tag := want[i].header.Get("ETag")
				if random.IntN(3) == 0 && tag != "" {
					headers = append(headers, "If-None-Match", tag)
				}
				got := get(t, s, paths[i], headers...)
				if len(headers) > 2 {
					if got.status != http.StatusNotModified || got.header.Get("ETag") != tag {
						t.Errorf("GET %s with its tag = %d, want 304", paths[i], got.status)
					}
					continue
				}
				if got.status != want[i].status || !bytes.Equal(got.body, want[i].body) || !maps.EqualFunc(got.header, want[i].header, slices.Equal) {
					t.Errorf("GET %s = %d, %v, want %d, %v", paths[i], got.status, got.header, want[i].status, want[i].header)
				}
			}
		})
	}
	readers.Wait()
}

// TestShortcutsAreObserved holds the lines of the log and the metrics of an
// answer against those of the router.
func TestShortcutsAreObserved(t *testing.T) {
	var log lines
	s := start(t, Config{Log: log.logger()}, "")
	const path = "/en/embed/profile?index=eiu"
	tag := get(t, s, path).header.Get("ETag")
	observed := func(ask func()) (line map[string]any, grown map[string]float64) {
		values := func() map[string]float64 {
			all := map[string]float64{}
			for _, metric := range []string{"sozdex_http_requests_total", "sozdex_renders_total", "sozdex_cache_requests_total"} {
				for labels, n := range counts(t, s, metric) {
					all[metric+" "+labels] = n
				}
			}
			for line := range strings.Lines(string(direct(t, s, "GET", "/metrics").body)) {
				if name, n, ok := strings.Cut(line, "} "); ok && strings.HasPrefix(name, "sozdex_http_request_duration_seconds_count") && !strings.Contains(name, "/metrics") {
					var v float64
					if _, err := fmt.Sscan(n, &v); err != nil {
						t.Fatal(err)
					}
					all[name] = v
				}
			}
			return all
		}
		before := values()
		log.take(t)
		ask()
		all := log.take(t)
		if len(all) != 1 {
			t.Fatalf("a request leaves the lines %v, want 1", all)
		}
		if took := all[0]["took"].(float64); took <= 0 {
			t.Errorf("the request took %v", took)
		}
		delete(all[0], "took")
		delete(all[0], "time")
		grown = map[string]float64{}
		for name, after := range values() {
			if after != before[name] && !strings.Contains(name, "/metrics") {
				grown[name] = after - before[name]
			}
		}
		return all[0], grown
	}
	for _, headers := range [][]string{{"Accept-Encoding", "br"}, {}, {"If-None-Match", tag}} {
		long, more := observed(func() { direct(t, s, "GET", path, headers...) })
		short, also := observed(func() {
			if _, known := shortened(t, s, "GET", path, headers...); !known {
				t.Errorf("%s is not known", path)
			}
		})
		if diff := cmp.Diff(long, short); diff != "" {
			t.Errorf("the line of %s with %q (-router +shortcut):\n%s", path, headers, diff)
		}
		if diff := cmp.Diff(more, also); diff != "" || len(also) < 2 {
			t.Errorf("the metrics that %s with %q adds to are %v (-router +shortcut):\n%s", path, headers, also, diff)
		}
	}
}
