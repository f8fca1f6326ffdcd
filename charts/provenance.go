package charts

import (
	"slices"
	"strconv"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Provenance is all that is known of one figure, or of the gap where it is
// missing, in one language, and where it comes from.
type Provenance struct {
	ID      string `json:"id"`
	Lang    string `json:"lang"`
	Of      string `json:"of"`      // the measure, under the name of its index or monitor
	Place   string `json:"place"`   // the country and the edition or the period
	Summary string `json:"summary"` // the figure and its source, in a sentence
	// Text is the figure as a reader of the language sees it, or why there is none.
	Text  string   `json:"text"`
	Value *float64 `json:"value"` // nil: no figure
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	Unit  string   `json:"unit"`
	// Facts are what else is known of the figure, in the order in which readers ask.
	Facts []Fact `json:"facts"`
	Row   Row    `json:"row"`
	// Source is nil where there is no figure.
	Source *Source `json:"source,omitempty"`
	// Report is that of the monitor which the figure stands in; nil where it stands
	// in none.
	Report *ReportName `json:"report,omitempty"`
	// From are the figures that this one was computed from; empty where it was printed.
	From []Neighbour `json:"from,omitempty"`
	// Before and After are those of the editions, or the periods, next to it; nil
	// where there is none.
	Before *Neighbour  `json:"before,omitempty"`
	After  *Neighbour  `json:"after,omitempty"`
	Charts []ChartView `json:"charts"` // that show the figure
}

// Fact is one thing that is known of a figure.
type Fact struct {
	// Key is covers, counted, period, interval, band, among, world, change, regime,
	// release, rule, flag, formula or note: what the fact is, in any language.
	Key   string `json:"key"`
	Label string `json:"label"`
	Text  string `json:"text"`
	// Value is the fact as a number, where it is one: the place, or the change.
	Value *float64 `json:"value,omitempty"`
}

// Neighbour is another figure of the same country and measure.
type Neighbour struct {
	ID    string `json:"id"`
	Label string `json:"label"` // the edition or the period
	Text  string `json:"text"`
}

// ChartView is a view of a chart, by its canonical query.
type ChartView struct {
	Chart string `json:"chart"`
	Query string `json:"query"`
}

// MakeProvenance tells of the figure that an id names. The error is a *NoFigure
// where it names none.
func MakeProvenance(cat *datasets.Catalogue, id string, p *locale.Printer) (Provenance, error) {
	found, err := identify(cat, id)
	if err != nil {
		return Provenance{}, err
	}
	w := provenanceWriter{draft: &draft{Catalogue: cat, Printer: p}, out: Provenance{ID: id, Lang: p.Lang, Facts: []Fact{}, Charts: []ChartView{}}}
	var point Point
	if found.monitor != nil {
		point = w.ofTally(found.monitor, found.tally)
	} else {
		point = w.ofObservation(found.measure, found.country, found.edition)
	}
	out := w.out
	out.Text, out.Value, out.Low, out.High, out.Row = point.Text, point.Value, point.Low, point.High, point.Row
	args := locale.Args{"Of": out.Of, "Place": out.Place, "Text": out.Text}
	if out.Value == nil {
		out.Summary = p.Text("figure.gap", args)
		return out, nil
	}
	source := w.source(point.Row.Source)
	out.Source = &source
	if report := w.reportOf(source.ID); report.Name != "" {
		out.Report = &report
	}
	args["Publisher"], args["Source"] = source.Publisher, source.Title
	out.Summary = p.Text("figure.summary", args)
	return out, nil
}

// provenanceWriter is what a Provenance is made with.
type provenanceWriter struct {
	*draft
	out Provenance
}

// fact adds a fact, unless there is nothing to say.
func (w *provenanceWriter) fact(key, text string, value ...float64) {
	if text == "" {
		return
	}
	f := Fact{Key: key, Label: w.say("figure." + key), Text: text}
	if len(value) > 0 {
		f.Value = &value[0]
	}
	w.out.Facts = append(w.out.Facts, f)
}

func (w *provenanceWriter) ofObservation(m *datasets.Measure, country string, edition int) Point {
	p := w.point(m, country, edition, 0)
	w.out.Of, w.out.Place = w.named(m), w.Country(country)+", "+strconv.Itoa(edition)
	w.out.Unit = w.unit(m, edition)
	if covers := m.Index.Covers(edition); covers != edition {
		w.fact("covers", strconv.Itoa(covers), float64(covers))
	}
	if p.Value != nil {
		w.factsOf(m, p)
	}
	regime := m.Regime(edition)
	if regime.String() != "" {
		text := w.say("figure.editions", locale.Args{"From": regime.From, "To": regime.To})
		if regime.Reason != "" {
			text += ": " + w.data(regime.Reason)
		}
		w.fact("regime", text)
	}
	if p.Value != nil {
		w.fact("release", m.Release)
	}
	w.fact("note", p.Note)
	near := func(edition int) *Neighbour {
		text := w.point(m, country, edition, 0).Text
		return &Neighbour{idOf(m, country, edition), strconv.Itoa(edition), text}
	}
	editions := m.Editions()
	at, exact := slices.BinarySearch(editions, edition)
	if at > 0 {
		w.out.Before = near(editions[at-1])
	}
	if exact {
		at++
	}
	if at < len(editions) {
		w.out.After = near(editions[at])
	}
	if slices.Contains(datasets.PostSoviet(), country) {
		trend, ranking := trend(), ranking()
		if view := trend.ViewOf(m.Index.Name, m.Name); slices.Contains(trend.Measures(m.Index), m) {
			view.Countries = []string{country}
			w.out.Charts = append(w.out.Charts, ChartView{trend.Slug, view.Query()})
		}
		if view := ranking.ViewOf(m.Index.Name, m.Name); exact && slices.Contains(ranking.Measures(m.Index), m) {
			view.Year = edition
			w.out.Charts = append(w.out.Charts, ChartView{ranking.Slug, view.Query()})
		}
	}
	return p
}

// factsOf are what follows from a figure of an index together with others.
func (w *provenanceWriter) factsOf(m *datasets.Measure, p Point) {
	country, edition := p.Row.Country, p.Row.Edition
	if p.Low != nil {
		w.fact("interval", w.Number(*p.Low, m.Decimals)+"–"+w.Number(*p.High, m.Decimals))
	}
	if p.Band > 0 {
		w.fact("band", w.data(m.Bands[p.Band-1].Name))
	}
	// A list of persons is no ranking, and of categories many countries share one.
	ranked := m.Role != datasets.Count && len(m.Categories) == 0
	if ranked && slices.Contains(datasets.PostSoviet(), country) {
		among, _ := m.RankAmong(datasets.PostSoviet(), country, edition)
		w.fact("among", w.place(among), float64(among.Place))
	}
	if world, ok := m.WorldRank(country, edition); ok && ranked {
		text := w.place(world)
		if world.Computed {
			text += ", " + w.say("figure.computed")
		}
		w.fact("world", text, float64(world.Place))
	}
	if len(m.Categories) == 0 {
		text, delta := w.changed(m, country, edition)
		w.fact("change", text, delta...)
	}
}

// changed says how a figure moved since the edition before, or why that is not
// computed.
func (w *provenanceWriter) changed(m *datasets.Measure, country string, edition int) (text string, delta []float64) {
	if by, since, ok := m.Change(country, edition); ok {
		return w.say("figure.since", locale.Args{"Change": w.Signed(by, m.Decimals), "Since": since}), []float64{by}
	}
	if since, comparable := m.Previous(edition); comparable {
		why := w.say("absence." + string(m.Absence(country, since)))
		return w.say("figure.unknown", locale.Args{"Since": since, "Reason": why}), nil
	}
	reason := m.Regime(edition).Reason
	if edition == m.First() || reason == "" {
		return w.say("figure.first"), nil
	}
	return w.say("figure.refused", locale.Args{"Reason": w.data(reason)}), nil
}

func (w *provenanceWriter) ofTally(m *datasets.Monitor, t datasets.Tally) Point {
	p := w.told(m, t, 0)
	w.out.Of = w.data(m.Title) + ": " + w.data(t.Measure)
	label := func(t datasets.Tally) string { return w.periodLabel(t.Basis, monthOf(t.To)) }
	w.out.Place = w.Country(m.Country) + ", " + label(t)
	w.out.Unit = w.data(t.Unit)
	w.fact("counted", w.say("basis."+string(t.Basis)))
	w.fact("period", w.Date(p.Row.From)+" – "+w.Date(p.Row.To))
	if t.Flag != "" {
		w.fact("flag", w.say("key."+string(t.Flag)))
	}
	note := "note"
	if t.Flag == datasets.Derived {
		note = "formula"
	}
	w.fact(note, p.Note)
	if rule, ok := m.Rule(t.To); ok {
		w.fact("rule", w.data(rule.Counts))
	}
	near := func(t datasets.Tally) Neighbour { return Neighbour{TallyID(m, t), label(t), w.told(m, t, 0).Text} }
	for _, sum := range summed(m, t) {
		w.out.From = append(w.out.From, near(sum))
	}
	all := allOf(m, t.Measure, t.Basis)
	at := slices.IndexFunc(all, func(other datasets.Tally) bool { return other.To.Equal(t.To) })
	if at > 0 {
		before := near(all[at-1])
		w.out.Before = &before
	}
	if at+1 < len(all) {
		after := near(all[at+1])
		w.out.After = &after
	}
	view := monthly().ViewOf(m.Name, t.Measure)
	view.Basis = t.Basis
	w.out.Charts = append(w.out.Charts, ChartView{view.Chart.Slug, view.Query()})
	return p
}

// summed are the counts since January that a derived month was computed from: to
// its end, and to that of the month before.
func summed(m *datasets.Monitor, t datasets.Tally) []datasets.Tally {
	if t.Flag != datasets.Derived {
		return nil
	}
	return slices.DeleteFunc(m.Of(t.Measure, datasets.YTD), func(sum datasets.Tally) bool {
		return !sum.To.Equal(t.To) && !sum.To.Equal(t.From.AddDate(0, 0, -1))
	})
}
