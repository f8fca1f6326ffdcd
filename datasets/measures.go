package datasets

import (
	"cmp"
	"fmt"
	"math"
)

// newIndex checks the entry of an index and makes the index without its figures.
func (l *loader) newIndex(resource resourceEntry, entry indexEntry) *Index {
	x := &Index{
		Name: resource.Name, Title: resource.Title, Publisher: entry.Publisher, File: resource.Path,
		CoversOffset: entry.CoversOffset, EditionsWithout: entry.EditionsWithout, CoversEditions: entry.CoversEditions,
		Redistribution: entry.Redistribution, Status: entry.Status, About: entry.About,
	}
	if span := entry.CoversEditions; span != nil && span[0] > span[1] {
		l.wrong(entry.At, "covers_editions", "ends before it begins", "write the first edition, then the last")
	}
	if entry.Measures != nil && len(entry.Measures) == 0 {
		l.wrong(entry.At, "measures", "is empty", "an index has at least one")
	}
	names := map[string]bool{}
	for _, m := range entry.Measures {
		l.checkSlug(m.At, "name", m.Name)
		l.checkUnique(m.At, "name", m.Name, names)
		x.Measures = append(x.Measures, l.newMeasure(x, m))
	}
	for _, m := range entry.Measures {
		if m.PartOf != "" && !names[m.PartOf] {
			l.wrong(m.At, "part_of", quote(m.PartOf)+" is not a measure of "+x.Name, "write one of its measures")
		}
	}
	return x
}

func (l *loader) newMeasure(x *Index, entry measureEntry) *Measure {
	if entry.Role == WorldRank {
		entry.Better = cmp.Or(entry.Better, Low)
	}
	if entry.Better == "" {
		l.wrong(entry.At, "better", "is missing", "write high or low")
	}
	l.checkOneOf(entry.At, "role", string(entry.Role), "headline", "rank", "component", "rating", "category", "count")
	l.checkOneOf(entry.At, "better", string(entry.Better), "high", "low")
	l.checkOneOf(entry.At, "field", entry.Field, "world", "post-soviet")
	if entry.Decimals < 0 || entry.Decimals > 6 {
		l.wrong(entry.At, "decimals", fmt.Sprintf("%d is out of range", entry.Decimals), "write 0 to 6")
	}
	if entry.Beyond < 0 {
		l.wrong(entry.At, "beyond", number(entry.Beyond)+" is out of range", "write how far a figure may lie outside of the scale")
	}
	if entry.Of < 0 {
		l.wrong(entry.At, "of", fmt.Sprintf("%d is out of range", entry.Of), "write how many countries are ranked")
	}
	l.checkScale(entry.At, entry.Scale)
	l.checkBands(entry)
	l.checkCategories(entry)
	return &Measure{
		Index: x, Name: entry.Name, Title: entry.Title, Role: entry.Role, Scale: entry.Scale, beyond: entry.Beyond, Better: entry.Better,
		Decimals: entry.Decimals, World: entry.Field == "world", Of: entry.Of, Computed: entry.Computed, PartOf: entry.PartOf, Unit: entry.Unit, Release: entry.Release,
		Interval: entry.Interval, Absent: entry.Absent, Bands: entry.Bands, BandsFrom: entry.BandsFrom,
		Categories: entry.Categories, Regimes: l.newRegimes(entry), byEdition: map[int]map[string]Observation{},
	}
}

func (l *loader) checkScale(at place, s Scale) {
	if s.Min != nil && s.Max != nil && *s.Min >= *s.Max {
		l.wrong(at, "scale", "max is not above min", "write the lower end as min; null is an open end")
	}
}

func (l *loader) checkBands(entry measureEntry) {
	names := map[string]bool{}
	above := math.Inf(1)
	for i, b := range entry.Bands {
		property := fmt.Sprintf("bands[%d]", i)
		l.checkSlug(entry.At, property+".name", b.Name)
		l.checkUnique(entry.At, property+".name", b.Name, names)
		last := i == len(entry.Bands)-1
		switch {
		case last != (b.Above == nil):
			l.wrong(entry.At, property+".above", "only the last band is open below", "write null there and a number in the others")
		case b.Above != nil && *b.Above >= above:
			l.wrong(entry.At, property+".above", number(*b.Above)+" is not below the band before it", "list the bands from the highest to the lowest")
		}
		if b.Above != nil {
			above = *b.Above
		}
	}
	if entry.BandsFrom != 0 && len(entry.Bands) == 0 {
		l.wrong(entry.At, "bands_from", "there are no bands", "declare them, or take this out")
	}
}

func (l *loader) checkCategories(entry measureEntry) {
	if (entry.Role == Category) != (len(entry.Categories) > 0) {
		l.wrong(entry.At, "categories", "belongs to the role category, and to no other", "name each value of the category")
	}
	names, values := map[string]bool{}, map[string]bool{}
	for i, c := range entry.Categories {
		property := fmt.Sprintf("categories[%d]", i)
		l.checkSlug(entry.At, property+".name", c.Name)
		l.checkUnique(entry.At, property+".name", c.Name, names)
		l.checkUnique(entry.At, property+".value", number(c.Value), values)
	}
}

// newRegimes checks that the regimes follow each other without overlap or hole.
func (l *loader) newRegimes(entry measureEntry) []Regime {
	if len(entry.Regimes) == 0 {
		return []Regime{{Better: entry.Better, Scale: entry.Scale}}
	}
	var regimes []Regime
	for i, e := range entry.Regimes {
		l.checkOneOf(e.At, "better", string(e.Better), "high", "low")
		r := Regime{From: e.From, To: e.To, Reason: e.Reason, Better: cmp.Or(e.Better, entry.Better), Scale: entry.Scale}
		if e.Scale != nil {
			r.Scale = *e.Scale
			l.checkScale(e.At, r.Scale)
		}
		if r.To != 0 && r.To < r.From {
			l.wrong(e.At, "to", fmt.Sprintf("%d is before %d", r.To, r.From), "write the first edition as from, the last as to")
		}
		if i > 0 {
			before := regimes[i-1].To
			switch {
			case before == 0:
				l.wrong(e.At, "from", "the regime above has no end", "give it one; only the last may stay open")
			case r.From != before+1:
				l.wrong(e.At, "from", fmt.Sprintf("%d does not follow on %d, where the regime above ends", r.From, before), fmt.Sprintf("write %d", before+1))
			}
		}
		regimes = append(regimes, r)
	}
	return regimes
}
