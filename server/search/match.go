package search

import (
	"cmp"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// name is a text that something is found by.
type name struct {
	text  string
	words []int // places in the vocabulary
	told  bool  // it tells of the thing, and does not name it
}

// vocabulary is every word of every name, folded, each once: a query is compared
// with each of them once, however many names have it.
type vocabulary struct {
	words  []string
	places map[string]int
}

// names reads texts as names; those without a word are left out.
func (v *vocabulary) names(texts ...string) []name {
	var names []name
	for _, text := range texts {
		n := name{text: text}
		for _, w := range words(text) {
			at, known := v.places[w]
			if !known {
				at = len(v.words)
				v.words = append(v.words, w)
				v.places[w] = at
			}
			n.words = append(n.words, at)
		}
		if len(n.words) > 0 {
			names = append(names, n)
		}
	}
	return names
}

// sought is a word of a query: how well it fits each word of the vocabulary.
type sought []likeness

func (v *vocabulary) compare(query []string) []sought {
	all := make([]sought, len(query))
	for i, word := range query {
		all[i] = make(sought, len(v.words))
		for at, of := range v.words {
			all[i][at] = compare(word, of)
		}
	}
	return all
}

// likeness is how well a word of a query fits a word of a name.
type likeness int

const (
	unlike    likeness = iota
	misspelt           // but for a letter, or two of a long word
	inflected          // the name with another ending
	begun              // the beginning of the name
	alike
)

// compare compares a word of a query with a word of a name.
func compare(word, of string) likeness {
	const (
		least  = 5 // letters of a word that may be misspelt or inflected
		long   = 9
		ending = 3
	)
	switch {
	case word == of:
		return alike
	case len(word) > 1 && strings.HasPrefix(of, word):
		return begun
	}
	n, m := utf8.RuneCountInString(word), utf8.RuneCountInString(of)
	switch {
	case min(n, m) < least:
		return unlike
	case n-m <= ending && strings.HasPrefix(word, of):
		return inflected
	}
	most := 1
	if min(n, m) >= long {
		most = 2
	}
	if max(n-m, m-n) <= most && distance([]rune(word), []rune(of)) <= most {
		return misspelt
	}
	return unlike
}

// distance is how many letters must be put in, left out, replaced or swapped
// with the next to make one word of the other.
func distance(a, b []rune) int {
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			replaced := one[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(replaced, one[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], two[j-1]+1)
			}
		}
		two, one, row = one, row, two
	}
	return one[len(b)]
}

// fit is how a query fits a thing.
type fit struct {
	words uint64 // of the query, those that were found, as bits
	// whole is 0, or 1 where the name begins with the query, or more where it is
	// the query, by how alike they are.
	whole int
	sum   int  // of the likeness of the words
	name  name // that fits best
}

func (f fit) found() int { return bits.OnesCount64(f.words) }

// better orders fits, the better first.
func better(a, b fit) int {
	return cmp.Or(cmp.Compare(b.found(), a.found()), cmp.Compare(b.whole, a.whole), cmp.Compare(b.sum, a.sum))
}

// fitName fits the words of a query to one name.
func fitName(query []sought, n name) fit {
	f := fit{name: n}
	for i, like := range query {
		best := unlike
		for _, at := range n.words {
			best = max(best, like[at])
		}
		if best > unlike && (!n.told || best >= begun) {
			f.words |= 1 << i
			f.sum += int(best)
		}
	}
	switch {
	case n.told:
		// What tells of a thing stands behind what names another.
		f.sum -= len(query)
	case len(query) <= len(n.words):
		least := alike
		for i, like := range query {
			least = min(least, like[n.words[i]])
		}
		if least > unlike && len(query) == len(n.words) {
			f.whole = 1 + int(least)
		} else if least >= begun {
			f.whole = 1
		}
	}
	return f
}

// fitNames fits the words of a query to the best of several names, of equal
// ones the first.
func fitNames(query []sought, names []name) fit {
	var best fit
	for _, n := range names {
		if f := fitName(query, n); f.words != 0 && (best.words == 0 || better(f, best) < 0) {
			best = f
		}
	}
	return best
}
