package charts_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
)

func TestCite(t *testing.T) {
	f := charts.Figure{Chart: "trend", Lang: "en", Title: "Press & freedom", Subtitle: "2013–2026",
		Sources: []charts.Source{{Publisher: "RSF"}, {Publisher: "EIU"}, {Publisher: "RSF"}}}
	got := charts.Cite(f, "https://example.org/en/charts/trend?index=rsf&to=2026", "2026-11-24", printer(t, "en"))
	want := charts.Citation{
		Text: "Sozdex (2026). Press & freedom. 2013–2026. Data: RSF; EIU. Data release 2026-11-24. https://example.org/en/charts/trend?index=rsf&to=2026",
		BibTeX: `@misc{sozdex_trend_20261124,
  author = {{Sozdex}},
  title = {Press \& freedom},
  note = {2013–2026. Data: RSF; EIU. Data release 2026-11-24},
  year = {2026},
  url = {https://example.org/en/charts/trend?index=rsf&to=2026}
}
`,
		RIS: strings.Join([]string{"TY  - DATA", "AU  - Sozdex", "TI  - Press & freedom", "N1  - 2013–2026. Data: RSF; EIU. Data release 2026-11-24", "PY  - 2026",
			"ET  - 2026-11-24", "UR  - https://example.org/en/charts/trend?index=rsf&to=2026", "LA  - en", "ER  - ", ""}, "\r\n"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Cite (-want +got):\n%s", diff)
	}
}

// TestHostileCitation: no text can end its field or begin another.
func TestHostileCitation(t *testing.T) {
	for _, text := range []string{
		"}", "{", "}}\n@misc{x, title={y}", `\input{/etc/passwd}`, `\`, `\\}`, "50% of $5 & #1_2^3~4", "a\nUR  - evil", "a\r\nER  - \r\nTY  - DATA",
		"a\u2028ER  - ", "a\u0085ER  - ", "a\vER  - ", "a\x00b",
	} {
		f := charts.Figure{Chart: "trend", Lang: "en", Title: text, Subtitle: text, Sources: []charts.Source{{Publisher: text}}}
		got := charts.Cite(f, "https://example.org/?q="+text, "2026-11-24", printer(t, "en"))

		lines := strings.Split(got.BibTeX, "\n")
		if len(lines) != 8 || lines[6] != "}" || lines[7] != "" {
			t.Errorf("BibTeX of %q has %d lines:\n%s", text, len(lines), got.BibTeX)
		}
		if depth := braces(got.BibTeX); depth != 0 {
			t.Errorf("BibTeX of %q leaves %d braces open:\n%s", text, depth, got.BibTeX)
		}
		for _, line := range lines[1:6] {
			if !strings.HasPrefix(line, "  ") || braces(line) != 0 {
				t.Errorf("BibTeX of %q has a line %q that does not close what it opens", text, line)
			}
		}
		fields := strings.FieldsFunc(got.RIS, func(r rune) bool { return strings.ContainsRune("\r\n\v\f\u0085\u2028\u2029", r) })
		var tags []string
		for _, field := range fields {
			if !regexp.MustCompile(`^[A-Z][A-Z0-9]  - `).MatchString(field) {
				t.Errorf("RIS of %q has a line %q", text, field)
				continue
			}
			tags = append(tags, field[:2])
		}
		if diff := cmp.Diff([]string{"TY", "AU", "TI", "N1", "PY", "ET", "UR", "LA", "ER"}, tags); diff != "" {
			t.Errorf("RIS of %q (-want +got):\n%s", text, diff)
		}
	}
}

// braces counts the braces that stay open; one that closes nothing counts as many.
func braces(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return 1000
			}
		}
	}
	return depth
}

// TestEveryPublisherIsCited of the charts as they open.
func TestEveryPublisherIsCited(t *testing.T) {
	cat := builtIn(t)
	for _, c := range charts.All() {
		f := figure(t, cat, c.Slug, "")
		got := charts.Cite(f, "https://example.org/", cat.Created, printer(t, "en")).Text
		for _, s := range f.Sources {
			if !strings.Contains(got, s.Publisher) {
				t.Errorf("Cite(%s) = %q, want %s in it", c.Slug, got, s.Publisher)
			}
		}
	}
}
