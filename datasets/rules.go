package datasets

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
)

// composedRule says that a measure is the mean or the sum of others.
type composedRule struct {
	At        place       `json:"-"`
	Kind      string      `json:"kind"` // "mean" or "sum"
	Measure   string      `json:"measure"`
	Of        []string    `json:"of"`
	Tolerance float64     `json:"tolerance,omitempty"`
	Except    []exception `json:"except,omitempty"`
}

// exception is a figure that breaks a rule as published.
type exception struct {
	At      place  `json:"-"`
	Country string `json:"country"`
	Edition int    `json:"edition"`
	Note    string `json:"note"`
}

// equalRule states figures that are known for certain.
type equalRule struct {
	At      place              `json:"-"`
	Kind    string             `json:"kind"`
	Measure string             `json:"measure"`
	Edition int                `json:"edition"`
	Values  map[string]float64 `json:"values"` // by country
}

// oppositeRule says which of the fifteen rose in rank and fell in score
// between two editions: these and no other.
type oppositeRule struct {
	At        place    `json:"-"`
	Kind      string   `json:"kind"`
	Rank      string   `json:"rank"`
	Score     string   `json:"score"`
	Editions  [2]int   `json:"editions"`
	Countries []string `json:"countries"`
}

// indexRules holds the figures of an index against the rules of its entry.
type indexRules struct {
	*loader
	index *Index
	rows  map[observationKey]int
}

func (l *loader) checkIndexRules(r indexRules, entry indexEntry) {
	for i, n := range entry.Rules {
		path := fmt.Sprintf("%s[%d]", entry.At.property("rules"), i)
		if !l.checkRuleKind(n, path, "mean", "sum", "equal", "opposite") {
			continue
		}
		into := func(rule any) { l.decode(n, reflect.ValueOf(rule).Elem(), path) }
		switch n.text("kind") {
		case "mean", "sum":
			var rule composedRule
			into(&rule)
			r.checkComposed(rule)
		case "equal":
			var rule equalRule
			into(&rule)
			r.checkEqual(rule)
		case "opposite":
			var rule oppositeRule
			into(&rule)
			r.checkOpposite(rule)
		}
	}
}

// measure returns a measure that a rule names.
func (r indexRules) measure(at place, property, name string) *Measure {
	m := r.index.Measure(name)
	if m == nil && name != "" {
		r.wrong(at, property, quote(name)+" is not a measure of "+r.index.Name, "write one that is declared")
	}
	return m
}

func (r indexRules) checkComposed(rule composedRule) {
	whole := r.measure(rule.At, "measure", rule.Measure)
	var parts []*Measure
	for i, name := range rule.Of {
		parts = append(parts, r.measure(rule.At, fmt.Sprintf("of[%d]", i), name))
	}
	if whole == nil || len(parts) == 0 || slices.Contains(parts, nil) {
		return
	}
	needed := make([]bool, len(rule.Except))
	for _, o := range r.index.observations {
		if o.Measure != whole {
			continue
		}
		sum, complete := 0.0, true
		for _, part := range parts {
			p, ok := part.At(o.Country, o.Edition)
			sum += p.Value
			complete = complete && ok
		}
		if rule.Kind == "mean" {
			sum /= float64(len(parts))
		}
		// The figures are decimal; a sum of them in binary is off by less than this.
		const binary = 1e-9
		if !complete || math.Abs(sum-o.Value) <= rule.Tolerance+binary {
			continue
		}
		fault := Fault{File: r.index.File, Row: r.rows[observationKey{o.Country, o.Edition, whole.Name}], Column: "value",
			Message: fmt.Sprintf("%s is not %s, the %s of %s", o.Text, number(math.Round(sum*1e6)/1e6), rule.Kind, strings.Join(rule.Of, ", "))}
		i := slices.IndexFunc(rule.Except, func(e exception) bool { return e.Country == o.Country && e.Edition == o.Edition })
		if i < 0 {
			fault.Fix = "correct the figure, or list it as an exception of the rule"
			r.add(fault)
			continue
		}
		needed[i] = true
		fault.Note = rule.Except[i].Note
		r.notes.add(fault)
	}
	for i, e := range rule.Except {
		if !needed[i] {
			r.wrong(e.At, "", fmt.Sprintf("%s %d does not break the rule", e.Country, e.Edition), "remove the exception")
		}
	}
}

func (r indexRules) checkEqual(rule equalRule) {
	m := r.measure(rule.At, "measure", rule.Measure)
	if m == nil {
		return
	}
	for _, country := range sortedKeys(rule.Values) {
		row, known := r.rows[observationKey{country, rule.Edition, m.Name}]
		o, sound := m.At(country, rule.Edition)
		want := rule.Values[country]
		switch {
		case !known:
			r.wrong(rule.At, "values."+country, "there is no such figure", "add it to "+r.index.File)
		case sound && o.Value != want:
			r.add(Fault{File: r.index.File, Row: row, Column: "value", Message: o.Text + " is not the figure that is known", Fix: "write " + number(want)})
		}
	}
}

func (r indexRules) checkOpposite(rule oppositeRule) {
	rank, score := r.measure(rule.At, "rank", rule.Rank), r.measure(rule.At, "score", rule.Score)
	if rank == nil || score == nil {
		return
	}
	var opposite []string
	for _, c := range PostSoviet() {
		if improved(rank, c, rule.Editions) > 0 && improved(score, c, rule.Editions) < 0 {
			opposite = append(opposite, c)
		}
	}
	if !slices.Equal(opposite, slices.Sorted(slices.Values(rule.Countries))) {
		found := cmp.Or(strings.Join(opposite, " "), "none of the fifteen")
		r.wrong(rule.At, "countries", found+" rose in rank and fell in score", "correct the figures, or the list")
	}
}

// improved is positive where a country did better in the second of two
// editions, negative where it did worse, and 0 where one of them is missing.
func improved(m *Measure, country string, editions [2]int) float64 {
	then, ok := m.At(country, editions[0])
	now, ok2 := m.At(country, editions[1])
	switch {
	case !ok || !ok2:
		return 0
	case m.Regime(editions[1]).Better == Low:
		return then.Value - now.Value
	}
	return now.Value - then.Value
}

// sortedKeys returns the keys of a rule's values in one order for every run.
func sortedKeys(values map[string]float64) []string { return slices.Sorted(maps.Keys(values)) }
