package server

import (
	"slices"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// quotedIndex is what a report quotes of one edition of an index.
type quotedIndex struct {
	Title   string
	Edition int
	Query   string // of the ranking of the edition; empty where there is none
	Figures []quotedFigure
	Same    int // how many are as the index has them
}

// quotedFigure is a figure as a report quotes it, beside that of the index.
type quotedFigure struct {
	Country, Measure string
	Printed          string
	Held             string // empty where the index has none
	Differs          bool
}

// quotes are the indices that a report quotes, in the order in which it does.
func (s *Server) quotes(source string, p *locale.Printer) []quotedIndex {
	var all []quotedIndex
	var last datasets.Quote
	for _, q := range s.Catalogue.Quoted(source) {
		m := s.Catalogue.Index(q.Index).Measure(q.Measure)
		if len(all) == 0 || q.Index != last.Index || q.Edition != last.Edition {
			all = append(all, quotedIndex{Title: s.data(p, m.Index.Title), Edition: q.Edition, Query: s.rankingOf(m.Index, q.Edition)})
		}
		last = q
		f := quotedFigure{Country: p.Country(q.Country), Measure: s.data(p, m.Title), Printed: p.Number(q.Value, m.Decimals)}
		if held, ok := s.Catalogue.Original(q); ok {
			f.Held, f.Differs = p.Number(held.Value, m.Decimals), held.Value != q.Value
		}
		of := &all[len(all)-1]
		of.Figures = append(of.Figures, f)
		if f.Held != "" && !f.Differs {
			of.Same++
		}
	}
	return all
}

// rankingOf leads to the ranking of an edition, where the charts have it.
func (s *Server) rankingOf(x *datasets.Index, edition int) string {
	ranking, m := charts.Find("ranking"), x.Main()
	if !slices.Contains(m.Editions(), edition) {
		return ""
	}
	view := ranking.ViewOf(x.Name, m.Name)
	view.Year = edition
	return view.Query()
}
