package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/sozdex/sozdex/server/cache/redistest"
)

// smallData returns a data directory with one index of a few figures, for what
// draws all that there is.
func smallData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"datapackage.json": `{"name": "fiction", "title": "Fiction", "created": "2026-01-01", "resources": [
  {"name": "sources", "path": "sources.csv", "sozdex": {"kind": "sources"}},
  {"name": "candour", "path": "candour.csv", "title": "Candour Index", "sozdex": {
    "kind": "index", "publisher": "Nobody", "redistribution": "quoted", "measures": [
      {"name": "score", "title": "Candour", "role": "headline", "scale": {"min": 0, "max": 10}, "better": "high", "decimals": 1}]}}]}`,
		"sources.csv": "id,publisher,title,url,licence,retrieved,via\na,Nobody,Candour,,free,2026-01-01,none\n",
		"candour.csv": "country,edition,measure,value,low,high,source,note\nKAZ,2020,score,4,,,a,\nKAZ,2021,score,5,,,a,\nUZB,2021,score,3,,,a,\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// serving runs "sozdex serve" until the test ends and returns where it listens.
func serving(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	lines, stderr := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0", "--log", "json"}, args...), func(string) string { return "" }, strings.NewReader(""), io.Discard, stderr)
		stderr.Close()
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("serve returns %v once it is told to stop, want nil", err)
		}
	})
	decoder := json.NewDecoder(lines)
	for {
		var line struct{ Msg, URL, Data string }
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		if line.Msg == "serving" {
			if len(line.Data) != 12 {
				t.Errorf("serve says of its data %q, want 12 digits", line.Data)
			}
			go io.Copy(io.Discard, lines)
			return line.URL
		}
	}
}

// read asks for what must be there.
func read(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %s, %v, want 200", url, response.Status, err)
	}
	return string(body)
}

// drawn matches the addresses of pages, embeds and images of charts in a page.
var drawn = regexp.MustCompile(`/(?:en|ru|kk)/(charts|embed)/\w+(\.svg|\.png)?\?[\w=&,]+`)

// TestWarm draws into Redis: what pages lead to is then drawn by no server that
// shares it.
func TestWarm(t *testing.T) {
	redis := redistest.Start(t)
	settings := []string{"--redis", redis.URL(), "--data", smallData(t), "--url", "https://sozdex.example"}
	for _, again := range []bool{false, true} {
		code, stdout, stderr := call(t, nil, append([]string{"warm"}, settings...)...)
		var made int
		if _, err := fmt.Sscanf(stdout, "%d drawn, the rest was there\n", &made); err != nil || code != 0 {
			t.Fatalf("warm ends with %d and prints %q, %q", code, stdout, stderr)
		}
		if again != (made == 0) {
			t.Errorf("warm makes %d, again: %v, want something the first time and nothing the second", made, again)
		}
	}
	for range 2 {
		at := serving(t, settings...)
		asked := map[string]bool{}
		for _, lang := range []string{"en", "ru", "kk"} {
			for _, page := range drawn.FindAllString(html.UnescapeString(read(t, at+"/"+lang+"/charts/")), -1) {
				asked[page] = true
				// The code of an embed stands in a text of a page, escaped twice.
				for _, found := range drawn.FindAllStringSubmatch(html.UnescapeString(html.UnescapeString(read(t, at+page))), -1) {
					if found[1] == "embed" || found[2] != "" {
						asked[found[0]] = true
					}
				}
			}
		}
		kinds := map[string]int{}
		for path := range asked {
			found := drawn.FindStringSubmatch(path)
			kinds[found[1]+found[2]]++
			read(t, at+path)
		}
		for _, kind := range []string{"charts", "embed", "charts.svg", "charts.png"} {
			if kinds[kind] == 0 {
				t.Errorf("the pages lead to %v, want some of each kind", kinds)
			}
		}
		metrics := read(t, at+"/metrics")
		if made := regexp.MustCompile(`(?m)^sozdex_renders_total\{format="(drawing|page|embed|svg|png)"\} .*$`).FindAllString(metrics, -1); len(made) > 0 {
			t.Errorf("a server with the same Redis makes %q", made)
		}
		if !strings.Contains(metrics, `sozdex_cache_requests_total{result="hit",tier="redis"}`) {
			t.Error("the server reads nothing from Redis")
		}
	}
}

// TestWarmIntoDyingRedis kills Redis once the first is drawn.
func TestWarmIntoDyingRedis(t *testing.T) {
	redis := redistest.Start(t)
	// Without rsvg-convert there is less to draw.
	t.Setenv("PATH", t.TempDir())
	var stdout bytes.Buffer
	stderr := &watched{text: "1/", then: redis.Stop}
	err := run(t.Context(), []string{"warm", "--redis", redis.URL(), "--data", smallData(t)}, func(string) string { return "" }, strings.NewReader(""), &stdout, stderr)
	if code := report(io.Discard, err); code != 1 || !strings.Contains(fmt.Sprint(err), "Redis did not take") || stdout.Len() > 0 {
		t.Errorf("warm into a dying Redis ends with %d, %v and prints %q, want 1 and how much was lost\n%s", code, err, stdout.String(), stderr.buf.String())
	}
}

// watched is a stream that calls a function once a text was written to it.
type watched struct {
	text string
	then func()

	mu   sync.Mutex
	buf  bytes.Buffer
	once sync.Once
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buf.Write(b)
	if strings.Contains(w.buf.String(), w.text) {
		w.once.Do(w.then)
	}
	return len(b), nil
}
