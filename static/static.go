// Package static holds the files that the server sends as they lie, built from
// src/ under names that hold the hash of their bytes, and the page templates.
//
// It must not know what a template is filled with, nor HTTP beyond the types of
// its files.
package static

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
)

// Prefix is the path under which the server serves the files.
const Prefix = "/static/"

// dist is built and never committed: `make build` makes it.
//
//go:embed all:dist
var dist embed.FS

//go:embed templates
var templates embed.FS

// contentTypes are the types of all files that there are. They are listed here,
// since what the mime package answers depends on the machine.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

// Assets are the built files. They never change once loaded, so that any number
// of goroutines may use them.
type Assets struct {
	hashed map[string]string // from the plain name
	files  map[string]file   // by the hashed name
}

type file struct {
	body        []byte
	contentType string
}

// Load reads the built files. It fails where the manifest names a file that is
// not there, and where a file is of a type that is not known here.
func Load() (*Assets, error) { return load(dist) }

func load(fsys fs.FS) (*Assets, error) {
	manifest, err := fs.ReadFile(fsys, "dist/manifest.json")
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	a := &Assets{files: map[string]file{}}
	if err := json.Unmarshal(manifest, &a.hashed); err != nil {
		return nil, fmt.Errorf("static: dist/manifest.json: %w", err)
	}
	entries, err := fs.ReadDir(fsys, "dist")
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == "manifest.json" {
			continue
		}
		contentType, ok := contentTypes[path.Ext(name)]
		if !ok {
			return nil, fmt.Errorf("static: dist/%s is of no known type", name)
		}
		body, err := fs.ReadFile(fsys, "dist/"+name)
		if err != nil {
			return nil, fmt.Errorf("static: %w", err)
		}
		a.files[name] = file{body, contentType}
	}
	for plain, hashed := range a.hashed {
		if _, ok := a.files[hashed]; !ok {
			return nil, fmt.Errorf("static: dist/%s, which is to be %s, is missing", hashed, plain)
		}
	}
	return a, nil
}

// URL returns the path of a file, "/static/chart-ABCD1234.js" for "chart.js".
// A name that is not in the manifest is an error.
func (a *Assets) URL(name string) (string, error) {
	hashed, ok := a.hashed[name]
	if !ok {
		return "", fmt.Errorf("static: there is no file %q", name)
	}
	return Prefix + hashed, nil
}

// File returns the bytes and the content type of a file by its hashed name,
// "chart-ABCD1234.js". The bytes under such a name never change, so that they
// may be kept for ever. The caller must not change them.
func (a *Assets) File(hashed string) (body []byte, contentType string, ok bool) {
	f, ok := a.files[hashed]
	return f.body, f.contentType, ok
}

// Templates returns the page templates, without a folder before their names.
func Templates() fs.FS {
	sub, err := fs.Sub(templates, "templates")
	if err != nil {
		// The name is a constant and a valid path, so this cannot be.
		panic(err)
	}
	return sub
}
