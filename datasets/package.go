package datasets

import (
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

const packageName = "datapackage.json"

// The entries below are the properties of datapackage.json, a Frictionless
// Data Package; unread names those of the standard that say nothing to us.

type packageEntry struct {
	At        place           `json:"-"`
	Name      string          `json:"name"`
	Title     string          `json:"title"`
	Created   string          `json:"created,omitempty"`
	Resources []resourceEntry `json:"resources"`

	_ struct{} `unread:"$schema profile id description homepage version keywords contributors licenses sources image"`
}

type resourceEntry struct {
	At     place  `json:"-"`
	Name   string `json:"name"`
	Path   string `json:"path"`
	Title  string `json:"title,omitempty"`
	Sozdex node   `json:"sozdex"`

	_ struct{} `unread:"$schema profile type description format mediatype encoding dialect bytes hash licenses sources schema"`
}

// listEntry describes a resource that needs no more than its kind.
type listEntry struct {
	At   place  `json:"-"`
	Kind string `json:"kind"`
}

type indexEntry struct {
	At              place          `json:"-"`
	Kind            string         `json:"kind"`
	Publisher       string         `json:"publisher"`
	CoversOffset    int            `json:"covers_offset,omitempty"`
	Measures        []measureEntry `json:"measures"`
	EditionsWithout []int          `json:"editions_without,omitempty"`
	CoversEditions  *[2]int        `json:"covers_editions,omitempty"`
	Redistribution  string         `json:"redistribution,omitempty"`
	Status          string         `json:"status,omitempty"`
	About           string         `json:"about,omitempty"`
	Rules           []node         `json:"rules,omitempty"`
}

type measureEntry struct {
	At         place          `json:"-"`
	Name       string         `json:"name"`
	Title      string         `json:"title"`
	Role       Role           `json:"role"`
	Scale      Scale          `json:"scale"`
	Beyond     float64        `json:"beyond,omitempty"` // how far a figure may lie outside of the scale
	Better     Direction      `json:"better,omitempty"`
	Decimals   int            `json:"decimals"`
	Field      string         `json:"field,omitempty"`
	Of         int            `json:"of,omitempty"`
	Computed   bool           `json:"computed,omitempty"`
	PartOf     string         `json:"part_of,omitempty"`
	Unit       string         `json:"unit,omitempty"`
	Release    string         `json:"release,omitempty"`
	Interval   bool           `json:"interval,omitempty"`
	Absent     string         `json:"absent,omitempty"`
	Bands      []Band         `json:"bands,omitempty"`
	BandsFrom  int            `json:"bands_from,omitempty"`
	Categories []CategoryName `json:"categories,omitempty"`
	Regimes    []regimeEntry  `json:"regimes,omitempty"`
}

type regimeEntry struct {
	At     place     `json:"-"`
	From   int       `json:"from,omitempty"`
	To     int       `json:"to,omitempty"`
	Reason string    `json:"reason"`
	Better Direction `json:"better,omitempty"`
	Scale  *Scale    `json:"scale,omitempty"`
}

type tallyEntry struct {
	At             place               `json:"-"`
	Kind           string              `json:"kind"`
	Publisher      string              `json:"publisher"`
	Country        string              `json:"country"`
	Groups         node                `json:"groups"`
	Parts          [][2]string         `json:"parts,omitempty"`
	Kinds          node                `json:"kinds,omitempty"`
	Outcomes       *[2]string          `json:"outcomes,omitempty"`
	Damages        *[2]string          `json:"damages,omitempty"`
	Regimes        []countingRuleEntry `json:"regimes,omitempty"`
	Events         []eventEntry        `json:"events,omitempty"`
	Redistribution string              `json:"redistribution,omitempty"`
	About          string              `json:"about,omitempty"`
	Rules          []node              `json:"rules,omitempty"`
}

type countingRuleEntry struct {
	At     place  `json:"-"`
	From   string `json:"from"`
	To     string `json:"to,omitempty"`
	Name   string `json:"name,omitempty"`
	Counts string `json:"counts"`
}

type eventEntry struct {
	At    place  `json:"-"`
	Date  string `json:"date"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

const countryFix = "write ISO 3166-1 alpha-3, such as KAZ"

var (
	slug        = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	countryCode = regexp.MustCompile(`^[A-Z]{3}$`)
	rankedCode  = regexp.MustCompile(`^[A-Z]{3}(_[A-Z]+)*$`)
	kinds       = []string{"index", "tally", "incidents", "quotes", "changes", "sources", "translations"}
)

// wrong reports a property of datapackage.json.
func (l *loader) wrong(at place, property, message, fix string) {
	l.add(Fault{File: packageName, Row: at.line, Column: at.property(property), Message: message, Fix: fix})
}

// The checks below let an empty text pass: decode has reported it where it is required.

func (l *loader) checkSlug(at place, property, text string) {
	if text != "" && !slug.MatchString(text) {
		l.wrong(at, property, quote(text)+" is not a name", "write a small letter, then small letters, digits and _")
	}
}

func (l *loader) checkOneOf(at place, property, text string, allowed ...string) {
	if text != "" && !slices.Contains(allowed, text) {
		l.wrong(at, property, quote(text)+" is not known", "write "+oneOf(allowed))
	}
}

func (l *loader) checkUnique(at place, property, name string, seen map[string]bool) {
	if name != "" && seen[name] {
		l.wrong(at, property, quote(name)+" is taken by an entry above", "write another name")
	}
	seen[name] = true
}

func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// readPackage reads datapackage.json and each resource that it lists.
func (l *loader) readPackage() {
	text, ok := l.read(packageName, maxPackage)
	if !ok {
		return
	}
	root, ok := l.parseJSON(text)
	if !ok {
		return
	}
	var p packageEntry
	l.decode(root, reflect.ValueOf(&p).Elem(), "")
	l.catalogue.Name, l.catalogue.Title, l.catalogue.Created = p.Name, p.Title, p.Created
	if _, err := time.Parse(time.DateOnly, p.Created); p.Created != "" && err != nil {
		l.wrong(p.At, "created", quote(p.Created)+" is not a date", "write YYYY-MM-DD")
	}
	if len(p.Resources) > maxResources {
		l.wrong(p.At, "resources", fmt.Sprintf("lists more than %d resources", maxResources), "")
		return
	}
	l.catalogue.Since = p.Created
	resources := l.checkResources(p.Resources)
	if p.Resources != nil && !slices.ContainsFunc(p.Resources, func(r resourceEntry) bool { return r.Sozdex.text("kind") == "sources" }) {
		l.wrong(p.At, "resources", "lists no sources", "add a resource of the kind sources")
	}
	// Sources come first: every other row refers to them.
	for _, r := range resources {
		if r.Sozdex.text("kind") == "sources" {
			l.readSources(r)
		}
	}
	for _, r := range resources {
		switch r.Sozdex.text("kind") {
		case "index":
			l.readIndex(r)
		case "tally":
			l.readMonitor(r)
		case "incidents":
			l.readIncidents(r)
		case "translations":
			l.readTranslations(r)
		}
	}
	for _, r := range resources {
		switch r.Sozdex.text("kind") {
		case "quotes":
			l.readQuotes(r)
		case "changes":
			l.readChanges(r)
		}
	}
}

// checkResources returns the resources whose file can be read.
func (l *loader) checkResources(all []resourceEntry) []resourceEntry {
	names, paths := map[string]bool{}, map[string]bool{}
	var sound []resourceEntry
	for _, r := range all {
		l.checkSlug(r.At, "name", r.Name)
		l.checkUnique(r.At, "name", r.Name, names)
		kind := r.Sozdex.text("kind")
		if members, ok := r.Sozdex.value.([]member); ok && !slices.Contains(kinds, kind) {
			at := place{r.Sozdex.line, r.At.property("sozdex")}
			if slices.ContainsFunc(members, func(m member) bool { return m.name == "kind" }) {
				l.wrong(at, "kind", quote(kind)+" is not known", "write "+oneOf(kinds))
			} else {
				l.wrong(at, "kind", "is missing", "write "+oneOf(kinds))
			}
		} else if !ok && r.Sozdex.line > 0 {
			l.wrong(r.At, "sozdex", "is not an object", "")
		}
		switch {
		case r.Path == "":
			continue
		case !fs.ValidPath(r.Path) || r.Path == "." || strings.ContainsAny(r.Path, `\:`):
			l.wrong(r.At, "path", quote(r.Path)+" leads out of the directory", "write a path within it, with /")
			continue
		case paths[r.Path] || r.Path == packageName:
			l.wrong(r.At, "path", quote(r.Path)+" is taken", "write another file")
			continue
		}
		paths[r.Path] = true
		if r.Title == "" && (kind == "index" || kind == "tally") {
			l.wrong(r.At, "title", "is missing", "")
		}
		if _, taken := l.paths[kind]; taken {
			l.wrong(r.At, "sozdex.kind", "there is a resource of kind "+kind+" above", "keep one")
			continue
		}
		if kind != "index" {
			l.paths[kind] = r.Path
		}
		sound = append(sound, r)
	}
	return sound
}

func (l *loader) decodeSozdex(r resourceEntry, entry any) {
	l.decode(r.Sozdex, reflect.ValueOf(entry).Elem(), r.At.property("sozdex"))
}
