package adilsoz

import (
	"regexp"
	"strings"
	"unicode"
)

// What a number stands for is marked in the text by one character, so that a
// phrase can be written around it: "# judicial acts were passed in @".
const (
	count   = '#' // a whole number
	sum     = '¤' // a number with million, thousand or the like
	unread  = '~' // a number that cannot be read for certain, or is none that counts
	month   = '@' // a month, with or without its year
	year    = '‡'
	day     = '†' // a date
	article = '§' // the number of an article of a law

	marks       = "#¤~@‡†§"
	countMarks  = "#¤~"
	periodMarks = "@‡"
)

// marked is a text in lower case whose numbers and dates are marks.
type marked struct {
	text    string
	numbers []number // in order, those that cannot be read too
	periods []period // of the months and years
}

// number is a number that was read.
type number struct {
	value int64
	// text is the number as it stands in the text.
	text string
}

// part cuts a piece out of a marked text.
func (m marked) part(from, to int) marked {
	text := m.text[from:to]
	n, p := occurrences(m.text[:from], countMarks), occurrences(m.text[:from], periodMarks)
	return marked{text, m.numbers[n : n+occurrences(text, countMarks)], m.periods[p : p+occurrences(text, periodMarks)]}
}

// occurrences is how often characters of a set stand in a text.
func occurrences(text, set string) int {
	n := 0
	for _, c := range text {
		if strings.ContainsRune(set, c) {
			n++
		}
	}
	return n
}

// hasNumber says whether a number stands in the text that may count something.
func (m marked) hasNumber() bool { return strings.ContainsAny(m.text, countMarks) }

type token struct {
	text  string // in lower case
	kind  kind
	space bool // a space stands before it
	upper bool // it begins with a capital letter
}

type kind int

const (
	word kind = iota
	digits
	punctuation
)

// tokens parts a clean text into words, runs of digits and single characters.
func tokens(text string) []token {
	var all []token
	var run strings.Builder
	var current token
	flush := func() {
		if run.Len() > 0 {
			current.text = strings.ToLower(run.String())
			all = append(all, current)
			run.Reset()
		}
	}
	space := false
	for _, c := range text {
		k := punctuation
		switch {
		case c == ' ':
			flush()
			space = true
			continue
		case c == '\'' || c == '"':
			// Neither tells anything that a phrase needs.
			if c == '"' {
				flush()
			}
			continue
		case c >= '0' && c <= '9':
			k = digits
		case unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsNumber(c):
			// A number of another script is no number here.
			k = word
		}
		if run.Len() == 0 || k == punctuation || k != current.kind {
			flush()
			current = token{kind: k, space: space, upper: unicode.IsUpper(c)}
			space = false
		}
		run.WriteRune(c)
		if k == punctuation {
			flush()
		}
	}
	flush()
	return all
}

var abbreviations = []struct {
	pattern *regexp.Regexp
	full    string
}{
	{regexp.MustCompile(`(?i)\bincl\.`), "including"},
	{regexp.MustCompile(`(?i)в т\. ?ч\.`), "в том числе"},
}

// mark makes the marked form of a clean text.
func mark(text string) marked {
	for _, a := range abbreviations {
		text = a.pattern.ReplaceAllString(text, a.full)
	}
	r := marking{tokens: tokens(text)}
	for i := 0; i < len(r.tokens); {
		next := i
		for _, read := range []func(int) int{r.article, r.date, r.month, r.number, r.year} {
			if next = read(i); next > i {
				break
			}
		}
		if next == i {
			if r.tokens[i].text == "-" && i+1 < len(r.tokens) && (r.tokens[i].space || r.tokens[i+1].space) {
				// A dash that does not join two words stands between spaces.
				r.tokens[i].space, r.tokens[i+1].space = true, true
			}
			r.write(r.tokens[i])
			next++
		}
		i = next
	}
	r.marked.text = strings.TrimSpace(r.text.String())
	return r.marked
}

// marking is one run of mark.
type marking struct {
	tokens []token
	text   strings.Builder
	last   token // that was written
	marked marked
}

// at returns a token, or one that is nothing beyond the end.
func (r *marking) at(i int) token {
	if i < 0 || i >= len(r.tokens) {
		return token{kind: punctuation, space: true}
	}
	return r.tokens[i]
}

// write adds a token with the spaces that every text has around such a one.
func (r *marking) write(t token) {
	space := t.space
	switch {
	case r.last.text == "(":
		space = false
	case t.kind != punctuation && r.last.kind != punctuation:
		// Between "26" and "reports" there is always one.
		space = true
	case r.last.kind == punctuation && strings.Contains(",;:)|", r.last.text):
		space = true
	}
	if t.kind == punctuation {
		switch t.text {
		case ",", ";", ":", ".", ")", "%":
			space = false
		case "(", "|":
			space = true
		}
	}
	if r.text.Len() > 0 && space {
		r.text.WriteByte(' ')
	}
	r.text.WriteString(t.text)
	r.last = t
}

// put writes a mark, which stands apart like a word.
func (r *marking) put(mark rune, first token) {
	if r.last.text == "-" {
		// "data-5" and "data - 5" are one.
		trimmed := strings.TrimSuffix(strings.TrimRight(r.text.String(), " "), "-")
		r.text.Reset()
		r.text.WriteString(strings.TrimRight(trimmed, " "))
		if r.text.Len() > 0 {
			r.text.WriteByte(' ')
		}
		r.text.WriteString("-")
		first.space = true
	}
	r.write(token{text: string(mark), kind: word, space: first.space})
}
