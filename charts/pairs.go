package charts

import (
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// pairing holds the figures of two measures for a covered year side by side.
type pairing struct {
	measures [2]*datasets.Measure
	year     int
	// points are those of the fifteen, in the order of their codes.
	points [2][]Point
	// rated are the countries that both rate, and values their figures, of each
	// measure so that higher is better.
	rated  []string
	values [2][]float64
	// statistics are the coefficients of the pairs, none where they are too few or
	// one measure puts all on one place.
	statistics []Statistic
}

// pair holds two measures side by side. Each figure is of the edition that is
// about the year, so that no pair has figures of different years.
func (d *draft) pair(a, b *datasets.Measure, year int) pairing {
	p := pairing{measures: [2]*datasets.Measure{a, b}, year: year}
	for x, c := range datasets.PostSoviet() {
		var values [2]*float64
		for i, m := range p.measures {
			point := d.point(m, c, m.Index.Edition(year), x)
			p.points[i] = append(p.points[i], point)
			values[i] = point.Value
		}
		if values[0] == nil || values[1] == nil {
			continue
		}
		p.rated = append(p.rated, c)
		for i, m := range p.measures {
			p.values[i] = append(p.values[i], upwards(m.Regime(m.Index.Edition(year)), *values[i]))
		}
	}
	p.statistics = p.compute()
	return p
}

// upwards turns a value, or a change of one, so that higher is better.
func upwards(r datasets.Regime, v float64) float64 {
	if r.Better == datasets.Low {
		return -v
	}
	return v
}

func (p pairing) compute() []Statistic {
	if len(p.rated) < fewestPairs {
		return nil
	}
	var of []Statistic
	for _, s := range []struct {
		name    string
		compute func(x, y []float64) (float64, bool)
	}{{"tau", KendallTau}, {"rho", SpearmanRho}} {
		if v, ok := s.compute(p.values[0], p.values[1]); ok {
			of = append(of, Statistic{Year: p.year, Index: p.measures[0].Index.Name, Against: p.measures[1].Index.Name,
				Name: s.name, Value: v, N: len(p.rated)})
		}
	}
	return of
}

// place is that of a country among those that both measures rate, in one of them.
func (p pairing) place(i int, country string) int {
	m := p.measures[i]
	rank, _ := m.RankAmong(p.rated, country, m.Index.Edition(p.year))
	return rank.Place
}

// missing names the countries that are not rated by both, and why.
func (d *draft) missing(p pairing) string {
	var told []string
	for x, c := range datasets.PostSoviet() {
		for i, m := range p.measures {
			if point := p.points[i][x]; point.Value == nil {
				told = append(told, d.say("pair.absent", locale.Args{"Country": d.Country(c), "Index": d.data(m.Index.Title), "Why": point.Text}))
				break
			}
		}
	}
	return d.List(told)
}

// coefficients says what was computed from the pairs, or that they are too few.
func (d *draft) coefficients(p pairing) string {
	said := map[string]string{}
	for _, s := range p.statistics {
		said[s.Name] = d.Number(s.Value, coefficientDecimals)
	}
	if len(said) == 0 {
		return d.say("pair.few", locale.Args{"N": len(p.rated)})
	}
	return d.say("pair.coefficients", locale.Args{"N": len(p.rated), "Tau": said["tau"], "Rho": said["rho"]})
}

// coefficientDecimals are the decimals that coefficients of fifteen countries bear.
const coefficientDecimals = 2
