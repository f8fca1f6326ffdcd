package charts

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// tooFew is why there is no coefficient: too few countries that both indices
// rate, or no two that differ.
const tooFew datasets.Absence = "too_few"

// agreement draws how far each pair of indices agrees on the order of the
// fifteen, over the years that they cover.
func agreement() *Chart {
	return &Chart{
		Slug:      "agreement",
		Shape:     Lines,
		Params:    []string{"statistic", "year", "from", "to", "theme"},
		Roles:     []datasets.Role{datasets.Headline},
		Choices:   []Choice{{Param: "statistic", Values: []string{"tau", "rho"}}},
		ByCovered: true,
		figure:    agreementFigure,
	}
}

func agreementFigure(d *draft) Figure {
	statistic, year := d.View.Choices["statistic"], d.View.covered(d.Catalogue)
	measures := d.drawn()
	f := Figure{X: d.coveredTicks(d.View.Chart.Years(d.Catalogue, d.View)[0])}
	args := locale.Args{"Statistic": d.say("choice.statistic." + statistic), "Span": years(f.X[0].Value, f.X[len(f.X)-1].Value), "Year": year}
	f.Title, f.Subtitle, f.Unit = d.say("agreement.title", args), d.say("agreement.subtitle", args), d.say("agreement.unit", args)
	f.Notes = []string{d.say("pair.note"), d.say("agreement.note")}
	var now []pairing
	for j, b := range measures {
		for _, a := range measures[:j] {
			s := Series{Key: a.Index.Name + "-" + b.Index.Name, Name: code(a.Index) + "–" + code(b.Index), Slot: paletteSlot(len(f.Series))}
			for x, tick := range f.X {
				p := d.pair(a, b, tick.Value)
				f.Statistics = append(f.Statistics, p.statistics...)
				s.Points = append(s.Points, d.coefficient(p, statistic, x))
			}
			f.Series = append(f.Series, s)
			f.Key = append(f.Key, Swatch{Kind: "country", Slot: s.Slot,
				Name: d.say("agreement.pair", locale.Args{"Codes": s.Name, "Index": d.data(a.Index.Title), "Against": d.data(b.Index.Title)})})
			now = append(now, d.pair(a, b, year))
		}
	}
	f.Underlying = d.underlying(measures, f, year)
	f.Panels = []Panel{{To: len(f.X) - 1, Axis: agreementAxis(f)}}
	f.Breaks = d.coveredBreaks(measures, f)
	f.Notes = append(f.Notes, d.breakNotes(f)...)
	ranks := d.ranks(measures, year)
	f.Table = d.pairsTable(now, f, year)
	over := d.coveredTable(f, d.say("table.year"))
	over.Caption = d.say("agreement.over", args)
	f.Further = []Table{ranks.table(d), over}
	f.Summary = d.agreementSummary(now, statistic, ranks)
	return f
}

// coefficient is one coefficient of a pair of indices as a point. Its regime
// names those of both, so that no line joins two methods of either.
func (d *draft) coefficient(p pairing, statistic string, x int) Point {
	a, b := p.measures[0], p.measures[1]
	point := Point{X: x, Row: Row{Index: a.Index.Name, Measure: statistic, Covers: p.year,
		Regime: a.Regime(a.Index.Edition(p.year)).String() + "/" + b.Regime(b.Index.Edition(p.year)).String()}}
	for _, s := range p.statistics {
		if s.Name == statistic {
			point.Value, point.Computed = &s.Value, true
			point.Text = d.say("agreement.value", locale.Args{"Value": d.Number(s.Value, coefficientDecimals), "N": s.N})
			return point
		}
	}
	return d.without(point, tooFew)
}

// underlying are the figures that the coefficients were computed from.
func (d *draft) underlying(measures []*datasets.Measure, f Figure, year int) []Row {
	covered := []int{year}
	for _, tick := range f.X {
		covered = append(covered, tick.Value)
	}
	slices.Sort(covered)
	var rows []Row
	for _, m := range measures {
		for _, year := range slices.Compact(covered) {
			for _, c := range datasets.PostSoviet() {
				if p := d.point(m, c, m.Index.Edition(year), 0); p.Value != nil {
					rows = append(rows, p.Row)
				}
			}
		}
	}
	return rows
}

// agreementAxis is from 0 to 1, and from -1 where two indices disagree.
func agreementAxis(f Figure) Axis {
	a := Axis{Max: 1, Step: 0.2, Decimals: coefficientDecimals}
	for _, p := range f.Points {
		if p.Value != nil && *p.Value < 0 {
			a.Min, a.Step = -1, 0.5
		}
	}
	return a
}

// pairsTable has a row a pair of indices in one year, those that agree most on top.
func (d *draft) pairsTable(pairs []pairing, f Figure, year int) Table {
	t := Table{Caption: d.say("agreement.pairs", locale.Args{"Year": year}), Columns: []Column{{Label: d.say("agreement.both")},
		{Label: d.say("choice.statistic.tau"), Number: true}, {Label: d.say("choice.statistic.rho"), Number: true},
		{Label: "n", Number: true}, {Label: d.say("agreement.missing")}}}
	for i, p := range pairs {
		row := TableRow{Head: f.Series[i].Name}
		for _, statistic := range []string{"tau", "rho"} {
			point := d.coefficient(p, statistic, 0)
			cell := TableCell{Text: "–", Missing: point.Text}
			if point.Value != nil {
				cell = TableCell{Text: d.Number(*point.Value, coefficientDecimals)}
			}
			row.Cells = append(row.Cells, cell)
		}
		row.Cells = append(row.Cells, TableCell{Text: d.Number(float64(len(p.rated)), 0)}, TableCell{Text: d.lacking(p)})
		t.Rows = append(t.Rows, row)
	}
	return t
}

// lacking names the countries that are missing in a pair, or the index that has
// nothing about the year at all.
func (d *draft) lacking(p pairing) string {
	for i, m := range p.measures {
		if !slices.Contains(m.Editions(), m.Index.Edition(p.year)) {
			return d.say("agreement.no_edition", locale.Args{"Index": code(m.Index), "Why": p.points[i][0].Text})
		}
	}
	return d.missing(p)
}

// disputed are the places of the countries that all indices with an edition about
// a year rate, among these countries, those that are most disputed first.
type disputed struct {
	year     int
	measures []*datasets.Measure
	rows     []dispute
}

type dispute struct {
	country string
	places  []int
	spread  int
}

func (d *draft) ranks(measures []*datasets.Measure, year int) disputed {
	of := disputed{year: year}
	for _, m := range measures {
		if slices.Contains(m.Editions(), m.Index.Edition(year)) {
			of.measures = append(of.measures, m)
		}
	}
	field := slices.DeleteFunc(datasets.PostSoviet(), func(c string) bool {
		return slices.ContainsFunc(of.measures, func(m *datasets.Measure) bool {
			_, ok := m.At(c, m.Index.Edition(year))
			return !ok
		})
	})
	if len(of.measures) < 2 {
		return of
	}
	for _, c := range field {
		row := dispute{country: c}
		for _, m := range of.measures {
			rank, _ := m.RankAmong(field, c, m.Index.Edition(year))
			row.places = append(row.places, rank.Place)
		}
		row.spread = slices.Max(row.places) - slices.Min(row.places)
		of.rows = append(of.rows, row)
	}
	slices.SortStableFunc(of.rows, func(a, b dispute) int { return cmp.Compare(b.spread, a.spread) })
	return of
}

func (r disputed) table(d *draft) Table {
	t := Table{Caption: d.say("agreement.disputed", locale.Args{"Year": r.year, "N": len(r.rows)}), Columns: []Column{{Label: d.say("table.country")}}}
	for _, m := range r.measures {
		t.Columns = append(t.Columns, Column{Label: code(m.Index), Number: true})
	}
	t.Columns = append(t.Columns, Column{Label: d.say("agreement.spread"), Number: true})
	for _, row := range r.rows {
		of := TableRow{Head: d.Country(row.country)}
		for _, n := range append(row.places, row.spread) {
			of.Cells = append(of.Cells, TableCell{Text: fmt.Sprint(n)})
		}
		t.Rows = append(t.Rows, of)
	}
	return t
}

// agreementSummary tells which pairs agree most and least in the year, and which
// country the indices place most differently.
func (d *draft) agreementSummary(pairs []pairing, statistic string, ranks disputed) string {
	var of []Statistic
	for _, p := range pairs {
		of = append(of, slices.DeleteFunc(slices.Clone(p.statistics), func(s Statistic) bool { return s.Name != statistic })...)
	}
	if len(of) == 0 {
		return d.say("agreement.none", locale.Args{"Year": ranks.year})
	}
	slices.SortStableFunc(of, func(a, b Statistic) int { return cmp.Compare(b.Value, a.Value) })
	told := func(s Statistic) string {
		return d.say("agreement.told", locale.Args{"Index": d.data(d.Index(s.Index).Title), "Against": d.data(d.Index(s.Against).Title),
			"Value": d.Number(s.Value, coefficientDecimals)})
	}
	args := locale.Args{"Year": ranks.year, "Statistic": d.say("choice.statistic." + statistic), "Most": told(of[0]), "Least": told(of[len(of)-1])}
	said := []string{d.say("agreement.ends", args)}
	if len(of) == 1 {
		said = []string{d.say("agreement.only", args)}
	}
	if len(ranks.rows) > 0 && ranks.rows[0].spread > 0 {
		var most []string
		for _, row := range ranks.rows {
			if row.spread == ranks.rows[0].spread {
				most = append(most, d.say("agreement.range", locale.Args{"Country": d.Country(row.country), "Best": slices.Min(row.places), "Worst": slices.Max(row.places)}))
			}
		}
		said = append(said, d.say("agreement.most_disputed", locale.Args{"N": len(ranks.rows), "Items": d.List(most)}))
	}
	return sentences(said...)
}
