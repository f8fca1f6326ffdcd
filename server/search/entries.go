package search

import (
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// otherNames are what countries are called besides the names that CLDR has.
func otherNames() map[string][]string {
	return map[string][]string{
		"ARM": {"Hayastan"},
		"AZE": {"Azerbaidzhan"},
		"BLR": {"Belorussia", "Byelorussia", "Белоруссия", "Белорусь"},
		"EST": {"Eesti"},
		"GEO": {"Sakartvelo", "Сакартвело"},
		"KAZ": {"Qazaqstan", "Kazakstan"},
		"KGZ": {"Kirghizia", "Kirgizia", "Kyrgyz Republic", "Киргизия", "Кыргызстан", "Қырғыз Республикасы"},
		"LTU": {"Lietuva"},
		"LVA": {"Latvija"},
		"MDA": {"Moldavia", "Молдавия"},
		"RUS": {"Russian Federation", "Российская Федерация", "РФ"},
		"TJK": {"Tadzhikistan", "Таджикия"},
		"TKM": {"Turkmenia", "Туркмения"},
		"UKR": {"Ukraina"},
		"UZB": {"Oʻzbekiston", "Ozbekistan"},
	}
}

func (f *Finder) addCountries() {
	for _, code := range datasets.PostSoviet() {
		others := append(otherNames()[code], code)
		if region, err := language.ParseRegion(code); err == nil {
			others = append(others, region.String())
		}
		f.add(entry{
			kind: Country, path: "countries/" + code, country: code,
			titles: f.inEach(func(p *locale.Printer) string { return p.Country(code) }),
		}, others...)
	}
}

// addIndices adds each index and its measures.
func (f *Finder) addIndices() {
	for _, x := range f.catalogue.Indices {
		title, short, publisher := f.data(x.Title), f.data(x.Name), f.data(x.Publisher)
		known := append(texts(short, publisher), x.Name)
		f.add(entry{
			kind: Index, path: "sources#" + x.Name, titles: title, measure: x.Main(),
			abouts: publisher,
		}, known...)
		for _, m := range x.Measures {
			trend := f.chart("trend")
			if m.Title == x.Title || trend == nil || !slices.Contains(trend.Measures(x), m) {
				continue
			}
			f.add(entry{
				kind: Measure, path: chartPath(trend.ViewOf(x.Name, m.Name)), titles: f.data(m.Title), measure: m,
				abouts: f.inEach(func(p *locale.Printer) string { return title[p.Lang] + " · " + publisher[p.Lang] }),
				of:     f.known.names(append(texts(title), known...)...),
			})
		}
	}
}

func (f *Finder) addCharts() {
	for _, c := range f.charts {
		f.add(entry{
			kind: Chart, path: chartPath(charts.Default(f.catalogue, c)),
			titles: f.message("chart." + c.Slug), abouts: f.message("chart.about." + c.Slug),
		}, c.Slug)
	}
}

// addMonitor adds what the monitor counts, and its reports.
func (f *Finder) addMonitor() {
	if len(f.catalogue.Monitors) == 0 {
		return
	}
	m := f.catalogue.Monitors[0]
	publisher := f.data(m.Publisher)
	of := f.known.names(append(texts(publisher, f.data(m.Name)), m.Name)...)
	if coverage := f.chart("coverage"); coverage != nil {
		for _, g := range charts.Groups(m) {
			view := charts.Default(f.catalogue, coverage)
			view.Group = g
			f.add(entry{kind: Tally, path: chartPath(view), titles: f.data(g), abouts: publisher, of: of})
		}
	}
	if monthly := f.chart("monthly"); monthly != nil {
		for _, t := range m.Measures {
			view := monthly.ViewOf(m.Name, t.Name)
			bases := monthly.BasesOf(m)
			i := slices.IndexFunc(bases, func(b string) bool { return m.Has(t.Name, datasets.Basis(b)) })
			if i < 0 {
				continue
			}
			view.Basis = datasets.Basis(bases[i])
			f.add(entry{
				kind: Tally, path: chartPath(view), titles: f.data(t.Name), of: of,
				abouts: f.inEach(func(p *locale.Printer) string {
					return publisher[p.Lang] + " · " + f.catalogue.Text(p.Lang, t.Group)
				}),
			})
		}
	}
	for _, r := range m.Reports() {
		others := []string{r.Name, strconv.Itoa(r.From.Year())}
		for _, lang := range locale.Languages() {
			others = append(others, f.bundle.In(lang).ShortMonth(r.From), f.bundle.In(lang).Date(r.From.Format("2006-01-02")))
		}
		f.add(entry{
			kind: Report, path: "monitor/" + r.Name, of: of, abouts: publisher,
			titles: f.inEach(func(p *locale.Printer) string { return charts.NameReport(r, p).Title }),
		}, others...)
	}
}

func (f *Finder) addPages() {
	f.add(entry{kind: Page, titles: f.message("nav.overview"), abouts: f.message("overview.title")})
	f.add(entry{kind: Page, path: "charts/", titles: f.message("gallery.title"), abouts: f.message("gallery.lead")})
	f.add(entry{kind: Page, path: "sources", titles: f.message("sources.title"), abouts: f.message("sources.lead")})
	f.add(entry{kind: Page, path: "changes", titles: f.message("changes.title"), abouts: f.message("changes.lead")})
	if charts.Find("trend").Drawable(f.catalogue) {
		f.add(entry{kind: Page, path: "compare", titles: f.message("compare.title"), abouts: f.message("compare.lead")})
		f.add(entry{kind: Page, path: "countries/", titles: f.message("countries.title"), abouts: f.message("countries.lead")})
	}
	if len(f.catalogue.Monitors) > 0 {
		m := f.catalogue.Monitors[0]
		f.add(entry{kind: Page, path: "monitor", titles: f.data(m.Title), abouts: f.data(m.Publisher)}, append(texts(f.data(m.Publisher)), m.Name)...)
	}
}

func chartPath(v charts.View) string { return "charts/" + v.Chart.Slug + "?" + v.Query() }
