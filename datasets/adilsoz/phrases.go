package adilsoz

import (
	"regexp"
	"strings"

	"github.com/sozdex/sozdex/datasets"
)

// scope is the part of a report in which a phrase stands.
type scope string

const (
	courts  scope = "courts"  // what courts did in the month
	suits   scope = "suits"   // suits that were filed in the month, told in a sentence
	charges scope = "charges" // a list of charges and claims, of the month or since January
	groups  scope = "groups"  // the list in groups, from 2024 on
	prose   scope = "prose"   // the same in sentences, in 2023
	notices scope = "notices" // what the notices of 2009 to 2013 count
	annual  scope = "annual"  // what the report of a year counts
	lost    scope = "lost"    // a list of which it is no longer known what it counts: nothing is told in it
)

// opens says that a sentence of this scope may stand anywhere if it names the
// month of the report. The others are read only under the head of their list.
func (s scope) opens() bool { return s == courts || s == suits || s == prose || s == notices }

// phrase is one way to tell a count: what stands in front of and behind the
// pattern may only be words of its scope.
type phrase struct {
	scope   scope
	under   string // the measure that this is a part of; empty for a count of its own
	measure string
	pattern string
	basis   datasets.Basis // the only one that the phrase is used on; empty for any
	until   string         // YYYY-MM, the last month in which the words mean this; empty for ever
	needs   string         // what its clause must hold too where it stands alone; empty for nothing
	unit    string         // "KZT" for a sum of money and "cases" for all else where empty

	expression, needed *regexp.Regexp
}

// money says that the phrase tells a sum of money.
func (p phrase) money() bool { return strings.HasSuffix(p.measure, "_kzt") }

// macros are what many patterns hold.
var macros = strings.NewReplacer(
	"{honour}", `hono[u]?r,? dignity and business reputation`,
	"{suits}", `(?:claims? and (?:law)?suits?|(?:law)?suits? and claims?|complaints?|claims?|(?:law)?suits?)`,
	"{pre}", `pre-? ?trial`,
	"{parties}", `(?:(?:the|mass|media|outlets|journalists|citizens|bloggers|defendants|and|or),? )+`,
	"{appeal}", `(?:appeals?|appellate)`,
	"{чести}", `чести,? достоинства и деловой репутации`,
	"{kzt}", `kzt %|% tenge|% тенге`,
)

// phrases are all that is known, the narrower ones of a scope before the wider.
var phrases = compile(english, russian)

func compile(tables ...[]phrase) []phrase {
	var all []phrase
	for _, table := range tables {
		for _, p := range table {
			switch {
			case p.money():
				p.unit = "KZT"
			case p.unit == "":
				p.unit = "cases"
			}
			// In a pattern # is a count and % a sum of money.
			pattern := macros.Replace(macros.Replace(p.pattern))
			pattern = strings.NewReplacer("#", "(#)", "%", "([#¤])").Replace(pattern)
			p.expression, p.needed = regexp.MustCompile(pattern), regexp.MustCompile(p.needs)
			all = append(all, p)
		}
	}
	return all
}

// dictionary is the set of words that may stand around the counts of a scope.
type dictionary map[string]bool

func words(lists ...string) dictionary {
	d := dictionary{}
	for _, list := range lists {
		for _, w := range strings.Fields(list) {
			d[w] = true
		}
	}
	return d
}

// unknown returns the first word of a text that is not in the dictionary.
func (d dictionary) unknown(text string) string {
	for _, w := range strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == ',' || c == '/' }) {
		if w != string(month) && w != string(article) && w != "-" && !d[w] {
			return w
		}
	}
	return ""
}
