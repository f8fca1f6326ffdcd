package render

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
)

// colors are the colours of drawings and of what stands around them, by the
// names of the custom properties that static/src/tokens.css gives them.
var colors = []struct{ name, light, dark string }{
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
	{"missing", "#dfe3e7", "#2c3640"},
}

// style lets an image by itself follow its reader's choice of light or dark.
// Paper is light whatever the screen is.
var style = func() string {
	var light, dark strings.Builder
	for _, c := range colors {
		light.WriteString("--" + c.name + ":" + c.light + ";")
		dark.WriteString("--" + c.name + ":" + c.dark + ";")
	}
	return ":root{color-scheme:light dark;" + light.String() + "}" +
		"@media screen and (prefers-color-scheme:dark){:root{" + dark.String() + "}}"
}()

// StyleHash names, in the form that a Content-Security-Policy takes, the style
// of images whose theme is "auto". Images of other themes have no style.
func StyleHash() string {
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// property is an attribute with a colour as options write it. Texts have no
// plain quotation marks in them, so that none can look like one.
var property = regexp.MustCompile(`="var\(--([a-z0-9-]+), (#[0-9a-f]+)\)"`)

// plain puts the colours of a theme, "light" or "dark", in place of custom
// properties, which few readers of SVG but browsers know.
func plain(svg []byte, theme string) []byte {
	of := map[string]string{}
	for _, c := range colors {
		of[c.name] = c.light
		if theme == "dark" {
			of[c.name] = c.dark
		}
	}
	return property.ReplaceAllFunc(svg, func(attribute []byte) []byte {
		match := property.FindSubmatch(attribute)
		return []byte(`="` + cmp.Or(of[string(match[1])], string(match[2])) + `"`)
	})
}

// paint is a colour as options write it.
func paint(name string) string {
	for _, c := range colors {
		if c.name == name {
			return "var(--" + name + ", " + c.light + ")"
		}
	}
	return "none"
}
