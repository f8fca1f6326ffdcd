package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// derivedMonth is a month of the built-in data that was computed from two sums.
func derivedMonth(t *testing.T) datasets.Tally {
	t.Helper()
	m := builtIn().Monitors[0]
	for _, measure := range m.Measures {
		for _, month := range m.Derived(measure.Name) {
			if month.Also != "" && !slices.ContainsFunc(m.Of(measure.Name, datasets.Month), func(p datasets.Tally) bool { return p.To.Equal(month.To) }) {
				return month
			}
		}
	}
	t.Fatal("no month is derived")
	return datasets.Tally{}
}

// TestFigurePage holds the page of a figure against the API, and follows its links.
func TestFigurePage(t *testing.T) {
	s := shared()
	tally := charts.TallyID(builtIn().Monitors[0], derivedMonth(t))
	for _, id := range []string{"rsf.score.KAZ.2026", "rsf.score.KAZ.2011", "eiu.score.EST.2020", "fiw.status.KAZ.2025", "adilsoz.criminal_charges.ytd.2021-08", tally} {
		for _, lang := range locale.Languages() {
			told := decode[charts.Provenance](t, s, "/api/v1/figures/"+id+"?lang="+lang)
			at := "/" + lang + "/figures/" + id
			doc := pageAt(t, s, at)
			if got := doc.find("h1").text(); got != flat(told.Place) {
				t.Errorf("%s is called %q, want %q", at, got, told.Place)
			}
			if got := doc.find(".figure-value").text(); !strings.HasPrefix(got, flat(told.Text)) {
				t.Errorf("%s shows %q, want %q", at, got, told.Text)
			}
			if got := doc.find(`meta[name="description"]`).attr("content"); got != told.Summary {
				t.Errorf("%s is described by %q, want %q", at, got, told.Summary)
			}
			said := doc.find(".figure-page .rules dd").texts()
			for i, f := range told.Facts {
				if i >= len(said) || said[i] != flat(f.Text) {
					t.Errorf("%s says %q, want %s: %q", at, said, f.Key, f.Text)
				}
			}
			about := doc.find(".report-about").text()
			if told.Source != nil && (!strings.Contains(about, flat(told.Source.Title)) || !strings.Contains(about, flat(told.Source.Via)) || !strings.Contains(about, id)) {
				t.Errorf("%s has the source %q, want %+v", at, about, told.Source)
			}
			links := doc.find("main a").attrs("href")
			for _, n := range told.From {
				if !slices.Contains(links, "/"+lang+"/figures/"+n.ID) {
					t.Errorf("%s does not lead to %s, which it was computed from", at, n.ID)
				}
			}
			for _, link := range links {
				if a := get(t, s, link, "If-None-Match", "*"); strings.HasPrefix(link, "/") && a.status != http.StatusNotModified {
					t.Errorf("%s leads to %s, which answers %d", at, link, a.status)
				}
			}
		}
	}
}

// TestNoFigurePage says what is next to an id that names nothing.
func TestNoFigurePage(t *testing.T) {
	for _, at := range []string{"/en/figures/rsf.score.KAS.2020", "/api/v1/figures/rsf.score.KAS.2020"} {
		if a := get(t, shared(), at); a.status != http.StatusNotFound || !strings.Contains(string(a.body), "rsf.score.KAZ.2020") {
			t.Errorf("GET %s = %d, want 404 with rsf.score.KAZ.2020 among what would work\n%s", at, a.status, excerpt(a.body))
		}
	}
}

// TestTableFigures follows the figures of tables, and the reports that tables name.
func TestTableFigures(t *testing.T) {
	s := shared()
	for _, at := range []string{
		"/en/charts/trend?index=rsf&measure=score&from=2020", "/en/charts/ranking?index=eiu&measure=score&year=2020", "/en/charts/profile?index=eiu",
		"/en/charts/monthly?measure=judicial_acts", "/en/charts/outcomes", "/en/charts/damages", "/en/charts/composition?measure=journalist_rights_violations", "/en/monitor/2021-08",
	} {
		doc := pageAt(t, s, at)
		cells := doc.find("table.figures td a.of")
		if len(cells) == 0 {
			t.Errorf("no figure in the tables of %s leads to its page", at)
		}
		for i, cell := range cells {
			if i%7 > 0 {
				continue
			}
			page := pageAt(t, s, attribute(cell, "href"))
			if got := page.find(".figure-value").text(); !strings.HasPrefix(got, strings.Fields(elements{cell}.text())[0]) {
				t.Errorf("%s: %q leads to %s, which shows %q", at, elements{cell}.text(), attribute(cell, "href"), got)
			}
		}
	}
	doc := pageAt(t, s, "/ru/charts/monthly?measure=judicial_acts")
	reports := doc.find("table.figures td a").attrs("href")
	if !slices.Contains(reports, "/ru/monitor/2021-08") {
		t.Errorf("the tables of monthly lead to %v, want the report of 2021-08 among them", reports)
	}
}
