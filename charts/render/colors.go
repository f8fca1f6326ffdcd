package render

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/sozdex/sozdex/charts/option"
)

// style lets an image by itself follow its reader's choice of light or dark.
// Paper is light whatever the screen is.
var style = func() string {
	var light, dark strings.Builder
	for _, c := range option.Colors() {
		light.WriteString("--" + c.Name + ":" + c.Light + ";")
		dark.WriteString("--" + c.Name + ":" + c.Dark + ";")
	}
	return ":root{color-scheme:light dark;" + light.String() + "}" +
		"@media screen and (prefers-color-scheme:dark){:root{" + dark.String() + "}}"
}()

// Style returns what stands in the one style element of images whose theme is
// "auto". Images of other themes have no style.
func Style() string { return style }

// property is an attribute with a colour as options write it. Texts have no
// plain quotation marks in them, so that none can look like one.
var property = regexp.MustCompile(`="var\(--([a-z0-9-]+), (#[0-9a-f]+)\)"`)

// plain puts the colours of a theme, "light" or "dark", in place of custom
// properties, which few readers of SVG but browsers know.
func plain(svg []byte, theme string) []byte {
	of := map[string]string{}
	for _, c := range option.Colors() {
		of[c.Name] = c.Light
		if theme == "dark" {
			of[c.Name] = c.Dark
		}
	}
	return property.ReplaceAllFunc(svg, func(attribute []byte) []byte {
		match := property.FindSubmatch(attribute)
		return []byte(`="` + cmp.Or(of[string(match[1])], string(match[2])) + `"`)
	})
}
