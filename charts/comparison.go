package charts

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Comparison is a choice of indices, countries and years, made once for all
// charts that can show it.
type Comparison struct {
	// Chart is the slug of the chart that shows it, or ComparisonTable.
	Chart     string
	Indices   []string // in the order of the catalogue
	Countries []string // in the order of their codes
	// From and To are years that indices cover; 0 is an open end. Charts of one
	// year show To.
	From, To int
}

// ComparisonTable is the name of the table among the charts of a comparison.
const ComparisonTable = "table"

// MaxCompared is how many indices a comparison may have.
const MaxCompared = 4

// maxAlone is for how many countries a chart of one country is repeated.
const maxAlone = 4

// ComparisonCharts returns the slugs of the charts that can show a comparison,
// those that most readers come for first.
func ComparisonCharts(cat *datasets.Catalogue) []string {
	slugs := []string{"trend", "rank", "change", "map", "scatter", ComparisonTable}
	for _, c := range All() {
		if !slices.Contains(slugs, c.Slug) {
			slugs = append(slugs, c.Slug)
		}
	}
	return slices.DeleteFunc(slugs, func(slug string) bool {
		c := Find(slug)
		return slug != ComparisonTable && (c == nil || !c.OfIndex() || c.OfTallies() || !c.Drawable(cat))
	})
}

// ComparisonParams are the parameters that a comparison takes.
func ComparisonParams() []string { return []string{"chart", "indices", "countries", "from", "to"} }

// Comparison reads a comparison. The catalogue must have an index.
func (p *Params) Comparison(cat *datasets.Catalogue) Comparison {
	slugs, names := ComparisonCharts(cat), comparedIndices(cat)
	c := Comparison{Chart: p.Among("chart", slugs, slugs[0])}
	c.Indices = p.several("indices", names, MaxCompared, defaultIndices(cat))
	c.Countries = p.several("countries", datasets.PostSoviet(), len(datasets.PostSoviet()), trend().Countries)
	c.From, c.To = p.Span(CoveredSpan(cat))
	return c
}

func comparedIndices(cat *datasets.Catalogue) []string {
	var names []string
	for _, x := range trend().Indices(cat) {
		names = append(names, x.Name)
	}
	return names
}

func defaultIndices(cat *datasets.Catalogue) []string {
	names := comparedIndices(cat)
	return names[:min(2, len(names))]
}

// CoveredSpan is the first and the last year that any index covers.
func CoveredSpan(cat *datasets.Catalogue) (first, last int) {
	return trend().coveredSpan(trend().Indices(cat))
}

// Query writes the comparison canonically: defaults left out.
func (c Comparison) Query(cat *datasets.Catalogue) string {
	var parts []string
	add := func(param, value string) { parts = append(parts, param+"="+value) }
	if c.Chart != ComparisonCharts(cat)[0] {
		add("chart", c.Chart)
	}
	if !slices.Equal(c.Indices, defaultIndices(cat)) {
		add("indices", strings.Join(c.Indices, ","))
	}
	if !slices.Equal(c.Countries, trend().Countries) {
		add("countries", strings.Join(c.Countries, ","))
	}
	if c.From != 0 {
		add("from", strconv.Itoa(c.From))
	}
	if c.To != 0 {
		add("to", strconv.Itoa(c.To))
	}
	return strings.Join(parts, "&")
}

// Compared is a view that shows a part of a comparison.
type Compared struct {
	View View
	// Problems are what of the comparison the view could not take, such as two
	// editions that no change may be computed between.
	Problems []Problem
}

// Views are those that show a comparison, and the indices that its chart cannot
// show or that have no edition within its years.
func (c Comparison) Views(cat *datasets.Catalogue) (views []Compared, left []*datasets.Index) {
	chart := Find(c.Chart)
	add := func(q url.Values) {
		for param := range q {
			if !chart.Takes(param) {
				q.Del(param)
			}
		}
		v, problems := ParseView(cat, chart, q)
		views = append(views, Compared{v, problems})
	}
	switch {
	case chart.Takes("against"):
		var names []string
		for _, x := range chart.Indices(cat) {
			if slices.Contains(c.Indices, x.Name) {
				names = append(names, x.Name)
			}
		}
		for i, name := range names {
			for _, against := range names[i+1:] {
				add(c.covered(cat, chart, url.Values{"index": {name}, "against": {against}}))
			}
		}
		if len(names) == 1 {
			add(c.covered(cat, chart, url.Values{"index": {names[0]}}))
		}
	case chart.ByCovered && chart.MaxCountries == 1:
		for _, country := range c.Countries[:min(maxAlone, len(c.Countries))] {
			add(c.covered(cat, chart, url.Values{"countries": {country}}))
		}
	case chart.ByCovered:
		add(c.covered(cat, chart, url.Values{}))
	}
	for _, name := range c.Indices {
		x := cat.Index(name)
		q, ok := c.editions(chart, x)
		switch {
		case !slices.Contains(chart.Indices(cat), x), !ok && !chart.ByCovered:
			left = append(left, x)
		case !chart.ByCovered:
			add(q)
		}
	}
	return views, left
}

// covered adds countries and years to the query of a chart of several indices.
func (c Comparison) covered(cat *datasets.Catalogue, chart *Chart, q url.Values) url.Values {
	if !q.Has("countries") {
		q.Set("countries", strings.Join(c.Countries, ","))
	}
	v, _ := ParseView(cat, chart, q)
	for param, year := range map[string]int{"from": c.From, "to": c.To} {
		if first, last := chart.Span(cat, v); year >= first && year <= last {
			q.Set(param, strconv.Itoa(year))
		}
	}
	years := within(chart.Years(cat, v), 0, c.To)
	if c.To != 0 && len(years) > 0 {
		q.Set("year", strconv.Itoa(years[len(years)-1]))
	}
	return q
}

// editions is the query of a chart of one index. It is false where the index has
// no edition within the years.
func (c Comparison) editions(chart *Chart, x *datasets.Index) (url.Values, bool) {
	q := url.Values{"index": {x.Name}, "countries": {strings.Join(c.Countries, ",")}}
	if len(chart.Measures(x)) == 0 {
		return q, false
	}
	m := mainMeasure(chart, x)
	from, to := 0, 0
	if c.From != 0 {
		from = x.Edition(c.From)
	}
	if c.To != 0 {
		to = x.Edition(c.To)
	}
	editions := within(chart.Editions(x, m.Name), from, to)
	if len(editions) == 0 {
		return q, false
	}
	if c.From != 0 {
		q.Set("from", strconv.Itoa(editions[0]))
	}
	if c.To != 0 {
		last := strconv.Itoa(editions[len(editions)-1])
		q.Set("to", last)
		q.Set("year", last)
	}
	return q, true
}

// within are the years of an ascending list from one to another; 0 is an open end.
func within(years []int, from, to int) []int {
	return slices.DeleteFunc(slices.Clone(years), func(y int) bool { return y < from || to != 0 && y > to })
}

// Tables say the comparison in figures: first of each country and index the
// newest figure within the years, then of each index also places, and the change
// since the oldest of them that was made with the same method. The notes say
// where that is not the oldest within the years.
func (c Comparison) Tables(cat *datasets.Catalogue, p *locale.Printer) (tables []Table, notes []string) {
	d := &draft{Catalogue: cat, Printer: p}
	newest := c.emptyTable(d, d.say("compare.caption"))
	var each []Table
	for _, name := range c.Indices {
		x := cat.Index(name)
		q, ok := c.editions(trend(), x)
		if !ok {
			notes = append(notes, d.say("compare.left", locale.Args{"Index": d.data(x.Title)}))
			continue
		}
		v, _ := ParseView(cat, trend(), q)
		m := v.measure(cat)
		from, to := max(v.From, m.First()), v.To
		if to == 0 {
			to = m.Latest()
		}
		if r := m.Regime(to); !m.Comparable(from, to) {
			from = r.From
			notes = append(notes, d.say("compare.since", locale.Args{"Index": d.data(x.Title), "Since": from, "Reason": d.data(r.Reason)}))
		}
		editions := within(m.Editions(), from, to)
		from, to = editions[0], editions[len(editions)-1]
		newest.Columns = append(newest.Columns, Column{Label: d.data(x.Name) + " " + strconv.Itoa(to), Number: true})
		for i, code := range c.Countries {
			newest.Rows[i].Cells = append(newest.Rows[i].Cells, d.cell(d.point(m, code, to, 0)))
		}
		if m.Role != datasets.Count {
			each = append(each, c.indexTable(d, m, from, to))
		}
	}
	return append([]Table{newest}, each...), notes
}

func (c Comparison) emptyTable(d *draft, caption string) Table {
	t := Table{Caption: caption, Columns: []Column{{Label: d.say("table.country")}}}
	for _, code := range c.Countries {
		t.Rows = append(t.Rows, TableRow{Head: d.Country(code)})
	}
	return t
}

// indexTable tells of a measure in two editions of one regime, which may be one.
func (c Comparison) indexTable(d *draft, m *datasets.Measure, from, to int) Table {
	t := c.emptyTable(d, d.say("ranking.title", locale.Args{"Measure": d.named(m), "Edition": to}))
	for _, label := range []string{d.data(m.Title), d.say("compare.among"), d.say("table.world")} {
		t.Columns = append(t.Columns, Column{Label: label, Number: true})
	}
	if from != to {
		t.Columns = append(t.Columns, Column{Label: strconv.Itoa(from), Number: true}, Column{Label: d.say("table.change", locale.Args{"Since": from}), Number: true})
	}
	for i, code := range c.Countries {
		now, then := d.point(m, code, to, 0), d.point(m, code, from, 0)
		cells := []TableCell{d.cell(now)}
		known := func(text string, ok bool, why string) {
			if ok {
				cells = append(cells, TableCell{Text: text})
				return
			}
			cells = append(cells, TableCell{Text: "–", Missing: why})
		}
		among, ok := m.RankAmong(datasets.PostSoviet(), code, to)
		known(d.place(among), ok, now.Text)
		world, ok := m.WorldRank(code, to)
		why := now.Text
		if now.Value != nil {
			why = d.say("absence.not_found")
		}
		known(d.place(world), ok, why)
		switch {
		case from == to:
		case now.Value != nil && then.Value != nil:
			cells = append(cells, d.cell(then), TableCell{Text: d.Signed(m.Round(*now.Value-*then.Value), m.Decimals)})
		case then.Value == nil:
			cells = append(cells, d.cell(then))
			known("", false, then.Text)
		default:
			cells = append(cells, d.cell(then))
			known("", false, now.Text)
		}
		t.Rows[i].Cells = cells
	}
	return t
}
