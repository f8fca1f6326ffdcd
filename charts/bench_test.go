package charts_test

import (
	"testing"

	"github.com/sozdex/sozdex/charts"
)

func BenchmarkFigure(b *testing.B) {
	cat := builtIn(b)
	p := printer(b, "kk")
	for _, c := range charts.All() {
		v := charts.Default(cat, c)
		b.Run(c.Slug, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Figure(cat, v, p)
			}
		})
	}
}

func BenchmarkLeague(b *testing.B) {
	cat := builtIn(b)
	p := printer(b, "kk")
	b.ReportAllocs()
	for b.Loop() {
		charts.MakeLeague(cat, "country", p)
	}
}
