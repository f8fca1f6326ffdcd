package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
	"github.com/sozdex/sozdex/server/cache"
)

// column is the place of an index in the league table, from 0.
func column(t *testing.T, doc elements, index string) int {
	t.Helper()
	i := slices.Index(doc.find(".league-table thead th a").attrs("id"), "sort-"+index)
	if i < 1 {
		t.Fatalf("the league table has no column for %s", index)
	}
	return i - 1
}

// row is the row of a country in a table whose rows are headed by countries.
func row(t *testing.T, doc elements, table, name string) elements {
	t.Helper()
	for _, tr := range doc.find(table + " tbody tr") {
		if head := (elements{tr}).find("th").text(); head == name || strings.HasPrefix(head, name+"*") {
			return elements{tr}
		}
	}
	t.Fatalf("%s has no row %q", table, name)
	return nil
}

func TestLeague(t *testing.T) {
	doc := pageAt(t, shared(), "/en/")
	if n := len(doc.find(".league-table tbody tr")); n != len(datasets.PostSoviet()) {
		t.Errorf("the league table has %d rows, want 15", n)
	}
	for _, tt := range []struct{ country, index, value, rank string }{
		{"Kazakhstan", "eiu", "3.08", "9 15 118 167"},
		{"Kazakhstan", "rsf", "34.41", "10 15 149 180"},
		{"Kazakhstan", "fiw", "23", ""},
		{"Estonia", "eiu", "8.13", "1 15 21 167"},
		{"Turkmenistan", "eiu", "1.66", "15 15 161 167"},
	} {
		cell := elements{row(t, doc, ".league-table", tt.country).find("td")[column(t, doc, tt.index)]}
		if got := cell.find("b").text(); got != tt.value {
			t.Errorf("%s in %s = %q, want %q", tt.country, tt.index, got, tt.value)
		}
		places := regexp.MustCompile(`[0-9]+`).FindAllString(cell.find(".cell-rank").text(), -1)
		if got := strings.Join(places, " "); tt.rank != "" && got != tt.rank {
			t.Errorf("the rank of %s in %s is %q, want %q", tt.country, tt.index, got, tt.rank)
		}
	}
	// What the page shows is what the data says, for every cell.
	m := builtIn()
	for _, x := range m.Indices {
		at := column(t, doc, x.Name)
		for _, code := range datasets.PostSoviet() {
			cell := elements{row(t, doc, ".league-table", shared().bundle.In("en").Country(code)).find("td")[at]}
			o, ok := x.Main().At(code, x.Main().Latest())
			if missing := len(cell.find(".absent")) > 0; missing == ok {
				t.Errorf("%s in %s is shown as missing: %v, want %v", code, x.Name, missing, !ok)
			}
			if want := shared().bundle.In("en").Number(o.Value, x.Main().Decimals); ok && cell.find("b").text() != want {
				t.Errorf("%s in %s = %q, want %q", code, x.Name, cell.find("b").text(), want)
			}
			if got, want := cell.find("a").attr("href"), "/en/charts/trend?index="+x.Name+"&measure="+x.Main().Name; ok && !strings.HasPrefix(got, want) {
				t.Errorf("%s in %s leads to %s, want %s", code, x.Name, got, want)
			}
		}
	}
}

func TestLeagueSort(t *testing.T) {
	heads := func(doc elements) []string { return doc.find(".league-table tbody th").texts() }
	byName := heads(pageAt(t, shared(), "/en/"))
	if !slices.IsSorted(byName) || byName[0] != "Armenia" {
		t.Errorf("the countries stand in the order %v, want that of their names", byName)
	}
	for _, lang := range locale.Languages() {
		doc := pageAt(t, shared(), "/"+lang+"/")
		if got := doc.find("th[aria-sort]").attrs("aria-sort"); !slices.Equal(got, []string{"ascending"}) {
			t.Errorf("/%s/ is sorted %v, want ascending by country", lang, got)
		}
	}
	for _, x := range builtIn().Indices {
		doc := pageAt(t, shared(), "/en/?sort="+x.Name)
		sorted := doc.find("th[aria-sort]")
		if got := sorted.find("a").attr("id"); len(sorted) != 1 || got != "sort-"+x.Name {
			t.Errorf("?sort=%s marks %d columns, %s", x.Name, len(sorted), got)
		}
		m := x.Main()
		// The better stand first, and of a count the most.
		first := m.Regime(m.Latest()).Better
		if m.Role == datasets.Count {
			first = datasets.High
		}
		var last *datasets.Observation
		for _, name := range heads(doc) {
			i := slices.IndexFunc(datasets.PostSoviet(), func(c string) bool { return shared().bundle.In("en").Country(c) == name })
			o, ok := m.At(datasets.PostSoviet()[i], m.Latest())
			if !ok {
				last = &datasets.Observation{Country: "none"}
				continue
			}
			if last != nil && (last.Country == "none" || first == datasets.High && o.Value > last.Value || first == datasets.Low && o.Value < last.Value) {
				t.Errorf("?sort=%s puts %s too low", x.Name, name)
			}
			last = &o
		}
	}
	doc := pageAt(t, shared(), "/en/?sort=eiu")
	if got := heads(doc)[:3]; !slices.Equal(got, []string{"Estonia", "Latvia", "Lithuania"}) {
		t.Errorf("?sort=eiu begins with %v", got)
	}
	if got := doc.find(`link[rel="canonical"]`).attr("href"); got != address+"/en/?sort=eiu" {
		t.Errorf("canonical of ?sort=eiu is %s", got)
	}
}

// TestMixedReport shows each report as if it were the newest: one whose figures
// do not all count over the month says what each counts, and a flagged figure
// what is wrong with it.
func TestMixedReport(t *testing.T) {
	s := shared()
	var counted, noted int
	for i, r := range s.Catalogue.Monitors[0].Reports() {
		lang := locale.Languages()[i%len(locale.Languages())]
		p := s.bundle.In(lang)
		page, told := s.overviewPage("country", p), charts.MakeReport(s.Catalogue, s.Catalogue.Monitors[0], r, p)
		page.Report = &told
		body, err := s.pages.render("overview", p, nil, page)
		if err != nil {
			t.Fatal(err)
		}
		rows := parse(t, body).find(".report-table th")
		all := figuresOf(told)
		if len(rows) != len(all) {
			t.Fatalf("%d figures of %s are shown, want %d", len(rows), r.Name, len(all))
		}
		for i, f := range all {
			var want []string
			if f.Counted != "" {
				want = append(want, flat(f.Counted))
				counted++
			}
			if f.Note != "" {
				want = append(want, flat(f.Note))
				noted++
			}
			if got := (elements{rows[i]}).find(".col-note").texts(); !slices.Equal(got, want) {
				t.Errorf("%q of %s in %s is noted %q, want %q", f.Measure, r.Name, lang, got, want)
			}
		}
	}
	if counted == 0 || noted == 0 {
		t.Errorf("%d figures say what they count over and %d are noted, want some of each", counted, noted)
	}
}

// figuresOf are all figures of a report in the order in which a page shows them.
func figuresOf(r charts.Report) []charts.ReportFigure {
	var all []charts.ReportFigure
	for _, g := range r.Groups {
		all = append(all, g.Figures...)
	}
	return append(all, r.Others...)
}

func TestNewestReport(t *testing.T) {
	for lang, month := range map[string]string{"en": "October 2024", "ru": "Октябрь 2024", "kk": "2024 жылғы қазан"} {
		doc := pageAt(t, shared(), "/"+lang+"/")
		if got := doc.find(".report-month").text(); got != month {
			t.Errorf("the newest report of /%s/ is of %q, want %q", lang, got, month)
		}
		if got := doc.find(".report-month a").attr("href"); got != "/"+lang+"/monitor/2024-10" {
			t.Errorf("the newest report of /%s/ leads to %s", lang, got)
		}
		newest := builtIn().Monitors[0].Reports()[0]
		if got, want := len(doc.find(".report-table tr")), len(newest.Tallies); got != want {
			t.Errorf("the newest report of /%s/ has %d figures, want %d", lang, got, want)
		}
	}
}

func TestSourcesPage(t *testing.T) {
	c := builtIn()
	for _, lang := range locale.Languages() {
		doc := pageAt(t, shared(), "/"+lang+"/sources")
		for _, x := range c.Indices {
			section := doc.find("#" + x.Name)
			for _, want := range []string{c.Text(lang, x.Title), c.Text(lang, x.About), c.Text(lang, x.Publisher)} {
				if !strings.Contains(section.text(), want) {
					t.Errorf("#%s of /%s/sources lacks %q", x.Name, lang, want)
				}
			}
			for i, m := range x.Measures {
				cells := doc.find("#" + x.Name + "-measures + .scroll tbody tr")[i : i+1].find("th, td").texts()
				if !strings.HasPrefix(cells[0], c.Text(lang, m.Title)) || !strings.HasSuffix(cells[3], strconv.Itoa(m.Latest())) {
					t.Errorf("/%s/sources says of %s %s %q, want its title and its editions to %d", lang, x.Name, m.Name, cells, m.Latest())
				}
			}
		}
		if m := c.Monitors[0]; !strings.Contains(doc.find("#"+m.Name).text(), c.Text(lang, m.About)) {
			t.Errorf("/%s/sources does not say what %s is about", lang, m.Name)
		}
		text := doc.text()
		for _, src := range c.Sources {
			if !strings.Contains(text, strings.Join(strings.Fields(src.Title), " ")) {
				t.Errorf("/%s/sources lacks %s", lang, src.Title)
			}
		}
		ids := map[string]int{}
		for _, id := range doc.find("[id]").attrs("id") {
			if ids[id]++; ids[id] == 2 {
				t.Errorf("/%s/sources has the id %s twice", lang, id)
			}
		}
		for _, to := range doc.find(".jump a").attrs("href") {
			if ids[strings.TrimPrefix(to, "#")] == 0 {
				t.Errorf("/%s/sources has no %s", lang, to)
			}
		}
	}
}

// What is missing and what is remarked is told with its reason and its number.
func TestSourcesTellFaults(t *testing.T) {
	for _, tt := range []struct{ section, want string }{
		{"#eiu", "no edition in 2007, 2009"},
		{"#eiu", "2023: figure not found: Electoral process and pluralism, Functioning of government, Political participation, Political culture, Civil liberties (all fifteen)"},
		{"#eiu", "Full democracy: above 8"},
		{"#rsf", "2002: not rated: World Press Freedom Index, World rank (Armenia, Estonia, Georgia, Lithuania, Latvia, Moldova)"},
		{"#rsf", "its files now carry the turned value 135 figures"},
		{"#rsf", "from the 2022 edition on"},
		{"#vdem", "nothing: every one of the fifteen"},
		{"#vdem", "release v15; with the publisher’s interval"},
		{"#adilsoz", "suspect 9 figures"},
		{"#computed", "tau-b"},
	} {
		if got := pageAt(t, shared(), "/en/sources").find(tt.section).text(); !strings.Contains(got, tt.want) {
			t.Errorf("%s of /en/sources lacks %q: %s", tt.section, tt.want, got)
		}
	}
}

// The page of each chart leads to how what it draws is made.
func TestChartsLeadToMethods(t *testing.T) {
	doc := pageAt(t, shared(), "/kk/sources")
	for _, c := range shared().charts {
		var led int
		page := pageAt(t, shared(), "/kk/charts/"+c.Slug+"?"+charts.Default(builtIn(), c).Query())
		for _, to := range page.find("main a").attrs("href") {
			if name, ok := strings.CutPrefix(to, "/kk/sources#"); ok {
				led++
				if len(doc.find("section#"+name)) != 1 {
					t.Errorf("%s leads to %s, which is not there", c.Slug, to)
				}
			}
		}
		if led == 0 {
			t.Errorf("%s leads to no method", c.Slug)
		}
	}
}

// TestRankingOf2020 reads what the publisher printed for 2020 from the page.
func TestRankingOf2020(t *testing.T) {
	doc := pageAt(t, shared(), "/ru/charts/ranking?index=eiu&measure=score&year=2020")
	cells := row(t, doc, ".below .figures", "Казахстан").find("td").texts()
	for _, want := range []string{"3,14", "128"} {
		if !slices.ContainsFunc(cells, func(c string) bool { return c == want || strings.HasPrefix(c, want+" ") }) {
			t.Errorf("Kazakhstan in 2020 has the cells %q, want %s among them", cells, want)
		}
	}
	if title := doc.find("h1").text(); !strings.Contains(title, "2020") {
		t.Errorf("the heading is %q", title)
	}
	if chosen := doc.find(`select[name="year"] option[selected]`).attrs("value"); !slices.Equal(chosen, []string{"2020"}) {
		t.Errorf("the form has chosen %v", chosen)
	}
}

// views are views of every chart with each parameter off its default.
var views = []string{
	"trend?index=eiu&measure=score",
	"trend?index=rsf&measure=score&countries=EST,KAZ&from=2010&to=2024",
	"trend?index=rsf&measure=rank&countries=KAZ",
	"trend?index=eiu&measure=score&from=2007&to=2009",
	"trend?index=fiw&measure=status&countries=ARM,AZE,BLR,EST,GEO,KAZ,KGZ,LTU",
	"trend?index=vdem&measure=electoral_democracy&to=1991",
	"trend?index=cpj&measure=imprisoned&theme=dark",
	"ranking?index=eiu&measure=score&year=2020",
	"ranking?index=rsf&measure=score&year=2022&theme=light",
	"ranking?index=cpj&measure=imprisoned",
	"map?index=vdem&measure=electoral_democracy&year=2000&theme=dark",
	"profile?index=eiu",
	"profile?index=rsf&countries=EST,UKR&year=2022",
	"scatter?index=rsf&against=vdem&countries=EST,UKR&year=2020",
	"agreement?statistic=rho&year=2020&from=2010&to=2022",
	"normalised?countries=UKR&scale=percentile&from=2010",
	"monthly?measure=judicial_acts",
	"monthly?measure=criminal_charges&basis=ytd&from=2015&to=2021",
	"monthly?measure=damages_claimed_kzt&basis=year&theme=dark",
}

// TestForm reads the form of a chart page as a browser would send it.
func TestForm(t *testing.T) {
	s := shared()
	inTurn(func(lang, v string) {
		doc := pageAt(t, s, "/"+lang+"/charts/"+v)
		form := doc.find("form.controls")
		slug, query, _ := strings.Cut(v, "?")
		if form.attr("method") != "get" || form.attr("action") != "/"+lang+"/charts/"+slug || len(form.find(`button[type="submit"]`)) != 1 {
			t.Errorf("the form of %s leads to %s %s", v, form.attr("method"), form.attr("action"))
		}
		sent := url.Values{}
		for _, field := range form.find("select") {
			name, chosen := attribute(field, "name"), elements{field}.find("option[selected]")
			if len(chosen) != 1 {
				t.Errorf("%s of %s has %d options chosen, want 1", name, v, len(chosen))
				continue
			}
			sent.Add(name, chosen.attr("value"))
		}
		for _, box := range form.find(`input[type="checkbox"][checked]`) {
			sent.Add(attribute(box, "name"), attribute(box, "value"))
		}
		for _, hidden := range form.find(`input[type="hidden"]`) {
			sent.Add(attribute(hidden, "name"), attribute(hidden, "value"))
		}
		chart := charts.Find(slug)
		view, problems := charts.ParseView(s.Catalogue, chart, sent)
		if len(problems) > 0 {
			t.Errorf("the form of %s sends %v, which is refused: %v", v, sent, problems)
		}
		// The form has no field for the theme, which belongs to embeds.
		asked, _ := url.ParseQuery(query)
		view.Theme = "auto"
		if theme := asked.Get("theme"); theme != "" {
			view.Theme = theme
		}
		if view.Query() != query {
			t.Errorf("the form of %s holds the view %s", v, view.Query())
		}
		for _, param := range chart.Params {
			if paired := param == "index" && chart.Takes("measure"); !paired && param != "theme" && len(form.find(`[name="`+param+`"]`)) == 0 {
				t.Errorf("the form of %s has no field for %s", v, param)
			}
		}
		for _, name := range []string{"select", "input"} {
			for _, id := range form.find(name).attrs("id") {
				if len(form.find(`label[for="`+id+`"]`)) == 0 && name == "select" {
					t.Errorf("the field %s of %s has no label", id, v)
				}
			}
		}
	})
}

// TestFormChoices asks for everything that a form offers.
func TestFormChoices(t *testing.T) {
	s := shared()
	for _, c := range s.charts {
		doc := pageAt(t, s, home(s, "en", c.Slug))
		for _, field := range doc.find("form.controls select") {
			for _, value := range (elements{field}).find("option").attrs("value") {
				sent := url.Values{attribute(field, "name"): {value}}
				if _, problems := charts.ParseView(s.Catalogue, c, sent); len(problems) > 0 {
					t.Errorf("the form of %s offers %v, which is refused: %v", c.Slug, sent, problems)
				}
			}
		}
		if offered := doc.find(`[name="countries"][type="checkbox"], [name="countries"] option`); c.Takes("countries") && len(offered) != len(datasets.PostSoviet()) {
			t.Errorf("the form of %s offers %d countries, want 15", c.Slug, len(offered))
		}
	}
}

func TestCanonicalRedirect(t *testing.T) {
	for _, tt := range []struct{ path, location string }{
		{"/en/charts/trend", "/en/charts/trend?index=eiu&measure=score"},
		{"/ru/charts/trend?", "/ru/charts/trend?index=eiu&measure=score"},
		{"/en/charts/trend?measure=score&index=eiu", "/en/charts/trend?index=eiu&measure=score"},
		{"/en/charts/trend?measure=rsf.score", "/en/charts/trend?index=rsf&measure=score"},
		{"/en/charts/trend?index=&from=&to=&countries=", "/en/charts/trend?index=eiu&measure=score"},
		{"/en/charts/trend?countries=KAZ&countries=est", "/en/charts/trend?index=eiu&measure=score&countries=EST,KAZ"},
		{"/en/charts/trend?countries=UZB,KAZ,KGZ", "/en/charts/trend?index=eiu&measure=score"},
		{"/en/charts/trend?index=eiu&measure=score&countries=EST%2CKAZ", "/en/charts/trend?index=eiu&measure=score&countries=EST,KAZ"},
		{"/en/charts/trend?theme=auto", "/en/charts/trend?index=eiu&measure=score"},
		{"/kk/charts/monthly?basis=month", "/kk/charts/monthly?measure="},
		{"/en/charts/profile", "/en/charts/profile?index=eiu"},
		{"/en/charts/ranking?year=", "/en/charts/ranking?index=eiu&measure=score"},
	} {
		a := get(t, shared(), tt.path)
		at := a.header.Get("Location")
		if a.status != http.StatusFound || !strings.HasPrefix(at, tt.location) || tt.location != at && !strings.HasSuffix(tt.location, "=") {
			t.Errorf("GET %s = %d, %s, want 302 to %s", tt.path, a.status, at, tt.location)
			continue
		}
		if again := get(t, shared(), at); again.status != http.StatusOK {
			t.Errorf("GET %s, where %s leads, = %d, want 200", at, tt.path, again.status)
		}
	}
}

// TestChartPage holds a page against the JSON of the same view.
func TestChartPage(t *testing.T) {
	t.Parallel()
	s := shared()
	inTurn(func(lang, v string) {
		path := "/" + lang + "/charts/" + v
		f := decode[charts.Figure](t, s, strings.Replace(path, "?", ".json?", 1))
		doc := pageAt(t, s, path)
		for _, tt := range []struct{ selector, want string }{
			{"h1", f.Title}, {".subtitle", f.Subtitle}, {".unit", f.Unit}, {".summary", f.Summary},
		} {
			if got := doc.find(tt.selector).text(); got != strings.Join(strings.Fields(tt.want), " ") {
				t.Errorf("%s of %s = %q, want %q", tt.selector, path, got, tt.want)
			}
		}
		drawings := doc.find(".drawing svg")
		if len(drawings) != 2 {
			t.Errorf("%s has %d drawings, want a narrow and a wide one", path, len(drawings))
		}
		for _, svg := range drawings {
			title, desc := (elements{svg}).find("title").raw(), (elements{svg}).find("desc").raw()
			if title != f.Title || desc != f.Alt {
				t.Errorf("a drawing of %s is described by %q and %q, want %q and %q", path, title, desc, f.Title, f.Alt)
			}
		}
		if theme := doc.find("html").attr("data-theme"); theme != "" && !strings.Contains(v, "theme="+theme) {
			t.Errorf("the theme of %s is %q", path, theme)
		}
		if diff := cmp.Diff(tableOf(f.Table), shown(doc.find("#table table.figures"))); diff != "" {
			t.Errorf("the table of %s (-figure +page):\n%s", path, diff)
		}
		for i, further := range f.Further {
			if diff := cmp.Diff(tableOf(further), shown(doc.find(fmt.Sprintf("#further-%d table.figures", i)))); diff != "" {
				t.Errorf("table %d of %s (-figure +page):\n%s", i, path, diff)
			}
		}
		var titles, faults []string
		for _, src := range f.Sources {
			titles = append(titles, src.Title)
			faults = append(faults, src.Faults...)
		}
		if got := doc.find(".faults li").texts(); len(got) != len(faults) {
			t.Errorf("%s shows %d faults of its sources, want %d", path, len(got), len(faults))
		}
		for i, li := range doc.find(".sources").find("li") {
			if text := (elements{li}).text(); i == 0 && len(titles) > 0 && !strings.Contains(text, strings.Join(strings.Fields(titles[0]), " ")) {
				t.Errorf("the first source of %s is %q, want %q", path, text, titles[0])
			}
		}
		var option map[string]any
		if err := json.Unmarshal([]byte(doc.find(`script[type="application/json"]`).raw()), &option); err != nil || len(option) == 0 {
			t.Errorf("the option of %s is no JSON: %v", path, err)
		}
	})
}

// tableOf is a figure's table as rows of texts.
func tableOf(table charts.Table) [][]string {
	head := []string{}
	for _, c := range table.Columns {
		head = append(head, flat(c.Label))
	}
	rows := [][]string{head}
	for _, r := range table.Rows {
		if r.Break != "" {
			rows = append(rows, []string{flat(r.Break)})
			continue
		}
		cells := []string{flat(r.Head)}
		for _, c := range r.Cells {
			cells = append(cells, flat(c.Text))
		}
		rows = append(rows, cells)
	}
	return rows
}

// shown is the same of a table in a page, without what only says why.
func shown(table elements) [][]string {
	rows := [][]string{table.find("thead th").texts()}
	for _, tr := range table.find("tbody tr") {
		cells := []string{}
		for c := range tr.ChildNodes() {
			text := (elements{c}).raw()
			for _, aside := range append((elements{c}).find(".visually-hidden"), (elements{c}).find(".noted")...) {
				text = strings.Replace(text, elements{aside}.raw(), "", 1)
			}
			if c.Data == "th" || c.Data == "td" {
				cells = append(cells, flat(text))
			}
		}
		rows = append(rows, cells)
	}
	return rows
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestFaults shows what is known to be wrong with a figure under its source and
// beside the figure.
func TestFaults(t *testing.T) {
	doc := pageAt(t, shared(), "/en/charts/trend?index=eiu&measure=civil_liberties&countries=GEO,KAZ&from=2024")
	var note string
	for _, o := range builtIn().Index("eiu").Observations() {
		if o.Country == "GEO" && o.Edition == 2024 && o.Measure.Name == "civil_liberties" {
			note = builtIn().Text("en", o.Note)
		}
	}
	if note == "" {
		t.Fatal("the civil liberties of Georgia in 2024 carry no note")
	}
	if faults := doc.find(".sources .faults").text(); !strings.Contains(faults, flat(note)) {
		t.Errorf("the faults are %q, want %q among them", faults, note)
	}
	if titles := doc.find(".below .figures td").attrs("title"); !slices.Contains(titles, note) {
		t.Errorf("no figure is noted as %q, only %q", note, titles)
	}
}

func TestShare(t *testing.T) {
	s := shared()
	inTurn(func(lang, v string) {
		doc := pageAt(t, s, "/"+lang+"/charts/"+v)
		slug, query, _ := strings.Cut(v, "?")
		asked, _ := url.ParseQuery(query)
		view, _ := charts.ParseView(s.Catalogue, charts.Find(slug), asked)
		pinned := view.Pinned(s.Catalogue).Query()

		link := doc.find("#share-link").attr("value")
		if want := address + "/" + lang + "/charts/" + slug + "?" + pinned; link != want {
			t.Errorf("the link of %s is %s, want %s", v, link, want)
		}
		local, _ := ours(link)
		if a := get(t, s, local, "If-None-Match", "*"); a.status != http.StatusNotModified {
			t.Errorf("GET %s = %d, want the page itself", link, a.status)
		}
		snippet := parse(t, []byte(doc.find("#share-embed").raw())).find("iframe")
		if src := snippet.attr("src"); len(snippet) != 1 || src != address+"/"+lang+"/embed/"+slug+"?"+pinned {
			t.Errorf("the embed code of %s shows %s", v, src)
		}
		if snippet.attr("title") != doc.find("h1").raw() || snippet.attr("height") == "" || snippet.attr("loading") != "lazy" {
			t.Errorf("the embed code of %s lacks a title or a height", v)
		}
		for _, tt := range []struct{ id, want string }{
			{"#share-cite", link}, {"#share-cite", builtIn().Created}, {"#share-bibtex", "@misc{sozdex_" + slug + "_"}, {"#share-bibtex", link},
			{"#share-ris", "TY  - DATA"}, {"#share-ris", "UR  - " + link},
		} {
			if got := doc.find(tt.id).raw(); !strings.Contains(got, tt.want) {
				t.Errorf("%s of %s lacks %q:\n%s", tt.id, v, tt.want, got)
			}
		}
		file := func(ending, size string) string {
			return "/" + lang + "/charts/" + slug + "." + ending + "?" + pinned + size
		}
		want := []string{file("svg", "&size=1x")}
		for _, size := range sizeNames() {
			want = append(want, file("png", "&size="+size))
		}
		want = append(want, file("csv", ""), file("xlsx", ""), file("json", ""))
		for _, x := range view.Drawn(s.Catalogue) {
			want = append(want, "/api/v1/indices/"+x.Name+".csv", "/api/v1/indices/"+x.Name+".xlsx")
		}
		if view.Chart.OfTallies() {
			want = append(want, "/api/v1/tallies.csv", "/api/v1/tallies.xlsx")
		}
		offered := doc.find(".downloads a")
		if diff := cmp.Diff(want, offered.attrs("href")); diff != "" {
			t.Errorf("the downloads of %s (-want +got):\n%s", v, diff)
		}
		names := map[string]bool{}
		for _, name := range offered.texts() {
			names[name] = true
		}
		if len(names) != len(want) || names[""] {
			t.Errorf("the downloads of %s are called %q, want a name for each", v, offered.texts())
		}
		for _, at := range offered.attrs("href") {
			if a := get(t, s, at, "If-None-Match", "*"); a.status != http.StatusNotModified {
				t.Errorf("GET %s = %d, want what the page offers", at, a.status)
			}
		}
	})
}

// TestWithoutAddress serves where nobody knows the address: links hold a path,
// and no host appears.
func TestWithoutAddress(t *testing.T) {
	s, artifacts, err := newServer(Config{}, cache.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer artifacts.Close()
	doc := pageAt(t, s, "/en/charts/trend?index=eiu&measure=score")
	if got := doc.find("#share-link").attr("value"); !strings.HasPrefix(got, "/en/charts/trend?") {
		t.Errorf("the link is %s", got)
	}
	if got := doc.find(`link[rel="canonical"]`).attr("href"); got != "/en/charts/trend?index=eiu&measure=score" {
		t.Errorf("canonical is %s", got)
	}
	if got := doc.find(`meta[property="og:image"]`); len(got) > 0 {
		t.Errorf("og:image is %s, which no network can find", got.attr("content"))
	}
	if a := get(t, s, "/sitemap.xml"); a.status != http.StatusNotFound {
		t.Errorf("GET /sitemap.xml = %d, want 404: it needs whole addresses", a.status)
	}
	if a := get(t, s, "/robots.txt"); a.status != http.StatusOK || strings.Contains(string(a.body), "Sitemap") {
		t.Errorf("GET /robots.txt = %d, %s", a.status, a.body)
	}
}

func TestEmbed(t *testing.T) {
	s := shared()
	inTurn(func(lang, v string) {
		doc := pageAt(t, s, "/"+lang+"/embed/"+v)
		f := decode[charts.Figure](t, s, "/"+lang+"/charts/"+strings.Replace(v, "?", ".json?", 1))
		if got := doc.find("h1").text(); got != flat(f.Title) {
			t.Errorf("the embed of %s is headed %q, want %q", v, got, f.Title)
		}
		back := doc.find(".source-line a")
		if want := address + "/" + lang + "/charts/" + v; back.attr("href") != want || back.attr("rel") != "noopener" {
			t.Errorf("the embed of %s leads to %s, want %s", v, back.attr("href"), want)
		}
		if got := doc.find("base").attr("target"); got != "_blank" {
			t.Errorf("links of the embed of %s open in %q, want _blank", v, got)
		}
		if got, want := strings.Join(doc.find("details.source-line li").texts(), " "), flat(strings.Join(f.Notes, " ")); got != want {
			t.Errorf("the notes of the embed of %s are %q, want %q", v, got, want)
		}
		if n := len(doc.find("table")); n > 0 {
			t.Errorf("the embed of %s has %d tables beside its drawing", v, n)
		}
		for _, src := range f.Sources {
			if !strings.Contains(doc.find(".source-line").text(), flat(src.Publisher)) {
				t.Errorf("the embed of %s does not name %s", v, src.Publisher)
			}
		}
	})
	// An embed is shown under the address it was given: a redirect would cost
	// each article a round trip.
	if a := get(t, s, "/en/embed/trend?measure=score&index=eiu"); a.status != http.StatusOK {
		t.Errorf("GET of an embed under another query = %d, want 200", a.status)
	}
}
