package server

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHealth(t *testing.T) {
	if a := get(t, shared(), "/healthz"); a.status != http.StatusOK || string(a.body) != "ok\n" {
		t.Errorf("GET /healthz = %d, %q", a.status, a.body)
	}
	if got := redisOf(t, shared()); got != "off" {
		t.Errorf("readyz says that Redis is %q, want off", got)
	}
}

// TestMetrics reads the names that dashboards are built on.
func TestMetrics(t *testing.T) {
	s := start(t, Config{}, "")
	get(t, s, "/en/")
	get(t, s, "/en/")
	page := string(get(t, s, "/metrics").body)
	for _, line := range []string{
		`sozdex_http_requests_total{method="GET",route="/:lang/",status="200"} 2`,
		`sozdex_http_request_duration_seconds_count{route="/:lang/"} 2`,
		`sozdex_renders_total{format="overview"} 1`,
		`sozdex_cache_requests_total{result="hit",tier="memory"} 1`,
		`sozdex_cache_requests_total{result="miss",tier="memory"} 1`,
		`sozdex_build_info{version="v0.0.0-test"} 1`,
		`sozdex_data_info{fingerprint="` + builtIn().Fingerprint + `"} 1`,
		`sozdex_data_loads_total{result="refused"} 0`,
		`sozdex_data_loads_total{result="taken"} 1`,
		"sozdex_data_refused 0",
		"go_goroutines ",
	} {
		if !strings.Contains(page, line) {
			t.Errorf("the metrics lack %s", line)
		}
	}
}

// series counts the label sets that all requests have made so far.
func series(t *testing.T, s *Server) int {
	return len(counts(t, s, "sozdex_http_requests_total")) + len(counts(t, s, "sozdex_http_request_duration_seconds")) + len(counts(t, s, "sozdex_renders_total"))
}

// TestMetricLabels sends what readers can make up: none of it becomes a label.
func TestMetricLabels(t *testing.T) {
	t.Parallel()
	s := start(t, Config{}, "")
	ask := func(round int) {
		for _, path := range []string{"/nope%d", "/a%d/b/c", "/en/charts/x%d", "/x%d/", "/static/x%d", "/api/v1/indices/x%d", "/api/v1/x%d", "/en/?x=%d", "/en/charts/trend?x%d", "/en/embed/trend?y=%d"} {
			path := fmt.Sprintf(path, round)
			get(t, s, path, "User-Agent", path, "Host", path)
			for _, method := range []string{"POST", fmt.Sprintf("BREW%d", round), "HEAD", "OPTIONS"} {
				ask(t, s, method, path)
			}
		}
	}
	ask(0)
	before := series(t, s)
	for round := range 5 {
		ask(round + 1)
	}
	if after := series(t, s); after != before {
		t.Errorf("requests for nothing make %d series into %d", before, after)
	}
	known := []string{"none", "/metrics"}
	for _, r := range s.table() {
		known = append(known, r.path)
	}
	for labels := range maps.Keys(counts(t, s, "sozdex_http_requests_total")) {
		of := strings.Fields(labels)
		if !slices.Contains([]string{"GET", "HEAD", "OPTIONS", "other"}, of[0]) || !slices.Contains(known, of[1]) {
			t.Errorf("there is a series of %v", of)
		}
	}
}

// TestLog reads the one line that each request leaves.
func TestLog(t *testing.T) {
	var log lines
	s := start(t, Config{Log: log.logger()}, "")
	log.take(t)
	for _, tt := range []struct {
		method, path string
		match        string
		route        string
		status       int
		cache        string
		sent         bool
	}{
		{"GET", "/en/?secret=1", "", "/:lang/", 200, "", true},
		{"GET", "/en/charts/trend?index=eiu&measure=score", "", "/:lang/charts/:chart", 200, "fill", true},
		{"GET", "/en/charts/trend?index=eiu&measure=score", "", "/:lang/charts/:chart", 200, "memory", true},
		{"GET", "/en/charts/trend?index=eiu&measure=score", "*", "/:lang/charts/:chart", 304, "etag", false},
		{"HEAD", "/en/charts/trend?index=eiu&measure=score", "", "/:lang/charts/:chart", 200, "memory", false},
		{"GET", "/en/charts/trend?secret=1", "", "/:lang/charts/:chart", 200, "", true},
		{"GET", "/api/v1/charts/trend?secret=1", "", "/api/v1/charts/:chart", 400, "", true},
		{"GET", "/secret/secret/secret", "", "none", 404, "", true},
		{"POST", "/en/charts/secret", "", "none", 405, "", true},
		{"OPTIONS", "/api/v1/charts", "", "/api/v1/charts", 204, "", false},
		{"GET", "/healthz", "", "/healthz", 200, "", true},
		{"GET", "/metrics", "", "/metrics", 200, "", true},
		{"GET", "/", "", "/", 302, "", true},
	} {
		a := ask(t, s, tt.method, tt.path, "If-None-Match", tt.match, "X-Forwarded-For", "203.0.113.7", "User-Agent", "secret", "Referer", "https://secret.example", "Cookie", "secret=1")
		log.mu.Lock()
		raw := bytes.Clone(log.buf.Bytes())
		log.mu.Unlock()
		for _, private := range []string{"secret", "203.0.113.7", "192.0.2.1"} {
			if bytes.Contains(raw, []byte(private)) {
				t.Errorf("%s %s logs %s: %s", tt.method, tt.path, private, raw)
			}
		}
		all := log.take(t)
		if len(all) != 1 {
			t.Errorf("%s %s logs %d lines, want 1", tt.method, tt.path, len(all))
			continue
		}
		line := all[0]
		if diff := cmp.Diff([]string{"bytes", "cache", "level", "method", "msg", "route", "status", "time", "took"}, slices.Sorted(maps.Keys(line))); diff != "" {
			t.Errorf("the line of %s (-want +got):\n%s", tt.path, diff)
		}
		if line["msg"] != "request" || line["method"] != tt.method && tt.method != "POST" || line["route"] != tt.route || line["status"] != float64(tt.status) || line["cache"] != tt.cache {
			t.Errorf("%s %s logs %v, want %s, %d, %q", tt.method, tt.path, line, tt.route, tt.status, tt.cache)
		}
		want := float64(len(a.body))
		if !tt.sent {
			want = 0
		}
		if line["bytes"] != want {
			t.Errorf("%s %s logs %v bytes, want %v", tt.method, tt.path, line["bytes"], want)
		}
		if took := line["took"].(float64); took <= 0 {
			t.Errorf("%s took %v", tt.path, took)
		}
	}
}
