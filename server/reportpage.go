package server

import (
	"slices"
	"strings"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// reportPage is all that one report tells.
type reportPage struct {
	head
	Report    charts.Report
	Count     int    // of its figures
	Columns   int    // of their table
	Monitor   string // its title
	Quotes    []quotedIndex
	Cases     []incident
	Earlier   *charts.ReportName // the reports before and after it
	Later     *charts.ReportName
	Retrieved string
	CSV       string // empty where the figures may not be handed out
}

// incident is a case that a report names.
type incident struct {
	datasets.Incident
	When    string
	Place   string
	Kind    string
	Summary string
}

func (s *Server) reportPage(m *datasets.Monitor, r datasets.Report, p *locale.Printer) reportPage {
	told := charts.MakeReport(s.Catalogue, m, r, p)
	out := reportPage{
		head: head{
			Title:       p.Text("report.title", locale.Args{"Publisher": s.data(p, m.Publisher), "Period": told.Title}),
			Description: inBrief(told, p), Path: "monitor/" + r.Name,
		},
		Report: told, Count: len(r.Tallies), Columns: 2, Monitor: s.data(p, m.Title), Cases: s.cases(r.Source, p),
		Quotes:    s.quotes(r.Source, p),
		Retrieved: p.Date(told.Source.Retrieved),
	}
	if told.Before != nil {
		out.Columns++
	}
	if told.YearBefore != "" {
		out.Columns++
	}
	reports := m.Reports()
	at := slices.IndexFunc(reports, func(other datasets.Report) bool { return other.Name == r.Name })
	name := func(i int) *charts.ReportName {
		if i < 0 || i >= len(reports) {
			return nil
		}
		name := charts.NameReport(reports[i], p)
		return &name
	}
	out.Later, out.Earlier = name(at-1), name(at+1)
	if !m.Restricted() {
		out.CSV = "/api/v1/tallies.csv?report=" + r.Name
	}
	return out
}

// inBrief is a report for those who see no more of its page.
func inBrief(r charts.Report, p *locale.Printer) string {
	return p.Text("report.description", locale.Args{"Period": r.Title, "Told": strings.Join(r.Told, " ")})
}

// cases are the incidents that a report names.
func (s *Server) cases(source string, p *locale.Printer) []incident {
	var of []incident
	for _, i := range s.Catalogue.Incidents {
		if i.Source == source {
			of = append(of, s.incident(i, p))
		}
	}
	return of
}

func (s *Server) incident(i datasets.Incident, p *locale.Printer) incident {
	return incident{
		Incident: i, When: p.Date(i.Date), Place: s.data(p, i.Place),
		Kind: s.data(p, i.Kind), Summary: s.data(p, i.Summary),
	}
}
