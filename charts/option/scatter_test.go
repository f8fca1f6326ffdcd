package option

import (
	"testing"
	"unicode/utf8"

	figures "github.com/sozdex/sozdex/charts"
)

// TestNamesKeepApart: in each size of a drawing, in each language, no name of a
// country lies on another.
func TestNamesKeepApart(t *testing.T) {
	cat := builtIn(t)
	c := figures.Find("scatter")
	for _, pair := range []string{"index=eiu&against=rsf", "index=eiu&against=fiw", "index=rsf&against=vdem", "index=fiw&against=rsf", "index=vdem&against=eiu"} {
		for _, lang := range []string{"en", "ru", "kk"} {
			f := figure(t, cat, lang, c.Slug, pair)
			for _, size := range [][2]int{{720, 520}, {500, 330}, {400, 400}} {
				dots := points(f)
				width, height := float64(size[0]-scatterLeft-scatterRight), float64(size[1]-scatterTop-scatterBottom)
				a := arranged(dots, f, size[0], size[1])
				var names []box
				for i, l := range a.labels {
					names = append(names, box{
						x: width*along(f.Panels[0].Axis, dots[i].Value[0]) + l.Label.Offset[0], y: height*(1-along(f.Panels[1].Axis, dots[i].Value[1])) + l.Label.Offset[1],
						width: float64(utf8.RuneCountInString(l.Text)) * letterWidth, height: nameHeight,
					})
				}
				for i, name := range names {
					for j, other := range names[:i] {
						// A line is higher than its letters.
						if name.shared(other) > 0.1*min(name.width, other.width)*nameHeight {
							t.Errorf("scatter?%s in %s at %v: %s lies on %s", pair, lang, size, a.labels[i].Text, a.labels[j].Text)
						}
					}
				}
			}
		}
	}
}
