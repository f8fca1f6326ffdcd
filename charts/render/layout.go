package render

import "github.com/sozdex/sozdex/charts"

// Layout is the size that a drawing is laid out for, in CSS pixels. A page
// scales it to its column: the layout says how much room texts of 12 pixels have.
type Layout struct {
	Name          string // "narrow" or "wide"
	Width, Height int
}

// Layouts returns the layouts of a shape: the narrow one for phones and the wide
// one for columns of 560 pixels or more.
func Layouts(shape charts.Shape) (narrow, wide Layout) {
	heights := map[charts.Shape][2]int{
		charts.Lines:   {350, 400},
		charts.Bars:    {530, 500},
		charts.Radar:   {370, 400},
		charts.Columns: {390, 380},
	}[shape]
	return Layout{"narrow", 400, heights[0]}, Layout{"wide", 720, heights[1]}
}
