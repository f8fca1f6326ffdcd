package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/sozdex/sozdex/datasets"
)

// Without JavaScript all fifteen are on the map, each with its code, and the two
// insets are named, with none of these texts on another.
func TestMapWithoutScript(t *testing.T) {
	want := append(datasets.PostSoviet(), "Baltics to Moldova", "South Caucasus")
	slices.Sort(want)
	for _, width := range []int64{390, 1440} {
		p := open(t, "/en/charts/map?index=rsf&measure=score", options{width: width, height: 900, noJS: true})
		p.still()
		var texts []struct {
			Text                     string
			Left, Top, Right, Bottom float64
		}
		p.eval(`[...`+shownSVG+`.querySelectorAll("text")].map((text) => {
			const {left, top, right, bottom} = text.getBoundingClientRect();
			return {text: text.textContent, left, top, right, bottom};
		})`, &texts)
		// A label is drawn twice: its edge, and on that itself.
		seen := map[string]int{}
		for i, a := range texts {
			seen[a.Text]++
			for _, b := range texts[:i] {
				// Boxes of letters are higher than letters.
				if a.Text != b.Text && a.Left < b.Right && b.Left < a.Right && a.Top+4 < b.Bottom && b.Top+4 < a.Bottom {
					t.Errorf("at %d px %s lies on %s", width, a.Text, b.Text)
				}
			}
		}
		var got []string
		for text := range seen {
			got = append(got, text)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("at %d px the map says %q, want %q", width, got, want)
		}
	}
}

// A country answers a reader who points at it, on the map and in its inset, and
// the arrow keys go from the best to the worst.
func TestMapAnswers(t *testing.T) {
	p := open(t, "/en/charts/map?index=rsf&measure=score", options{width: 1280, height: 1000})
	p.drawn()
	for code, want := range map[string][]string{"KAZ": {"Kazakhstan", "34.41", "149 of 180"}, "LVA": {"Latvia"}} {
		at := p.middle(svgText(code))
		p.point(at.X, at.Y+8)
		p.until(fmt.Sprintf(`document.querySelector(".tip-head")?.textContent === %q`, want[0]))
		got := p.text(".tip-card")
		for _, part := range want {
			if !strings.Contains(got, part) {
				t.Errorf("the tooltip of %s is %q, want %s in it", code, got, part)
			}
		}
	}
	p.eval(`document.querySelector(".drawing").focus()`, nil)
	for range datasets.PostSoviet() {
		p.do("go up", chromedp.KeyEvent(kb.ArrowUp))
	}
	p.until(`document.querySelector(".tip-head")?.textContent === "Estonia"`)
}
