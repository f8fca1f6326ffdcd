package datasets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// node is a JSON value that knows its line. value is a string, a float64, a
// bool, nil, []node or []member.
type node struct {
	line  int
	value any
}

type member struct {
	name string
	node
}

// place is where an object stands in datapackage.json.
type place struct {
	line int
	path string // "resources[1].sozdex"
}

// property is the path of a property of the object, of the object itself for "".
func (p place) property(name string) string {
	if p.path == "" || name == "" {
		return p.path + name
	}
	return p.path + "." + name
}

// text returns a property that is a string, or "".
func (n node) text(name string) string {
	members, _ := n.value.([]member)
	for _, m := range members {
		if m.name == name {
			s, _ := m.value.(string)
			return s
		}
	}
	return ""
}

// parseJSON returns the value of a JSON text.
func (l *loader) parseJSON(text []byte) (node, bool) {
	var whole any
	if err := json.Unmarshal(text, &whole); err != nil {
		var offset int64
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			offset = syntax.Offset
		} else if number, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			offset = number.Offset
		}
		row := 1 + bytes.Count(text[:offset], []byte("\n"))
		l.add(Fault{File: packageName, Row: row, Message: "is not JSON: " + strings.TrimPrefix(err.Error(), "json: ")})
		return node{}, false
	}
	p := parser{Decoder: json.NewDecoder(bytes.NewReader(text)), text: text, line: 1}
	return p.node(), true
}

// parser reads a text that is known to be valid JSON.
type parser struct {
	*json.Decoder
	text []byte
	read int
	line int
}

func (p *parser) token() json.Token {
	t, _ := p.Token()
	end := int(p.InputOffset())
	p.line += bytes.Count(p.text[p.read:end], []byte("\n"))
	p.read = end
	return t
}

func (p *parser) node() node {
	t := p.token()
	n := node{line: p.line, value: t}
	switch t {
	case json.Delim('{'):
		members := []member{}
		for p.More() {
			name, _ := p.token().(string)
			members = append(members, member{name, p.node()})
		}
		p.token()
		n.value = members
	case json.Delim('['):
		items := []node{}
		for p.More() {
			items = append(items, p.node())
		}
		p.token()
		n.value = items
	}
	return n
}

// decode fills v from a node and reports all that does not fit: a property
// that v does not know, one that it misses (unless its tag says omitempty) and
// one of another type. encoding/json would stop at the first.
func (l *loader) decode(n node, v reflect.Value, path string) {
	wrong := func(want string) {
		l.add(Fault{File: packageName, Row: n.line, Column: path, Message: "is not " + want})
	}
	if v.Type() == reflect.TypeFor[node]() {
		v.Set(reflect.ValueOf(n))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n.value != nil {
			v.Set(reflect.New(v.Type().Elem()))
			l.decode(n, v.Elem(), path)
		}
	case reflect.Struct:
		if members, ok := n.value.([]member); ok {
			l.decodeObject(members, v, place{n.line, path})
		} else {
			wrong("an object")
		}
	case reflect.Slice, reflect.Array:
		items, ok := n.value.([]node)
		switch {
		case !ok:
			wrong("a list")
			return
		case v.Kind() == reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
		case len(items) != v.Len():
			wrong(fmt.Sprintf("a list of %d", v.Len()))
			return
		}
		for i, item := range items {
			l.decode(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Map:
		members, ok := n.value.([]member)
		if !ok {
			wrong("an object")
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for _, m := range members {
			item := reflect.New(v.Type().Elem()).Elem()
			l.decode(m.node, item, path+"."+m.name)
			v.SetMapIndex(reflect.ValueOf(m.name), item)
		}
	case reflect.String:
		if s, ok := n.value.(string); ok {
			v.SetString(s)
		} else {
			wrong("a string")
		}
	case reflect.Float64:
		if f, ok := n.value.(float64); ok {
			v.SetFloat(f)
		} else {
			wrong("a number")
		}
	case reflect.Int:
		if f, ok := n.value.(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1e9 {
			v.SetInt(int64(f))
		} else {
			wrong("a whole number")
		}
	case reflect.Bool:
		if b, ok := n.value.(bool); ok {
			v.SetBool(b)
		} else {
			wrong("true or false")
		}
	}
}

func (l *loader) decodeObject(members []member, v reflect.Value, at place) {
	known := map[string]reflect.Value{}
	var names, required []string
	for f, field := range v.Fields() {
		if f.Type == reflect.TypeFor[place]() {
			field.Set(reflect.ValueOf(at))
			continue
		}
		for _, name := range strings.Fields(f.Tag.Get("unread")) {
			known[name] = reflect.Value{}
		}
		name, option, tagged := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			continue
		}
		known[name] = field
		names = append(names, name)
		if !tagged || option != "omitempty" {
			required = append(required, name)
		}
	}
	seen := map[string]bool{}
	for _, m := range members {
		field, ok := known[m.name]
		switch {
		case !ok:
			l.add(Fault{File: packageName, Row: m.line, Column: at.property(m.name),
				Message: "is not a property that is known here", Fix: "write one of " + strings.Join(names, ", ")})
		case seen[m.name]:
			l.add(Fault{File: packageName, Row: m.line, Column: at.property(m.name), Message: "stands there twice", Fix: "remove one"})
		case field.IsValid():
			if m.value == "" && slices.Contains(required, m.name) {
				l.add(Fault{File: packageName, Row: m.line, Column: at.property(m.name), Message: "is empty"})
				break
			}
			l.decode(m.node, field, at.property(m.name))
		}
		seen[m.name] = true
	}
	for _, name := range required {
		if !seen[name] {
			l.add(Fault{File: packageName, Row: at.line, Column: at.property(name), Message: "is missing"})
		}
	}
}
