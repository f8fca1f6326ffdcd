package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/server/cache"
)

// want is something that can be asked for: with the build and the data, its
// fields name everything that the bytes depend on.
type want struct {
	format  string // "page", "embed", "drawing", "svg", "png", "csv", "xlsx", "json" or the name of a page that is no chart
	lang    string
	view    charts.View // zero for what is no chart
	detail  string      // what else the bytes depend on, canonically
	kind    string      // content type
	bounded bool        // the renderer bounds how many are made at a time
	make    func(ctx context.Context, p *locale.Printer) ([]byte, error)
	// disposition names the file that is made; nil where it is none.
	disposition func(p *locale.Printer) string
}

const (
	typeHTML = "text/html; charset=utf-8"
	typeCSV  = "text/csv; charset=utf-8"
	typeJSON = "application/json; charset=utf-8"
	typeSVG  = "image/svg+xml"
	typePNG  = "image/png"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

func (s *Server) key(w want) cache.Key {
	chart, query := "", ""
	if w.view.Chart != nil {
		chart, query = w.view.Chart.Slug, w.view.Query()
	}
	// Pages say which images there are.
	images := "svg"
	if s.Renderer.CanPNG() == nil {
		images = "svg png"
	}
	return cache.NewKey(s.Build, s.Catalogue.Fingerprint, s.URL, images, w.format, w.lang, chart, query, w.detail)
}

// deliver answers with what is wanted: not at all where the reader has it,
// from the cache where that has it, else made now.
func (s *Server) deliver(c *gin.Context, w want) error {
	key := s.key(w)
	if unchanged(c, key.String()) {
		return nil
	}
	artifact, result, err := s.fetch(c.Request.Context(), key, w)
	if err != nil {
		return passing(c, w.kind, nil, err)
	}
	c.Set(resultKey, string(result))
	if err := send(c, artifact); err != nil {
		return err
	}
	s.shortcuts.keep(c, key)
	return nil
}

// fetch returns what is wanted from the cache, or makes it.
func (s *Server) fetch(ctx context.Context, key cache.Key, w want) (cache.Artifact, cache.Result, error) {
	return s.Cache.Fetch(ctx, key, func(ctx context.Context) (cache.Artifact, error) {
		body, err := s.make(ctx, s.fills, w)
		if err != nil {
			return cache.Artifact{}, err
		}
		artifact := cache.NewArtifact(w.kind, body)
		if w.disposition != nil {
			artifact.Disposition = w.disposition(s.bundle.In(w.lang))
		}
		return artifact, nil
	})
}

// passing answers with what was made and must not be kept anywhere, or returns
// why nothing was. A page that lacks its drawing passes too.
func passing(c *gin.Context, kind string, body []byte, err error) error {
	var without *undrawn
	if errors.As(err, &without) {
		body, err = without.page, nil
	}
	if err != nil {
		return err
	}
	c.Writer.Header().Del("ETag")
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, kind, body)
	return nil
}

// dated says of which release of the data an answer is. It is no validator: a
// new build may say the same data otherwise, and then only the ETag is another,
// so If-Modified-Since is never answered with "not modified".
func (s *Server) dated(c *gin.Context) {
	if day, err := time.Parse(time.DateOnly, s.Catalogue.Created); err == nil {
		c.Header("Last-Modified", day.Format(http.TimeFormat))
	}
}

// unchanged tags an answer by what names its bytes, and answers a reader who
// has them.
func unchanged(c *gin.Context, tag string) bool {
	etag := `W/"` + tag + `"`
	c.Header("ETag", etag)
	c.Header("Vary", "Accept-Encoding")
	if !matches(c.GetHeader("If-None-Match"), etag) {
		return false
	}
	c.Set(resultKey, "etag")
	c.Status(http.StatusNotModified)
	return true
}

// send answers with an artifact in the encoding that suits the reader.
func send(c *gin.Context, artifact cache.Artifact) error {
	encoding, body, err := artifact.Encoded(c.GetHeader("Accept-Encoding"))
	if err != nil {
		return err
	}
	if encoding != "" {
		c.Header("Content-Encoding", encoding)
	}
	if artifact.Disposition != "" {
		c.Header("Content-Disposition", artifact.Disposition)
	}
	c.Data(http.StatusOK, artifact.ContentType, body)
	return nil
}

// make runs as many makings at a time as there are slots, and lets others wait
// briefly. What something else bounds already takes no slot.
func (s *Server) make(ctx context.Context, slots chan struct{}, w want) ([]byte, error) {
	if !w.bounded {
		wait := time.NewTimer(fillWait)
		defer wait.Stop()
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		case <-wait.C:
			return nil, errBusy
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	s.metrics.renders.WithLabelValues(w.format).Inc()
	return w.make(ctx, s.bundle.In(w.lang))
}

// matches says whether If-None-Match names the tag. Tags are compared weakly.
func matches(header, etag string) bool {
	for _, tag := range strings.Split(header, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

// wantPage is a view as a page or an embed.
func (s *Server) wantPage(view charts.View, lang, format string, problems []charts.Problem) want {
	return want{format: format, lang: lang, view: view, kind: typeHTML, make: s.form(view, s.figureOf(view), format, problems)}
}

// figureOf makes the figure of a view in the language of who asks.
func (s *Server) figureOf(view charts.View) func(*locale.Printer) charts.Figure {
	return func(p *locale.Printer) charts.Figure { return view.Chart.Figure(s.Catalogue, view, p) }
}

// once makes a value the first time that it is asked for: the name of a file and
// its bytes are made from the same. All must ask in one language.
func once[T any](make func(*locale.Printer) T) func(*locale.Printer) T {
	var made sync.Once
	var value T
	return func(p *locale.Printer) T {
		made.Do(func() { value = make(p) })
		return value
	}
}

// form makes a view in one form. Every audience goes through here: the figure
// is made once, and page, embed, CSV, XLSX and JSON are made from it.
func (s *Server) form(view charts.View, figureOf func(*locale.Printer) charts.Figure, format string, problems []charts.Problem) func(context.Context, *locale.Printer) ([]byte, error) {
	return func(ctx context.Context, p *locale.Printer) ([]byte, error) {
		figure := figureOf(p)
		switch format {
		case "csv":
			return figure.Records().CSV(), nil
		case "xlsx":
			return figure.Workbook(s.link(view, p), s.Catalogue.Created, p).XLSX(p)
		case "json":
			return json.Marshal(figure)
		}
		drawn, err := s.draw(ctx, figure)
		if err != nil {
			return nil, err
		}
		page, err := s.pages.render(format, p, problems, s.chartPage(view, figure, drawn, p))
		if err == nil && len(drawn.Drawings) == 0 {
			err = &undrawn{page}
		}
		return page, err
	}
}
