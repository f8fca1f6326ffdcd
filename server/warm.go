package server

import (
	"context"
	"fmt"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/server/cache"
)

// Warm makes the default view of every chart in every language, in each form
// that pages lead to, unless the cache has it. It tells progress how many are
// done, and returns how many it had to make. What Redis did not take is an error.
func (s *Server) Warm(ctx context.Context, progress func(done, of int)) (made int, err error) {
	var all []want
	for _, chart := range s.charts {
		view := charts.Default(s.Catalogue, chart)
		for _, lang := range locale.Languages() {
			// What a page gives to take away names its editions.
			pinned := view.Pinned(s.Catalogue)
			all = append(all, s.wantPage(view, lang, "page", nil), s.wantPage(view, lang, "embed", nil), s.wantPage(pinned, lang, "embed", nil))
			for _, size := range render.Sizes() {
				all = append(all, s.wantImage(pinned, lang, "svg", size))
				if s.Renderer.CanPNG() != nil {
					continue
				}
				all = append(all, s.wantImage(pinned, lang, "png", size))
				if size.Name == social {
					all = append(all, s.wantImage(view, lang, "png", size))
				}
			}
		}
	}
	progress(0, len(all))
	for i, w := range all {
		_, result, err := s.fetch(ctx, s.key(w), w)
		if err != nil {
			return made, fmt.Errorf("%s %s in %s: %w", w.format, w.view.Chart.Slug, w.lang, err)
		}
		if result == cache.FromFill {
			made++
		}
		progress(i+1, len(all))
	}
	return made, s.Cache.Flush(ctx)
}
