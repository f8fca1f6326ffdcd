package adilsoz

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// The bounds of what is read, far above any report.
const (
	MaxBytes = 2 << 20
	maxLines = 50_000
	// maxParagraph is longer than any paragraph that holds tallies.
	maxParagraph = 4000
	maxNumbers   = 20_000
)

// page is a text as lines.
type page struct {
	titles []string // of the HTML page: h1, then title
	url    string
	lines  []line
}

// line is a line of text, without a line feed, and where it stands in the file.
type line struct {
	number int
	text   string
}

var markup = regexp.MustCompile(`(?i)<(?:!doctype html|html|head|body|p|div|br|li)\b[^>]*>`)

// decode makes lines of text out of the bytes of a file.
func decode(raw []byte) (page, error) {
	if len(raw) > MaxBytes {
		return page{}, fmt.Errorf("is larger than %d MiB", MaxBytes>>20)
	}
	text, err := characters(raw)
	if err != nil {
		return page{}, err
	}
	var p page
	if markup.MatchString(text) {
		p = readHTML(text)
	} else {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n").Replace(text)
		for i, l := range strings.Split(text, "\n") {
			p.lines = append(p.lines, line{i + 1, l})
		}
	}
	if len(p.lines) > maxLines {
		return page{}, fmt.Errorf("has more than %d lines", maxLines)
	}
	for i := range p.lines {
		p.lines[i].text = clean(p.lines[i].text)
	}
	for i := range p.titles {
		p.titles[i] = clean(p.titles[i])
	}
	return p, nil
}

// characters is the text as UTF-8.
func characters(raw []byte) (string, error) {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(raw, []byte(mark)) {
			return "", errors.New("is in UTF-16; save it as UTF-8")
		}
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if bytes.ContainsFunc(raw, func(c rune) bool { return c < ' ' && !strings.ContainsRune("\t\n\r\f", c) }) {
		return "", errors.New("is not a text file")
	}
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	decoded, err := charmap.Windows1251.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", errors.New("is neither in UTF-8 nor in Windows-1251")
	}
	return string(decoded), nil
}

// clean writes the many spaces, dashes and quotes of a line in one way, and
// takes out what later steps use as marks.
func clean(text string) string {
	text = norm.NFC.String(text)
	text = strings.Map(func(c rune) rune {
		switch c {
		case '‐', '‑', '‒', '–', '—', '―', '−', '⁃':
			return '-'
		case '“', '”', '„', '‟', '«', '»', '‹', '›', '″':
			return '"'
		case '’', '‘', '‛', 'ʼ', '`', '´':
			return '\''
		case 'ё':
			return 'е'
		case 'Ё':
			return 'Е'
		case '\t':
			// A tab parts two cells, whose numbers are not one.
			return '|'
		case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
			return -1
		}
		if strings.ContainsRune(marks, c) {
			return '|'
		}
		if unicode.IsSpace(c) {
			return ' '
		}
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, text)
	return strings.TrimSpace(text)
}
