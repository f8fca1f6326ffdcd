package charts

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// change draws how far the fifteen moved from one edition to another of the same
// regime, the largest move for the better on top.
func change() *Chart {
	return &Chart{
		Slug:   "change",
		Shape:  Dumbbell,
		Params: []string{"index", "measure", "from", "to", "theme"},
		Roles:  []datasets.Role{datasets.Headline, datasets.WorldRank, datasets.Component, datasets.Rating},
		Back:   5,
		figure: changeFigure,
	}
}

// moved is a country at both ends of a change.
type moved struct {
	then, now Point
	// gain is how far the figure moved for the better, or the place up; nil where
	// one of the two is missing.
	gain *float64
	text string // of the move
}

func changeFigure(d *draft) Figure {
	m := d.measure()
	from, to := d.View.Ends(d.Catalogue)
	f := Figure{
		Title:    d.say("change.title", locale.Args{"Measure": d.named(m), "From": from, "To": to}),
		Subtitle: d.say("change.subtitle", locale.Args{"Publisher": d.data(m.Index.Publisher)}),
		Unit:     d.unit(m, to),
		Notes:    d.indexNotes(m, from, to),
	}
	if m.Regime(to).String() != "" {
		f.Notes = append(f.Notes, d.say("note.change", locale.Args{"Since": from}))
	}
	if m.Role == datasets.WorldRank {
		f.Notes = append(f.Notes, d.say("change.places"))
		f.Notes = append(f.Notes, d.computedNote(m, to)...)
	}
	var all []moved
	for _, c := range datasets.PostSoviet() {
		all = append(all, d.movedBetween(m, c, from, to))
	}
	slices.SortStableFunc(all, func(a, b moved) int { return byPlace(datasets.High, a.gain, b.gain) })
	then := Series{Key: "from", Name: strconv.Itoa(from)}
	now := Series{Key: "to", Name: strconv.Itoa(to)}
	for i, c := range all {
		c.then.X, c.now.X = i, i
		f.X = append(f.X, Tick{Value: i, Label: d.Country(c.now.Row.Country)})
		then.Points = append(then.Points, c.then)
		now.Points = append(now.Points, c.now)
	}
	f.Series = []Series{then, now}
	whole := Panel{From: 0, To: len(f.X) - 1}
	whole.Axis = d.axis(m, m.Regime(to), f, whole)
	f.Panels = []Panel{whole}
	f.Key = d.changeKey(m, all, from, to)
	f.Summary = d.changeSummary(m, all, from, to)
	f.Table = d.changeTable(f, all, from, to)
	return f
}

// movedBetween compares two editions of one regime. A place in the world is told
// with how many were ranked, and up is plus.
func (d *draft) movedBetween(m *datasets.Measure, country string, from, to int) moved {
	c := moved{then: d.point(m, country, from, 0), now: d.point(m, country, to, 0)}
	if m.Role == datasets.WorldRank {
		for _, p := range []*Point{&c.then, &c.now} {
			if world, ok := m.WorldRank(country, p.Row.Edition); ok {
				p.Text = d.place(world)
			}
		}
	}
	if c.then.Value == nil || c.now.Value == nil {
		for _, p := range []*Point{&c.then, &c.now} {
			if p.Value == nil {
				c.text = d.say("change.missing", locale.Args{"Edition": p.Row.Edition, "Why": p.Text})
				c.now.Label = p.Text
			}
		}
		return c
	}
	delta, move := moveOf(m, c.then, c.now)
	gain := upwards(m.Regime(to), delta)
	c.gain = &gain
	c.text = d.Signed(delta, m.Decimals)
	if m.Role == datasets.WorldRank {
		c.text = d.Signed(gain, m.Decimals)
	}
	c.now.Move = move
	c.now.Label = map[Move]string{Unchanged: c.text, Margin: "(" + c.text + ")", Better: "↑ " + c.text, Worse: "↓ " + c.text}[move]
	return c
}

// moveWords is the family of messages on moves of a measure. A place is higher or
// lower, and not better: it moves with the others too.
func moveWords(m *datasets.Measure) string {
	if m.Role == datasets.WorldRank {
		return "change_place."
	}
	return "change."
}

// moves counts the countries of a move.
func moves(all []moved, move Move) int {
	n := 0
	for _, c := range all {
		if c.now.Move == move {
			n++
		}
	}
	return n
}

func (d *draft) changeKey(m *datasets.Measure, all []moved, from, to int) []Swatch {
	key := []Swatch{{Kind: "ring", Name: strconv.Itoa(from)}, {Kind: "dot", Name: strconv.Itoa(to)}}
	for _, move := range []Move{Better, Worse} {
		key = append(key, Swatch{Kind: string(move), Name: d.say(moveWords(m) + string(move))})
	}
	if moves(all, Margin) > 0 {
		key = append(key, Swatch{Kind: string(Margin), Name: d.say("change.margin_key")})
	}
	return key
}

func (d *draft) changeSummary(m *datasets.Measure, all []moved, from, to int) string {
	rated := len(all) - moves(all, "")
	if rated == 0 {
		return d.say("change.none", locale.Args{"From": from, "To": to})
	}
	words := moveWords(m)
	counts := d.say(words+"counts", locale.Args{"From": from, "To": to, "Better": moves(all, Better), "Worse": moves(all, Worse),
		"Margin": moves(all, Margin), "Unchanged": moves(all, Unchanged)})
	// The largest moves are told together where they are equal.
	largest := func(id string, move Move, compare func(a, b moved) int) string {
		of := slices.DeleteFunc(slices.Clone(all), func(c moved) bool { return c.now.Move != move })
		if len(of) == 0 {
			return ""
		}
		top := slices.MaxFunc(of, compare)
		var told []string
		for _, c := range of {
			if *c.gain == *top.gain {
				told = append(told, d.say("change.told", locale.Args{"Country": d.Country(c.now.Row.Country), "Then": c.then.Text, "Now": c.now.Text, "Delta": c.text}))
			}
		}
		return d.say(id, locale.Args{"Told": d.List(told)})
	}
	byGain := func(a, b moved) int { return cmp.Compare(*a.gain, *b.gain) }
	return sentences(counts, largest(words+"gain", Better, byGain),
		largest(words+"loss", Worse, func(a, b moved) int { return byGain(b, a) }))
}

func (d *draft) changeTable(f Figure, all []moved, from, to int) Table {
	m := d.measure()
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.country")},
		{Label: strconv.Itoa(from), Number: true}, {Label: strconv.Itoa(to), Number: true},
		{Label: d.say("change.change"), Number: true}, {Label: d.say("change.move")}}}
	for _, c := range all {
		by, name := TableCell{Text: c.text}, TableCell{}
		if c.gain == nil {
			by = TableCell{Text: "–", Missing: c.text}
			name = by
		} else {
			name.Text = d.say(moveWords(m) + string(c.now.Move))
		}
		t.Rows = append(t.Rows, TableRow{Head: d.Country(c.now.Row.Country), Cells: []TableCell{d.cell(c.then), d.cell(c.now), by, name}})
	}
	return t
}
