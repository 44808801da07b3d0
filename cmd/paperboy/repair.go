package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

// repairAnswer is what check --repair prints as JSON.
type repairAnswer struct {
	// Rebuilt is set where pages were damaged, and the store was written anew.
	Rebuilt *sqlite.Salvage `json:"rebuilt"`
	store.Mended
	// Problems are what check finds afterwards.
	Problems []string `json:"problems"`
	Papers   int      `json:"papers"`
}

// repair mends what can be mended of the data folder: from the papers' own records, the
// copies in the folder and the files of from.
func (c *Config) repair(cmd *cobra.Command, from []string) (answer repairAnswer, err error) {
	f, err := c.claimForUpkeep(cmd)
	if err != nil {
		return answer, err
	}
	ctx := cmd.Context()
	if answer.Rebuilt, err = f.rebuild(ctx); err != nil {
		return answer, errors.Join(err, f.release())
	}
	var notes []string
	if answer.Mended, notes, err = f.mend(ctx, append(from, f.copies()...), answer.Rebuilt != nil); answer.Rebuilt != nil {
		answer.Rebuilt.Notes = append(answer.Rebuilt.Notes, notes...)
	}
	if err != nil {
		return answer, errors.Join(err, f.release())
	}
	l, err := c.openLibrary(ctx, f)
	if err != nil {
		return answer, err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.catchUp(ctx, cmd.ErrOrStderr()); err != nil {
		return answer, err
	}
	after, err := l.service.Check(ctx)
	answer.Problems, answer.Papers = after.Problems, after.Papers
	return answer, err
}

// rebuild writes a store anew whose pages are damaged, and sets the old one aside. It
// returns nil where that need not be.
func (f *folder) rebuild(ctx context.Context) (*sqlite.Salvage, error) {
	if err := f.tidy(ctx); err != nil {
		return nil, err
	}
	if err := f.recognize(ctx, false); err != nil && !sqlite.IsDamaged(err) {
		return nil, err
	}
	sound, err := sqlite.Sound(ctx, f.path(storeFile))
	if err != nil || sound {
		return nil, err
	}
	incoming := f.path(incomingFile)
	done, err := sqlite.SalvageFile(ctx, f.path(storeFile), incoming, f.knownIdentity())
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

// mend restores the damaged papers of the folder's store, from files that are copies of
// it where they are. A store that was salvaged may know nothing of papers and lists that
// a copy has: they are taken over.
func (f *folder) mend(ctx context.Context, files []string, salvaged bool) (done store.Mended, notes []string, err error) {
	done = store.Mended{From: map[string]int{}, Lost: []store.Quarantined{}}
	papers, err := f.openStore(ctx, libraryOptions{})
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
		if notes, err = copies.expect(ctx, papers); err != nil {
			return done, notes, err
		}
	}
	// What Check finds of papers is what Mend mends.
	if papers.Check(ctx) != nil {
		done, err = papers.Mend(ctx, copies.as())
	}
	return done, notes, err
}

// expect has a salvaged store know of all papers and lists that the copies have.
func (c *storeCopies) expect(ctx context.Context, papers *sqlite.Store) (notes []string, err error) {
	for _, other := range c.open {
		if !other.sound {
			continue
		}
		known, lists, err := papers.Expect(ctx, other.Store, true)
		if err != nil {
			return notes, err
		}
		if known > 0 {
			notes = append(notes, fmt.Sprintf("%s that the store knew nothing of are taken from %s", count(known, "paper"), other.name))
		}
		if lists > 0 {
			notes = append(notes, fmt.Sprintf("%s that the store knew nothing of are taken from %s; somebody may have deleted them since", count(lists, "reading list"), other.name))
		}
	}
	return notes, nil
}

// storeCopies are other copies of a library, brought to the newest schema in a folder of
// their own.
type storeCopies struct {
	dir  string
	open []*storeCopy
}

// storeCopy is one of them. It implements store.Copy.
type storeCopy struct {
	name string
	*sqlite.Store
	// sound is false where pages are damaged: single papers can be read, not the whole.
	sound bool
}

// openCopies opens the copies that are of a library and can be read.
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
		if err := errors.Join(copyFile(to, file), copyLog(to, file)); err != nil {
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

// maxCopies bounds how many copies are looked through.
const maxCopies = 20

func copyLog(to, from string) error {
	if !exists(from + "-wal") {
		return nil
	}
	return copyFile(to+"-wal", from+"-wal")
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
