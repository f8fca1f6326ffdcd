package charts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// draft is what a chart's function works with: where figures come from, what
// was asked, and the language to say it in.
type draft struct {
	*datasets.Catalogue
	View View
	*locale.Printer

	reports map[string]ReportName // by source, see reportOf
}

// data says a text of the data in the draft's language.
func (d *draft) data(text string) string { return d.Catalogue.Text(d.Lang, text) }

// say says a message.
func (d *draft) say(id string, args ...locale.Args) string { return d.Printer.Text(id, args...) }

// measure is the measure of the view.
func (d *draft) measure() *datasets.Measure { return d.View.measure(d.Catalogue) }

// named is a measure under the name of its index, unless it says that itself.
func (d *draft) named(m *datasets.Measure) string { return NameMeasure(d.Catalogue, m, d.Printer) }

// NameMeasure names a measure in a language, under the name of its index unless
// it says that itself.
func NameMeasure(cat *datasets.Catalogue, m *datasets.Measure, p *locale.Printer) string {
	index, measure := cat.Text(p.Lang, m.Index.Title), cat.Text(p.Lang, m.Title)
	if strings.Contains(measure, index) {
		return measure
	}
	if p.Lang != "en" {
		measure = uncapital(measure)
	}
	return index + ": " + measure
}

// brief is a measure under the short name of its index, and under its own too
// where the index has several headlines.
func (d *draft) brief(m *datasets.Measure) string {
	index := d.data(m.Index.Name)
	if index == m.Index.Name {
		index = d.data(m.Index.Title)
	}
	if len(m.Index.Role(datasets.Headline)) < 2 && m == m.Index.Main() {
		return index
	}
	measure := d.data(m.Name)
	if measure == m.Name {
		measure = d.data(m.Title)
	}
	return index + ": " + strings.TrimSpace(uncapital(measure))
}

// shown writes a value of a measure, by its name where it is a category.
func (d *draft) shown(m *datasets.Measure, v float64) string {
	for _, c := range m.Categories {
		if c.Value == v {
			return d.data(c.Name)
		}
	}
	return d.Number(v, m.Decimals)
}

// point is the figure of a country in an edition, or the gap where it is missing.
func (d *draft) point(m *datasets.Measure, country string, edition, x int) Point {
	o, ok := m.At(country, edition)
	if !ok {
		return d.gap(m, country, edition, x, m.Absence(country, edition))
	}
	p := Point{X: x, Value: &o.Value, Text: d.shown(m, o.Value), Note: d.data(o.Note), Row: rowOf(o)}
	if o.Low.Set && o.High.Set {
		p.Low, p.High = &o.Low.Value, &o.High.Value
	}
	if band, ok := m.Band(o.Value, edition); ok {
		p.Band = band + 1
	}
	return p
}

// gap is the place of a figure that there is not, which says why.
func (d *draft) gap(m *datasets.Measure, country string, edition, x int, why datasets.Absence) Point {
	row := rowOf(datasets.Observation{Measure: m, Country: country, Edition: edition})
	row.Absence = why
	return Point{X: x, Text: d.say("absence." + string(why)), Row: row}
}

// change writes how a country's figure moved since the previous edition of the
// same regime; it is empty where that may not be computed.
func (d *draft) change(m *datasets.Measure, country string, edition int) string {
	delta, _, ok := m.Change(country, edition)
	if !ok {
		return ""
	}
	return d.Signed(delta, m.Decimals)
}

// place writes a rank in the world, "128 of 167".
func (d *draft) place(r datasets.Rank) string {
	return d.say("rank.of", locale.Args{"Place": r.Place, "Of": r.Of})
}

// cell is a point as a cell of a table.
func (d *draft) cell(p Point) TableCell {
	c := TableCell{Text: p.Text, Flag: p.Row.Flag, Note: p.Note, Figure: p.Row.ID()}
	m := d.measureOf(p.Row)
	if p.Band > 0 {
		c.Shade = BandSlot(p.Band, len(m.Bands))
	}
	if p.Value == nil {
		c.Text, c.Missing, c.Figure = "–", p.Text, ""
	}
	if p.Low != nil {
		c.Text += " (" + d.Number(*p.Low, m.Decimals) + "–" + d.Number(*p.High, m.Decimals) + ")"
	}
	return c
}

// measureOf is the measure of an index that a row is of; nil for a tally.
func (d *draft) measureOf(r Row) *datasets.Measure {
	if x := d.Index(r.Index); x != nil {
		return x.Measure(r.Measure)
	}
	return nil
}

// slots gives each chosen country a place in the palette that stays its own as
// far as it can when others are chosen or dropped.
func slots(chosen []string) map[string]int {
	const palette = 8
	taken := map[int]bool{}
	slots := map[string]int{}
	for _, c := range chosen {
		slot := slices.Index(datasets.PostSoviet(), c) % palette
		for taken[slot] && len(taken) < palette {
			slot = (slot + 1) % palette
		}
		taken[slot] = true
		slots[c] = slot + 1
	}
	return slots
}

// unit says what the figures of a measure are counted in, or on which scale.
func (d *draft) unit(m *datasets.Measure, edition int) string {
	switch {
	case m.Unit != "":
		return d.data(m.Unit)
	case len(m.Categories) > 0:
		return d.say("unit.category")
	case m.Role == datasets.WorldRank:
		return d.say("unit.rank")
	}
	return Scale(m.Regime(edition), d.Printer)
}

// indexNotes are what a reader must know of an index and a measure before
// comparing editions, from one to another.
func (d *draft) indexNotes(m *datasets.Measure, from, to int) []string {
	var notes []string
	switch {
	case m.Index.CoversOffset == 0:
	case from != to:
		notes = append(notes, d.say("note.covers_before"))
	default:
		notes = append(notes, d.say("note.covers", locale.Args{"Edition": to, "Covers": m.Index.Covers(to)}))
	}
	if m.Index.Status != "" {
		notes = append(notes, sentence(d.data(m.Index.Status)))
	}
	if m.Release != "" {
		notes = append(notes, d.say("note.release", locale.Args{"Release": m.Release}))
	}
	if !m.Interval && slices.ContainsFunc(m.Index.Measures, func(m *datasets.Measure) bool { return m.Interval }) {
		notes = append(notes, d.say("note.no_interval"))
	}
	if m.Absent != "" {
		notes = append(notes, d.say("note.absent", locale.Args{"Absent": d.data(m.Absent)}))
	}
	return notes
}

// Scale says the range of a regime and which end is the better one.
func Scale(r datasets.Regime, p *locale.Printer) string {
	args := locale.Args{"Better": p.Text("better." + string(r.Better))}
	if r.Scale.Min == nil || r.Scale.Max == nil {
		return p.Text("unit.open", args)
	}
	args["Min"], args["Max"] = exactly(*r.Scale.Min, p), exactly(*r.Scale.Max, p)
	return p.Text("unit.scale", args)
}

// exactly writes a number with as many decimals as it has, such as the end of a scale.
func exactly(v float64, p *locale.Printer) string {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	return p.Number(v, len(fraction))
}

// sources lists the publications that the figures of f come from, in the order
// of sources.csv, each with the notes of its figures.
func (d *draft) sources(f Figure) []Source {
	notes := map[string][]string{}
	from := func(r Row, note string) {
		if r.Source == "" {
			return
		}
		known := notes[r.Source]
		if note != "" && !slices.Contains(known, note) {
			known = append(known, note)
		}
		notes[r.Source] = known
	}
	for _, p := range f.Points {
		for _, row := range p.rows() {
			note := p.Note
			if len(p.Of) > 0 {
				note = d.data(row.Note)
			}
			from(row, note)
		}
		for _, id := range p.Also {
			from(Row{Source: id}, "")
		}
	}
	for _, r := range f.Underlying {
		from(r, d.data(r.Note))
	}
	list := []Source{}
	for _, s := range Sources(d.Catalogue, d.Printer) {
		if faults, ok := notes[s.ID]; ok {
			s.Faults = faults
			list = append(list, s)
		}
	}
	return list
}

// Sources lists every publication that the catalogue names.
func Sources(cat *datasets.Catalogue, p *locale.Printer) []Source {
	list := make([]Source, len(cat.Sources))
	for i, s := range cat.Sources {
		list[i] = Source{
			ID: s.ID, Publisher: cat.Text(p.Lang, s.Publisher), Title: s.Title, URL: s.URL,
			Licence: cat.Text(p.Lang, s.Licence), Retrieved: s.Retrieved, Via: cat.Text(p.Lang, s.Via),
		}
	}
	return list
}

// computed says among how many places in the world were computed; it is false
// where they are the publisher's own, or there are none.
func computed(m *datasets.Measure, edition int) (of int, ok bool) {
	for _, c := range datasets.PostSoviet() {
		if world, ok := m.WorldRank(c, edition); ok && world.Computed {
			return world.Of, true
		}
	}
	return 0, false
}

// computedNote tells of computed places, where there are any.
func (d *draft) computedNote(m *datasets.Measure, edition int) []string {
	if of, ok := computed(m, edition); ok {
		return []string{d.say("note.computed", locale.Args{"Of": of})}
	}
	return nil
}

// bandKey explains the shades of a measure's bands.
func (d *draft) bandKey(m *datasets.Measure) []Swatch {
	var key []Swatch
	for i, b := range m.Bands {
		key = append(key, Swatch{Kind: "band", Slot: BandSlot(i+1, len(m.Bands)), Name: d.data(b.Name)})
	}
	return key
}

// names writes countries as a list in a sentence.
func (d *draft) names(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = d.Country(c)
	}
	return d.List(names)
}

// sentences joins sentences that are not empty.
func sentences(s ...string) string {
	return strings.Join(slices.DeleteFunc(s, func(s string) bool { return s == "" }), " ")
}

// sentence makes a text of the data stand among sentences.
func sentence(s string) string {
	s = capital(s)
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

// capital makes a text begin as a sentence or a heading does.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// uncapital makes a text stand within a sentence.
func uncapital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// years writes a span of editions.
func years(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return fmt.Sprintf("%d–%d", from, to)
}
