package server

import (
	"bytes"
	"context"
	"encoding/xml"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts/locale"
)

// atomFeed is a feed as RFC 4287 has it.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Content struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	} `xml:"content"`
}

// dataChanges answers with the page of what each release changed.
func (s *Server) dataChanges(c *gin.Context) error {
	if s.Catalogue.Created == "" {
		return notFound()
	}
	return s.still(c, "changes", func(p *locale.Printer) named { return s.changesPage(p) })
}

// changesFeed answers with the same as a feed. Its ids are addresses, which must
// be whole: without a URL there is none.
func (s *Server) changesFeed(c *gin.Context) error {
	if s.URL == "" || s.Catalogue.Created == "" {
		return notFound()
	}
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	if err := noParams(c); err != nil {
		return err
	}
	api.apply(c)
	s.dated(c)
	return s.deliver(c, want{format: "changes-feed", lang: p.Lang, kind: "application/atom+xml; charset=utf-8", make: func(_ context.Context, p *locale.Printer) ([]byte, error) {
		return s.feed(s.changesPage(p), p)
	}})
}

func (s *Server) feed(page changesPage, p *locale.Printer) ([]byte, error) {
	at := s.URL + "/" + p.Lang + "/" + page.Path
	feed := atomFeed{Lang: p.Lang, ID: at, Title: "Sozdex · " + page.Title, Updated: page.Entries[0].Release + "T00:00:00Z", Author: "Sozdex",
		Links: []atomLink{{"self", "application/atom+xml", at + ".atom"}, {"alternate", "text/html", at}}}
	for _, e := range page.Entries {
		var content bytes.Buffer
		if err := s.pages.byLang[p.Lang].ExecuteTemplate(&content, "change", e); err != nil {
			return nil, err
		}
		entry := atomEntry{ID: at + "#" + e.ID, Title: e.Title, Updated: e.Release + "T00:00:00Z", Link: atomLink{"alternate", "text/html", at + "#" + e.ID}}
		entry.Content.Type, entry.Content.Text = "html", content.String()
		feed.Entries = append(feed.Entries, entry)
	}
	body, err := xml.Marshal(feed)
	return append([]byte(xml.Header), body...), err
}
