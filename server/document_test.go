package server

import (
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	dom "golang.org/x/net/html"
)

// elements are elements of a page in the order in which they stand.
type elements []*dom.Node

// parse reads a page as a browser without scripts does, so that what stands in
// noscript is looked at too.
func parse(t testing.TB, page []byte) elements {
	t.Helper()
	root, err := dom.ParseWithOptions(strings.NewReader(string(page)), dom.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	return elements{root}
}

// find returns the descendants that a CSS selector names.
func (e elements) find(selector string) elements {
	matcher := cascadia.MustCompile(selector)
	known := map[*dom.Node]bool{}
	var found elements
	for _, root := range e {
		for _, n := range cascadia.QueryAll(root, matcher) {
			if !known[n] {
				known[n] = true
				found = append(found, n)
			}
		}
	}
	return found
}

func attributeOf(n *dom.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func attribute(n *dom.Node, name string) string {
	value, _ := attributeOf(n, name)
	return value
}

// attr is an attribute of the first element; empty where there is none.
func (e elements) attr(name string) string {
	if len(e) == 0 {
		return ""
	}
	return attribute(e[0], name)
}

// attrs are an attribute of every element that has it.
func (e elements) attrs(name string) []string {
	var values []string
	for _, n := range e {
		if v, ok := attributeOf(n, name); ok {
			values = append(values, v)
		}
	}
	return values
}

// text is what stands in the elements, with each run of spaces as one.
func (e elements) text() string {
	return strings.Join(strings.Fields(e.raw()), " ")
}

// raw is what stands in the elements, as it stands there.
func (e elements) raw() string {
	var b strings.Builder
	for _, root := range e {
		if root.Type == dom.TextNode {
			b.WriteString(root.Data)
		}
		for n := range root.Descendants() {
			if n.Type == dom.TextNode {
				b.WriteString(n.Data)
			}
		}
	}
	return b.String()
}

// texts is the text of each element.
func (e elements) texts() []string {
	texts := make([]string, len(e))
	for i, n := range e {
		texts[i] = elements{n}.text()
	}
	return texts
}
