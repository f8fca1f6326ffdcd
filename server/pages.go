package server

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/static"
)

// pages holds the parsed templates of each language.
type pages struct {
	byLang map[string]*template.Template
	shell  shell
}

// shell is what every page stands in, whatever it shows.
type shell struct {
	URL     string
	Release string
	Monitor bool
	// Countries says whether countries have pages.
	Countries bool
	Langs     []string
}

// head is what a page says of itself. Path leads to it from /{lang}/, with its
// canonical query.
type head struct {
	Title       string
	Description string
	Path        string
	Data        string // path of the same view as CSV; may be empty
	Image       preview
	Lost        bool   // the page stands at an address that is not its own
	Search      bool   // the page answers a query: it has the field itself, and is not for search engines
	Theme       string // light or dark; empty: as the reader has it
}

// preview is the image that a link to a page shows elsewhere. Path leads to it
// from /{lang}/; it is empty where there is none.
type preview struct {
	Path          string
	Width, Height int // in pixels
}

func (h head) Head() head { return h }

// named is any page: it embeds a head.
type named interface{ Head() head }

func parsePages(s *Server) (pages, error) {
	all := pages{byLang: map[string]*template.Template{}, shell: shell{
		URL: s.URL, Release: s.Catalogue.Created, Monitor: len(s.Catalogue.Monitors) > 0,
		Countries: s.hasCountries(), Langs: locale.Languages(),
	}}
	for _, lang := range locale.Languages() {
		p := s.bundle.In(lang)
		t, err := template.New("").Funcs(template.FuncMap{
			"t":     func(id string, pairs ...any) string { return p.Text(id, args(pairs)) },
			"count": func(id string, n int, pairs ...any) string { return p.Count(id, n, args(pairs)) },
			"data":  func(text string) string { return s.Catalogue.Text(lang, text) },
			"asset": s.assets.URL,
			"style": func(name string) (template.CSS, error) {
				text, err := s.assets.Text(name)
				return template.CSS(text), err
			},
			// A query that a View wrote is made of closed sets and escaped already.
			"query": func(q string) template.URL { return template.URL(q) },
			"inc":   func(i int) int { return i + 1 },
			"fonts": func() []string { return fonts(lang) },
			// Parts of pages do not see the language of the whole.
			"lang": func() string { return lang },
		}).ParseFS(static.Templates(), "*.html")
		if err != nil {
			return pages{}, fmt.Errorf("server: templates: %w", err)
		}
		all.byLang[lang] = t
	}
	return all, nil
}

// fonts are the files that a page's words are set in: fetched at once, they are
// there before the words are, and nothing moves.
func fonts(lang string) []string {
	alphabets := map[string][]string{"en": {"latin"}, "ru": {"latin", "cyrillic"}, "kk": {"latin", "cyrillic", "cyrillic-ext"}}
	var files []string
	for _, family := range []string{"inter", "source-serif-4"} {
		for _, alphabet := range alphabets[lang] {
			files = append(files, family+"-"+alphabet+"-wght-normal.woff2")
		}
	}
	return files
}

// args pairs up names and values that a template gives to a message.
func args(pairs []any) locale.Args {
	a := locale.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		a[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return a
}

// render makes a page to its last byte before any of it is sent.
func (p pages) render(name string, l *locale.Printer, problems []charts.Problem, data named) ([]byte, error) {
	var b bytes.Buffer
	var notices []string
	for _, problem := range problems {
		notices = append(notices, problem.Say(l))
	}
	err := p.byLang[l.Lang].ExecuteTemplate(&b, name+".html", struct {
		shell
		Lang    string
		Head    head
		Notices []string
		Page    any
	}{p.shell, l.Lang, data.Head(), notices, data})
	if err != nil {
		return nil, fmt.Errorf("server: page %s in %s: %w", name, l.Lang, err)
	}
	return b.Bytes(), nil
}

// renderPlates makes a page of several plates, which is not kept where one of
// them could not be drawn now.
func (p pages) renderPlates(name string, l *locale.Printer, problems []charts.Problem, data named, plates []linkedPlate) ([]byte, error) {
	page, err := p.render(name, l, problems, data)
	if err == nil && slices.ContainsFunc(plates, func(c linkedPlate) bool { return len(c.Drawings) == 0 }) {
		err = &undrawn{page}
	}
	return page, err
}

type errorPage struct {
	head
	Status  int
	Message string
	Fixes   []string
}
