package main

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sozdex/sozdex/datasets"
)

// call runs sozdex and returns its exit code and what it printed.
func call(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	getenv := func(name string) string { return env[name] }
	code = report(&err, run(t.Context(), args, getenv, strings.NewReader(""), &out, &err))
	return code, out.String(), err.String()
}

func TestRun(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	unused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	unused.Close()
	closed := unused.Addr().String()
	broken := brokenData(t)
	file := filepath.Join(broken, "rsf.csv")
	first, second := "../../datasets/testdata/releases/first", "../../datasets/testdata/releases/second"

	tests := map[string]struct {
		args           []string
		env            map[string]string
		code           int
		stdout, stderr string // a part of each; nothing may be printed where empty
	}{
		"nothing":            {nil, nil, 2, "", "a subcommand is missing\n\nSozdex serves"},
		"unknown subcommand": {[]string{"draw"}, nil, 2, "", `there is no subcommand "draw"`},
		"help":               {[]string{"-h"}, nil, 0, "sozdex serve [flags]", ""},
		"help of serve":      {[]string{"serve", "-h"}, nil, 0, "--addr HOST:PORT  (SOZDEX_ADDR)", ""},
		"help of check":      {[]string{"check", "--help"}, nil, 0, "sozdex check [DIR]", ""},

		"version":               {[]string{"version"}, nil, 0, "sozdex unknown\ngo1.", ""},
		"version with too much": {[]string{"version", "x"}, nil, 2, "", `"x" is one argument too many`},

		"check":               {[]string{"check"}, nil, 0, " sources: no faults\n", ""},
		"check a broken copy": {[]string{"check", broken}, nil, 1, "rsf.csv:", "sozdex: 1 fault\n"},
		"check two":           {[]string{"check", "a", "b"}, nil, 2, "", `"b" is one argument too many`},
		"check nothing there": {[]string{"check", filepath.Join(broken, "none")}, nil, 2, "", "no such file"},
		"check a file":        {[]string{"check", file}, nil, 2, "", "rsf.csv is not a directory"},
		"check with a flag":   {[]string{"check", "--fast"}, nil, 2, "", "-fast"},

		"changes":               {[]string{"changes", "--data", second, first}, nil, 0, "2026-09-01,press,KAZ,2024,,score,41.5,42.5,a,\n", ""},
		"changes of nothing":    {[]string{"changes", "--data", second, second}, nil, 0, "", ""},
		"changes the wrong way": {[]string{"changes", "--data", first, second}, nil, 1, "", `the release of "2026-03-01" is not after that of "2026-09-01": raise created`},
		"changes since nothing": {[]string{"changes"}, nil, 2, "", "the older data directory is missing"},
		"changes since no data": {[]string{"changes", file}, nil, 2, "", "rsf.csv is not a directory"},
		"changes, broken":       {[]string{"changes", broken}, nil, 1, "", "rsf.csv:"},

		"port in use": {[]string{"serve", "--addr", addr}, nil, 1, "",
			"sozdex: " + addr + " is already in use; stop what listens there or choose another with --addr\n"},
		"port in use by environment": {[]string{"serve"}, map[string]string{"SOZDEX_ADDR": addr}, 1, "", addr + " is already in use"},
		"the flag wins": {[]string{"serve", "--addr", addr}, map[string]string{"SOZDEX_ADDR": "nonsense"}, 1, "",
			addr + " is already in use"},
		"no address":               {[]string{"serve", "--addr", "nonsense"}, nil, 2, "", "--addr (or SOZDEX_ADDR)"},
		"no port":                  {[]string{"serve", "--addr", "localhost:70000"}, nil, 2, "", "--addr (or SOZDEX_ADDR)"},
		"URL with a query":         {[]string{"serve", "--url", "https://a.b?x"}, nil, 2, "", "--url (or SOZDEX_URL)"},
		"unknown flag":             {[]string{"serve", "--colour"}, nil, 2, "", "-colour"},
		"an argument":              {[]string{"serve", "x"}, nil, 2, "", `"x" is one argument too many`},
		"no number":                {[]string{"serve", "--cache-memory-mb", "much"}, nil, 2, "", `"much" for flag -cache-memory-mb`},
		"no memory":                {[]string{"serve", "--cache-memory-mb", "0"}, nil, 2, "", "--cache-memory-mb (or SOZDEX_CACHE_MEMORY_MB)"},
		"no number in environment": {[]string{"serve"}, map[string]string{"SOZDEX_CACHE_MEMORY_MB": "much"}, 2, "", `"much" in SOZDEX_CACHE_MEMORY_MB`},
		"no time":                  {[]string{"serve"}, map[string]string{"SOZDEX_CACHE_TTL": "0s"}, 2, "", "--cache-ttl (or SOZDEX_CACHE_TTL)"},
		"no URL":                   {[]string{"serve", "--url", "sozdex.example"}, nil, 2, "", "--url (or SOZDEX_URL)"},
		"URL with a path":          {[]string{"serve", "--url", "https://sozdex.example/charts"}, nil, 2, "", "--url (or SOZDEX_URL)"},
		"no log":                   {[]string{"serve", "--log", "xml"}, nil, 2, "", "want text or json"},
		"no Redis URL":             {[]string{"serve", "--addr", "127.0.0.1:0", "--redis", "http://x"}, nil, 2, "", "--redis (or SOZDEX_REDIS)"},
		"help of warm":             {[]string{"warm", "-h"}, nil, 0, "sozdex warm [flags]", ""},
		"warm without Redis":       {[]string{"warm"}, nil, 2, "", "--redis (or SOZDEX_REDIS) is missing"},
		"warm with too much":       {[]string{"warm", "x"}, nil, 2, "", `"x" is one argument too many`},
		"warm with no Redis URL":   {[]string{"warm"}, map[string]string{"SOZDEX_REDIS": "http://x"}, 2, "", "--redis (or SOZDEX_REDIS)"},
		"warm with a dead Redis":   {[]string{"warm", "--redis", "redis://" + closed}, nil, 1, "", "sozdex: warm: Redis does not answer"},
		"no data":                  {[]string{"serve", "--data", file}, nil, 2, "", "rsf.csv is not a directory"},
		"broken data":              {[]string{"serve"}, map[string]string{"SOZDEX_DATA": broken}, 1, "", "the data has 1 fault:\nrsf.csv:"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := call(t, test.env, test.args...)
			if code != test.code {
				t.Errorf("run(%q) ends with %d, want %d", test.args, code, test.code)
			}
			for _, stream := range []struct{ name, got, want string }{{"stdout", stdout, test.stdout}, {"stderr", stderr, test.stderr}} {
				if !strings.Contains(stream.got, stream.want) || stream.want == "" && stream.got != "" {
					t.Errorf("run(%q) prints %q on %s, want %q in it", test.args, stream.got, stream.name, stream.want)
				}
			}
		})
	}
}

// brokenData returns a copy of the built-in data with one figure that is none.
func brokenData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, datasets.BuiltIn()); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "rsf.csv")
	lines, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	header, rows, _ := strings.Cut(string(lines), "\n")
	first, rows, _ := strings.Cut(rows, "\n")
	columns, cells := strings.Split(header, ","), strings.Split(first, ",")
	for i, column := range columns {
		if column == "value" {
			cells[i] = "many"
		}
	}
	if err := os.WriteFile(name, []byte(header+"\n"+strings.Join(cells, ",")+"\n"+rows), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCheckPrintsNotes(t *testing.T) {
	catalogue, err := datasets.Load(datasets.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	_, stdout, _ := call(t, nil, "check")
	if got, want := strings.Count(stdout, "note: "), len(catalogue.Notes); got != want {
		t.Errorf("check prints %d notes, want %d", got, want)
	}
}

func TestServe(t *testing.T) {
	read(t, serving(t)+"/readyz")
}

func TestReachable(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:80": "127.0.0.1:80",
		"0.0.0.0:80":   "localhost:80",
		"[::]:80":      "localhost:80",
		"[::1]:80":     "[::1]:80",
	} {
		a, err := net.ResolveTCPAddr("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(a); got != want {
			t.Errorf("reachable(%v) = %q, want %q", addr, got, want)
		}
	}
}

// One bad value is one error, and not a second one of the default that it left.
func TestOneError(t *testing.T) {
	_, _, stderr := call(t, map[string]string{"SOZDEX_CACHE_TTL": "soon"}, "serve")
	said, _, _ := strings.Cut(stderr, "\n\n")
	if strings.Contains(said, "\n") || !strings.Contains(said, "SOZDEX_CACHE_TTL") {
		t.Errorf("a bad SOZDEX_CACHE_TTL is told as %q, want one line", said)
	}
}
