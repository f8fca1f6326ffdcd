package charts

import (
	"slices"
	"strings"
	"time"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Report is all that one report of a monitor tells, in one language, each figure
// beside the earlier ones that it may be compared with.
type Report struct {
	ReportName
	Source Source
	// Rule is the counting rule in force; empty where the data says none.
	Rule string
	// Before is the report that figures are compared with, and YearBefore the
	// period a year before, where any figure is.
	Before     *ReportName
	YearBefore string
	// Told is the report in a few sentences, computed from its leading figures.
	Told  []string
	Leads []ReportFigure
	// Groups hold every figure of the report's own period, totals first; Others
	// are those that it gives of other periods.
	Groups []ReportGroup
	Others []ReportFigure
	// Counted is the basis of every figure of the report's own period; empty where
	// they differ, and each says its own.
	Counted string
	Suspect int // how many figures are flagged
}

// ReportName leads to the page of a report.
type ReportName struct {
	Name  string `json:"name"`  // of its address
	Title string `json:"title"` // the month or the year that it is about
}

// ReportGroup is a group of what a monitor counts.
type ReportGroup struct {
	Title   string
	Figures []ReportFigure
}

// ReportFigure is a tally as a reader sees it.
type ReportFigure struct {
	Tally   datasets.Tally
	Figure  string // the id of the tally
	Measure string
	Counted string // the basis, and the period where that is another; empty where Report.Counted says it
	Value   string
	Flag    string // empty where the figure may be taken at its word
	Note    string
	Query   string // of the chart of this measure on this basis
	// Before and YearBefore are empty where there is nothing to compare with.
	Before     EarlierFigure
	YearBefore EarlierFigure
}

// EarlierFigure is what a figure is compared with.
type EarlierFigure struct {
	Tally  datasets.Tally
	Value  string
	Report ReportName // that gives it
	Flag   string
	Change string // from it to the figure; empty where a flag forbids one
}

// maxLeads bounds how many figures a report begins with.
const maxLeads = 4

// NameReport names a report in a language.
func NameReport(r datasets.Report, p *locale.Printer) ReportName {
	title := reportPeriod(r.From, r.Basis, p)
	return ReportName{r.Name, capital(title)}
}

func reportPeriod(from time.Time, basis datasets.Basis, p *locale.Printer) string {
	if basis == datasets.Year {
		return p.Text("report.year", locale.Args{"Year": from.Year()})
	}
	return p.Month(from)
}

// MakeReport tells a report of a monitor.
func MakeReport(cat *datasets.Catalogue, m *datasets.Monitor, r datasets.Report, p *locale.Printer) Report {
	w := reportWriter{draft: &draft{Catalogue: cat, Printer: p}, monitor: m, report: r}
	out := Report{ReportName: w.reportOf(r.Source), Source: w.source(r.Source)}
	if rule, ok := m.Rule(r.To); ok {
		out.Rule = w.data(rule.Counts)
	}
	w.before, w.compared = m.Before(r)
	if w.compared {
		name := w.reportOf(w.before.Source)
		out.Before = &name
	}
	for _, t := range w.tallies() {
		f := w.figure(t)
		if f.Flag != "" {
			out.Suspect++
		}
		if !t.To.Equal(r.To) {
			out.Others = append(out.Others, f)
			continue
		}
		if f.YearBefore.Value != "" {
			out.YearBefore = NameReport(datasets.Report{From: w.yearBefore(), Basis: r.Basis}, p).Title
		}
		measure, _ := m.Measure(t.Measure)
		if n := len(out.Groups); n == 0 || out.Groups[n-1].Title != w.data(measure.Group) {
			out.Groups = append(out.Groups, ReportGroup{Title: w.data(measure.Group)})
		}
		g := &out.Groups[len(out.Groups)-1]
		g.Figures = append(g.Figures, f)
	}
	if !w.mixed() {
		out.Counted = w.say("basis." + string(r.Basis))
	}
	out.Leads = w.leads(out.Groups)
	out.Told = w.told(out)
	return out
}

// reportWriter is what a Report is made with.
type reportWriter struct {
	*draft
	monitor  *datasets.Monitor
	report   datasets.Report
	before   datasets.Report // which the report is compared with, where compared
	compared bool
}

// reportOf names the report that a source is; it is empty where the source is
// none, such as one that only quotes a monitor.
func (d *draft) reportOf(source string) ReportName {
	if d.reports == nil {
		d.reports = map[string]ReportName{}
		for _, m := range d.Monitors {
			for _, r := range m.Reports() {
				d.reports[r.Source] = NameReport(r, d.Printer)
			}
		}
	}
	return d.reports[source]
}

// source is the publication of an id that a figure names.
func (d *draft) source(id string) Source {
	all := Sources(d.Catalogue, d.Printer)
	return all[slices.IndexFunc(all, func(s Source) bool { return s.ID == id })]
}

// tallies are those of the report in the order in which readers look for them:
// by group, totals first, and of one measure the month before the sums.
func (w reportWriter) tallies() []datasets.Tally {
	var sorted []datasets.Tally
	for _, measure := range w.monitor.Measures {
		for _, basis := range []datasets.Basis{datasets.Month, datasets.Quarter, datasets.YTD, datasets.Year} {
			for _, t := range w.report.Tallies {
				if t.Measure == measure.Name && t.Basis == basis {
					sorted = append(sorted, t)
				}
			}
		}
	}
	return sorted
}

// mixed says that figures of the report's own period differ in their basis.
func (w reportWriter) mixed() bool {
	return slices.ContainsFunc(w.report.Tallies, func(t datasets.Tally) bool { return t.To.Equal(w.report.To) && t.Basis != w.report.Basis })
}

func (w reportWriter) figure(t datasets.Tally) ReportFigure {
	f := ReportFigure{
		Tally: t, Figure: TallyID(w.monitor, t), Measure: w.data(t.Measure), Value: w.Number(t.Value, 0), Note: w.data(t.Note),
	}
	if t.Unit == "KZT" {
		f.Value += " " + w.data(t.Unit)
	}
	if t.Flag != "" {
		f.Flag = w.data(string(t.Flag))
	}
	view := monthly().ViewOf(w.monitor.Name, t.Measure)
	view.Basis = t.Basis
	f.Query = view.Query()
	if !t.To.Equal(w.report.To) || w.mixed() {
		f.Counted = w.say("basis." + string(t.Basis))
	}
	if !t.To.Equal(w.report.To) {
		period := &draft{Printer: w.Printer}
		f.Counted += ", " + period.periodLabel(t.Basis, monthOf(t.To))
		return f
	}
	if w.compared {
		f.Before = w.earlier(t, w.before.To)
	}
	if year := w.yearBefore(); !w.compared || !year.Equal(w.before.From) {
		f.YearBefore = w.earlier(t, lastOf(year, w.report.Basis))
	}
	return f
}

// yearBefore is the first day of the report's period a year before.
func (w reportWriter) yearBefore() time.Time { return w.report.From.AddDate(-1, 0, 0) }

// lastOf is the last day of the month or year that begins on a day.
func lastOf(first time.Time, basis datasets.Basis) time.Time {
	if basis == datasets.Year {
		return first.AddDate(1, 0, -1)
	}
	return first.AddDate(0, 1, -1)
}

func (w reportWriter) earlier(t datasets.Tally, to time.Time) EarlierFigure {
	e, ok := w.monitor.Earlier(t, to)
	if !ok {
		return EarlierFigure{}
	}
	of := EarlierFigure{Tally: e, Value: w.Number(e.Value, 0), Report: w.reportOf(e.Source)}
	switch {
	case e.Flag != "":
		of.Flag = w.data(string(e.Flag))
	case t.Flag != "":
	case t.Value == e.Value:
		of.Change = w.say("report.unchanged")
	default:
		of.Change = w.Signed(t.Value-e.Value, 0)
	}
	return of
}

// leads are the figures that a report begins with: its totals, or where it has
// none the first of each group. Totals are the group that stands first in the
// data.
func (w reportWriter) leads(groups []ReportGroup) []ReportFigure {
	var leads []ReportFigure
	if len(groups) > 0 && groups[0].Title == w.data(w.monitor.Measures[0].Group) {
		leads = groups[0].Figures
	} else {
		for _, g := range groups {
			leads = append(leads, g.Figures[0])
		}
	}
	return leads[:min(len(leads), maxLeads)]
}

// told tells the leading figures, each against the one before it, and then what
// they were a year before.
func (w reportWriter) told(r Report) []string {
	var said, year []string
	var changes bool
	var when string
	if w.compared {
		when = reportPeriod(w.before.From, w.before.Basis, w.Printer)
	}
	for _, f := range r.Leads {
		said = append(said, w.tell(f, when))
		if e := f.YearBefore; e.Value != "" {
			year = append(year, w.say("report.told.year_item", locale.Args{"Measure": f.subject(), "Then": e.Value, "Change": e.Change}))
			changes = changes || e.Change != ""
		}
	}
	switch period := reportPeriod(w.yearBefore(), w.report.Basis, w.Printer); {
	case len(year) > 0:
		said = append(said, w.say("report.told.year", locale.Args{"When": period, "Figures": strings.Join(year, "; "), "Changes": changes}))
	case !w.compared:
		said = append(said, w.say("report.told.first"))
	case w.report.Basis != datasets.Year:
		said = append(said, w.say("report.told.no_year", locale.Args{"When": period}))
	}
	return said
}

func (w reportWriter) tell(f ReportFigure, when string) string {
	args := locale.Args{"Measure": f.subject(), "Value": f.marked(), "Then": f.Before.Value, "When": when, "Change": f.Before.Change}
	switch {
	case !w.compared:
		return w.say("report.told.alone", args)
	case f.Before.Value == "":
		return w.say("report.told.new", args)
	case f.Before.Change == "":
		return w.say("report.told.suspect", args)
	case f.Before.Tally.Value == f.Tally.Value:
		return w.say("report.told.same", args)
	}
	return w.say("report.told.change", args)
}

// subject is what is counted, and over what where that is not the month.
func (f ReportFigure) subject() string {
	if f.Tally.Basis == datasets.Month || f.Tally.Basis == datasets.Year {
		return f.Measure
	}
	return f.Measure + " (" + f.Counted + ")"
}

// marked is the value with its flag.
func (f ReportFigure) marked() string {
	if f.Flag == "" {
		return f.Value
	}
	return f.Value + " (" + f.Flag + ")"
}
