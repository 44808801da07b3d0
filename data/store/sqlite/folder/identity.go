package folder

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

	"paperboy/data/disk"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/sqlfile"
)

// LibraryFile is the name of a file that says which library a folder holds. There is one in the
// data folder and one in the index, and the store has the same information. So a store that is
// missing, empty or another library's is never taken for that of a new library.
const LibraryFile = "library.json"

// libraryNote is the content of LibraryFile.
type libraryNote struct {
	Identity string    `json:"identity"`
	Created  time.Time `json:"created"`
}

// lostError means that a folder has held a library whose store is missing.
type lostError struct {
	dir   string
	what  string // what is wrong with the store
	signs []string
}

func (e *lostError) Error() string {
	return fmt.Sprintf(`%s %s, but this folder has held a library: there is %s. Nothing was changed. `+
		`Put %s back, or use 'paperboy restore BACKUP' for a backup, 'paperboy recover %s' to save what is left, `+
		`or --start-empty to begin a new library here`,
		filepath.Join(e.dir, StoreFile), e.what, strings.Join(e.signs, ", "), StoreFile, e.dir)
}

// ForeignError means that the store of a folder belongs to another library than the rest of it.
type ForeignError struct{ dir, store, known, from string }

func (e *ForeignError) Error() string {
	return fmt.Sprintf(`%s is of library %s, but %s says that this folder holds library %s. Nothing was changed. `+
		`Put the right store back, or make this one the folder's with 'paperboy restore --force %s'`,
		filepath.Join(e.dir, StoreFile), e.store, e.from, e.known, filepath.Join(e.dir, StoreFile))
}

// recognize returns an error if the store of the folder is missing, empty or of another library.
// With startEmpty, it moves the rest of a lost store aside, so that a new one can be created.
func (f *Folder) recognize(ctx context.Context, startEmpty bool) error {
	identity, err := sqlite.Identify(ctx, f.Path(StoreFile))
	lost := &lostError{dir: f.Dir}
	switch {
	case err != nil && !errors.Is(err, sqlfile.ErrEmptied):
		return f.explain(err)
	case identity != "":
		return f.compare(identity)
	case exists(f.Path(StoreFile)):
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
	return errors.Join(remove(f.Path(LibraryFile)), os.RemoveAll(f.Path(IndexDir)), os.RemoveAll(f.Path(WatchedDir)))
}

// compare returns an error if the store is of another library than the folder is known to hold.
func (f *Folder) compare(identity string) error {
	for _, name := range []string{LibraryFile, filepath.Join(IndexDir, LibraryFile)} {
		var note libraryNote
		// A file that can't be read is written again.
		if readJSON(f.Path(name), &note) != nil || note.Identity == "" {
			continue
		}
		if note.Identity != identity {
			return &ForeignError{dir: f.Dir, store: identity, known: note.Identity, from: name}
		}
		return nil // the index of another library is rebuilt
	}
	return nil
}

// Remember writes to the folder and to its index which library they hold.
func (f *Folder) Remember(identity string) error {
	if f.ReadOnly != nil {
		return nil
	}
	for _, name := range []string{LibraryFile, filepath.Join(IndexDir, LibraryFile)} {
		var note libraryNote
		if readJSON(f.Path(name), &note) == nil && note.Identity == identity {
			continue
		}
		err := writeJSON(f.Path(name), libraryNote{Identity: identity, Created: time.Now().UTC().Truncate(time.Second)})
		if err != nil && !CannotWrite(err) {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// knownIdentity returns the identity of the library that the folder is known to hold, or "".
func (f *Folder) knownIdentity() string {
	var here, inIndex libraryNote
	_ = readJSON(f.Path(LibraryFile), &here)
	_ = readJSON(f.Path(filepath.Join(IndexDir, LibraryFile)), &inIndex)
	return cmp.Or(here.Identity, inIndex.Identity)
}

// signs returns what shows that a folder has held a library, for people.
func (f *Folder) signs() (signs []string) {
	if identity := f.knownIdentity(); identity != "" {
		signs = append(signs, fmt.Sprintf("%s (library %s)", LibraryFile, identity))
	}
	if exists(f.Path(filepath.Join(IndexDir, "CURRENT"))) {
		signs = append(signs, "an index")
	}
	if exists(f.Path(TokenFile)) {
		signs = append(signs, "a token")
	}
	if info, err := os.Stat(f.Path(StoreFile + "-wal")); err == nil && info.Size() > 0 {
		signs = append(signs, "a write-ahead log, "+StoreFile+"-wal, which may hold papers")
	}
	if copies := f.copies(); len(copies) > 0 {
		newest := copies[0]
		if rel, err := filepath.Rel(f.Dir, newest); err == nil {
			newest = rel
		}
		number := "1 copy"
		if len(copies) > 1 {
			number = fmt.Sprintf("%d copies", len(copies))
		}
		signs = append(signs, fmt.Sprintf("%s (the newest is %s)", number, newest))
	}
	if files, _ := os.ReadDir(f.Path(WatchedDir)); len(files) > 0 {
		signs = append(signs, "a memory of watched folders")
	}
	return signs
}

// explain adds advice to the error of a store that exists but can't be opened, unless the cause is
// outside the store.
func (f *Folder) explain(err error) error {
	for _, is := range []error{store.ErrNewer, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, is) {
			return err
		}
	}
	if CannotWrite(err) || disk.Size(f.Path(StoreFile)) == 0 {
		return err
	}
	return fmt.Errorf("%w. 'paperboy recover %s' saves what can be read; 'paperboy restore --force BACKUP' puts a backup in its place", err, f.Dir)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// Options configure OpenStore.
type Options struct {
	sqlite.Options
	// StartEmpty starts a new library if the old one was lost.
	StartEmpty bool
}

// OpenStore opens the store of a folder, after checking that it is that of the folder's library.
// It makes a backup of a store of an older version before it migrates it.
func (f *Folder) OpenStore(ctx context.Context, o Options) (*sqlite.Store, error) {
	if err := f.tidy(ctx); err != nil {
		return nil, err
	}
	if err := f.recognize(ctx, o.StartEmpty); err != nil {
		return nil, err
	}
	papers, err := sqlite.OpenWith(ctx, f.Path(StoreFile), o.Options)
	if err != nil {
		return nil, f.explain(err)
	}
	return papers, nil
}
