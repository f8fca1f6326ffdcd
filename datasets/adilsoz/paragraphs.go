package adilsoz

import (
	"regexp"
	"strings"
	"unicode"
)

// paragraph is what belongs together, with the number of the line where it begins.
type paragraph struct {
	number int
	text   string // clean, without its bullet
	bullet bool
}

// bullets are all that reports begin the lines of a list with. A number in
// front of one counts nothing.
var bullets = regexp.MustCompile(`^(?:(?:[-•·*▪●◦‣○■□►➢✓✔|]|o |[0-9]{1,2}[.)] |\p{L}\) ) *)+`)

// join makes paragraphs of lines. A line that begins with a small letter goes
// on with the line right above it, and a bullet may stand on a line of its own.
func join(lines []line) []paragraph {
	var all []paragraph
	blank, alone := true, false
	for _, l := range lines {
		text := strings.Join(strings.Fields(l.text), " ")
		if text == "" {
			blank = true
			continue
		}
		p := paragraph{number: l.number, text: text}
		if end := len(bullets.FindString(text)); end > 0 {
			p.bullet, p.text = true, text[end:]
		}
		if p.text == "" {
			blank, alone = true, true
			continue
		}
		first := []rune(p.text)[0]
		if !blank && !p.bullet && !alone && unicode.IsLower(first) && goesOn(all[len(all)-1].text) && !others.MatchString(p.text) {
			all[len(all)-1].text += " " + p.text
			continue
		}
		p.bullet = p.bullet || alone
		all = append(all, p)
		blank, alone = false, false
	}
	return all
}

// goesOn says that a line does not end what it says.
func goesOn(text string) bool {
	return len(text) < maxParagraph && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, ";") &&
		!strings.HasSuffix(text, "!") && !strings.HasSuffix(text, "?")
}

// others is the line that ends a list that does not name all.
var others = regexp.MustCompile(`(?i)^(?:and|и) (?:others?|другие|др|прочие)\.?$`)

// The boundaries of what a number may belong to.
var (
	sentenceEnd = regexp.MustCompile(`[.!?](?: |$)`)
	separator   = regexp.MustCompile(` ?[;:()|] ?`)
	// amount begins the sum of the claims that were counted in front of it.
	amount = regexp.MustCompile(` (?:in the (?:total )?amount|for a total amount|на (?:общую )?сумму) `)
	// connective stands in front of the number of the next count of a sentence.
	connective = regexp.MustCompile(`((?:^|,? )(?:(?:they also,? )?includ(?:ing|ed):?|out of which|of which|among (?:them|which|those)|and|also|` +
		`из них|из которых|в том числе|среди них|и),? |, )[#¤~]|[^ ,]( )[#¤~] (?:of them|из них)`)
	// labelled is a count that stands behind what it counts, with another behind it.
	labelled = regexp.MustCompile(`- [#¤~](,? (?:and |и |including |в том числе )|, )`)
)

// sentences parts a paragraph.
func (m marked) sentences() []marked {
	var all []marked
	from := 0
	for _, end := range sentenceEnd.FindAllStringIndex(m.text, -1) {
		all = append(all, m.part(from, end[0]))
		from = end[1]
	}
	return append(all, m.part(from, len(m.text)))
}

// fragments parts a sentence so that each holds one count with its words.
func (m marked) fragments() []marked {
	var all []marked
	add := func(from, to int) {
		piece := m.text[from:to]
		trimmed := strings.TrimLeft(piece, " ,")
		from += len(piece) - len(trimmed)
		trimmed = strings.TrimRight(trimmed, " ,")
		if trimmed != "" {
			all = append(all, m.part(from, from+len(trimmed)))
		}
	}
	clause := func(from, to int) {
		for _, begin := range amount.FindAllStringIndex(m.text[:to], -1) {
			if begin[0] >= from {
				m.pieces(from, begin[0], add)
				from = begin[0]
			}
		}
		m.pieces(from, to, add)
	}
	from := 0
	for _, cut := range separator.FindAllStringIndex(m.text, -1) {
		clause(from, cut[0])
		from = cut[1]
	}
	clause(from, len(m.text))
	return all
}

// pieces parts what stands between two separators. The words that only connect
// two counts are left out.
func (m marked) pieces(from, to int, add func(from, to int)) {
	for from < to {
		piece := m.text[from:to]
		// A number that the piece begins with has nothing in front of it.
		skip := 0
		if first := markAt(piece); strings.Contains(countMarks, first) {
			skip = len(first)
		}
		left, right := -1, -1
		if found := connective.FindStringSubmatchIndex(piece[skip:]); found != nil {
			group := 2
			if found[2] < 0 {
				group = 4
			}
			left, right = skip+found[group], skip+found[group+1]
		}
		if found := labelled.FindStringSubmatchIndex(piece); found != nil && (left < 0 || found[2] < left) {
			left, right = found[2], found[3]
		}
		if left < 0 {
			break
		}
		add(from, from+left)
		from += right
	}
	add(from, to)
}

// markAt is the character that a text begins with.
func markAt(text string) string {
	for i := range text {
		if i > 0 {
			return text[:i]
		}
	}
	return text
}
