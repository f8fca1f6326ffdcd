package server

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkCached answers a request whose artifact memory holds, or that the
// reader holds already.
func BenchmarkCached(b *testing.B) {
	s := start(b, Config{}, "")
	ask := func(etag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/en/embed/trend?index=rsf&measure=score", nil)
		r.Header.Set("Accept-Encoding", "br")
		r.Header.Set("If-None-Match", etag)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w
	}
	etag := ask("").Header().Get("ETag")
	for name, tag := range map[string]string{"whole": "", "unchanged": etag} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ask(tag)
			}
		})
	}
}
