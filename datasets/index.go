package datasets

import (
	"fmt"
	"math"
	"slices"
)

// Index is a yearly rating by one publisher.
type Index struct {
	Name      string // "rsf"
	Title     string // "World Press Freedom Index"
	Publisher string
	File      string // the CSV file, relative to the data directory
	Measures  []*Measure
	// CoversOffset leads from an edition to the year it is about: -1 where the
	// edition of 2026 tells of 2025.
	CoversOffset int
	// EditionsWithout are years in which no edition appeared.
	EditionsWithout []int
	// CoversEditions, where set, bounds the years that a list of persons was
	// counted over; within them a missing row means that none was listed.
	CoversEditions *[2]int
	// Redistribution is the licence, "quoted" or "restricted".
	Redistribution string
	// Status says what a reader must know about the index today; may be empty.
	Status string
	// About says what the index measures and how; may be empty.
	About string

	observations []Observation
}

// Role says what a measure is to its index.
type Role string

const (
	Headline  Role = "headline"
	WorldRank Role = "rank"
	Component Role = "component"
	Rating    Role = "rating"
	Category  Role = "category"
	Count     Role = "count"
)

// Direction says which end of a scale is the better one.
type Direction string

const (
	High Direction = "high"
	Low  Direction = "low"
)

// Scale is the range of a measure; nil is an open end.
type Scale struct {
	Min *float64 `json:"min"`
	Max *float64 `json:"max"`
}

// Measure is one column of an index.
type Measure struct {
	Index    *Index
	Name     string // "score"
	Title    string
	Role     Role
	Scale    Scale
	Better   Direction
	Decimals int
	// World says that the figures of all rated countries are at hand, so that a
	// rank in the world can be computed from them.
	World bool
	// Of is how many countries the publisher ranks; 0 where it is to be counted.
	Of int
	// Computed says that the figures were computed by this project, not published.
	Computed bool
	// PartOf is the measure that this one is a part of; may be empty.
	PartOf  string
	Unit    string // "journalists"; may be empty
	Release string // the release that all figures come from, "v16"; may be empty
	// Interval says that the publisher gives bounds with every figure.
	Interval bool
	// Absent is what a missing row means within CoversEditions, "none listed"; may be empty.
	Absent string
	// Bands stand from the best to the worst; they hold from edition BandsFrom on.
	Bands      []Band
	BandsFrom  int
	Categories []CategoryName
	// Regimes stand in the order of time and cover every edition; there is at
	// least one, and a measure that declares none has one that is open at both ends.
	Regimes []Regime

	// beyond is how far a published figure may lie outside of the scale.
	beyond    float64
	byEdition map[int]map[string]Observation
	editions  []int
}

// Band is a range of values that the publisher gives a name.
type Band struct {
	Above *float64 `json:"above"` // exclusive lower bound; nil is the lowest band
	Name  string   `json:"name"`
}

// CategoryName is the name of one value of a measure that is a category.
type CategoryName struct {
	Value float64 `json:"value"`
	Name  string  `json:"name"`
}

// Regime is a span of editions made with one method. Figures of two regimes
// are not comparable.
type Regime struct {
	From, To int // editions, inclusive; 0 is an open end
	Reason   string
	Better   Direction
	Scale    Scale
}

// String names the span, "2013-2021", "2022-", and "" for the only regime of a measure.
func (r Regime) String() string {
	switch {
	case r.From == 0 && r.To == 0:
		return ""
	case r.To == 0:
		return fmt.Sprintf("%d-", r.From)
	case r.From == 0:
		return fmt.Sprintf("-%d", r.To)
	}
	return fmt.Sprintf("%d-%d", r.From, r.To)
}

// Observation is one figure of an index.
type Observation struct {
	// Country is ISO 3166-1 alpha-3, XKX for Kosovo, or such a code with a suffix,
	// "ISR_TERRITORY", for what the publisher ranked apart from the country itself.
	Country string
	Edition int
	Measure *Measure
	Value   float64
	Text    string // the value as it stands in the file
	Low     Cell
	High    Cell
	Source  string
	Note    string
}

// Rank is a place among so many.
type Rank struct {
	Place, Of int
	// Computed says that the place was computed here from the figures, not published.
	Computed bool
}

// Absence says why there is no figure.
type Absence string

const (
	Present    Absence = ""
	NoEdition  Absence = "no_edition"  // the publisher made no edition that year
	NotRated   Absence = "not_rated"   // the edition does not rate the country
	NoneListed Absence = "none_listed" // the publisher's list names nobody that year
	NotFound   Absence = "not_found"   // an edition exists, its figure was not found
	NotRanked  Absence = "not_ranked"  // there is a figure, and no place in the world
	OutOfSpan  Absence = "out_of_span" // before the first or after the last edition at hand
)

// Observations returns every figure of the index in the order of its file.
// The caller must not change it.
func (x *Index) Observations() []Observation { return x.observations }

// Measure returns the measure of that name, or nil.
func (x *Index) Measure(name string) *Measure {
	i := slices.IndexFunc(x.Measures, func(m *Measure) bool { return m.Name == name })
	if i < 0 {
		return nil
	}
	return x.Measures[i]
}

// Role returns the measures of that role, in the order of datapackage.json.
func (x *Index) Role(role Role) []*Measure {
	var of []*Measure
	for _, m := range x.Measures {
		if m.Role == role {
			of = append(of, m)
		}
	}
	return of
}

// Main returns the measure that stands for the index: its first headline, or
// its first measure where it has none.
func (x *Index) Main() *Measure {
	if of := x.Role(Headline); len(of) > 0 {
		return of[0]
	}
	return x.Measures[0]
}

// Covers returns the year that an edition is about.
func (x *Index) Covers(edition int) int { return edition + x.CoversOffset }

// Edition returns the edition that is about a year.
func (x *Index) Edition(covers int) int { return covers - x.CoversOffset }

// Restricted says that the index may be drawn but not handed out as data.
func (x *Index) Restricted() bool { return x.Redistribution == "restricted" }

// At returns the figure of a country in an edition.
func (m *Measure) At(country string, edition int) (Observation, bool) {
	o, ok := m.byEdition[edition][country]
	return o, ok
}

// Rated returns the figures of an edition of all countries that have one, by their
// codes. The caller must not change it.
func (m *Measure) Rated(edition int) map[string]Observation { return m.byEdition[edition] }

// Editions returns, ascending, the editions that have a figure for at least
// one of the fifteen, and for a list of persons all years that it covers. The caller must not change it.
func (m *Measure) Editions() []int { return m.editions }

// First is the oldest of Editions; 0 where there is none.
func (m *Measure) First() int {
	if len(m.editions) == 0 {
		return 0
	}
	return m.editions[0]
}

// Latest is the newest of Editions; 0 where there is none.
func (m *Measure) Latest() int {
	if len(m.editions) == 0 {
		return 0
	}
	return m.editions[len(m.editions)-1]
}

// Regime returns the regime of an edition.
func (m *Measure) Regime(edition int) Regime {
	for _, r := range m.Regimes {
		if r.To == 0 || edition <= r.To {
			return r
		}
	}
	return m.Regimes[len(m.Regimes)-1]
}

// Comparable says that two editions are of one regime.
func (m *Measure) Comparable(a, b int) bool { return m.Regime(a).From == m.Regime(b).From }

// Previous returns the newest edition before another within the same regime.
func (m *Measure) Previous(edition int) (int, bool) {
	i, _ := slices.BinarySearch(m.editions, edition)
	if i == 0 || !m.Comparable(m.editions[i-1], edition) {
		return 0, false
	}
	return m.editions[i-1], true
}

// Back returns the edition so many before another within the same regime; it is
// false where the regime has fewer.
func (m *Measure) Back(edition, n int) (int, bool) {
	for range n {
		before, ok := m.Previous(edition)
		if !ok {
			return 0, false
		}
		edition = before
	}
	return edition, true
}

// Change returns how far a country's figure moved since the previous edition
// of the same regime, rounded to the measure's decimals, and that edition.
func (m *Measure) Change(country string, edition int) (delta float64, since int, ok bool) {
	since, ok = m.Previous(edition)
	if !ok {
		return 0, 0, false
	}
	now, ok1 := m.At(country, edition)
	then, ok2 := m.At(country, since)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	return m.Round(now.Value - then.Value), since, true
}

// Round rounds to the decimals of the measure.
func (m *Measure) Round(v float64) float64 {
	p := math.Pow10(m.Decimals)
	return math.Round(v*p) / p
}

// Ranks returns the measure that its places in the world are figures of, or m
// itself where they can only be computed from its own.
func (m *Measure) Ranks() *Measure {
	if of := m.Index.Role(WorldRank); m == m.Index.Main() && len(of) > 0 {
		return of[0]
	}
	return m
}

// WorldRank returns a country's rank in the world in an edition: as the measure
// or its index holds it, or computed where the figures of the whole world are at hand. Equal figures
// share the best place.
func (m *Measure) WorldRank(country string, edition int) (Rank, bool) {
	if ranks := m.Ranks(); ranks.Role == WorldRank {
		o, ok := ranks.At(country, edition)
		field := ranks.Of
		if field == 0 {
			field = len(ranks.byEdition[edition])
		}
		return Rank{Place: int(o.Value), Of: field, Computed: ranks.Computed}, ok
	}
	if !m.World {
		return Rank{}, false
	}
	field := make([]string, 0, len(m.byEdition[edition]))
	for c := range m.byEdition[edition] {
		field = append(field, c)
	}
	return m.RankAmong(field, country, edition)
}

// RankAmong returns a country's rank among others in an edition, computed from
// the figures; those without a figure do not count. Equal figures share the
// best place.
func (m *Measure) RankAmong(field []string, country string, edition int) (Rank, bool) {
	own, ok := m.At(country, edition)
	if !ok {
		return Rank{}, false
	}
	better := m.Regime(edition).Better
	r := Rank{Place: 1, Computed: true}
	for _, c := range field {
		o, ok := m.At(c, edition)
		if !ok {
			continue
		}
		r.Of++
		if better == High && o.Value > own.Value || better == Low && o.Value < own.Value {
			r.Place++
		}
	}
	return r, true
}

// Absence says why a country has no figure in an edition, Present where it has one.
func (m *Measure) Absence(country string, edition int) Absence {
	if _, ok := m.At(country, edition); ok {
		return Present
	}
	if span := m.Index.CoversEditions; span != nil && m.Absent != "" && span[0] <= edition && edition <= span[1] {
		return NoneListed
	}
	switch {
	case edition < m.First() || edition > m.Latest():
		return OutOfSpan
	case slices.Contains(m.Index.EditionsWithout, edition):
		return NoEdition
	case len(m.byEdition[edition]) > 0:
		return NotRated
	}
	return NotFound
}

// Band returns the band of a value in an edition, and its place in Bands.
func (m *Measure) Band(value float64, edition int) (int, bool) {
	if edition < m.BandsFrom {
		return 0, false
	}
	for i, b := range m.Bands {
		if b.Above == nil || value > *b.Above {
			return i, true
		}
	}
	return 0, false
}
