package search

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are written alike whatever keyboard a reader has: the letters that
// Kazakh adds to the Russian ones as the Russian ones that stand in for them.
var letters = strings.NewReplacer("ә", "а", "ғ", "г", "қ", "к", "ң", "н", "ө", "о", "ұ", "у", "ү", "у", "һ", "х", "і", "и", "ı", "i")

// fold takes from a text what two spellings of one name may differ in: case,
// diacritics, apostrophes and the letters of a keyboard.
func fold(text string) string {
	marks := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Lm) || r == '\'' || r == '’' || r == '‘' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	return letters.Replace(marks)
}

// words parts a text into its folded words.
func words(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// little are words that say nothing of what is sought.
var little = words("of the in by and for at to a в и на по с о для мен және үшін туралы")

// telling are the words that say what is sought, at most maxWords; of a query
// of little words alone, these.
func telling(query string) []string {
	all := words(query)
	told := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(little, w) })
	if len(told) == 0 {
		told = all
	}
	return told[:min(len(told), maxWords)]
}
