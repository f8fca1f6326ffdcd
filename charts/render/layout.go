package render

import "github.com/sozdex/sozdex/charts"

// Layout is the size that a drawing is laid out for, in CSS pixels. A page
// scales it to its column: the layout says how much room texts of 12 pixels have.
type Layout struct {
	Name          string // "narrow" or "wide"
	Width, Height int
}

// Layouts returns the layouts of a figure: the narrow one for phones and the
// wide one for columns of 560 pixels or more. Shapes that lay rows below each
// other are as high as they have rows.
func Layouts(f charts.Figure) (narrow, wide Layout) {
	// A few bars keep the width that bars have.
	bars := max(len(f.X), 5)
	heights := map[charts.Shape][2]int{
		charts.Lines:     {350, 400},
		charts.Bars:      {50 + 32*bars, 50 + 30*bars},
		charts.Dumbbell:  {50 + 32*bars, 50 + 30*bars},
		charts.Radar:     {370, 400},
		charts.Columns:   {390, 400},
		charts.Timeline:  {480, 480},
		charts.Scatter:   {400, 520},
		charts.Heatmap:   {82 + 42*len(f.Series), 82 + 32*len(f.Series)},
		charts.Map:       {506, 540},
		charts.Matrix:    {70 + 22*len(f.Series), 70 + 24*len(f.Series)},
		charts.Multiples: {540, 440},
	}[f.Shape]
	return Layout{"narrow", 400, heights[0]}, Layout{"wide", 720, heights[1]}
}
