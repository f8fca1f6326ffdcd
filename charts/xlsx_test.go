package charts_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

const viewAddress = "https://sozdex.example/en/charts/a?b=c"

func workbook(t *testing.T, b charts.Workbook, lang string) *excelize.File {
	t.Helper()
	text, err := b.XLSX(printer(t, lang))
	if err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// sheet returns the rows of a sheet, all as long as the first.
func sheet(t *testing.T, file *excelize.File, name string) [][]string {
	t.Helper()
	rows, err := file.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		rows[i] = append(row, make([]string, max(0, len(rows[0])-len(row)))...)
	}
	return rows
}

// plain writes a number as a spreadsheet keeps it.
func plain(cell string) string {
	if v, err := strconv.ParseFloat(cell, 64); err == nil {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return cell
}

// TestWorkbook holds the sheets of each chart against the records, the table and the
// sources of the same figure.
func TestWorkbook(t *testing.T) {
	cat := builtIn(t)
	languages := locale.Languages()
	for i, c := range charts.All() {
		p := printer(t, languages[i%len(languages)])
		f := c.Figure(cat, charts.Default(cat, c), p)
		file := workbook(t, f.Workbook(viewAddress, cat.Created, p), p.Lang)
		want := []string{p.Text("workbook.figures"), p.Text("workbook.table"), p.Text("workbook.sources"), p.Text("workbook.about")}
		if diff := cmp.Diff(want, file.GetSheetList()); diff != "" {
			t.Fatalf("sheets of %s in %s (-want +got):\n%s", c.Slug, p.Lang, diff)
		}
		figures := [][]string{f.Records().Header}
		for _, row := range f.Records().Rows {
			figures = append(figures, make([]string, len(row)))
			for j := range row {
				figures[len(figures)-1][j] = plain(row[j])
			}
		}
		got := sheet(t, file, want[0])
		if diff := cmp.Diff(figures, got); diff != "" {
			t.Errorf("figures of %s (-records +sheet):\n%s", c.Slug, diff)
		}
		for j, column := range got[0] {
			at, _ := excelize.CoordinatesToCellName(j+1, 2)
			kind, err := file.GetCellType(want[0], at)
			number := slices.Contains([]string{"edition", "covers", "value", "low", "high", "rank", "of", "rows_of_view"}, column)
			if err != nil || got[1][j] != "" && (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) != number {
				t.Errorf("%s %s of %s is of type %v, want a number: %v (%v)", column, got[1][j], c.Slug, kind, number, err)
			}
		}
		table := sheet(t, file, want[1])
		if len(table) != len(f.Table.Rows)+1 || table[0][0] != f.Table.Columns[0].Label {
			t.Errorf("table of %s has %d rows under %q, want %d under %q", c.Slug, len(table)-1, table[0][0], len(f.Table.Rows), f.Table.Columns[0].Label)
		}
		for j, row := range f.Table.Rows {
			for k, cell := range row.Cells {
				if text := table[j+1][k+1]; text != cell.Text && (cell.Missing == "" || text != cell.Missing) {
					t.Fatalf("row %d of the table of %s has %q, want %q", j, c.Slug, text, cell.Text)
				}
				if cell.Note != "" && !strings.Contains(table[j+1][len(table[0])-1], strings.TrimSuffix(cell.Note[2:], ".")) {
					t.Fatalf("row %d of the table of %s does not note %q: %q", j, c.Slug, cell.Note, table[j+1])
				}
			}
		}
		sources := sheet(t, file, want[2])
		for j, source := range f.Sources {
			row := sources[j+1]
			if diff := cmp.Diff([]string{source.ID, source.Publisher, source.Title, source.URL, source.Licence, source.Retrieved, source.Via}, row[:7]); diff != "" {
				t.Errorf("source of %s (-figure +sheet):\n%s", c.Slug, diff)
			}
			for _, fault := range source.Faults {
				if !strings.Contains(row[7], fault) {
					t.Errorf("source %s of %s lacks the fault %q", source.ID, c.Slug, fault)
				}
			}
		}
		var about []string
		for _, row := range sheet(t, file, want[3])[1:] {
			about = append(about, row[1])
		}
		said := slices.Concat([]string{f.Title, f.Subtitle, f.Unit, f.Summary}, f.Notes, []string{viewAddress, cat.Created, charts.Cite(f, viewAddress, cat.Created, p).Text})
		if diff := cmp.Diff(said, about); diff != "" {
			t.Errorf("what %s says of itself (-want +got):\n%s", c.Slug, diff)
		}
	}
}

// TestWorkbookIsTheSame makes a workbook twice: nothing in it tells when.
func TestWorkbookIsTheSame(t *testing.T) {
	cat, p := builtIn(t), printer(t, "kk")
	b := figure(t, cat, "trend", "").Workbook(viewAddress, cat.Created, p)
	first, err := b.XLSX(p)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, err := b.XLSX(p); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("a workbook is %d bytes and then other %d (%v)", len(first), len(again), err)
		}
	}
	properties, err := workbook(t, b, "kk").GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if want := cat.Created + "T00:00:00Z"; properties.Created != want || properties.Modified != want {
		t.Errorf("a workbook is of %s and %s, want %s", properties.Created, properties.Modified, want)
	}
}

// TestWorkbookRunsNothing: a text of the data that looks like a formula is a text.
func TestWorkbookRunsNothing(t *testing.T) {
	const text = `=HYPERLINK("https://evil.example")`
	cat, p := builtIn(t), printer(t, "en")
	b := charts.TallyWorkbook(cat, cat.Monitors[0], []datasets.Tally{{Text: "-5", Note: text, Source: text}}, viewAddress, p)
	b.Sources = []charts.Source{{ID: text, Title: text}}
	b.About = []charts.Remark{{Label: text, Text: text}}
	b.Table = charts.Table{Columns: []charts.Column{{Label: text}, {Label: text}}, Rows: []charts.TableRow{{Head: text, Cells: []charts.TableCell{{Text: text, Note: text}}}, {Break: text}}}
	file := workbook(t, b, "en")
	texts := 0
	for _, name := range file.GetSheetList() {
		for i, row := range sheet(t, file, name) {
			for j, cell := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, err := file.GetCellFormula(name, at); formula != "" || err != nil {
					t.Errorf("%s of %s is the formula %q (%v)", at, name, formula, err)
				}
				if cell == text {
					texts++
				}
			}
		}
	}
	if texts != 11 {
		t.Errorf("the text stands in %d cells, want 11", texts)
	}
	if rows := sheet(t, file, p.Text("workbook.figures")); rows[1][4] != "-5" {
		t.Errorf("the value -5 comes out as %q", rows[1][4])
	}
}

// TestWholeWorkbooks hold the figures of a file and the sources that they name.
func TestWholeWorkbooks(t *testing.T) {
	cat, p := builtIn(t), printer(t, "en")
	m := cat.Monitors[0]
	for _, tt := range []struct {
		name    string
		book    charts.Workbook
		figures int
		column  string
	}{
		{"rsf", charts.IndexWorkbook(cat, cat.Index("rsf"), viewAddress, p), len(cat.Index("rsf").Observations()), "rows_of_index"},
		{"adilsoz", charts.TallyWorkbook(cat, m, m.Tallies(), viewAddress, p), len(m.Tallies()), "rows_of_tallies"},
	} {
		r := tt.book.Figures
		if last := r.Header[len(r.Header)-1]; last != tt.column || len(r.Rows) != tt.figures {
			t.Errorf("workbook of %s has %d rows and the column %s, want %d and %s", tt.name, len(r.Rows), last, tt.figures, tt.column)
		}
		ids := map[string]bool{}
		for _, row := range r.Rows {
			ids[row[slices.Index(r.Header, "source")]] = true
			if row[len(row)-1] != strconv.Itoa(tt.figures) {
				t.Fatalf("a row of %s counts %s rows, want %d", tt.name, row[len(row)-1], tt.figures)
			}
		}
		for _, s := range tt.book.Sources {
			delete(ids, s.ID)
		}
		if len(ids) > 0 {
			t.Errorf("workbook of %s lacks the sources %v", tt.name, ids)
		}
		if got := tt.book.About[0].Text + tt.book.About[4].Text; !strings.Contains(got, cat.Created) {
			t.Errorf("workbook of %s says of itself %v", tt.name, tt.book.About)
		}
	}
}
