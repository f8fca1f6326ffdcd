package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/option"
	"github.com/sozdex/sozdex/charts/render"
)

// social is the size of the image that a link to a page shows elsewhere.
const social = "social"

// image answers with a view as a picture that stands alone. A program gets no
// guess: what it asked wrongly is refused.
func (s *Server) image(c *gin.Context, lang, format string, view charts.View, size render.Size, problems []charts.Problem) error {
	if len(problems) > 0 {
		return badParameters(problems)
	}
	if err := s.Renderer.CanPNG(); err != nil && format == "png" {
		return &Error{Status: http.StatusNotImplemented, Code: "not_implemented", Message: "error.no_png", Args: locale.Args{"Reason": err.Error()}}
	}
	picture.apply(c)
	return s.deliver(c, s.wantImage(view, lang, format, size))
}

// sizeNamed returns the size of that name, which must be one of sizeNames.
func sizeNamed(name string) render.Size {
	sizes := render.Sizes()
	return sizes[slices.IndexFunc(sizes, func(s render.Size) bool { return s.Name == name })]
}

func sizeNames() []string {
	var names []string
	for _, s := range render.Sizes() {
		names = append(names, s.Name)
	}
	return names
}

func (s *Server) wantImage(view charts.View, lang, format string, size render.Size) want {
	kind := typeSVG
	if format == "png" {
		kind = typePNG
	}
	w := want{format: format, lang: lang, view: view, detail: size.Name, kind: kind, disposition: func(*locale.Printer) string {
		return `inline; filename="` + fileName(view) + "-" + size.Name + "." + format + `"`
	}}
	w.make = func(ctx context.Context, p *locale.Printer) ([]byte, error) { return s.picture(ctx, w, size, p) }
	return w
}

// picture makes an image: the drawing with title, key, source and date in it.
func (s *Server) picture(ctx context.Context, w want, size render.Size, p *locale.Printer) ([]byte, error) {
	figure := w.view.Chart.Figure(s.Catalogue, w.view, p)
	built, err := option.Build(figure)
	if err != nil {
		return nil, err
	}
	theme := w.view.Theme
	if w.format == "png" && theme == "auto" {
		theme = "light"
	}
	foot := []string{
		p.Text("image.source", locale.Args{"Publishers": strings.Join(publishers(figure), ", ")}),
		p.Text("image.date", locale.Args{"Release": s.Catalogue.Created}),
	}
	if figure.Credit != "" {
		foot = append(foot, figure.Credit)
	}
	frame := s.Renderer.Frame(figure, size, theme, foot)
	d, err := s.drawing(ctx, built, frame.Layout())
	if err != nil {
		return nil, err
	}
	// Two images of one drawing may come to stand on one page.
	id := "i" + s.key(w).String()[:8]
	svg := frame.SVG([]byte(strings.ReplaceAll(string(d.Body), d.ID+"-", id+"-")), id)
	if w.format == "svg" {
		return svg, nil
	}
	width, height := frame.Pixels()
	return s.Renderer.PNG(ctx, svg, width, height)
}

// download is a file that a reader may take away.
type download struct {
	Name string
	Path string
}

// downloads are the images of a view: SVG, and PNG in each size where it can be made.
func (s *Server) downloads(f charts.Figure, query string) []download {
	at := func(format, size string) string {
		return "/" + f.Lang + "/charts/" + f.Chart + "." + format + "?" + query + "&size=" + size
	}
	all := []download{{"SVG", at("svg", render.Sizes()[0].Name)}}
	if s.Renderer.CanPNG() != nil {
		return all
	}
	for _, size := range render.Sizes() {
		all = append(all, download{"PNG " + label(size), at("png", size.Name)})
	}
	return all
}

// publishers names those whose figures a figure shows.
func publishers(f charts.Figure) []string {
	var names []string
	for _, source := range f.Sources {
		if !slices.Contains(names, source.Publisher) {
			names = append(names, source.Publisher)
		}
	}
	return names
}

// label tells a size by the pixels of its image.
func label(size render.Size) string {
	width, height := size.Pixels()
	if height == 0 {
		return fmt.Sprintf("%d px", width)
	}
	return fmt.Sprintf("%d×%d", width, height)
}
