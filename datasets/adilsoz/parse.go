package adilsoz

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sozdex/sozdex/datasets"
)

// figure is what a reading is of.
type figure struct {
	measure string
	basis   datasets.Basis
}

// reading is a figure as one place of the report tells it.
type reading struct {
	value     int64
	unit      string
	note      string
	paragraph paragraph
	group     string // the measure of the group that it is a kind of; may be empty
}

// block is the list, or the few sentences, that the lines being read belong to.
type block struct {
	scope scope // empty outside of any
	basis datasets.Basis
	group string // the measure of the group whose kinds follow
}

// reader goes through a report from its first paragraph to its last.
type reader struct {
	report *Report
	block  block
	// parent is the figure that the parts told next belong to.
	parent  figure
	found   map[figure][]reading
	order   []figure
	numbers int // that were met
	// open are the groups that do not name all their kinds.
	open map[string]bool
}

const (
	maxCount  = 99_999
	minSum    = 1_000
	maxUnsure = 500
	maxShown  = 160
)

var (
	since = regexp.MustCompile(`\bsince the (?:beginning|start) of the year\b|(?:^|\s)с начала года(?:\s|$)`)
	// listHead begins a list of charges, groupHead one in groups.
	listHead  = regexp.MustCompile(`\b(?:brought|filed|dealt with|presented)\b|предъявлен`)
	groupHead = regexp.MustCompile(`^(?:in @,? )?(?:the monitoring by (?:the )?adil soz foundation )?(?:recorded )?the following(?: incidents| cases)?(?: were)?(?: recorded)?:?$|` +
		`^(?:в @ )?(?:мониторингом )?(?:фонда )?(?:адил соз )?(?:было )?зафиксирован[оы](?: следующее)?:?$`)
	general = regexp.MustCompile(`\bin general\b|(?:^|\s)всего(?:\s|$)`)
	// between may stand between the items of a list.
	between = regexp.MustCompile(`^(?:these include|including|among them|of them|из них|в том числе|среди них):?$`)
	// goesOnWith begins a paragraph that tells parts of the one before.
	goesOnWith = regexp.MustCompile(`^(?:including|of (?:them|those)|out of (?:them|which)|из них|в том числе|в пользу)`)
	// countable are words that a number stands by in a tally, wherever they stand.
	countable = regexp.MustCompile(`[#¤~] (?:[\pL-]+ ){0,4}(?:judicial acts?|judge?ments?|charges?|accusations?|lawsuits|(?:civil|pre-?trial|legal) (?:claims?|suits?|cases|complaints?)|` +
		`claims and suits|suits|reports|incidents|cases (?:of|were|against|under)|судебн\pL+ акт|обвинени|претензи|иск(?:а|ов)?(?: |$)|сообщени|случа(?:й|я|ев)(?: |$))|` +
		`(?:charges?|accusations?|claims|suits|acts|judge?ments|rendered|обвинени\pL+|иски|претензии) - [#¤~]`)
	// lead is how a report says what it is about.
	lead = regexp.MustCompile(`^(?:the )?international foundation |^международный фонд `)

	asideExpressions = func() []*regexp.Regexp {
		var all []*regexp.Regexp
		for _, a := range asides {
			all = append(all, regexp.MustCompile(macros.Replace(a)))
		}
		return all
	}()
	// carriedOver are names behind the number of cases from the year before.
	carriedOver = regexp.MustCompile(`(passing data|переходящие данные)[:,]? [^-#¤~@‡†§;()][^#¤~@‡†§;()]*`)

	dictionaries = map[scope]dictionary{
		courts:  words(common, aboutCourts, commonRU, aboutCourtsRU),
		suits:   words(common, aboutCourts, claimed, commonRU, aboutCourtsRU),
		charges: words(common, claimed, commonRU, claimedRU),
		groups:  words(common, aboutGroups, commonRU, aboutGroupsRU),
		prose:   words(common, aboutProse),
		notices: words(commonRU, aboutNoticesRU),
		annual:  words(common, aboutYear, commonRU, claimedRU),
	}
)

// unsure lists a place that was not taken.
func (r *reader) unsure(p paragraph, why string) {
	if len(r.report.Unsure) < maxUnsure {
		r.report.Unsure = append(r.report.Unsure, Line{p.number, shown(p.text), why})
	}
}

func (r *reader) warn(p paragraph, why string) {
	if len(r.report.Warnings) < maxUnsure {
		r.report.Warnings = append(r.report.Warnings, Line{p.number, shown(p.text), why})
	}
}

// shown is a text as a message shows it.
func shown(text string) string {
	runes := []rune(text)
	if len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}

func (r *reader) paragraph(p paragraph) {
	if len(p.text) > maxParagraph {
		r.block, r.parent = block{}, figure{}
		return
	}
	if others.MatchString(p.text) {
		if r.block.group != "" {
			r.open[r.block.group] = true
		}
		return
	}
	m := mark(p.text)
	if lead.MatchString(m.text) {
		for _, named := range m.periods {
			if !named.of(r.report) {
				r.warn(p, fmt.Sprintf("names %v in the report of %v; the title was followed", named, r.report.period()))
			}
		}
	}
	if r.head(p, m) {
		return
	}
	if !goesOnWith.MatchString(m.text) {
		r.parent = figure{}
	}
	listed := r.block.scope != "" || r.report.Year()
	taken := 0
	var missed []string
	for _, s := range m.sentences() {
		n, why := r.sentence(p, s)
		taken += n
		missed = append(missed, why...)
	}
	listed = listed && !strings.ContainsRune(m.text, day)
	if len(missed) > 0 && (taken > 0 || listed || countable.MatchString(m.text)) {
		r.unsure(p, strings.Join(missed[:min(len(missed), 3)], "; "))
	}
	switch {
	case taken > 0 || r.goesOn(m):
	case r.block.scope != "" && m.counts():
		r.block = block{scope: lost}
	default:
		r.block = block{}
	}
}

// goesOn says whether the list goes on behind a paragraph of which nothing was taken.
func (r *reader) goesOn(m marked) bool {
	if r.block.scope == annual {
		// The report of a year is one list with texts between, up to those about other years.
		return !slices.ContainsFunc(m.periods, func(named period) bool { return named.year != 0 && named.year != r.report.From.Year() })
	}
	if since.MatchString(m.text) || len(m.periods) > 0 {
		return false
	}
	if !m.hasNumber() {
		return between.MatchString(m.text)
	}
	return m.counts()
}

// counts says that a paragraph begins or ends with a number, as the items of lists do.
func (m marked) counts() bool {
	return m.text != "" && strings.Contains(countMarks, markAt(m.text)) || strings.HasSuffix(strings.TrimRight(m.text, ".;, "), "- #")
}

// head reads the head of a list, and says whether the paragraph is one.
func (r *reader) head(p paragraph, m marked) bool {
	if m.hasNumber() || r.report.Year() {
		return false
	}
	switch {
	case groupHead.MatchString(m.text):
		r.block = block{scope: groups, basis: datasets.Month}
	case (listHead.MatchString(m.text) || since.MatchString(m.text)) && dictionaries[charges].unknown(strings.NewReplacer(":", "", ".", "").Replace(m.text)) == "":
		r.block.group = ""
		switch {
		case since.MatchString(m.text):
			r.block = block{scope: charges, basis: datasets.YTD}
		case len(m.periods) > 0 || r.block.scope != "" && r.block.basis == datasets.Month && strings.HasSuffix(m.text, ":"):
			r.block = block{scope: charges, basis: datasets.Month}
		default:
			return false
		}
	default:
		return false
	}
	if r.foreign(m) {
		r.unsure(p, fmt.Sprintf("names %v in the report of %v; what it lists is not taken", m.periods[0], r.report.period()))
		r.block = block{scope: lost}
	}
	r.parent = figure{}
	return true
}

// sentence takes the figures of a sentence. It returns how many and, for each
// number that it did not take, why.
func (r *reader) sentence(p paragraph, s marked) (taken int, missed []string) {
	if !s.hasNumber() {
		return 0, nil
	}
	s.text = carriedOver.ReplaceAllString(s.text, "$1;")
	for _, known := range asideExpressions {
		s.text = known.ReplaceAllString(s.text, "")
	}
	var c context
	if at := since.FindStringIndex(s.text); at != nil {
		c.since = true
		// Behind several counts it is said of all where they are "in general".
		c.unsureSince = strings.ContainsAny(s.text[:at[0]], countMarks) && !general.MatchString(s.text)
	}
	for i, named := range s.periods {
		switch {
		case !named.of(r.report) && i == 0:
			return 0, []string{fmt.Sprintf("it names %v, not %v", named, r.report.period())}
		case !named.of(r.report):
			c.left = named.String()
		default:
			c.month = true
		}
	}
	before := r.block
	var found []held
	scopes := map[scope]bool{}
	var plain []string
	// aside says that what follows is of another month.
	aside := false
	for _, f := range s.fragments() {
		aside = aside || !f.hasNumber() && r.foreign(f)
		if !f.hasNumber() {
			plain = append(plain, f.text)
			continue
		}
		if aside {
			missed = append(missed, fmt.Sprintf("%q: it names %s too", f.numbers[0].text, c.left))
			continue
		}
		h, why := r.fragment(f, c)
		if why != "" {
			missed = append(missed, why)
			r.parent = figure{}
			continue
		}
		found = append(found, h)
		scopes[h.phrase.scope] = true
	}
	if len(found) == 0 {
		return 0, missed
	}
	for _, text := range plain {
		for scope := range scopes {
			if w := dictionaries[scope].unknown(text); w != "" {
				r.block, r.parent = before, figure{}
				return 0, append(missed, fmt.Sprintf("the word %q is not one that a tally is told with", w))
			}
		}
	}
	for _, h := range found {
		r.take(p, h, c)
		taken++
	}
	return taken, missed
}

// context is what the whole sentence says of the counts in it.
type context struct {
	month bool // it names the month of the report
	since bool // it counts since January
	// unsureSince says that not all that it counts may be since January.
	unsureSince bool
	left        string // another month that it names too
}

// held is a figure that is about to be taken.
type held struct {
	phrase phrase
	figure figure
	value  int64
}

// fragment reads one count with its words, or says why it cannot.
func (r *reader) fragment(f marked, c context) (h held, why string) {
	r.numbers++
	why = "the number counts nothing that is known"
	for _, p := range phrases {
		at := p.expression.FindStringSubmatchIndex(f.text)
		if at == nil {
			continue
		}
		basis, ok := r.basis(p, c)
		if !ok {
			continue
		}
		if p.until != "" && r.report.From.Format("2006-01") > p.until {
			why = "after " + p.until + " the words do not say which kind is meant"
			continue
		}
		around := f.text[:at[0]] + " " + f.text[at[1]:]
		if strings.ContainsAny(around, "#¤~†‡") {
			why = "another number stands beside it"
			continue
		}
		if !r.among(p.scope) && !p.needed.MatchString(f.text) {
			why = "it does not say what it counts as the tallies do"
			continue
		}
		if w := rounding(f.text[:at[0]]); w != "" {
			why = fmt.Sprintf("behind %q it is not the count itself", w)
			continue
		}
		if p.measure != "judicial_acts" && r.foreign(f) {
			why = fmt.Sprintf("it names %s too", c.left)
			continue
		}
		if w := dictionaries[p.scope].unknown(around); w != "" {
			why = fmt.Sprintf("the word %q is not one that a tally is told with", w)
			continue
		}
		return r.value(f, p, at, basis)
	}
	if strings.Contains(f.text, string(unread)) {
		why = "the number cannot be read for certain"
	}
	return held{}, fmt.Sprintf("%q: %s", f.numbers[0].text, why)
}

// foreign says that a text names another month or year than the one of the report.
func (r *reader) foreign(m marked) bool {
	return slices.ContainsFunc(m.periods, func(named period) bool { return !named.of(r.report) })
}

// rounding returns the word right in front of a count that makes another number of it.
func rounding(before string) string {
	fields := strings.Fields(before)
	if len(fields) == 0 {
		return ""
	}
	last := fields[len(fields)-1]
	if slices.Contains([]string{"about", "over", "towards", "to", "from", "than", "against", "by", "on", "for", "с", "от", "до", "за", "о", "к", "на", "против"}, last) {
		return last
	}
	return ""
}

// basis says what a phrase counts over where it stands now, and whether it may
// stand there at all.
func (r *reader) basis(p phrase, c context) (datasets.Basis, bool) {
	var basis datasets.Basis
	switch {
	case r.report.Year() != (p.scope == annual):
		return "", false
	case p.under != "":
		if r.parent.measure != p.under {
			return "", false
		}
		basis = r.parent.basis
	case p.scope == annual:
		if r.block.scope != annual {
			return "", false
		}
		basis = datasets.Year
	case p.scope.opens():
		if c.since || !c.month && !r.among(p.scope) {
			return "", false
		}
		basis = datasets.Month
	case p.scope == charges && c.since:
		if c.month || c.unsureSince || r.block.scope == charges && r.block.basis != datasets.YTD {
			return "", false
		}
		basis = datasets.YTD
	case p.scope == r.block.scope && !c.month:
		basis = r.block.basis
	default:
		return "", false
	}
	return basis, p.basis == "" || p.basis == basis
}

// among says that the block is one in which a sentence of the scope needs not
// name the month again.
func (r *reader) among(s scope) bool {
	return r.block.scope == s || (s == courts || s == suits) && (r.block.scope == courts || r.block.scope == suits)
}

// value takes the number that a pattern found.
func (r *reader) value(f marked, p phrase, at []int, basis datasets.Basis) (held, string) {
	end := 0
	for g := 2; g < len(at); g += 2 {
		end = max(end, at[g+1])
	}
	numbers := f.part(0, end).numbers
	value := numbers[len(numbers)-1].value
	if !p.money() && value > maxCount || p.money() && value < minSum {
		return held{}, fmt.Sprintf("%d is not what %s may be", value, p.measure)
	}
	h := held{p, figure{p.measure, basis}, value}
	// The parts of a figure are siblings: they have no parts of their own.
	if p.under == "" {
		r.parent = h.figure
	}
	if p.scope.opens() {
		r.block = block{scope: p.scope, basis: datasets.Month}
	}
	if p.scope == groups && isGroup(p.measure) {
		r.block.group = p.measure
	}
	return h, ""
}

// isGroup says that a measure of 2024 is the sum of kinds that are listed below it.
func isGroup(measure string) bool {
	return measure == "journalist_rights_violations" || measure == "access_info_reports" || measure == "claims_and_suits_reports"
}

// take keeps a figure.
func (r *reader) take(p paragraph, h held, c context) {
	got := reading{value: h.value, unit: h.phrase.unit, paragraph: p}
	if h.phrase.scope == groups && h.phrase.under == "" && !isGroup(h.figure.measure) {
		got.group = r.block.group
	}
	if c.left != "" && h.phrase.scope == courts {
		got.note = fmt.Sprintf("the sentence names %s too, left over from another report; taken as %v", c.left, r.report.period())
		if h.phrase.under == "" {
			r.warn(p, got.note)
		}
	}
	if len(r.found[h.figure]) == 0 {
		r.order = append(r.order, h.figure)
	}
	if other := r.found[h.figure]; len(other) > 0 && other[0].value != h.value && h.phrase.scope == charges {
		// A second list has begun whose head was not seen: what it counts over is not known.
		r.block, r.parent = block{scope: lost}, figure{}
	}
	r.found[h.figure] = append(r.found[h.figure], got)
}

// period is the month or year that the report is about.
func (r *Report) period() period {
	if r.Year() {
		return period{year: r.From.Year()}
	}
	return period{r.From.Month(), r.From.Year()}
}
