package adilsoz

import (
	"slices"
	"strconv"
	"strings"
)

// maxDigits is how many digits a number may have, as in a data directory.
const maxDigits = 15

// The words for numbers, in English and Russian, in every form that stands
// before a noun. Hundreds are one word in Russian and two in English.
var (
	small = numbered(0,
		"zero ноль нуль", "one один одна одно одного одной одному", "two два две двух", "three три трех", "four четыре четырех",
		"five пять пяти", "six шесть шести", "seven семь семи", "eight восемь восьми", "nine девять девяти", "ten десять десяти",
		"eleven одиннадцать", "twelve двенадцать", "thirteen тринадцать", "fourteen четырнадцать", "fifteen пятнадцать",
		"sixteen шестнадцать", "seventeen семнадцать", "eighteen восемнадцать", "nineteen девятнадцать")
	tens = numbered(2, "twenty двадцать", "thirty тридцать", "forty сорок", "fifty пятьдесят", "sixty шестьдесят",
		"seventy семьдесят", "eighty восемьдесят", "ninety девяносто")
	hundreds = numbered(1, "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот")

	scales = map[string]int64{
		"thousand": 1e3, "thousands": 1e3, "тыс": 1e3, "тысяча": 1e3, "тысячи": 1e3, "тысяч": 1e3,
		"million": 1e6, "millions": 1e6, "mln": 1e6, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6,
		"billion": 1e9, "billions": 1e9, "bln": 1e9, "млрд": 1e9, "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9,
	}
	// shortened are the scales that are written with a full stop.
	shortened = map[string]bool{"тыс": true, "mln": true, "млн": true, "bln": true, "млрд": true}
)

// numbered gives each list of words its number, counting from first.
func numbered(first int64, lists ...string) map[string]int64 {
	all := map[string]int64{}
	for i, list := range lists {
		for _, form := range strings.Fields(list) {
			all[form] = first + int64(i)
		}
	}
	return all
}

// group is what stands before a scale: "25", "1 190", "two hundred and ninety nine".
type group struct {
	value      int64
	hundredths int64 // behind a decimal point
	fraction   bool  // it has a decimal point
	words      bool
	commas     int  // how many commas part its thousands
	hundred    bool // it ends with the word hundred
	bad        bool // it cannot be read for certain
}

// link is a group with its scale, 0 where it has none.
type link struct {
	group
	scale int64
}

// number marks the number that begins at a token, with all its scales, and
// returns where it ends: the token itself where none begins there.
func (r *marking) number(i int) int {
	if _, end := r.yearAt(i); end > i && !r.moreDigits(end) {
		return i
	}
	chain, end := r.chain(i)
	if end == i {
		return i
	}
	bad := false
	// Two numbers side by side are not one, and neither is sure.
	for {
		_, after := r.chain(end)
		if after == end {
			break
		}
		bad, end = true, after
	}
	before, last := r.at(i-1), end
	end = r.glued(end)
	bad = bad || end > last || before.text == "№" || !r.at(i).space && strings.Contains("№$€=/.+", before.text) && before.text != ""
	value, ok := worth(chain)
	kind := count
	switch {
	case bad || !ok:
		kind, value = unread, 0
	case chain[0].scale > 0:
		kind = sum
	}
	var text strings.Builder
	for n, t := range r.tokens[i:end] {
		if n > 0 && t.space {
			text.WriteByte(' ')
		}
		text.WriteString(t.text)
	}
	r.marked.numbers = append(r.marked.numbers, number{value, text.String()})
	r.put(kind, r.tokens[i])
	return end
}

// chain reads groups with scales, "1 million 190 thousand", up to the first
// without one.
func (r *marking) chain(i int) (chain []link, end int) {
	end = i
	for at := i; ; {
		g, next := r.group(at)
		if next == at {
			return chain, end
		}
		l := link{group: g}
		scaleAt := next
		// "three hundred and thousand" is a slip that one translator made for years.
		if g.hundred && r.at(next).text == "and" {
			scaleAt++
		}
		if l.scale = scales[r.at(scaleAt).text]; l.scale > 0 {
			next = scaleAt + 1
			if shortened[r.at(scaleAt).text] && r.at(next).text == "." {
				next++
			}
		}
		if len(chain) > 0 && l.scale == 0 && r.at(end).text == "," {
			// What a comma parts and no scale joins is the next number.
			return chain, end
		}
		chain, end = append(chain, l), next
		if l.scale == 0 {
			return chain, end
		}
		at = end
		if slices.Contains([]string{"and", "и", ","}, r.at(at).text) {
			at++
		}
	}
}

// worth is the value of a chain; false where it has none that is sure.
func worth(chain []link) (int64, bool) {
	var value int64
	for i, l := range chain {
		switch {
		case l.bad, l.value >= 1e6 && l.scale > 0, l.fraction && (len(chain) > 1 || l.scale == 0), l.commas == 1 && l.scale > 0:
			return 0, false
		case i > 0 && (l.value >= 1000 || l.scale >= chain[i-1].scale):
			return 0, false
		case i > 0 && l.scale == 0 && !(l.words && chain[i-1].scale == 1e3):
			// What follows may lack its scale: "4 млрд. 423 млн. 950".
			return 0, false
		}
		value += l.value*max(l.scale, 1) + l.hundredths*(l.scale/100)
	}
	return value, len(strconv.FormatInt(value, 10)) <= maxDigits
}

// group reads one group in digits or words.
func (r *marking) group(i int) (group, int) {
	if r.at(i).kind == digits {
		return r.digits(i)
	}
	return r.words(i)
}

// digits reads a group in digits, with its thousands parted by spaces or commas.
func (r *marking) digits(i int) (g group, end int) {
	text := r.at(i).text
	end = i + 1
	g.bad = len(text) > 1 && text[0] == '0'
	whole := text
	for r.at(end).kind == digits {
		// The first part of "12 3456" is not a number of its own.
		g.bad = g.bad || len(text) > 3 || len(r.at(end).text) != 3 || text == "0"
		whole += r.at(end).text
		end++
	}
	grouped := end > i+1
	for _, point := range []string{",", "."} {
		var behind []string
		for r.at(end).text == point && !r.at(end).space && r.at(end+1).kind == digits && !r.at(end+1).space {
			behind = append(behind, r.at(end+1).text)
			end += 2
		}
		thousands := len(text) <= 3 && text != "0" && !slices.ContainsFunc(behind, func(s string) bool { return len(s) != 3 })
		switch {
		case len(behind) == 0:
		case grouped:
			g.bad = true
		case point == "," && thousands:
			whole += strings.Join(behind, "")
			g.commas = len(behind)
		case len(behind) == 1 && len(behind[0]) <= 2 && !g.fraction:
			g.fraction = true
			g.hundredths, _ = strconv.ParseInt((behind[0] + "0")[:2], 10, 64)
		default:
			g.bad = true
		}
		grouped = grouped || len(behind) > 0
	}
	var err error
	if g.value, err = strconv.ParseInt(whole, 10, 64); err != nil || len(whole) > maxDigits {
		g.value, g.bad = 0, true
	}
	return g, end
}

// words reads a group below a thousand in words.
func (r *marking) words(i int) (group, int) {
	g := group{words: true}
	end := i
	if h, ok := hundreds[r.at(i).text]; ok {
		g.value, end = h*100, i+1
	}
	rest, next := r.belowHundred(end)
	if next == end {
		return g, end
	}
	g.value, end = g.value+rest, next
	if text := r.at(end).text; (text == "hundred" || text == "hundreds") && g.value > 0 && g.value < 100 {
		g.value, g.hundred, end = g.value*100, true, end+1
		at := end
		if r.at(at).text == "and" {
			at++
		}
		if rest, next := r.belowHundred(at); next > at {
			g.value, g.hundred, end = g.value+rest, false, next
		}
	}
	return g, end
}

// belowHundred reads "seven", "twenty", "twenty one" or "twenty-one".
func (r *marking) belowHundred(i int) (int64, int) {
	if v, ok := small[r.at(i).text]; ok {
		return v, i + 1
	}
	v, ok := tens[r.at(i).text]
	if !ok {
		return 0, i
	}
	v, i = v*10, i+1
	at := i
	if r.at(at).text == "-" && !r.at(at).space && !r.at(at+1).space {
		at++
	}
	if unit := small[r.at(at).text]; unit > 0 && unit < 10 {
		return v + unit, at + 1
	}
	return v, i
}

// glued returns where the characters end that make something else of the number
// before them: "128th", "38%", "16/12", "22-years-old", "3-го".
func (r *marking) glued(i int) int {
	next := r.at(i)
	if next.text == "%" {
		return i + 1
	}
	if next.space || i >= len(r.tokens) {
		return i
	}
	joined := func(at int) bool { return at < len(r.tokens) && !r.at(at).space && r.at(at).kind != punctuation }
	switch {
	case slices.Contains([]string{"st", "nd", "rd", "th"}, next.text), next.text == "+", next.text == "°":
		return i + 1
	case slices.Contains([]string{"-", "/", "\\", ":", ".", ",", "="}, next.text) && joined(i+1):
		for i+1 < len(r.tokens) && !r.at(i).space && !r.at(i+1).space {
			i++
		}
		return i + 1
	}
	return i
}
