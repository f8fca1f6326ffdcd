package charts

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Workbook is what a spreadsheet file holds: figures with all that a reader must
// know of them, a sheet each.
type Workbook struct {
	Figures Records
	Table   Table // of a chart; without columns elsewhere
	Sources []Source
	About   []Remark
	// Release is the date of the data release, YYYY-MM-DD, or empty.
	Release string
}

// Remark is a line of what a workbook says of itself.
type Remark struct{ Label, Text string }

// Workbook returns the figures of the chart with its table, its sources and how
// to cite it at an address. Release is the date of the data release.
func (f Figure) Workbook(address, release string, p *locale.Printer) Workbook {
	b := Workbook{Figures: f.Records(), Table: f.Table, Sources: f.Sources, Release: release, About: []Remark{
		{p.Text("workbook.title"), f.Title}, {p.Text("workbook.subtitle"), f.Subtitle}, {p.Text("workbook.unit"), f.Unit}, {p.Text("workbook.summary"), f.Summary},
	}}
	for _, note := range f.Notes {
		b.About = append(b.About, Remark{p.Text("workbook.note"), note})
	}
	b.About = append(b.About, Remark{p.Text("workbook.address"), address}, Remark{p.Text("cite.release"), release},
		Remark{p.Text("share.cite"), Cite(f, address, release, p).Text})
	return b
}

// IndexWorkbook returns every figure of an index, which stands at an address.
func IndexWorkbook(cat *datasets.Catalogue, x *datasets.Index, address string, p *locale.Printer) Workbook {
	return wholeWorkbook(cat, IndexRecords(x), []string{x.Title, x.Publisher, x.Redistribution}, address, p)
}

// TallyWorkbook returns tallies of a monitor, which stand at an address.
func TallyWorkbook(cat *datasets.Catalogue, m *datasets.Monitor, tallies []datasets.Tally, address string, p *locale.Printer) Workbook {
	return wholeWorkbook(cat, TallyRecords(tallies).Counted("tallies"), []string{m.Title, m.Publisher, m.Redistribution}, address, p)
}

// wholeWorkbook is what no chart says. Of are the title, the publisher and the
// terms of the figures, as they stand in the data.
func wholeWorkbook(cat *datasets.Catalogue, figures Records, of []string, address string, p *locale.Printer) Workbook {
	b := Workbook{Figures: figures, Release: cat.Created}
	for i, label := range []string{"workbook.title", "sources.publisher", "sources.terms"} {
		b.About = append(b.About, Remark{p.Text(label), cat.Text(p.Lang, of[i])})
	}
	b.About = append(b.About, Remark{p.Text("workbook.address"), address}, Remark{p.Text("cite.release"), cat.Created})
	named := map[string]bool{}
	source := slices.Index(figures.Header, "source")
	for _, row := range figures.Rows {
		named[row[source]] = true
	}
	for _, s := range Sources(cat, p) {
		if named[s.ID] {
			b.Sources = append(b.Sources, s)
		}
	}
	return b
}

// XLSX writes the workbook in the words of a language. Numbers are numbers, and
// no text is a formula. Equal workbooks give equal bytes.
func (b Workbook) XLSX(p *locale.Printer) ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close()
	w := book{File: file}
	w.figures(p.Text("workbook.figures"), b.Figures)
	if len(b.Table.Columns) > 0 {
		w.sheet(p.Text("workbook.table"), 16, b.Table.cells(p))
	}
	w.sheet(p.Text("workbook.sources"), 28, sourceCells(b.Sources, p))
	about := [][]any{{p.Text("workbook.about"), ""}}
	for _, r := range b.About {
		about = append(about, []any{r.Label, r.Text})
	}
	w.sheet(p.Text("workbook.about"), 28, about)
	if b.Release != "" {
		day := b.Release + "T00:00:00Z"
		w.try(file.SetDocProps(&excelize.DocProperties{Creator: "Sozdex", LastModifiedBy: "Sozdex", Created: day, Modified: day, Language: p.Lang}))
	}
	if w.err != nil {
		return nil, fmt.Errorf("charts: workbook: %w", w.err)
	}
	buffer, err := file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("charts: workbook: %w", err)
	}
	return buffer.Bytes(), nil
}

// cells are the table as readers see it, but for gaps, which say why there is no
// figure, and for notes, which have a column of their own.
func (t Table) cells(p *locale.Printer) [][]any {
	var head []any
	for _, c := range t.Columns {
		head = append(head, c.Label)
	}
	rows := [][]any{append(head, p.Text("workbook.note"))}
	for _, r := range t.Rows {
		if r.Break != "" {
			rows = append(rows, []any{r.Break})
			continue
		}
		row, notes := []any{r.Head}, r.Note
		for i, c := range r.Cells {
			text := c.Text
			if c.Missing != "" {
				text = c.Missing
			}
			row = append(row, text)
			if c.Note != "" {
				notes = sentences(notes, t.Columns[i+1].Label+": "+sentence(c.Note))
			}
		}
		for len(row) < len(t.Columns) {
			row = append(row, "")
		}
		rows = append(rows, append(row, notes))
	}
	return rows
}

func sourceCells(sources []Source, p *locale.Printer) [][]any {
	var head []any
	for _, id := range []string{"id", "publisher", "title", "url", "licence", "retrieved", "via", "faults"} {
		head = append(head, p.Text("workbook.source."+id))
	}
	rows := [][]any{head}
	for _, s := range sources {
		rows = append(rows, []any{s.ID, s.Publisher, s.Title, s.URL, s.Licence, s.Retrieved, s.Via, sentences(s.Faults...)})
	}
	return rows
}

// book is a file that keeps the first error of those that made it.
type book struct {
	*excelize.File
	err error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

// figures makes the first sheet. It alone is streamed, because of its size: the
// library writes the streams of several sheets in no order that stays.
func (b *book) figures(name string, r Records) {
	b.try(b.SetSheetName("Sheet1", name))
	w, err := b.NewStreamWriter(name)
	if err != nil {
		b.try(err)
		return
	}
	b.try(w.SetColWidth(1, len(r.Header), 14))
	b.try(w.SetPanes(headed()))
	b.try(w.SetRow("A1", texts(r.Header), excelize.RowOpts{StyleID: b.bold()}))
	for i, row := range r.Rows {
		cells := texts(row)
		for j, column := range r.Header {
			if v, ok := number(column, row[j]); ok {
				cells[j] = v
			}
		}
		b.try(w.SetRow("A"+strconv.Itoa(i+2), cells))
	}
	b.try(w.Flush())
}

// sheet adds a sheet of texts, the first row its heading.
func (b *book) sheet(name string, width float64, rows [][]any) {
	_, err := b.NewSheet(name)
	b.try(err)
	for i, row := range rows {
		b.try(b.SetSheetRow(name, "A"+strconv.Itoa(i+1), &row))
	}
	last, err := excelize.ColumnNumberToName(len(rows[0]))
	b.try(err)
	b.try(b.SetColWidth(name, "A", last, width))
	b.try(b.SetPanes(name, headed()))
	b.try(b.SetRowStyle(name, 1, 1, b.bold()))
	b.try(b.AddIgnoredErrors(name, fmt.Sprintf("A1:%s%d", last, len(rows)), excelize.IgnoredErrorsNumberStoredAsText))
}

func (b *book) bold() int {
	style, err := b.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	b.try(err)
	return style
}

// headed keeps the first row in sight.
func headed() *excelize.Panes {
	return &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
}

func texts(cells []string) []any {
	row := make([]any, len(cells))
	for i, c := range cells {
		if c != "" {
			row[i] = c
		}
	}
	return row
}
