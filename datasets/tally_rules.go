package datasets

import (
	"fmt"
	"reflect"
	"slices"
	"time"
)

// tallyRules holds the tallies of a monitor against each other. A contradiction
// is a fault, unless the data flags one of the two figures as suspect.
type tallyRules struct {
	*loader
	monitor *Monitor
	rows    map[tallyKey]int
	noted   map[int]bool // rows that a note names already
}

func (r tallyRules) contradiction(t, other Tally, message string) {
	row, otherRow := r.rows[t.key()], r.rows[other.key()]
	fault := Fault{File: r.monitor.File, Row: row, Column: "value", Message: fmt.Sprintf("%s (row %d)", message, otherRow)}
	if t.Flag != Suspect && other.Flag != Suspect {
		fault.Fix = "correct it, or flag it as suspect where it is printed so"
		r.add(fault)
		return
	}
	fault.Note = t.Note
	if t.Flag != Suspect {
		fault.Note = other.Note
	}
	r.notes.add(fault)
	r.noted[row], r.noted[otherRow] = true, true
}

// checkParts reports a part that is larger than its whole.
func (r tallyRules) checkParts(parts [][2]string) {
	at := map[tallyKey]Tally{}
	for _, t := range r.monitor.tallies {
		at[t.key()] = t
	}
	for _, pair := range parts {
		for _, part := range r.monitor.tallies {
			if part.Measure != pair[0] {
				continue
			}
			whole, ok := at[tallyKey{part.From, part.To, part.Basis, pair[1]}]
			if ok && part.Value > whole.Value {
				r.contradiction(part, whole, fmt.Sprintf("%s is more than the %s %s that it is part of", part.Text, whole.Text, whole.Measure))
			}
		}
	}
}

// checkFalls reports a count since January that is smaller than an earlier one
// of the same year, made under the same counting rule.
func (r tallyRules) checkFalls() {
	for _, m := range r.monitor.Measures {
		var peak Tally
		var counts CountingRule
		for _, t := range r.monitor.Of(m.Name, YTD) {
			rule, _ := r.monitor.Rule(t.To)
			if peak.From != t.From || counts != rule || peak.Unit != t.Unit {
				peak, counts = t, rule
				continue
			}
			if t.Value < peak.Value {
				r.contradiction(t, peak, fmt.Sprintf("%s since January is less than the %s to %s", t.Text, peak.Text, peak.To.Format(time.DateOnly)))
			}
			// A suspect figure is no measure for those after it.
			if t.Value >= peak.Value && t.Flag != Suspect || peak.Flag == Suspect {
				peak = t
			}
		}
	}
}

// checkBases reports one period counted on two bases, such as January and the
// year to the end of January, with two results.
func (r tallyRules) checkBases() {
	type period struct {
		from, to      time.Time
		measure, unit string
	}
	first := map[period]Tally{}
	for _, t := range r.monitor.tallies {
		p := period{t.From, t.To, t.Measure, t.Unit}
		other, ok := first[p]
		if !ok {
			first[p] = t
		} else if t.Value != other.Value {
			r.contradiction(t, other, fmt.Sprintf("%s as %s is not the %s as %s", t.Text, t.Basis, other.Text, other.Basis))
		}
	}
}

// noteSuspects notes the suspect tallies that no note names yet.
func (r tallyRules) noteSuspects() {
	for _, t := range r.monitor.tallies {
		row := r.rows[t.key()]
		if t.Flag != Suspect || r.noted[row] {
			continue
		}
		message := fmt.Sprintf("%s %s is suspect", t.Text, t.Measure)
		r.notes.add(Fault{File: r.monitor.File, Row: row, Column: "value", Message: message, Note: t.Note})
	}
}

// tallyEqualRule states tallies that are known for certain.
type tallyEqualRule struct {
	At     place              `json:"-"`
	Kind   string             `json:"kind"`
	From   string             `json:"from"`
	To     string             `json:"to"`
	Basis  Basis              `json:"basis"`
	Values map[string]float64 `json:"values"` // by measure
}

func (r tallyRules) checkEqual(entry tallyEntry) {
	for i, n := range entry.Rules {
		path := fmt.Sprintf("%s[%d]", entry.At.property("rules"), i)
		if !r.checkRuleKind(n, path, "equal") {
			continue
		}
		var rule tallyEqualRule
		r.decode(n, reflect.ValueOf(&rule).Elem(), path)
		r.checkOneOf(rule.At, "basis", string(rule.Basis), string(Month), string(YTD), string(Quarter), string(Year))
		from, to := r.date(rule.At, "from", rule.From), r.date(rule.At, "to", rule.To)
		for _, measure := range sortedKeys(rule.Values) {
			key := tallyKey{from, to, rule.Basis, measure}
			want := rule.Values[measure]
			i := slices.IndexFunc(r.monitor.tallies, func(t Tally) bool { return t.key() == key })
			switch row, ok := r.rows[key]; {
			case !ok:
				r.wrong(rule.At, "values."+measure, "there is no such figure", "add it to "+r.monitor.File)
			case i >= 0 && r.monitor.tallies[i].Value != want:
				r.add(Fault{File: r.monitor.File, Row: row, Column: "value",
					Message: r.monitor.tallies[i].Text + " is not the figure that is known", Fix: "write " + number(want)})
			}
		}
	}
}

// checkRuleKind says whether a rule is of a kind that its resource knows.
func (l *loader) checkRuleKind(n node, path string, kinds ...string) bool {
	kind := n.text("kind")
	if slices.Contains(kinds, kind) {
		return true
	}
	l.add(Fault{File: packageName, Row: n.line, Column: path + ".kind",
		Message: quote(kind) + " is not a kind of rule here", Fix: "write " + oneOf(kinds)})
	return false
}
