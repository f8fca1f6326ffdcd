package datasets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gofrs/flock"
)

// Addition is what one report adds to a data directory.
type Addition struct {
	// Source is the report. Retrieved is the day on which it was read.
	Source Source
	// Tallies and Quotes are the report's: their own Source is not looked at.
	// Where Text is empty, Value is written.
	Tallies []Tally
	Quotes  []Quote
}

// Added counts what became of additions.
type Added struct {
	Sources   int // sources that the directory did not have
	New       int // tallies and quotes that it did not have
	Unchanged int // that it had already, as they are
	Replaced  int // that it had otherwise
}

// Conflicts are figures that differ from those at hand or from each other. Each
// names the row at hand, and both figures with their sources.
type Conflicts struct{ Faults }

// Unwrap returns the conflicts as what is wrong with the directory.
func (c Conflicts) Unwrap() error { return c.Faults }

// Add adds reports to a data directory, which afterwards is as sound as Load
// wants it: an error means that nothing was written, unless it says otherwise.
//
// A figure that the directory has is left as it stands there, with its source,
// flag and note. One that differs is an error of type Conflicts, unless it is to
// be replaced. What additions say differently from each other is one in any
// case. A source that the directory has is left as it is too.
//
// Files are replaced one by one, each at once and in an order that leaves the
// directory sound if the process ends in between; adding the same again then
// does the rest. Two processes that add to one directory take turns.
func Add(dir string, additions []Addition, replace bool) (Added, error) {
	return adder{replace: replace, rename: os.Rename, wait: lockWait}.add(dir, additions)
}

// adder is one way to run Add.
type adder struct {
	replace bool
	rename  func(from, to string) error
	wait    time.Duration
}

func (a adder) add(dir string, additions []Addition) (Added, error) {
	// The directory must stay the same one, even if a link to it is changed.
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return Added{}, err
	}
	locked, err := lock(dir, a.wait)
	if err != nil {
		return Added{}, err
	}
	defer locked.Close()
	fsys := os.DirFS(dir)
	l, err := load(fsys, nil)
	if err != nil {
		return Added{}, err
	}
	sheets, done, err := a.put(l, additions)
	if err != nil {
		return Added{}, err
	}
	files := maps.Clone(l.files)
	var changed []replacement
	for _, s := range sheets {
		if s.changed {
			files[s.name] = s.text()
			changed = append(changed, replacement{path: filepath.Join(dir, filepath.FromSlash(s.name)), was: l.files[s.name], text: files[s.name]})
		}
	}
	if len(changed) == 0 {
		return done, nil
	}
	if _, err := load(fsys, files); err != nil {
		return Added{}, fmt.Errorf("with what is to be added:\n%w", err)
	}
	if err := replaceAll(changed, a.rename); err != nil {
		return Added{}, err
	}
	return done, nil
}

// put puts the rows of additions into the sheets that they belong to. These come
// in the order in which they must be written, since rows refer to sources.
func (a adder) put(l *loader, additions []Addition) (sheets []*sheet, done Added, err error) {
	var conflicts collector
	for _, list := range []struct {
		kind string
		form form
		rows func(Addition) [][]string
	}{
		{"sources", sourceForm, Addition.sourceRows},
		{"tally", tallyForm, Addition.tallyRows},
		{"quotes", quoteForm, Addition.quoteRows},
	} {
		var rows [][]string
		for _, addition := range additions {
			rows = append(rows, list.rows(addition)...)
		}
		if len(rows) == 0 {
			continue
		}
		name, ok := l.paths[list.kind]
		if !ok {
			return nil, Added{}, Faults{{File: packageName, Message: "lists no resource of the kind " + list.kind, Fix: "add one for what is to be added"}}
		}
		s, err := cut(name, l.files[name], list.form)
		if err != nil {
			return nil, Added{}, err
		}
		sheets = append(sheets, s)
		for _, cells := range rows {
			outcome, at := s.put(cells, a.replace)
			switch {
			case outcome == refused:
				conflicts.add(s.conflict(at, cells))
			case outcome == replaced:
				done.Replaced++
			case outcome == added && list.kind == "sources":
				done.Sources++
			case outcome == added:
				done.New++
			case list.kind != "sources":
				done.Unchanged++
			}
		}
	}
	if len(conflicts.faults) > 0 {
		return nil, Added{}, Conflicts{conflicts.sorted()}
	}
	return sheets, done, nil
}

func (a Addition) sourceRows() [][]string {
	s := a.Source
	return [][]string{{s.ID, s.Publisher, s.Title, s.URL, s.Licence, s.Retrieved, s.Via}}
}

func (a Addition) tallyRows() [][]string {
	rows := make([][]string, len(a.Tallies))
	for i, t := range a.Tallies {
		rows[i] = []string{t.From.Format(time.DateOnly), t.To.Format(time.DateOnly), string(t.Basis), t.Measure,
			cmp.Or(t.Text, number(t.Value)), t.Unit, a.Source.ID, string(t.Flag), t.Note}
	}
	return rows
}

func (a Addition) quoteRows() [][]string {
	rows := make([][]string, len(a.Quotes))
	for i, q := range a.Quotes {
		rows[i] = []string{a.Source.ID, q.Index, strconv.Itoa(q.Edition), q.Country, q.Measure, cmp.Or(q.Text, number(q.Value))}
	}
	return rows
}

// lockWait is how long another process may take that adds to the same directory.
const lockWait = 30 * time.Second

// lock lets one process at a time add to a directory. What is locked is a file
// that Add never replaces; the lock leaves nothing behind, and ends with the process.
func lock(dir string, wait time.Duration) (*flock.Flock, error) {
	name := filepath.Join(dir, packageName)
	// Stat comes before the lock opens the file, which would wait for ever on a named pipe.
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	locked := flock.New(name, flock.SetFlag(os.O_RDONLY))
	_, err = locked.TryLockContext(ctx, 20*time.Millisecond)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("another process has been adding to %s for %v", dir, wait)
	}
	return locked, err
}
