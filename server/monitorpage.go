package server

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// monitorPage shows what Adil Soz counts: its newest report, the charts of all
// of them, how it counts, and where each report is.
type monitorPage struct {
	head
	Newest *charts.Report // nil where no report is at hand
	// Cases are the incidents of the newest report that names any, Named.
	Cases   []incident
	Named   charts.ReportName
	Charts  []linkedPlate
	Changes []change
	Years   []reportYear
	First   string // the months of the oldest report and of the newest
	Last    string
	Months  int // from there to the newest report
	Found   int // of these have a report
	Suspect int // figures of all reports that are flagged
}

// change is a counting rule that came into force, or what else changed what is
// counted.
type change struct {
	When string
	What string
	Rule bool
}

// reportYear is a year of reports, month by month.
type reportYear struct {
	Year   int
	Found  int // months that have a report
	Whole  []reportPlace
	Months []monthPlace
}

// monthPlace is a month, which mostly has one report or none.
type monthPlace struct {
	Month   string
	Reports []reportPlace
}

// reportPlace is where a report is.
type reportPlace struct {
	charts.ReportName
	Label   string // the month, or that it is about the whole year
	Figures int
	Suspect int
	URL     string // of the publisher's page; may be empty
}

func (s *Server) monitorPage(ctx context.Context, p *locale.Printer) (monitorPage, error) {
	m := s.Catalogue.Monitors[0]
	out := monitorPage{
		head:    head{Title: s.data(p, m.Title), Description: p.Text("monitor.lead"), Path: "monitor"},
		Newest:  s.newest(m, p),
		Changes: s.changes(m, p),
	}
	reports := m.Reports()
	if len(reports) > 0 {
		out.Description = inBrief(*out.Newest, p)
		out.addReports(s, reports, p)
	}
	for _, r := range reports {
		if out.Cases = s.cases(r.Source, p); len(out.Cases) > 0 {
			out.Named = charts.NameReport(r, p)
			break
		}
	}
	for _, c := range s.charts {
		if !c.OfTallies() {
			continue
		}
		plate, err := s.linkedPlate(ctx, charts.Default(s.Catalogue, c), p)
		if err != nil {
			return monitorPage{}, err
		}
		out.Charts = append(out.Charts, plate)
	}
	return out, nil
}

// newest tells the newest report of a monitor; nil where there is none.
func (s *Server) newest(m *datasets.Monitor, p *locale.Printer) *charts.Report {
	reports := m.Reports()
	if len(reports) == 0 {
		return nil
	}
	told := charts.MakeReport(s.Catalogue, m, reports[0], p)
	return &told
}

// changes are the counting rules and the events in the order of their days.
func (s *Server) changes(m *datasets.Monitor, p *locale.Printer) []change {
	type dated struct {
		day string
		change
	}
	var all []dated
	for _, r := range m.Regimes {
		all = append(all, dated{r.From.Format(time.DateOnly), change{p.Month(r.From), s.data(p, r.Counts), true}})
	}
	for _, e := range m.Events {
		all = append(all, dated{e.Date, change{p.Date(e.Date), s.data(p, e.Title), false}})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(a.day, b.day) })
	changes := make([]change, len(all))
	for i, d := range all {
		changes[i] = d.change
	}
	return changes
}

// addReports lays out the reports by year, the newest first, each month in its
// place whether it has a report or not.
func (out *monitorPage) addReports(s *Server, reports []datasets.Report, p *locale.Printer) {
	oldest := slices.MinFunc(reports, func(a, b datasets.Report) int { return a.From.Compare(b.From) })
	for year := reports[0].To.Year(); year >= oldest.From.Year(); year-- {
		y := reportYear{Year: year}
		for month := time.January; month <= time.December; month++ {
			y.Months = append(y.Months, monthPlace{Month: p.Text("month.short." + time.Date(0, month, 1, 0, 0, 0, 0, time.UTC).Format("01"))})
		}
		for _, r := range reports {
			if r.From.Year() != year {
				continue
			}
			place := reportPlace{charts.NameReport(r, p), p.Text("monitor.whole"), len(r.Tallies), flagged(r), s.Catalogue.Source(r.Source).URL}
			out.Suspect += place.Suspect
			if r.Basis == datasets.Year {
				y.Whole = append(y.Whole, place)
				continue
			}
			at := &y.Months[r.From.Month()-1]
			place.Label = at.Month
			if at.Reports = append(at.Reports, place); len(at.Reports) == 1 {
				y.Found++
			}
		}
		out.Found += y.Found
		out.Years = append(out.Years, y)
	}
	out.First, out.Last = p.Month(oldest.From), p.Month(reports[0].To)
	out.Months = (reports[0].To.Year()-oldest.From.Year())*12 + int(reports[0].To.Month()-oldest.From.Month()) + 1
}

func flagged(r datasets.Report) int {
	n := 0
	for _, t := range r.Tallies {
		if t.Flag != "" {
			n++
		}
	}
	return n
}
