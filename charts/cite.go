package charts

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/sozdex/sozdex/charts/locale"
)

// Citation is how to cite a view.
type Citation struct{ Text, BibTeX, RIS string }

// Cite writes the citation of a figure at an address. Release is the date of
// the data release, YYYY-MM-DD; a reader adds the day of access.
func Cite(f Figure, address, release string, p *locale.Printer) Citation {
	year := release
	if len(release) >= 4 {
		year = release[:4]
	}
	var publishers []string
	for _, s := range f.Sources {
		if !slices.Contains(publishers, s.Publisher) {
			publishers = append(publishers, s.Publisher)
		}
	}
	credit := p.Text("cite.data") + ": " + strings.Join(publishers, "; ") + ". " + p.Text("cite.release") + " " + release
	return Citation{
		Text: fmt.Sprintf("Sozdex (%s). %s. %s. %s. %s", year, f.Title, f.Subtitle, credit, address),
		BibTeX: fmt.Sprintf("@misc{sozdex_%s_%s,\n  author = {{Sozdex}},\n  title = {%s},\n  note = {%s. %s},\n  year = {%s},\n  url = {%s}\n}\n",
			f.Chart, strings.ReplaceAll(release, "-", ""), bibtex(f.Title), bibtex(f.Subtitle), bibtex(credit), year, texAddress(address)),
		RIS: strings.Join([]string{
			"TY  - DATA", "AU  - Sozdex", "TI  - " + line(f.Title), "N1  - " + line(f.Subtitle+". "+credit), "PY  - " + year,
			"ET  - " + release, "UR  - " + line(address), "LA  - " + f.Lang, "ER  - ", ""}, "\r\n"),
	}
}

// bibtex keeps a text from closing its field or running as a command.
func bibtex(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "$", `\$`, "#", `\#`, "_", `\_`,
		"^", `\textasciicircum{}`, "~", `\textasciitilde{}`).Replace(line(s))
}

// texAddress keeps an address, which TeX reads as it stands, within its braces.
func texAddress(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(line(s))
}

// line keeps a text from starting a field of its own.
func line(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
}
