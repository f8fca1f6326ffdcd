package server

import (
	"net/url"
	"strconv"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/server/search"
)

// searchPage is what a query finds, in groups of one kind each.
type searchPage struct {
	head
	Query    string
	Groups   [][]search.Result
	Found    int
	Examples []string // queries that find something
}

func (s *Server) searchPage(query string, p *locale.Printer) searchPage {
	out := searchPage{
		head:     head{Title: p.Text("search.title"), Description: p.Text("search.lead"), Path: "search", Search: true},
		Query:    query,
		Examples: s.searchExamples(p),
	}
	if query == "" {
		return out
	}
	found := s.finder.Find(query, p)
	out.Groups, out.Found = search.Groups(found), len(found)
	out.Title = p.Text("search.titled", locale.Args{"Query": query})
	out.Path += "?" + url.Values{"q": {query}}.Encode()
	return out
}

// searchExamples show what can be asked, in words of the data at hand.
func (s *Server) searchExamples(p *locale.Printer) []string {
	country := p.Country(charts.Find("trend").Countries[0])
	examples := []string{country}
	for _, x := range s.Catalogue.Indices {
		if latest := x.Main().Latest(); latest != 0 {
			examples = append(examples, country+" "+s.data(p, x.Name), s.data(p, x.Title)+" "+strconv.Itoa(latest))
			break
		}
	}
	if len(s.Catalogue.Monitors) > 0 {
		if newest := s.newest(s.Catalogue.Monitors[0], p); newest != nil {
			examples = append(examples, newest.Title)
		}
	}
	return append(examples, p.Text("sources.title"))
}
