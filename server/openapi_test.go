package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

// description is openapi.json as far as the tests read it.
type description struct {
	OpenAPI string
	Info    struct {
		Version, Description string
		License              struct{ Name, Identifier string }
	}
	Paths      map[string]map[string]operation
	Components struct {
		Parameters map[string]parameter
		Responses  map[string]response
		Schemas    map[string]*schema
		Headers    map[string]any
	}
}

type operation struct {
	OperationID string
	Description string
	Parameters  []parameter
	Responses   map[string]response
}

type parameter struct {
	Ref      string `json:"$ref"`
	Name     string
	In       string
	Required bool
	Schema   *schema
	Charts   []string `json:"x-charts"`
	Examples map[string]struct {
		Value  any
		Charts []string `json:"x-charts"`
	}
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]struct {
		Schema  *schema
		Example any
	}
}

// schema is what openapi.json uses of JSON Schema.
type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any
	Enum                 []any
	Pattern              string
	Minimum, Maximum     *float64
	MinItems, MaxItems   *int
	UniqueItems          bool
	Items                *schema
	Required             []string
	Properties           map[string]*schema
	AdditionalProperties any
	Default              any
	Description          string
}

func describeAPI(t *testing.T) *description {
	t.Helper()
	var d description
	if err := json.Unmarshal(openAPI, &d); err != nil {
		t.Fatal(err)
	}
	return &d
}

func (d *description) schema(t *testing.T, s *schema) *schema {
	t.Helper()
	if s.Ref == "" {
		return s
	}
	of := d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	if of == nil {
		t.Fatalf("there is no %s", s.Ref)
	}
	return of
}

func (d *description) parameter(t *testing.T, p parameter) parameter {
	t.Helper()
	if p.Ref == "" {
		return p
	}
	of, ok := d.Components.Parameters[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
	if !ok {
		t.Fatalf("there is no %s", p.Ref)
	}
	return of
}

func (d *description) response(t *testing.T, r response) response {
	t.Helper()
	if r.Ref == "" {
		return r
	}
	of, ok := d.Components.Responses[strings.TrimPrefix(r.Ref, "#/components/responses/")]
	if !ok {
		t.Fatalf("there is no %s", r.Ref)
	}
	return of
}

// TestOpenAPIRoutes holds the description against the table of routes.
func TestOpenAPIRoutes(t *testing.T) {
	d := describeAPI(t)
	if d.OpenAPI != "3.1.1" || d.Info.Version == "" || d.Info.License.Identifier != "Apache-2.0" || !strings.Contains(d.Info.Description, "Access-Control-Allow-Origin") {
		t.Errorf("the head of the description is %q, %+v", d.OpenAPI, d.Info)
	}
	var want []string
	for _, r := range shared().table() {
		if r.policy == api {
			path := regexp.MustCompile(`:(\w+)`).ReplaceAllString(r.path, "{$1}")
			want = append(want, path)
			if path == "/api/v1/indices/{index}" {
				want = append(want, path+".csv", path+".xlsx")
			}
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(d.Paths))); diff != "" {
		t.Errorf("the paths (-table +description):\n%s", diff)
	}
	ids := map[string]bool{}
	for path, item := range d.Paths {
		if len(item) != 1 {
			t.Errorf("%s has %d operations, want get alone", path, len(item))
		}
		op := item["get"]
		if op.OperationID == "" || ids[op.OperationID] {
			t.Errorf("the operation of %s is called %q", path, op.OperationID)
		}
		ids[op.OperationID] = true
		for _, status := range []string{"200", "304", "414", "500", "503"} {
			if _, ok := op.Responses[status]; !ok {
				t.Errorf("%s has no response %s", path, status)
			}
		}
		var inPath []string
		for _, p := range op.Parameters {
			if p = d.parameter(t, p); p.In == "path" {
				inPath = append(inPath, "{"+p.Name+"}")
				if !p.Required {
					t.Errorf("%s of %s is not required", p.Name, path)
				}
			}
		}
		if diff := cmp.Diff(regexp.MustCompile(`\{\w+\}`).FindAllString(path, -1), inPath); diff != "" {
			t.Errorf("the parameters in the path of %s (-path +described):\n%s", path, diff)
		}
	}
}

// TestOpenAPIRefs finds what is referred to and not there, and what is there
// and not referred to.
func TestOpenAPIRefs(t *testing.T) {
	var tree map[string]any
	if err := json.Unmarshal(openAPI, &tree); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				used[ref] = true
			}
			for _, child := range v {
				walk(child)
			}
		case []any:
			for _, child := range v {
				walk(child)
			}
		}
	}
	walk(tree)
	there := map[string]bool{}
	for kind, of := range tree["components"].(map[string]any) {
		for name := range of.(map[string]any) {
			there["#/components/"+kind+"/"+name] = true
		}
	}
	if diff := cmp.Diff(there, used); diff != "" {
		t.Errorf("components (-there +used):\n%s", diff)
	}
}

// TestOpenAPICharts holds the description against the catalogue of charts.
func TestOpenAPICharts(t *testing.T) {
	d := describeAPI(t)
	strs := func(values []any) []string {
		var all []string
		for _, v := range values {
			all = append(all, v.(string))
		}
		return all
	}
	var slugs []string
	want, most := map[string][]string{}, 0
	for _, c := range charts.All() {
		slugs = append(slugs, c.Slug)
		for _, param := range c.Params {
			want[param] = append(want[param], c.Slug)
		}
		most = max(most, c.MaxCountries)
	}
	for _, size := range sizeNames() {
		if op := d.Paths["/api/v1/charts/{chart}"]["get"]; !strings.Contains(op.Description, "`"+size+"`") {
			t.Errorf("the size %s of images is not described", size)
		}
	}
	got := map[string][]string{}
	for _, p := range d.Paths["/api/v1/charts/{chart}"]["get"].Parameters {
		p = d.parameter(t, p)
		s := d.schema(t, p.Schema)
		switch {
		case p.In == "header":
		case p.Name == "chart":
			if diff := cmp.Diff(slugs, strs(s.Enum)); diff != "" {
				t.Errorf("the charts (-catalogue +described):\n%s", diff)
			}
		case p.Name == "lang":
			if diff := cmp.Diff(locale.Languages(), strs(s.Enum)); diff != "" {
				t.Errorf("the languages (-ours +described):\n%s", diff)
			}
		default:
			got[p.Name] = p.Charts
		}
		switch p.Name {
		case "countries":
			if diff := cmp.Diff(datasets.PostSoviet(), strs(d.schema(t, s.Items).Enum)); diff != "" {
				t.Errorf("the countries (-fifteen +described):\n%s", diff)
			}
			if *s.MaxItems != most {
				t.Errorf("at most %d countries are described, want %d", *s.MaxItems, most)
			}
		case "basis":
			if diff := cmp.Diff(charts.Bases(builtIn().Monitors[0]), strs(s.Enum)); diff != "" {
				t.Errorf("the bases (-data +described):\n%s", diff)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the parameters of the charts (-catalogue +described):\n%s", diff)
	}
}

// values are all that a description offers for a parameter.
func (d *description) values(t *testing.T, p parameter, chart string) []string {
	var all []string
	s := d.schema(t, p.Schema)
	for _, v := range s.Enum {
		all = append(all, fmt.Sprint(v))
	}
	if s.Items != nil {
		for _, v := range d.schema(t, s.Items).Enum {
			all = append(all, fmt.Sprint(v))
		}
	}
	values := []any{s.Default}
	for _, e := range p.Examples {
		if e.Charts == nil || slices.Contains(e.Charts, chart) {
			values = append(values, e.Value)
		}
	}
	for _, v := range values {
		switch v := v.(type) {
		case nil:
		case []any:
			var parts []string
			for _, part := range v {
				parts = append(parts, part.(string))
			}
			all = append(all, strings.Join(parts, ","))
		default:
			all = append(all, fmt.Sprint(v))
		}
	}
	return all
}

// TestOpenAPIExamples asks for every value that the description offers.
func TestOpenAPIExamples(t *testing.T) {
	d, s := describeAPI(t), shared()
	for pattern, item := range d.Paths {
		of := map[string][]parameter{}
		for _, p := range item["get"].Parameters {
			p = d.parameter(t, p)
			of[p.In] = append(of[p.In], p)
		}
		paths := []string{pattern}
		for _, p := range of["path"] {
			var next []string
			for _, path := range paths {
				for _, v := range d.values(t, p, "") {
					next = append(next, strings.Replace(path, "{"+p.Name+"}", v, 1))
				}
			}
			paths = next
		}
		if len(paths) == 0 {
			t.Errorf("%s has no example", pattern)
		}
		for _, path := range paths {
			if a := get(t, s, path); a.status != http.StatusOK {
				t.Errorf("GET %s = %d, want 200", path, a.status)
			}
			chart := path[strings.LastIndex(path, "/")+1:]
			for _, p := range of["query"] {
				if p.Charts != nil && !slices.Contains(p.Charts, chart) {
					if a := get(t, s, path+"?"+p.Name+"=x"); a.status != http.StatusBadRequest {
						t.Errorf("GET %s?%s=x = %d, want 400: %s does not take it", path, p.Name, a.status, chart)
					}
					continue
				}
				offered := d.values(t, p, chart)
				if len(offered) == 0 {
					t.Errorf("%s of %s has no value to try", p.Name, path)
				}
				for _, v := range offered {
					target := path + "?" + url.Values{p.Name: {v}}.Encode()
					// That there is something to say is enough, and costs no making.
					if a := get(t, s, target, "If-None-Match", "*"); a.status != http.StatusNotModified {
						t.Errorf("GET %s = %d, want what the description offers\n%s", target, a.status, excerpt(a.body))
					}
				}
			}
		}
	}
}

// checker holds JSON against schemas and remembers which properties it met.
type checker struct {
	*description
	t    *testing.T
	seen map[string]bool // properties
	said map[string]bool // faults

	patterns map[string]*regexp.Regexp
}

func (c checker) check(s *schema, name, at string, v any) {
	c.t.Helper()
	if s.Ref != "" {
		name = strings.TrimPrefix(s.Ref, "#/components/schemas/")
	}
	s = c.schema(c.t, s)
	wrong := func(format string, args ...any) {
		c.t.Helper()
		// The same of every point of every chart is said once.
		if what := name + ": " + fmt.Sprintf(format, args...); !c.said[what] {
			c.said[what] = true
			c.t.Errorf("%s, a %s", at, what)
		}
	}
	kinds, _ := s.Type.([]any)
	if kind, ok := s.Type.(string); ok {
		kinds = []any{kind}
	}
	if s.Enum != nil && !slices.Contains(s.Enum, v) {
		wrong("%v is none of %v", v, s.Enum)
	}
	var kind string
	switch v := v.(type) {
	case nil:
		kind = "null"
	case bool:
		kind = "boolean"
	case string:
		kind = "string"
		if s.Pattern == "" {
			break
		}
		if c.patterns[s.Pattern] == nil {
			c.patterns[s.Pattern] = regexp.MustCompile(s.Pattern)
		}
		if !c.patterns[s.Pattern].MatchString(v) {
			wrong("%q does not fit %s", v, s.Pattern)
		}
	case float64:
		kind = "number"
		if v == float64(int64(v)) && slices.Contains(kinds, any("integer")) {
			kind = "integer"
		}
		if s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum {
			wrong("%v is out of bounds", v)
		}
	case []any:
		kind = "array"
		for i, item := range v {
			c.check(s.Items, name+" item", fmt.Sprintf("%s[%d]", at, i), item)
		}
	case map[string]any:
		kind = "object"
		for _, property := range s.Required {
			if _, ok := v[property]; !ok {
				wrong("%s is missing", property)
			}
		}
		for property, value := range v {
			if of := s.Properties[property]; of != nil {
				c.seen[name+"."+property] = true
				c.check(of, name+"."+property, at+"."+property, value)
			} else if s.AdditionalProperties == false {
				wrong("%s is not described", property)
			}
		}
	}
	if len(kinds) > 0 && !slices.Contains(kinds, any(kind)) {
		wrong("it is of type %s, want %v", kind, kinds)
	}
}

// TestOpenAPISchemas holds answers against the schemas, and the schemas against
// the answers: every property that is described occurs.
func TestOpenAPISchemas(t *testing.T) {
	t.Parallel()
	d, s := describeAPI(t), shared()
	c := checker{d, t, map[string]bool{}, map[string]bool{}, map[string]*regexp.Regexp{}}
	answered := func(pattern, target string) {
		t.Helper()
		a := get(t, s, target)
		kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
		r, ok := d.Paths[pattern]["get"].Responses[fmt.Sprint(a.status)]
		content, described := d.response(t, r).Content[kind]
		if !ok || !described {
			t.Errorf("GET %s = %d in %s, which is not described", target, a.status, kind)
			return
		}
		if kind == "text/csv" {
			head, _, _ := strings.Cut(string(a.body), "\n")
			if !strings.Contains(content.Schema.Description, head) {
				t.Errorf("the header of %s is %s, described as %s", target, head, content.Schema.Description)
			}
			return
		}
		if kind == typeXLSX {
			return
		}
		var v any
		if err := json.Unmarshal(a.body, &v); err != nil {
			t.Fatalf("GET %s: %v", target, err)
		}
		c.check(content.Schema, pattern, target, v)
	}
	for _, path := range []string{"/api/v1/indices", "/api/v1/tallies", "/api/v1/tallies.csv", "/api/v1/tallies.xlsx", "/api/v1/charts", "/api/v1/sources", "/api/v1/changes", "/api/v1/changes.csv", "/api/v1/openapi.json"} {
		answered(path, path)
		if path != "/api/v1/openapi.json" {
			answered(path, path+"?x=1")
		}
		answered(path, path+"?"+strings.Repeat("x", 3<<10))
	}
	for _, x := range builtIn().Indices {
		answered("/api/v1/indices/{index}", "/api/v1/indices/"+x.Name)
	}
	answered("/api/v1/indices/{index}", "/api/v1/indices/nope")
	answered("/api/v1/indices/{index}.csv", "/api/v1/indices/cpj.csv")
	answered("/api/v1/indices/{index}.xlsx", "/api/v1/indices/cpj.xlsx")
	answered("/api/v1/charts/{chart}", "/api/v1/charts/nope")
	for _, id := range []string{"nope", "rsf.score.KAZ.2026", "rsf.score.KAZ.2011", "vdem.electoral_democracy.KAZ.2024", "rsf.score.ARM.2021", charts.TallyID(builtIn().Monitors[0], derivedMonth(t))} {
		answered("/api/v1/figures/{figure}", "/api/v1/figures/"+id+"?lang=ru")
	}
	for _, chart := range charts.All() {
		var queries []string
		m := builtIn().Monitors[0]
		if chart.OfTallies() {
			queries = append(queries, "")
			for _, basis := range chart.BasesOf(m) {
				if chart.Takes("basis") {
					queries = append(queries, "basis="+basis)
				}
			}
			for _, tally := range m.Tallies() {
				of, _ := m.Measure(tally.Measure)
				odd := tally.Flag != "" || tally.Unit != of.Unit
				if query := "basis=" + string(tally.Basis) + "&measure=" + tally.Measure; odd && chart.Slug == "monthly" && !slices.Contains(queries, query) {
					queries = append(queries, query)
				}
			}
			if chart.Takes("to") {
				queries = append(queries, "to=2009")
			}
			if chart.Takes("group") {
				for _, group := range charts.Groups(m) {
					queries = append(queries, "group="+group)
				}
			}
		}
		switch {
		case chart.OfIndex() && !chart.Takes("index"):
			queries = append(queries, "")
		case chart.OfIndex():
			for _, x := range chart.Indices(builtIn()) {
				if !chart.Takes("measure") {
					queries = append(queries, "index="+x.Name)
					continue
				}
				for _, m := range chart.Measures(x) {
					queries = append(queries, "index="+x.Name+"&measure="+m.Name)
				}
			}
		}
		for _, query := range queries {
			answered("/api/v1/charts/{chart}", "/api/v1/charts/"+chart.Slug+"?"+strings.TrimPrefix(query+"&lang=kk", "&"))
		}
	}
	// The built-in data has changed nothing yet.
	changed := secondRelease(t, "release,index,country,edition,basis,measure,from,to,source,note\n2026-09-01,watch,KAZ,2025-01-01/2025-01-31,month,acts,4 cases,5 cases,a,misread\n")
	c.check(&schema{Ref: "#/components/schemas/Changes"}, "/api/v1/changes", "/api/v1/changes", decode[any](t, changed, "/api/v1/changes"))
	var unseen []string
	for name, of := range d.Components.Schemas {
		for property := range of.Properties {
			if !c.seen[name+"."+property] {
				unseen = append(unseen, name+"."+property)
			}
		}
	}
	slices.Sort(unseen)
	if len(unseen) > 0 {
		t.Errorf("no answer has the properties %v", unseen)
	}
	for name, r := range d.Components.Responses {
		for _, content := range r.Content {
			if content.Example != nil {
				c.check(content.Schema, name, "the example of "+name, content.Example)
			}
		}
	}
}

// TestOpenAPICodes holds the codes of errors against those that the server has.
func TestOpenAPICodes(t *testing.T) {
	d := describeAPI(t)
	var got []string
	for _, v := range d.Components.Schemas["Error"].Properties["error"].Properties["code"].Enum {
		got = append(got, v.(string))
	}
	want := []string{"internal"}
	for _, err := range []error{notFound(), methodNotAllowed(), badParameters(nil), restricted("x"), errBusy, &Error{Code: "too_long"}, &Error{Code: "not_implemented"}} {
		want = append(want, err.(*Error).Code)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the codes (-server +described):\n%s", diff)
	}
}
