package server

import (
	"fmt"
	"html/template"
	"slices"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
)

// chartPage is the page of a chart and its embed.
type chartPage struct {
	head
	plate
	View     charts.View
	Controls []control
	Share    share
	Images   []download
	Handed   bool // whether the figures may be handed out as data
	Sources  []sourceGroup
	// Publishers are whom the embed names as its sources.
	Publishers []string
}

// share is what a reader takes away.
type share struct {
	Link  string
	Embed string
	CSV   string // as JSON, empty where the figures may not be handed out
	JSON  string
	Cite  charts.Citation
}

func (s *Server) chartPage(view charts.View, f charts.Figure, d drawn, p *locale.Printer) chartPage {
	query := view.Query()
	pinned := view.Pinned(s.Catalogue).Query()
	page := s.URL + "/" + p.Lang + "/charts/" + f.Chart
	link := page + "?" + pinned
	out := chartPage{
		head: head{
			Title: f.Title, Description: f.Summary,
			Path: "charts/" + f.Chart + "?" + query,
		},
		plate: newPlate(f, d), View: view,
		Controls: s.controls(view, p),
		Handed:   s.withheld(view) == "",
	}
	if view.Theme != "auto" {
		out.Theme = view.Theme
	}
	height := 560
	if slices.Contains([]charts.Shape{charts.Bars, charts.Dumbbell, charts.Map}, f.Shape) {
		height = 680
	}
	out.Sources = bySource(f.Sources)
	out.Publishers = publishers(f)
	out.Images = s.downloads(f, pinned)
	out.Image = s.preview(view)
	out.Share = share{
		Link: link,
		Embed: fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="%d" style="border:0" loading="lazy"></iframe>`,
			template.HTMLEscapeString(s.URL+"/"+p.Lang+"/embed/"+f.Chart+"?"+pinned), template.HTMLEscapeString(f.Title), height),
		Cite: charts.Cite(f, link, s.Catalogue.Created, p),
	}
	if out.Handed {
		out.Data = "charts/" + f.Chart + ".csv?" + query
		out.Share.CSV = "/" + p.Lang + "/charts/" + f.Chart + ".csv?" + pinned
		out.Share.JSON = "/" + p.Lang + "/charts/" + f.Chart + ".json?" + pinned
	}
	return out
}

// preview is the image of a view for links to a page that shows it; none where
// no images can be made.
func (s *Server) preview(view charts.View) preview {
	if s.Renderer.CanPNG() != nil {
		return preview{}
	}
	width, height := sizeNamed(social).Pixels()
	return preview{"charts/" + view.Chart.Slug + ".png?" + view.Query() + "&size=" + social, width, height}
}
