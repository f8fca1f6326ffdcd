package datasets

import "fmt"

// Quote is a figure of an index as another publication quotes it.
type Quote struct {
	Source  string // what quotes, not what is quoted
	Index   string
	Edition int
	Country string // ISO 3166-1 alpha-3
	Measure string
	Text    string // the figure as it stands in the file
	Value   float64
}

type quoteRow struct {
	Source  string `csv:"source"`
	Index   string `csv:"index"`
	Edition Cell   `csv:"edition"`
	Country string `csv:"country"`
	Measure string `csv:"measure"`
	Value   Cell   `csv:"value"`
}

// quoteKey is the primary key of the quotes.
type quoteKey struct {
	source, index string
	observationKey
}

func (k quoteKey) String() string {
	return fmt.Sprintf("%s %s %v", k.source, k.index, k.observationKey)
}

func (q Quote) key() quoteKey {
	return quoteKey{q.Source, q.Index, observationKey{q.Country, q.Edition, q.Measure}}
}

// Quoted returns what a source quotes, in the order of the file.
func (c *Catalogue) Quoted(source string) []Quote {
	var quoted []Quote
	for _, q := range c.Quotes {
		if q.Source == source {
			quoted = append(quoted, q)
		}
	}
	return quoted
}

// Original returns the figure that the index itself has where a quote of it has
// its own; there is none where no figure of that country and edition is at hand.
func (c *Catalogue) Original(q Quote) (Observation, bool) {
	x := c.Index(q.Index)
	if x == nil {
		return Observation{}, false
	}
	m := x.Measure(q.Measure)
	if m == nil {
		return Observation{}, false
	}
	return m.At(q.Country, q.Edition)
}

// readQuotes comes after every index that the quotes may name.
func (l *loader) readQuotes(resource resourceEntry) {
	l.decodeSozdex(resource, &listEntry{})
	rows, lines, _ := readRows[quoteRow](l, resource.Path)
	keys := map[quoteKey]int{}
	for i, row := range rows {
		l.addQuote(row, rowFaults{l, resource.Path, lines[i]}, keys)
	}
}

func (l *loader) addQuote(row quoteRow, r rowFaults, keys map[quoteKey]int) {
	r.checkSource(row.Source)
	r.checkCountry(row.Country)
	sound := r.checkNumber("value", row.Value, true)
	x := l.catalogue.Index(row.Index)
	if x == nil {
		r.wrong("index", quote(row.Index)+" is not an index", "write the name of one in "+packageName)
		return
	}
	edition := r.checkEdition(x, row.Edition)
	m := r.checkMeasure(x, row.Measure)
	if m == nil || edition == 0 {
		return
	}
	q := Quote{Source: row.Source, Index: x.Name, Edition: edition, Country: row.Country, Measure: m.Name,
		Text: row.Value.Text, Value: row.Value.Value}
	if first, ok := keys[q.key()]; ok {
		r.wrong("", fmt.Sprintf("%v stands in row %d already", q.key(), first), "remove one of the two")
		return
	}
	keys[q.key()] = r.row
	if !sound {
		return
	}
	l.catalogue.Quotes = append(l.catalogue.Quotes, q)
	if o, ok := l.catalogue.Original(q); ok && o.Value != q.Value {
		r.notes.add(Fault{File: r.file, Row: r.row, Column: "value", Message: fmt.Sprintf("%s is not the %s of %s %d %s in %s",
			q.Text, o.Text, q.Country, q.Edition, q.Measure, x.File)})
	}
}
