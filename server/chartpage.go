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
	Methods  []method
	// Publishers are whom the embed names as its sources.
	Publishers []string
}

// method leads to how an index or a monitor is made, on the page of sources.
type method struct{ Name, Title string }

// methods are those of what a view draws.
func (s *Server) methods(v charts.View) []method {
	var of []method
	for _, x := range v.Drawn(s.Catalogue) {
		of = append(of, method{x.Name, x.Title})
	}
	if v.Chart.OfTallies() {
		of = append(of, method{s.Catalogue.Monitors[0].Name, s.Catalogue.Monitors[0].Publisher})
	}
	return of
}

// share is what a reader takes away.
type share struct {
	Link  string
	Embed string
	View  handout // without files where the figures may not be handed out
	// Wholes are what the view shows a part of.
	Wholes []handout
	Cite   charts.Citation
}

// handout is figures that a reader may save, and how many rows they fill.
type handout struct {
	Title string
	Rows  int
	Files []download
}

func (s *Server) chartPage(view charts.View, f charts.Figure, d drawn, p *locale.Printer) chartPage {
	query := view.Query()
	pinned := view.Pinned(s.Catalogue).Query()
	link := s.link(view, p)
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
	out.Methods = s.methods(view)
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
		at := "/" + p.Lang + "/charts/" + f.Chart
		out.Share.View = handout{f.Title, len(f.Records().Rows), []download{
			{"CSV", at + ".csv?" + pinned}, {"XLSX", at + ".xlsx?" + pinned}, {"JSON", at + ".json?" + pinned},
		}}
		out.Share.Wholes = s.wholes(view, p)
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

// wholes are all figures of the indices and of the monitor in a view.
func (s *Server) wholes(view charts.View, p *locale.Printer) []handout {
	var all []handout
	add := func(title string, rows int, at string) {
		all = append(all, handout{s.data(p, title), rows, []download{{"CSV", at + ".csv"}, {"XLSX", at + ".xlsx"}}})
	}
	for _, x := range view.Drawn(s.Catalogue) {
		add(x.Title, len(x.Observations()), "/api/v1/indices/"+x.Name)
	}
	if view.Chart.OfTallies() {
		m := s.Catalogue.Monitors[0]
		add(m.Title, len(m.Tallies()), "/api/v1/tallies")
	}
	return all
}

// link is the address of a view that stays at what it shows now.
func (s *Server) link(view charts.View, p *locale.Printer) string {
	return s.URL + "/" + p.Lang + "/charts/" + view.Chart.Slug + "?" + view.Pinned(s.Catalogue).Query()
}
