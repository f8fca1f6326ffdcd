package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/option"
	"github.com/sozdex/sozdex/datasets"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	loadData     = sync.OnceValues(func() (*datasets.Catalogue, error) { return datasets.Load(datasets.BuiltIn()) })
	loadMessages = sync.OnceValues(locale.Load)
)

func figure(t testing.TB, lang, slug, query string) charts.Figure {
	t.Helper()
	cat, err := loadData()
	if err != nil {
		t.Fatal(err)
	}
	messages, err := loadMessages()
	if err != nil {
		t.Fatal(err)
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	c := charts.Find(slug)
	v, problems := charts.ParseView(cat, c, q)
	if len(problems) > 0 {
		t.Fatalf("ParseView(%s, %q) has problems %+v", slug, query, problems)
	}
	return c.Figure(cat, v, messages.In(lang))
}

func newRenderer(t testing.TB) *Renderer {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func draw(t testing.TB, r *Renderer, f charts.Figure, l Layout) []byte {
	t.Helper()
	o, err := option.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := r.Draw(t.Context(), o, l, "d")
	if err != nil {
		t.Fatal(err)
	}
	return drawing
}

func sizeNamed(t testing.TB, name string) Size {
	t.Helper()
	i := slices.IndexFunc(Sizes(), func(s Size) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no size %q", name)
	}
	return Sizes()[i]
}

// foot is what the tests have at the foot of images.
var foot = []string{
	"Reporters Without Borders (RSF): World Press Freedom Index 2026. © Reporters Without Borders; figures quoted with attribution",
	"Sozdex, 1 May 2026 · https://sozdex.example/en/charts/trend?index=rsf&measure=score&countries=KAZ,KGZ,UZB,TJK,TKM,ARM,AZE,GEO&from=2002&to=2026",
}

// samples are a figure of each shape, none of them large.
var samples = []struct{ name, chart, query string }{
	{"lines", "trend", "index=rsf&measure=score&countries=KAZ,UZB&from=2020&to=2023"},
	{"bars", "ranking", "index=eiu&measure=score&year=2020"},
	{"map", "map", "index=eiu&measure=score&year=2020"},
	{"radar", "profile", "index=eiu&countries=KAZ&year=2020"},
	{"columns", "monthly", "measure=judicial_acts&from=2016&to=2017"},
}

func TestGoldenImages(t *testing.T) {
	r := newRenderer(t)
	for _, sample := range samples {
		for _, look := range []struct{ size, theme, lang string }{{"social", "dark", "kk"}, {"narrow", "auto", "ru"}} {
			f := figure(t, look.lang, sample.chart, sample.query)
			fr := r.Frame(f, sizeNamed(t, look.size), look.theme, foot)
			got := fr.SVG(draw(t, r, f, fr.Layout()), "d")
			checkImage(t, r, sample.name+" "+look.size, f, fr, got)

			checkGolden(t, sample.name+"-"+look.size, got)
		}
	}
}

// checkGolden compares an SVG with the golden file of that name, or writes it.
func checkGolden(t *testing.T, name string, svg []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden.svg")
	// One element a line shows what changed.
	lines := bytes.ReplaceAll(svg, []byte("><"), []byte(">\n<"))
	if *update {
		if err := os.WriteFile(file, lines, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(lines)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

func TestImagesOfEverySizeLanguageAndTheme(t *testing.T) {
	r := newRenderer(t)
	for _, lang := range locale.Languages() {
		for _, sample := range samples {
			f := figure(t, lang, sample.chart, sample.query)
			for _, s := range Sizes() {
				for _, theme := range []string{"auto", "dark"} {
					name := fmt.Sprintf("%s %s %s %s", sample.name, lang, s.Name, theme)
					fr := r.Frame(f, s, theme, foot)
					svg := fr.SVG([]byte(`<path d="M0 0h1" stroke="var(--c1, #7c5c00)"/>`), "d")
					checkImage(t, r, name, f, fr, svg)
				}
			}
		}
	}
}

func TestDrawingsOfHighImagesAreThoseOfPages(t *testing.T) {
	r := newRenderer(t)
	for _, shape := range []charts.Shape{charts.Lines, charts.Bars, charts.Radar, charts.Columns, charts.Timeline, charts.Dumbbell, charts.Scatter, charts.Map} {
		narrow, wide := Layouts(charts.Figure{Shape: shape})
		for name, want := range map[string]Layout{"1x": wide, "2x": wide, "narrow": narrow} {
			if got := r.Frame(charts.Figure{Shape: shape}, sizeNamed(t, name), "light", foot).Layout(); got != want {
				t.Errorf("Frame(%s, %s).Layout() = %+v, want %+v", shape, name, got, want)
			}
		}
	}
}

func TestPixels(t *testing.T) {
	r := newRenderer(t)
	for name, want := range map[string][2]int{"social": {1200, 630}, "square": {1080, 1080}} {
		width, height := r.Frame(charts.Figure{Shape: charts.Bars}, sizeNamed(t, name), "light", foot).Pixels()
		if got := [2]int{width, height}; got != want {
			t.Errorf("%s has %v pixels, want %v", name, got, want)
		}
	}
	one, _ := r.Frame(charts.Figure{}, sizeNamed(t, "1x"), "light", nil).Pixels()
	two, _ := r.Frame(charts.Figure{}, sizeNamed(t, "2x"), "light", nil).Pixels()
	if one != 720 || two != 1440 {
		t.Errorf("1x and 2x are %d and %d pixels wide, want 720 and 1440", one, two)
	}
}

// TestFramesHoldAnyText checks frames of random texts, among them none and far
// more than there is room for.
func TestFramesHoldAnyText(t *testing.T) {
	r := newRenderer(t)
	rng := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("a of the Қырғызстан свобода https://sozdex.example/en/charts/trend?countries=KAZ,KGZ,UZB " +
		strings.Repeat("Unbreakable", 20) + " " + strings.Repeat("Ж", 90) + " \u2028 😀😀 2002–2026;")
	text := func(most int) string {
		var b strings.Builder
		for range rng.IntN(most + 1) {
			b.WriteString(words[rng.IntN(len(words))] + " ")
		}
		return b.String()
	}
	kinds := slices.Sorted(func(yield func(string) bool) {
		for kind := range swatches {
			if !yield(kind) {
				return
			}
		}
	})
	for i := range 100 {
		f := charts.Figure{Lang: "kk", Title: text(20), Subtitle: text(60), Unit: text(20), Alt: text(9),
			Shape: []charts.Shape{charts.Lines, charts.Bars, charts.Radar, charts.Columns, charts.Timeline, charts.Heatmap, charts.Dumbbell, charts.Scatter, charts.Map}[i%9]}
		for range rng.IntN(20) {
			f.Key = append(f.Key, charts.Swatch{Kind: kinds[rng.IntN(len(kinds))], Slot: 1 + rng.IntN(5), Name: text(4)})
		}
		for _, s := range Sizes() {
			fr := r.Frame(f, s, "dark", []string{text(30), text(30), text(30), text(30)})
			name := fmt.Sprintf("%s of texts %d", s.Name, i)
			checkImage(t, r, name, f, fr, fr.SVG(nil, "d"))
			// A figure of few rows needs no more than its own layout.
			narrow, _ := Layouts(f)
			if want := min(least[f.Shape], narrow.Height-10); fr.Layout().Height < want {
				t.Errorf("%s leaves %d pixels to %s, want %d", name, fr.Layout().Height, f.Shape, want)
			}
			if w, h := fr.Layout().Width, fr.Layout().Height; fr.x+w > fr.size.Width || fr.y+h > fr.size.Height {
				t.Errorf("%s: the drawing of %dx%d at %d,%d stands out of %+v", name, w, h, fr.x, fr.y, fr.size)
			}
		}
	}
}

func TestLines(t *testing.T) {
	r := newRenderer(t)
	look := face{size: 10}
	rng := rand.New(rand.NewPCG(3, 4))
	letters := []rune("abcdefЖқIі/?&=,-    W")
	for range 2000 {
		var b strings.Builder
		for range rng.IntN(120) {
			b.WriteRune(letters[rng.IntN(len(letters))])
		}
		text, width, most := b.String(), 20+rng.IntN(200), 1+rng.IntN(5)
		lines := r.lines(text, look, width, most)
		for _, line := range lines {
			if r.width(line, look) > width {
				t.Fatalf("lines(%q, %d, %d) has %q, which is %d wide", text, width, most, line, r.width(line, look))
			}
		}
		if len(lines) > most {
			t.Fatalf("lines(%q, %d, %d) = %q, want at most %d", text, width, most, lines, most)
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		got, want := squeeze(strings.Join(lines, "")), squeeze(text)
		if short, cut := strings.CutSuffix(got, "…"); got != want && !(cut && len(lines) == most && strings.HasPrefix(want, short)) {
			t.Fatalf("lines(%q, %d, %d) = %q, which says something else", text, width, most, lines)
		}
	}
}

func TestLinesBreakAddressesAtTheirMarks(t *testing.T) {
	r := newRenderer(t)
	got := r.lines("See https://sozdex.example/en/charts/trend?index=rsf&measure=score", face{size: 10}, 130, 9)
	want := []string{"See", "https://sozdex.example/en/", "charts/trend?index=rsf&", "measure=score"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines differ (-want +got):\n%s", diff)
	}
}

func TestKeysAreCutShort(t *testing.T) {
	r := newRenderer(t)
	f := charts.Figure{}
	for i := range 8 {
		f.Key = append(f.Key, charts.Swatch{Kind: "country", Slot: i + 1, Name: fmt.Sprintf("Country %d", i+1)})
	}
	for _, tt := range []struct {
		width, most int
		want        string
	}{
		{1000, 1, "Country 1, Country 2, Country 3, Country 4, Country 5, Country 6, Country 7, Country 8"},
		{300, 1, "Country 1, Country 2, Country 3, …"},
		{300, 2, "Country 1, Country 2, Country 3 | Country 4, Country 5, …"},
		{300, 3, "Country 1, Country 2, Country 3 | Country 4, Country 5, Country 6 | Country 7, Country 8"},
	} {
		var rows []string
		for _, row := range r.rows(f, face{size: 12}, tt.width, tt.most) {
			var names []string
			for _, e := range row {
				names = append(names, e.name)
			}
			rows = append(rows, strings.Join(names, ", "))
		}
		if got := strings.Join(rows, " | "); got != tt.want {
			t.Errorf("rows of %d pixels, at most %d = %q, want %q", tt.width, tt.most, got, tt.want)
		}
	}
}

func TestSwatchesHaveColors(t *testing.T) {
	r := newRenderer(t)
	for kind, s := range swatches {
		f := charts.Figure{Shape: charts.Lines, Lang: "en", Key: []charts.Swatch{{Kind: kind, Slot: 3, Name: kind}}}
		svg := string(r.Frame(f, Sizes()[0], "light", nil).SVG(nil, "d"))
		if strings.Contains(svg, `"none"`) || strings.Count(svg, "<rect")+strings.Count(svg, "<path") != 2 {
			t.Errorf("the swatch %s, %+v, is drawn as %s", kind, s, svg)
		}
	}
	for _, slug := range []string{"trend", "ranking", "map", "profile", "monthly"} {
		for _, k := range figure(t, "en", slug, "").Key {
			if _, ok := swatches[k.Kind]; !ok {
				t.Errorf("the key of %s has %+v, which is no swatch", slug, k)
			}
		}
	}
}

// FuzzImage checks that no text can be more than a text.
func FuzzImage(f *testing.F) {
	for _, text := range []string{"", "plain", `</title></text><script>alert(1)</script>`, `" onload="alert(1)`, "&amp; &lt; ]]> <!-- -->",
		"\x00\x01\x1f\ufffe\uffff", "\xff\xfe broken \xc3", `="var(--c1, #000000)"`, strings.Repeat("Ж", 300), "a\u00a0b\u2028c\td\r\n"} {
		f.Add(text)
	}
	r := newRenderer(f)
	f.Fuzz(func(t *testing.T, text string) {
		fig := charts.Figure{Shape: charts.Lines, Lang: "en", Title: text, Subtitle: text, Unit: text, Alt: text,
			Key: []charts.Swatch{{Kind: "band", Slot: 1, Name: text}, {Kind: text, Name: text}}}
		for _, s := range Sizes() {
			for _, theme := range []string{"auto", "dark"} {
				fr := r.Frame(fig, s, theme, []string{text, text})
				// The drawing's own escaping is not this package's Go.
				drawing := []byte("<text x=\"1\" y=\"1\" font-size=\"12\">\x01\ufffe</text>")
				checkImage(t, r, s.Name, fig, fr, fr.SVG(drawing, "d"))
			}
		}
	})
}

// checkImage checks that an image is well-formed XML with nothing but what
// images are made of, that its colours are those of its theme, that it is named,
// and that its texts are within it.
func checkImage(t *testing.T, r *Renderer, name string, f charts.Figure, fr Frame, svg []byte) {
	t.Helper()
	if has := bytes.Contains(svg, []byte("<style>")); has != (fr.theme == "auto") {
		t.Errorf("%s: has a style: %v", name, has)
	}
	if fr.theme != "auto" && bytes.Contains(svg, []byte(`"var(`)) {
		t.Errorf("%s: a colour is not plain", name)
	}
	said := map[string]string{}
	d := xml.NewDecoder(bytes.NewReader(svg))
	var depth int
	var open xml.StartElement
	var text string
	drawing := 0 // how deep the group of the drawing is
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			open, text = token.Copy(), ""
			if !slices.Contains([]string{"svg", "title", "desc", "style", "rect", "text", "g", "defs", "clipPath", "path", "polyline", "polygon", "circle"}, token.Name.Local) {
				t.Errorf("%s: has a <%s>", name, token.Name.Local)
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") || a.Name.Local == "style" {
					t.Errorf("%s: <%s> has %s=%q", name, token.Name.Local, a.Name.Local, a.Value)
				}
			}
			switch attr := attributes(token); {
			case depth == 1:
				width, height := fr.Pixels()
				want := fmt.Sprintf("%d %d 0 0 %d %d %s d-title d-desc", width, height, fr.size.Width, fr.size.Height, f.Lang)
				if got := strings.Join([]string{attr["width"], attr["height"], attr["viewBox"], attr["lang"], attr["aria-labelledby"]}, " "); got != want {
					t.Errorf("%s: the root has %q, want %q", name, got, want)
				}
			case depth == 2 && token.Name.Local == "g":
				drawing = depth
			}
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			attr := attributes(open)
			switch token.Name.Local {
			case "title", "desc":
				said[attr["id"]] = text
			case "text":
				if drawing == 0 {
					checkText(t, r, name, fr, attr, text)
				} else if strings.HasPrefix(attr["transform"], "translate(") {
					checkDrawnText(t, r, name, fr, attr, text)
				}
			}
			depth--
		}
	}
	// XML has one way to end a line and no place for some characters.
	clean := func(s string) string {
		return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.Map(allowed, s))
	}
	if diff := cmp.Diff(map[string]string{"d-title": clean(f.Title), "d-desc": clean(f.Alt)}, map[string]string{"d-title": clean(said["d-title"]), "d-desc": clean(said["d-desc"])}); diff != "" {
		t.Errorf("%s: title and desc differ (-want +got):\n%s", name, diff)
	}
}

func attributes(e xml.StartElement) map[string]string {
	attr := map[string]string{}
	for _, a := range e.Attr {
		attr[a.Name.Local] = a.Value
	}
	return attr
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Errorf("%q is no number", text)
	}
	return n
}

// checkText checks that a text around the drawing keeps off the edges of the
// image, and off the drawing.
func checkText(t *testing.T, r *Renderer, name string, fr Frame, attr map[string]string, text string) {
	t.Helper()
	measure := r.measures.regular
	if attr["font-weight"] != "" {
		measure = r.measures.semibold
	}
	x, y, size := number(t, attr["x"]), number(t, attr["y"]), number(t, attr["font-size"])
	right := x + measure.of(text, size)
	if x < 14 || right > float64(fr.size.Width)-13 || y-size < 12 || y+size/3 > float64(fr.size.Height)-10 {
		t.Errorf("%s: %q stands out of the image", name, text)
	}
	above, beside, below := y+size/3 <= float64(fr.y), right <= float64(fr.x), y-size >= float64(fr.y+fr.layout.Height)
	if !above && !beside && !below {
		t.Errorf("%s: %q stands in the drawing", name, text)
	}
}

var translate = regexp.MustCompile(`^translate\(([-\d.]+) ([-\d.]+)\)$`)

// checkDrawnText checks that a text of the drawing is not cut off at the edges
// of the image.
func checkDrawnText(t *testing.T, r *Renderer, name string, fr Frame, attr map[string]string, text string) {
	t.Helper()
	at := translate.FindStringSubmatch(attr["transform"])
	if at == nil {
		t.Errorf("%s: %q is moved by %q", name, text, attr["transform"])
		return
	}
	width := r.measures.regular.of(text, number(t, attr["font-size"]))
	left := float64(fr.x) + number(t, at[1]) - width*map[string]float64{"": 0, "start": 0, "middle": 0.5, "end": 1}[attr["text-anchor"]]
	if left < 0 || left+width > float64(fr.size.Width) {
		t.Errorf("%s: %q is cut off: it runs from %.1f to %.1f of %d", name, text, left, left+width, fr.size.Width)
	}
}
