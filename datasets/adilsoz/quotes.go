package adilsoz

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// indices are how reports name the indices that they quote.
var indices = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"eiu", regexp.MustCompile(`democracy index|индекс\pL* демократии`)},
	{"rsf", regexp.MustCompile(`world press freedom index|индекс\pL* свободы прессы`)},
}

// states are the names of the fifteen, each as the beginning of a word.
var states = []struct{ country, names string }{
	{"ARM", "armenia|армени"}, {"AZE", "azerbaijan|азербайджан"}, {"BLR", "belarus|беларус|белорусси"},
	{"EST", "estonia|эстони"}, {"GEO", "georgia|грузи"}, {"KAZ", "kazakhstan|казахстан"}, {"KGZ", "kyrgyzstan|кыргызстан|киргизи"},
	{"LTU", "lithuania|литв"}, {"LVA", "latvia|латви"}, {"MDA", "moldova|молдов|молдави"}, {"RUS", "russia|росси"},
	{"TJK", "tajikistan|таджикистан"}, {"TKM", "turkmenistan|туркменистан|туркмени"}, {"UKR", "ukraine|украин"}, {"UZB", "uzbekistan|узбекистан"},
}

// components are the categories of an index as reports name them.
var components = []struct{ index, measure, names string }{
	{"eiu", "electoral_process", "electoral process and pluralism|избирательный процесс и плюрализм"},
	{"eiu", "functioning_of_government", "government activities|functioning of government|работа правительства|деятельность правительства"},
	{"eiu", "political_participation", "political participation|политическое участие"},
	{"eiu", "political_culture", "political culture|политическая культура"},
	{"eiu", "civil_liberties", "civil freedom|civil freedoms|civil liberties|гражданские свободы"},
}

const (
	place  = `([0-9]{1,3})(?:th|st|nd|rd|-?(?:е|ое|м|ом))?`
	points = `([0-9]{1,3}(?:[.,][0-9]{1,2})?)`
)

// quoted are the ways to tell a figure: each has the place of the state, if it
// names one, first, then the figure, then how many are ranked.
var (
	ranked = regexp.MustCompile(`(\pL+) (?:is |was )?(?:ranked|ranks|took|занял\pL*|занимает|находится на) ` + place + `(?: place| место| месте)?` +
		`(?: (?:out of|of|among|из|среди) (?:the )?([0-9]{2,3})(?: countries| стран)?)?(?:[ ,.;)]|$)`)
	// listedRank is a state in a list that begins with one that is "ranked".
	listedRank = regexp.MustCompile(`^ ?(?:and |и )?(\pL+) ?- ?(?:by |at )?` + place + `$`)
	rating     = regexp.MustCompile(`(?:overall rating|overall score|total score|общий рейтинг|общая оценка) (?:of )?(\pL+) (?:is |was |- |составил\pL* )?` + points + ` (?:points?|балл)`)
	category   = regexp.MustCompile(`(?:in the category|в категории) (` + names() + `)(?:, the country scored|, the country received| страна получила)?,?(?: -)? ` + points + `(?: points?| балл\pL*)?(?:[ ,.;]|$)`)
)

func names() string {
	var all []string
	for _, c := range components {
		all = append(all, c.names)
	}
	return strings.Join(all, "|")
}

// otherIndex is a list of countries that is none of ours.
var otherIndex = regexp.MustCompile(`(\pL+) (?:index|ranking|rating)\b|индекс\pL* (\pL+)|рейтинг\pL* (\pL+)`)

// quoting goes through a report for the figures of indices that it quotes.
type quoting struct {
	index   string
	behind  int    // how many paragraphs ago the index was named
	subject string // the country that the paragraphs are about; empty before it is named
	all     []Quote
}

// quotes finds the figures of indices. One that is told in two ways is of two
// editions, and which of them is the newer cannot be told.
func (r *reader) quotes(paragraphs []paragraph) {
	all := quotesIn(paragraphs)
	for _, q := range all {
		other := slices.IndexFunc(all, func(o Quote) bool {
			return o.Index == q.Index && o.Country == q.Country && o.Measure == q.Measure && o.Value != q.Value
		})
		if other < 0 {
			r.report.Quotes = append(r.report.Quotes, q)
			continue
		}
		at := slices.IndexFunc(paragraphs, func(p paragraph) bool { return p.number == q.Line })
		r.unsure(paragraphs[at], fmt.Sprintf("%s of %s is told as %v and as %v", q.Measure, q.Country, q.Value, all[other].Value))
	}
}

// quotesIn reads the paragraphs. Once one names an index, the few behind it
// speak of it, until the next item of the report begins.
func quotesIn(paragraphs []paragraph) []Quote {
	var q quoting
	for _, p := range paragraphs {
		if len(p.text) > maxParagraph {
			q.index = ""
			continue
		}
		text := strings.NewReplacer(`"`, "", `'`, "").Replace(strings.ToLower(p.text))
		q.behind++
		if p.bullet || q.behind > 4 {
			q.index = ""
		}
		named := ""
		several := false
		for _, i := range indices {
			if i.pattern.MatchString(text) {
				several = several || named != ""
				named = i.name
			}
		}
		switch {
		case several:
			// Whose figure is whose cannot be told.
			q.index = ""
		case named != "":
			q.index, q.behind, q.subject = named, 0, ""
		case foreign(text):
			q.index = ""
		}
		if q.index != "" && len(q.all) < maxUnsure {
			q.paragraph(p.number, text)
		}
	}
	return q.all
}

// foreign says that a text speaks of an index that is none of ours.
func foreign(text string) bool {
	for _, found := range otherIndex.FindAllStringSubmatch(text, -1) {
		switch found[1] + found[2] + found[3] {
		case "the", "this", "overall", "казахстана", "общий":
		default:
			return true
		}
	}
	return false
}

func (q *quoting) add(number int, country, measure, value, of string) bool {
	v, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	if country == "" || err != nil {
		return false
	}
	n, _ := strconv.Atoi(of)
	q.all = append(q.all, Quote{Line: number, Index: q.index, Country: country, Measure: measure, Value: v, Of: n})
	return true
}

func (q *quoting) paragraph(number int, text string) {
	for _, at := range ranked.FindAllStringSubmatchIndex(text, -1) {
		group := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return text[at[2*i]:at[2*i+1]]
		}
		if !q.add(number, state(group(1)), "rank", group(2), group(3)) {
			continue
		}
		if q.subject == "" {
			q.subject = state(group(1))
		}
		rest, _, _ := strings.Cut(text[at[5]:], ".")
		for _, piece := range strings.Split(rest, ",")[1:] {
			found := listedRank.FindStringSubmatch(strings.TrimSpace(piece))
			if found == nil || !q.add(number, state(found[1]), "rank", found[2], "") {
				break
			}
		}
	}
	for _, found := range rating.FindAllStringSubmatch(text, -1) {
		if q.add(number, state(found[1]), "score", found[2], "") {
			q.subject = state(found[1])
		}
	}
	for _, found := range category.FindAllStringSubmatch(text, -1) {
		for _, c := range components {
			if c.index == q.index && slices.Contains(strings.Split(c.names, "|"), found[1]) {
				q.add(number, q.subject, c.measure, found[2], "")
			}
		}
	}
}

// state is the country that a word names, empty where it names none.
func state(word string) string {
	for _, s := range states {
		for _, name := range strings.Split(s.names, "|") {
			// A Russian name is declined: one or two letters follow its stem.
			if rest, ok := strings.CutPrefix(word, name); ok && len([]rune(rest)) <= 3 && (rest == "" || name[0] >= 0x80) {
				return s.country
			}
		}
	}
	return ""
}
