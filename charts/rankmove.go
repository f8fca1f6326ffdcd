package charts

import "github.com/sozdex/sozdex/datasets"

// field holds the scores of all countries that an edition rates, by their codes.
type field map[string]float64

func fieldOf(m *datasets.Measure, edition int) field {
	f := field{}
	for country, o := range m.Rated(edition) {
		f[country] = o.Value
	}
	return f
}

// place is where a country would stand among the others of a field with a score:
// one below all that have a better one. Equal is how many others have the same.
func (f field) place(country string, score float64, better datasets.Direction) (place, equal int) {
	place = 1
	for other, value := range f {
		switch {
		case other == country:
		case value == score:
			equal++
		case (value > score) == (better == datasets.High):
			place++
		}
	}
	return place, equal
}

// rankMove is why a country's place moved between two fields: by its own score,
// and by what the others did, those that entered or left among them. Both are
// in places, up is positive. They depend on who is taken to move first, so both
// orders are told; in each the two add up to the whole move.
type rankMove struct {
	then, now             int // places
	othersFirst, ownFirst parts
}

// parts are the parts of a move in one order.
type parts struct{ own, others int }

// rankMoveOf splits the move of a country that both fields rate. Published are its
// places as the publisher tells them, 0 where it does not: they part equal scores
// of one field.
func rankMoveOf(country string, then, now field, published [2]int, better datasets.Direction) rankMove {
	end := func(f field, published int) int {
		place, equal := f.place(country, f[country], better)
		if place <= published && published <= place+equal {
			return published
		}
		return place
	}
	m := rankMove{then: end(then, published[0]), now: end(now, published[1])}
	othersMoved, _ := now.place(country, then[country], better)
	ownMoved, _ := then.place(country, now[country], better)
	m.othersFirst = parts{others: m.then - othersMoved, own: othersMoved - m.now}
	m.ownFirst = parts{own: m.then - ownMoved, others: ownMoved - m.now}
	return m
}

// up is how many places the country moved up; negative is down.
func (m rankMove) up() int { return m.then - m.now }

// own is what the country's own score did: the average over both orders, a
// whole or a half. With others it adds up to the move.
func (m rankMove) own() float64 { return float64(m.othersFirst.own+m.ownFirst.own) / 2 }

// others is what the other countries did.
func (m rankMove) others() float64 { return float64(m.othersFirst.others+m.ownFirst.others) / 2 }
