package server

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// mostLines bounds how many changes of an index are listed one by one.
const mostLines = 50

// changesPage lists what each release of the data changed, the newest first.
type changesPage struct {
	head
	Entries []changesEntry
	Feed    bool // whether there is a feed of the same
}

// changesEntry is what a release changed in an index, or that it was the first.
type changesEntry struct {
	ID      string // within the page and the feed
	Release string
	Title   string
	Index   string // title; empty for the first release
	Lines   []changeLine
	More    int      // changes that are not among the lines
	First   []string // of the first release, how many figures of what
}

// changeLine is a change as a reader of a language sees it.
type changeLine struct{ Country, Measure, Edition, From, To string }

func (s *Server) changesPage(p *locale.Printer) changesPage {
	out := changesPage{head: head{Title: p.Text("changes.title"), Description: p.Text("changes.lead"), Path: "changes"}, Feed: s.URL != ""}
	changes := slices.Clone(s.Catalogue.Changes)
	slices.SortStableFunc(changes, func(a, b datasets.Change) int {
		return cmp.Or(-strings.Compare(a.Release, b.Release), strings.Compare(a.Index, b.Index))
	})
	for len(changes) > 0 {
		of := slices.IndexFunc(changes, func(c datasets.Change) bool {
			return c.Release != changes[0].Release || c.Index != changes[0].Index
		})
		if of < 0 {
			of = len(changes)
		}
		out.Entries = append(out.Entries, s.changesEntry(changes[:of], p))
		changes = changes[of:]
	}
	out.Entries = append(out.Entries, s.firstRelease(p))
	return out
}

// changesEntry tells of changes of one index in one release.
func (s *Server) changesEntry(changes []datasets.Change, p *locale.Printer) changesEntry {
	index := changes[0].Index
	title, measures, restricted := s.named(index)
	e := changesEntry{ID: "release-" + changes[0].Release + "-" + index, Release: changes[0].Release, Index: s.data(p, title)}
	counts := map[string]int{}
	for _, c := range changes {
		kind := "changed"
		switch {
		case c.From == "":
			kind = "added"
		case c.To == "":
			kind = "withdrawn"
		}
		counts[kind]++
		if restricted || len(e.Lines) == mostLines {
			e.More++
			continue
		}
		e.Lines = append(e.Lines, changeLine{p.Country(c.Country), s.data(p, cmp.Or(measures[c.Measure], c.Measure)), edition(c, p), s.amount(c.From, p), s.amount(c.To, p)})
	}
	var said []string
	for _, kind := range []string{"changed", "added", "withdrawn"} {
		if n := counts[kind]; n > 0 {
			said = append(said, p.Text("changes."+kind, locale.Args{"N": p.Number(float64(n), 0)}))
		}
	}
	e.Title = e.Index + ": " + strings.Join(said, ", ")
	return e
}

// named returns the title of an index or a monitor and those of its measures. One
// that was withdrawn as a whole has only its name.
func (s *Server) named(index string) (title string, measures map[string]string, restricted bool) {
	measures = map[string]string{}
	if x := s.Catalogue.Index(index); x != nil {
		for _, m := range x.Measures {
			measures[m.Name] = m.Title
		}
		return x.Title, measures, x.Restricted()
	}
	for _, m := range s.Catalogue.Monitors {
		if m.Name == index {
			return m.Title, measures, m.Restricted()
		}
	}
	return index, measures, false
}

// firstRelease tells of the release that nothing could have changed before.
func (s *Server) firstRelease(p *locale.Printer) changesEntry {
	e := changesEntry{ID: "release-" + s.Catalogue.Since, Release: s.Catalogue.Since}
	first := s.Catalogue.AtFirst()
	figures, indices := 0, 0
	say := func(title string, n int) {
		if n > 0 {
			e.First = append(e.First, s.data(p, title)+": "+p.Count("monitor.figures", n))
		}
	}
	for _, x := range s.Catalogue.Indices {
		if n := first[x.Name]; n > 0 {
			figures += n
			indices++
		}
		say(x.Title, first[x.Name])
	}
	for _, m := range s.Catalogue.Monitors {
		say(m.Title, first[m.Name])
	}
	e.Title = p.Text("changes.first", locale.Args{"Figures": p.Count("monitor.figures", figures), "Indices": p.Count("changes.indices", indices)})
	return e
}

// edition writes the edition of an index, or the period and the basis of a tally.
func edition(c datasets.Change, p *locale.Printer) string {
	if c.Basis == "" {
		return c.Edition
	}
	from, to, _ := strings.Cut(c.Edition, "/")
	return p.Date(from) + " – " + p.Date(to) + ", " + p.Text("basis."+string(c.Basis))
}

var decimals = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?|[0-9]+(\.[0-9]+)?`)

// amount writes the figure of a change with the marks of a language, and its unit.
func (s *Server) amount(text string, p *locale.Printer) string {
	if text == "" {
		return p.Text("changes.none")
	}
	if value, unit, ok := strings.Cut(text, " "); ok && !strings.HasPrefix(unit, "(") {
		return s.amount(value, p) + " " + s.data(p, unit)
	}
	return decimals.ReplaceAllStringFunc(text, func(number string) string {
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return number
		}
		_, fraction, _ := strings.Cut(number, ".")
		return p.Number(v, len(fraction))
	})
}

// handedOut are the changes of figures that may be handed out as data.
func (s *Server) handedOut() []datasets.Change {
	return slices.DeleteFunc(slices.Clone(s.Catalogue.Changes), func(c datasets.Change) bool {
		_, _, restricted := s.named(c.Index)
		return restricted
	})
}
