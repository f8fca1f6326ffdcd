package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shownSVG is the still drawing that the reader sees, of the two that there are.
const shownSVG = `[...document.querySelectorAll(".drawing > svg")].find((svg) => svg.getClientRects().length > 0)`

// svgText is an element of the shown drawing by what it says.
func svgText(text string) string {
	return fmt.Sprintf(`[...%s.querySelectorAll("text")].find((text) => text.textContent === %q)`, shownSVG, text)
}

// still fails if not exactly one still drawing is shown, as wide as its box, and
// with something on it.
func (p *page) still() {
	p.t.Helper()
	var got struct {
		Shown, Marks int
		Width, Box   float64
	}
	p.eval(`(() => {
		const shown = [...document.querySelectorAll(".drawing > svg")].filter((svg) => svg.checkVisibility({visibilityProperty: true}));
		const seen = ({width, height}) => width > 1 || height > 1;
		return {
			shown: shown.length,
			marks: [...shown[0]?.querySelectorAll("path, rect, polyline, polygon") ?? []].filter((mark) => seen(mark.getBBox())).length,
			width: shown[0]?.getBoundingClientRect().width ?? 0,
			box: document.querySelector(".drawing").clientWidth,
		};
	})()`, &got)
	if got.Shown != 1 || got.Marks < 5 || math.Abs(got.Width-got.Box) > 1 {
		p.t.Errorf("%d drawings are shown, with %d marks, %v px wide in a box of %v", got.Shown, got.Marks, got.Width, got.Box)
	}
}

// drawn waits until the script has drawn the chart, and fails if nothing is to
// be seen on it.
func (p *page) drawn() {
	p.t.Helper()
	p.waitFor(".drawing.is-drawn canvas")
	var inked float64
	p.eval(`(() => {
		const canvas = document.querySelector(".drawing canvas");
		const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
		let inked = 0;
		for (let i = 3; i < data.length; i += 4) if (data[i] > 0) inked++;
		return inked / (data.length / 4);
	})()`, &inked)
	if inked < 0.005 {
		p.t.Errorf("the drawing is empty: %.4f of it has ink", inked)
	}
}

type point struct{ X, Y float64 }

// middle returns where an element is in the window.
func (p *page) middle(element string) point {
	p.t.Helper()
	var at point
	p.eval(fmt.Sprintf(`(({x, y, width, height}) => ({x: x + width / 2, y: y + height / 2}))((%s).getBoundingClientRect())`, element), &at)
	return at
}

// point moves the mouse.
func (p *page) point(x, y float64) {
	p.t.Helper()
	p.do("point", chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y))
}

// shift is a jump of what a page shows.
type shift struct {
	Value float64
	What  string
}

// shifts returns the jumps since the page was opened.
func (p *page) shifts() []shift {
	p.t.Helper()
	var shifts []shift
	p.eval(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
		const observer = new PerformanceObserver(() => {});
		observer.observe({type: "layout-shift", buffered: true});
		done(observer.takeRecords().map(({value, sources}) => ({value, what: sources.map(({node, previousRect: a, currentRect: b}) =>
			(node?.className || node?.nodeName) + " from " + [a.x, a.y, a.width, a.height] + " to " + [b.x, b.y, b.width, b.height]).join("; ")})));
	})))`, &shifts)
	return shifts
}

// picture returns what is to be seen of an element.
func (p *page) picture(selector string) image.Image {
	p.t.Helper()
	picture, err := png.Decode(bytes.NewReader(run(p, "picture of "+selector, chromedp.Screenshot(chromedp.CSS(selector)))))
	if err != nil {
		p.t.Fatal(err)
	}
	return picture
}

// inked returns how much of an element is of another colour than its corner.
func (p *page) inked(selector string) float64 {
	p.t.Helper()
	picture := p.picture(selector)
	b := picture.Bounds()
	blank := image.NewUniform(picture.At(b.Min.X+4, b.Min.Y+4))
	return differs(picture, blank, b)
}

// differs returns how much of a rectangle two pictures show quite differently.
func differs(a, b image.Image, r image.Rectangle) float64 {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			const far = 0x6000
			if max(r1, r2)-min(r1, r2) > far || max(g1, g2)-min(g1, g2) > far || max(b1, b2)-min(b1, b2) > far {
				n++
			}
		}
	}
	return float64(n) / float64(r.Dx()*r.Dy())
}

// Without JavaScript every shape of drawing is there, at each width, and the page
// never jumps.
func TestDrawingsWithoutScript(t *testing.T) {
	for _, path := range []string{
		"/ru/charts/trend?index=rsf&measure=score",
		"/kk/embed/ranking?index=rsf&measure=score",
		"/ru/embed/profile?index=fiw",
		"/kk/embed/map?index=rsf&measure=score&year=2002",
		"/en/embed/monthly?measure=judicial_acts",
	} {
		for _, width := range []int64{390, 1280} {
			t.Run(fmt.Sprintf("%s %d", path, width), func(t *testing.T) {
				t.Parallel()
				p := open(t, path, options{width: width, height: 680, noJS: true})
				p.still()
				var overflow int
				p.eval(`document.documentElement.scrollWidth - innerWidth`, &overflow)
				if overflow > 0 {
					t.Errorf("the page is %d px wider than its window", overflow)
				}
				var size float64
				p.eval(`Math.min(...[...`+shownSVG+`.querySelectorAll("text")].map((text) => text.getBoundingClientRect().height))`, &size)
				// Letters of 9 pixels stand in boxes of 11, which browsers round.
				if size < 10.99 {
					t.Errorf("texts are as small as %v px", size)
				}
			})
		}
	}
}

// All of an embed is in the frames that the snippets make, as narrow as phones
// are and as wide as articles are.
func TestEmbedsFitTheirFrames(t *testing.T) {
	for path, height := range map[string]int64{
		"/embed/trend?index=rsf&measure=score": 560, "/embed/ranking?index=rsf&measure=score": 680,
		"/embed/map?index=rsf&measure=score": 680, "/embed/profile?index=eiu": 560, "/embed/monthly?measure=judicial_acts": 560,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			p := open(t, "/ru"+path, options{width: 320, height: height})
			for _, width := range []int64{320, 390, 700, 1000} {
				p.do("resize", chromedp.EmulateViewport(width, height))
				p.still()
				var over struct{ X, Y int }
				p.eval(`({x: document.documentElement.scrollWidth - innerWidth, y: document.documentElement.scrollHeight - innerHeight})`, &over)
				if over.X > 0 || over.Y > 0 {
					t.Errorf("at %d px the embed is %d px too wide and %d px too high", width, over.X, over.Y)
				}
			}
		})
	}
}

// On a chart page the script draws in the place of the still drawing, and looks
// like it; paper still gets the still one.
func TestTakingOver(t *testing.T) {
	for _, path := range []string{"/en/charts/trend?index=rsf&measure=score", "/kk/charts/profile?index=eiu", "/ru/charts/map?index=eiu&measure=score"} {
		for _, width := range []int64{390, 1280} {
			t.Run(fmt.Sprintf("%s %d", path, width), func(t *testing.T) {
				p := open(t, path, options{width: width, height: 900})
				p.drawn()
				for _, shift := range p.shifts() {
					// Words get a little wider when the page's own fonts come.
					if shift.Value > 0.001 {
						t.Errorf("the page jumps by %v: %s", shift.Value, shift.What)
					}
				}
				p.overlays()

				after := p.picture(".drawing")
				p.eval(`document.querySelector(".drawing").classList.remove("is-drawn")`, nil)
				p.eval(`document.querySelector(".canvas").hidden = true`, nil)
				p.still()
				before := p.picture(".drawing")
				if before.Bounds() != after.Bounds() {
					t.Fatalf("the still drawing takes %v, the other %v", before.Bounds(), after.Bounds())
				}
				if d := differs(before, after, before.Bounds()); d > 0.02 {
					t.Errorf("%.4f of the drawing changes", d)
				}
			})
		}
	}
}

// overlays fails if the script's drawing is not where the still one is, or if
// that is still to be seen.
func (p *page) overlays() {
	p.t.Helper()
	var got struct {
		Off  float64 // pixels between the edges that are furthest apart
		Seen bool
	}
	p.eval(`(() => {
		const svg = `+shownSVG+`;
		const [a, b] = [svg, document.querySelector(".canvas")].map((element) => element.getBoundingClientRect());
		return {
			off: Math.max(...["left", "top", "right", "bottom"].map((edge) => Math.abs(a[edge] - b[edge]))),
			seen: svg.checkVisibility({visibilityProperty: true}),
		};
	})()`, &got)
	if got.Off > 1 || got.Seen {
		p.t.Errorf("the canvas is %v px off, and the still drawing is seen: %v", got.Off, got.Seen)
	}
}

// A window that gets narrower shows the other drawing, a darker one other
// colours, and paper the still drawing.
func TestDrawingFollowsTheWindow(t *testing.T) {
	p := open(t, "/en/charts/ranking?index=rsf&measure=score", options{width: 1280, height: 900})
	p.drawn()
	const width = `parseFloat(document.querySelector(".canvas").style.width)`
	var wide float64
	p.eval(width, &wide)
	p.do("narrow the window", chromedp.EmulateViewport(390, 900))
	p.until(width + fmt.Sprintf(" < %v", wide))
	p.drawn()
	p.overlays()

	const pixels = `document.querySelector(".drawing canvas").toDataURL()`
	var light string
	p.eval(pixels, &light)
	p.do("darken", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: "dark"},
	}}))
	p.until(pixels + " !== " + strconv.Quote(light))

	p.do("print", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	p.still()
	var canvas, ink string
	p.eval(`getComputedStyle(document.querySelector(".canvas")).display`, &canvas)
	p.eval(`getComputedStyle(`+svgText("Kazakhstan")+`).fill`, &ink)
	if canvas != "none" || ink != "rgb(22, 32, 42)" {
		t.Errorf("on paper the canvas has display %s and letters are %s", canvas, ink)
	}
}

// A chart that the reader changes is there at once, and then taken over.
func TestDrawingFollowsTheControls(t *testing.T) {
	p := open(t, "/en/charts/ranking?index=rsf&measure=score", options{})
	p.drawn()
	p.choose("#control-measure", "eiu.score")
	p.waitURL("/en/charts/ranking?index=eiu&measure=score")
	p.drawn()
	p.overlays()
	at := p.middle(svgText("Kazakhstan"))
	p.point(at.X+120, at.Y)
	p.until(`document.querySelector(".tip-head")?.textContent === "Kazakhstan"`)
}

// An embed fetches ECharts when a reader first points at the drawing, touches it
// or comes to it by keyboard, and answers that at once. Nothing jumps.
func TestEmbedWakes(t *testing.T) {
	for name, test := range map[string]struct {
		wake func(*page, point)
		want []string
	}{
		"mouse": {func(p *page, at point) { p.point(at.X+120, at.Y) }, []string{"Kazakhstan", "34.41"}},
		"touch": {func(p *page, at point) { p.do("tap", chromedp.TapXY(at.X+120, at.Y)) }, []string{"Kazakhstan", "34.41"}},
		"keyboard": {func(p *page, _ point) {
			p.do("tab", chromedp.KeyEvent(kb.Tab))
			p.waitFor(".tip-card")
			p.do("go up", chromedp.KeyEvent(kb.ArrowUp))
		}, []string{"Russia", "23.15"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, "/en/embed/ranking?index=rsf&measure=score", options{width: 390, height: 680})
			p.until(`document.querySelector(".drawing").tabIndex === 0`)
			p.still()
			if asked := p.scripts(); len(asked) != 1 {
				t.Errorf("before the reader does anything, these are fetched: %v", asked)
			}
			test.wake(p, p.middle(svgText("Kazakhstan")))
			p.until(`document.querySelector(".tip-head")?.textContent === "` + test.want[0] + `"`)
			p.drawn()
			p.overlays()
			if got := p.text(".tip-card"); !strings.Contains(got, test.want[1]) {
				t.Errorf("tooltip = %q, want %s", got, test.want[1])
			}
			if asked := p.scripts(); len(asked) != 2 {
				t.Errorf("these are fetched: %v, want one script more", asked)
			}
			for _, shift := range p.shifts() {
				t.Errorf("the embed jumps by %v: %s", shift.Value, shift.What)
			}
			for _, v := range p.axe() {
				t.Errorf("axe: %s (%s): %v", v.Rule, v.Help, v.Selectors)
			}
		})
	}
}

// scripts returns the scripts that the page has asked for.
func (p *page) scripts() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	scripts := slices.Clone(p.asked)
	return slices.DeleteFunc(scripts, func(path string) bool { return !strings.HasSuffix(path, ".js") })
}

// Where the server had no time to draw, the script does, and the reader is not
// told to load the page again.
func TestUndrawn(t *testing.T) {
	if err := setUp(); err != nil {
		t.Fatal(err)
	}
	site, err := url.Parse(theStage.url)
	if err != nil {
		t.Fatal(err)
	}
	drawings := regexp.MustCompile(`(?s)<svg class="narrow".*</svg>`)
	busy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(site)
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			body = drawings.ReplaceAll(body, []byte(`<p class="undrawn" data-alt="What is drawn" data-narrow="400 350" data-wide="720 400">Not drawn</p>`))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return nil
		},
	})
	defer busy.Close()
	for _, path := range []string{"/en/charts/trend?index=rsf&measure=score", "/en/embed/trend?index=rsf&measure=score"} {
		p := open(t, busy.URL+path, options{width: 640, height: 680})
		p.drawn()
		p.overlays()
		var told bool
		p.eval(`document.querySelector(".undrawn").checkVisibility({visibilityProperty: true})`, &told)
		if told {
			t.Errorf("%s: the reader is told that there is no drawing", path)
		}
		for _, v := range p.axe() {
			t.Errorf("%s: axe: %s (%s): %v", path, v.Rule, v.Help, v.Selectors)
		}
	}
}
