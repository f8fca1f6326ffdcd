package datasets

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// form says what the columns of a file are to its rows.
type form struct {
	key []int // columns that name a row
	// value, unit and source are what a row says and where it has it from; -1
	// where there is no such column.
	value, unit, source int
	// order are the columns by which rows are sorted; new rows stand at the end
	// where there are none.
	order []int
}

var (
	sourceForm = form{key: []int{0}, value: -1, unit: -1, source: -1}
	tallyForm  = form{key: []int{0, 1, 2, 3}, value: 4, unit: 5, source: 6, order: []int{1, 0, 3, 2}}
	quoteForm  = form{key: []int{0, 1, 2, 3, 4}, value: 5, unit: -1, source: 0}
)

// sheet is a CSV file that rows are added to or replaced in, while every other
// row stays byte for byte as it is.
type sheet struct {
	form
	name    string
	head    []byte
	rows    []*sheetRow
	byKey   map[string]*sheetRow
	tail    []byte
	changed bool
}

type sheetRow struct {
	text  []byte // with blank lines above it and its line end
	cells []string
	line  int  // 0 for a row that is not in the file yet
	said  bool // an addition says the same
}

// outcome is what became of a row that was put.
type outcome int

const (
	added outcome = iota
	unchanged
	replaced
	refused
)

// cut parts the text of a sound file into its rows.
func cut(name string, text []byte, f form) (*sheet, error) {
	s := &sheet{form: f, name: name, byKey: map[string]*sheetRow{}}
	r := csv.NewReader(bytes.NewReader(text))
	end := 0
	for {
		cells, err := r.Read()
		if err == io.EOF {
			s.tail = text[end:]
			return s, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		start := end
		end = int(r.InputOffset())
		if s.head == nil {
			s.head = text[start:end]
			continue
		}
		line, _ := r.FieldPos(0)
		row := &sheetRow{text: text[start:end], cells: cells, line: line}
		s.rows = append(s.rows, row)
		s.byKey[s.keyOf(cells, "\x00")] = row
	}
}

// put adds a row, or replaces the one of its key where that says something else
// and may be replaced. What two additions say differently is refused always.
func (s *sheet) put(cells []string, replace bool) (outcome, *sheetRow) {
	key := s.keyOf(cells, "\x00")
	at := s.byKey[key]
	switch {
	case at == nil:
		at = &sheetRow{text: encode(cells), cells: cells, said: true}
		s.rows = slices.Insert(s.rows, s.place(cells), at)
		s.byKey[key] = at
		s.changed = true
		return added, at
	case s.same(at.cells, cells):
		at.said = true
		return unchanged, at
	case at.said || !replace:
		return refused, at
	}
	blank := len(at.text) - len(bytes.TrimLeft(at.text, "\n"))
	at.text = slices.Concat(at.text[:blank], encode(cells))
	at.cells, at.said = cells, true
	s.changed = true
	return replaced, at
}

// place is where a new row goes: before the first that follows it in order, so
// that it does not matter which of two new rows comes first.
func (s *sheet) place(cells []string) int {
	if s.order == nil {
		return len(s.rows)
	}
	i := slices.IndexFunc(s.rows, func(r *sheetRow) bool {
		for _, column := range s.order {
			if c := cmp.Compare(r.cells[column], cells[column]); c != 0 {
				return c > 0
			}
		}
		return false
	})
	if i < 0 {
		return len(s.rows)
	}
	return i
}

// same says whether two rows of one key give the same figure.
func (s *sheet) same(a, b []string) bool {
	if s.value < 0 {
		return true
	}
	var x, y Cell
	_, _ = x.UnmarshalCSV(a[s.value]), y.UnmarshalCSV(b[s.value])
	if x.Set && y.Set {
		x.Text, y.Text = "", ""
	}
	return x == y && (s.unit < 0 || a[s.unit] == b[s.unit])
}

// conflict tells how a row at hand and a new one of its key differ.
func (s *sheet) conflict(at *sheetRow, cells []string) Fault {
	says := func(cells []string) string {
		figure := cells[s.value]
		if s.unit >= 0 {
			figure += " " + cells[s.unit]
		}
		return quote(figure) + " (" + cells[s.source] + ")"
	}
	f := Fault{File: s.name, Row: at.line, Column: "value",
		Message: fmt.Sprintf("%s is %s, and %s in what is added", s.keyOf(cells, " "), says(at.cells), says(cells))}
	if at.said {
		f.Fix = "what is added contradicts itself: add only what is right"
	}
	return f
}

// text is the whole file.
func (s *sheet) text() []byte {
	text := slices.Clone(s.head)
	for _, r := range s.rows {
		// The last line of a file may lack its end.
		if !bytes.HasSuffix(text, []byte("\n")) {
			text = append(text, '\n')
		}
		text = append(text, r.text...)
	}
	return append(text, s.tail...)
}

// keyOf joins the cells that name a row.
func (f form) keyOf(cells []string, between string) string {
	key := make([]string, len(f.key))
	for i, column := range f.key {
		key[i] = cells[column]
	}
	return strings.Join(key, between)
}

func encode(cells []string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	// A bytes.Buffer cannot fail.
	_ = w.Write(cells)
	w.Flush()
	return b.Bytes()
}
