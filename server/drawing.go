package server

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/option"
	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/server/cache"
)

// drawn is a figure's option and what was drawn from it: nothing where that
// could not be done now.
type drawn struct {
	Option   []byte
	Drawings []drawing
}

// drawing is what stands in an svg element of a page.
type drawing struct {
	render.Layout
	ID   string
	Body template.HTML
}

// plate is a figure as pages and embeds show it.
type plate struct {
	Figure   charts.Figure
	Option   template.JS     // JSON with <, > and & escaped
	Layouts  []render.Layout // that the drawings are, or would be, in
	Drawings []drawing       // none where it could not be drawn now
}

func newPlate(f charts.Figure, d drawn) plate {
	narrow, wide := render.Layouts(f)
	return plate{f, template.JS(d.Option), []render.Layout{narrow, wide}, d.Drawings}
}

// linkedPlate is a plate that stands among others and leads to the page of its chart.
type linkedPlate struct {
	plate
	ID    string
	Query string
	// Notices say what of a choice the view could not take.
	Notices []string
}

// linkedPlate draws a view. Callers draw one after the other: together they
// would fill the queue of drawings.
func (s *Server) linkedPlate(ctx context.Context, view charts.View, p *locale.Printer) (linkedPlate, error) {
	figure := view.Chart.Figure(s.Catalogue, view, p)
	drawn, err := s.draw(ctx, figure)
	parts := []string{"chart", view.Chart.Slug, view.Index, view.Against}
	if view.Chart.MaxCountries == 1 {
		parts = append(parts, view.Countries...)
	}
	id := strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "-")
	return linkedPlate{plate: newPlate(figure, drawn), ID: id, Query: view.Query()}, err
}

// undrawn is a page without a drawing that belongs on it, which is sent and not kept.
type undrawn struct{ page []byte }

func (*undrawn) Error() string { return "server: the page has no drawing" }

// draw draws a figure for phones and for wide columns at once. The page stands
// without them: it has the table, and in a browser the script draws.
func (s *Server) draw(ctx context.Context, f charts.Figure) (drawn, error) {
	built, err := option.Build(f)
	if err != nil {
		return drawn{}, err
	}
	narrow, wide := render.Layouts(f)
	var drawings [2]drawing
	var errs [2]error
	var both sync.WaitGroup
	for i, layout := range []render.Layout{narrow, wide} {
		both.Go(func() { drawings[i], errs[i] = s.drawing(ctx, built, layout) })
	}
	both.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		if ctx.Err() != nil {
			return drawn{}, ctx.Err()
		}
		if !errors.Is(err, render.ErrBusy) {
			s.Log.LogAttrs(ctx, slog.LevelError, "drawing failed", slog.String("chart", f.Chart), slog.String("query", f.Query), slog.Any("error", err))
		}
		return drawn{Option: built}, nil
	}
	return drawn{built, drawings[:]}, nil
}

// drawing returns a drawing from the cache, or draws it. It depends on nothing
// but the option and the layout: pages, embeds and images of a view share it,
// whatever their theme, and so do addresses that lead to the same figures.
func (s *Server) drawing(ctx context.Context, built []byte, l render.Layout) (drawing, error) {
	key := cache.NewKey(s.Build, "drawing", fmt.Sprintf("%dx%d", l.Width, l.Height), string(built))
	id := "d" + key.String()[:8]
	artifact, _, err := s.fetch(ctx, key, want{format: "drawing", kind: typeSVG, bounded: true, make: func(ctx context.Context, _ *locale.Printer) ([]byte, error) {
		return s.Renderer.Draw(ctx, built, l, id)
	}})
	if err != nil {
		return drawing{}, err
	}
	_, body, err := artifact.Encoded("identity")
	return drawing{l, id, template.HTML(body)}, err
}
