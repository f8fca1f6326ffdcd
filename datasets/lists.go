package datasets

import (
	"fmt"
	"strings"
	"time"
)

// The rows of the files that need no more than their kind.

type sourceRow struct {
	ID        string `csv:"id"`
	Publisher string `csv:"publisher"`
	Title     string `csv:"title"`
	URL       string `csv:"url"`
	Licence   string `csv:"licence"`
	Retrieved string `csv:"retrieved"`
	Via       string `csv:"via"`
}

type incidentRow struct {
	Date    string `csv:"date"`
	Country string `csv:"country"`
	Place   string `csv:"place"`
	Kind    string `csv:"kind"`
	Target  string `csv:"target"`
	Actor   string `csv:"actor"`
	Summary string `csv:"summary"`
	Source  string `csv:"source"`
}

type translationRow struct {
	Text string `csv:"text"`
	EN   string `csv:"en"`
	RU   string `csv:"ru"`
	KK   string `csv:"kk"`
}

// rowFaults reports what is wrong with one row of a file.
type rowFaults struct {
	*loader
	file string
	row  int
}

func (r rowFaults) wrong(column, message, fix string) {
	r.add(Fault{File: r.file, Row: r.row, Column: column, Message: message, Fix: fix})
}

func (r rowFaults) require(column, text string) {
	if strings.TrimSpace(text) == "" {
		r.wrong(column, "is empty", "every row needs one")
	}
}

func (r rowFaults) checkCountry(text string) {
	if !countryCode.MatchString(text) {
		r.wrong("country", quote(text)+" is not a country code", countryFix)
	}
}

// checkSource leaves the reference alone where no list of sources could be
// read, which is reported once.
func (r rowFaults) checkSource(id string) {
	if r.catalogue.sources[id] == nil && r.sourcesRead {
		r.wrong("source", quote(id)+" is not in the list of sources", "write the id of a row there, or add one")
	}
}

func (r rowFaults) checkDate(column, text string, layouts ...string) time.Time {
	for _, layout := range layouts {
		if date, err := time.Parse(layout, text); err == nil && date.Year() >= firstYear && date.Year() <= lastYear {
			return date
		}
	}
	fix := "write YYYY-MM-DD"
	if len(layouts) > 1 {
		fix += " or YYYY-MM"
	}
	r.wrong(column, quote(text)+" is not a date", fix)
	return time.Time{}
}

// firstRow remembers the row of a key and reports one that is there twice.
func (r rowFaults) firstRow(rows map[string]int, column, key string) bool {
	if first, ok := rows[key]; ok {
		r.wrong(column, fmt.Sprintf("%s stands in row %d already", quote(key), first), "remove one of the two")
		return false
	}
	rows[key] = r.row
	return true
}

func (l *loader) readSources(resource resourceEntry) {
	l.decodeSozdex(resource, &listEntry{})
	rows, lines, ok := readRows[sourceRow](l, resource.Path)
	l.sourcesRead = ok
	ids := map[string]int{}
	for i, row := range rows {
		r := rowFaults{l, resource.Path, lines[i]}
		r.require("id", row.ID)
		r.require("publisher", row.Publisher)
		r.require("title", row.Title)
		r.require("licence", row.Licence)
		r.require("via", row.Via)
		r.checkDate("retrieved", row.Retrieved, time.DateOnly)
		// A link to anything else than a page would be a link to click on.
		if row.URL != "" && !strings.HasPrefix(row.URL, "https://") && !strings.HasPrefix(row.URL, "http://") {
			r.wrong("url", quote(row.URL)+" is not the address of a page", "write https://...")
		}
		if r.firstRow(ids, "id", row.ID) {
			source := Source(row)
			l.catalogue.sources[row.ID] = &source
			l.catalogue.Sources = append(l.catalogue.Sources, source)
		}
	}
}

func (l *loader) readIncidents(resource resourceEntry) {
	l.decodeSozdex(resource, &listEntry{})
	rows, lines, _ := readRows[incidentRow](l, resource.Path)
	for i, row := range rows {
		r := rowFaults{l, resource.Path, lines[i]}
		r.checkDate("date", row.Date, time.DateOnly, yearMonth)
		r.checkCountry(row.Country)
		r.require("kind", row.Kind)
		r.require("summary", row.Summary)
		r.checkSource(row.Source)
		l.catalogue.Incidents = append(l.catalogue.Incidents, Incident(row))
	}
}

func (l *loader) readTranslations(resource resourceEntry) {
	l.decodeSozdex(resource, &listEntry{})
	rows, lines, _ := readRows[translationRow](l, resource.Path)
	texts := map[string]int{}
	for i, row := range rows {
		r := rowFaults{l, resource.Path, lines[i]}
		r.require("text", row.Text)
		if row.RU == "" && row.KK == "" {
			r.wrong("ru", "neither ru nor kk is filled in", "fill in both")
		}
		r.firstRow(texts, "text", row.Text)
		l.catalogue.translations[row.Text] = Translation{row.EN, row.RU, row.KK}
	}
}
