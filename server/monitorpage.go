package server

import (
	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// monitorPage shows what Adil Soz counts, report by report.
type monitorPage struct {
	head
	Reports   []reportView
	Rules     []rule
	Incidents []datasets.Incident
	Query     string
}

type rule struct{ Since, Counts string }

func (s *Server) monitorPage(p *locale.Printer) monitorPage {
	m := s.Catalogue.Monitors[0]
	out := monitorPage{
		head:      head{Title: s.Catalogue.Text(p.Lang, m.Title), Description: p.Text("monitor.lead"), Path: "monitor"},
		Incidents: s.Catalogue.Incidents,
		Query:     charts.Default(s.Catalogue, charts.Find("monthly")).Query(),
	}
	for _, r := range m.Reports() {
		out.Reports = append(out.Reports, s.reportView(r, p))
	}
	for _, r := range m.Regimes {
		out.Rules = append(out.Rules, rule{p.Month(r.From), s.Catalogue.Text(p.Lang, r.Counts)})
	}
	return out
}

// reportView is a report as a page shows it.
type reportView struct {
	Month   string
	Source  datasets.Source
	Figures []reportFigure
	Mixed   bool // some figures count over another period than the month
}

type reportFigure struct {
	Measure string
	Basis   string
	Value   string
	Flag    string
	Note    string
	Query   string
}

func (s *Server) reportView(r datasets.Report, p *locale.Printer) reportView {
	out := reportView{Month: p.Month(r.From), Source: *s.Catalogue.Source(r.Source)}
	data := func(text string) string { return s.Catalogue.Text(p.Lang, text) }
	monthly := charts.Find("monthly")
	m := s.Catalogue.Monitors[0]
	// In the order of the groups, totals first, as readers look for them.
	for _, measure := range m.Measures {
		for _, t := range r.Tallies {
			if t.Measure != measure.Name {
				continue
			}
			view := monthly.ViewOf(m.Name, t.Measure)
			view.Basis = t.Basis
			f := reportFigure{Measure: data(t.Measure), Basis: p.Text("basis." + string(t.Basis)),
				Value: p.Number(t.Value, 0), Query: view.Query()}
			out.Mixed = out.Mixed || t.Basis != datasets.Month
			if t.Unit == "KZT" {
				f.Value += " " + data(t.Unit)
			}
			if t.Flag != "" {
				f.Flag, f.Note = data(string(t.Flag)), data(t.Note)
			}
			out.Figures = append(out.Figures, f)
		}
	}
	return out
}
