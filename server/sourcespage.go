package server

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// sourcesPage tells of every index and of the monitor how it is made and where
// its figures were read, what Sozdex computes from them, and lists every source.
type sourcesPage struct {
	head
	Indices  []indexMethod
	Monitor  *monitorMethod // nil where the data has none
	Computed []rule
	Sources  []sourceGroup
	Notes    []datasets.Fault
}

// rule is how something is computed.
type rule struct{ Name, Says string }

// indexMethod is how an index is made.
type indexMethod struct {
	*datasets.Index
	Editions string
	Query    string // of the trend of its main measure; empty where it has no figure
	Figures  int
	Measures []measureMethod
	Regimes  []regimeMethod // of its main measure; empty where there is only one
	Bands    []bandsMethod
	Gaps     []string
	Remarks  []remark
	Copies   []copied
}

// measureMethod is how a measure is given.
type measureMethod struct {
	*datasets.Measure
	Scale    string
	Editions string
	Query    string // of its trend
	Marks    string // what else there is to know of its figures
	Figures  string
}

// bandsMethod are the bands of a measure, the best first.
type bandsMethod struct {
	Measure string
	From    int // the first edition that has them; 0 where all have
	Bands   []string
}

// regimeMethod is a span of editions with its method.
type regimeMethod struct{ Editions, Scale, Reason string }

// remark is what the data says of some figures.
type remark struct {
	Says    string
	Figures int
}

// copied is a copy that figures were read from.
type copied struct {
	Via       string
	Retrieved string
	Sources   int
	Figures   int
}

// monitorMethod is how a monitor counts.
type monitorMethod struct {
	*datasets.Monitor
	Reports monitorPage // the months that have one
	Changes []change
	Groups  []remark
	Bases   []remark
	Flags   []remark
	Remarks []remark
	Copies  []copied
	Figures int
}

// computed are the rules of what Sozdex computes, as messages name them.
func computed() []string {
	return []string{"among", "world", "change", "gap", "derived", "normalised", "percentile", "agreement", "shift"}
}

func (s *Server) sourcesPage(p *locale.Printer) sourcesPage {
	out := sourcesPage{
		head:    head{Title: p.Text("sources.title"), Description: p.Text("sources.lead"), Path: "sources"},
		Sources: bySource(charts.Sources(s.Catalogue, p)),
		Notes:   s.Catalogue.Notes,
	}
	for _, x := range s.Catalogue.Indices {
		out.Indices = append(out.Indices, s.indexMethod(x, p))
	}
	if len(s.Catalogue.Monitors) > 0 {
		out.Monitor = s.monitorMethod(s.Catalogue.Monitors[0], p)
	}
	for _, name := range computed() {
		out.Computed = append(out.Computed, rule{p.Text("computed." + name), p.Text("computed.about." + name)})
	}
	return out
}

func (s *Server) indexMethod(x *datasets.Index, p *locale.Printer) indexMethod {
	main := x.Main()
	out := indexMethod{Index: x, Editions: span(main.First(), main.Latest()), Figures: len(x.Observations())}
	figures := map[*datasets.Measure]int{}
	var notes, sources mentions
	for _, o := range x.Observations() {
		figures[o.Measure]++
		notes.add(s.data(p, o.Note))
		sources.add(o.Source)
	}
	out.Remarks, out.Copies = notes.remarks(), s.copies(sources, p)
	trend := charts.Find("trend")
	drawn := trend.Measures(x)
	for _, m := range x.Measures {
		row := measureMethod{Measure: m, Scale: charts.Scale(m.Regime(m.Latest()), p), Editions: span(m.First(), m.Latest()), Figures: p.Number(float64(figures[m]), 0)}
		if slices.Contains(drawn, m) {
			row.Query = trend.ViewOf(x.Name, m.Name).Query()
		}
		row.Marks = strings.Join(s.marks(m, p), "; ")
		out.Measures = append(out.Measures, row)
		if len(m.Bands) > 0 {
			out.Bands = append(out.Bands, s.bandsMethod(m, p))
		}
	}
	if slices.Contains(drawn, main) {
		out.Query = trend.ViewOf(x.Name, main.Name).Query()
	}
	for _, r := range main.Regimes {
		if r.Reason != "" {
			out.Regimes = append(out.Regimes, regimeMethod{strings.ReplaceAll(r.String(), "-", "–"), charts.Scale(r, p), s.data(p, r.Reason)})
		}
	}
	for _, g := range x.Gaps() {
		out.Gaps = append(out.Gaps, s.sayGap(g, p))
	}
	return out
}

func (s *Server) bandsMethod(m *datasets.Measure, p *locale.Printer) bandsMethod {
	out := bandsMethod{Measure: s.data(p, m.Title), From: m.BandsFrom}
	for _, b := range m.Bands {
		said := locale.Args{"Band": s.data(p, b.Name)}
		if b.Above != nil {
			said["Above"] = p.Short(*b.Above)
		}
		out.Bands = append(out.Bands, p.Text("sources.band", said))
	}
	return out
}

// marks are what there is to know of a measure besides its scale.
func (s *Server) marks(m *datasets.Measure, p *locale.Printer) []string {
	var marks []string
	if m.Unit != "" {
		marks = append(marks, s.data(p, m.Unit))
	}
	if m.Release != "" {
		marks = append(marks, p.Text("sources.release", locale.Args{"Release": m.Release}))
	}
	if m.Interval {
		marks = append(marks, p.Text("sources.interval"))
	}
	if m.Computed {
		marks = append(marks, p.Text("sources.computed_here"))
	}
	if m.Absent != "" {
		marks = append(marks, p.Text("note.absent", locale.Args{"Absent": s.data(p, m.Absent)}))
	}
	return marks
}

func (s *Server) sayGap(g datasets.Gap, p *locale.Printer) string {
	titles, countries := make([]string, len(g.Measures)), make([]string, len(g.Countries))
	for i, m := range g.Measures {
		titles[i] = s.data(p, m.Title)
	}
	for i, c := range g.Countries {
		countries[i] = p.Country(c)
	}
	args := locale.Args{"Editions": span(g.From, g.To), "Measures": strings.Join(titles, ", "), "Absence": p.Text("absence." + string(g.Absence))}
	if len(countries) < len(datasets.PostSoviet()) {
		args["Countries"] = strings.Join(countries, ", ")
	}
	return p.Text("sources.gap", args)
}

func (s *Server) monitorMethod(m *datasets.Monitor, p *locale.Printer) *monitorMethod {
	out := &monitorMethod{Monitor: m, Changes: s.changes(m, p), Figures: len(m.Tallies())}
	if reports := m.Reports(); len(reports) > 0 {
		out.Reports.addReports(s, reports, p)
	}
	var groups, bases, flags, notes, sources mentions
	for _, t := range m.Tallies() {
		measure, _ := m.Measure(t.Measure)
		groups.add(s.data(p, measure.Group))
		bases.add(p.Text("basis." + string(t.Basis)))
		if t.Flag != "" {
			flags.add(s.data(p, string(t.Flag)))
		}
		notes.add(s.data(p, t.Note))
		sources.add(t.Source)
	}
	out.Groups, out.Bases, out.Flags, out.Remarks = groups.remarks(), bases.remarks(), flags.remarks(), notes.remarks()
	out.Copies = s.copies(sources, p)
	return out
}

// copies are what figures were read from, by the copy of their source.
func (s *Server) copies(sources mentions, p *locale.Printer) []copied {
	var copies []copied
	for _, of := range sources.remarks() {
		source := s.Catalogue.Source(of.Says)
		via, retrieved := s.data(p, source.Via), p.Date(source.Retrieved)
		i := slices.IndexFunc(copies, func(c copied) bool { return c.Via == via && c.Retrieved == retrieved })
		if i < 0 {
			i = len(copies)
			copies = append(copies, copied{Via: via, Retrieved: retrieved})
		}
		copies[i].Sources++
		copies[i].Figures += of.Figures
	}
	return copies
}

// mentions count figures by what is said of them.
type mentions struct {
	said    []string
	figures map[string]int
}

func (m *mentions) add(says string) {
	if says == "" {
		return
	}
	if m.figures == nil {
		m.figures = map[string]int{}
	}
	if m.figures[says]++; m.figures[says] == 1 {
		m.said = append(m.said, says)
	}
}

// remarks are the most frequent first.
func (m *mentions) remarks() []remark {
	remarks := make([]remark, len(m.said))
	for i, says := range m.said {
		remarks[i] = remark{says, m.figures[says]}
	}
	slices.SortStableFunc(remarks, func(a, b remark) int { return cmp.Compare(b.Figures, a.Figures) })
	return remarks
}

// span writes years, "2002–2026"; it is empty where there is none.
func span(from, to int) string {
	switch {
	case from == 0:
		return ""
	case from == to:
		return strconv.Itoa(from)
	}
	return fmt.Sprintf("%d–%d", from, to)
}

// sourceGroup is what one publisher lends on the same terms.
type sourceGroup struct {
	Publisher string
	Licence   string
	Sources   []charts.Source
}

// bySource groups sources by publisher and licence, in the order in which each
// first appears.
func bySource(sources []charts.Source) []sourceGroup {
	var groups []sourceGroup
	for _, src := range sources {
		i := slices.IndexFunc(groups, func(g sourceGroup) bool { return g.Publisher == src.Publisher && g.Licence == src.Licence })
		if i < 0 {
			i = len(groups)
			groups = append(groups, sourceGroup{Publisher: src.Publisher, Licence: src.Licence})
		}
		groups[i].Sources = append(groups[i].Sources, src)
	}
	return groups
}
