package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/option"
)

// Size is a form in which images are asked for.
type Size struct {
	Name   string // "1x", "2x", "narrow", "social" or "square"
	Width  int    // in CSS pixels
	Height int    // in CSS pixels; 0: as high as the content is
	// Scale is how many pixels of a PNG a CSS pixel has a side. A program that
	// opens the SVG shows it in as many.
	Scale float64
}

// Sizes returns the sizes that there are, the default first. "social" is what
// networks show beside a link, 1200 by 630 pixels, and "square" 1080 by 1080.
func Sizes() []Size {
	return []Size{
		{Name: "1x", Width: 720, Scale: 1},
		{Name: "2x", Width: 720, Scale: 2},
		{Name: "narrow", Width: 400, Scale: 2},
		{Name: "social", Width: 800, Height: 420, Scale: 1.5},
		{Name: "square", Width: 540, Height: 540, Scale: 2},
	}
}

// Pixels returns the size of a PNG of that size, with a height of 0 where that
// is as high as the content is.
func (s Size) Pixels() (width, height int) {
	of := func(css int) int { return int(math.Round(float64(css) * s.Scale)) }
	return of(s.Width), of(s.Height)
}

// face is how a text is set: the size of its letters and the height of a line,
// in CSS pixels, its colour and its weight.
type face struct {
	size, line int
	color      string
	bold       bool
}

// sheet is how an image is set: the room at its edges and between its parts, in
// CSS pixels, and its faces.
type sheet struct {
	edge, gap              int
	title, text, key, foot face
}

// The sheets of images that are wide and as high as they need, of those that are
// wider than high, and of narrow ones.
var (
	large = sheet{
		edge: 20, gap: 10,
		title: face{size: 22, line: 28, color: "ink", bold: true},
		text:  face{size: 14, line: 19, color: "ink-2"},
		key:   face{size: 13, line: 20, color: "ink-2"},
		foot:  face{size: 12, line: 16, color: "ink-2"},
	}
	medium = sheet{
		edge: 18, gap: 10,
		title: face{size: 20, line: 25, color: "ink", bold: true},
		text:  face{size: 13, line: 17, color: "ink-2"},
		key:   face{size: 12, line: 18, color: "ink-2"},
		foot:  face{size: 11, line: 15, color: "ink-2"},
	}
	small = sheet{
		edge: 14, gap: 8,
		title: face{size: 18, line: 23, color: "ink", bold: true},
		text:  face{size: 13, line: 17, color: "ink-2"},
		key:   face{size: 12, line: 18, color: "ink-2"},
		foot:  face{size: 11, line: 15, color: "ink-2"},
	}
)

// wideFrom is the width that the wide layout begins at.
const wideFrom = 560

// cut is how many lines each part may have at most; at the foot, each text.
type cut struct{ title, subtitle, unit, key, foot int }

// cuts are tried in turn until the drawing has the room that it needs. The last
// leaves it whatever the texts are.
var cuts = []cut{
	{title: 3, subtitle: 4, unit: 3, key: 9, foot: 4},
	{title: 3, subtitle: 4, unit: 2, key: 7, foot: 3},
	{title: 3, subtitle: 3, unit: 0, key: 5, foot: 3},
	{title: 2, subtitle: 2, unit: 0, key: 3, foot: 2},
	{title: 2, subtitle: 1, unit: 0, key: 2, foot: 1},
}

// mostFoot is how many texts an image may have at its foot.
const mostFoot = 3

// least is the height that a drawing of a shape needs, so that the names at
// lines and bars do not run into each other.
var least = map[charts.Shape]int{
	charts.Lines:     290,
	charts.Bars:      280,
	charts.Dumbbell:  280,
	charts.Radar:     280,
	charts.Columns:   220,
	charts.Timeline:  300,
	charts.Heatmap:   280,
	charts.Scatter:   290,
	charts.Map:       300,
	charts.Matrix:    290,
	charts.Multiples: 300,
}

// besideWidth is the width of title and key where they stand beside a drawing,
// since below them it would be too low.
const besideWidth = 270

// Frame is what stands around a drawing in an image: title, key and foot. It is
// made by Renderer.Frame.
type Frame struct {
	size             Size // with the height that it came to
	theme            string
	title, alt, lang string
	around           string // the markup of what stands around the drawing
	layout           Layout
	x, y             int // where the drawing begins
}

// Frame lays out an image of a figure in one of Sizes. The theme is "light",
// "dark" or, for an SVG that follows its reader, "auto". The foot has up to three
// texts in the language of the figure, such as its source and its address. Texts
// that are longer than there is room end with an ellipsis. Equal arguments give
// equal frames.
func (r *Renderer) Frame(f charts.Figure, s Size, theme string, foot []string) Frame {
	var fr Frame
	for _, c := range cuts {
		var fits bool
		if fr, fits = r.frame(f, s, foot[:min(len(foot), mostFoot)], c); fits {
			break
		}
	}
	fr.theme = theme
	return fr
}

// frame lays out an image with parts of at most so many lines, and says whether
// the drawing has the room that it needs.
func (r *Renderer) frame(f charts.Figure, s Size, foot []string, c cut) (fr Frame, fits bool) {
	narrow, layout := Layouts(f)
	look, beside := large, s.Height > 0 && s.Width > s.Height
	switch {
	case beside:
		look = medium
	case s.Width < wideFrom:
		look, layout = small, narrow
	}
	footWidth := s.Width - 2*look.edge
	width := footWidth
	if beside {
		width = besideWidth
	}
	w := &writer{x: look.edge, y: look.edge}
	w.text(r.lines(f.Title, look.title, width, c.title), look.title, look.gap/2)
	w.text(r.lines(f.Subtitle, look.text, width, c.subtitle), look.text, look.gap/2)
	w.text(r.lines(f.Unit, look.key, width, c.unit), look.key, look.gap/2)
	w.y += look.gap / 2
	w.key(r.rows(f, look.key, width, c.key), look.key, look.gap/2)

	var notes []string
	for _, note := range foot {
		notes = append(notes, r.lines(note, look.foot, footWidth, c.foot)...)
	}
	bottom := look.gap + len(notes)*look.foot.line + look.edge
	head, x, y, right := w.y, 0, w.y, 0
	if beside {
		x, y, right = look.edge+width+look.gap, look.gap, look.gap
	}
	if s.Height == 0 {
		s.Height = y + layout.Height + bottom
	} else {
		layout = Layout{Name: s.Name, Width: s.Width - x - right, Height: s.Height - y - bottom}
	}
	w.y = s.Height - bottom + look.gap
	w.text(notes, look.foot, 0)
	fr = Frame{size: s, title: f.Title, alt: f.Alt, lang: f.Lang, around: w.String(), layout: layout, x: x, y: y}
	return fr, layout.Height >= min(least[f.Shape], narrow.Height) && head <= s.Height-bottom
}

// Layout returns what the drawing must be laid out for. In images that are as
// high as they need it is one of Layouts; in others it differs from figure to
// figure.
func (fr Frame) Layout() Layout { return fr.layout }

// Pixels returns the size of the image in pixels.
func (fr Frame) Pixels() (width, height int) { return fr.size.Pixels() }

// SVG returns the image as an SVG document, with the title and the alt text of
// the figure as its own. The drawing must be what Draw made for the Layout; ids
// of the document begin with id, which must be as one of Draw's.
func (fr Frame) SVG(drawing []byte, id string) []byte {
	var b bytes.Buffer
	width, height := fr.Pixels()
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d"`, width, height, fr.size.Width, fr.size.Height)
	fmt.Fprintf(&b, ` role="img" aria-labelledby="%[1]s-title %[1]s-desc" xml:lang="%[2]s" font-family="%[3]s, system-ui, sans-serif">`, id, escape(fr.lang), fontFamily)
	fmt.Fprintf(&b, `<title id="%[1]s-title">%[2]s</title><desc id="%[1]s-desc">%[3]s</desc>`, id, escape(fr.title), escape(fr.alt))
	if fr.theme == "auto" {
		b.WriteString("<style>" + style + "</style>")
	}
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="%s"/>%s<g transform="translate(%d %d)">`, fr.size.Width, fr.size.Height, option.Paint("paper"), fr.around, fr.x, fr.y)
	b.Write(bytes.Map(allowed, drawing))
	b.WriteString("</g></svg>\n")
	if fr.theme == "auto" {
		return b.Bytes()
	}
	return plain(b.Bytes(), fr.theme)
}

// swatch is how a kind of mark is shown in a key: a box of that size in CSS
// pixels. A colour that ends in a hyphen is one of a palette, by its slot.
type swatch struct {
	width, height int
	fill, stroke  string
	opacity       float64
	triangle      bool
	round         bool
}

// swatches are those of static/src/drawing.css.
var swatches = map[string]swatch{
	"country":    {width: 16, height: 4, fill: "c-"},
	"context":    {width: 16, height: 2, fill: "grey"},
	"band":       {width: 11, height: 11, fill: "b-"},
	"interval":   {width: 11, height: 11, fill: "grey", opacity: 0.5},
	"printed":    {width: 11, height: 11, fill: "c-"},
	"whole":      {width: 11, height: 11, fill: "grey"},
	"derived":    {width: 11, height: 11, fill: "derived"},
	"month":      {width: 11, height: 11, fill: "paper", stroke: "ink-2"},
	"cases":      {width: 11, height: 10, fill: "ink", triangle: true},
	"suspect":    {width: 11, height: 11, fill: "suspect"},
	"secondhand": {width: 11, height: 11, fill: "paper", stroke: "c6"},
	"otherunit":  {width: 11, height: 11, fill: "paper", stroke: "grey"},
	"missing":    {width: 11, height: 11, fill: "missing"},
	"ring":       {width: 11, height: 11, fill: "paper", stroke: "ink-2", round: true},
	"dot":        {width: 11, height: 11, fill: "ink", round: true},
	"better":     {width: 16, height: 4, fill: "b1"},
	"worse":      {width: 16, height: 4, fill: "b5"},
	"against":    {width: 11, height: 10, fill: "suspect", triangle: true},
	"margin":     {width: 16, height: 2, fill: "grey"},
	"nofigure":   {width: 11, height: 11, fill: "grey"},
}

// The room in a key between a swatch and its name and between two entries.
const (
	swatchGap = 6
	entryGap  = 16
)

// entry is an entry of a key and where it begins, in CSS pixels from the left.
type entry struct {
	x int
	swatch
	name string
}

// rows flows a key over at most so many lines. Where it is longer, an ellipsis
// stands in place of the rest.
func (r *Renderer) rows(f charts.Figure, look face, width, most int) [][]entry {
	var rows [][]entry
	x := width
	for _, k := range f.Key {
		e := entry{swatch: swatches[k.Kind]}
		e.fill = strings.Replace(e.fill, "-", strconv.Itoa(k.Slot), 1)
		if k.Kind == "band" && f.Shape == charts.Lines {
			// Bands lie behind lines as a tint, not in full.
			e.opacity = 0.4
		}
		before := e.width + swatchGap
		e.name = strings.Join(r.lines(k.Name, look, width-before, 1), "")
		room := before + r.width(e.name, look)
		if x+room > width {
			if len(rows) == most {
				rows[most-1] = r.cutShort(rows[most-1], x, look, width)
				break
			}
			rows, x = append(rows, nil), 0
		}
		e.x = x
		rows[len(rows)-1] = append(rows[len(rows)-1], e)
		x += room + entryGap
	}
	return rows
}

// cutShort ends a row with an ellipsis, which begins at x or, where that is too
// far, in place of what stood last.
func (r *Renderer) cutShort(row []entry, x int, look face, width int) []entry {
	dots := entry{name: "…"}
	for len(row) > 0 && x+swatchGap+r.width(dots.name, look) > width {
		x = row[len(row)-1].x
		row = row[:len(row)-1]
	}
	dots.x = x
	return append(row, dots)
}

func (r *Renderer) widths(f face) widths {
	if f.bold {
		return r.measures.semibold
	}
	return r.measures.regular
}

// width is the room that a text needs, in CSS pixels.
func (r *Renderer) width(text string, f face) int {
	return int(math.Ceil(r.widths(f).of(text, float64(f.size))))
}

// lines breaks a text into at most so many lines, each no wider than width.
func (r *Renderer) lines(text string, f face, width, most int) []string {
	if most == 0 {
		return nil
	}
	var words []string
	for _, word := range strings.Fields(text) {
		words = append(words, r.pieces(word, f, width)...)
	}
	return r.widths(f).wrap(words, float64(f.size), float64(width), most)
}

// pieces breaks a word that is wider than a line, such as an address, at its
// marks or, where a piece has none, anywhere.
func (r *Renderer) pieces(word string, f face, width int) []string {
	var pieces []string
	from, mark := 0, 0
	for i := 0; i < len(word); {
		letter, n := utf8.DecodeRuneInString(word[i:])
		for from < i && r.width(word[from:i+n], f) > width {
			at := mark
			if at <= from {
				at = i
			}
			pieces = append(pieces, word[from:at])
			from = at
		}
		i += n
		if strings.ContainsRune("/?&=,-", letter) {
			mark = i
		}
	}
	return append(pieces, word[from:])
}

// writer writes parts of an image below each other.
type writer struct {
	strings.Builder
	x, y int // where the next part begins
}

// baseline is where letters stand in a line, in CSS pixels from its top: their
// capitals are in its middle.
func (f face) baseline() int { return (f.line*100 + f.size*73) / 200 }

// text writes lines and leaves a gap after them, where there are any.
func (w *writer) text(lines []string, f face, gap int) {
	for _, line := range lines {
		w.words(w.x, line, f)
		w.y += f.line
	}
	if len(lines) > 0 {
		w.y += gap
	}
}

func (w *writer) words(x int, text string, f face) {
	weight := ""
	if f.bold {
		weight = ` font-weight="600"`
	}
	fmt.Fprintf(w, `<text x="%d" y="%d" font-size="%d"%s fill="%s">%s</text>`, x, w.y+f.baseline(), f.size, weight, option.Paint(f.color), escape(text))
}

func (w *writer) key(rows [][]entry, f face, gap int) {
	for _, row := range rows {
		for _, e := range row {
			w.box(w.x+e.x, float64(w.y)+float64(f.line-e.height)/2, e.swatch)
			w.words(w.x+e.x+e.width+swatchGap, e.name, f)
		}
		w.y += f.line
	}
	if len(rows) > 0 {
		w.y += gap
	}
}

func (w *writer) box(x int, y float64, s swatch) {
	if s.width == 0 {
		return
	}
	if s.triangle {
		fmt.Fprintf(w, `<path d="M%g %gl%g %dH%dz" fill="%s"/>`, float64(x)+float64(s.width)/2, y, float64(s.width)/2, s.height, x, option.Paint(s.fill))
		return
	}
	corner := 2.0
	if s.round {
		corner = float64(s.height) / 2
	}
	fmt.Fprintf(w, `<rect x="%d" y="%g" width="%d" height="%d" rx="%g" fill="%s"`, x, y, s.width, s.height, corner, option.Paint(s.fill))
	if s.stroke != "" {
		fmt.Fprintf(w, ` stroke="%s" stroke-width="1.5"`, option.Paint(s.stroke))
	}
	if s.opacity > 0 {
		fmt.Fprintf(w, ` opacity="%g"`, s.opacity)
	}
	w.WriteString("/>")
}

// escape makes a text one of XML, without what XML has no place for.
func escape(text string) string {
	var b strings.Builder
	// A Builder takes all that is written.
	_ = xml.EscapeText(&b, []byte(strings.Map(allowed, text)))
	return b.String()
}

// allowed keeps the characters that XML 1.0 allows.
func allowed(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' || ' ' <= r && r <= 0xd7ff || 0xe000 <= r && r <= 0xfffd || 0x10000 <= r {
		return r
	}
	return -1
}
