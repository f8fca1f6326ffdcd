package server

import (
	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
)

// overviewPage is the league table with the newest report beside it.
type overviewPage struct {
	head
	League charts.League
	Report *charts.Report
	Cards  []card
}

// card leads to a chart.
type card struct {
	Slug  string
	Query string
}

func (s *Server) overviewPage(sort string, p *locale.Printer) overviewPage {
	out := overviewPage{
		head:   head{Title: p.Text("overview.title"), Description: p.Text("overview.lead")},
		League: charts.MakeLeague(s.Catalogue, sort, p),
		Cards:  s.cards(),
	}
	if sort != "country" {
		out.Path = "?sort=" + sort
	}
	if len(s.Catalogue.Monitors) > 0 {
		out.Report = s.newest(s.Catalogue.Monitors[0], p)
	}
	return out
}

func (s *Server) cards() []card {
	var cards []card
	for _, c := range s.charts {
		cards = append(cards, card{c.Slug, charts.Default(s.Catalogue, c).Query()})
	}
	return cards
}

type galleryPage struct {
	head
	Cards []card
}

func (s *Server) galleryPage(p *locale.Printer) galleryPage {
	return galleryPage{head{Title: p.Text("gallery.title"), Description: p.Text("gallery.lead"), Path: "charts/"}, s.cards()}
}
