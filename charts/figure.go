package charts

import (
	"cmp"
	"slices"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// Figure is all that a chart says, in one language. It is made of plain values
// and nothing that reads it may change it.
type Figure struct {
	Chart    string `json:"chart"`
	Index    string `json:"index,omitempty"`
	Query    string `json:"query"` // the canonical query of the view
	Lang     string `json:"lang"`
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
	Unit     string `json:"unit"`
	Summary  string `json:"summary"` // one or a few sentences, computed from the numbers
	Alt      string `json:"alt"`
	Shape    Shape  `json:"shape"`
	// Tallies says that some of the figures are a monitor's.
	Tallies bool `json:"tallies,omitempty"`

	// X are the places that points stand at: editions, months, countries or components.
	X []Tick `json:"x"`
	// Panels part the x axis where figures need value axes of their own. There
	// is at least one in each row, and those of a row together cover X.
	Panels []Panel  `json:"panels"`
	Series []Series `json:"series"`
	// Layers is how the series of one tick lie to each other; empty where each
	// tick has one.
	Layers Layers   `json:"layers,omitempty"`
	Bands  []Band   `json:"bands,omitempty"`
	Breaks []Break  `json:"breaks,omitempty"`
	Spans  []Span   `json:"spans,omitempty"`
	Marks  []Mark   `json:"marks,omitempty"`
	Key    []Swatch `json:"key,omitempty"`
	Insets []Inset  `json:"insets,omitempty"`

	// Statistics are what was computed from figures of two indices.
	Statistics []Statistic `json:"statistics,omitempty"`

	Notes []string `json:"notes,omitempty"`
	// Credit says whose drawing lies below the figures, such as borders; it
	// stands wherever the drawing does.
	Credit  string   `json:"credit,omitempty"`
	Sources []Source `json:"sources"`
	Table   Table    `json:"table"`
	// Further are more tables, in charts that one does not tell all of.
	Further []Table `json:"further,omitempty"`

	// Underlying are the figures that the points were computed from, where no point
	// stands for one of them.
	Underlying []Row `json:"underlying,omitempty"`
}

// Layers is how series lie to each other at a tick.
type Layers string

const (
	// Within: each series counts a part of the one before it.
	Within Layers = "within"
	// Stacked: the series count different things, which add up.
	Stacked Layers = "stacked"
	// Opposed: the series are parts of a move, each to either side, which add up.
	Opposed Layers = "opposed"
)

// Tick is one place on the x axis. Its value is the year for editions, the
// months since year 0 for periods, the order for everything else.
type Tick struct {
	Value int    `json:"value"`
	Label string `json:"label"`
	// Max and Min are the ends of the axis through this tick, where each has its own.
	Min float64 `json:"min,omitempty"`
	Max float64 `json:"max,omitempty"`
	// Slot is the place in the palette where each tick has its own, as Series.Slot.
	Slot int `json:"slot,omitempty"`
}

// Panel is a run of ticks that share a value axis.
type Panel struct {
	From int  `json:"from"` // tick, inclusive
	To   int  `json:"to"`   // tick, inclusive
	Axis Axis `json:"axis"`
	// Row is the place of the panel from the top, where some lie below others.
	Row int `json:"row,omitempty"`
	// Title says what the axis is of, where panels are of different things.
	Title string `json:"title,omitempty"`
}

// Axis is a value axis.
type Axis struct {
	Min      float64  `json:"min"`
	Max      float64  `json:"max"`
	Step     float64  `json:"step"`              // from one line of the grid to the next
	Labels   []string `json:"labels,omitempty"`  // of Min and of each step from there
	Inverse  bool     `json:"inverse,omitempty"` // the smallest value stands on top, or at the right
	Decimals int      `json:"decimals"`
	// Places says that values are places in a ranking: there is no place 0.
	Places bool `json:"places,omitempty"`
	// Names stand in place of numbers where values are categories.
	Names map[int]string `json:"names,omitempty"`
}

// Series is a row of points that belong together.
type Series struct {
	Key  string `json:"key"` // country code or name of the tally's measure
	Name string `json:"name"`
	// Slot is the place in the palette, from 1; 0 is grey context.
	Slot int `json:"slot"`
	// Row is that of the panels that the series stands in.
	Row int `json:"row,omitempty"`
	// Named says that the drawing writes the name of the series beside it.
	Named  bool    `json:"named,omitempty"`
	Points []Point `json:"points"`
}

// Point is one figure, or the place where one is missing.
type Point struct {
	X     int      `json:"x"`     // place in Figure.X
	Value *float64 `json:"value"` // nil: no figure
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	// Text is the value as a reader of the language sees it, or why there is none.
	Text string `json:"text"`
	// Label is what the drawing writes beside the point, where it writes anything.
	Label string `json:"label,omitempty"`
	// Band is the place in the publisher's bands from 1, the best; 0 is none.
	Band int `json:"band,omitempty"`
	// Computed says that the value was computed, from that of Row or from several,
	// and stands nowhere in the data.
	Computed bool `json:"computed,omitempty"`
	// Shade is that of a cell that stands for the figure, from 1, the best, to 5; 0
	// is none.
	Shade int `json:"shade,omitempty"`
	// OtherUnit says that the figure is not in the unit of the Figure.
	OtherUnit bool `json:"other_unit,omitempty"`
	// Note is what a reader must know about the figure, in the language.
	Note string `json:"note,omitempty"`
	// Also are the sources of other figures that this one was computed from.
	Also []string `json:"also,omitempty"`
	// Of are the figures that this one was computed from, where it is none of the
	// data itself: its own Row says only what it is of.
	Of []Row `json:"of,omitempty"`
	// Month says what the last month of a sum since January counted alone, where
	// that follows from another sum.
	Month string `json:"month,omitempty"`
	// Known is how a month is known, in a figure that tells of nothing else.
	Known Known `json:"known,omitempty"`
	// Move is how the figure stands to the one before it, in a chart of changes.
	Move Move `json:"move,omitempty"`

	// Figure is the id of the figure, as of Row.ID.
	Figure string `json:"figure,omitempty"`
	Row    Row    `json:"row"`
}

// Row is where a figure comes from, as the CSV gives it. For an index
// Index, Edition, Covers and Regime are set, for a tally From, To, Basis, Unit and Flag.
type Row struct {
	Country string         `json:"country,omitempty"`
	Index   string         `json:"index,omitempty"`
	Measure string         `json:"measure"`
	Edition int            `json:"edition,omitempty"`
	Covers  int            `json:"covers,omitempty"`
	Regime  string         `json:"regime,omitempty"`
	From    string         `json:"from,omitempty"`
	To      string         `json:"to,omitempty"`
	Basis   datasets.Basis `json:"basis,omitempty"`
	Unit    string         `json:"unit,omitempty"`
	Flag    datasets.Flag  `json:"flag,omitempty"`
	Value   string         `json:"value"` // as it stands in the data
	// Rank is the place of the figure among Of, in a chart of ranks; 0 elsewhere.
	Rank    int              `json:"rank,omitempty"`
	Of      int              `json:"of,omitempty"`
	Low     string           `json:"low,omitempty"`
	High    string           `json:"high,omitempty"`
	Source  string           `json:"source,omitempty"`
	Note    string           `json:"note,omitempty"`
	Absence datasets.Absence `json:"absence,omitempty"`
	// Computed says that the chart made the figure out of others, so that no data
	// have it and no id names it.
	Computed bool `json:"-"`
}

// Line is the value at the i-th line of the grid, from 0 at Min.
func (a Axis) Line(i int) float64 { return tidy(a.Min + float64(i)*a.Step) }

// labels writes what stands at the lines of the grid. Nothing has the place 0,
// and categories have their names.
func (a Axis) labels(p *locale.Printer) []string {
	if a.Step <= 0 || len(a.Names) > 0 {
		return nil
	}
	var labels []string
	for i := 0; ; i++ {
		v := a.Line(i)
		switch {
		case v > a.Max:
			return labels
		case a.Places && v < 1:
			labels = append(labels, "")
		default:
			labels = append(labels, p.Short(v))
		}
	}
}

// Band is a range of values that the publisher names.
type Band struct {
	Name  string  `json:"name"`
	Place int     `json:"place"` // from 1, the best
	Of    int     `json:"of"`    // how many bands there are
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	From  int     `json:"from"` // tick that it holds from
	To    int     `json:"to"`   // tick that it holds to
}

// Break is a boundary between two regimes: nothing is compared across it.
type Break struct {
	// Index is set where the boundary is of one of several indices: what is not
	// made from that index goes on.
	Index  string `json:"index,omitempty"`
	After  int    `json:"after"` // tick before the boundary
	Label  string `json:"label"`
	Reason string `json:"reason"`
}

// Span is a run of ticks that has a name under the axis, such as the periods
// that one counting rule holds for.
type Span struct {
	From int    `json:"from"` // tick, inclusive
	To   int    `json:"to"`   // tick, inclusive
	Name string `json:"name"`
	Text string `json:"text"` // the name in full
}

// Mark is something that happened, at the tick of its period.
type Mark struct {
	X int `json:"x"`
	// Label names an event that changed what is counted; cases that a report
	// names have none.
	Label string `json:"label,omitempty"`
	// Text says what happened, and of cases how many.
	Text string `json:"text"`
}

// Swatch explains a mark of the drawing.
type Swatch struct {
	// Kind is country, context, band, interval, printed, whole, derived, month,
	// suspect, secondhand, otherunit, missing, nofigure, cases, ring, dot, better,
	// worse, margin or against.
	Kind string `json:"kind"`
	Slot int    `json:"slot,omitempty"`
	Name string `json:"name"`
}

// Inset is a part of a map that is drawn once more, larger.
type Inset struct {
	Map       string   `json:"map"` // the name of its map
	Name      string   `json:"name"`
	Countries []string `json:"countries"` // that it is drawn for; it shows their neighbours too
}

// Source is a publication that figures of the chart come from, with what is
// known to be wrong with it.
type Source struct {
	ID        string   `json:"id"`
	Publisher string   `json:"publisher"`
	Title     string   `json:"title"`
	URL       string   `json:"url,omitempty"`
	Licence   string   `json:"licence"`
	Retrieved string   `json:"retrieved"`
	Via       string   `json:"via"`
	Faults    []string `json:"faults,omitempty"`
}

// Table is the chart's figures for people who read tables.
type Table struct {
	Caption string     `json:"caption"`
	Columns []Column   `json:"columns"` // the first heads the rows
	Rows    []TableRow `json:"rows"`
}

// Column heads a column of a Table.
type Column struct {
	Label  string `json:"label"`
	Number bool   `json:"number,omitempty"` // align as numbers
}

// TableRow is one row; where Break is set it is a line across the table instead.
type TableRow struct {
	Head  string      `json:"head"`
	Note  string      `json:"note,omitempty"` // what holds for every cell
	Cells []TableCell `json:"cells,omitempty"`
	Break string      `json:"break,omitempty"`
}

// TableCell is one cell. Missing is why there is no figure.
type TableCell struct {
	Text    string        `json:"text"`
	Missing string        `json:"missing,omitempty"`
	Flag    datasets.Flag `json:"flag,omitempty"`
	Note    string        `json:"note,omitempty"`
	// Shade is that of the band, from 1, the best, to 5; 0 is none.
	Shade int `json:"shade,omitempty"`
	// Figure is the id of the figure that the cell shows, Report the name of the
	// report that it names; empty where it shows neither.
	Figure string `json:"figure,omitempty"`
	Report string `json:"report,omitempty"`
}

// newest is, in a figure of one index or monitor, the tick that the newest regime or counting rule begins with: what
// stands from there on may be compared.
func (f Figure) newest() int {
	if n := len(f.Breaks); n > 0 {
		return f.Breaks[n-1].After + 1
	}
	return 0
}

// highest returns the first of the points with the highest value, and the
// labels of all that share it. There must be a point, and all must have values.
func (f Figure) highest(points []Point) (top Point, when []string) {
	top = slices.MaxFunc(points, func(a, b Point) int { return cmp.Compare(*a.Value, *b.Value) })
	for _, p := range points {
		if *p.Value == *top.Value {
			when = append(when, f.X[p.X].Label)
		}
	}
	return top, when
}

// Points calls yield for every point of every series.
func (f Figure) Points(yield func(Series, Point) bool) {
	for _, s := range f.Series {
		for _, p := range s.Points {
			if !yield(s, p) {
				return
			}
		}
	}
}

// rows are the figures of the data that a point is made of.
func (p Point) rows() []Row {
	if len(p.Of) > 0 {
		return p.Of
	}
	return []Row{p.Row}
}

// Sum is what the series add up to at a tick.
func (f Figure) Sum(x int) float64 {
	sum := 0.0
	for _, s := range f.Series {
		if v := s.Points[x].Value; v != nil {
			sum += *v
		}
	}
	return sum
}
