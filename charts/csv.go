package charts

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"time"

	"github.com/sozdex/sozdex/datasets"
)

// IndexHeader returns the columns of the CSV of figures of an index.
func IndexHeader() []string {
	return []string{"country", "index", "measure", "edition", "covers", "value", "low", "high", "regime", "source", "note"}
}

// RankHeader returns those of a chart of ranks, which adds the place of each
// figure and among how many.
func RankHeader() []string { return append(IndexHeader(), "rank", "of") }

// TallyHeader returns those of tallies, which are those of adilsoz.csv.
func TallyHeader() []string {
	return []string{"from", "to", "basis", "measure", "value", "unit", "source", "flag", "note"}
}

// BothHeader returns those of a chart that draws figures of both: of a row the
// columns that its kind does not have are empty.
func BothHeader() []string {
	return []string{"country", "index", "measure", "edition", "covers", "from", "to", "basis", "value", "low", "high", "unit", "regime", "source", "flag", "note"}
}

// CSV writes the figures of the chart as they stand in the data, one a row: of what
// was computed, those that it was computed from. A missing figure has no row, and
// one that the drawing repeats has one.
func (f Figure) CSV() []byte {
	ofIndex := slices.ContainsFunc(f.Series, func(s Series) bool { return s.Points[0].Row.Basis == "" })
	header, record := TallyHeader(), Row.tally
	switch {
	case f.Tallies && ofIndex:
		header, record = BothHeader(), Row.both
	case ranked(f):
		header, record = RankHeader(), Row.ranked
	case ofIndex:
		header, record = IndexHeader(), Row.index
	}
	var rows [][]string
	for _, r := range f.Underlying {
		rows = append(rows, record(r))
	}
	if len(rows) > 0 {
		return write(header, rows)
	}
	var last Row
	for _, p := range f.Points {
		if p.Value != nil && p.Row != last {
			rows = append(rows, record(p.Row))
			last = p.Row
		}
	}
	return write(header, rows)
}

// ranked says that a chart shows the places of figures.
func ranked(f Figure) bool {
	for _, p := range f.Points {
		if p.Row.Rank > 0 {
			return true
		}
	}
	return false
}

// IndexCSV writes every figure of an index in the order of its file.
func IndexCSV(x *datasets.Index) []byte {
	rows := make([][]string, len(x.Observations()))
	for i, o := range x.Observations() {
		rows[i] = Row{
			Country: o.Country, Index: x.Name, Measure: o.Measure.Name, Edition: o.Edition, Covers: x.Covers(o.Edition),
			Value: o.Text, Low: o.Low.Text, High: o.High.Text, Regime: o.Measure.Regime(o.Edition).String(),
			Source: o.Source, Note: o.Note,
		}.index()
	}
	return write(IndexHeader(), rows)
}

// TalliesCSV writes tallies in the order given.
func TalliesCSV(tallies []datasets.Tally) []byte {
	rows := make([][]string, len(tallies))
	for i, t := range tallies {
		rows[i] = Row{
			From: t.From.Format(time.DateOnly), To: t.To.Format(time.DateOnly), Basis: t.Basis, Measure: t.Measure,
			Value: t.Text, Unit: t.Unit, Source: t.Source, Flag: t.Flag, Note: t.Note,
		}.tally()
	}
	return write(TallyHeader(), rows)
}

func (r Row) index() []string {
	return []string{r.Country, r.Index, r.Measure, strconv.Itoa(r.Edition), strconv.Itoa(r.Covers),
		r.Value, r.Low, r.High, r.Regime, safe(r.Source), safe(r.Note)}
}

func (r Row) ranked() []string {
	return append(r.index(), strconv.Itoa(r.Rank), strconv.Itoa(r.Of))
}

func (r Row) tally() []string {
	return []string{r.From, r.To, string(r.Basis), r.Measure, r.Value, r.Unit, safe(r.Source), string(r.Flag), safe(r.Note)}
}

func (r Row) both() []string {
	edition, covers := "", ""
	if r.Edition != 0 {
		edition, covers = strconv.Itoa(r.Edition), strconv.Itoa(r.Covers)
	}
	return []string{r.Country, r.Index, r.Measure, edition, covers, r.From, r.To, string(r.Basis),
		r.Value, r.Low, r.High, r.Unit, r.Regime, safe(r.Source), string(r.Flag), safe(r.Note)}
}

// safe keeps a spreadsheet from running a text as a formula. Numbers are not
// passed through it: a negative one starts with a minus by right.
func safe(text string) string {
	if text != "" {
		switch text[0] {
		case '=', '+', '-', '@', '\t', '\r':
			return "'" + text
		}
	}
	return text
}

func write(header []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	// A bytes.Buffer cannot fail.
	_ = w.Write(header)
	_ = w.WriteAll(rows)
	return b.Bytes()
}
