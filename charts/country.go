package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Country is what all indices say of one of the fifteen, in one language.
type Country struct {
	Code string
	Name string
	// Told are three sentences, or fewer where the data has less to tell: where
	// the country stands, what changed, and what stands out. Every number in them
	// is in Glance or in a Figure of Views.
	Told []Sentence
	// Glance is the newest figure of each headline measure, with its places and
	// with its changes or why there are none.
	Glance Table
	// Events are what happened in the country or to the measuring of it, the newest first.
	Events []CountryEvent
	// Views are the country's trends, one for each index, and all of them on one scale.
	Views []View
}

// Sentence is a sentence with the figures that it was made from.
type Sentence struct {
	Text   string
	Points []Point
}

// CountryEvent is something to know when reading a country's figures: a new
// method, a new category of the country or an event that a monitor names.
type CountryEvent struct {
	Day  string // YYYY, YYYY-MM or YYYY-MM-DD
	When string
	What string
}

// spans are the editions back that changes are told over.
var spans = [...]int{1, 5, 10}

// standing is where the country stands in a measure at its newest edition.
type standing struct {
	m       *datasets.Measure
	now     Point
	among   datasets.Rank // zero where there is none, as is world
	world   datasets.Rank
	changes [len(spans)]spanChange
}

// spanChange is the change over one of spans.
type spanChange struct {
	then   Point
	delta  float64
	move   Move   // empty where there is nothing to tell
	refuse string // why not, in few words
	reason string // and in full
}

// MakeCountry tells what the indices say of a country, an ISO 3166-1 alpha-3 code.
func MakeCountry(cat *datasets.Catalogue, code string, p *locale.Printer) Country {
	d := &draft{Catalogue: cat, Printer: p}
	out := Country{Code: code, Name: d.Country(code)}
	var all, leading, judged []standing
	for _, x := range cat.Indices {
		headlines := x.Role(datasets.Headline)
		if len(headlines) == 0 {
			headlines = []*datasets.Measure{x.Main()}
		}
		var of []standing
		for _, m := range headlines {
			if len(m.Editions()) > 0 {
				of = append(of, d.standing(m, code))
			}
		}
		all = append(all, of...)
		of = slices.DeleteFunc(of, func(s standing) bool { return s.m.Role == datasets.Count || s.now.Value == nil })
		if len(of) == 0 {
			continue
		}
		leading = append(leading, of[0])
		// A change is best judged by a figure that tells how sure it is.
		judged = append(judged, of[max(0, slices.IndexFunc(of, func(s standing) bool { return s.now.Low != nil }))])
	}
	for _, s := range []Sentence{d.stands(out.Name, leading), d.changed(out.Name, judged), d.standsOut(code, leading, judged)} {
		if s.Text != "" {
			out.Told = append(out.Told, s)
		}
	}
	out.Glance = d.glance(out.Name, all)
	out.Events = d.countryEvents(code)
	trend := trend()
	for _, x := range trend.Indices(cat) {
		view := trend.ViewOf(x.Name, mainMeasure(trend, x).Name)
		view.Countries = []string{code}
		out.Views = append(out.Views, view)
	}
	if c := normalised(); c.Drawable(cat) {
		view := Default(cat, c)
		view.Countries = []string{code}
		out.Views = append(out.Views, view)
	}
	return out
}

func (d *draft) standing(m *datasets.Measure, country string) standing {
	edition := m.Latest()
	s := standing{m: m, now: d.point(m, country, edition, 0)}
	if m.Role == datasets.Count || s.now.Value == nil {
		return s
	}
	s.among, _ = m.RankAmong(datasets.PostSoviet(), country, edition)
	s.world, _ = m.WorldRank(country, edition)
	for i, n := range spans {
		s.changes[i] = d.spanChange(m, s.now, n)
	}
	return s
}

// spanChange is the change of a figure since so many editions before, or why
// there is none.
func (d *draft) spanChange(m *datasets.Measure, now Point, editions int) spanChange {
	if now.Value == nil {
		return spanChange{refuse: now.Text}
	}
	since, ok := m.Back(now.Row.Edition, editions)
	if regime := m.Regime(now.Row.Edition); !ok && regime.From > m.First() {
		return spanChange{refuse: d.say("break.label", locale.Args{"Edition": regime.From}), reason: d.data(regime.Reason)}
	}
	if !ok {
		return spanChange{refuse: d.say("country.begins", locale.Args{"First": m.First()})}
	}
	c := spanChange{then: d.point(m, now.Row.Country, since, 0)}
	if c.then.Value == nil {
		c.refuse = c.then.Text + " (" + strconv.Itoa(since) + ")"
		return c
	}
	c.delta, c.move = moveOf(m, c.then, now)
	return c
}

// stands tells where the country stands in each index.
func (d *draft) stands(country string, of []standing) Sentence {
	var s Sentence
	var said []string
	for _, at := range of {
		args := locale.Args{"Index": d.brief(at.m), "Edition": at.now.Row.Edition, "Covers": "", "Value": at.now.Text, "Places": d.place(at.among)}
		if at.now.Row.Covers != at.now.Row.Edition {
			args["Covers"] = strconv.Itoa(at.now.Row.Covers)
		}
		if at.world.Place > 0 {
			args["Places"] = d.place(at.among) + "; " + d.place(at.world)
		}
		said = append(said, d.say("country.stands.item", args))
		s.Points = append(s.Points, at.now)
	}
	if len(said) > 0 {
		s.Text = d.say("country.stands", locale.Args{"Country": country, "Items": d.List(said)})
	}
	return s
}

// changed tells the changes over each of spans, and what may not be compared.
func (d *draft) changed(country string, of []standing) Sentence {
	var s Sentence
	var clauses, refused []string
	for i, n := range spans {
		var moves []string
		for _, way := range []Move{Better, Worse, Margin, Unchanged} {
			var items []string
			for _, at := range of {
				c := at.changes[i]
				if c.move != way {
					continue
				}
				item := d.brief(at.m)
				if way != Unchanged {
					item += " (" + d.Signed(c.delta, at.m.Decimals) + ")"
				}
				items = append(items, item)
				s.Points = append(s.Points, c.then, at.now)
			}
			if len(items) > 0 {
				moves = append(moves, d.say("country.changed."+string(way), locale.Args{"Items": d.List(items)}))
			}
		}
		if len(moves) > 0 {
			clauses = append(clauses, d.Count("country.changed.over", n, locale.Args{"Moves": strings.Join(moves, ", ")}))
		}
	}
	for _, at := range of {
		// What is refused over few editions is refused over more, for the same reason.
		i := slices.IndexFunc(at.changes[:], func(c spanChange) bool { return c.refuse != "" })
		if i >= 0 {
			refused = append(refused, d.Count("country.changed.refused", spans[i], locale.Args{"Index": d.brief(at.m), "Reason": at.changes[i].refuse}))
		}
	}
	clauses = append(clauses, refused...)
	if len(clauses) > 0 {
		s.Text = d.say("country.changed", locale.Args{"Country": country, "Clauses": strings.Join(clauses, "; ")})
	}
	return s
}

// standsOut tells the longest rise or fall, and what contradicts each other in
// the newest figures.
func (d *draft) standsOut(country string, leading, judged []standing) Sentence {
	if len(leading) == 0 {
		return Sentence{}
	}
	var s Sentence
	said := []string{d.say("country.no_run")}
	if r := d.longestRun(country, leading); r.steps > 1 {
		said[0] = d.say("country.run."+string(r.move), locale.Args{"Index": d.brief(r.m),
			"Then": r.then.Text, "From": r.then.Row.Edition, "Now": r.now.Text, "To": r.now.Row.Edition})
		s.Points = append(s.Points, r.then, r.now)
	}
	for _, contradiction := range append(d.apart(country, judged), d.againstPlace(country, leading)...) {
		said = append(said, contradiction.Text)
		s.Points = append(s.Points, contradiction.Points...)
	}
	if len(said) == 1 {
		said = append(said, d.say("country.agree"))
	}
	s.Text = sentence(strings.Join(said, "; "))
	return s
}

// run is a row of editions of one regime in each of which a figure moved in the
// same direction.
type run struct {
	m         *datasets.Measure
	then, now Point
	steps     int
	move      Move
}

// longestRun is the longest of all indices, and of two that are as long the newer.
func (d *draft) longestRun(country string, of []standing) run {
	var longest run
	for _, at := range of {
		var r run
		for _, edition := range at.m.Editions() {
			c := d.spanChange(at.m, d.point(at.m, country, edition, 0), 1)
			if c.move != Better && c.move != Worse {
				r = run{}
				continue
			}
			if c.move != r.move {
				r = run{m: at.m, then: c.then, move: c.move}
			}
			r.now = d.point(at.m, country, edition, 0)
			r.steps++
			if r.steps > longest.steps || r.steps == longest.steps && r.now.Row.Covers > longest.now.Row.Covers {
				longest = r
			}
		}
	}
	return longest
}

// apart tells of the newest year for which at least two indices tell of a change
// whether they moved in opposite directions.
func (d *draft) apart(country string, of []standing) []Sentence {
	type move struct {
		m *datasets.Measure
		spanChange
		now Point
	}
	byYear := map[int][]move{}
	newest := 0
	for _, at := range of {
		for _, edition := range at.m.Editions() {
			now := d.point(at.m, country, edition, 0)
			c := d.spanChange(at.m, now, 1)
			if c.move == "" {
				continue
			}
			year := now.Row.Covers
			byYear[year] = append(byYear[year], move{at.m, c, now})
			if len(byYear[year]) > 1 {
				newest = max(newest, year)
			}
		}
	}
	names := map[Move][]string{}
	var s Sentence
	for _, m := range byYear[newest] {
		names[m.move] = append(names[m.move], d.brief(m.m))
		s.Points = append(s.Points, m.then, m.now)
	}
	if len(names[Better]) == 0 || len(names[Worse]) == 0 {
		return nil
	}
	s.Text = d.say("country.apart", locale.Args{"Year": newest, "Better": d.List(names[Better]), "Worse": d.List(names[Worse])})
	return []Sentence{s}
}

// againstPlace tells of indices in whose newest edition the figure and the place
// in the world moved in opposite directions.
func (d *draft) againstPlace(country string, of []standing) []Sentence {
	var all []Sentence
	for _, at := range of {
		then, ok := d.placeBefore(at)
		place := Unchanged
		switch {
		case !ok:
			continue
		case at.world.Place < then.Place:
			place = Better
		case at.world.Place > then.Place:
			place = Worse
		}
		change := at.changes[0]
		if opposite(change.move, place) {
			all = append(all, Sentence{
				d.say("country.place."+string(place), locale.Args{"Index": d.brief(at.m), "Edition": at.now.Row.Edition, "Then": then.Place, "Now": at.world.Place}),
				[]Point{change.then, at.now}})
		}
	}
	return all
}

// placeBefore is the place in the world in the edition before, of the same regime.
func (d *draft) placeBefore(at standing) (datasets.Rank, bool) {
	if at.world.Place == 0 || at.changes[0].move == "" {
		return datasets.Rank{}, false
	}
	return at.m.WorldRank(at.now.Row.Country, at.changes[0].then.Row.Edition)
}

func (d *draft) glance(country string, of []standing) Table {
	t := Table{Caption: d.say("country.glance.of", locale.Args{"Country": country}), Columns: []Column{
		{Label: d.say("country.index")}, {Label: d.say("table.edition"), Number: true}, {Label: d.say("country.covers"), Number: true},
		{Label: d.say("table.value"), Number: true}, {Label: d.say("table.among", locale.Args{"Rated": len(datasets.PostSoviet())})}, {Label: d.say("table.world")}}}
	for _, n := range spans {
		t.Columns = append(t.Columns, Column{Label: d.Count("country.over", n)})
	}
	for _, at := range of {
		row := TableRow{Head: d.brief(at.m), Cells: []TableCell{
			{Text: strconv.Itoa(at.now.Row.Edition)}, {Text: strconv.Itoa(at.now.Row.Covers)}, d.cell(at.now), d.placeCell(at.among, nil), d.placeCell(at.world, nil)}}
		if then, ok := d.placeBefore(at); ok {
			row.Cells[4] = d.placeCell(at.world, locale.Args{"Edition": at.changes[0].then.Row.Edition, "Place": then.Place})
		}
		for _, c := range at.changes {
			row.Cells = append(row.Cells, d.changeCell(at.m, c))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// placeCell is a place, with what it was before where that is known.
func (d *draft) placeCell(r datasets.Rank, before locale.Args) TableCell {
	place := d.say("league.among", locale.Args{"Place": r.Place, "Of": r.Of})
	switch {
	case r.Place == 0:
		return TableCell{Text: "–", Missing: d.say("country.no_place")}
	case before == nil:
		return TableCell{Text: place}
	}
	return TableCell{Text: place + " (" + d.say("country.place.before", before) + ")"}
}

func (d *draft) changeCell(m *datasets.Measure, c spanChange) TableCell {
	switch {
	case c.refuse != "":
		return TableCell{Text: c.refuse, Missing: c.reason}
	case c.move == "":
		return TableCell{Text: "–", Missing: d.say("country.no_change")}
	}
	text := d.say("country.since", locale.Args{"Delta": d.Signed(c.delta, m.Decimals), "Edition": c.then.Row.Edition})
	if c.move == Margin {
		text += ", " + d.say("country.margin")
	}
	return TableCell{Text: text}
}

// countryEvents are the new methods of indices, the new bands and categories of
// the country, and what monitors of the country name.
func (d *draft) countryEvents(country string) []CountryEvent {
	var events []CountryEvent
	for _, x := range d.Indices {
		for i, r := range x.Main().Regimes {
			if i > 0 {
				year := strconv.Itoa(r.From)
				events = append(events, CountryEvent{year, year, d.brief(x.Main()) + ": " + d.data(r.Reason)})
			}
		}
		for _, m := range append([]*datasets.Measure{x.Main()}, x.Role(datasets.Category)...) {
			events = append(events, d.newBands(m, country)...)
		}
	}
	for _, m := range d.Monitors {
		for _, e := range m.Events {
			if m.Country == country {
				events = append(events, CountryEvent{e.Date, d.Date(e.Date), d.data(e.Title)})
			}
		}
	}
	slices.SortStableFunc(events, func(a, b CountryEvent) int { return cmp.Compare(b.Day, a.Day) })
	return events
}

// newBands are the editions in which a country's figure came into another band
// or category than in the edition before of the same regime.
func (d *draft) newBands(m *datasets.Measure, country string) []CountryEvent {
	name := func(p Point) string {
		switch {
		case p.Value == nil:
			return ""
		case len(m.Categories) > 0:
			return p.Text
		case p.Band > 0:
			return d.data(m.Bands[p.Band-1].Name)
		}
		return ""
	}
	var events []CountryEvent
	for _, edition := range m.Editions() {
		before, ok := m.Previous(edition)
		if !ok {
			continue
		}
		then, now := name(d.point(m, country, before, 0)), name(d.point(m, country, edition, 0))
		if then != "" && now != "" && then != now {
			year := strconv.Itoa(edition)
			events = append(events, CountryEvent{year, year, d.say("country.band", locale.Args{"Index": d.brief(m), "Then": then, "Now": now})})
		}
	}
	return events
}
