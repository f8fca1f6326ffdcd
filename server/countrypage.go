package server

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// countryPage is what one reads and prints of a country.
type countryPage struct {
	head
	Country charts.Country
	Trends  []linkedPlate
	// Monitor is the newest report of the country's monitor; nil where there is none.
	Monitor *charts.Report
	Cases   []incident
	Sources []sourceGroup
	Link    string
	Cite    charts.Citation
}

// countriesPage leads to the page of each country.
type countriesPage struct {
	head
	Regions []group
}

// country answers with the page of a country.
func (s *Server) country(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	if !s.hasCountries() {
		return notFound()
	}
	given := c.Param("country")
	code := strings.ToUpper(given)
	switch {
	case !slices.Contains(datasets.PostSoviet(), code):
		return noSuch(given, likeNames(given, p))
	case code != given:
		c.Redirect(http.StatusMovedPermanently, "/"+p.Lang+"/countries/"+code)
		return nil
	}
	q := params(c)
	return s.answerPage(c, q.Problems, want{format: "country", lang: p.Lang, detail: code, make: func(ctx context.Context, p *locale.Printer) ([]byte, error) {
		data, err := s.countryPage(ctx, code, p)
		if err != nil {
			return nil, err
		}
		return s.pages.renderPlates("country", p, q.Problems, data, data.Trends)
	}})
}

func (s *Server) countries(c *gin.Context) error {
	if !s.hasCountries() {
		return notFound()
	}
	return s.still(c, "countries", func(p *locale.Printer) named { return s.countriesPage(p) })
}

// hasCountries says whether there is an index to tell of countries.
func (s *Server) hasCountries() bool { return charts.Find("trend").Drawable(s.Catalogue) }

func (s *Server) countryPage(ctx context.Context, code string, p *locale.Printer) (countryPage, error) {
	told := charts.MakeCountry(s.Catalogue, code, p)
	out := countryPage{
		head:    head{Title: p.Text("country.title", locale.Args{"Country": told.Name}), Path: "countries/" + code},
		Country: told,
	}
	if len(told.Told) > 0 {
		out.Description = told.Told[0].Text
	}
	out.Image = s.preview(told.Views[0])
	var titles []string
	var sources []charts.Source
	for _, view := range told.Views {
		plate, err := s.linkedPlate(ctx, view, p)
		if err != nil {
			return countryPage{}, err
		}
		out.Trends = append(out.Trends, plate)
		if x := s.Catalogue.Index(view.Index); x != nil {
			titles = append(titles, s.data(p, x.Title))
		}
		for _, source := range plate.Figure.Sources {
			if !slices.ContainsFunc(sources, func(known charts.Source) bool { return known.ID == source.ID }) {
				sources = append(sources, source)
			}
		}
	}
	for _, m := range s.Catalogue.Monitors {
		if m.Country == code {
			out.Monitor = s.newest(m, p)
		}
	}
	for _, i := range s.Catalogue.Incidents {
		if i.Country == code {
			out.Cases = append(out.Cases, s.incident(i, p))
		}
	}
	out.Sources = bySource(sources)
	out.Link = s.URL + "/" + p.Lang + "/" + out.Path
	out.Cite = charts.Cite(charts.Figure{Chart: code, Title: out.Title, Subtitle: p.List(titles), Sources: sources, Lang: p.Lang}, out.Link, s.Catalogue.Created, p)
	return out, nil
}

func (s *Server) countriesPage(p *locale.Printer) countriesPage {
	return countriesPage{
		head{Title: p.Text("countries.title"), Description: p.Text("countries.lead"), Path: "countries/"},
		countryGroups(nil, p),
	}
}

// likeNames are the countries whose code or name begins like a name that is of
// none; all where none does.
func likeNames(name string, p *locale.Printer) []string {
	begin, _ := utf8.DecodeRuneInString(strings.ToUpper(name))
	var like, all []string
	for _, code := range datasets.PostSoviet() {
		told := code + " (" + p.Country(code) + ")"
		all = append(all, told)
		if strings.HasPrefix(code, string(begin)) || strings.HasPrefix(p.Country(code), string(begin)) {
			like = append(like, told)
		}
	}
	if len(like) == 0 {
		return all
	}
	return like
}
