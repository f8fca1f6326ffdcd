package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// League is the table of the fifteen over the indices, each at its newest edition.
type League struct {
	Columns []LeagueColumn
	Rows    []LeagueRow
	Sort    string // "country" or the name of an index
}

// LeagueColumn is an index at its newest edition.
type LeagueColumn struct {
	Index    string
	Title    string
	Short    string
	Unit     string
	Edition  int
	Covers   int
	Since    int // the edition that changes are counted from; 0 where there is none
	Count    bool
	Computed bool     // places in the world are not the publisher's own
	Low      bool     // the lowest figures stand first
	Bands    []Swatch // the categories that its figures are marked with
	Ranking  string   // canonical query of the index's ranking
}

// LeagueRow is one country.
type LeagueRow struct {
	Country string
	Name    string
	Cells   []LeagueCell
}

// LeagueCell is a country's standing in one index.
type LeagueCell struct {
	Text    string
	Value   *float64
	Missing string        // why there is no figure
	Band    int           // shade of the band, from 1; 0 is none
	BandIs  string        // its name
	Among   datasets.Rank // among the fifteen that have a figure; zero where there is none
	World   datasets.Rank // rank in the world; zero where there is none
	Change  string        // since the edition before; empty where it may not be computed
	Better  bool          // whether that change is one for the better
	Worse   bool
	Spark   Spark
	Query   string // of the country's trend
}

// Spark is a small trend line in a box of SparkWidth by SparkHeight: one path
// for each run of editions that may be joined.
type Spark struct {
	Path    string
	X, Y    float64 // where the newest figure stands
	Present bool
}

// Box is the view box of the drawing.
func (Spark) Box() string { return fmt.Sprintf("0 0 %d %d", SparkWidth, SparkHeight) }

// SparkWidth and SparkHeight are the box that a Spark is drawn in.
const (
	SparkWidth  = 96
	SparkHeight = 26
)

// Sorts returns what a League can be sorted by.
func Sorts(cat *datasets.Catalogue) []string {
	sorts := []string{"country"}
	for _, x := range cat.Indices {
		sorts = append(sorts, x.Name)
	}
	return sorts
}

// MakeLeague makes the table, sorted by country name or by the figures of an
// index, the best first.
func MakeLeague(cat *datasets.Catalogue, sort string, p *locale.Printer) League {
	d := &draft{Catalogue: cat, Printer: p}
	trend, rank := trend(), ranking()
	l := League{Sort: sort}
	for _, c := range datasets.PostSoviet() {
		l.Rows = append(l.Rows, LeagueRow{Country: c, Name: d.Country(c)})
	}
	by := -1
	for _, x := range cat.Indices {
		m := x.Main()
		edition := m.Latest()
		if edition == 0 {
			continue
		}
		since, _ := m.Previous(edition)
		if x.Name == sort {
			by = len(l.Columns)
		}
		column := LeagueColumn{
			Index: x.Name, Title: d.data(m.Title), Short: d.data(x.Name), Unit: Scale(m.Regime(edition), p), Edition: edition, Covers: x.Covers(edition),
			Since: since, Count: m.Role == datasets.Count, Low: order(m, edition) == datasets.Low,
			Ranking: rank.ViewOf(x.Name, m.Name).Query(),
		}
		_, column.Computed = computed(m, edition)
		if edition >= m.BandsFrom {
			column.Bands = d.bandKey(m)
		}
		l.Columns = append(l.Columns, column)
		sparks := newSparks(m)
		view := trend.ViewOf(x.Name, m.Name)
		for i := range l.Rows {
			c := l.Rows[i].Country
			cell := d.leagueCell(m, c, edition)
			cell.Spark = sparks.of(c)
			view.Countries = []string{c}
			cell.Query = view.Query()
			l.Rows[i].Cells = append(l.Rows[i].Cells, cell)
		}
	}
	slices.SortStableFunc(l.Rows, func(a, b LeagueRow) int {
		if by < 0 {
			return d.Compare(a.Name, b.Name)
		}
		m := cat.Index(sort).Main()
		return byPlace(order(m, m.Latest()), a.Cells[by].Value, b.Cells[by].Value)
	})
	return l
}

func (d *draft) leagueCell(m *datasets.Measure, country string, edition int) LeagueCell {
	p := d.point(m, country, edition, 0)
	cell := LeagueCell{Text: p.Text, Value: p.Value}
	if p.Value == nil {
		cell.Text, cell.Missing = "–", p.Text
		return cell
	}
	if p.Band > 0 {
		cell.Band, cell.BandIs = BandSlot(p.Band, len(m.Bands)), d.data(m.Bands[p.Band-1].Name)
	}
	if m.Role == datasets.Count {
		return cell
	}
	if among, ok := m.RankAmong(datasets.PostSoviet(), country, edition); ok {
		cell.Among = among
	}
	if world, ok := m.WorldRank(country, edition); ok {
		cell.World = world
	}
	if delta, _, ok := m.Change(country, edition); ok {
		cell.Change = d.Signed(delta, m.Decimals)
		up := m.Regime(edition).Better == datasets.High
		cell.Better, cell.Worse = delta != 0 && (delta > 0) == up, delta != 0 && (delta > 0) != up
	}
	return cell
}

// sparks draw a measure over the editions that share the newest scale, all
// countries on the same axes, so that rows can be compared by eye.
type sparks struct {
	m           *datasets.Measure
	first, last int
	low, high   float64
}

func newSparks(m *datasets.Measure) sparks {
	k := sparks{m: m, first: scaleStart(m, m.First(), m.Latest()), last: m.Latest(), low: math.Inf(1), high: math.Inf(-1)}
	for _, c := range datasets.PostSoviet() {
		for e := k.first; e <= k.last; e++ {
			if o, ok := m.At(c, e); ok {
				k.low, k.high = min(k.low, o.Value), max(k.high, o.Value)
			}
		}
	}
	if k.low == k.high {
		k.high = k.low + 1
	}
	return k
}

func (k sparks) of(country string) Spark {
	const pad = 3
	var s Spark
	var path strings.Builder
	pen := false
	for e := k.first; e <= k.last; e++ {
		o, ok := k.m.At(country, e)
		if !ok {
			pen = false
			continue
		}
		if e > k.first && !k.m.Comparable(e-1, e) {
			pen = false
		}
		share := (o.Value - k.low) / (k.high - k.low)
		if k.m.Regime(e).Better == datasets.Low && k.m.Role != datasets.Count {
			share = 1 - share
		}
		s.X = pad + float64(e-k.first)/float64(max(1, k.last-k.first))*(SparkWidth-2*pad)
		s.Y = SparkHeight - pad - share*(SparkHeight-2*pad)
		s.Present = true
		if !pen {
			fmt.Fprintf(&path, "M%.1f %.1f", s.X, s.Y)
			pen = true
		}
		// A run of one edition still shows: a line to where it already is.
		fmt.Fprintf(&path, "L%.1f %.1f", s.X, s.Y)
	}
	s.Path = path.String()
	return s
}
