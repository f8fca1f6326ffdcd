package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// document is a white SVG of 100 by 50 with something in it.
func document(inside string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xi="http://www.w3.org/2001/XInclude" ` +
		`width="100" height="50" font-family="Inter"><rect width="100" height="50" fill="#fff"/>` + inside + `</svg>`)
}

func decode(t *testing.T, raw []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPNGOfImages(t *testing.T) {
	r := newRenderer(t)
	f := figure(t, "kk", "ranking", "index=eiu&measure=score&year=2020")
	for _, s := range Sizes() {
		for theme, paper := range map[string]color.Color{"light": color.RGBA{0xff, 0xff, 0xff, 0xff}, "dark": color.RGBA{0x16, 0x1c, 0x22, 0xff}} {
			fr := r.Frame(f, s, theme, foot)
			width, height := fr.Pixels()
			raw, err := r.PNG(t.Context(), fr.SVG(nil, "d"), width, height)
			if err != nil {
				t.Fatalf("%s %s: %v", s.Name, theme, err)
			}
			m := decode(t, raw)
			if got, want := m.Bounds().Size(), (image.Point{width, height}); got != want {
				t.Errorf("%s %s has %v pixels, want %v", s.Name, theme, got, want)
			}
			for _, corner := range []image.Point{{0, 0}, {width - 1, height - 1}} {
				if got := color.RGBAModel.Convert(m.At(corner.X, corner.Y)); got != paper {
					t.Errorf("%s %s is %v at %v, want %v", s.Name, theme, got, corner, paper)
				}
			}
		}
	}
}

func TestEqualSVGsGiveEqualPNGs(t *testing.T) {
	r := newRenderer(t)
	svg := document(`<text x="5" y="30" font-size="20">Қазақстан</text>`)
	drawn := make([][]byte, 6)
	var group sync.WaitGroup
	for i := range drawn {
		group.Go(func() {
			var err error
			if drawn[i], err = r.PNG(t.Context(), svg, 100, 50); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i := range drawn {
		if !bytes.Equal(drawn[i], drawn[0]) {
			t.Errorf("PNG %d differs from the first", i)
		}
	}
}

// TestPNGIsSetInTheFontThatIsMeasured compares the widths of texts in a PNG with
// those that lines are broken by.
func TestPNGIsSetInTheFontThatIsMeasured(t *testing.T) {
	r := newRenderer(t)
	for _, tt := range []struct {
		weight  string
		measure widths
		text    string
	}{
		{"400", r.measures.regular, "ӘҒҚҢӨҰҮҺІәғқңөұүһі"},
		{"400", r.measures.regular, "2002–2026: от 0 до 100"},
		{"600", r.measures.semibold, "Дүниежүзілік баспасөз"},
	} {
		svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="80" font-family="Inter"><text y="60" font-size="40" font-weight="%s">%s</text></svg>`, tt.weight, tt.text)
		raw, err := r.PNG(t.Context(), []byte(svg), 900, 80)
		if err != nil {
			t.Fatal(err)
		}
		m := decode(t, raw)
		right := 0
		for x := range 900 {
			for y := range 80 {
				if _, _, _, alpha := m.At(x, y).RGBA(); alpha > 0 {
					right = x
				}
			}
		}
		if want := tt.measure.of(tt.text, 40); float64(right) > want+1 || float64(right) < want*0.97-3 {
			t.Errorf("%q in weight %s ends at %d, want about %.0f", tt.text, tt.weight, right, want)
		}
	}
}

func TestPNGReadsNoFiles(t *testing.T) {
	r := newRenderer(t)
	folder := t.TempDir()
	black := filepath.Join(folder, "black.png")
	var raw bytes.Buffer
	if err := png.Encode(&raw, image.NewGray(image.Rect(0, 0, 50, 50))); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"black.png": raw.String(),
		"black.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><rect id="it" width="100" height="50"/></svg>`,
		"black.css": `rect { fill: #000 }`,
		"text":      "secret",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		// Relative names are looked for where the fonts are.
		if err := os.WriteFile(filepath.Join(r.png.folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := r.PNG(t.Context(), document(""), 100, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, svg := range [][]byte{
		document(`<image href="file://` + black + `" width="50" height="50"/>`),
		document(`<image xlink:href="` + black + `" width="50" height="50"/>`),
		document(`<image href="black.png" width="50" height="50"/>`),
		document(`<use href="file://` + folder + `/black.svg#it"/>`),
		document(`<use href="black.svg#it"/>`),
		document(`<style>@import url("file://` + folder + `/black.css");</style>`),
		document(`<style>@import "black.css";</style>`),
		document(`<text y="30" font-size="20"><xi:include href="file://` + folder + `/text" parse="text"/></text>`),
		document(`<text y="30" font-size="20"><xi:include href="text" parse="text"/></text>`),
		[]byte(`<!DOCTYPE svg [<!ENTITY it SYSTEM "file://` + folder + `/text">]>` + string(document(`<text y="30" font-size="20">&it;</text>`))),
		[]byte(`<?xml-stylesheet href="black.css"?>` + string(document(""))),
	} {
		got, err := r.PNG(t.Context(), svg, 100, 50)
		if err == nil && !bytes.Equal(got, want) {
			t.Errorf("a file is seen in the PNG of %s", svg)
		}
	}
}

func TestPNGOfWhatCannotBeDrawn(t *testing.T) {
	r := newRenderer(t)
	bomb := `<!DOCTYPE svg [<!ENTITY a "` + strings.Repeat("a", 1000) + `">`
	for _, next := range "bcdefghi" {
		bomb += fmt.Sprintf("<!ENTITY %c \"%s\">", next, strings.Repeat(fmt.Sprintf("&%c;", next-1), 100))
	}
	for _, tt := range []struct {
		svg           []byte
		width, height int
		want          string
	}{
		{document(""), 0, 50, "want 1 to"},
		{document(""), 100, maxPixels + 1, "want 1 to"},
		{make([]byte, maxSVG+1), 100, 50, "more than"},
		{nil, 100, 50, "rsvg-convert"},
		{[]byte("no XML"), 100, 50, "rsvg-convert"},
		{[]byte(bomb + "]>" + string(document("<text>&i;</text>"))), 100, 50, "rsvg-convert"},
	} {
		_, err := r.PNG(t.Context(), tt.svg, tt.width, tt.height)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("PNG(%.40q, %d, %d) fails with %v, want %q", tt.svg, tt.width, tt.height, err, tt.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.PNG(ctx, document(""), 100, 50); !errors.Is(err, context.Canceled) {
		t.Errorf("PNG with a ctx that has ended fails with %v, want %v", err, context.Canceled)
	}
}

func TestPNGWaitsInAShortQueue(t *testing.T) {
	r := newRenderer(t)
	for range runtime.GOMAXPROCS(0) {
		if _, err := r.png.turns.take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	r.png.turns.waiting.Store(r.png.turns.queue)
	if _, err := r.PNG(t.Context(), document(""), 100, 50); !errors.Is(err, ErrBusy) {
		t.Errorf("PNG behind a full queue fails with %v, want %v", err, ErrBusy)
	}
	r.png.turns.waiting.Store(0)
	for range runtime.GOMAXPROCS(0) {
		r.png.turns.put(struct{}{})
	}
	if _, err := r.PNG(t.Context(), document(""), 100, 50); err != nil {
		t.Errorf("PNG after others fails with %v", err)
	}
}

// TestPNGByBadPrograms puts scripts in the place of rsvg-convert.
func TestPNGByBadPrograms(t *testing.T) {
	for name, tt := range map[string]struct{ script, want string }{
		"fails":             {"echo some reason >&2; exit 3", "exit status 3: some reason"},
		"writes no PNG":     {"echo hello", "made no PNG"},
		"writes nothing":    {"exit 0", "made no PNG"},
		"writes too much":   {"exec yes", "wrote too much"},
		"complains forever": {"exec yes >&2", "wrote too much"},
		"never ends":        {"sleep 3", context.DeadlineExceeded.Error()},
		"another size":      {"exec rsvg-convert --width 7 --height 7", "7x7"},
	} {
		t.Run(name, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "rsvg-convert")
			if err := os.WriteFile(program, []byte("#!/bin/sh\n"+tt.script+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			// Only when all scripts are closed: none is run that a process has open.
			t.Parallel()
			r := &Renderer{png: &pngs{program: program, folder: t.TempDir(), turns: newPool(struct{}{})}}
			ctx, cancel := context.WithCancel(t.Context())
			if strings.Contains(tt.want, "deadline") {
				ctx, cancel = context.WithTimeout(ctx, 200*time.Millisecond)
			}
			defer cancel()
			_, err := r.PNG(ctx, document(""), 100, 50)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("PNG by a program that %s fails with %v, want %q", name, err, tt.want)
			}
		})
	}
}

func TestCanPNG(t *testing.T) {
	if err := newRenderer(t).CanPNG(); err != nil {
		t.Fatalf("CanPNG() = %v; the tests need rsvg-convert, of Debian's librsvg2-bin", err)
	}
	for _, variable := range []string{"PATH", "TMPDIR"} {
		t.Run("without "+variable, func(t *testing.T) {
			t.Setenv(variable, filepath.Join(t.TempDir(), "nowhere"))
			r := newRenderer(t)
			err := r.CanPNG()
			if !errors.Is(err, ErrNoPNG) {
				t.Errorf("CanPNG() = %v, want %v", err, ErrNoPNG)
			}
			if _, drawn := r.PNG(t.Context(), document(""), 100, 50); drawn != err {
				t.Errorf("PNG fails with %v, want %v", drawn, err)
			}
		})
	}
}

func TestCloseRemovesTheFonts(t *testing.T) {
	r := newRenderer(t)
	if _, err := r.PNG(t.Context(), document(""), 100, 50); err != nil {
		t.Fatal(err)
	}
	r.Close()
	if _, err := os.Stat(r.png.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is there after Close", r.png.folder)
	}
	if _, err := r.PNG(t.Context(), document(""), 100, 50); err == nil {
		t.Error("PNG after Close does not fail")
	}
}

// TestPNGFindsItsFontsAgain: what cleans up temporary files may take them.
func TestPNGFindsItsFontsAgain(t *testing.T) {
	r := newRenderer(t)
	svg := document(`<text y="60" font-family="Inter" font-size="40">Қазақстан</text>`)
	want, err := r.PNG(t.Context(), svg, 300, 80)
	if err != nil {
		t.Fatal(err)
	}
	for _, lost := range []string{"regular.ttf", "semibold.ttf", "fonts.conf", ""} {
		if err := os.RemoveAll(filepath.Join(r.png.folder, lost)); err != nil {
			t.Fatal(err)
		}
		got, err := r.PNG(t.Context(), svg, 300, 80)
		if err != nil {
			t.Fatalf("without %s: %v", lost, err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("without %s the PNG is another", lost)
		}
	}
}
