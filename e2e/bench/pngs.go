package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/sozdex/sozdex/charts/option"
	"github.com/sozdex/sozdex/charts/render"
)

// pngs compares making a PNG with calling rsvg-convert by hand.
func pngs(ctx context.Context, s *stage) (section, error) {
	renderer, err := render.New()
	if err != nil {
		return section{}, err
	}
	defer renderer.Close()
	figure := s.shownFigure()
	built, err := option.Build(figure)
	if err != nil {
		return section{}, err
	}
	t := table{head: []string{"size", "pixels", "bytes", "Sozdex", "rsvg-convert", "ratio"}}
	for _, size := range render.Sizes() {
		frame := renderer.Frame(figure, size, "light", []string{figure.Title, s.catalogue.Created})
		drawing, err := renderer.Draw(ctx, built, frame.Layout(), "d")
		if err != nil {
			return section{}, err
		}
		svg := frame.SVG(drawing, "d")
		width, height := frame.Pixels()
		file := filepath.Join(s.dir, size.Name+".svg")
		if err := os.WriteFile(file, svg, 0o644); err != nil {
			return section{}, err
		}
		bytes := 0
		taken, err := alternate(ctx, s.rounds(15, 3),
			func(ctx context.Context) (float64, error) {
				start := time.Now()
				made, err := renderer.PNG(ctx, svg, width, height)
				bytes = len(made)
				return milliseconds(time.Since(start)), err
			},
			func(ctx context.Context) (float64, error) {
				start := time.Now()
				out, err := exec.CommandContext(ctx, "rsvg-convert", "--width", strconv.Itoa(width), "--height", strconv.Itoa(height), "--output", file+".png", file).CombinedOutput()
				if err != nil {
					err = fmt.Errorf("rsvg-convert: %w: %s", err, out)
				}
				return milliseconds(time.Since(start)), err
			})
		if err != nil {
			return section{}, err
		}
		t.add(size.Name, fmt.Sprintf("%d×%d", width, height), number(float64(bytes), 0), taken[0].say(0, " ms"), taken[1].say(0, " ms"), ratio(taken[0].median()/taken[1].median()))
	}
	return section{
		method: `The image of the same chart in each size, from SVG to PNG. The reference is rsvg-convert called by
hand on the same file, with the fonts of the system. There is no budget for it.`,
		tables: []table{t},
	}, nil
}
