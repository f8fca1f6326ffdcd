package charts

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// rankShift says why the places of the fifteen in the world moved between two
// editions of the same regime: by their own scores, or by what others did.
func rankShift() *Chart {
	return &Chart{
		Slug:   "rank-shift",
		Shape:  Bars,
		Params: []string{"index", "measure", "from", "to", "theme"},
		Roles:  []datasets.Role{datasets.Headline},
		Back:   1,
		World:  true,
		figure: rankShiftFigure,
	}
}

// shift is a country between two editions.
type shift struct {
	then, now Point // its scores
	move      *rankMove
	delta     float64 // of the score
	gain      float64 // the same, where up is better
	missing   string  // why there is no move
}

// against says that rank and score went opposite ways.
func (s shift) against() bool { return s.move != nil && float64(s.move.up())*s.gain < 0 }

func rankShiftFigure(d *draft) Figure {
	m := d.measure()
	from, to := d.View.Ends(d.Catalogue)
	then, now := fieldOf(m, from), fieldOf(m, to)
	f := Figure{
		Title: d.say("rankshift.title", locale.Args{"Measure": d.named(m), "From": from, "To": to}),
		Subtitle: d.say("rankshift.subtitle", locale.Args{"Publisher": d.data(m.Index.Publisher),
			"From": from, "Then": len(then), "To": to, "Now": len(now)}),
		Unit:   d.say("rankshift.unit"),
		Notes:  append(d.indexNotes(m, from, to), d.say("rankshift.rule"), d.say("rankshift.fields")),
		Layers: Opposed,
	}
	shifts := d.shifts(m, then, now, from, to)
	own := Series{Key: "own", Name: d.say("rankshift.own"), Slot: 6}
	others := Series{Key: "others", Name: d.say("rankshift.others")}
	for i, s := range shifts {
		country := d.Country(s.now.Row.Country)
		f.X = append(f.X, Tick{Value: i, Label: country})
		own.Points = append(own.Points, d.shiftPoint(s, i, rankMove.own))
		others.Points = append(others.Points, d.shiftPoint(s, i, rankMove.others))
		if s.against() {
			f.Marks = append(f.Marks, Mark{X: i, Text: d.againstText(s)})
		}
	}
	f.Series = []Series{own, others}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: shiftAxis(f)}}
	f.Key = []Swatch{{Kind: "printed", Slot: own.Slot, Name: own.Name}, {Kind: "whole", Name: others.Name}, {Kind: "dot", Name: d.say("rankshift.move")}}
	if len(f.Marks) > 0 {
		f.Key = append(f.Key, Swatch{Kind: "against", Name: d.say("rankshift.against")})
	}
	f.Summary = d.shiftSummary(shifts, from, to)
	f.Table = d.shiftTable(m, f, shifts, from, to)
	f.Notes = append(f.Notes, d.computedNote(m, to)...)
	return f
}

// shifts are those of the fifteen, the furthest up first and the missing last.
func (d *draft) shifts(m *datasets.Measure, then, now field, from, to int) []shift {
	better := m.Regime(to).Better
	var all []shift
	for _, c := range datasets.PostSoviet() {
		s := shift{then: d.point(m, c, from, 0), now: d.point(m, c, to, 0)}
		for _, p := range []Point{s.then, s.now} {
			if p.Value == nil {
				s.missing = d.say("change.missing", locale.Args{"Edition": p.Row.Edition, "Why": p.Text})
			}
		}
		if s.missing == "" {
			// Where there is none it is 0, which is no place.
			before, _ := m.WorldRank(c, from)
			after, _ := m.WorldRank(c, to)
			move := rankMoveOf(c, then, now, [2]int{before.Place, after.Place}, better)
			s.move = &move
			s.delta = m.Round(*s.now.Value - *s.then.Value)
			s.gain = upwards(m.Regime(to), s.delta)
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b shift) int {
		switch {
		case a.move == nil || b.move == nil:
			return cmp.Compare(len(a.missing), len(b.missing))
		case a.move.up() != b.move.up():
			return cmp.Compare(b.move.up(), a.move.up())
		}
		return cmp.Compare(b.move.own(), a.move.own())
	})
	return all
}

// shiftPoint is one part of a country's move. It is computed from both scores,
// and from those of the rest of the world, which are of the same sources.
func (d *draft) shiftPoint(s shift, x int, part func(rankMove) float64) Point {
	row := s.now.Row
	p := Point{X: x, Row: Row{Country: row.Country, Index: row.Index, Measure: row.Measure, Edition: row.Edition, Covers: row.Covers, Regime: row.Regime, Computed: true}}
	if s.move == nil {
		p.Text, p.Row.Absence = s.missing, cmp.Or(s.now.Row.Absence, s.then.Row.Absence)
		return p
	}
	value := part(*s.move)
	p.Value, p.Text = &value, d.places(value)
	p.Label = d.say("rankshift.label", locale.Args{"Then": s.move.then, "Now": s.move.now, "Move": d.places(float64(s.move.up()))})
	p.Of = []Row{s.then.Row, s.now.Row}
	return p
}

// places writes a move, or half of one place.
func (d *draft) places(v float64) string {
	decimals := 0
	if v != math.Trunc(v) {
		decimals = 1
	}
	return d.Signed(v, decimals)
}

// shiftAxis holds the parts of every country, stacked to either side of zero.
func shiftAxis(f Figure) Axis {
	low, high := -1.0, 1.0
	for x := range f.X {
		down, up := 0.0, 0.0
		for _, s := range f.Series {
			if v := s.Points[x].Value; v != nil {
				down, up = down+min(*v, 0), up+max(*v, 0)
			}
		}
		low, high = min(low, down), max(high, up)
	}
	return valueAxis(datasets.Scale{}, low, high, 0)
}

func (d *draft) againstText(s shift) string {
	id := "rankshift.up_worse"
	if s.gain > 0 {
		id = "rankshift.down_better"
	}
	return d.say(id, locale.Args{"Move": d.places(float64(s.move.up())), "Then": s.then.Text, "Now": s.now.Text})
}

// againstAll tells of all countries whose score got better, or worse, and whose
// place went the other way.
func (d *draft) againstAll(id string, shifts []shift, better bool) string {
	var told []string
	for _, s := range shifts {
		if s.against() && s.gain > 0 == better {
			told = append(told, d.Country(s.now.Row.Country)+" ("+d.places(float64(s.move.up()))+")")
		}
	}
	if len(told) == 0 {
		return ""
	}
	return d.say(id, locale.Args{"Told": d.List(told)})
}

// shiftSummary tells the furthest moves with what they were made of, and the
// places that went against their scores.
func (d *draft) shiftSummary(shifts []shift, from, to int) string {
	var rated []shift
	for _, s := range shifts {
		if s.move != nil {
			rated = append(rated, s)
		}
	}
	if len(rated) == 0 {
		return d.say("change.none", locale.Args{"From": from, "To": to})
	}
	furthest := func(id string, end shift, moved bool) string {
		if !moved {
			return ""
		}
		var told []string
		for _, s := range rated {
			if s.move.up() == end.move.up() {
				told = append(told, d.say("rankshift.told", locale.Args{"Country": d.Country(s.now.Row.Country), "Then": s.move.then, "Now": s.move.now,
					"Own": d.places(s.move.own()), "Others": d.places(s.move.others())}))
			}
		}
		return d.say(id, locale.Args{"Told": d.List(told)})
	}
	first, last := rated[0], rated[len(rated)-1]
	said := []string{
		furthest("change_place.gain", first, first.move.up() > 0),
		furthest("change_place.loss", last, last.move.up() < 0),
	}
	if first.move.up() <= 0 && last.move.up() >= 0 {
		said = append(said, d.say("rankshift.none_moved", locale.Args{"From": from, "To": to}))
	}
	said = append(said, d.againstAll("rankshift.all_up_worse", rated, false), d.againstAll("rankshift.all_down_better", rated, true))
	return sentences(said...)
}

func (d *draft) shiftTable(m *datasets.Measure, f Figure, shifts []shift, from, to int) Table {
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.country")}}}
	for _, label := range []string{
		d.say("rankshift.place", locale.Args{"Edition": from}), d.say("rankshift.place", locale.Args{"Edition": to}), d.say("rankshift.move"),
		d.say("rankshift.own"), d.say("rankshift.others"),
		d.say("rankshift.others_first"), d.say("rankshift.own_first"),
		d.say("rankshift.score", locale.Args{"Edition": from}), d.say("rankshift.score", locale.Args{"Edition": to}), d.say("rankshift.delta"),
	} {
		t.Columns = append(t.Columns, Column{Label: capital(label), Number: true})
	}
	t.Columns = append(t.Columns, Column{Label: capital(d.say("rankshift.against"))})
	for _, s := range shifts {
		row := TableRow{Head: d.Country(s.now.Row.Country)}
		if s.move == nil {
			gap := TableCell{Text: "–", Missing: s.missing}
			row.Cells = []TableCell{gap, gap, gap, gap, gap, gap, gap, d.cell(s.then), d.cell(s.now), gap, gap}
			t.Rows = append(t.Rows, row)
			continue
		}
		order := func(p parts) string {
			return d.say("rankshift.order", locale.Args{"Own": d.places(float64(p.own)), "Others": d.places(float64(p.others))})
		}
		against := ""
		if s.against() {
			against = d.say("rankshift.yes")
		}
		for _, text := range []string{strconv.Itoa(s.move.then), strconv.Itoa(s.move.now), d.places(float64(s.move.up())),
			d.places(s.move.own()), d.places(s.move.others()), order(s.move.othersFirst), order(s.move.ownFirst)} {
			row.Cells = append(row.Cells, TableCell{Text: text})
		}
		row.Cells = append(row.Cells, d.cell(s.then), d.cell(s.now), TableCell{Text: d.Signed(s.delta, m.Decimals)}, TableCell{Text: against})
		t.Rows = append(t.Rows, row)
	}
	return t
}
