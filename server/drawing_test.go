package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	dom "golang.org/x/net/html"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/render"
	"github.com/sozdex/sozdex/server/cache/redistest"
)

// inked are the elements of a drawing that have ink.
const inked = "path, line, polyline, polygon, rect, circle"

// TestDrawings looks at the drawings of every chart in every language, on its
// page and in its embed.
func TestDrawings(t *testing.T) {
	t.Parallel()
	s := shared()
	owner := map[string]string{} // of an id, the drawing that it is in
	for _, lang := range locale.Languages() {
		for _, c := range s.charts {
			f := decode[charts.Figure](t, s, file(s, lang, c.Slug, "json"))
			narrow, wide := render.Layouts(f)
			page := home(s, lang, c.Slug)
			var shown [2]string
			for i, at := range []string{page, strings.Replace(page, "/charts/", "/embed/", 1)} {
				body := get(t, s, at).body
				doc := parse(t, body)
				checkPage(t, at, lang, body, doc)
				drawings := doc.find(".drawing svg")
				if len(drawings) != 2 || len(doc.find(".undrawn")) > 0 {
					t.Errorf("%s has %d drawings, want a narrow and a wide one", at, len(drawings))
					continue
				}
				for j, l := range []render.Layout{narrow, wide} {
					checkDrawing(t, at, drawings[j], l, f)
					if i == 0 {
						for _, id := range (elements{drawings[j]}).find("[id]").attrs("id") {
							if owner[id] != "" {
								t.Errorf("the id %s of %s is in %s too", id, at, owner[id])
							}
							owner[id] = at
						}
					}
				}
				shown[i] = rendered(t, drawings[0]) + rendered(t, drawings[1])
			}
			if shown[0] != shown[1] {
				t.Errorf("the drawings of %s and of its embed differ", page)
			}
		}
	}
}

func checkDrawing(t *testing.T, at string, svg *dom.Node, l render.Layout, f charts.Figure) {
	t.Helper()
	wrong := func(format string, args ...any) {
		t.Helper()
		t.Errorf("the %s drawing of %s: "+format, append([]any{l.Name, at}, args...)...)
	}
	e := elements{svg}
	for name, want := range map[string]string{
		"class": l.Name, "viewBox": fmt.Sprintf("0 0 %d %d", l.Width, l.Height), "width": strconv.Itoa(l.Width), "height": strconv.Itoa(l.Height), "role": "img",
	} {
		if got := e.attr(name); got != want {
			wrong("%s is %q, want %q", name, got, want)
		}
	}
	title, desc := e.find("title"), e.find("desc")
	if len(title) != 1 || title.raw() != f.Title || len(desc) != 1 || desc.raw() != f.Alt {
		wrong("it is described by %q and %q, want %q and %q", title.raw(), desc.raw(), f.Title, f.Alt)
	}
	if got, want := e.attr("aria-labelledby"), title.attr("id")+" "+desc.attr("id"); got != want || title.attr("id") == "" {
		wrong("it is labelled by %q, want %q", got, want)
	}
	// Each place on the x axis that has a label has at least a tick, a point or a cell.
	if n := len(e.find(inked)); n < 10 {
		wrong("it has %d shapes with ink", n)
	}
	if texts := e.find("text").texts(); len(texts) < 5 || slices.Contains(texts, "") {
		wrong("it has the texts %q", texts)
	}
	ids := e.find("[id]").attrs("id")
	prefix, _, _ := strings.Cut(title.attr("id"), "-")
	for _, id := range ids {
		if !strings.HasPrefix(id, prefix+"-") {
			wrong("the id %s does not begin with %s-", id, prefix)
		}
	}
	for _, n := range e.find("*") {
		if n.Data == "style" || n.Data == "script" || n.Data == "foreignObject" || n.Data == "image" || n.Data == "use" || n.Data == "a" {
			wrong("it has a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || a.Key == "class" || strings.HasPrefix(a.Key, "on") || strings.Contains(a.Key, "href") {
				wrong("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
			for _, to := range references.FindAllStringSubmatch(a.Val, -1) {
				if id, ok := strings.CutPrefix(to[1], "#"); !ok || !slices.Contains(ids, id) {
					wrong("%s refers to %s, which it lacks", a.Key, to[1])
				}
			}
		}
	}
}

var references = regexp.MustCompile(`url\(([^)]*)\)`)

// rendered is an element as it would be written.
func rendered(t *testing.T, n *dom.Node) string {
	t.Helper()
	var b bytes.Buffer
	if err := dom.Render(&b, n); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestDrawingSaysTheNumbers finds in a drawing what its figure says, and in that
// of another view something else.
func TestDrawingSaysTheNumbers(t *testing.T) {
	s := shared()
	const view = "ranking?index=eiu&measure=score&year=2020"
	f := decode[charts.Figure](t, s, "/ru/charts/"+strings.Replace(view, "?", ".json?", 1))
	for _, svg := range pageAt(t, s, "/ru/charts/"+view).find(".drawing svg") {
		texts := elements{svg}.find("text").texts()
		for _, r := range f.Table.Rows[:3] {
			if !slices.Contains(texts, r.Head) {
				t.Errorf("the %s drawing of %s has the texts %q, want %q among them", attribute(svg, "class"), view, texts, r.Head)
			}
		}
		if !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, "3,14") }) {
			t.Errorf("the %s drawing of %s has the texts %q, want Kazakhstan's 3,14 among them", attribute(svg, "class"), view, texts)
		}
	}
	other := pageAt(t, s, home(s, "ru", "ranking")).find(".drawing svg text").texts()
	if slices.ContainsFunc(other, func(text string) bool { return strings.Contains(text, "3,14") }) {
		t.Errorf("the drawing of the newest ranking has the texts %q, with a value of 2020", other)
	}
}

// TestThemesShareDrawings asks for a view in each theme: it is drawn once.
func TestThemesShareDrawings(t *testing.T) {
	s := start(t, Config{}, "")
	var drawn []string
	for _, theme := range []string{"", "&theme=dark", "&theme=light"} {
		for _, form := range []string{"charts", "embed"} {
			doc := pageAt(t, s, "/en/"+form+"/profile?index=eiu"+theme)
			if got, want := doc.find("html").attr("data-theme"), strings.TrimPrefix(theme, "&theme="); got != want {
				t.Errorf("%s has the theme %q, want %q", form, got, want)
			}
			drawn = append(drawn, rendered(t, doc.find(".drawing svg")[1]))
		}
		get(t, s, "/en/charts/profile.svg?index=eiu"+theme)
	}
	if distinct := slices.Compact(drawn); len(distinct) != 1 {
		t.Errorf("the drawing differs between themes:\n%s\n%s", distinct[0], distinct[1])
	}
	if got := counts(t, s, "sozdex_renders_total"); got["drawing"] != 2 || got["page"] != 3 || got["embed"] != 3 || got["svg"] != 3 {
		t.Errorf("renders are %v, want 2 drawings in 9 forms", got)
	}
}

// slow is an option that takes an engine far longer than a test.
var slow = sync.OnceValue(func() []byte {
	return []byte(`{"xAxis":{"type":"category"},"yAxis":{},"series":[{"type":"scatter","data":[1` + strings.Repeat(",1", 20000) + `]}]}`)
})

// small returns a renderer of a test's own, with one engine.
func small(t *testing.T) *render.Renderer {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// hold keeps the engine of a small renderer busy and its queue full, until release.
func hold(t *testing.T, r Renderer) (release func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var drawing sync.WaitGroup
	draw := func(ctx context.Context) error {
		_, err := r.Draw(ctx, slow(), render.Layout{Name: "slow", Width: 400, Height: 300}, "d")
		return err
	}
	// One draws, and as many as may wait do.
	for range 1 + 8 {
		drawing.Go(func() {
			for ctx.Err() == nil {
				draw(ctx)
			}
		})
	}
	release = sync.OnceFunc(func() { cancel(); drawing.Wait() })
	t.Cleanup(release)
	for end := time.Now().Add(time.Minute); ; {
		probe, stop := context.WithTimeout(ctx, time.Millisecond)
		err := draw(probe)
		stop()
		if errors.Is(err, render.ErrBusy) {
			return release
		}
		if time.Now().After(end) {
			t.Fatalf("a renderer with a full queue draws: %v", err)
		}
	}
}

// TestBusyRenderer asks while no more drawings can be made: pages come without
// theirs, images are refused, and neither is kept.
func TestBusyRenderer(t *testing.T) {
	var log lines
	redis := redistest.Start(t)
	s := start(t, Config{Renderer: small(t), Log: log.logger()}, redis.URL())
	kept := home(s, "kk", "ranking")
	before := get(t, s, kept)
	release := hold(t, s.Renderer)

	cold := []string{home(s, "en", "trend"), "/en/embed/trend", "/en/charts/trend?index=eiu&measure=score&theme=dark"}
	f := decode[charts.Figure](t, s, file(s, "en", "trend", "json"))
	for _, at := range append(cold, "/en/charts/trend?index=nope") {
		a := get(t, s, at)
		doc := parse(t, a.body)
		if a.status != http.StatusOK || len(doc.find(".undrawn")) != 1 || len(doc.find(".drawing svg")) > 0 {
			t.Errorf("GET %s of a busy renderer = %d with %d drawings, want a page that says it has none", at, a.status, len(doc.find(".drawing svg")))
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("ETag") != "" {
			t.Errorf("%s without its drawing may be kept: %v", at, a.header)
		}
		if !strings.Contains(at, "nope") {
			checkPage(t, strings.Replace(at, "/embed/trend", "/embed/trend?index=eiu&measure=score", 1), "en", a.body, doc)
		}
		if got := doc.find(".undrawn").attr("data-alt"); got != f.Alt {
			t.Errorf("what stands in place of the drawing of %s is described by %q, want %q", at, got, f.Alt)
		}
		if diff := cmp.Diff(tableOf(f.Table), shown(doc.find("table.figures"))); diff != "" {
			t.Errorf("the table of %s (-figure +page):\n%s", at, diff)
		}
		if option := doc.find(`script[type="application/json"]`).raw(); !strings.Contains(option, `"series"`) {
			t.Errorf("%s has no option to draw from: %.100s", at, option)
		}
	}
	images := []string{file(s, "en", "trend", "svg"), file(s, "en", "trend", "png") + "&size=social"}
	for _, at := range images {
		a := get(t, s, at, "Origin", "https://other.example")
		code, _, _ := problem(t, a)
		if a.status != http.StatusServiceUnavailable || code != "busy" || a.header.Get("Retry-After") != "2" || a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("GET %s of a busy renderer = %d, %s, %v, want 503", at, a.status, code, a.header)
		}
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("ETag") != "" || a.header.Get("Content-Disposition") != "" {
			t.Errorf("the refusal of %s may be kept: %v", at, a.header)
		}
	}
	for _, at := range slices.Concat(cold, images) {
		if _, ok := s.shortcuts.byTarget.Load(at); ok {
			t.Errorf("where %s leads is remembered", at)
		}
	}
	if a := get(t, s, kept); a.status != http.StatusOK || !bytes.Equal(a.body, before.body) {
		t.Errorf("what is kept = %d while the renderer is busy, want the same as before", a.status)
	}
	for _, at := range []string{file(s, "en", "trend", "csv"), "/en/"} {
		if a := get(t, s, at); a.status != http.StatusOK {
			t.Errorf("GET %s = %d while the renderer is busy, want 200: nothing is drawn for it", at, a.status)
		}
	}
	for _, line := range log.take(t) {
		if line["level"] == "ERROR" {
			t.Errorf("a busy renderer is logged as a failure: %v", line)
		}
	}

	release()
	for _, at := range cold {
		a := get(t, s, at)
		if n := len(parse(t, a.body).find(".drawing svg")); a.status != http.StatusOK || n != 2 || a.header.Get("ETag") == "" || a.header.Get("Cache-Control") == "no-store" {
			t.Errorf("GET %s of an idle renderer = %d with %d drawings, %v, want the whole page", at, a.status, n, a.header)
		}
	}
	for _, at := range images {
		if a := get(t, s, at); a.status != http.StatusOK {
			t.Errorf("GET %s of an idle renderer = %d, want 200", at, a.status)
		}
	}
}

// TestDrawingFails asks a renderer that is closed: pages stand without their
// drawings, and the log says why.
func TestDrawingFails(t *testing.T) {
	var log lines
	r := small(t)
	s := start(t, Config{Renderer: r, Log: log.logger()}, "")
	r.Close()
	a := get(t, s, home(s, "kk", "profile"))
	if a.status != http.StatusOK || len(parse(t, a.body).find(".undrawn")) != 1 || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("a page that cannot be drawn = %d, %v, want it without a drawing", a.status, a.header)
	}
	var said int
	for _, line := range log.take(t) {
		if line["level"] == "ERROR" && line["chart"] == "profile" && strings.Contains(line["error"].(string), "closed") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("%d lines of the log say that the drawing failed, want 1", said)
	}
	a = get(t, s, file(s, "kk", "profile", "svg"))
	if code, _, _ := problem(t, a); a.status != http.StatusInternalServerError || code != "internal" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("an image that cannot be drawn = %d, %s, want 500", a.status, code)
	}
}

// TestOneDrawingAKey sends a crowd of readers of a view that nobody has seen to
// three servers with one Redis.
func TestOneDrawingAKey(t *testing.T) {
	redis := redistest.Start(t)
	got := crowd(t, "/kk/embed/monthly?measure=judicial_acts", start(t, Config{}, redis.URL()), start(t, Config{}, redis.URL()), start(t, Config{}, redis.URL()))
	if diff := cmp.Diff(map[string]float64{"embed": 1, "drawing": 2}, got); diff != "" {
		t.Errorf("renders for one embed (-want +got):\n%s", diff)
	}
}

// crowd asks servers for one address, all readers at once, and returns what they
// made. They are no thousand, since under the race detector those starve the one
// who draws; make bench sends a thousand to real processes.
func crowd(t *testing.T, at string, servers ...*Server) map[string]float64 {
	t.Helper()
	answers := make([]answer, 300)
	var readers sync.WaitGroup
	begin := make(chan struct{})
	for i := range answers {
		readers.Go(func() {
			<-begin
			answers[i] = get(t, servers[i%len(servers)], at, "Accept-Encoding", "br")
		})
	}
	close(begin)
	readers.Wait()
	for _, a := range answers {
		if a.status != http.StatusOK || !bytes.Equal(a.body, answers[0].body) || a.header.Get("ETag") == "" || a.header.Get("ETag") != answers[0].header.Get("ETag") {
			t.Fatalf("one of the readers gets %d, %v, want what the first one gets", a.status, a.header)
		}
	}
	got := map[string]float64{}
	for _, s := range servers {
		for format, n := range counts(t, s, "sozdex_renders_total") {
			got[format] += n
		}
	}
	return got
}
