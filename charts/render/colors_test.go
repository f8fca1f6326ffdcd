package render

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts/option"
)

func TestColorsAreThoseOfThePages(t *testing.T) {
	css, err := os.ReadFile("../../static/src/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile(`--([\w-]+): light-dark\((#\w+), (#\w+)\);`)
	pages := map[string][2]string{}
	for _, m := range token.FindAllStringSubmatch(string(css), -1) {
		pages[m[1]] = [2]string{m[2], m[3]}
	}
	for _, c := range option.Colors() {
		if diff := cmp.Diff(pages[c.Name], [2]string{c.Light, c.Dark}); diff != "" {
			t.Errorf("--%s differs (-tokens.css +colors):\n%s", c.Name, diff)
		}
	}
}

func TestPlain(t *testing.T) {
	for _, tt := range []struct{ in, light, dark string }{
		{`<rect fill="var(--paper, #123456)"/>`, `<rect fill="#ffffff"/>`, `<rect fill="#161c22"/>`},
		{`<a stroke="var(--c6, #0067b1)" fill="var(--b1, #fff)"/>`, `<a stroke="#0067b1" fill="#1b6ca8"/>`, `<a stroke="#6bb2f2" fill="#4c9bd4"/>`},
		{`<a fill="var(--nameless, #abc)"/>`, `<a fill="#abc"/>`, `<a fill="#abc"/>`},
		{`<text>var(--ink, #16202a)</text>`, `<text>var(--ink, #16202a)</text>`, `<text>var(--ink, #16202a)</text>`},
		{`<a fill="var(--ink, url(x))"/>`, `<a fill="var(--ink, url(x))"/>`, `<a fill="var(--ink, url(x))"/>`},
		{`<a fill="var(--ink, #16202a`, `<a fill="var(--ink, #16202a`, `<a fill="var(--ink, #16202a`},
		{``, ``, ``},
	} {
		for theme, want := range map[string]string{"light": tt.light, "dark": tt.dark} {
			if got := string(plain([]byte(tt.in), theme)); got != want {
				t.Errorf("plain(%q, %q) = %q, want %q", tt.in, theme, got, want)
			}
		}
	}
}

func TestStyleIsThatOfImages(t *testing.T) {
	svg := string(Frame{theme: "auto"}.SVG(nil, "a"))
	_, rest, _ := strings.Cut(svg, "<style>")
	content, _, found := strings.Cut(rest, "</style>")
	if !found {
		t.Fatalf("no style in %s", svg)
	}
	if content != Style() {
		t.Errorf("Style() = %q, want %q", Style(), content)
	}
	if strings.ContainsAny(content, "<>&") {
		t.Errorf("the style %q would be written otherwise in XML", content)
	}
}
