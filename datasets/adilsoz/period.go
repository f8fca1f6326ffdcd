package adilsoz

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The first year whose reports are worded in a known way, and one beyond all.
const (
	firstYear = 2009
	lastYear  = 2099
)

// period is a month or a year that the text names.
type period struct {
	month time.Month // 0 for a whole year
	year  int        // 0 where the text does not say it
}

// String is the period as a message names it.
func (p period) String() string {
	switch {
	case p.month == 0:
		return strconv.Itoa(p.year)
	case p.year == 0:
		return p.month.String()
	}
	return fmt.Sprintf("%v %d", p.month, p.year)
}

// of says that a period is, as far as it is said, the one that the report is about.
func (p period) of(r *Report) bool {
	if p.year != 0 && p.year != r.From.Year() {
		return false
	}
	return r.Year() && p.month == 0 || !r.Year() && p.month == r.From.Month()
}

var months = func() map[string]time.Month {
	all := map[string]time.Month{}
	for i, names := range []string{
		"january январь января январе", "february февраль февраля феврале", "march март марта марте", "april апрель апреля апреле",
		"may май мая мае", "june июнь июня июне", "july июль июля июле", "august август августа августе",
		"september сентябрь сентября сентябре", "october октябрь октября октябре", "november ноябрь ноября ноябре",
		"december декабрь декабря декабре",
	} {
		for _, name := range strings.Fields(names) {
			all[name] = time.Month(i + 1)
		}
	}
	return all
}()

// yearWords may follow a year.
var yearWords = []string{"г", "года", "году", "год", "гг"}

// yearAt returns the year that begins at a token and where it ends.
func (r *marking) yearAt(i int) (int, int) {
	t := r.at(i)
	y, err := strconv.Atoi(t.text)
	if t.kind != digits || len(t.text) != 4 || err != nil || y < 1990 || y > lastYear {
		return 0, i
	}
	i++
	if slices.Contains(yearWords, r.at(i).text) {
		i++
		// A full stop ends the sentence too where a capital follows.
		if r.at(i-1).text == "г" && r.at(i).text == "." && !r.at(i+1).upper {
			i++
		}
	}
	return y, i
}

// dayAt says that a day of a month stands at a token, and where it ends: "2", "11th".
func (r *marking) dayAt(i int) (int, bool) {
	t := r.at(i)
	d, err := strconv.Atoi(t.text)
	if t.kind != digits || len(t.text) > 2 || err != nil || d < 1 || d > 31 {
		return i, false
	}
	if next := r.at(i + 1); !next.space && slices.Contains([]string{"st", "nd", "rd", "th"}, next.text) {
		i++
	}
	return i + 1, true
}

// date marks a date, such as "1 august 2021", "2 августа", "April 11th" or "01.08.2021".
func (r *marking) date(i int) int {
	end, ok := r.dayAt(i)
	english := false
	switch {
	case ok && months[r.at(end).text] != 0 && r.isMonth(end):
		end++
	case months[r.at(i).text] != 0 && r.at(i).text[0] < 0x80:
		english = true
		if end, ok = r.dayAt(i + 1); !ok || r.at(end).kind == digits && len(r.at(end).text) == 3 {
			return i
		}
	case ok && r.at(end).text == "." && r.at(end+1).kind == digits && r.at(end+2).text == "." && r.at(end+3).kind == digits && !r.at(end+3).space:
		end += 4
		r.put(day, r.at(i))
		return end
	default:
		return i
	}
	at := end
	if english && r.at(at).text == "," {
		at++
	}
	if _, after := r.yearAt(at); after > at {
		end = after
	}
	r.put(day, r.at(i))
	return end
}

// isMonth says that a word names a month: "may" and "march" do only with a
// capital letter, or with a year.
func (r *marking) isMonth(i int) bool {
	t := r.at(i)
	if t.text != "may" && t.text != "march" || t.upper {
		return months[t.text] != 0
	}
	_, end := r.yearAt(i + 1)
	return end > i+1
}

// month marks a month, with its year where that follows.
func (r *marking) month(i int) int {
	if !r.isMonth(i) {
		return i
	}
	p := period{month: months[r.at(i).text]}
	end := i + 1
	at := end
	if r.at(at).text == "," || r.at(at).text == "." {
		at++
	}
	if y, after := r.yearAt(at); after > at && !r.moreDigits(after) {
		p.year, end = y, after
	}
	r.put(month, r.at(i))
	r.marked.periods = append(r.marked.periods, p)
	return end
}

// moreDigits says that what looks like a year goes on as a larger number.
func (r *marking) moreDigits(end int) bool {
	return r.at(end-1).kind == digits && scales[r.at(end).text] > 0
}

// year marks a year that stands alone.
func (r *marking) year(i int) int {
	y, end := r.yearAt(i)
	if end == i {
		return i
	}
	r.put(year, r.at(i))
	r.marked.periods = append(r.marked.periods, period{year: y})
	return end
}

// article marks the numbers of articles of a law: "article 174", "art. 73-3".
func (r *marking) article(i int) int {
	word := r.at(i).text
	if !slices.Contains([]string{"article", "articles", "art", "arts", "статья", "статьи", "статье", "статью", "статьей", "статей", "статьям", "ст", "paragraph", "part", "ч", "п"}, word) {
		return i
	}
	end := i + 1
	for r.at(end).text == "." || r.at(end).text == "№" {
		end++
	}
	if r.at(end).kind != digits {
		return i
	}
	end++
	for {
		at := end
		switch text := r.at(at).text; {
		case (text == "-" || text == ".") && !r.at(at).space && !r.at(at+1).space:
			at++
		case strings.HasPrefix(word, "articles") || word == "arts" || word == "статей" || word == "статьям":
			if slices.Contains([]string{",", "and", "и", "-"}, text) {
				at++
			}
		}
		if at == end || r.at(at).kind != digits {
			break
		}
		end = at + 1
	}
	r.put(article, r.at(i))
	return end
}

// The titles of reports, of a month and of a year.
var titles = []*regexp.Regexp{
	regexp.MustCompile(`^violations? of (?:the )?freedom of speech in kazakhstan[.,]?(?: in)? [@‡]`),
	regexp.MustCompile(`^freedom of speech: violations [@‡]`),
	regexp.MustCompile(`^нарушения свободы слова в казахстане[.,]?(?: в| за)? [@‡]`),
	regexp.MustCompile(`^(?:казахстан, )?мониторинг нарушений свободы слова(?: в казахстане)?[.,]?(?: в| за)? [@‡]`),
	regexp.MustCompile(`^свобода слова: нарушения [@‡]`),
}

// notice is how the reports begin that have no title.
var notice = regexp.MustCompile(`^в @ мониторинг [^#¤~]*зафиксировал`)

// titled returns the period of a title.
func titled(text string) (period, bool) {
	if len(text) > maxParagraph {
		return period{}, false
	}
	m := mark(text)
	for _, title := range titles {
		// Of all that may follow, a second period would make it unsure which one is meant.
		if title.MatchString(m.text) && len(m.periods) == 1 && m.periods[0].year != 0 {
			return m.periods[0], true
		}
	}
	if notice.MatchString(m.text) && m.periods[0].year != 0 {
		return m.periods[0], true
	}
	return period{}, false
}

// setPeriod finds title and period, in the options or in the text.
func (r *Report) setPeriod(page page, paragraphs []paragraph, o Options) error {
	candidates := slices.Clone(page.titles)
	if o.Title != "" {
		candidates = []string{clean(o.Title)}
	}
	for _, p := range paragraphs[:min(len(paragraphs), 200)] {
		candidates = append(candidates, p.text)
	}
	var found period
	for _, title := range candidates {
		p, ok := titled(title)
		if !ok {
			continue
		}
		found = p
		if r.Title == "" {
			r.Title, _, _ = strings.Cut(title, " зафиксировал")
		}
		break
	}
	if o.Period != "" {
		p, err := readPeriod(o.Period)
		if err != nil {
			return err
		}
		found = p
	}
	if found.year == 0 {
		return fmt.Errorf("%w: it has no title with a month or a year, such as \"Violations of Freedom of Speech in Kazakhstan August 2021\"", ErrNoReport)
	}
	if found.year < firstYear {
		return fmt.Errorf("is about %v; the reports before %d are not worded in a known way", found, firstYear)
	}
	r.From = time.Date(found.year, max(found.month, 1), 1, 0, 0, 0, 0, time.UTC)
	r.To, r.Source = r.From.AddDate(0, 1, -1), "adilsoz-"+r.From.Format("2006-01")
	if found.month == 0 {
		r.To, r.Source = r.From.AddDate(1, 0, -1), "adilsoz-"+r.From.Format("2006")
	}
	return nil
}

// CheckPeriod says what is wrong with the Period of Options.
func CheckPeriod(text string) error {
	_, err := readPeriod(text)
	return err
}

func readPeriod(text string) (period, error) {
	for _, layout := range []string{"2006-01", "2006"} {
		t, err := time.Parse(layout, text)
		if err != nil || t.Year() < firstYear || t.Year() > lastYear {
			continue
		}
		if layout == "2006" {
			return period{year: t.Year()}, nil
		}
		return period{t.Month(), t.Year()}, nil
	}
	return period{}, fmt.Errorf("the period is %q, want YYYY-MM or YYYY from %d on", text, firstYear)
}
