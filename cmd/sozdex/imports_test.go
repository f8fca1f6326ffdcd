package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/sozdex/sozdex"

// arrows are the packages of this module and which of the others each may
// import. What is not here may not be.
func arrows() map[string][]string {
	return map[string][]string{
		"datasets":         {},
		"datasets/adilsoz": {"datasets"},
		"charts/locale":    {},
		"static":           {"charts/locale"},
		"charts":           {"charts/locale", "datasets"},
		"charts/option":    {"charts", "charts/locale", "datasets"},
		"charts/render":    {"charts", "charts/option", "charts/locale", "datasets"},
		"server/cache":     {"charts/locale"},
		"server/search":    {"charts", "charts/locale", "datasets"},
		// What tests share.
		"server/cache/redistest": {},
		"e2e":                    {},
		"e2e/bench":              {"server", "server/cache", "charts/render", "charts/option", "charts", "charts/locale", "datasets"},
		"server":                 {"server/cache", "server/search", "static", "charts/render", "charts/option", "charts", "charts/locale", "datasets"},
		"cmd/sozdex":             {"server", "server/cache", "static", "charts/render", "charts/option", "charts", "charts/locale", "datasets", "datasets/adilsoz"},
	}
}

// only are the modules that few packages may import, directly or through a
// part of theirs.
func only() map[string][]string {
	return map[string][]string{
		"github.com/gocarina/gocsv":        {"datasets"},
		"github.com/go-echarts/go-echarts": {"charts/option"},
		"github.com/gin-gonic/gin":         {"server"},
		"github.com/redis/go-redis":        {"server/cache", "cmd/sozdex"},
	}
}

// TestImports keeps the direction of the design: data, charts, drawing, server.
func TestImports(t *testing.T) {
	found := 0
	for _, p := range packages(t) {
		own, ok := strings.CutPrefix(p.ImportPath, module+"/")
		if !ok {
			continue
		}
		found++
		may, known := arrows()[own]
		if !known {
			t.Errorf("%s is a package that the design does not know", own)
		}
		if slices.Contains([]string{"util", "utils", "common", "helpers", "types", "models"}, path.Base(own)) {
			t.Errorf("%s says nothing of what it is for", own)
		}
		for _, imported := range p.Imports {
			if other, ours := strings.CutPrefix(imported, module+"/"); ours && !slices.Contains(may, other) {
				t.Errorf("%s imports %s", own, other)
			}
			for dependency, importers := range only() {
				if (imported == dependency || strings.HasPrefix(imported, dependency+"/")) && !slices.Contains(importers, own) {
					t.Errorf("%s imports %s, which is for %v only", own, imported, importers)
				}
			}
		}
	}
	if found < 7 {
		t.Errorf("go list names %d packages of this module, want all", found)
	}
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports", module+"/...")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
