package server

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/render"
)

// node is an element of an SVG document.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

// document reads an SVG document, which must be well-formed to its end.
func document(t *testing.T, body []byte) node {
	t.Helper()
	var root node
	d := xml.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%v in %s", err, excerpt(body))
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if text, ok := token.(xml.CharData); err != nil || !ok || len(bytes.TrimSpace(text)) > 0 {
			t.Fatalf("%v, %v after the end of the document", token, err)
		}
	}
	if root.XMLName != (xml.Name{Space: "http://www.w3.org/2000/svg", Local: "svg"}) {
		t.Fatalf("the document is of %v", root.XMLName)
	}
	return root
}

// all are the elements of a name within another, of every name where it is empty.
func (n node) all(name string) []node {
	var found []node
	for _, child := range n.Nodes {
		if name == "" || child.XMLName.Local == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// TestSVG looks at the image of every chart in every language, and in each theme.
func TestSVG(t *testing.T) {
	t.Parallel()
	s := shared()
	for i, c := range s.charts {
		for j, lang := range locale.Languages() {
			checkSVG(t, s, lang, c, "auto")
			// The drawing is the same, and it is framed by the same code in every language.
			if j == i%len(locale.Languages()) {
				light, dark := checkSVG(t, s, lang, c, "light"), checkSVG(t, s, lang, c, "dark")
				if bytes.Equal(light, dark) {
					t.Errorf("the image of %s is the same in light and dark", c.Slug)
				}
			}
		}
	}
}

func checkSVG(t *testing.T, s *Server, lang string, c *charts.Chart, theme string) []byte {
	t.Helper()
	at := file(s, lang, c.Slug, "svg")
	if theme != "auto" {
		at += "&theme=" + theme
	}
	wrong := func(format string, args ...any) { t.Helper(); t.Errorf("%s: "+format, append([]any{at}, args...)...) }
	a := get(t, s, at)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "image/svg+xml" || a.header.Get("ETag") == "" {
		t.Fatalf("GET %s = %d, %v, want an image", at, a.status, a.header)
	}
	checkPolicy(t, at, a.header)
	f := decode[charts.Figure](t, s, file(s, lang, c.Slug, "json"))
	root := document(t, a.body)

	size := sizeNamed("1x")
	if root.attr("width") != strconv.Itoa(size.Width) || root.attr("viewBox") != "0 0 "+root.attr("width")+" "+root.attr("height") {
		wrong("it is %s by %s with the view box %s, want a width of %d", root.attr("width"), root.attr("height"), root.attr("viewBox"), size.Width)
	}
	if root.attr("lang") != lang || root.attr("role") != "img" {
		wrong("it is in %q and has the role %q", root.attr("lang"), root.attr("role"))
	}
	ids := map[string]string{}
	for _, n := range root.all("") {
		if id := n.attr("id"); id != "" {
			if _, twice := ids[id]; twice {
				wrong("the id %s stands twice", id)
			}
			ids[id] = n.Text
		}
	}
	var labels []string
	for _, id := range strings.Fields(root.attr("aria-labelledby")) {
		labels = append(labels, ids[id])
	}
	if diff := cmp.Diff([]string{f.Title, f.Alt}, labels); diff != "" {
		wrong("it is labelled (-figure +image):\n%s", diff)
	}

	p := s.bundle.In(lang)
	var texts []string
	for _, text := range root.all("text") {
		texts = append(texts, text.Text)
	}
	said := flat(strings.Join(texts, " "))
	for _, want := range []string{f.Title, f.Subtitle, f.Sources[0].Publisher, p.Text("image.source", locale.Args{"Publishers": strings.Join(publishers(f), ", ")}), p.Text("image.date", locale.Args{"Release": s.Catalogue.Created})} {
		if !strings.Contains(said, flat(want)) {
			wrong("it says %q, want %q in it", said, want)
		}
	}
	var shapes int
	for _, name := range strings.Split(inked, ", ") {
		shapes += len(root.all(name))
	}
	if shapes < 12 {
		wrong("it has %d shapes with ink", shapes)
	}

	styles := root.all("style")
	switch {
	case theme != "auto" && (len(styles) > 0 || bytes.Contains(a.body, []byte("var("))):
		wrong("a theme has %d style elements and colours that a reader chooses", len(styles))
	case theme == "auto" && len(styles) != 1:
		wrong("it has %d style elements, want 1", len(styles))
	case theme == "auto":
		want := "default-src 'none'; style-src '" + sha256Of(styles[0].Text) + "'; frame-ancestors *"
		if got := a.header.Get("Content-Security-Policy"); got != want {
			wrong("the policy is %q, want %q", got, want)
		}
		if !strings.Contains(styles[0].Text, "prefers-color-scheme:dark") && !strings.Contains(styles[0].Text, "prefers-color-scheme: dark") {
			wrong("it does not follow its reader: %s", styles[0].Text)
		}
	}
	for _, n := range root.all("") {
		if slices.Contains([]string{"script", "foreignObject", "image", "use", "a"}, n.XMLName.Local) {
			wrong("it has a <%s>", n.XMLName.Local)
		}
		for _, attr := range n.Attrs {
			if attr.Name.Local == "style" || attr.Name.Local == "class" || attr.Name.Local == "href" || strings.HasPrefix(attr.Name.Local, "on") {
				wrong("<%s> has %s=%q", n.XMLName.Local, attr.Name.Local, attr.Value)
			}
			for _, to := range references.FindAllStringSubmatch(attr.Value, -1) {
				if _, ok := ids[strings.TrimPrefix(to[1], "#")]; !ok {
					wrong("%s refers to %s, which it lacks", attr.Name.Local, to[1])
				}
			}
		}
	}
	return a.body
}

// TestSizes asks for one chart in every size, as SVG and as PNG.
func TestSizes(t *testing.T) {
	t.Parallel()
	s := shared()
	fixed := map[string][2]int{"social": {1200, 630}, "square": {1080, 1080}}
	tags := map[string]string{}
	for _, size := range render.Sizes() {
		at := file(s, "ru", "ranking", "svg") + "&size=" + size.Name
		a := get(t, s, at)
		root := document(t, a.body)
		width, err := strconv.Atoi(root.attr("width"))
		if err != nil {
			t.Fatal(err)
		}
		height, err := strconv.Atoi(root.attr("height"))
		if err != nil {
			t.Fatal(err)
		}
		want := [2]int{int(float64(size.Width) * size.Scale), height}
		if of, ok := fixed[size.Name]; ok {
			want = of
		}
		if got := [2]int{width, height}; got != want {
			t.Errorf("GET %s is of %v pixels, want %v", at, got, want)
		}
		if got, want := root.attr("viewBox"), fmt.Sprintf("0 0 %d %.0f", size.Width, float64(height)/size.Scale); got != want {
			t.Errorf("GET %s has the view box %s, want %s", at, got, want)
		}

		b := get(t, s, strings.Replace(at, ".svg", ".png", 1))
		checkPolicy(t, strings.Replace(at, ".svg", ".png", 1), b.header)
		if b.status != http.StatusOK || b.header.Get("Content-Type") != "image/png" || !bytes.HasPrefix(b.body, []byte("\x89PNG\r\n\x1a\n")) {
			t.Fatalf("GET %s as PNG = %d, %s, %q", at, b.status, b.header.Get("Content-Type"), b.body[:min(8, len(b.body))])
		}
		made, err := png.DecodeConfig(bytes.NewReader(b.body))
		if err != nil || made.Width != width || made.Height != height {
			t.Errorf("the PNG of %s is of %d by %d pixels, %v, want those of the SVG, %d by %d", at, made.Width, made.Height, err, width, height)
		}
		for ending, answer := range map[string]answer{"svg": a, "png": b} {
			if got, want := answer.header.Get("Content-Disposition"), `inline; filename="sozdex-ranking-eiu-score-`+size.Name+"."+ending+`"`; got != want {
				t.Errorf("the %s of %s is kept as %s, want %s", ending, at, got, want)
			}
			tag := answer.header.Get("ETag")
			if tags[tag] != "" || tag == "" {
				t.Errorf("the %s of %s has the tag %q of %s", ending, at, tag, tags[tag])
			}
			tags[tag] = size.Name + "." + ending
		}
	}
	if len(tags) != 10 {
		t.Errorf("there are %d images, want 2 in each of 5 sizes", len(tags))
	}
	first := get(t, s, file(s, "ru", "ranking", "svg"))
	if got := tags[first.header.Get("ETag")]; got != "1x.svg" {
		t.Errorf("without a size the image is %q, want 1x.svg", got)
	}
}

// pixels reads a PNG that must be there.
func pixels(t *testing.T, s *Server, at string) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(get(t, s, at).body))
	if err != nil {
		t.Fatalf("GET %s: %v", at, err)
	}
	return m
}

// TestPNGThemes reads the colour of the paper: a PNG cannot follow its reader and
// is light unless asked.
func TestPNGThemes(t *testing.T) {
	t.Parallel()
	s := shared()
	at := "/kk/charts/profile.png?index=eiu"
	brightness := func(query string) uint8 {
		return color.GrayModel.Convert(pixels(t, s, at+query).At(3, 3)).(color.Gray).Y
	}
	if light, auto, dark := brightness("&theme=light"), brightness(""), brightness("&theme=dark"); light != auto || light < 200 || dark > 60 {
		t.Errorf("the paper is %d in light, %d without a theme and %d in dark, want the first two bright and the last dark", light, auto, dark)
	}
	// What is drawn is seen: the picture has more than its paper.
	m, colors := pixels(t, s, at), map[color.Color]bool{}
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y += 3 {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x += 3 {
			colors[m.At(x, y)] = true
		}
	}
	if len(colors) < 20 {
		t.Errorf("the picture has %d colours, want those of a chart", len(colors))
	}
}

// TestPreviews finds the image that a link to a page shows elsewhere: it is of
// the very view.
func TestPreviews(t *testing.T) {
	s := shared()
	meta := func(doc elements, name string) string {
		return doc.find(`meta[property="`+name+`"]`).attr("content") + doc.find(`meta[name="`+name+`"]`).attr("content")
	}
	inTurn(func(lang, v string) {
		at := "/" + lang + "/charts/" + v
		doc := pageAt(t, s, at)
		want := address + strings.Replace(at, "?", ".png?", 1) + "&size=social"
		for name, want := range map[string]string{
			"og:image": want, "og:image:type": "image/png", "og:image:width": "1200", "og:image:height": "630", "twitter:card": "summary_large_image",
			"og:url": address + at, "og:title": doc.find("h1").raw(), "og:description": doc.find(".summary").raw(), "og:image:alt": doc.find(".summary").raw(),
		} {
			if got := meta(doc, name); got != want {
				t.Errorf("%s of %s is %q, want %q", name, at, got, want)
			}
		}
		local, _ := ours(want)
		if a := get(t, s, local, "If-None-Match", "*"); a.status != http.StatusNotModified {
			t.Errorf("GET %s = %d, want the image", want, a.status)
		}
	})
	for _, at := range []string{"/en/", "/ru/charts/", "/kk/sources", "/en/embed/trend"} {
		if got := meta(pageAt(t, s, at), "og:image"); got != "" {
			t.Errorf("%s shows the image %s elsewhere, which is not of it", at, got)
		}
	}
	if got := meta(parse(t, get(t, s, "/en/charts/nope").body), "og:image"); got != "" {
		t.Errorf("a page that is not there shows %s elsewhere", got)
	}
}

// TestImageTags asks for an image again.
func TestImageTags(t *testing.T) {
	s := shared()
	for _, ending := range []string{"svg", "png"} {
		at := file(s, "en", "profile", ending)
		first := get(t, s, at)
		tag := first.header.Get("ETag")
		for _, same := range []string{"/en/charts/profile." + ending, at + "&size=", at + "&size=1x", "/en/charts/profile." + ending + "?size=1x&theme=auto&index=eiu"} {
			if a := get(t, s, same); a.status != http.StatusOK || a.header.Get("ETag") != tag || !bytes.Equal(a.body, first.body) {
				t.Errorf("GET %s = %d with the tag %s, want %s", same, a.status, a.header.Get("ETag"), tag)
			}
		}
		for _, other := range []string{at + "&size=square", at + "&theme=dark", at + "&countries=EST", strings.Replace(at, "/en/", "/ru/", 1)} {
			if a := get(t, s, other, "If-None-Match", "*"); a.status != http.StatusNotModified || a.header.Get("ETag") == tag || a.header.Get("ETag") == "" {
				t.Errorf("GET %s = %d with the tag %s, want another", other, a.status, a.header.Get("ETag"))
			}
		}
		a := get(t, s, at, "If-None-Match", tag)
		if a.status != http.StatusNotModified || len(a.body) > 0 || a.header.Get("ETag") != tag || a.header.Get("Cache-Control") != first.header.Get("Cache-Control") {
			t.Errorf("GET %s with its tag = %d, %v, want 304", at, a.status, a.header)
		}
	}
}

// TestWithoutPNG serves where rsvg-convert is not installed.
func TestWithoutPNG(t *testing.T) {
	with := shared()
	t.Setenv("PATH", t.TempDir())
	s := start(t, Config{Renderer: small(t)}, "")
	for _, at := range []string{file(s, "en", "trend", "png"), "/ru/charts/profile.png?size=social"} {
		a := get(t, s, at)
		code, message, _ := problem(t, a)
		if a.status != http.StatusNotImplemented || code != "not_implemented" || !strings.Contains(message, "rsvg-convert") || !strings.Contains(message, ".svg") {
			t.Errorf("GET %s = %d, %s, %q, want 501 with the reason", at, a.status, code, message)
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("ETag") != "" || a.header.Get("Content-Disposition") != "" || a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("the refusal of %s has the headers %v", at, a.header)
		}
		if again := get(t, s, at, "If-None-Match", "*"); again.status != http.StatusNotImplemented {
			t.Errorf("GET %s with a copy at hand = %d, want 501", at, again.status)
		}
	}
	if a := get(t, s, "/en/charts/trend.png?size=nope"); a.status != http.StatusBadRequest {
		t.Errorf("a size that there is not = %d, want 400", a.status)
	}
	at := home(s, "en", "ranking")
	doc := pageAt(t, s, at)
	var names []string
	for _, href := range doc.find(".downloads a").attrs("href") {
		path, _, _ := strings.Cut(href, "?")
		names = append(names, path[strings.LastIndex(path, ".")+1:])
	}
	if diff := cmp.Diff([]string{"svg", "csv", "xlsx", "json", "csv", "xlsx"}, names); diff != "" {
		t.Errorf("the downloads (-want +got):\n%s", diff)
	}
	if got := doc.find(`meta[property^="og:image"], meta[name="twitter:card"]`); len(got) > 0 {
		t.Errorf("the page shows an image elsewhere, %s, that cannot be made", got.attr("content"))
	}
	if n := len(doc.find(".drawing svg")); n != 2 {
		t.Errorf("the page has %d drawings, want 2", n)
	}
	if a := get(t, s, file(s, "en", "ranking", "svg")); a.status != http.StatusOK {
		t.Errorf("the SVG = %d, want 200", a.status)
	}
	// Servers with and without it may have one Redis between them.
	for _, path := range []string{at, strings.Replace(at, "/charts/", "/embed/", 1)} {
		tag := func(s *Server) string { return get(t, s, path, "If-None-Match", "*").header.Get("ETag") }
		if tag(s) == tag(with) {
			t.Errorf("%s has the tag of a page that offers PNG", path)
		}
	}
}
