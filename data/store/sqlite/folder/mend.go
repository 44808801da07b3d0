package folder

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/salvage"
)

// rebuild rewrites a store with damaged pages and moves the old one aside. It returns nil if this
// is not necessary.
func (f *Folder) rebuild(ctx context.Context) (*salvage.Copied, error) {
	if err := f.tidy(ctx); err != nil {
		return nil, err
	}
	if err := f.recognize(ctx, false); err != nil && !sqlite.IsDamaged(err) {
		return nil, err
	}
	sound, err := sqlite.Sound(ctx, f.Path(StoreFile))
	if err != nil || sound {
		return nil, err
	}
	incoming := f.Path(incomingFile)
	done, err := sqlite.SalvageFile(ctx, f.Path(StoreFile), incoming, f.knownIdentity())
	if err == nil {
		var content sqlite.Content
		if content, err = sqlite.Verify(ctx, incoming); err == nil {
			err = f.replace(content.Identity, "before-repair")
		}
	}
	if err != nil {
		return nil, errors.Join(err, removeStore(incoming))
	}
	return &done, nil
}

// mend repairs the damaged papers of the folder's store, from copies of it if possible. If the
// store was salvaged, mend also adds the papers and lists that only a copy has.
func (f *Folder) mend(ctx context.Context, files []string, salvaged bool) (done store.Mended, taken []takenFrom, err error) {
	done = store.Mended{From: map[string]int{}, Lost: []store.Quarantined{}}
	papers, err := f.OpenStore(ctx, Options{})
	if err != nil {
		return done, nil, err
	}
	defer func() { err = errors.Join(err, papers.Close()) }()
	if !salvaged && papers.Check(ctx) == nil {
		return done, nil, nil
	}
	copies, err := openCopies(ctx, papers.Identity(), files)
	if err != nil {
		return done, nil, err
	}
	defer func() { err = errors.Join(err, copies.close()) }()
	if salvaged {
		if taken, err = copies.expect(ctx, papers); err != nil {
			return done, taken, err
		}
	}
	// Mend repairs the papers that Check finds damaged.
	if papers.Check(ctx) != nil {
		done, err = papers.Mend(ctx, copies.as())
	}
	return done, taken, err
}

// takenFrom counts the papers and reading lists that a salvaged store lacked and that were taken from
// a copy.
type takenFrom struct {
	From          string
	Papers, Lists int
}

// expect registers all papers and lists of the copies in a salvaged store.
func (c *storeCopies) expect(ctx context.Context, papers *sqlite.Store) (taken []takenFrom, err error) {
	for _, other := range c.open {
		if !other.sound {
			continue
		}
		known, lists, err := papers.Expect(ctx, other.Store, true)
		if err != nil {
			return taken, err
		}
		if known > 0 || lists > 0 {
			taken = append(taken, takenFrom{other.name, known, lists})
		}
	}
	return taken, nil
}

// storeCopies holds other copies of a library, migrated to the newest schema in a temporary
// folder.
type storeCopies struct {
	dir  string
	open []*storeCopy
}

// storeCopy is one of several copies of a library. It implements store.Copy.
type storeCopy struct {
	name string
	*sqlite.Store
	// sound is false if pages are damaged. Then single papers can be read, but not all.
	sound bool
}

// openCopies opens the readable copies of a library.
func openCopies(ctx context.Context, identity string, files []string) (*storeCopies, error) {
	dir, err := os.MkdirTemp("", "paperboy-copies-")
	if err != nil {
		return nil, err
	}
	c := &storeCopies{dir: dir}
	for i, file := range files {
		to := filepath.Join(dir, fmt.Sprintf("%d.db", i))
		found, err := sqlite.Identify(ctx, file)
		if err != nil || found != identity {
			continue
		}
		if err := errors.Join(disk.CopyDurably(to, file), copyLog(to, file)); err != nil {
			return nil, errors.Join(err, c.close())
		}
		sound, err := sqlite.Sound(ctx, to)
		if err != nil {
			continue
		}
		if s, err := sqlite.Open(ctx, to); err == nil {
			c.open = append(c.open, &storeCopy{file, s, sound})
		}
		if len(c.open) == maxCopies {
			break
		}
	}
	return c, nil
}

// maxCopies bounds the number of copies used.
const maxCopies = 20

func copyLog(to, from string) error {
	if !exists(from + "-wal") {
		return nil
	}
	return disk.CopyDurably(to+"-wal", from+"-wal")
}

func (c *storeCopies) as() (copies []store.Copy) {
	for _, s := range c.open {
		copies = append(copies, s)
	}
	return copies
}

func (c *storeCopies) close() error {
	var errs []error
	for _, s := range c.open {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(c.dir))...)
}

// Name implements store.Copy.
func (s *storeCopy) Name() string { return s.name }

// Copy implements store.Copy.
func (s *storeCopy) Copy(ctx context.Context, number data.Number) (store.Entry, bool, error) {
	papers, err := s.Papers(ctx, []data.Number{number})
	if err != nil {
		return store.Entry{}, false, err
	}
	p, ok := papers[number]
	if !ok {
		return store.Entry{}, false, nil
	}
	entry, err := s.Entry(ctx, p.ID)
	if err != nil || entry.Damaged || entry.Number != number {
		return store.Entry{}, false, nil
	}
	return entry, true, nil
}

// salvage salvages the store of another folder into f or, if there is none, the newest copy that
// can be read. base is the file from which most was taken, and notes has further remarks for
// people.
func (f *Folder) salvage(ctx context.Context, old *Folder, copies []string) (base string, done salvage.Copied, notes []string, err error) {
	notes = []string{}
	var errs []error
	for _, file := range append([]string{old.Path(StoreFile), old.Path(incomingFile)}, copies...) {
		if disk.Size(file) == 0 && disk.Size(file+"-wal") == 0 {
			continue
		}
		done, err := sqlite.SalvageFile(ctx, file, f.Path(StoreFile), old.knownIdentity())
		if err == nil && done.Papers > 0 {
			return file, done, append(notes, done.Notes...), nil
		}
		if ctx.Err() != nil {
			return "", done, notes, err
		}
		if err != nil {
			notes = append(notes, fmt.Sprintf("%s: %v", file, err))
		}
		errs = append(errs, err, removeStore(f.Path(StoreFile)))
	}
	return "", done, notes, errors.Join(append([]error{fmt.Errorf("%s has neither a store nor a copy of one that can be read", old.Dir)}, errs...)...)
}

// CopyFiles copies those of the files of a folder that exist.
func CopyFiles(to, from string, names ...string) error {
	for _, name := range names {
		if err := disk.CopyDurably(filepath.Join(to, name), filepath.Join(from, name)); err != nil && exists(filepath.Join(from, name)) {
			return err
		}
	}
	return nil
}
