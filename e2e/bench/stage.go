package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/sozdex/sozdex/charts/locale"
	"github.com/sozdex/sozdex/datasets"
)

const (
	// What `make bench` builds before, seen from the root of the repository.
	binary  = "bin/sozdex"
	modules = "static/node_modules"

	// patience bounds each step of setting up: far above what one takes.
	patience = 20 * time.Second
)

// stage is what parts play on: a folder, and the processes that the part which
// is under way has started.
type stage struct {
	dir       string
	quick     bool
	catalogue *datasets.Catalogue
	english   *locale.Printer
	undo      []func()
}

func newStage(quick bool) (*stage, error) {
	s := &stage{quick: quick}
	var err error
	if s.catalogue, err = datasets.Load(datasets.BuiltIn()); err != nil {
		return nil, err
	}
	bundle, err := locale.Load()
	if err != nil {
		return nil, err
	}
	s.english = bundle.In("en")
	if s.dir, err = os.MkdirTemp("", "sozdex-bench-"); err != nil {
		return nil, err
	}
	// The worker of an nginx that root started is nobody.
	return s, os.Chmod(s.dir, 0o755)
}

func (s *stage) close() {
	s.tearDown()
	os.RemoveAll(s.dir)
}

// later has something done when the part ends.
func (s *stage) later(do func()) { s.undo = append(s.undo, do) }

func (s *stage) tearDown() {
	for _, do := range slices.Backward(s.undo) {
		do()
	}
	s.undo = nil
}

// rounds is how many samples to take.
func (s *stage) rounds(usual, quick int) int {
	if s.quick {
		return quick
	}
	return usual
}

// lacking says which programs that the parts need are not there, and how to get
// them.
func lacking(chosen []int) error {
	var missing []string
	for i, p := range parts() {
		for _, program := range p.needs {
			if _, err := find(program); slices.Contains(chosen, i+1) && err != nil && !slices.Contains(missing, program) {
				missing = append(missing, program)
			}
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s cannot be found: `.ci/packages bench` installs what `make bench` needs", strings.Join(missing, ", "))
	}
	for _, path := range []string{binary, modules} {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("%w: `make bench` builds it; run it in the root of the repository", err)
		}
	}
	return nil
}
