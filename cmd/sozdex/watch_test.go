package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestServeWatches changes a directory that is served: what is valid is served
// then, and of what is not the server says so and serves what it has.
func TestServeWatches(t *testing.T) {
	dir := smallData(t)
	at := serving(t, "--data", dir)
	file := filepath.Join(dir, "candour.csv")
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	type state struct {
		Data    string
		Refused *struct {
			Faults int
			First  string
		} `json:"data_refused"`
	}
	until := func(what string, met func(state) bool) state {
		t.Helper()
		for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			var s state
			if err := json.Unmarshal([]byte(read(t, at+"/readyz")), &s); err != nil {
				t.Fatal(err)
			}
			if met(s) {
				return s
			}
			if time.Now().After(deadline) {
				t.Fatalf("after 30 seconds the server is at %+v, want %s", s, what)
			}
		}
	}
	csv := func() string { return read(t, at+"/en/charts/trend.csv?index=candour&measure=score&countries=KAZ") }
	first := until("the first data", func(s state) bool { return s.Refused == nil })

	write(strings.Replace(string(sound), "KAZ,2021,score,5", "KAZ,2021,score,7", 1))
	second := until("the new data", func(s state) bool { return s.Data != first.Data })
	if !strings.Contains(csv(), "KAZ,candour,score,2021,2021,7,") {
		t.Errorf("the new figure is not served:\n%s", csv())
	}

	write(strings.Replace(string(sound), "KAZ,2021,score,5", "KAZ,2021,score,five", 1))
	refused := until("a refusal", func(s state) bool { return s.Refused != nil })
	if refused.Data != second.Data || !strings.Contains(refused.Refused.First, `"five" is not a number`) {
		t.Errorf("the refusal is %+v, want the data as before and the fault", refused)
	}
	if !strings.Contains(csv(), "KAZ,candour,score,2021,2021,7,") || !strings.Contains(read(t, at+"/metrics"), "sozdex_data_refused 1") {
		t.Error("the old data is not served, or the metrics do not say that the new is refused")
	}

	write(string(sound))
	until("the first data again", func(s state) bool { return s.Refused == nil && s.Data == first.Data })
}
