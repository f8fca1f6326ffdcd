package adilsoz

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML takes the text out of a saved page. Each block of it is a line,
// whose number is that of the line of the file where it begins.
func readHTML(text string) page {
	r := htmlReader{at: 1}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		begins := r.at
		r.at += bytes.Count(z.Raw(), []byte("\n"))
		switch kind {
		case html.TextToken:
			r.write(string(z.Text()), begins)
		case html.StartTagToken, html.SelfClosingTagToken:
			r.start(z.Token(), kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			r.end(z.Token().DataAtom)
		}
	}
	r.flush()
	page := page{url: r.url, lines: r.lines}
	for _, title := range []string{r.heading.String(), r.title.String()} {
		if title = strings.Join(strings.Fields(title), " "); title != "" {
			page.titles = append(page.titles, title)
		}
	}
	return page
}

// address is what a page may give as its own.
var address = regexp.MustCompile(`^https?://[!-~]{1,500}$`)

type htmlReader struct {
	lines          []line
	block          strings.Builder
	begins         int       // line of the file where the block begins
	at             int       // line of the file that was come to
	inside         atom.Atom // of what is not shown, or is a title
	heading, title strings.Builder
	url            string
}

func (r *htmlReader) write(text string, begins int) {
	switch r.inside {
	case atom.Title:
		r.title.WriteString(text)
		return
	case 0, atom.H1:
	default:
		return
	}
	if r.inside == atom.H1 {
		r.heading.WriteString(text)
	}
	if r.block.Len() == 0 {
		trimmed := strings.TrimLeft(text, " \t\r\n")
		if trimmed == "" {
			return
		}
		r.begins = begins + strings.Count(text[:len(text)-len(trimmed)], "\n")
		text = trimmed
	}
	// A line feed within a block is a space.
	r.block.WriteString(strings.NewReplacer("\r", " ", "\n", " ", "\t", " ").Replace(text))
}

func (r *htmlReader) start(token html.Token, closed bool) {
	if breaks(token.DataAtom) {
		r.flush()
	}
	switch token.DataAtom {
	case atom.Li:
		r.begins = r.at
		r.block.WriteString("- ")
	case atom.Link:
		if url := attribute(token, "href"); attribute(token, "rel") == "canonical" && address.MatchString(url) {
			r.url = url
		}
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Title, atom.Textarea, atom.Select, atom.Iframe, atom.Del, atom.S, atom.Strike:
		if r.inside == 0 && !closed {
			r.inside = token.DataAtom
		}
	case atom.H1:
		// A page has one heading of its own; the first is it.
		if r.inside == 0 && r.heading.Len() == 0 {
			r.inside = atom.H1
		}
	}
}

func (r *htmlReader) end(tag atom.Atom) {
	if breaks(tag) {
		r.flush()
	}
	if tag == r.inside {
		r.inside = 0
	}
}

func (r *htmlReader) flush() {
	if r.block.Len() == 0 {
		return
	}
	r.lines = append(r.lines, line{r.begins, r.block.String()}, line{r.begins, ""})
	r.block.Reset()
}

// breaks says whether a line ends where an element begins or ends.
func breaks(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.Tr, atom.Td, atom.Th, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Nav, atom.Aside, atom.Main,
		atom.Blockquote, atom.Pre, atom.Dl, atom.Dt, atom.Dd, atom.Hr, atom.Form, atom.Body, atom.Title, atom.Figure, atom.Figcaption:
		return true
	}
	return false
}

func attribute(token html.Token, name string) string {
	for _, a := range token.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
