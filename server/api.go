package server

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

//go:embed openapi.json
var openAPI []byte

// noParams refuses parameters of a route that has none.
func noParams(c *gin.Context) error {
	if p := params(c); len(p.Problems) > 0 {
		return badParameters(p.Problems)
	}
	return nil
}

// answerJSON delivers a value that is the same for every reader.
func (s *Server) answerJSON(c *gin.Context, format, detail string, value func() any) error {
	s.dated(c)
	return s.deliver(c, want{format: format, lang: "en", detail: detail, kind: typeJSON, make: func(context.Context, *locale.Printer) ([]byte, error) {
		return json.Marshal(value())
	}})
}

type indexJSON struct {
	Name           string        `json:"name"`
	Title          string        `json:"title"`
	Publisher      string        `json:"publisher"`
	CoversOffset   int           `json:"covers_offset"`
	Redistribution string        `json:"redistribution"`
	Status         string        `json:"status,omitempty"`
	About          string        `json:"about,omitempty"`
	Without        []int         `json:"editions_without,omitempty"`
	Measures       []measureJSON `json:"measures"`
	Figures        int           `json:"figures"`
	Observations   []figureJSON  `json:"observations,omitempty"`
}

type measureJSON struct {
	Name     string             `json:"name"`
	Title    string             `json:"title"`
	Role     datasets.Role      `json:"role"`
	Better   datasets.Direction `json:"better"`
	Scale    datasets.Scale     `json:"scale"`
	Decimals int                `json:"decimals"`
	Unit     string             `json:"unit,omitempty"`
	Release  string             `json:"release,omitempty"`
	Editions []int              `json:"editions"`
	Bands    []datasets.Band    `json:"bands,omitempty"`
	Regimes  []regimeJSON       `json:"regimes,omitempty"`
}

type regimeJSON struct {
	Regime string             `json:"regime"`
	Reason string             `json:"reason"`
	Better datasets.Direction `json:"better"`
	Scale  datasets.Scale     `json:"scale"`
}

type figureJSON struct {
	ID      string   `json:"id"`
	Country string   `json:"country"`
	Measure string   `json:"measure"`
	Edition int      `json:"edition"`
	Covers  int      `json:"covers"`
	Value   float64  `json:"value"`
	Low     *float64 `json:"low,omitempty"`
	High    *float64 `json:"high,omitempty"`
	Regime  string   `json:"regime,omitempty"`
	Source  string   `json:"source"`
	Note    string   `json:"note,omitempty"`
}

func describe(x *datasets.Index) indexJSON {
	out := indexJSON{Name: x.Name, Title: x.Title, Publisher: x.Publisher, CoversOffset: x.CoversOffset,
		Redistribution: x.Redistribution, Status: x.Status, About: x.About, Without: x.EditionsWithout, Figures: len(x.Observations())}
	for _, m := range x.Measures {
		described := measureJSON{Name: m.Name, Title: m.Title, Role: m.Role, Better: m.Better, Scale: m.Scale,
			Decimals: m.Decimals, Unit: m.Unit, Release: m.Release, Editions: append([]int{}, m.Editions()...), Bands: m.Bands}
		for _, r := range m.Regimes {
			if r.String() != "" {
				described.Regimes = append(described.Regimes, regimeJSON{r.String(), r.Reason, r.Better, r.Scale})
			}
		}
		out.Measures = append(out.Measures, described)
	}
	return out
}

func (s *Server) apiIndices(c *gin.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return s.answerJSON(c, "api-indices", "", func() any {
		list := make([]indexJSON, 0, len(s.Catalogue.Indices))
		for _, x := range s.Catalogue.Indices {
			list = append(list, describe(x))
		}
		return map[string]any{"release": s.Catalogue.Created, "fingerprint": s.Catalogue.Fingerprint, "indices": list}
	})
}

// apiIndex hands out a whole index, as JSON or as CSV.
func (s *Server) apiIndex(c *gin.Context) error {
	name, ending, dotted := strings.Cut(c.Param("index"), ".")
	x := s.Catalogue.Index(name)
	if x == nil {
		var names []string
		for _, x := range s.Catalogue.Indices {
			names = append(names, x.Name)
		}
		return noSuch(name, names)
	}
	if dotted && ending != "csv" && ending != "xlsx" {
		return notFound()
	}
	if err := noParams(c); err != nil {
		return err
	}
	if x.Restricted() {
		return restricted(x.Name)
	}
	if dotted {
		return s.handOut(c, "api-index", ending, x.Name, "sozdex-"+x.Name+"-whole", func(p *locale.Printer) charts.Workbook {
			return charts.IndexWorkbook(s.Catalogue, x, s.URL+"/api/v1/indices/"+x.Name, p)
		})
	}
	return s.answerJSON(c, "api-index", x.Name, func() any {
		out := describe(x)
		for _, o := range x.Observations() {
			f := figureJSON{ID: charts.ObservationID(o), Country: o.Country, Measure: o.Measure.Name, Edition: o.Edition, Covers: x.Covers(o.Edition),
				Value: o.Value, Regime: o.Measure.Regime(o.Edition).String(), Source: o.Source, Note: o.Note}
			if o.Low.Set && o.High.Set {
				f.Low, f.High = &o.Low.Value, &o.High.Value
			}
			out.Observations = append(out.Observations, f)
		}
		return out
	})
}

// handOut delivers figures that are no view as a file: as CSV, or with their
// sources as XLSX.
func (s *Server) handOut(c *gin.Context, format, ending, detail, name string, workbook func(*locale.Printer) charts.Workbook) error {
	s.dated(c)
	workbook = once(workbook)
	return s.deliver(c, want{format: format + "-" + ending, lang: "en", detail: detail, kind: fileTypes[ending],
		make: func(_ context.Context, p *locale.Printer) ([]byte, error) {
			if ending == "csv" {
				return workbook(p).Figures.CSV(), nil
			}
			return workbook(p).XLSX(p)
		},
		disposition: func(p *locale.Printer) string { return attachment(name, len(workbook(p).Figures.Rows), ending) },
	})
}

// selection is which tallies are asked for.
type selection struct {
	tallies []datasets.Tally
	detail  string
}

// tallies reads the parameters that all forms of the tallies take.
func (s *Server) tallies(c *gin.Context) (selection, error) {
	if len(s.Catalogue.Monitors) == 0 {
		return selection{}, notFound()
	}
	m := s.Catalogue.Monitors[0]
	if m.Restricted() {
		return selection{}, restricted(m.Name)
	}
	var names, reports []string
	for _, t := range m.Measures {
		names = append(names, t.Name)
	}
	for _, r := range m.Reports() {
		reports = append(reports, r.Name)
	}
	p := params(c, "measure", "basis", "report", "from", "to")
	measure, basis := p.Among("measure", names, ""), p.Among("basis", charts.Bases(m), "")
	report, _ := m.Report(p.Among("report", reports, ""))
	from, to := p.Span(charts.TallySpan(m))
	if len(p.Problems) > 0 {
		return selection{}, badParameters(p.Problems)
	}
	sel := selection{detail: fmt.Sprintf("%s %s %s %d %d", measure, basis, report.Name, from, to)}
	for _, t := range m.Tallies() {
		if (measure == "" || t.Measure == measure) && (basis == "" || string(t.Basis) == basis) && (report.Source == "" || t.Source == report.Source) &&
			t.To.Year() >= from && (to == 0 || t.From.Year() <= to) {
			sel.tallies = append(sel.tallies, t)
		}
	}
	return sel, nil
}

type tallyJSON struct {
	ID      string         `json:"id"`
	From    string         `json:"from"`
	To      string         `json:"to"`
	Basis   datasets.Basis `json:"basis"`
	Measure string         `json:"measure"`
	Value   float64        `json:"value"`
	Unit    string         `json:"unit"`
	Source  string         `json:"source"`
	Flag    datasets.Flag  `json:"flag,omitempty"`
	Note    string         `json:"note,omitempty"`
}

func (s *Server) apiTallies(c *gin.Context) error {
	sel, err := s.tallies(c)
	if err != nil {
		return err
	}
	return s.answerJSON(c, "api-tallies", sel.detail, func() any {
		list, m := make([]tallyJSON, 0, len(sel.tallies)), s.Catalogue.Monitors[0]
		for _, t := range sel.tallies {
			list = append(list, tallyJSON{charts.TallyID(m, t), t.From.Format("2006-01-02"), t.To.Format("2006-01-02"), t.Basis, t.Measure, t.Value, t.Unit, t.Source, t.Flag, t.Note})
		}
		return map[string]any{"tallies": list}
	})
}

// apiTalliesFile answers in the form that the path ends in.
func (s *Server) apiTalliesFile(c *gin.Context) error {
	sel, err := s.tallies(c)
	if err != nil {
		return err
	}
	m := s.Catalogue.Monitors[0]
	name := "sozdex-tallies-view"
	if len(sel.tallies) == len(m.Tallies()) {
		name = "sozdex-tallies-whole"
	}
	_, ending, _ := strings.Cut(c.FullPath(), ".")
	return s.handOut(c, "api-tallies", ending, sel.detail, name, func(p *locale.Printer) charts.Workbook {
		return charts.TallyWorkbook(s.Catalogue, m, sel.tallies, s.URL+"/api/v1/tallies", p)
	})
}

type chartJSON struct {
	Slug   string   `json:"slug"`
	Title  string   `json:"title"`
	About  string   `json:"about"`
	Params []string `json:"params"`
	URL    string   `json:"url"`
}

func (s *Server) apiCharts(c *gin.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	p := s.bundle.In("en")
	return s.answerJSON(c, "api-charts", "", func() any {
		list := []chartJSON{}
		for _, chart := range s.charts {
			list = append(list, chartJSON{chart.Slug, p.Text("chart." + chart.Slug), p.Text("chart.about." + chart.Slug), chart.Params,
				s.URL + "/api/v1/charts/" + chart.Slug + "?" + charts.Default(s.Catalogue, chart).Query()})
		}
		return map[string]any{"charts": list, "languages": locale.Languages()}
	})
}

// apiChart answers with the Figure of a view, in the language of lang.
func (s *Server) apiChart(c *gin.Context) error {
	chart, err := s.find(c.Param("chart"))
	if err != nil {
		return err
	}
	p := params(c, append(slices.Clone(chart.Params), "lang")...)
	lang := p.Among("lang", locale.Languages(), "en")
	return s.file(c, lang, "json", p.View(s.Catalogue, chart), p.Problems)
}

func (s *Server) apiSources(c *gin.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return s.answerJSON(c, "api-sources", "", func() any {
		return map[string]any{"sources": charts.Sources(s.Catalogue, s.bundle.In("en"))}
	})
}

// apiChanges lists the figures that releases after the first have otherwise.
func (s *Server) apiChanges(c *gin.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return s.answerJSON(c, "api-changes", "", func() any {
		return map[string]any{"release": s.Catalogue.Created, "since": s.Catalogue.Since, "changes": append([]datasets.Change{}, s.handedOut()...)}
	})
}

func (s *Server) apiChangesCSV(c *gin.Context) error {
	if err := noParams(c); err != nil {
		return err
	}
	return s.handOut(c, "api-changes", "csv", "", "sozdex-changes-whole", func(*locale.Printer) charts.Workbook {
		return charts.Workbook{Figures: charts.ChangeRecords(s.handedOut()).Counted("changes")}
	})
}

func (s *Server) apiDescription(c *gin.Context) error {
	return s.deliver(c, want{format: "openapi", lang: "en", kind: typeJSON, make: func(context.Context, *locale.Printer) ([]byte, error) { return openAPI, nil }})
}

func (s *Server) healthz(c *gin.Context) error {
	c.String(http.StatusOK, "ok\n")
	return nil
}

// readyz says that requests are answered. Neither a dead Redis nor newer data
// that is wrong changes that.
func (s *Server) readyz(c *gin.Context) error {
	ready := gin.H{"status": "ready", "redis": s.Cache.Redis(), "data": s.Catalogue.Fingerprint, "version": s.Version}
	if r := s.refused.Load(); r != nil {
		ready["data_refused"] = r
	}
	c.JSON(http.StatusOK, ready)
	return nil
}
