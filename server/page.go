package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/server/search"
)

// root sends a reader to the language that the browser asks for.
func (s *Server) root(c *gin.Context) error {
	_, i := language.MatchStrings(s.matcher, c.GetHeader("Accept-Language"))
	c.Header("Vary", "Accept-Language")
	c.Redirect(http.StatusFound, "/"+locale.Languages()[i]+"/")
	return nil
}

// reader returns the language of the path.
func (s *Server) reader(c *gin.Context) (*locale.Printer, error) {
	p := s.bundle.In(c.Param("lang"))
	if p == nil {
		return nil, notFound()
	}
	return p, nil
}

// unslashed sends a reader who left out the last slash to where it is.
func (s *Server) unslashed(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(strings.TrimPrefix(c.FullPath(), "/"), "/")
	at := url.URL{Path: strings.TrimSuffix("/"+p.Lang+"/"+rest, "/") + "/", RawQuery: c.Request.URL.RawQuery}
	c.Redirect(http.StatusMovedPermanently, at.String())
	return nil
}

func (s *Server) overview(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	q := params(c, "sort")
	sort := q.Among("sort", charts.Sorts(s.Catalogue), "country")
	return s.answerPage(c, q.Problems, want{format: "overview", lang: p.Lang, detail: sort, make: func(_ context.Context, p *locale.Printer) ([]byte, error) {
		return s.pages.render("overview", p, q.Problems, s.overviewPage(sort, p))
	}})
}

// still answers with a page that takes no parameters.
func (s *Server) still(c *gin.Context, format string, data func(*locale.Printer) named) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	q := params(c)
	return s.answerPage(c, q.Problems, want{format: format, lang: p.Lang, make: func(_ context.Context, p *locale.Printer) ([]byte, error) {
		return s.pages.render(format, p, q.Problems, data(p))
	}})
}

func (s *Server) gallery(c *gin.Context) error {
	return s.still(c, "gallery", func(p *locale.Printer) named { return s.galleryPage(p) })
}

func (s *Server) monitor(c *gin.Context) error {
	if len(s.Catalogue.Monitors) == 0 {
		return notFound()
	}
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	q := params(c)
	return s.answerPage(c, q.Problems, want{format: "monitor", lang: p.Lang, make: func(ctx context.Context, p *locale.Printer) ([]byte, error) {
		data, err := s.monitorPage(ctx, p)
		if err != nil {
			return nil, err
		}
		return s.pages.renderPlates("monitor", p, q.Problems, data, data.Charts)
	}})
}

// report answers with the page of one report.
func (s *Server) report(c *gin.Context) error {
	if len(s.Catalogue.Monitors) == 0 {
		return notFound()
	}
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	m := s.Catalogue.Monitors[0]
	r, ok := m.Report(c.Param("report"))
	if !ok {
		var names []string
		for _, r := range m.Reports() {
			names = append(names, r.Name)
		}
		return noSuch(c.Param("report"), charts.Nearest(names, c.Param("report")))
	}
	q := params(c)
	return s.answerPage(c, q.Problems, want{format: "report", lang: p.Lang, detail: r.Name, make: func(_ context.Context, p *locale.Printer) ([]byte, error) {
		return s.pages.render("report", p, q.Problems, s.reportPage(m, r, p))
	}})
}

// search answers with what a query finds. There are as many such pages as there
// are queries, so none is kept.
func (s *Server) search(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	q := params(c, "q")
	query := q.Text("q", search.MaxQuery)
	return s.answerPassing(c, want{format: "search", lang: p.Lang, kind: typeHTML, make: func(_ context.Context, p *locale.Printer) ([]byte, error) {
		return s.pages.render("search", p, q.Problems, s.searchPage(query, p))
	}})
}

func (s *Server) sources(c *gin.Context) error {
	return s.still(c, "sources", func(p *locale.Printer) named { return s.sourcesPage(p) })
}

// chart answers with the page of a chart, or with one of its files where the
// name has an ending: the router cannot part the two.
func (s *Server) chart(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	slug, ending, dotted := strings.Cut(c.Param("chart"), ".")
	chart, err := s.find(slug)
	if err != nil {
		return err
	}
	picture := ending == "svg" || ending == "png"
	accepted := chart.Params
	if picture {
		accepted = append(slices.Clone(accepted), "size")
	}
	q := params(c, accepted...)
	view := q.View(s.Catalogue, chart)
	switch {
	case picture:
		size := q.Among("size", sizeNames(), sizeNames()[0])
		return s.image(c, p.Lang, ending, view, sizeNamed(size), q.Problems)
	case fileTypes[ending] != "":
		return s.file(c, p.Lang, ending, view, q.Problems)
	case dotted:
		return notFound()
	}
	if canonical := view.Query(); len(q.Problems) == 0 && c.Request.URL.RawQuery != canonical {
		c.Redirect(http.StatusFound, "/"+p.Lang+"/charts/"+slug+"?"+canonical)
		return nil
	}
	return s.answerPage(c, q.Problems, s.wantPage(view, p.Lang, "page", q.Problems))
}

func (s *Server) embed(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	chart, err := s.find(c.Param("chart"))
	if err != nil {
		return err
	}
	c.Header("Content-Security-Policy", s.embedPolicy)
	q := params(c, chart.Params...)
	view := q.View(s.Catalogue, chart)
	return s.answerPage(c, q.Problems, s.wantPage(view, p.Lang, "embed", q.Problems))
}

// fileTypes are the content types of views as data, by the ending of the address.
var fileTypes = map[string]string{"csv": typeCSV, "xlsx": typeXLSX, "json": typeJSON}

// file answers with a view as data. A program gets no guess: what it asked
// wrongly is refused.
func (s *Server) file(c *gin.Context, lang, format string, view charts.View, problems []charts.Problem) error {
	if len(problems) > 0 {
		return badParameters(problems)
	}
	if name := s.withheld(view); name != "" {
		return restricted(name)
	}
	api.apply(c)
	s.dated(c)
	figureOf := once(s.figureOf(view))
	w := want{format: format, lang: lang, view: view, kind: fileTypes[format], make: s.form(view, figureOf, format, nil)}
	if format != "json" {
		w.disposition = func(p *locale.Printer) string {
			return attachment(fileName(view)+"-view", len(figureOf(p).Records().Rows), format)
		}
	}
	return s.deliver(c, w)
}

// withheld names an index or a monitor in a view whose figures may not be handed
// out as data; it is empty where all may.
func (s *Server) withheld(view charts.View) string {
	if view.Chart.OfTallies() && s.Catalogue.Monitors[0].Restricted() {
		return s.Catalogue.Monitors[0].Name
	}
	for _, x := range view.Drawn(s.Catalogue) {
		if x.Restricted() {
			return x.Name
		}
	}
	return ""
}

// data says a text of the data in a language.
func (s *Server) data(p *locale.Printer, text string) string { return s.Catalogue.Text(p.Lang, text) }

// fileName names a view: sozdex-trend-rsf-score.
func fileName(v charts.View) string {
	parts := []string{"sozdex", v.Chart.Slug, v.Index, v.Against}
	if v.Chart.Takes("measure") {
		parts = append(parts, v.Measure)
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "-")
}

// attachment is the disposition of a file of figures: its name says which they
// are and how many rows they fill.
func attachment(name string, rows int, ending string) string {
	return fmt.Sprintf(`attachment; filename="%s-%d-rows.%s"`, name, rows, ending)
}

// find returns a chart that the data can draw.
func (s *Server) find(slug string) (*charts.Chart, error) {
	var slugs []string
	for _, c := range s.charts {
		if c.Slug == slug {
			return c, nil
		}
		slugs = append(slugs, c.Slug)
	}
	return nil, noSuch(slug, slugs)
}

// params reads the query of a request, of which only the named parameters are
// accepted. One that cannot be read is a problem, and what could be read counts.
func params(c *gin.Context, names ...string) *charts.Params {
	q, err := url.ParseQuery(c.Request.URL.RawQuery)
	p := charts.NewParams(q, names...)
	if err != nil {
		p.Refuse("?", c.Request.URL.RawQuery, "problem.query", nil)
	}
	return p
}

// answerPage answers with a page. One that tells of problems is not kept: there
// are as many such pages as there are mistakes.
func (s *Server) answerPage(c *gin.Context, problems []charts.Problem, w want) error {
	w.kind = typeHTML
	if len(problems) == 0 {
		return s.deliver(c, w)
	}
	w.format = "notice"
	return s.answerPassing(c, w)
}

// answerPassing answers with a page that is made each time, and in slots of
// those pages: no page that can be kept waits for them.
func (s *Server) answerPassing(c *gin.Context, w want) error {
	body, err := s.make(c.Request.Context(), s.notices, w)
	return passing(c, w.kind, body, err)
}
