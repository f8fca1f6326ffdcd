package charts

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
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

// Records are figures as files give them: cells under a header, one figure a row.
type Records struct {
	Header []string
	Rows   [][]string
}

// Counted adds a last column, rows_of_ and what the records are all of, that
// says in every row how many rows there are: a file that lost some, or that is
// a view where the whole was meant, says so itself.
func (r Records) Counted(of string) Records {
	n := strconv.Itoa(len(r.Rows))
	counted := Records{Header: append(slices.Clip(r.Header), "rows_of_"+of)}
	for _, row := range r.Rows {
		counted.Rows = append(counted.Rows, append(slices.Clip(row), n))
	}
	return counted
}

// number reads a cell of a column that holds numbers, though not always.
func number(column, cell string) (float64, bool) {
	if !strings.HasPrefix(column, "rows_of_") && !slices.Contains([]string{"edition", "covers", "value", "low", "high", "rank", "of", "from", "to"}, column) {
		return 0, false
	}
	v, err := strconv.ParseFloat(cell, 64)
	return v, err == nil
}

// Records returns the figures of the chart as they stand in the data, counted as
// rows of the view: of what was computed, those that it was computed from. A
// missing figure has no row, and one that the drawing repeats has one.
func (f Figure) Records() Records {
	ofIndex := slices.ContainsFunc(f.Series, func(s Series) bool { return s.Points[0].Row.Basis == "" })
	r, record := Records{Header: TallyHeader()}, Row.tally
	switch {
	case f.Tallies && ofIndex:
		r.Header, record = BothHeader(), Row.both
	case ranked(f):
		r.Header, record = RankHeader(), Row.ranked
	case ofIndex:
		r.Header, record = IndexHeader(), Row.index
	}
	for _, row := range f.Underlying {
		r.Rows = append(r.Rows, record(row))
	}
	if len(r.Rows) > 0 {
		return r.Counted("view")
	}
	written := map[Row]bool{}
	for _, p := range f.Points {
		for _, row := range p.rows() {
			if p.Value != nil && !written[row] {
				r.Rows = append(r.Rows, record(row))
				written[row] = true
			}
		}
	}
	return r.Counted("view")
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

// IndexRecords returns every figure of an index in the order of its file,
// counted as rows of the index.
func IndexRecords(x *datasets.Index) Records {
	r := Records{Header: IndexHeader()}
	for _, o := range x.Observations() {
		r.Rows = append(r.Rows, rowOf(o).index())
	}
	return r.Counted("index")
}

// TallyRecords returns tallies in the order given, as rows of adilsoz.csv.
func TallyRecords(tallies []datasets.Tally) Records {
	r := Records{Header: TallyHeader()}
	for _, t := range tallies {
		r.Rows = append(r.Rows, Row{
			From: t.From.Format(time.DateOnly), To: t.To.Format(time.DateOnly), Basis: t.Basis, Measure: t.Measure,
			Value: t.Text, Unit: t.Unit, Source: t.Source, Flag: t.Flag, Note: t.Note,
		}.tally())
	}
	return r
}

// ChangeRecords returns changes in the order given, as rows of changes.csv.
func ChangeRecords(changes []datasets.Change) Records {
	r := Records{Header: datasets.ChangeHeader()}
	for _, c := range changes {
		r.Rows = append(r.Rows, c.Cells())
	}
	return r
}

// CSV writes the records under their header.
func (r Records) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	// A bytes.Buffer cannot fail.
	_ = w.Write(r.Header)
	for _, row := range r.Rows {
		guarded := slices.Clone(row)
		for i, column := range r.Header {
			// A negative number starts with a minus by right.
			if _, ok := number(column, row[i]); !ok {
				guarded[i] = safe(row[i])
			}
		}
		_ = w.Write(guarded)
	}
	w.Flush()
	return b.Bytes()
}

func (r Row) index() []string {
	return []string{r.Country, r.Index, r.Measure, strconv.Itoa(r.Edition), strconv.Itoa(r.Covers),
		r.Value, r.Low, r.High, r.Regime, r.Source, r.Note}
}

func (r Row) ranked() []string {
	return append(r.index(), strconv.Itoa(r.Rank), strconv.Itoa(r.Of))
}

func (r Row) tally() []string {
	return []string{r.From, r.To, string(r.Basis), r.Measure, r.Value, r.Unit, r.Source, string(r.Flag), r.Note}
}

func (r Row) both() []string {
	edition, covers := "", ""
	if r.Edition != 0 {
		edition, covers = strconv.Itoa(r.Edition), strconv.Itoa(r.Covers)
	}
	return []string{r.Country, r.Index, r.Measure, edition, covers, r.From, r.To, string(r.Basis),
		r.Value, r.Low, r.High, r.Unit, r.Regime, r.Source, string(r.Flag), r.Note}
}

// safe keeps a spreadsheet from running a text as a formula.
func safe(text string) string {
	if text != "" {
		switch text[0] {
		case '=', '+', '-', '@', '\t', '\r':
			return "'" + text
		}
	}
	return text
}
