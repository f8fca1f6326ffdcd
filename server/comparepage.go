package server

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// comparePage shows indices, countries and years that are chosen once, in one
// chart after another.
type comparePage struct {
	head
	Comparison charts.Comparison
	Tabs       []tab
	Groups     []tab // countries that are often chosen together
	Controls   []control
	Plates     []linkedPlate
	Tables     []charts.Table // in place of plates
	// Notes say what the comparison cannot show.
	Notes []string
}

// tab leads to the same comparison in another chart, or with other countries.
type tab struct {
	ID, Label string
	Query     string
	Chosen    bool
}

func (s *Server) compare(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	if !s.hasCountries() {
		return notFound()
	}
	q := params(c, charts.ComparisonParams()...)
	chosen := q.Comparison(s.Catalogue)
	if canonical := chosen.Query(s.Catalogue); len(q.Problems) == 0 && c.Request.URL.RawQuery != canonical {
		c.Redirect(http.StatusFound, "/"+p.Lang+"/"+addressed("compare", canonical))
		return nil
	}
	return s.answerPage(c, q.Problems, want{format: "compare", lang: p.Lang, detail: chosen.Query(s.Catalogue), make: func(ctx context.Context, p *locale.Printer) ([]byte, error) {
		data, err := s.comparePage(ctx, chosen, p)
		if err != nil {
			return nil, err
		}
		return s.pages.renderPlates("compare", p, q.Problems, data, data.Plates)
	}})
}

// addressed is a path with its query, where it has one.
func addressed(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

func (s *Server) comparePage(ctx context.Context, chosen charts.Comparison, p *locale.Printer) (comparePage, error) {
	out := comparePage{
		head:       head{Title: p.Text("compare.title"), Description: p.Text("compare.lead"), Path: addressed("compare", chosen.Query(s.Catalogue))},
		Comparison: chosen,
		Controls:   s.comparisonControls(chosen, p),
	}
	for _, slug := range charts.ComparisonCharts(s.Catalogue) {
		other := chosen
		other.Chart = slug
		out.Tabs = append(out.Tabs, tab{"tab-" + slug, p.Text("tab." + slug), other.Query(s.Catalogue), slug == chosen.Chart})
	}
	for _, r := range regions() {
		other := chosen
		other.Countries = slices.Sorted(slices.Values(r.states))
		out.Groups = append(out.Groups, tab{"group-" + r.states[0], p.Text(r.message), other.Query(s.Catalogue), slices.Equal(other.Countries, chosen.Countries)})
	}
	all := chosen
	all.Countries = datasets.PostSoviet()
	out.Groups = append(out.Groups, tab{"group-all", p.Text("compare.all"), all.Query(s.Catalogue), slices.Equal(all.Countries, chosen.Countries)})

	if chosen.Chart == charts.ComparisonTable {
		out.Tables, out.Notes = chosen.Tables(s.Catalogue, p)
		return out, nil
	}
	views, left := chosen.Views(s.Catalogue)
	for _, x := range left {
		out.Notes = append(out.Notes, p.Text("compare.left", locale.Args{"Index": s.data(p, x.Title)}))
	}
	for _, of := range views {
		plate, err := s.linkedPlate(ctx, of.View, p)
		if err != nil {
			return comparePage{}, err
		}
		for _, problem := range of.Problems {
			plate.Notices = append(plate.Notices, problem.Say(p))
		}
		out.Plates = append(out.Plates, plate)
	}
	return out, nil
}

func (s *Server) comparisonControls(chosen charts.Comparison, p *locale.Printer) []control {
	indices := control{Name: "indices", Label: p.Text("control.indices"), Many: true, Most: charts.MaxCompared, Chosen: len(chosen.Indices), Groups: []group{{}}}
	for _, x := range charts.Find("trend").Indices(s.Catalogue) {
		indices.Groups[0].Choices = append(indices.Groups[0].Choices, choice{x.Name, s.data(p, x.Title), slices.Contains(chosen.Indices, x.Name)})
	}
	first, last := charts.CoveredSpan(s.Catalogue)
	var years []int
	for y := first; y <= last; y++ {
		years = append(years, y)
	}
	return []control{
		indices,
		yearControl("from", p.Text("compare.from"), p.Text("control.first", locale.Args{"Edition": first}), years, chosen.From),
		yearControl("to", p.Text("compare.to"), p.Text("control.newest", locale.Args{"Edition": last}), years, chosen.To),
		countryControl(chosen.Countries, len(datasets.PostSoviet()), p),
	}
}
