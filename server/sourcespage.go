package server

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// sourcesPage lists every index with its methods, and every source.
type sourcesPage struct {
	head
	Indices []indexView
	Sources []sourceGroup
	Notes   []datasets.Fault
}

type indexView struct {
	*datasets.Index
	Regimes  []string
	Editions string
	Scale    string
	Figures  int
	Query    string
}

func (s *Server) sourcesPage(p *locale.Printer) sourcesPage {
	out := sourcesPage{head: head{Title: p.Text("sources.title"), Description: p.Text("sources.lead"), Path: "sources"}}
	trend := charts.Find("trend")
	for _, x := range s.Catalogue.Indices {
		m := x.Main()
		v := indexView{Index: x, Figures: len(x.Observations()), Scale: charts.Scale(m.Regime(m.Latest()), p)}
		if len(m.Editions()) > 0 {
			v.Editions = strconv.Itoa(m.First()) + "–" + strconv.Itoa(m.Latest())
			v.Query = trend.ViewOf(x.Name, m.Name).Query()
		}
		for _, r := range m.Regimes {
			if r.Reason != "" {
				v.Regimes = append(v.Regimes, strings.ReplaceAll(r.String(), "-", "–")+": "+s.data(p, r.Reason))
			}
		}
		out.Indices = append(out.Indices, v)
	}
	out.Sources = bySource(charts.Sources(s.Catalogue, p))
	out.Notes = s.Catalogue.Notes
	return out
}

// sourceGroup is what one publisher lends on the same terms.
type sourceGroup struct {
	Publisher string
	Licence   string
	Sources   []charts.Source
}

// bySource groups sources by publisher and licence, in the order in which each
// first appears.
func bySource(sources []charts.Source) []sourceGroup {
	var groups []sourceGroup
	for _, src := range sources {
		i := slices.IndexFunc(groups, func(g sourceGroup) bool { return g.Publisher == src.Publisher && g.Licence == src.Licence })
		if i < 0 {
			i = len(groups)
			groups = append(groups, sourceGroup{Publisher: src.Publisher, Licence: src.Licence})
		}
		groups[i].Sources = append(groups[i].Sources, src)
	}
	return groups
}
