// Package adilsoz reads the reports of Adil Soz, the Kazakh free-speech monitor:
// the text of a report in, the tallies that it prints out.
//
// It knows how the reports are worded, in English and in Russian, and nothing
// else. It must not know files, HTTP, CSV or the figures of any index. A wrong
// figure is worse than a missing one: a number is taken only where the whole
// clause around it is one that is known, and what looks like a tally but is not
// taken is listed with its line.
package adilsoz

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sozdex/sozdex/datasets"
)

// Options override what the text says of itself.
type Options struct {
	Title  string
	URL    string
	Period string // YYYY-MM, or YYYY for a report of a whole year
}

// Report is what one report says. From and To bound the month that it is about,
// or the year.
type Report struct {
	Title    string
	URL      string // empty where the text does not name it
	Lang     string // "en" or "ru"
	Source   string // the id of the report, "adilsoz-2021-08" or "adilsoz-2019"
	From, To time.Time
	Tallies  []datasets.Tally // by period and measure
	// Unsure are the places that look like a tally and were not taken.
	Unsure []Line
	// Warnings are figures that were taken and cannot all be right, and words
	// left over from the report of another month.
	Warnings []Line
	Quotes   []Quote
}

// Line is a place in the text with what is to be said of it.
type Line struct {
	Number int    // 1 is the first line
	Text   string // as it stands there, without control characters, cut where long
	Why    string
}

// String is the place on one line, without the name of the file.
func (l Line) String() string { return fmt.Sprintf("%d: %s: %s", l.Number, l.Text, l.Why) }

// Quote is a figure of an index that the report quotes.
type Quote struct {
	Line    int
	Index   string // "eiu" or "rsf"
	Country string // ISO 3166-1 alpha-3
	Measure string // "rank", "score" or the name of a component
	Value   float64
	Of      int // how many countries are ranked; 0 where it is not said
}

// ErrNoReport says that a text is no report of Adil Soz.
var ErrNoReport = errors.New("no report of Adil Soz")

// Year says that the report is about a whole year.
func (r *Report) Year() bool { return r.To.Sub(r.From) > 31*24*time.Hour }

// Read reads a report: plain text or a saved HTML page, in UTF-8 or
// Windows-1251, of at most 2 MiB. The error wraps ErrNoReport where the text is
// none, and says what is missing.
func Read(text []byte, o Options) (*Report, error) {
	page, err := decode(text)
	if err != nil {
		return nil, err
	}
	paragraphs := join(page.lines)
	if !namesMonitor(paragraphs, page) {
		return nil, fmt.Errorf("%w: it does not name Adil Soz", ErrNoReport)
	}
	report := &Report{Title: o.Title, URL: o.URL}
	if report.URL == "" {
		report.URL = page.url
	}
	if err := report.setPeriod(page, paragraphs, o); err != nil {
		return nil, err
	}
	report.Lang = language(paragraphs)
	r := reader{report: report, found: map[figure][]reading{}, open: map[string]bool{}}
	if report.Year() {
		r.block = block{scope: annual, basis: datasets.Year}
	}
	for _, p := range paragraphs {
		r.paragraph(p)
		if r.numbers > maxNumbers {
			return nil, fmt.Errorf("%w: it holds more than %d numbers", ErrNoReport, maxNumbers)
		}
	}
	r.quotes(paragraphs)
	r.finish()
	if len(report.Tallies)+len(report.Unsure) == 0 {
		return nil, fmt.Errorf("%w: it has the title of one, but none of its tallies", ErrNoReport)
	}
	return report, nil
}

// namesMonitor says whether the text names Adil Soz.
func namesMonitor(paragraphs []paragraph, page page) bool {
	names := func(text string) bool {
		text = strings.ToLower(text)
		return strings.Contains(text, "adil soz") || strings.Contains(text, "адил соз") || strings.Contains(text, "әділ сөз")
	}
	for _, title := range page.titles {
		if names(title) {
			return true
		}
	}
	for _, p := range paragraphs {
		if names(p.text) {
			return true
		}
	}
	return false
}

// language is "ru" where most letters are Cyrillic.
func language(paragraphs []paragraph) string {
	latin, cyrillic := 0, 0
	for _, p := range paragraphs {
		for _, c := range p.text {
			switch {
			case c >= 'a' && c <= 'z':
				latin++
			case c >= 'а' && c <= 'я':
				cyrillic++
			}
		}
	}
	if cyrillic > latin {
		return "ru"
	}
	return "en"
}
