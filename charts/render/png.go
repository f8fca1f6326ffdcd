package render

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bounds on what one PNG may cost. The largest of the built-in data takes a
// twentieth of them.
const (
	maxSVG    = 4 << 20
	maxPNG    = 8 << 20
	maxStderr = 4 << 10
)

// ErrNoPNG says that PNG cannot be made here; the error that wraps it says why.
var ErrNoPNG = errors.New("render: PNG cannot be made")

// pngs runs rsvg-convert, a few processes at a time. Each knows the two embedded
// fonts and no other, so that a PNG is the same wherever it is made.
type pngs struct {
	err     error // why there can be none
	program string
	folder  string // with the fonts and what fontconfig remembers of them
	turns   *pool[struct{}]
	writing sync.Mutex
}

func newPNGs() *pngs {
	p := &pngs{turns: newPool(make([]struct{}, runtime.GOMAXPROCS(0))...)}
	var err error
	if p.program, err = exec.LookPath("rsvg-convert"); err != nil {
		p.err = fmt.Errorf("%w: rsvg-convert, of Debian's librsvg2-bin, is not installed: %w", ErrNoPNG, err)
		return p
	}
	if p.folder, err = fontFolder(); err != nil {
		p.err = fmt.Errorf("%w: its fonts: %w", ErrNoPNG, err)
	}
	return p
}

// fontFolder makes a folder with the embedded fonts and a fonts.conf in it.
func fontFolder() (string, error) {
	folder, err := os.MkdirTemp("", "sozdex-fonts-")
	if err != nil {
		return "", err
	}
	if err := writeFonts(folder); err != nil {
		return "", errors.Join(err, os.RemoveAll(folder))
	}
	return folder, nil
}

// writeFonts writes what is missing of the fonts and fonts.conf: what cleans up
// temporary files does not know that they are in use, and rsvg-convert would set
// empty boxes without a word.
func writeFonts(folder string) error {
	var name strings.Builder
	if err := xml.EscapeText(&name, []byte(folder)); err != nil {
		return err
	}
	config := "<fontconfig><dir>" + name.String() + "</dir><cachedir>" + name.String() + "/cache</cachedir></fontconfig>"
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	for file, content := range map[string][]byte{"regular.ttf": regularTTF, "semibold.ttf": semiboldTTF, "fonts.conf": []byte(config)} {
		at := filepath.Join(folder, file)
		if info, err := os.Stat(at); err == nil && info.Size() == int64(len(content)) {
			continue
		}
		if err := os.WriteFile(at, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// keepFonts sees to it that the fonts are where they were put.
func (p *pngs) keepFonts() error {
	p.writing.Lock()
	defer p.writing.Unlock()
	return writeFonts(p.folder)
}

// close waits for the processes under way and removes the fonts.
func (p *pngs) close() {
	p.turns.close(func(struct{}) {})
	if p.folder != "" {
		os.RemoveAll(p.folder)
	}
}

// CanPNG returns nil where PNG can be made, or else an ErrNoPNG that says why not.
func (r *Renderer) CanPNG() error { return r.png.err }

// PNG returns an SVG document as a PNG of width times height pixels. Colours must
// be plain, as those of the themes "light" and "dark" are; texts are set in the
// embedded font, and nothing that the document refers to is read. Equal
// arguments give equal bytes.
//
// The error is the one of CanPNG where there is one. A document that librsvg
// cannot draw, or not within the bounds on time and size, is an error too, and so
// is a ctx that ends. Where too many others wait, the error is ErrBusy.
func (r *Renderer) PNG(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
	if r.png.err != nil {
		return nil, r.png.err
	}
	if len(svg) > maxSVG {
		return nil, fmt.Errorf("render: the SVG has %d bytes, more than %d", len(svg), maxSVG)
	}
	if width < 1 || height < 1 || width > maxPixels || height > maxPixels {
		return nil, fmt.Errorf("render: a PNG of %dx%d, want 1 to %d a side", width, height, maxPixels)
	}
	turn, err := r.png.turns.take(ctx)
	if err != nil {
		return nil, err
	}
	defer r.png.turns.put(turn)
	drawn, err := r.png.convert(ctx, svg, width, height)
	if err != nil {
		return nil, fmt.Errorf("render: PNG of %dx%d: %w", width, height, err)
	}
	return drawn, nil
}

func (p *pngs) convert(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	if err := p.keepFonts(); err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	out, complaints := &bounded{left: maxPNG}, &bounded{left: maxStderr}
	// The sizes are given so that those which the document asks for do not count.
	cmd := exec.CommandContext(ctx, p.program, "--format", "png", "--width", strconv.Itoa(width), "--height", strconv.Itoa(height))
	cmd.Env = []string{"FONTCONFIG_FILE=" + filepath.Join(p.folder, "fonts.conf"), "HOME=" + p.folder, "LC_ALL=C.UTF-8"}
	cmd.Dir = p.folder
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(svg), out, complaints
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("rsvg-convert: %w: %s", cmp.Or(ctx.Err(), out.err, complaints.err, err), bytes.TrimSpace(complaints.kept.Bytes()))
	}
	made, err := png.DecodeConfig(bytes.NewReader(out.kept.Bytes()))
	if err != nil {
		return nil, fmt.Errorf("rsvg-convert made no PNG: %w", err)
	}
	if made.Width != width || made.Height != height {
		return nil, fmt.Errorf("rsvg-convert made one of %dx%d", made.Width, made.Height)
	}
	return out.kept.Bytes(), nil
}

// bounded keeps so many bytes and then takes no more. It does not embed the
// buffer, whose ReadFrom would read past the bound.
type bounded struct {
	kept bytes.Buffer
	left int
	err  error // that there were more
}

// Write keeps all of the bytes, or fails where they are too many.
func (b *bounded) Write(more []byte) (int, error) {
	if len(more) > b.left {
		b.err = errors.New("it wrote too much")
		return 0, b.err
	}
	b.left -= len(more)
	return b.kept.Write(more)
}
