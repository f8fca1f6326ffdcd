// Package render draws options as SVG, with ECharts' own server-side rendering in
// a JavaScript engine, and SVG as PNG, with librsvg. No Node and no browser is
// needed at run time, and librsvg only for PNG.
//
// The engine is QuickJS, translated to Go (modernc.org/quickjs). It was chosen by
// the time of one drawing, in milliseconds, on the same machine and options:
//
//	option                  QuickJS  goja  QuickJS in wazero  Node 20
//	trend of RSF scores         170   224                255       18
//	trend of EIU scores          98   125                145       13
//	ranking of EIU scores        31    43                 58        5
//	profile of EIU               18    23                 25        4
//	monthly judicial acts        44    52                 66        9
//
// That was before draw.js joined lines that look alike, which halves the time of
// the largest; docs/benchmarks.md has what is measured now. After all of these a
// process with QuickJS had 36 MB, with goja 63 MB and with wazero 44 MB; QuickJS
// can be bounded in memory.
//
// It must not know what a chart means, nor HTTP.
package render

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
)

// Bounds on what one drawing may cost. The most costly of the built-in data
// takes a fiftieth of the time and a fifth of the memory.
const (
	maxTime   = 10 * time.Second
	maxMemory = 128 << 20
	maxOption = 2 << 20
	maxPixels = 4096 // of a side

	// maxWait is how long a drawing waits for an engine.
	maxWait = 3 * time.Second
	// maxDrawn is when an engine gives way to a new one.
	maxDrawn = 1000
)

// ErrBusy says that more drawings are asked for than can be made soon.
var ErrBusy = errors.New("render: too many drawings are being made")

// Renderer holds the engines, one a core. It is safe for concurrent use.
type Renderer struct {
	advances string
	measures struct{ regular, semibold widths }
	engines  *pool[*engine] // nil stands for one that is yet to be made
	png      *pngs
}

// New checks that fonts and script can be used and makes the first engine; the
// others are made when they are needed. The caller must call Close.
func New() (*Renderer, error) {
	r := &Renderer{}
	var err error
	if r.measures.regular, err = readWidths(regularTTF); err != nil {
		return nil, err
	}
	if r.measures.semibold, err = readWidths(semiboldTTF); err != nil {
		return nil, err
	}
	if r.advances, err = r.measures.regular.json(); err != nil {
		return nil, fmt.Errorf("render: font: %w", err)
	}
	first, err := newEngine(r.advances)
	if err != nil {
		return nil, err
	}
	engines := make([]*engine, runtime.GOMAXPROCS(0))
	engines[0] = first
	r.engines = newPool(engines...)
	r.png = newPNGs()
	return r, nil
}

// Draw returns the drawing of an option in a layout: what stands inside of an svg
// element with the view box "0 0 WIDTH HEIGHT". Equal arguments give equal bytes.
// Colours are as the option has them; names of fonts are left to what is around
// the drawing; ids in it begin with id, which must be a letter and then letters
// and digits.
//
// An option that ECharts cannot draw, or not within the bounds on time and
// memory, is an error, and so is a ctx that ends. Where too many others wait, or
// no engine is free for three seconds, the error is ErrBusy.
func (r *Renderer) Draw(ctx context.Context, option []byte, l Layout, id string) ([]byte, error) {
	if len(option) > maxOption {
		return nil, fmt.Errorf("render: the option has %d bytes, more than %d", len(option), maxOption)
	}
	if l.Width < 1 || l.Height < 1 || l.Width > maxPixels || l.Height > maxPixels {
		return nil, fmt.Errorf("render: a drawing of %dx%d, want 1 to %d a side", l.Width, l.Height, maxPixels)
	}
	e, err := r.engines.take(ctx)
	if err != nil {
		return nil, err
	}
	// Whatever happens, a panic of the engine too, the pool gets as many usable
	// engines back as it gave.
	usable := false
	defer func() {
		if usable {
			r.engines.put(e)
			return
		}
		r.engines.put(nil)
		if e != nil {
			e.vm.Close()
		}
	}()
	if e == nil {
		made, err := newEngine(r.advances)
		if err != nil {
			return nil, err
		}
		e = made
	}
	svg, err := e.draw(ctx, option, l, id)
	usable = err == nil && e.drawn < maxDrawn
	return svg, err
}

// Close waits for the drawings under way and frees the engines. Drawing fails
// from then on.
func (r *Renderer) Close() {
	r.engines.close(func(e *engine) {
		if e != nil {
			e.vm.Close()
		}
	})
	r.png.close()
}
