package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// reportNamed is a report of the built-in data.
func reportNamed(t *testing.T, name string) datasets.Report {
	t.Helper()
	r, ok := builtIn().Monitors[0].Report(name)
	if !ok {
		t.Fatalf("there is no report %q", name)
	}
	return r
}

// ofReport is the report that a link leads to.
func ofReport(t *testing.T, lang, href string) datasets.Report {
	t.Helper()
	name, ok := strings.CutPrefix(href, "/"+lang+"/monitor/")
	if !ok {
		t.Fatalf("%q leads to no report", href)
	}
	return reportNamed(t, name)
}

// TestMonitorNewest follows every number of the newest report to the report that
// gives it.
func TestMonitorNewest(t *testing.T) {
	s, m := shared(), builtIn().Monitors[0]
	for _, lang := range locale.Languages() {
		p := s.bundle.In(lang)
		newest := m.Reports()[0]
		told := charts.MakeReport(builtIn(), m, newest, p)
		doc := pageAt(t, s, "/"+lang+"/monitor")
		block := doc.find("#newest")
		if got := block.find("h2").text(); !strings.HasSuffix(got, told.Title) {
			t.Errorf("/%s/monitor begins with %q, want %s", lang, got, told.Title)
		}
		if got, want := block.find(".summary").text(), flat(strings.Join(told.Told, " ")); got != want {
			t.Errorf("/%s/monitor tells %q, want %q", lang, got, want)
		}
		if got := doc.find(`meta[name="description"]`).attr("content"); !strings.Contains(got, told.Told[0]) {
			t.Errorf("/%s/monitor is described by %q", lang, got)
		}
		tiles := block.find(".tile")
		if len(tiles) != len(told.Leads) || len(tiles) == 0 {
			t.Fatalf("/%s/monitor has %d tiles, want %d", lang, len(tiles), len(told.Leads))
		}
		for i, lead := range told.Leads {
			tile := elements{tiles[i]}
			if got := ofReport(t, lang, tile.find(".tile-value a").attr("href")); got.Name != newest.Name || tile.find(".tile-value a").text() != flat(lead.Value) {
				t.Errorf("%q of /%s/monitor is %s of %s", lead.Measure, lang, tile.find(".tile-value a").text(), got.Name)
			}
			then := tile.find(".tile-then a")
			if then.text() != flat(lead.Before.Value) || ofReport(t, lang, then.attr("href")).Source != lead.Before.Tally.Source {
				t.Errorf("%q of /%s/monitor was %s in %s", lead.Measure, lang, then.text(), then.attr("href"))
			}
			if got := tile.find(".change").text(); got != lead.Before.Change {
				t.Errorf("%q of /%s/monitor changed by %q, want %q", lead.Measure, lang, got, lead.Before.Change)
			}
		}
		for _, n := range block.find(".num") {
			if links := append((elements{n}).find("a"), n); attribute(links[0], "href") == "" {
				t.Errorf("the number %q of /%s/monitor leads nowhere", elements{n}.text(), lang)
			}
		}
	}
}

func TestMonitorCases(t *testing.T) {
	for _, lang := range locale.Languages() {
		part := pageAt(t, shared(), "/"+lang+"/monitor").find("#cases")
		if got, want := len(part.find("li")), len(builtIn().Incidents); got != want {
			t.Errorf("/%s/monitor shows %d cases, want %d", lang, got, want)
		}
		// The newest report names none: whose they are is said.
		if got := ofReport(t, lang, part.find(".hint a").attr("href")); got.Source != builtIn().Incidents[0].Source {
			t.Errorf("the cases of /%s/monitor are said to be of %s", lang, got.Name)
		}
	}
}

// TestMonitorCharts finds every chart of tallies, drawn as on its own page.
func TestMonitorCharts(t *testing.T) {
	s := shared()
	for _, lang := range locale.Languages() {
		var want []string
		for _, c := range s.charts {
			if c.OfTallies() {
				want = append(want, home(s, lang, c.Slug))
			}
		}
		parts := pageAt(t, s, "/"+lang+"/monitor").find("#charts section")
		var got []string
		for _, n := range parts {
			part := elements{n}
			at := part.find(".plate-told a").attr("href")
			got = append(got, at)
			own := pageAt(t, s, at)
			if title := own.find("h1").text(); part.find("h2").text() != title || part.find("[data-chart]").attr("data-chart") != own.find("h1").raw() {
				t.Errorf("the chart of %s is called %q on /%s/monitor", at, part.find("h2").text(), lang)
			}
			for _, selector := range []string{".subtitle", ".summary", ".unit", ".key", `script[type="application/json"]`} {
				if a, b := part.find(selector).text(), own.find(selector).text(); a != b {
					t.Errorf("%s of %s is %q on /%s/monitor", selector, at, a, lang)
				}
			}
			a, b := part.find(".drawing > svg"), own.find(".drawing > svg")
			if len(a) != 2 || len(b) != 2 || rendered(t, a[0])+rendered(t, a[1]) != rendered(t, b[0])+rendered(t, b[1]) {
				t.Errorf("the drawings of %s differ from those on /%s/monitor", at, lang)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the charts of /%s/monitor (-want +got):\n%s", lang, diff)
		}
	}
}

func TestMonitorRules(t *testing.T) {
	m := builtIn().Monitors[0]
	for _, lang := range locale.Languages() {
		rules := pageAt(t, shared(), "/"+lang+"/monitor").find("#rules")
		if got, want := len(rules.find("dl > div")), len(m.Regimes)+len(m.Events); got != want {
			t.Errorf("/%s/monitor tells of %d changes, want %d", lang, got, want)
		}
		for _, r := range m.Regimes {
			if what := builtIn().Text(lang, r.Counts); !slices.Contains(rules.find("dd").texts(), flat(what)) {
				t.Errorf("/%s/monitor does not say %q", lang, what)
			}
		}
		if got := rules.find(".event dd").text(); got != flat(builtIn().Text(lang, m.Events[0].Title)) {
			t.Errorf("the event of /%s/monitor is %q", lang, got)
		}
	}
}

// TestMonitorReports leads to every report and to no month that none was found of.
func TestMonitorReports(t *testing.T) {
	m := builtIn().Monitors[0]
	for _, lang := range locale.Languages() {
		part := pageAt(t, shared(), "/"+lang+"/monitor").find("#reports")
		var want, got, pages []string
		for _, r := range m.Reports() {
			want = append(want, r.Name)
			if u := builtIn().Source(r.Source).URL; u != "" {
				pages = append(pages, u)
			}
		}
		for _, n := range part.find("a.place") {
			r := ofReport(t, lang, attribute(n, "href"))
			got = append(got, r.Name)
			place := elements{n}
			if n := place.find(".num").text(); n != strconv.Itoa(len(r.Tallies)) {
				t.Errorf("the report %s has %s figures on /%s/monitor, want %d", r.Name, n, lang, len(r.Tallies))
			}
			suspect := flagged(r) > 0
			if marked := strings.Contains(place.attr("class"), "is-suspect"); marked != suspect || suspect != (place.find(".visually-hidden").text() != "") {
				t.Errorf("the report %s is marked as suspect on /%s/monitor: %v, want %v", r.Name, lang, marked, suspect)
			}
		}
		links := part.find("a.out").attrs("href")
		for _, list := range [][]string{want, got, pages, links} {
			slices.Sort(list)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the reports of /%s/monitor (-want +got):\n%s", lang, diff)
		}
		if diff := cmp.Diff(pages, links); diff != "" {
			t.Errorf("the publisher's pages of /%s/monitor (-want +got):\n%s", lang, diff)
		}
		// 2009 to 2024, of which 41 months have a report; one report is of a year.
		empty := part.find(".months .is-empty")
		if len(empty) != 16*12-41 || len(empty.find("a")) > 0 {
			t.Errorf("/%s/monitor has %d empty months, %d of them with links, want 151 without", lang, len(empty), len(empty.find("a")))
		}
		if said := part.find(".told").text(); !strings.Contains(said, "41") || !strings.Contains(said, "188") {
			t.Errorf("/%s/monitor says of what was found: %s", lang, said)
		}
	}
}

// TestReportPages holds the page of every report against its tallies.
func TestReportPages(t *testing.T) {
	s, m := shared(), builtIn().Monitors[0]
	reports := m.Reports()
	for i, r := range reports {
		for _, lang := range locale.Languages() {
			at := "/" + lang + "/monitor/" + r.Name
			wrong := func(format string, args ...any) {
				t.Helper()
				t.Errorf("%s: "+format, append([]any{at}, args...)...)
			}
			p := s.bundle.In(lang)
			told := charts.MakeReport(builtIn(), m, r, p)
			doc := pageAt(t, s, at)
			if got := doc.find("h1").text(); got != told.Title {
				wrong("the heading is %q, want %q", got, told.Title)
			}
			if got, want := doc.find(".report-head .summary").text(), flat(strings.Join(told.Told, " ")); got != want {
				wrong("it tells %q, want %q", got, want)
			}
			var rows elements
			for _, tr := range doc.find(".report-figures tbody tr") {
				if attribute(tr, "class") != "group" {
					rows = append(rows, tr)
				}
			}
			figures := figuresOf(told)
			if len(rows) != len(figures) || len(rows) != len(r.Tallies) {
				t.Fatalf("%s has %d rows, want %d", at, len(rows), len(r.Tallies))
			}
			for j, f := range figures {
				checkReportRow(t, at, lang, elements{rows[j]}, f, p)
			}
			if got, want := len(doc.find(".incidents li")), len(s.cases(r.Source, p)); got != want {
				wrong("it names %d cases, want %d", got, want)
			}
			about := doc.find(".report-about").text()
			source := builtIn().Source(r.Source)
			for _, want := range []string{source.Title, builtIn().Text(lang, source.Licence), builtIn().Text(lang, source.Via), told.Rule} {
				if !strings.Contains(about, flat(want)) {
					wrong("what it says of the report lacks %q", want)
				}
			}
			if got := doc.find(".report-about a[rel]").attrs("href"); source.URL != "" && !slices.Equal(got, []string{source.URL}) {
				wrong("it leads to %v, want %s", got, source.URL)
			}
			if got := doc.find(".report-about .data a").attr("href"); got != "/api/v1/tallies.csv?report="+r.Name {
				wrong("its rows are at %q", got)
			}
			var later, earlier string
			if i > 0 {
				later = "/" + lang + "/monitor/" + reports[i-1].Name
			}
			if i+1 < len(reports) {
				earlier = "/" + lang + "/monitor/" + reports[i+1].Name
			}
			if a, b := doc.find(`[rel="next"]`).attr("href"), doc.find(`[rel="prev"]`).attr("href"); a != later || b != earlier {
				wrong("it leads on to %q and back to %q, want %q and %q", a, b, later, earlier)
			}
		}
	}
}

// checkReportRow holds a row of the page of a report against a figure.
func checkReportRow(t *testing.T, at, lang string, row elements, f charts.ReportFigure, p *locale.Printer) {
	t.Helper()
	wrong := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s, %s: "+format, append([]any{at, f.Measure}, args...)...)
	}
	head, cells := row.find("th"), row.find("td")
	if head.find("a").text() != flat(f.Measure) || head.find("a").attr("href") != "/"+lang+"/charts/monthly?"+f.Query {
		wrong("the row is headed %q and leads to %s", head.find("a").text(), head.find("a").attr("href"))
	}
	if got, want := (elements{cells[0]}).find("b").text(), flat(f.Value); got != want || !strings.HasPrefix(got, flat(p.Number(f.Tally.Value, 0))) {
		wrong("the figure is %q, want %q", got, want)
	}
	if suspect := f.Tally.Flag != ""; suspect != (row.attr("class") == "is-suspect") || (elements{cells[0]}).find(".flag").text() != f.Flag || suspect && !strings.Contains(head.text(), flat(f.Note)) {
		wrong("the flag is %q, noted %q", (elements{cells[0]}).find(".flag").text(), head.find(".note").text())
	}
	compared := cells[1:]
	for i, e := range []charts.EarlierFigure{f.Before, f.YearBefore} {
		if e.Value == "" {
			continue
		}
		// Without a report to compare with, the year before stands first.
		cell := elements{compared[min(i, len(compared)-1)]}
		if got := ofReport(t, lang, cell.find("a").attr("href")); cell.find("a").text() != flat(e.Value) || got.Source != e.Tally.Source {
			wrong("it was %s in %s, want %s", cell.find("a").text(), got.Name, e.Value)
		}
		if got := cell.find(".change").text(); got != flat(e.Change) {
			wrong("it changed by %q, want %q", got, e.Change)
		}
	}
}

func TestUnknownReport(t *testing.T) {
	for _, tt := range []struct {
		name string
		want []string
	}{
		{"2021-09", []string{"2017-08", "2019", "2021-08", "2023-04", "2023-05", "2023-06"}},
		{"2008-01", []string{"2009-03", "2010-08", "2012-10"}},
		{"2030", []string{"2024-08", "2024-09", "2024-10"}},
		{"2021-08-2", []string{"2017-08", "2019", "2021-08", "2023-04", "2023-05", "2023-06"}},
		{"adilsoz-2021-08", []string{"2024-08", "2024-09", "2024-10"}},
		{"%3Cscript%3E", []string{"2024-08", "2024-09", "2024-10"}},
		{strings.Repeat("9", 1000), []string{"2024-08", "2024-09", "2024-10"}},
	} {
		a := get(t, shared(), "/ru/monitor/"+tt.name)
		if got := parse(t, a.body).find("main li").texts(); a.status != http.StatusNotFound || !slices.Equal(got, tt.want) {
			t.Errorf("GET /ru/monitor/%.20s = %d, %v, want 404 with %v", tt.name, a.status, got, tt.want)
		}
	}
	if a := get(t, shared(), "/en/monitor/2021-08.csv"); a.status != http.StatusNotFound {
		t.Errorf("GET /en/monitor/2021-08.csv = %d, want 404", a.status)
	}
	if got := pageAt(t, shared(), "/en/monitor/2021-08?x=1").find(".notice").text(); !strings.Contains(got, "x") {
		t.Errorf("a parameter of a report's page is told as %q", got)
	}
}

// TestMonitorWithoutReports serves a monitor that has not reported yet.
func TestMonitorWithoutReports(t *testing.T) {
	dir := overlay(t, func(resources []map[string]any) []map[string]any {
		for _, r := range resources {
			if r["name"] == "adilsoz" {
				delete(r["sozdex"].(map[string]any), "rules")
			}
		}
		return resources
	}, map[string]string{
		"adilsoz.csv":   "from,to,basis,measure,value,unit,source,flag,note\n",
		"incidents.csv": "date,country,place,kind,target,actor,summary,source\n",
	})
	s := start(t, Config{Catalogue: load(t, dir)}, "")
	for _, lang := range locale.Languages() {
		body := get(t, s, "/"+lang+"/monitor").body
		doc := parse(t, body)
		checkPage(t, "/"+lang+"/monitor", lang, body, doc)
		if n := len(doc.find("#newest, #cases, #charts, #reports")); n > 0 || len(doc.find("#rules dl > div")) == 0 {
			t.Errorf("/%s/monitor of no reports has %d parts of reports", lang, n)
		}
	}
	if a := get(t, s, "/en/monitor/2021-08"); a.status != http.StatusNotFound {
		t.Errorf("GET of a report that is not there = %d, want 404", a.status)
	}
}

// TestRestrictedReport shows figures that may not be handed out, and no file.
func TestRestrictedReport(t *testing.T) {
	dir := overlay(t, func(resources []map[string]any) []map[string]any {
		for _, r := range resources {
			if r["name"] == "adilsoz" {
				r["sozdex"].(map[string]any)["redistribution"] = "restricted"
			}
		}
		return resources
	}, nil)
	doc := pageAt(t, start(t, Config{Catalogue: load(t, dir)}, ""), "/en/monitor/2021-08")
	if len(doc.find(".report-figures b")) != 13 || len(doc.find(".report-about .data")) > 0 {
		t.Errorf("the page of a restricted report has %d figures and %d files", len(doc.find(".report-figures b")), len(doc.find(".report-about .data")))
	}
}

// TestBusyMonitor asks for the monitor while nothing can be drawn: it comes
// without drawings, and is not kept.
func TestBusyMonitor(t *testing.T) {
	s := start(t, Config{Renderer: small(t)}, "")
	release := hold(t, s.Renderer)
	a := get(t, s, "/en/monitor")
	doc := parse(t, a.body)
	if a.status != http.StatusOK || len(doc.find(".undrawn")) == 0 || len(doc.find(".drawing > svg")) > 0 || a.header.Get("Cache-Control") != "no-store" || a.header.Get("ETag") != "" {
		t.Errorf("GET /en/monitor of a busy renderer = %d, %v, with %d drawings", a.status, a.header, len(doc.find(".drawing > svg")))
	}
	checkPage(t, "/en/monitor", "en", a.body, doc)
	if a := get(t, s, "/en/monitor/2021-08"); a.status != http.StatusOK || a.header.Get("ETag") == "" {
		t.Errorf("GET of a report = %d while the renderer is busy, want 200: nothing is drawn for it", a.status)
	}
	release()
	if a := get(t, s, "/en/monitor"); len(parse(t, a.body).find(".undrawn")) > 0 || a.header.Get("ETag") == "" {
		t.Errorf("GET /en/monitor of an idle renderer = %d, %v, want the whole page", a.status, a.header)
	}
}

// TestReportQuotes: the page of a report that quotes an index holds each figure
// that it quotes, as it quotes it.
func TestReportQuotes(t *testing.T) {
	t.Parallel()
	s := start(t, Config{}, "")
	doc := pageAt(t, s, "/en/monitor/2021-08")
	quoted := doc.find(".quotes li").texts()
	if len(quoted) != 20 {
		t.Errorf("the page of August 2021 quotes %d figures, want 20", len(quoted))
	}
	for _, want := range []string{"128 Kazakhstan, ", "3.14 Kazakhstan, ", "38 Latvia, ", "162 Turkmenistan, "} {
		if !slices.ContainsFunc(quoted, func(text string) bool { return strings.HasPrefix(text, want) }) {
			t.Errorf("none of %q begins with %q", quoted, want)
		}
	}
	if text := doc.find(".report-page").text(); !strings.Contains(text, "20 of 20 figures are as the index has them.") {
		t.Error("the page does not say that all figures agree")
	}
	if n := len(pageAt(t, s, "/en/monitor/2016-12").find(".quotes").texts()); n != 0 {
		t.Errorf("a report that quotes nothing has %d lists of quotes", n)
	}
}
