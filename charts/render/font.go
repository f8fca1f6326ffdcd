package render

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The font that widths are measured with and images are set in. It has all
// letters of the three languages, Ә Ғ Қ Ң Ө Ұ Ү Һ І among them.
var (
	//go:embed dist/400Regular.ttf
	regularTTF []byte
	//go:embed dist/600SemiBold.ttf
	semiboldTTF []byte
)

// fontFamily is what the fonts call themselves.
const fontFamily = "Inter"

// widths are the advances of a font's letters, in thousandths of its size.
type widths map[rune]int

// letters are the ranges of runes that texts are made of; others are taken to be
// as wide as a letter is on average, which stands under 0.
var letters = [][2]rune{{' ', '~'}, {0xa0, 0x17f}, {0x400, 0x52f}, {0x2010, 0x203a}, {0x2190, 0x2193}, {0x2212, 0x2212}}

func readWidths(ttf []byte) (widths, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("render: font: %w", err)
	}
	// ECharts takes the width of 国, which the font lacks, for the height of a line.
	w := widths{0: 600, '国': 1000}
	var buf sfnt.Buffer
	for _, span := range letters {
		for r := span[0]; r <= span[1]; r++ {
			glyph, err := f.GlyphIndex(&buf, r)
			if err != nil || glyph == 0 {
				continue
			}
			advance, err := f.GlyphAdvance(&buf, glyph, fixed.I(1000), font.HintingNone)
			if err != nil {
				return nil, fmt.Errorf("render: font: letter %q: %w", r, err)
			}
			w[r] = advance.Round()
		}
	}
	return w, nil
}

// of returns the width of a text in pixels.
func (w widths) of(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		if advance, ok := w[r]; ok {
			sum += advance
		} else {
			sum += w[0]
		}
	}
	return float64(sum) * size / 1000
}

// json returns the widths as the drawing script wants them: by code point.
func (w widths) json() (string, error) {
	byCode := map[string]int{}
	for r, advance := range w {
		byCode[strconv.Itoa(int(r))] = advance
	}
	raw, err := json.Marshal(byCode)
	return string(raw), err
}

// wrap joins words into lines of at most so many pixels, and ends the last one
// with an ellipsis where there are more than most.
func (w widths) wrap(words []string, size, width float64, most int) []string {
	var lines []string
	line := ""
	for _, word := range words {
		switch {
		case line == "":
			line = word
		case w.of(line+" "+word, size) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) > most {
		lines = lines[:most]
		last := lines[most-1]
		for last != "" && w.of(last+"…", size) > width {
			_, n := utf8.DecodeLastRuneInString(last)
			last = last[:len(last)-n]
		}
		lines[most-1] = last + "…"
	}
	return lines
}
