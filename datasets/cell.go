package datasets

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Cell is a number that may be missing. A missing cell is not zero.
type Cell struct {
	Text  string // as it stands in the file
	Value float64
	Set   bool
}

// UnmarshalCSV reads a number in plain decimal digits; an empty text is a
// missing one. It never fails, because gocsv would stop at the first error of
// a file: a text that is no number is kept in Text with Set false.
func (c *Cell) UnmarshalCSV(text string) error {
	*c = Cell{Text: text}
	if decimal.MatchString(text) && digits(text) <= maxDigits {
		// Within 15 digits ParseFloat neither fails nor loses any.
		c.Value, _ = strconv.ParseFloat(text, 64)
		c.Set = true
	}
	return nil
}

// maxDigits is how many decimal digits a float64 keeps for certain.
const maxDigits = 15

var (
	decimal   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	thousands = regexp.MustCompile(`^-?[0-9]{1,3}([, '_][0-9]{3})+(\.[0-9]+)?$`)
	comma     = regexp.MustCompile(`^-?[0-9]+,[0-9]+$`)

	marks = strings.NewReplacer(",", "", " ", "", "'", "", "_", "")
)

// digits is how many digits a decimal number has, without leading zeros.
func digits(text string) int {
	return len(strings.Replace(strings.TrimLeft(text, "-0."), ".", "", 1))
}

// fault says what is wrong with a cell whose text is no number.
func (c Cell) fault() (message, fix string) {
	message = fmt.Sprintf("%s is not a number", quote(c.Text))
	switch {
	case decimal.MatchString(c.Text):
		return fmt.Sprintf("%s has more than %d digits", quote(c.Text), maxDigits), "round it"
	case thousands.MatchString(c.Text):
		return message, "write " + marks.Replace(c.Text) + " without thousands marks"
	case comma.MatchString(c.Text):
		return message, "write " + strings.Replace(c.Text, ",", ".", 1) + " with a decimal point"
	}
	return message, "write digits with a decimal point, or nothing where the figure is missing"
}

// quote shows a text of the data in a message, however long or odd it is.
func quote(text string) string {
	if len(text) > 60 {
		text = strings.ToValidUTF8(text[:60], "") + "…"
	}
	return strconv.Quote(text)
}
