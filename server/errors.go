package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/render"
)

// Error is an answer that is not what was asked for: a status, a code from a
// small closed set, a message of the catalogue of messages and what would be right.
type Error struct {
	Status  int
	Code    string
	Message string // id of a message
	Args    locale.Args
	// Problems are the parameters at fault, where some are.
	Problems []charts.Problem
	Fixes    []string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func notFound() error {
	return &Error{Status: http.StatusNotFound, Code: "not_found", Message: "error.not_found"}
}

func noSuch(what string, fixes []string) error {
	return &Error{Status: http.StatusNotFound, Code: "not_found", Message: "error.no_such", Args: locale.Args{"What": charts.Shorten(what)}, Fixes: fixes}
}

func methodNotAllowed() error {
	return &Error{Status: http.StatusMethodNotAllowed, Code: "method_not_allowed", Message: "error.method", Fixes: []string{"GET", "HEAD"}}
}

func badParameters(problems []charts.Problem) error {
	return &Error{Status: http.StatusBadRequest, Code: "bad_parameter", Message: "error.parameter", Problems: problems}
}

func restricted(index string) error {
	return &Error{Status: http.StatusForbidden, Code: "restricted", Message: "error.restricted", Args: locale.Args{"Index": index}}
}

// statusGone stands in the log and the metrics for a reader who left before the answer.
const statusGone = 499

var errBusy = &Error{Status: http.StatusServiceUnavailable, Code: "busy", Message: "error.busy"}

// tooLong refuses a query that no view needs, before anything reads it.
func tooLong(r *http.Request) error {
	if len(r.URL.RawQuery) > maxQuery || len(r.URL.Path) > maxQuery {
		return &Error{Status: http.StatusRequestURITooLong, Code: "too_long", Message: "error.too_long", Args: locale.Args{"Max": maxQuery}}
	}
	return nil
}

// recovered turns a panic into an error, so that one request takes nothing down.
func (s *Server) recovered(c *gin.Context, h handler) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return h(c)
}

// fail is where every error becomes a response, and a line of the log where it
// is the server's own.
func (s *Server) fail(c *gin.Context, err error) {
	var e *Error
	switch {
	case errors.As(err, &e):
	case c.Request.Context().Err() != nil:
		// Nobody reads the answer; without a status the log would tell of a success.
		c.AbortWithStatus(statusGone)
		return
	case errors.Is(err, render.ErrBusy), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		e = errBusy
	default:
		e = &Error{Status: http.StatusInternalServerError, Code: "internal", Message: "error.internal"}
		s.Log.LogAttrs(c.Request.Context(), slog.LevelError, "request failed", slog.String("path", c.Request.URL.Path), slog.Any("error", err))
	}
	if c.Writer.Written() {
		return
	}
	h := c.Writer.Header()
	if wantsJSON(c) {
		// A script of another site must be able to read what was wrong.
		api.apply(c)
	}
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	h.Del("Last-Modified")
	h.Del("Content-Disposition")
	if e.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "2")
	}
	if e.Status == http.StatusMethodNotAllowed {
		h.Set("Allow", "GET, HEAD")
	}
	p := s.bundle.In("en")
	if wantsJSON(c) {
		s.failJSON(c, e, p)
		return
	}
	if of := s.bundle.In(firstSegment(c.Request.URL.Path)); of != nil {
		p = of
	}
	body, err := s.pages.render("error", p, nil, errorPage{head: head{Title: e.say(p), Lost: true}, Status: e.Status, Message: e.say(p), Fixes: e.fixes(p)})
	if err != nil {
		s.Log.LogAttrs(c.Request.Context(), slog.LevelError, "error page failed", slog.Any("error", err))
		body = []byte(e.say(p))
	}
	c.Data(e.Status, typeHTML, body)
}

type errorJSON struct {
	Error struct {
		Code    string   `json:"code"`
		Message string   `json:"message"`
		Fixes   []string `json:"fixes"`
	} `json:"error"`
}

func (s *Server) failJSON(c *gin.Context, e *Error, p *locale.Printer) {
	var body errorJSON
	body.Error.Code, body.Error.Message, body.Error.Fixes = e.Code, e.say(p), e.fixes(p)
	if body.Error.Fixes == nil {
		body.Error.Fixes = []string{}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		raw = []byte(`{"error":{"code":"internal","message":"","fixes":[]}}`)
	}
	c.Data(e.Status, typeJSON, raw)
}

func (e *Error) say(p *locale.Printer) string { return p.Text(e.Message, e.Args) }

func (e *Error) fixes(p *locale.Printer) []string {
	fixes := e.Fixes
	for _, problem := range e.Problems {
		fixes = append(fixes, problem.Say(p))
	}
	return fixes
}

// wantsJSON says whether a program asked: for the API, or for a file of a chart.
func wantsJSON(c *gin.Context) bool {
	at := c.Request.URL.Path
	return firstSegment(at) == "api" || slices.Contains([]string{".csv", ".xlsx", ".json", ".svg", ".png"}, path.Ext(at))
}

func firstSegment(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}
