package charts

import (
	"math"
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// outcomes draws how many judicial acts were in favour of the defendants, each
// column within that of all acts.
func outcomes() *Chart {
	return &Chart{
		Slug:    "outcomes",
		Shape:   Columns,
		Params:  []string{"basis", "from", "to", "theme"},
		Bases:   []datasets.Basis{datasets.Month, datasets.YTD, datasets.Quarter, datasets.Year},
		tallies: func(m *datasets.Monitor) []string { return m.Outcomes },
		figure:  outcomesFigure,
	}
}

func outcomesFigure(d *draft) Figure {
	m := d.Monitors[0]
	part, whole := m.Outcomes[0], m.Outcomes[1]
	acts, favours := d.tallies(m, whole), d.tallies(m, part)
	f := Figure{
		Title: d.say("outcomes.title", locale.Args{"Country": d.Country(m.Country)}),
		Subtitle: d.say("monthly.subtitle", locale.Args{
			"Publisher": d.data(m.Publisher), "Country": d.Country(m.Country), "Basis": d.say("basis." + string(d.View.Basis))}),
		Unit:   d.say("unit.acts"),
		Layers: Within,
	}
	d.periods(&f, m, append(acts, favours...))
	all := Series{Key: whole, Name: d.data(whole)}
	for_ := Series{Key: part, Name: d.data(part), Slot: slots([]string{m.Country})[m.Country]}
	for i, tick := range f.X {
		a, p := d.tally(m, whole, acts, i, tick.Value), d.tally(m, part, favours, i, tick.Value)
		if share, ok := d.share(p, a); ok {
			p.Text = d.say("outcomes.of", locale.Args{"Part": d.Number(*p.Value, 0), "Whole": d.Number(*a.Value, 0), "Share": share})
		}
		all.Points, for_.Points = append(all.Points, a), append(for_.Points, p)
	}
	f.Series = []Series{all, for_}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: tallyAxis(f.Series...)}}
	f.Breaks, f.Spans, f.Marks = d.rules(m, f), d.spans(m, f), d.marks(m, f)
	f.Notes = append(d.ruleNotes(m, f), d.say("note.outcomes"))
	f.Key = append([]Swatch{{Kind: "whole", Name: d.say("outcomes.all")}, {Kind: "printed", Slot: for_.Slot, Name: for_.Name}}, d.tallyKey(f, f.Series...)...)
	f.Summary = d.outcomesSummary(f)
	f.Table = d.outcomesTable(f)
	return f
}

// share is a part of a whole in per cent, where the two do not contradict each other.
func (d *draft) share(part, whole Point) (string, bool) {
	if part.Value == nil || whole.Value == nil || part.Row.Flag != "" || whole.Row.Flag != "" || *whole.Value == 0 || *part.Value > *whole.Value {
		return "", false
	}
	return d.say("share.percent", locale.Args{"N": d.Number(math.Round(*part.Value / *whole.Value * 100), 0)}), true
}

// pooled is what the periods of one counting rule add up to that have both
// figures and contradict nothing.
type pooled struct {
	from, to, periods, last int // ticks, how many periods, and the newest of them
	acts, favours           float64
}

// pool adds up the periods of the newest counting rule that has any; it is false
// where none has. Periods of other rules did not count the same acts.
func (d *draft) pool(f Figure) (pooled, bool) {
	all, for_ := f.Series[0].Points, f.Series[1].Points
	for _, span := range slices.Backward(f.Spans) {
		sum := pooled{from: span.From, to: span.To}
		for x := span.From; x <= span.To; x++ {
			if _, ok := d.share(for_[x], all[x]); ok {
				sum.acts, sum.favours = sum.acts+*all[x].Value, sum.favours+*for_[x].Value
				sum.periods, sum.last = sum.periods+1, x
			}
		}
		if sum.periods > 0 {
			return sum, true
		}
	}
	return pooled{}, false
}

func (d *draft) percent(part, whole float64) string {
	return d.say("share.percent", locale.Args{"N": d.Number(math.Round(part/whole*100), 0)})
}

func (d *draft) outcomesSummary(f Figure) string {
	sum, ok := d.pool(f)
	if !ok {
		return d.say("outcomes.none")
	}
	for_ := f.Series[1].Points
	said := []string{d.say("outcomes.latest", locale.Args{"Period": f.X[sum.last].Label, "Text": for_[sum.last].Text})}
	if sum.periods > 1 {
		said = append(said, d.Count("outcomes.sum", sum.periods, locale.Args{"From": f.X[sum.from].Label, "To": f.X[sum.to].Label,
			"Text": d.say("outcomes.of", locale.Args{"Part": d.Number(sum.favours, 0), "Whole": d.Number(sum.acts, 0), "Share": d.percent(sum.favours, sum.acts)})}))
	}
	flagged := 0
	for _, p := range for_ {
		if p.Row.Flag == datasets.Suspect {
			flagged++
		}
	}
	if flagged > 0 {
		said = append(said, d.Count("outcomes.flagged", flagged))
	}
	return sentences(said...)
}

func (d *draft) outcomesTable(f Figure) Table {
	all, for_ := f.Series[0].Points, f.Series[1].Points
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.period")}, {Label: f.Series[0].Name, Number: true}, {Label: f.Series[1].Name, Number: true},
		{Label: d.say("table.share"), Number: true}, {Label: d.say("table.flag")}, {Label: d.say("table.report")}}}
	if sum, ok := d.pool(f); ok && sum.periods > 1 {
		note := TableCell{Text: d.Count("outcomes.pooled", sum.periods)}
		t.Rows = append(t.Rows, TableRow{Head: f.X[sum.from].Label + " – " + f.X[sum.to].Label, Cells: []TableCell{
			{Text: d.Number(sum.acts, 0)}, {Text: d.Number(sum.favours, 0)}, {Text: d.percent(sum.favours, sum.acts)}, note, {}}})
	}
	f.eachPeriod(func(x int) bool { return all[x].Value != nil || for_[x].Value != nil }, func(x int) {
		a, p := all[x], for_[x]
		share := TableCell{Text: "–", Missing: d.say("outcomes.no_share")}
		if text, ok := d.share(p, a); ok {
			share = TableCell{Text: text}
		}
		favour := d.bare(p)
		if p.Value != nil {
			favour.Text = d.Number(*p.Value, 0)
		}
		shown := a
		if a.Value == nil || p.Row.Flag != "" {
			shown = p
		}
		t.Rows = append(t.Rows, TableRow{Head: f.X[x].Label, Cells: []TableCell{d.bare(a), favour, share, d.flagged(shown), d.report(shown)}})
	}, func(label string) {
		gap := TableCell{Text: "–", Missing: d.say("absence.no_tally")}
		t.Rows = append(t.Rows, TableRow{Head: label, Cells: []TableCell{gap, gap, gap, {}, {}}})
	})
	return t
}
