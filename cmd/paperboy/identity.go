package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

// libraryFile says which library a folder holds: one in the data folder and one in the
// index, beside what the store says itself. A store that is missing, empty or another's
// is thus never taken for a new library's.
const libraryFile = "library.json"

// libraryNote is the content of libraryFile.
type libraryNote struct {
	Identity string    `json:"identity"`
	Created  time.Time `json:"created"`
}

// lostError means that a folder has held a library whose store is not there.
type lostError struct {
	dir   string
	what  string // what is wrong with the store
	signs []string
}

func (e *lostError) Error() string {
	return fmt.Sprintf(`%s %s, but this folder has held a library: there is %s. Nothing was changed. `+
		`Put %s back, or use 'paperboy restore BACKUP' for a backup, 'paperboy recover %s' to save what is left, `+
		`or --start-empty to begin a new library here`,
		filepath.Join(e.dir, storeFile), e.what, strings.Join(e.signs, ", "), storeFile, e.dir)
}

// foreignError means that a folder's store is another library's than the rest.
type foreignError struct{ dir, store, known, from string }

func (e *foreignError) Error() string {
	return fmt.Sprintf(`%s is of library %s, but %s says that this folder holds library %s. Nothing was changed. `+
		`Put the right store back, or make this one the folder's with 'paperboy restore --force %s'`,
		filepath.Join(e.dir, storeFile), e.store, e.from, e.known, filepath.Join(e.dir, storeFile))
}

// recognize refuses a folder whose store is missing, empty or of another library. With
// startEmpty what is left of a lost store is set aside, and a new one may be begun.
func (f *folder) recognize(ctx context.Context, startEmpty bool) error {
	identity, err := sqlite.Identify(ctx, f.path(storeFile))
	lost := &lostError{dir: f.dir}
	switch {
	case err != nil && !errors.Is(err, sqlite.ErrEmptied):
		return f.explain(err)
	case identity != "":
		return f.compare(identity)
	case exists(f.path(storeFile)):
		lost.what = "is empty"
	default:
		lost.what = "is missing"
	}
	if lost.signs = f.signs(); len(lost.signs) == 0 {
		return nil
	}
	if !startEmpty {
		return lost
	}
	if _, err := f.setAside("before-start-empty"); err != nil {
		return fmt.Errorf("begin a new library: %w", err)
	}
	return errors.Join(remove(f.path(libraryFile)), os.RemoveAll(f.path(indexDir)), os.RemoveAll(f.path(watchedDir)))
}

// compare refuses a store of another library than the folder is known to hold.
func (f *folder) compare(identity string) error {
	for _, name := range []string{libraryFile, filepath.Join(indexDir, libraryFile)} {
		var note libraryNote
		// One that cannot be read is written anew.
		if readJSON(f.path(name), &note) != nil || note.Identity == "" {
			continue
		}
		if note.Identity != identity {
			return &foreignError{dir: f.dir, store: identity, known: note.Identity, from: name}
		}
		return nil // the index of another library is rebuilt
	}
	return nil
}

// remember says in the folder and in its index which library it holds.
func (f *folder) remember(identity string) error {
	if f.readOnly != nil {
		return nil
	}
	for _, name := range []string{libraryFile, filepath.Join(indexDir, libraryFile)} {
		var note libraryNote
		if readJSON(f.path(name), &note) == nil && note.Identity == identity {
			continue
		}
		err := writeJSON(f.path(name), libraryNote{Identity: identity, Created: time.Now().UTC().Truncate(time.Second)})
		if err != nil && !cannotWrite(err) {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// knownIdentity is the library that the folder is known to hold; "" where none is.
func (f *folder) knownIdentity() string {
	var here, inIndex libraryNote
	_ = readJSON(f.path(libraryFile), &here)
	_ = readJSON(f.path(filepath.Join(indexDir, libraryFile)), &inIndex)
	return cmp.Or(here.Identity, inIndex.Identity)
}

// signs name what shows that a folder has held a library, for people.
func (f *folder) signs() (signs []string) {
	if identity := f.knownIdentity(); identity != "" {
		signs = append(signs, fmt.Sprintf("%s (library %s)", libraryFile, identity))
	}
	if exists(f.path(filepath.Join(indexDir, "CURRENT"))) {
		signs = append(signs, "an index")
	}
	if exists(f.path(tokenFile)) {
		signs = append(signs, "a token")
	}
	if info, err := os.Stat(f.path(storeFile + "-wal")); err == nil && info.Size() > 0 {
		signs = append(signs, "a write-ahead log, "+storeFile+"-wal, which may hold papers")
	}
	if copies := f.copies(); len(copies) > 0 {
		newest := copies[0]
		if rel, err := filepath.Rel(f.dir, newest); err == nil {
			newest = rel
		}
		signs = append(signs, fmt.Sprintf("%s (the newest is %s)", count(len(copies), "copy"), newest))
	}
	if files, _ := os.ReadDir(f.path(watchedDir)); len(files) > 0 {
		signs = append(signs, "a memory of watched folders")
	}
	return signs
}

// explain adds what to do to the error of a store that is there and cannot be opened,
// unless that is the fault of something else.
func (f *folder) explain(err error) error {
	for _, is := range []error{store.ErrNewer, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, is) {
			return err
		}
	}
	if cannotWrite(err) || fileSize(f.path(storeFile)) == 0 {
		return err
	}
	return fmt.Errorf("%w. 'paperboy recover %s' saves what can be read; 'paperboy restore --force BACKUP' puts a backup in its place", err, f.dir)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
