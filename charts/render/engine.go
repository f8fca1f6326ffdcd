package render

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"sync"

	"modernc.org/quickjs"
)

// script is ECharts with what the charts use, and the functions draw and
// setAdvances of static/src/draw.js.
//
//go:embed dist/draw.js
var script string

// prelude stands in for what an engine without a page lacks. The clock stands
// still, for ECharts measures how long it measures texts and changes its ways.
const prelude = `
globalThis.setTimeout = () => 0;
globalThis.clearTimeout = () => {};
globalThis.Date = class extends Date {
  constructor(...at) { super(...(at.length ? at : [0])); }
  static now() { return 0; }
};
`

// compiled is the script as bytecode, which an engine runs at once. It is made
// once in a process.
var compiled = sync.OnceValues(func() ([]byte, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, err
	}
	defer vm.Close()
	return vm.Compile(prelude+script, quickjs.EvalGlobal)
})

// engine is a JavaScript engine with ECharts in it. It draws one at a time.
type engine struct {
	vm    *quickjs.VM
	drawn int // how many drawings it has made
}

func newEngine(advances string) (*engine, error) {
	bytecode, err := compiled()
	if err != nil {
		return nil, fmt.Errorf("render: draw.js: %w", err)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("render: engine: %w", err)
	}
	vm.SetMemoryLimit(maxMemory)
	err = vm.SetEvalTimeout(maxTime)
	if err == nil {
		_, err = vm.EvalBytecode(bytecode)
	}
	if err == nil {
		_, err = vm.Call("setAdvances", advances)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("render: engine: %w", err), vm.Close())
	}
	return &engine{vm: vm}, nil
}

// draw returns what stands inside of the svg element. After an error the engine
// must not be used again: nobody knows what it was in the middle of.
func (e *engine) draw(ctx context.Context, option []byte, l Layout, id string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, e.vm.Interrupt)
	defer stop()
	drawn, err := e.vm.Call("draw", string(option), l.Width, l.Height, id)
	if !stop() {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("render: drawing at %dx%d: %w", l.Width, l.Height, err)
	}
	svg, ok := drawn.(string)
	if !ok {
		return nil, fmt.Errorf("render: draw.js returned %T, want a string", drawn)
	}
	e.drawn++
	return []byte(svg), nil
}
