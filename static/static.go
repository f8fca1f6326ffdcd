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
	".json":  "application/json",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

// Assets are the built files. They never change once loaded, so that any number
// of goroutines may use them.
type Assets struct {
	hashed map[string]string // from the plain name
	files  map[string]File   // by the hashed name
}

// File is a built file. Nobody may change its bytes.
type File struct {
	ContentType string
	Body        []byte
	// Brotli and Gzip are the body compressed at its best; nil for fonts, which
	// are compressed already.
	Brotli, Gzip []byte
}

// Load reads the built files. It fails where the manifest names a file that is
// not there, where a compressed form is missing, and where a file is of a type
// that is not known here.
func Load() (*Assets, error) { return load(dist) }

func load(fsys fs.FS) (*Assets, error) {
	manifest, err := fs.ReadFile(fsys, "dist/manifest.json")
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	a := &Assets{files: map[string]File{}}
	if err := json.Unmarshal(manifest, &a.hashed); err != nil {
		return nil, fmt.Errorf("static: dist/manifest.json: %w", err)
	}
	entries, err := fs.ReadDir(fsys, "dist")
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		ending := path.Ext(name)
		if name == "manifest.json" || ending == ".br" || ending == ".gz" {
			continue
		}
		f := File{ContentType: contentTypes[ending]}
		if f.ContentType == "" {
			return nil, fmt.Errorf("static: dist/%s is of no known type", name)
		}
		forms := map[string]*[]byte{"": &f.Body, ".br": &f.Brotli, ".gz": &f.Gzip}
		if ending == ".woff2" {
			forms = map[string]*[]byte{"": &f.Body}
		}
		for form, bytes := range forms {
			if *bytes, err = fs.ReadFile(fsys, "dist/"+name+form); err != nil {
				return nil, fmt.Errorf("static: %w", err)
			}
		}
		a.files[name] = f
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

// Text returns the content of a file, for pages that hold it themselves. A name
// that is not in the manifest is an error.
func (a *Assets) Text(name string) (string, error) {
	hashed, ok := a.hashed[name]
	if !ok {
		return "", fmt.Errorf("static: there is no file %q", name)
	}
	return string(a.files[hashed].Body), nil
}

// File returns a file by its hashed name, "chart-ABCD1234.js". The bytes under
// such a name never change, so that they may be kept for ever.
func (a *Assets) File(hashed string) (File, bool) {
	f, ok := a.files[hashed]
	return f, ok
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
