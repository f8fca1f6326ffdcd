package datasets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

//go:embed data/*.csv data/datapackage.json
var builtIn embed.FS

// BuiltIn returns the data directory that ships inside the binary.
func BuiltIn() fs.FS {
	data, err := fs.Sub(builtIn, "data")
	if err != nil {
		panic("datasets: " + err.Error())
	}
	return data
}

// Load reads a data directory: datapackage.json and the CSV files that it
// lists. Where anything in it is wrong, the error is of type Faults and lists
// everything that is. Load reads at most 128 MiB; it follows whatever symbolic
// links fsys follows.
func Load(fsys fs.FS) (*Catalogue, error) {
	l, err := load(fsys, nil)
	if err != nil {
		return nil, err
	}
	return l.catalogue, nil
}

// load takes the files that are given as they are, and reads the others from
// fsys. It returns what it has read even where that is wrong.
func load(fsys fs.FS, given map[string][]byte) (*loader, error) {
	l := &loader{
		fsys:  fsys,
		given: given,
		files: map[string][]byte{},
		paths: map[string]string{},
		seen:  look{},
		catalogue: &Catalogue{
			sources:      map[string]*Source{},
			translations: map[string]Translation{},
		},
	}
	l.readPackage()
	if len(l.faults) > 0 {
		return l, l.sorted()
	}
	l.catalogue.Notes = l.notes.sorted()
	l.catalogue.Fingerprint = fingerprint(l.files)
	l.catalogue.seen = l.seen
	return l, nil
}

// loader is one run of Load.
type loader struct {
	collector
	notes     collector
	fsys      fs.FS
	given     map[string][]byte
	total     int // bytes read
	files     map[string][]byte
	seen      look              // every file that was looked at, before it was opened
	paths     map[string]string // by kind of resource, of which there is one at most
	catalogue *Catalogue
	// sourcesRead says that references to sources can be checked.
	sourcesRead bool
}

func fingerprint(files map[string][]byte) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(sum, "%s\n%d\n", name, len(files[name]))
		sum.Write(files[name])
	}
	return hex.EncodeToString(sum.Sum(nil))
}
