package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/datasets"
)

// fiction returns data of one index in which one figure is as given.
func fiction(t testing.TB, figure string) *datasets.Catalogue {
	t.Helper()
	return load(t, fstest.MapFS{
		"datapackage.json": {Data: []byte(`{"name": "fiction", "title": "Fiction", "created": "2026-01-01", "resources": [
  {"name": "sources", "path": "sources.csv", "sozdex": {"kind": "sources"}},
  {"name": "candour", "path": "candour.csv", "title": "Candour Index", "sozdex": {
    "kind": "index", "publisher": "Nobody", "redistribution": "quoted", "measures": [
      {"name": "score", "title": "Candour", "role": "headline", "scale": {"min": 0, "max": 10}, "better": "high", "decimals": 1}]}}]}`)},
		"sources.csv": {Data: []byte("id,publisher,title,url,licence,retrieved,via\na,Nobody,Candour,,free,2026-01-01,none\n")},
		"candour.csv": {Data: []byte("country,edition,measure,value,low,high,source,note\nKAZ,2020,score,4,,,a,\nKAZ,2021,score," + figure + ",,,a,\nUZB,2021,score,3,,,a,\n")},
	})
}

// fictional are addresses whose answers show that figure, or tell of the data.
var fictional = []string{
	"/en/", "/ru/charts/trend?index=candour&measure=score", "/kk/embed/ranking?index=candour&measure=score",
	"/en/charts/trend.json?index=candour", "/en/charts/ranking.csv?index=candour", "/en/charts/trend.svg?index=candour",
	"/api/v1/indices", "/api/v1/indices/candour", "/api/v1/indices/candour.csv", "/api/v1/charts/trend",
}

func TestTake(t *testing.T) {
	s := start(t, Config{Catalogue: fiction(t, "5")}, "")
	first := map[string]answer{}
	for _, path := range fictional {
		if first[path] = get(t, s, path, "Accept-Encoding", "identity"); first[path].status != http.StatusOK {
			t.Fatalf("GET %s = %d, want 200", path, first[path].status)
		}
	}
	if err := s.Take(fiction(t, "6.5")); err != nil {
		t.Fatalf("Take = %v, want nil", err)
	}
	fresh := start(t, Config{Catalogue: fiction(t, "6.5")}, "")
	for _, path := range fictional {
		for range 2 {
			got := get(t, s, path, "Accept-Encoding", "identity", "If-None-Match", first[path].header.Get("ETag"))
			if diff := same(get(t, fresh, path, "Accept-Encoding", "identity"), got); diff != "" {
				t.Errorf("GET %s once new data is taken (-fresh server +server):\n%s", path, diff)
			}
		}
	}
	// What was made of the old data is still there, and counts go on.
	made := total(counts(t, s, "sozdex_renders_total"))
	if err := s.Take(fiction(t, "5")); err != nil {
		t.Fatal(err)
	}
	for _, path := range fictional {
		if diff := same(first[path], get(t, s, path, "Accept-Encoding", "identity")); diff != "" {
			t.Errorf("GET %s once the old data is back (-before +after):\n%s", path, diff)
		}
	}
	if got := total(counts(t, s, "sozdex_renders_total")); got != made || made == 0 {
		t.Errorf("%v artifacts were made and %v once the old data was back, want none more", made, got)
	}
	if got := counts(t, s, "sozdex_data_loads_total")["taken"]; got != 3 {
		t.Errorf("data was taken %v times, want 3", got)
	}
	fingerprints := counts(t, s, "sozdex_data_info")
	if _, ok := fingerprints[fiction(t, "5").Fingerprint]; !ok || len(fingerprints) != 1 {
		t.Errorf("sozdex_data_info tells of %v, want the data that is served", fingerprints)
	}
}

// TestTakeUnderLoad changes the data while many ask: every answer is one of the
// two that servers of one data give, under its tag.
func TestTakeUnderLoad(t *testing.T) {
	t.Parallel()
	data := []*datasets.Catalogue{fiction(t, "5"), fiction(t, "6.5")}
	want := make([]map[string]answer, len(data))
	for i, c := range data {
		alone := start(t, Config{Catalogue: c}, "")
		want[i] = map[string]answer{}
		for _, path := range fictional {
			want[i][path] = get(t, alone, path, "Accept-Encoding", "identity")
		}
	}
	s := start(t, Config{Catalogue: data[0]}, "")
	at := httptest.NewServer(s.Handler())
	defer at.Close()
	answered := make(chan int)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for reader := range 4 {
		readers.Go(func() {
			client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
			defer client.CloseIdleConnections()
			for n := reader; ; n++ {
				path := fictional[n%len(fictional)]
				tag := want[n/len(fictional)%2][path].header.Get("ETag")
				of, err := askOnce(client, at.URL+path, tag, n%3 == 0)
				if err != nil {
					t.Error(err)
				}
				from := -1
				for i := range data {
					whole := of.status == http.StatusOK && bytes.Equal(of.body, want[i][path].body)
					unchanged := of.status == http.StatusNotModified && n%3 == 0
					if of.header.Get("ETag") == want[i][path].header.Get("ETag") && (whole || unchanged) {
						from = i
					}
				}
				if from < 0 {
					t.Errorf("GET %s = %d under %s, want the answer of one data", path, of.status, of.header.Get("ETag"))
				}
				select {
				case answered <- from:
				case <-done:
					return
				}
			}
		})
	}
	seen := map[int]int{}
	for take := range 20 {
		for range 2 * len(fictional) {
			seen[<-answered]++
		}
		if err := s.Take(data[(take+1)%2]); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
	if seen[0] == 0 || seen[1] == 0 {
		t.Errorf("the answers are of the data %v, want some of each", seen)
	}
}

func askOnce(client *http.Client, url, tag string, conditional bool) (answer, error) {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	if conditional {
		r.Header.Set("If-None-Match", tag)
	}
	response, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, body}, err
}

// TestTakeWhileAnswering takes new data while a request is under way: it is
// answered from what it began with.
func TestTakeWhileAnswering(t *testing.T) {
	s := start(t, Config{Catalogue: fiction(t, "5")}, "")
	for range maxFills {
		s.fills <- struct{}{}
	}
	entered := make(chan struct{})
	handler := s.handler
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(entering{w, entered}, r)
	})
	got := make(chan answer)
	go func() { got <- get(t, s, "/api/v1/indices/candour.csv", "Accept-Encoding", "identity") }()
	// The first header is set once the request has its server.
	<-entered
	if err := s.Take(fiction(t, "6.5")); err != nil {
		t.Fatal(err)
	}
	for range maxFills {
		<-s.fills
	}
	if a := <-got; a.status != http.StatusOK || !bytes.Contains(a.body, []byte(",5,")) || bytes.Contains(a.body, []byte("6.5")) {
		t.Errorf("the request under way = %d, %q, want the old figure", a.status, a.body)
	}
	s.handler = handler
	if a := get(t, s, "/api/v1/indices/candour.csv", "Accept-Encoding", "identity"); !bytes.Contains(a.body, []byte("6.5")) {
		t.Errorf("the next request = %q, want the new figure", a.body)
	}
}

// entering tells when the headers of an answer are first looked at.
type entering struct {
	http.ResponseWriter
	entered chan struct{}
}

func (e entering) Header() http.Header {
	select {
	case <-e.entered:
	default:
		close(e.entered)
	}
	return e.ResponseWriter.Header()
}

// TestRefuse asks what operators are told of data that is not taken.
func TestRefuse(t *testing.T) {
	var log lines
	s := start(t, Config{Catalogue: fiction(t, "5"), Log: log.logger()}, "")
	log.take(t)
	noon := time.Date(2026, 11, 25, 12, 0, 0, 5, time.UTC)
	steps := []struct {
		name    string
		do      func() error
		refused map[string]any // what readyz says
		data    string         // the figure that is served
		message string         // of the line of the log; none where empty
		counted map[string]float64
		gauge   float64
	}{
		{"begin", func() error { return nil }, nil, "5", "", map[string]float64{"taken": 1, "refused": 0}, 0},
		{"refuse", func() error {
			s.Refuse(noon, fmt.Errorf("why: %w", datasets.Faults{{File: "a.csv", Row: 2, Message: "is odd"}, {Message: "and more"}}))
			return nil
		}, map[string]any{"since": "2026-11-25T12:00:00Z", "faults": 2.0, "first": "a.csv:2: is odd"}, "5", "new data is refused, the old stays", map[string]float64{"taken": 1, "refused": 1}, 1},
		{"refuse for another reason", func() error { s.Refuse(noon.Add(time.Hour), errors.New("no reason")); return nil },
			map[string]any{"since": "2026-11-25T12:00:00Z", "faults": 1.0, "first": "no reason"}, "5", "new data is refused, the old stays", map[string]float64{"taken": 1, "refused": 2}, 1},
		{"undo", func() error { return s.Take(fiction(t, "5")) }, nil, "5", "the data is as it is served again", map[string]float64{"taken": 1, "refused": 2}, 0},
		{"the same", func() error { return s.Take(fiction(t, "5")) }, nil, "5", "", map[string]float64{"taken": 1, "refused": 2}, 0},
		{"refuse again", func() error { s.Refuse(noon.Add(2*time.Hour), errors.New("no reason")); return nil },
			map[string]any{"since": "2026-11-25T14:00:00Z", "faults": 1.0, "first": "no reason"}, "5", "new data is refused, the old stays", map[string]float64{"taken": 1, "refused": 3}, 1},
		{"correct", func() error { return s.Take(fiction(t, "7")) }, nil, "7", "new data is served", map[string]float64{"taken": 2, "refused": 3}, 0},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
		var messages string
		for _, line := range log.take(t) {
			messages += line["msg"].(string)
			if refused, ok := step.refused["first"]; ok && (line["first"] != refused || line["faults"] != step.refused["faults"] || line["level"] != "ERROR") {
				t.Errorf("%s: the log says %v, want %v", step.name, line, step.refused)
			}
		}
		if messages != step.message {
			t.Errorf("%s: the log says %q, want %q", step.name, messages, step.message)
		}
		want := map[string]any{"status": "ready", "redis": "off", "version": s.Version, "data": fiction(t, step.data).Fingerprint}
		if step.refused != nil {
			want["data_refused"] = step.refused
		}
		if diff := cmp.Diff(want, decode[map[string]any](t, s, "/readyz")); diff != "" {
			t.Errorf("%s: /readyz (-want +got):\n%s", step.name, diff)
		}
		if diff := cmp.Diff(step.counted, counts(t, s, "sozdex_data_loads_total")); diff != "" {
			t.Errorf("%s: sozdex_data_loads_total (-want +got):\n%s", step.name, diff)
		}
		if line := fmt.Sprintf("\nsozdex_data_refused %v\n", step.gauge); !bytes.Contains(get(t, s, "/metrics").body, []byte(line)) {
			t.Errorf("%s: the metrics lack %q", step.name, line)
		}
		log.take(t)
	}
}
