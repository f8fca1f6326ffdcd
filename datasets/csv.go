package datasets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/gocarina/gocsv"
)

// readRows reads a CSV file whose header is the csv tags of R, in their order.
// lines holds the line of the file on which each row begins. A row that cannot
// be told apart into cells is reported and left out; ok is false where no row can.
func readRows[R any](l *loader, name string) (rows []R, lines []int, ok bool) {
	text, ok := l.read(name, maxLine)
	if !ok {
		return nil, nil, false
	}
	t := table{Reader: csv.NewReader(bytes.NewReader(text)), loader: l, name: name, header: header[R]()}
	if !t.checkHeader() {
		return nil, nil, false
	}
	if err := gocsv.UnmarshalCSV(&t, &rows); err != nil {
		// Only the table's own rows reach gocsv, and no cell type of ours fails.
		panic("datasets: " + name + ": " + err.Error())
	}
	return rows, t.lines, true
}

func header[R any]() []string {
	var names []string
	for f := range reflect.TypeFor[R]().Fields() {
		names = append(names, f.Tag.Get("csv"))
	}
	return names
}

const strayQuote = "a double quote stands where none may"

// table is the csv.Reader that gocsv reads from. It exists because gocsv
// counts records where a fault must name the line, stops at the first broken
// record, and takes a column that is missing for one full of zeros.
type table struct {
	*csv.Reader
	loader *loader
	name   string
	header []string
	lines  []int
}

func (t *table) checkHeader() bool {
	t.FieldsPerRecord = -1
	got, err := t.Read()
	want := strings.Join(t.header, ",")
	fault := Fault{File: t.name, Row: 1, Fix: "write " + want}
	line := strings.Join(got, ",")
	switch {
	case err == nil && slices.Equal(got, t.header):
		t.FieldsPerRecord = len(t.header)
		return true
	case err == io.EOF:
		fault.Message = "the header is missing"
	case err != nil:
		fault.Message = strayQuote
	case len(got) == 1 && strings.Contains(line, ";"):
		fault.Message, fault.Fix = "the cells are separated by semicolons", "separate them with commas"
	case len(got) == 1 && strings.Contains(line, "\t"):
		fault.Message, fault.Fix = "the cells are separated by tabs", "separate them with commas"
	default:
		fault.Message = "the header is " + quote(line)
		for _, name := range t.header {
			if !slices.Contains(got, name) {
				fault.Column = name
				fault.Message = "the header has no such column"
				break
			}
		}
	}
	t.loader.add(fault)
	return false
}

// ReadAll returns the header and every sound record.
func (t *table) ReadAll() ([][]string, error) {
	records := [][]string{t.header}
	for {
		record, err := t.Read()
		if err == nil {
			line, _ := t.FieldPos(0)
			t.lines = append(t.lines, line)
			records = append(records, record)
			continue
		}
		broken, ok := errors.AsType[*csv.ParseError](err)
		if !ok {
			return records, nil
		}
		fault := Fault{File: t.name, Row: broken.StartLine}
		if errors.Is(err, csv.ErrFieldCount) {
			fault.Message = fmt.Sprintf("the row has %d cells, not %d", len(record), len(t.header))
			fault.Fix = "write " + strings.Join(t.header, ",") + ", and a cell that holds a comma in double quotes"
		} else {
			fault.Message = strayQuote
			fault.Fix = "put the whole cell in double quotes and double those within"
		}
		t.loader.add(fault)
	}
}
