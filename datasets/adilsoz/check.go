package adilsoz

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sozdex/sozdex/datasets"
)

// parts are the measures that cannot be more than another one.
var parts = [][2]string{
	{"judicial_acts_for_defendants", "judicial_acts"},
	{"judicial_acts_appeal", "judicial_acts"},
	{"judicial_acts_cassation", "judicial_acts"},
	{"court_cases_honour_carried_over", "court_cases_honour_considered"},
	{"criminal_charges_in_court", "criminal_charges"},
	{"criminal_charges_slander_carried_over", "criminal_charges_slander"},
	{"criminal_charges_incitement_carried_over", "criminal_charges_incitement"},
	{"civil_claims_honour", "civil_claims"},
	{"administrative_charges_slander", "administrative_charges"},
	{"administrative_charges_false_info", "administrative_charges"},
	{"administrative_charges_election_law", "administrative_charges"},
	{"messages_direct_violations", "monitoring_messages_total"},
	{"messages_conflicts_and_accusations", "monitoring_messages_total"},
	{"messages_political_background", "monitoring_messages_total"},
	{"journalist_rights_violations", "violations_total"},
	{"access_info_reports", "violations_total"},
	{"claims_and_suits_reports", "violations_total"},
	{"access_to_information_refusals", "access_info_reports"},
}

// finish makes tallies of what was found, once all of it is.
func (r *reader) finish() {
	sure := map[figure]*datasets.Tally{}
	for _, f := range r.order {
		readings := r.found[f]
		first := readings[0]
		other := slices.IndexFunc(readings, func(o reading) bool { return o.value != first.value })
		if other >= 0 {
			for _, o := range readings {
				r.unsure(o.paragraph, fmt.Sprintf("%s of the %s is told as %d and as %d; neither is taken", f.measure, f.basis, first.value, readings[other].value))
			}
			continue
		}
		from, to := r.report.From, r.report.To
		if f.basis == datasets.YTD {
			from = time.Date(from.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
		}
		sure[f] = &datasets.Tally{From: from, To: to, Basis: f.basis, Measure: f.measure, Value: float64(first.value),
			Text: strconv.FormatInt(first.value, 10), Unit: first.unit, Source: r.report.Source, Note: first.note}
	}
	r.checkParts(sure)
	r.checkMonths(sure)
	r.checkGroups(sure)
	for _, t := range sure {
		r.report.Tallies = append(r.report.Tallies, *t)
	}
	slices.SortFunc(r.report.Tallies, func(a, b datasets.Tally) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Basis, b.Basis))
	})
	byLine := func(a, b Line) int { return cmp.Compare(a.Number, b.Number) }
	slices.SortStableFunc(r.report.Unsure, byLine)
	slices.SortStableFunc(r.report.Warnings, byLine)
}

// suspect flags figures that cannot all be right.
func (r *reader) suspect(at figure, message string, all ...*datasets.Tally) {
	r.warn(r.found[at][0].paragraph, message)
	for _, t := range all {
		t.Flag = datasets.Suspect
		if !strings.Contains(t.Note, message) {
			t.Note = strings.TrimPrefix(t.Note+"; "+message, "; ")
		}
	}
}

// checkParts flags a part that is more than its whole.
func (r *reader) checkParts(sure map[figure]*datasets.Tally) {
	for _, pair := range parts {
		for _, basis := range []datasets.Basis{datasets.Month, datasets.YTD, datasets.Year} {
			at := figure{pair[0], basis}
			part, whole := sure[at], sure[figure{pair[1], basis}]
			if part != nil && whole != nil && part.Value > whole.Value {
				r.suspect(at, fmt.Sprintf("%s %s out of %s %s, as printed", part.Text, part.Measure, whole.Text, whole.Measure), part, whole)
			}
		}
	}
}

// checkMonths flags a month that is more than the year to its end, and a
// January that is not the same as the year to its end.
func (r *reader) checkMonths(sure map[figure]*datasets.Tally) {
	for _, f := range r.order {
		of, year := sure[figure{f.measure, datasets.Month}], sure[figure{f.measure, datasets.YTD}]
		if f.basis != datasets.Month || of == nil || year == nil {
			continue
		}
		if of.Value > year.Value || of.From.Equal(year.From) && of.Value != year.Value {
			r.suspect(f, fmt.Sprintf("%s %s in the month and %s since January, as printed", of.Text, of.Measure, year.Text), of, year)
		}
	}
}

// checkGroups flags kinds that add to more than their group.
func (r *reader) checkGroups(sure map[figure]*datasets.Tally) {
	kinds := map[string][]*datasets.Tally{}
	for _, f := range r.order {
		if group := r.found[f][0].group; group != "" && sure[f] != nil {
			kinds[group] = append(kinds[group], sure[f])
		}
	}
	for _, group := range slices.Sorted(maps.Keys(kinds)) {
		whole := sure[figure{group, datasets.Month}]
		if whole == nil {
			continue
		}
		total := 0.0
		for _, k := range kinds[group] {
			total += k.Value
		}
		at := figure{group, datasets.Month}
		switch {
		case total > whole.Value:
			r.suspect(at, fmt.Sprintf("the kinds listed add to %.0f, more than the %s of %s, as printed", total, whole.Text, group), append(kinds[group], whole)...)
		case total < whole.Value && !r.open[group] && len(kinds[group]) > 1:
			r.warn(r.found[at][0].paragraph, fmt.Sprintf("the kinds that were read add to %.0f of %s", total, whole.Text))
		}
	}
}
