package charts

import (
	"slices"
	"time"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// damages draws what was claimed in court and what courts awarded, each sum over
// the period that its report names. Only periods of twelve closed months have a
// share: before, claims are still before the courts.
func damages() *Chart {
	return &Chart{
		Slug:    "damages",
		Shape:   Bars,
		Params:  []string{"from", "to", "theme"},
		Bases:   []datasets.Basis{datasets.YTD, datasets.Year},
		tallies: func(m *datasets.Monitor) []string { return m.Damages },
		figure:  damagesFigure,
	}
}

// window is a period with the sums that were printed for it.
type window struct {
	from, to         time.Time
	awarded, claimed datasets.Tally // Basis is empty where there is none
}

// closed says that a window is twelve months that are over.
func (w window) closed() bool { return w.to.Equal(w.from.AddDate(1, 0, -1)) }

func (d *draft) windows(m *datasets.Monitor) []window {
	var all []window
	at := func(t datasets.Tally) *window {
		i := slices.IndexFunc(all, func(w window) bool { return w.from.Equal(t.From) && w.to.Equal(t.To) })
		if i < 0 {
			i, all = len(all), append(all, window{from: t.From, to: t.To})
		}
		return &all[i]
	}
	for _, t := range m.Tallies() {
		switch {
		case (t.Basis != datasets.YTD && t.Basis != datasets.Year) || !d.View.within(t):
		case t.Measure == m.Damages[0]:
			at(t).awarded = t
		case t.Measure == m.Damages[1]:
			at(t).claimed = t
		}
	}
	slices.SortFunc(all, func(a, b window) int { return a.to.Compare(b.to) })
	return all
}

func damagesFigure(d *draft) Figure {
	m := d.Monitors[0]
	f := Figure{
		Title:    d.say("damages.title", locale.Args{"Country": d.Country(m.Country)}),
		Subtitle: d.say("damages.subtitle", locale.Args{"Publisher": d.data(m.Publisher)}),
		Unit:     d.data("KZT"),
		Layers:   Within,
	}
	claimed := Series{Key: m.Damages[1], Name: d.data(m.Damages[1])}
	awarded := Series{Key: m.Damages[0], Name: d.data(m.Damages[0]), Slot: slots([]string{m.Country})[m.Country]}
	windows := d.windows(m)
	for i, w := range windows {
		f.X = append(f.X, Tick{Value: i, Label: d.windowLabel(w)})
		c, a := d.sum(m, claimed.Key, w.claimed, i), d.sum(m, awarded.Key, w.awarded, i)
		c.Label = c.Text
		if share, ok := w.share(d); ok {
			c.Label += " · " + share
		}
		claimed.Points, awarded.Points = append(claimed.Points, c), append(awarded.Points, a)
	}
	if len(windows) == 0 {
		f.X = []Tick{{Label: d.say("monthly.none")}}
		claimed.Points, awarded.Points = []Point{d.sum(m, claimed.Key, datasets.Tally{}, 0)}, []Point{d.sum(m, awarded.Key, datasets.Tally{}, 0)}
	}
	f.Series = []Series{claimed, awarded}
	f.Panels = []Panel{{From: 0, To: len(f.X) - 1, Axis: tallyAxis(f.Series...)}}
	f.Notes = []string{d.say("note.printed"), d.say("note.window"), d.say("note.ytd")}
	f.Key = append([]Swatch{{Kind: "whole", Name: claimed.Name}, {Kind: "printed", Slot: awarded.Slot, Name: awarded.Name}},
		d.flagKey(f.Series...)...)
	f.Summary = d.damagesSummary(f, windows)
	f.Table = d.damagesTable(f, windows)
	return f
}

// windowLabel names a window, a closed one by its year.
func (d *draft) windowLabel(w window) string {
	if w.closed() {
		return d.periodLabel(datasets.Year, monthOf(w.to))
	}
	return d.periodLabel(datasets.YTD, monthOf(w.to))
}

// sum is a sum of money as a point, in as few words as it has digits that count.
func (d *draft) sum(m *datasets.Monitor, measure string, t datasets.Tally, x int) Point {
	if t.Basis == "" {
		return d.tally(m, measure, nil, x, 0)
	}
	p := d.told(m, t, x)
	p.Text = d.Short(t.Value)
	return p
}

// share is what of the claims was awarded, where the window is closed and both
// sums are beyond doubt.
func (w window) share(d *draft) (string, bool) {
	c, a := w.claimed, w.awarded
	if !w.closed() || c.Basis == "" || a.Basis == "" || c.Flag != "" || a.Flag != "" || c.Value == 0 || a.Value > c.Value {
		return "", false
	}
	return d.say("share.percent", locale.Args{"N": d.Number(a.Value/c.Value*100, 1)}), true
}

func (d *draft) damagesSummary(f Figure, windows []window) string {
	var said []string
	for i := len(windows) - 1; i >= 0; i-- {
		if share, ok := windows[i].share(d); ok {
			said = append(said, d.say("damages.closed", locale.Args{"Period": f.X[i].Label,
				"Claimed": f.Series[0].Points[i].Text, "Awarded": f.Series[1].Points[i].Text, "Share": share}))
			break
		}
	}
	if len(windows) == 0 {
		return d.say("monthly.none")
	}
	if len(said) == 0 {
		said = append(said, d.say("damages.none_closed"))
	}
	i := len(windows) - 1
	if !windows[i].closed() {
		claimed, awarded := f.Series[0].Points[i], f.Series[1].Points[i]
		said = append(said, d.say("damages.latest", locale.Args{"Period": f.X[i].Label, "Claimed": claimed.Text, "Awarded": awarded.Text}))
	}
	return sentences(said...)
}

func (d *draft) damagesTable(f Figure, windows []window) Table {
	claimed, awarded := f.Series[0], f.Series[1]
	t := Table{Caption: f.Title, Columns: []Column{{Label: d.say("table.period")}, {Label: claimed.Name, Number: true}, {Label: awarded.Name, Number: true},
		{Label: d.say("table.share"), Number: true}, {Label: d.say("table.flag")}, {Label: d.say("table.report")}}}
	exact := func(p Point) TableCell {
		c := d.bare(p)
		if p.Value != nil {
			c.Text = d.Number(*p.Value, 0)
		}
		return c
	}
	for i, w := range slices.Backward(windows) {
		share := TableCell{Text: "–", Missing: d.say("damages.open")}
		if text, ok := w.share(d); ok {
			share = TableCell{Text: text}
		} else if w.closed() {
			share.Missing = d.say("damages.lacking")
		}
		shown := claimed.Points[i]
		if shown.Value == nil {
			shown = awarded.Points[i]
		}
		t.Rows = append(t.Rows, TableRow{Head: f.X[i].Label, Cells: []TableCell{exact(claimed.Points[i]), exact(awarded.Points[i]), share, d.flagged(shown), d.report(shown)}})
	}
	return t
}
