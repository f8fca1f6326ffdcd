package datasets

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// replacement is a file that gets another text.
type replacement struct {
	path      string
	was, text []byte
	written   string // the file beside it that will take its place
}

// replaceAll replaces files in their order, each at once. All of them are on the
// disk before the first takes its place, so that a full disk leaves the
// directory as it was.
func replaceAll(all []replacement, rename func(from, to string) error) error {
	for i := range all {
		if err := all[i].write(); err != nil {
			return err
		}
		defer os.Remove(all[i].written)
	}
	for _, r := range all {
		now, err := os.ReadFile(r.path)
		if err != nil {
			return err
		}
		if !bytes.Equal(now, r.was) {
			return fmt.Errorf("%s was changed meanwhile; add the same again", r.path)
		}
	}
	for i, r := range all {
		if err := rename(r.written, r.path); err != nil {
			return fmt.Errorf("%s is not replaced, %d files before it are; add the same again: %w", r.path, i, err)
		}
		syncDir(filepath.Dir(r.path))
	}
	return nil
}

// write puts the new text beside the file, with the permissions and the owner
// that the file has.
func (r *replacement) write() (err error) {
	info, err := os.Lstat(r.path)
	switch {
	case err != nil:
		return err
	case info.Mode()&os.ModeSymlink != 0:
		return fmt.Errorf("%s is a symbolic link; add to the directory that holds the file itself", r.path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file", r.path)
	case info.Mode().Perm()&0o200 == 0:
		return fmt.Errorf("%s is read-only", r.path)
	}
	// Replacing a file needs no right to write to it, which it is to respect.
	old, err := os.OpenFile(r.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	old.Close()

	r.written = filepath.Join(filepath.Dir(r.path), "."+filepath.Base(r.path)+".new")
	// A process that ended in between may have left one.
	if err := os.Remove(r.written); err != nil && !os.IsNotExist(err) {
		return err
	}
	file, err := os.OpenFile(r.written, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
		if err != nil {
			os.Remove(r.written)
		}
	}()
	if _, err := file.Write(r.text); err != nil {
		return err
	}
	// Giving a file away may change its permissions, so these come last.
	if err := keepOwner(file, info); err != nil {
		return fmt.Errorf("%s cannot keep its owner: %w", r.path, err)
	}
	if err := file.Chmod(info.Mode().Perm()); err != nil {
		return err
	}
	return file.Sync()
}

// syncDir makes a new name last. Not every file system can, and the file is
// whole in any case.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
