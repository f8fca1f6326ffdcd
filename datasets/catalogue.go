// Package datasets turns a data directory, CSV files described by
// datapackage.json, into immutable tables that answer questions about them.
//
// It knows indices, measures, editions, regimes, tallies and sources. It must
// not know charts, languages other than as a table of translations, or HTTP.
package datasets

import "slices"

// Catalogue is everything that a data directory says. It is made by Load and
// never changes afterwards: any number of goroutines may read it, none may
// write to it or to what it hands out.
type Catalogue struct {
	Name  string
	Title string
	// Created is the date of the data release, YYYY-MM-DD, as datapackage.json gives it.
	Created string
	// Fingerprint is the SHA-256, in hex, of the names and bytes of every file that was read.
	Fingerprint string
	// Indices and Monitors stand in the order of datapackage.json.
	Indices   []*Index
	Monitors  []*Monitor
	Incidents []Incident
	// Quotes stand in the order of their file.
	Quotes []Quote
	// Changes stand in the order of their file. They are of the releases after
	// that of Since, the first, which is Created where no list of changes is kept.
	Changes []Change
	Since   string // YYYY-MM-DD
	// Sources stand in the order of sources.csv.
	Sources []Source
	// Notes are contradictions within the data that the data itself flags:
	// worth showing, no reason to refuse the directory.
	Notes []Fault

	sources      map[string]*Source
	translations map[string]Translation
	seen         look
}

// Source is one publication, in the copy that figures were read from.
type Source struct {
	ID        string
	Publisher string
	Title     string
	URL       string // empty where the publisher's page is not known
	Licence   string
	Retrieved string // YYYY-MM-DD
	Via       string // the copy that was read
}

// Translation is how a text that stands in the data reads in each language.
type Translation struct{ EN, RU, KK string }

// Incident is a case that a report names.
type Incident struct {
	Date    string // YYYY-MM-DD, or YYYY-MM where the day is not said
	Country string
	Place   string // empty where nationwide
	Kind    string
	Target  string
	Actor   string
	Summary string
	Source  string
}

// Index returns the index of that name, or nil.
func (c *Catalogue) Index(name string) *Index {
	i := slices.IndexFunc(c.Indices, func(x *Index) bool { return x.Name == name })
	if i < 0 {
		return nil
	}
	return c.Indices[i]
}

// Source returns the source of that id. Load has checked that every id that a
// row names exists; for any other id it returns nil.
func (c *Catalogue) Source(id string) *Source { return c.sources[id] }

// Text returns a text of the data (a title, a note, the name of a band or of a
// tally's measure) in a language: "en", "ru" or "kk". Where translations.csv
// has no such text, or not in that language, it falls back to English and then
// to the text as it stands in the data.
func (c *Catalogue) Text(lang, text string) string {
	t := c.translations[text]
	in := t.EN
	switch lang {
	case "ru":
		in = t.RU
	case "kk":
		in = t.KK
	}
	if in != "" {
		return in
	}
	if t.EN != "" {
		return t.EN
	}
	return text
}

// PostSoviet returns the fifteen states as ISO 3166-1 alpha-3 codes, in the
// order of the codes.
func PostSoviet() []string {
	return []string{
		"ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU",
		"LVA", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB",
	}
}
