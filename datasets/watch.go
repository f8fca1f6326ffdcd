package datasets

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Watch loads a data directory again whenever it has changed since c was loaded
// from it, and calls changed with the catalogue, or with what is wrong, until ctx
// ends. The same catalogue twice is no change, and neither are the same faults.
//
// A change is waited out: the directory is loaded once nothing in it has changed
// for a moment, or after five seconds where it keeps changing. Where the system
// does not tell of changes, as for network file systems and for links to
// directories, they are found within ten seconds.
func Watch(ctx context.Context, dir string, c *Catalogue, changed func(*Catalogue, error)) {
	w := watch{
		dir: dir, changed: changed, seen: c.seen, loaded: time.Now(), good: c.Fingerprint, notifier: fsnotify.NewWatcher,
		quiet: 300 * time.Millisecond, most: 5 * time.Second, poll: 10 * time.Second, grain: 2 * time.Second,
	}
	w.run(ctx)
}

// look is what files look like from outside: nil for one that cannot be seen.
type look map[string]fs.FileInfo

func (a look) equal(b look) bool {
	return maps.EqualFunc(a, b, func(a, b fs.FileInfo) bool {
		if a == nil || b == nil {
			return a == nil && b == nil
		}
		return a.Size() == b.Size() && a.Mode() == b.Mode() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
	})
}

// watch is one run of Watch.
type watch struct {
	dir      string
	changed  func(*Catalogue, error)
	notifier func() (*fsnotify.Watcher, error)
	quiet    time.Duration // how long nothing may change before the directory is loaded
	most     time.Duration // how long a change is waited out
	poll     time.Duration // how often the directory is looked at unasked
	grain    time.Duration // what the clocks of file systems cannot tell apart

	seen   look      // what Load saw last
	loaded time.Time // when it began to
	good   string    // fingerprint of the last catalogue that was told of
	bad    string    // what has been wrong since, as it was told; may be empty
	notify *fsnotify.Watcher
}

func (w *watch) run(ctx context.Context) {
	w.listen()
	defer func() {
		if w.notify != nil {
			w.notify.Close()
		}
	}()
	poll := time.NewTicker(w.poll)
	defer poll.Stop()
	due := time.NewTimer(0)
	due.Stop()

	var began time.Time // when a change was noticed that is being waited out
	var last look
	wait := func(now look) {
		last = now
		due.Reset(min(w.quiet, time.Until(began.Add(w.most))))
	}
	notice := func() {
		now := w.look()
		if began.IsZero() {
			if now.equal(w.seen) {
				return
			}
			began = time.Now()
		}
		wait(now)
	}
	// The directory may have changed before anything listened.
	notice()
	for {
		var events chan fsnotify.Event
		var errors chan error
		if w.notify != nil {
			events, errors = w.notify.Events, w.notify.Errors
		}
		select {
		case <-ctx.Done():
			return
		case <-events:
			notice()
		case <-errors:
			// Some events were lost.
			notice()
		case <-poll.C:
			if !began.IsZero() {
				break
			}
			if w.fresh() {
				began = time.Now()
				wait(w.look())
				break
			}
			notice()
		case <-due.C:
			if now := w.look(); !now.equal(last) && time.Since(began) < w.most {
				wait(now)
				break
			}
			began = time.Time{}
			w.load()
			w.listen()
			// It may have changed meanwhile.
			notice()
		}
	}
}

// look looks at every file that Load looked at.
func (w *watch) look() look {
	fsys := os.DirFS(w.dir)
	now := look{}
	for name := range w.seen {
		now[name], _ = fs.Stat(fsys, name)
	}
	return now
}

// fresh says that a file was written so shortly before it was loaded that another
// writing may have left the same size and time.
func (w *watch) fresh() bool {
	for _, info := range w.seen {
		if info != nil && w.loaded.Sub(info.ModTime()).Abs() < w.grain {
			return true
		}
	}
	return false
}

// load loads the directory and tells of it unless that is known.
func (w *watch) load() {
	tell := func(err error) {
		if text := err.Error(); text != w.bad {
			w.bad = text
			w.changed(nil, err)
		}
	}
	// What is served already must not go down with what is to be served.
	defer func() {
		if r := recover(); r != nil {
			tell(fmt.Errorf("panic: %v", r))
		}
	}()
	w.loaded = time.Now()
	l, err := load(os.DirFS(w.dir), nil)
	w.seen = l.seen
	switch {
	case err != nil:
		tell(err)
	case l.catalogue.Fingerprint != w.good || w.bad != "":
		w.good, w.bad = l.catalogue.Fingerprint, ""
		w.changed(l.catalogue, nil)
	}
}

// listen asks the system to tell of changes where the files are now: since the
// last time, directories may have come, or have been replaced by others.
func (w *watch) listen() {
	before := w.notify
	w.notify = nil
	// Where the system cannot tell, looking from time to time has to do.
	if notify, err := w.notifier(); err == nil {
		dirs := map[string]bool{".": true}
		for name := range w.seen {
			dirs[path.Dir(name)] = true
		}
		for dir := range dirs {
			_ = notify.Add(filepath.Join(w.dir, filepath.FromSlash(dir)))
		}
		w.notify = notify
	}
	if before != nil {
		before.Close()
	}
}
