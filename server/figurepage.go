package server

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// figurePage is what is known of one figure, and where it comes from.
type figurePage struct {
	head
	charts.Provenance
	Retrieved string
	Country   string // that has a page; empty for the rest of the world
	JSON      string // empty where the figure may not be handed out
}

// provenance tells of the figure that the path names.
func (s *Server) provenance(c *gin.Context, p *locale.Printer) (charts.Provenance, error) {
	told, err := charts.MakeProvenance(s.Catalogue, c.Param("figure"), p)
	if none, ok := errors.AsType[*charts.NoFigure](err); ok {
		return charts.Provenance{}, noSuch(none.ID, none.Nearest)
	}
	return told, err
}

// figure answers with the page of one figure. That of a gap says why there is none.
func (s *Server) figure(c *gin.Context) error {
	p, err := s.reader(c)
	if err != nil {
		return err
	}
	told, err := s.provenance(c, p)
	if err != nil {
		return err
	}
	q := params(c)
	return s.answerPage(c, q.Problems, want{format: "figure", lang: p.Lang, detail: told.ID, make: func(_ context.Context, p *locale.Printer) ([]byte, error) {
		return s.pages.render("figure", p, q.Problems, s.figurePage(told, p))
	}})
}

func (s *Server) figurePage(told charts.Provenance, p *locale.Printer) figurePage {
	out := figurePage{
		head:       head{Title: told.Of + ", " + told.Place, Description: told.Summary, Path: "figures/" + told.ID},
		Provenance: told,
	}
	if told.Source != nil {
		out.Retrieved = p.Date(told.Source.Retrieved)
	}
	if slices.Contains(datasets.PostSoviet(), told.Row.Country) && s.hasCountries() {
		out.Country = told.Row.Country
	}
	if !s.kept(told.Row.Index) {
		out.JSON = "/api/v1/figures/" + told.ID + "?lang=" + p.Lang
	}
	return out
}

// kept says that the figures of an index or a monitor may not be handed out as data.
func (s *Server) kept(name string) bool {
	if x := s.Catalogue.Index(name); x != nil {
		return x.Restricted()
	}
	for _, m := range s.Catalogue.Monitors {
		if m.Name == name {
			return m.Restricted()
		}
	}
	return false
}

// apiFigure answers with what the page of a figure says, in the language of lang.
func (s *Server) apiFigure(c *gin.Context) error {
	q := params(c, "lang")
	lang := q.Among("lang", locale.Languages(), "en")
	told, err := s.provenance(c, s.bundle.In(lang))
	if err != nil {
		return err
	}
	if len(q.Problems) > 0 {
		return badParameters(q.Problems)
	}
	if s.kept(told.Row.Index) {
		return restricted(told.Row.Index)
	}
	return s.deliver(c, want{format: "api-figure", lang: lang, detail: told.ID, kind: typeJSON,
		make: func(context.Context, *locale.Printer) ([]byte, error) { return json.Marshal(told) }})
}
