package render

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sozdex/sozdex/charts"
	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/charts/option"
)

func build(t testing.TB, f charts.Figure) []byte {
	t.Helper()
	o, err := option.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestGoldenDrawings: the default view of every chart, in each language and
// layout. One drawing serves light and dark: its colours are names.
func TestGoldenDrawings(t *testing.T) {
	r := newRenderer(t)
	for _, chart := range charts.All() {
		for _, lang := range locale.Languages() {
			f := figure(t, lang, chart.Slug, "")
			narrow, wide := Layouts(f)
			for _, l := range []Layout{narrow, wide} {
				got := draw(t, r, f, l)
				checkDrawing(t, got)
				checkGolden(t, fmt.Sprintf("%s-%s-%s", chart.Slug, lang, l.Name), got)
			}
		}
	}
}

// checkDrawing: a page whose policy allows no styles and no scripts shows it.
func checkDrawing(t *testing.T, svg []byte) {
	t.Helper()
	for _, not := range []string{"style", "script", "class=", "href", "pointer-events", "ecmeta", "NaN", "undefined", "font-family"} {
		if bytes.Contains(svg, []byte(not)) {
			t.Errorf("the drawing holds %q", not)
		}
	}
	marks := 0
	ids := map[string]bool{}
	d := xml.NewDecoder(io.MultiReader(strings.NewReader("<svg>"), bytes.NewReader(svg), strings.NewReader("</svg>")))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the drawing is not XML: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		marks++
		for _, a := range start.Attr {
			if a.Name.Local != "id" {
				continue
			}
			if !strings.HasPrefix(a.Value, "d-") || ids[a.Value] {
				t.Errorf("id %q does not begin with the drawing's, or is there twice", a.Value)
			}
			ids[a.Value] = true
		}
	}
	for _, of := range regexp.MustCompile(`url\(#([^)]+)\)`).FindAllSubmatch(svg, -1) {
		if !ids[string(of[1])] {
			t.Errorf("the drawing refers to %q, which is not in it", of[1])
		}
	}
	if marks < 20 {
		t.Errorf("the drawing has %d elements", marks)
	}
	for _, paint := range regexp.MustCompile(` (?:fill|stroke)(="[^"]*")`).FindAllSubmatch(svg, -1) {
		switch attribute := string(paint[1]); attribute {
		case `="none"`, `="transparent"`, `="#000"`: // of clips and of what is not seen
		default:
			if plain([]byte(attribute), "dark")[2] != '#' || !property.MatchString(attribute) {
				t.Errorf("the drawing has a colour%s, which no theme decides", attribute)
			}
		}
	}
}

// TestEqualOptionsGiveEqualDrawings, whatever was drawn before and by whichever engine.
func TestEqualOptionsGiveEqualDrawings(t *testing.T) {
	used, fresh := newRenderer(t), newRenderer(t)
	f := figure(t, "kk", "ranking", "index=eiu&measure=score&year=2020")
	_, wide := Layouts(f)
	want := draw(t, used, f, wide)
	for _, sample := range samples {
		draw(t, used, figure(t, "en", sample.chart, sample.query), wide)
	}
	for range runtime.GOMAXPROCS(0) + 1 {
		if got := draw(t, used, f, wide); !bytes.Equal(got, want) {
			t.Fatal("a second drawing of an option differs from the first")
		}
	}
	if got := draw(t, fresh, f, wide); !bytes.Equal(got, want) {
		t.Error("another engine's drawing of an option differs")
	}
}

// TestFaultyOptions: an option that cannot be drawn is an error, and the next is drawn.
func TestFaultyOptions(t *testing.T) {
	r := newRenderer(t)
	good := figure(t, "en", "profile", "index=eiu&countries=KAZ&year=2020")
	l := Layout{"wide", 900, 440}
	want := draw(t, r, good, l)
	for name, o := range map[string]string{
		"empty":             "",
		"no JSON":           "{",
		"no object":         "null",
		"no series":         "{}",
		"unknown formatter": `{"series":[{"type":"bar","data":[1],"label":{"formatter":"fn:nothing"}}],"xAxis":{},"yAxis":{}}`,
		"series of no axis": `{"series":[{"type":"line","data":[[1,2]]}]}`,
		"deep":              `{"series":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + "}",
		"too large":         `{"series":[],"x":"` + strings.Repeat("x", maxOption) + `"}`,
	} {
		if svg, err := r.Draw(t.Context(), []byte(o), l, "d"); err == nil {
			t.Errorf("%s: drawn as %.80q, want an error", name, svg)
		}
		if got := draw(t, r, good, l); !bytes.Equal(got, want) {
			t.Fatalf("after the option %q a good one is drawn otherwise", name)
		}
	}
	for _, l := range []Layout{{"", 0, 100}, {"", 100, -1}, {"", maxPixels + 1, 100}} {
		if _, err := r.Draw(t.Context(), build(t, good), l, "d"); err == nil {
			t.Errorf("drawn at %dx%d, want an error", l.Width, l.Height)
		}
	}
}

// TestBounds: what takes too long or too much memory ends, and the pool is whole.
func TestBounds(t *testing.T) {
	r := newRenderer(t)
	good := figure(t, "en", "profile", "index=eiu&countries=KAZ&year=2020")
	o := build(t, good)
	l := Layout{"wide", 900, 440}
	for _, fault := range []struct {
		name, script string
		want         error // nil: any
	}{
		{"endless", "for (;;);", context.DeadlineExceeded},
		{"greedy", "const all = []; for (;;) all.push(new Array(1000).fill(all.length));", nil},
		{"recursive", "(function f() { f(); })()", nil},
		{"not a text", "return 1;", nil},
	} {
		spoiled, err := newEngine(r.advances)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := spoiled.vm.Eval("globalThis.draw = () => { "+fault.script+" }", 0); err != nil {
			t.Fatal(err)
		}
		e, err := r.engines.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		// The others are taken too, so that the spoiled one is next.
		var others []*engine
		for range cap(r.engines.free) - 1 {
			other, err := r.engines.take(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			others = append(others, other)
		}
		r.engines.put(spoiled)
		ctx, cancel := t.Context(), context.CancelFunc(func() {})
		if fault.want != nil {
			ctx, cancel = context.WithTimeout(ctx, 200*time.Millisecond)
		}
		svg, err := r.Draw(ctx, o, l, "d")
		cancel()
		if err == nil || fault.want != nil && !errors.Is(err, fault.want) {
			t.Errorf("%s: Draw = %.40q, %v, want error %v", fault.name, svg, err, fault.want)
		}
		if got := len(r.engines.free); got != 1 {
			t.Fatalf("%s: the pool has %d engines back, want 1", fault.name, got)
		}
		draw(t, r, good, l)
		for _, other := range others {
			r.engines.put(other)
		}
		<-r.engines.free
		r.engines.put(e)
	}
}

// TestPanic: an engine that panicked does not come back.
func TestPanic(t *testing.T) {
	r := newRenderer(t)
	good := figure(t, "en", "profile", "index=eiu&countries=KAZ&year=2020")
	l := Layout{"wide", 900, 440}
	n := cap(r.engines.free)
	for range n {
		if e, err := r.engines.take(t.Context()); err != nil {
			t.Fatal(err)
		} else if e != nil {
			e.vm.Close()
		}
		r.engines.put(&engine{})
		func() {
			defer func() {
				if recover() == nil {
					t.Error("an engine without a machine draws")
				}
			}()
			for range n {
				r.Draw(t.Context(), build(t, good), l, "d")
			}
		}()
		if got := len(r.engines.free); got != n {
			t.Fatalf("the pool has %d engines, want %d", got, n)
		}
	}
	for range n {
		draw(t, r, good, l)
	}
}

// TestDrawInParallel: many at once are all drawn, or told that there are too many.
func TestDrawInParallel(t *testing.T) {
	r := newRenderer(t)
	f := figure(t, "en", "profile", "index=eiu&countries=KAZ&year=2020")
	o := build(t, f)
	l := Layout{"wide", 900, 440}
	want := draw(t, r, f, l)
	var all sync.WaitGroup
	var mu sync.Mutex
	drawn, busy := 0, 0
	for range 20 * runtime.GOMAXPROCS(0) {
		all.Go(func() {
			got, err := r.Draw(t.Context(), o, l, "d")
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, ErrBusy):
				busy++
			case err != nil:
				t.Error(err)
			case !bytes.Equal(got, want):
				t.Error("drawn otherwise beside others")
			default:
				drawn++
			}
		})
	}
	all.Wait()
	if least := runtime.GOMAXPROCS(0); drawn < least || busy == 0 {
		t.Errorf("%d drawn and %d refused, want at least %d and 1", drawn, busy, least)
	}
	draw(t, r, f, l)
}

func TestClosed(t *testing.T) {
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	r.Close()
	f := figure(t, "en", "profile", "index=eiu&countries=KAZ&year=2020")
	if _, err := r.Draw(t.Context(), build(t, f), Layout{"wide", 900, 440}, "d"); err == nil {
		t.Error("a closed renderer draws")
	}
}

func TestWidths(t *testing.T) {
	r := newRenderer(t)
	w := r.measures.regular
	for _, letter := range "ӘҒҚҢӨҰҮҺІәғқңөұүһіЁ→−–’«»№" {
		if _, ok := w[letter]; !ok && letter != '№' {
			t.Errorf("the width of %q is not known", letter)
		}
	}
	if narrow, broad := w.of("iiii", 12), w.of("WWWW", 12); narrow >= broad/2 {
		t.Errorf("iiii is %.1f px wide, WWWW %.1f", narrow, broad)
	}
	if once, twice := w.of("Қазақстан", 12), w.of("Қазақстан", 24); twice != 2*once {
		t.Errorf("of(12) = %v, of(24) = %v, want twice as much", once, twice)
	}
}

func BenchmarkDraw(b *testing.B) {
	r := newRenderer(b)
	for _, chart := range charts.All() {
		f := figure(b, "en", chart.Slug, "")
		_, wide := Layouts(f)
		b.Run(chart.Slug, func(b *testing.B) {
			for b.Loop() {
				draw(b, r, f, wide)
			}
		})
	}
}
