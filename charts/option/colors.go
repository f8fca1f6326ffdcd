package option

import "fmt"

// Color is a colour of drawings and of what stands around them, in light and in
// dark. Its name is that of the custom property that pages give it.
type Color struct{ Name, Light, Dark string }

// Colors returns all colours. They are those of static/src/tokens.css.
func Colors() []Color { return colors }

var colors = []Color{
	{"paper", "#ffffff", "#161c22"},
	{"ink", "#16202a", "#e9eef2"},
	{"ink-2", "#4a5560", "#aab5bf"},
	{"rule", "#dcdfe3", "#2c3640"},
	{"grey", "#b4bcc4", "#5b6771"},
	{"c1", "#7c5c00", "#d9b44a"},
	{"c2", "#b0176b", "#f07ab8"},
	{"c3", "#5b3fa0", "#ac95ee"},
	{"c4", "#0e7490", "#5cc3dd"},
	{"c5", "#6b7200", "#bcc45a"},
	{"c6", "#0067b1", "#6bb2f2"},
	{"c7", "#c2410c", "#f58a5b"},
	{"c8", "#0b8a5e", "#4fd0a0"},
	{"b1", "#1b6ca8", "#4c9bd4"},
	{"b2", "#6aa6d0", "#8fc0e0"},
	{"b3", "#d8b13c", "#d8b54a"},
	{"b4", "#e08a3c", "#dc8d49"},
	{"b5", "#b5452f", "#cf6450"},
	{"suspect", "#c2410c", "#f58a5b"},
	{"derived", "#86b9de", "#3d6c94"},
	{"missing", "#dfe3e7", "#2c3640"},
	{"on-band", "#16202a", "#161c22"},
}

// Paint is a colour as drawings write it: the custom property of that name,
// which is light where nobody sets it. A name that there is not is "none".
func Paint(name string) string {
	for _, c := range colors {
		if c.Name == name {
			return fmt.Sprintf("var(--%s, %s)", c.Name, c.Light)
		}
	}
	return "none"
}

// The colours that shapes share.
var (
	textColor  = Paint("ink-2")
	inkColor   = Paint("ink")
	lineColor  = Paint("rule")
	greyColor  = Paint("grey")
	paperColor = Paint("paper")
)

// country is the colour of a place in the palette; 0 is grey context.
func country(slot int) string { return slotted("c", slot) }

// band is the colour of a shade of a band, 1 the best to 5 the worst; 0 is none.
func band(slot int) string { return slotted("b", slot) }

func slotted(palette string, slot int) string {
	if slot == 0 {
		return greyColor
	}
	return Paint(fmt.Sprint(palette, slot))
}
