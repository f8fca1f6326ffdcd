package adilsoz

import (
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	tests := []struct {
		text string
		want string // the marked text
		// value is that of the first number.
		value int64
	}{
		{"25", "#", 25},
		{"0", "#", 0},
		{"26reports", "# reports", 26},
		{"seven", "#", 7},
		{"zero", "#", 0},
		{"twenty-one", "#", 21},
		{"twenty one", "#", 21},
		{"two hundred and ten", "#", 210},
		{"ninety nine", "#", 99},
		{"one thousand two hundred", "¤", 1200},
		{"1 190 000", "#", 1190000},
		{"1  190\u00a0000", "#", 1190000},
		{"1,190,000", "#", 1190000},
		{"500,000", "#", 500000},
		{"25 million", "¤", 25000000},
		{"25  million tenge", "¤ tenge", 25000000},
		{"2,5 million", "¤", 2500000},
		{"2.25 млн.", "¤", 2250000},
		{"1 million 190 thousand", "¤", 1190000},
		{"1 million, 190 thousand", "¤", 1190000},
		{"101 million 500 thousand tenge", "¤ tenge", 101500000},
		{"KZT553millions and 600 thousands", "kzt ¤", 553600000},
		{"KZT51000000", "kzt #", 51000000},
		{"two hundred and ninety nine million and three hundred and thousand", "¤", 299300000},
		{"two hundred and ten millions and eight hundred and thousands", "¤", 210800000},
		{"four millions and one hundred thousand", "¤", 4100000},
		{"4 млрд. 423 млн. 950 тыс. тенге", "¤ тенге", 4423950000},
		{"1 млн 190 тыс.", "¤", 1190000},
		{"сто двадцать пять", "#", 125},
		{"двадцать одно обвинение", "# обвинение", 21},
		{"триста тысяч", "¤", 300000},
		{"passing data-5", "passing data - #", 5},
		{"three in appeal and one in cassation", "# in appeal and # in cassation", 3},
		{"5 thousand, 3 cases", "¤, # cases", 5000},

		// What is not sure is not read.
		{"4 млрд. 423 млн. 950", "~", 0},
		{"1 million and 3 charges", "~ charges", 0},
		{"four millions and one hundred", "~", 0},
		{"190 thousand 1 million", "~", 0},
		{"5 million 6 million", "~", 0},
		{"1,190 million", "~", 0},
		{"1.190", "~", 0},
		{"2,5", "~", 0},
		{"2.5 million 300 thousand", "~", 0},
		{"12 3456", "~", 0},
		{"1234 567", "~", 0},
		{"007", "~", 0},
		{"1234567890123456", "~", 0},
		{"999999 billion", "¤", 999999000000000},
		{"9999999 billion", "~", 0},
		{"one two", "~", 0},
		{"twelve 5", "~", 0},
		{"5-7 cases", "~ cases", 0},
		{"16/12", "~", 0},
		{"10:30", "~", 0},
		{"38%", "~", 0},
		{"128th", "~", 0},
		{"3-го", "~", 0},
		{"22-years-old", "~", 0},
		{"№ 2", "№ ~", 0},
		{"$263", "$~", 0},
		{"10+ cases", "~ cases", 0},
		{"12\t174", "# | #", 12},

		// What counts nothing is marked apart.
		{"article 174", "§", 0},
		{"(Article 73-3 of the Code)", "(§ of the code)", 0},
		{"articles 182, 258 and 405", "§", 0},
		{"ст. 174 УК", "§ ук", 0},
		{"August 2", "†", 0},
		{"On August 2, 2021 at", "on † at", 0},
		{"2 августа", "†", 0},
		{"1 august 2021", "†", 0},
		{"1 may 2018", "†", 0},
		{"01.08.2021", "†", 0},
		{"in August 2021", "in @", 0},
		{"In October, 2016 three", "in @ #", 3},
		{"в сентябре 2016 г. вынесено", "в @ вынесено", 0},
		{"it may be 3", "it may be #", 3},
		{"January-March", "@ - @", 0},
		{"in 2019", "in ‡", 0},
		{"в 2010 году", "в ‡", 0},
		{"a hundred", "a hundred", 0},
		{"second, ones, no one", "second, ones, no #", 1},
	}
	for _, test := range tests {
		m := mark(clean(strings.ReplaceAll(test.text, "\n", " ")))
		value := int64(0)
		if len(m.numbers) > 0 {
			value = m.numbers[0].value
		}
		if m.text != test.want || value != test.value {
			t.Errorf("mark(%q) = %q with %d, want %q with %d", test.text, m.text, value, test.want, test.value)
		}
	}
}

// FuzzNumbers marks whatever comes: every mark has its number or period, and a
// number in digits has none that the text has not.
func FuzzNumbers(f *testing.F) {
	for _, text := range []string{"1 million 190 thousand", "two hundred and ninety nine million and three hundred and thousand", "4 млрд. 423 млн. 950",
		"On August 2, 2021, article 174", "12 3456", "-15 charges", "2,5 millions", "#¤~@‡†§", "1'190", "January-March 2017 г."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > maxParagraph {
			return
		}
		text = clean(text)
		m := mark(text)
		if got, want := len(m.numbers), occurrences(m.text, countMarks); got != want {
			t.Errorf("mark(%q) = %q with %d numbers, want %d", text, m.text, got, want)
		}
		if got, want := len(m.periods), occurrences(m.text, periodMarks); got != want {
			t.Errorf("mark(%q) = %q with %d periods, want %d", text, m.text, got, want)
		}
		for _, n := range m.numbers {
			if n.value < 0 || n.value > 999_999_999_999_999 {
				t.Errorf("mark(%q) reads %d", text, n.value)
			}
		}
		for _, s := range m.sentences() {
			for _, f := range s.fragments() {
				if len(f.numbers) != occurrences(f.text, countMarks) {
					t.Errorf("the fragment %q of %q has %d numbers", f.text, text, len(f.numbers))
				}
			}
		}
	})
}
