package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// ranking draws the fifteen in one edition, the best on top.
func ranking() *Chart {
	return &Chart{
		Slug:   "ranking",
		Shape:  Bars,
		Params: []string{"index", "measure", "year", "theme"},
		Roles:  []datasets.Role{datasets.Headline, datasets.Component, datasets.Rating, datasets.Count},
		figure: rankingFigure,
	}
}

func rankingFigure(d *draft) Figure {
	m := d.measure()
	edition := d.asked(m)
	regime := m.Regime(edition)
	f := Figure{
		Title:    d.say("ranking.title", locale.Args{"Measure": d.named(m), "Edition": edition}),
		Subtitle: d.publishedIn(m, edition),
	}
	f.Unit = d.unit(m, edition)
	f.Notes = d.indexNotes(m, edition, edition)
	told := []string{d.say("label.value")}
	since, comparable := m.Previous(edition)
	switch {
	case comparable && regime.String() != "":
		f.Notes = append(f.Notes, d.say("note.change", locale.Args{"Since": since}))
	case comparable:
		f.Notes = append(f.Notes, d.say("note.change_plain", locale.Args{"Since": since}))
	case edition != m.First():
		f.Notes = append(f.Notes, d.say("note.no_change", locale.Args{"Edition": edition, "Reason": d.data(regime.Reason)}))
	}

	s := Series{Key: m.Name, Name: d.data(m.Title)}
	ranked := false
	for _, c := range datasets.PostSoviet() {
		p := d.point(m, c, edition, 0)
		p.Label = p.Text
		if p.Value != nil {
			if world, ok := m.WorldRank(c, edition); ok {
				ranked = true
				p.Label += " · " + d.say("rank.short", locale.Args{"Place": world.Place})
			}
			if change := d.change(m, c, edition); change != "" {
				p.Label += " · " + change
			}
		}
		s.Points = append(s.Points, p)
	}
	if ranked {
		told = append(told, d.say("label.world"))
	}
	if comparable {
		told = append(told, d.say("label.change"))
	}
	f.Subtitle += "; " + strings.Join(told, ", ")
	f.Notes = append(f.Notes, d.computedNote(m, edition)...)
	slices.SortStableFunc(s.Points, func(a, b Point) int { return byPlace(order(m, edition), a.Value, b.Value) })
	for i := range s.Points {
		s.Points[i].X = i
		f.X = append(f.X, Tick{Value: i, Label: d.Country(s.Points[i].Row.Country)})
	}
	f.Series = []Series{s}
	atLeast := 0.0
	if m.Role == datasets.Count {
		// A bar of one should not fill the plot.
		atLeast = 5
	}
	axis := rankingAxis(s, regime, m.Decimals, atLeast)
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: axis}}
	if edition >= m.BandsFrom {
		f.Key = d.bandKey(m)
		for i, b := range m.Bands {
			f.Bands = append(f.Bands, Band{Name: d.data(b.Name), Place: i + 1, Of: len(m.Bands)})
		}
	}
	f.Summary = d.rankingSummary(m, f, edition)
	f.Table = d.rankingTable(m, f, edition, ranked)
	return f
}

// asked is the edition of the view, the newest of the measure where it names none.
func (d *draft) asked(m *datasets.Measure) int {
	if d.View.Year == 0 {
		return m.Latest()
	}
	return d.View.Year
}

// publishedIn says whose an edition is and what it is about.
func (d *draft) publishedIn(m *datasets.Measure, edition int) string {
	return d.say("ranking.subtitle", locale.Args{
		"Publisher": d.data(m.Index.Publisher), "Edition": edition, "Covers": m.Index.Covers(edition)})
}

// rankingAxis is the scale of the regime, or where that is open from zero to
// past the longest bar. Bars always grow to the right: the unit says which end
// is the better one.
func rankingAxis(s Series, r datasets.Regime, decimals int, atLeast float64) Axis {
	low, high := 0.0, atLeast
	for _, p := range s.Points {
		if p.Value != nil {
			low, high = min(low, *p.Value), max(high, *p.Value)
		}
	}
	return valueAxis(r.Scale, low, high, decimals)
}

// order is which figures stand on top: the better ones, and of a count the
// most, since a list that names nobody is no first place.
func order(m *datasets.Measure, edition int) datasets.Direction {
	if m.Role == datasets.Count {
		return datasets.High
	}
	return m.Regime(edition).Better
}

// byPlace orders the best first and the missing last.
func byPlace(better datasets.Direction, a, b *float64) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	case better == datasets.Low:
		return cmp.Compare(*a, *b)
	}
	return cmp.Compare(*b, *a)
}

// BandSlot spreads the bands of an index, however many, over the five shades
// that bands are drawn in: place counts from 1, the best band; shade 1 is the
// best and 5 the worst.
func BandSlot(place, of int) int {
	if of <= 1 {
		return 1
	}
	return 1 + ((place-1)*4+(of-1)/2)/(of-1)
}

// sharing are the countries with the figure of one of the points, which are told
// together: naming one of them as first or last would be wrong.
func sharing(points []Point, one Point) []string {
	var countries []string
	for _, p := range points {
		if *p.Value == *one.Value {
			countries = append(countries, p.Row.Country)
		}
	}
	return countries
}

func (d *draft) rankingSummary(m *datasets.Measure, f Figure, edition int) string {
	var rated []Point
	for _, p := range f.Series[0].Points {
		if p.Value != nil {
			rated = append(rated, p)
		}
	}
	if len(rated) == 0 {
		return d.say("ranking.none", locale.Args{"Edition": edition})
	}
	told := func(place Point) string {
		args := locale.Args{"Country": d.names(sharing(rated, place)), "Value": place.Text}
		if world, ok := m.WorldRank(place.Row.Country, edition); ok {
			args["Rank"] = d.place(world)
			return d.say("ranking.told_world", args)
		}
		return d.say("ranking.told", args)
	}
	first, last := rated[0], rated[len(rated)-1]
	if m.Role == datasets.Count {
		return d.say("ranking.counted", locale.Args{"Edition": edition, "Listed": len(rated), "Most": told(first)})
	}
	said := d.say("ranking.ends", locale.Args{"Edition": edition, "Rated": len(rated), "First": told(first), "Last": told(last)})

	// Moves are told by their size for the better or worse, the largest of each.
	better := func(p Point) float64 {
		delta, _, ok := m.Change(p.Row.Country, edition)
		if !ok {
			return 0
		}
		return upwards(m.Regime(edition), delta)
	}
	var most, least float64
	for _, p := range rated {
		most, least = max(most, better(p)), min(least, better(p))
	}
	since, _ := m.Previous(edition)
	moved := func(id string, by float64) string {
		if by == 0 {
			return ""
		}
		var who []string
		for _, p := range rated {
			if better(p) == by {
				who = append(who, p.Row.Country)
			}
		}
		return d.say(id, locale.Args{"Country": d.names(who), "Since": since, "Delta": d.change(m, who[0], edition)})
	}
	return sentences(said, moved("ranking.gain", most), moved("ranking.loss", least))
}

func (d *draft) rankingTable(m *datasets.Measure, f Figure, edition int, hasWorld bool) Table {
	since, comparable := m.Previous(edition)
	counts := m.Role == datasets.Count
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.country")}}}
	add := func(used bool, label string, number bool) {
		if used {
			t.Columns = append(t.Columns, Column{Label: label, Number: number})
		}
	}
	rated := 0
	for _, p := range f.Series[0].Points {
		if p.Value != nil {
			rated++
		}
	}
	add(!counts, d.say("table.among", locale.Args{"Rated": rated}), true)
	add(true, d.data(m.Title), true)
	add(hasWorld, d.say("table.world"), true)
	add(comparable, d.say("table.change", locale.Args{"Since": since}), true)
	add(len(f.Bands) > 0, d.say("table.band"), false)
	for _, p := range f.Series[0].Points {
		c := p.Row.Country
		row := TableRow{Head: d.Country(c)}
		// A cell without a figure says why: here, or in the edition that it
		// would be compared with.
		put := func(used, known bool, cell TableCell, at int) {
			if !used {
				return
			}
			if !known {
				why := m.Absence(c, at)
				if why == datasets.Present {
					why = datasets.NotFound
				}
				cell = TableCell{Text: "–", Missing: d.say("absence." + string(why))}
			}
			row.Cells = append(row.Cells, cell)
		}
		at := edition
		if p.Value != nil {
			at = since
		}
		among, _ := m.RankAmong(datasets.PostSoviet(), c, edition)
		world, ranked := m.WorldRank(c, edition)
		change := d.change(m, c, edition)
		put(!counts, p.Value != nil, TableCell{Text: strconv.Itoa(among.Place)}, edition)
		put(true, true, d.cell(p), edition)
		put(hasWorld, ranked, TableCell{Text: d.place(world)}, edition)
		put(comparable, change != "", TableCell{Text: change}, at)
		if len(f.Bands) > 0 {
			cell := TableCell{}
			if p.Band > 0 {
				cell = TableCell{Text: f.Bands[p.Band-1].Name, Shade: BandSlot(p.Band, len(f.Bands))}
			}
			put(true, p.Band > 0, cell, edition)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
