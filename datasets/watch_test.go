package datasets

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// told is what a watch tells of, or "" for what it must not tell of.
type told string

// watching watches a directory, at first a copy of the small one, until the test ends.
type watching struct {
	t       *testing.T
	dir     string
	answers chan told
}

// watched starts a watch that works much faster than that of Watch.
func watched(t *testing.T, dir string, change func(*watch)) *watching {
	t.Helper()
	l, err := load(os.DirFS(dir), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := &watching{t, dir, make(chan told)}
	ctx, stop := context.WithCancel(t.Context())
	w := watch{
		dir: dir, seen: l.seen, good: l.catalogue.Fingerprint, notifier: fsnotify.NewWatcher,
		quiet: 5 * time.Millisecond, most: 5 * time.Second, poll: 20 * time.Millisecond,
		changed: func(c *Catalogue, err error) {
			say := told("")
			if err != nil {
				say = told(err.Error())
			} else {
				o, _ := c.Index("press").Measure("trust").At("KAZ", 2016)
				say = told(o.Text)
			}
			select {
			case all.answers <- say:
			case <-ctx.Done():
			}
		},
	}
	if change != nil {
		change(&w)
	}
	var running sync.WaitGroup
	running.Go(func() { w.run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	return all
}

// until waits for what the watch tells of in the end.
func (w *watching) until(want told) {
	w.t.Helper()
	for end := time.After(30 * time.Second); ; {
		select {
		case got := <-w.answers:
			if got == want {
				return
			}
		case <-end:
			w.t.Fatalf("the watch does not tell of %q", want)
		}
	}
}

// next waits for what the watch tells of next: the figure that write wrote, or a
// part of a fault.
func (w *watching) next(want told) {
	w.t.Helper()
	select {
	case got := <-w.answers:
		if got != want && (want == "" || !strings.Contains(string(got), string(want))) {
			w.t.Errorf("the watch tells of %q, want %q", got, want)
		}
	case <-time.After(30 * time.Second):
		w.t.Fatalf("the watch tells of nothing, want %q", want)
	}
}

func copyOfSmall(t testing.TB, dir string) {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS("testdata/small")); err != nil {
		t.Fatal(err)
	}
}

// withFigure is press.csv with another figure in it.
func withFigure(t testing.TB, figure string) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/small/press.csv")
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.Replace(string(text), "trust,0.5,", "trust,"+figure+",", 1))
}

// write writes press.csv with another figure into a directory.
func write(t testing.TB, dir, figure string) {
	t.Helper()
	must(t, put(filepath.Join(dir, "press.csv"), withFigure(t, figure)))
}

// put writes a file at once: on a busy machine, a watch that waits this briefly
// would find a file half written.
func put(name string, text []byte) error {
	return errors.Join(os.WriteFile(name+".new", text, 0o644), os.Rename(name+".new", name))
}

// must fails the test where one of several steps failed.
func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// TestWatch changes a directory in the ways in which directories are changed,
// each by itself: where the system tells of changes and where it does not.
func TestWatch(t *testing.T) {
	ways := map[string]func(*watch){
		"told":   func(w *watch) { w.poll = time.Hour },
		"untold": func(w *watch) { w.notifier = func() (*fsnotify.Watcher, error) { return nil, errors.ErrUnsupported } },
		"both":   nil,
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			copyOfSmall(t, dir)
			w := watched(t, dir, way)
			press := filepath.Join(dir, "press.csv")

			// A file that is written in place may be found half written.
			must(t, os.WriteFile(press, withFigure(t, "0.51"), 0o644))
			w.until("0.51")

			write(t, dir, "0.52")
			w.next("0.52")

			// What is touched, or is no part of the data, is no change.
			now := time.Now().Add(time.Hour)
			must(t, os.Chtimes(press, now, now), os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("x"), 0o644))
			write(t, dir, "half a figure")
			w.next(`value: "half a figure" is not a number`)

			// The same faults in other bytes are told of once.
			must(t, put(press, append(withFigure(t, "half a figure"), "KAZ,2017,law,40,,,a,\n"...)))
			write(t, dir, "half a dozen")
			w.next(`value: "half a dozen" is not a number`)

			write(t, dir, "0.52")
			w.next("0.52")

			must(t, os.Remove(press))
			w.next("press.csv: there is no such file")
			write(t, dir, "0.53")
			w.next("0.53")

			_, err := Add(dir, []Addition{{Source: Source{ID: "b", Publisher: "A Monitor", Title: "A report", Licence: "free", Retrieved: "2026-11-25", Via: "itself"}}}, false)
			must(t, err)
			w.next("0.53")

			// A folder that comes with the files in it.
			must(t, os.Mkdir(filepath.Join(dir, "new"), 0o755), os.WriteFile(filepath.Join(dir, "new", "press.csv"), withFigure(t, "0.54"), 0o644))
			pack := filepath.Join(dir, "datapackage.json")
			description, err := os.ReadFile(pack)
			must(t, err, put(pack, []byte(strings.Replace(string(description), `"path": "press.csv"`, `"path": "new/press.csv"`, 1))))
			w.next("0.54")
			write(t, filepath.Join(dir, "new"), "0.55")
			w.next("0.55")
		})
	}
}

// TestWatchBefore changes the directory after it was loaded and before it is watched.
func TestWatchBefore(t *testing.T) {
	dir := t.TempDir()
	copyOfSmall(t, dir)
	w := watched(t, dir, func(w *watch) {
		w.poll = time.Hour
		write(t, dir, "0.56")
	})
	w.next("0.56")
}

// TestWatchLinks swaps what links lead to, as operators and Kubernetes do.
func TestWatchLinks(t *testing.T) {
	version := func(root, name, figure string) {
		dir := filepath.Join(root, name)
		copyOfSmall(t, dir)
		write(t, dir, figure)
	}
	swap := func(root, name, to string) {
		link := filepath.Join(root, name)
		must(t, os.Symlink(to, link+".new"), os.Rename(link+".new", link))
	}
	t.Run("the directory", func(t *testing.T) {
		root := t.TempDir()
		version(root, "v1", "0.51")
		version(root, "v2", "0.52")
		swap(root, "data", "v1")
		w := watched(t, filepath.Join(root, "data"), nil)
		swap(root, "data", "v2")
		w.next("0.52")
		// What the link leads to now is watched too.
		write(t, filepath.Join(root, "v2"), "0.53")
		w.next("0.53")
		must(t, os.Rename(filepath.Join(root, "v2"), filepath.Join(root, "v3")))
		w.next("datapackage.json: there is no such file")
		version(root, "v4", "0.54")
		must(t, os.Rename(filepath.Join(root, "v4"), filepath.Join(root, "v2")))
		w.next("0.54")
	})
	t.Run("within the directory", func(t *testing.T) {
		root := t.TempDir()
		version(root, "..v1", "0.51")
		version(root, "..v2", "0.52")
		swap(root, "..data", "..v1")
		entries, err := os.ReadDir(filepath.Join(root, "..v1"))
		must(t, err)
		for _, e := range entries {
			must(t, os.Symlink(filepath.Join("..data", e.Name()), filepath.Join(root, e.Name())))
		}
		w := watched(t, root, func(w *watch) { w.poll = time.Hour })
		swap(root, "..data", "..v2")
		w.next("0.52")
	})
	t.Run("a directory by another", func(t *testing.T) {
		root := t.TempDir()
		version(root, "data", "0.51")
		version(root, "new", "0.52")
		data := filepath.Join(root, "data")
		w := watched(t, data, nil)
		must(t, os.Rename(data, data+".old"), os.Rename(filepath.Join(root, "new"), data))
		w.next("0.52")
		write(t, data, "0.53")
		w.next("0.53")
	})
}

// TestWatchRestless never lets a file rest: it is loaded all the same.
func TestWatchRestless(t *testing.T) {
	dir := t.TempDir()
	copyOfSmall(t, dir)
	w := watched(t, dir, func(w *watch) { w.quiet, w.most = time.Minute, 50*time.Millisecond })
	name := filepath.Join(dir, "press.csv")
	done := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			default:
				// The figure is another for each of the loads, so that each tells of it.
				if err := put(name, withFigure(t, "0.5"+string(rune('1'+n%9)))); err != nil {
					t.Error(err)
				}
			}
		}
	})
	w.next("0.5")
	close(done)
	writing.Wait()
}

// TestWatchSameDate writes twice within what the clock of a file system tells apart.
func TestWatchSameDate(t *testing.T) {
	dir := t.TempDir()
	copyOfSmall(t, dir)
	name := filepath.Join(dir, "press.csv")
	date := time.Now()
	must(t, os.WriteFile(name, withFigure(t, "0.51"), 0o644), os.Chtimes(name, date, date))
	w := watched(t, dir, func(w *watch) {
		w.loaded, w.grain = date, time.Hour
		must(t, os.WriteFile(name, withFigure(t, "0.52"), 0o644), os.Chtimes(name, date, date))
	})
	w.next("0.52")
}

// TestWatchPanic takes data over in a way that panics: the watch goes on.
func TestWatchPanic(t *testing.T) {
	dir := t.TempDir()
	copyOfSmall(t, dir)
	w := watched(t, dir, func(w *watch) {
		changed := w.changed
		w.changed = func(c *Catalogue, err error) {
			if err == nil && strings.Contains(c.Index("press").Observations()[0].Note, "panic") {
				panic("at the disco")
			}
			changed(c, err)
		}
	})
	text := strings.Replace(string(withFigure(t, "0.51")), "KAZ,2010,score,60,,,a,", "KAZ,2010,score,60,,,a,panic", 1)
	must(t, os.WriteFile(filepath.Join(dir, "press.csv"), []byte(text), 0o644))
	w.next("panic: at the disco")
	write(t, dir, "0.52")
	w.next("0.52")
}
