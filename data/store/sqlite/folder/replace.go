package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"paperboy/data/disk"
	"paperboy/data/store/sqlite"
)

// A store is replaced in steps, and the process may be killed between any two. First, the new
// store is completed next to the old one (incomingFile). Then replaceFile is written, which says
// where the old one goes. Once it exists, the replacement will be completed, now or at the next
// start; before that, nothing has changed.
const (
	incomingFile = StoreFile + ".restore"
	replaceFile  = "restore.json"
)

// replacement is the content of replaceFile.
// Aside is the new path of the files of the old store, without their suffixes.
type replacement struct {
	Aside string `json:"aside"`
	// Identity is the identity of the new store.
	Identity string `json:"identity"`
}

// storeSuffixes has the suffixes of the files of an SQLite database.
var storeSuffixes = []string{"", "-wal", "-shm", "-journal"}

// ReplaceStore replaces the folder's store by a verified copy of a backup. It returns how many
// papers of the backup can't be read.
func (f *Folder) ReplaceStore(ctx context.Context, backup string, force bool) (damaged int, err error) {
	if err := f.tidy(ctx); err != nil {
		return 0, err
	}
	if disk.Size(f.Path(StoreFile)) > 0 && !force {
		return 0, fmt.Errorf("%s holds papers already: give another --data, or --force to replace them", f.Dir)
	}
	incoming := f.Path(incomingFile)
	content, err := f.bring(ctx, incoming, backup)
	if err != nil {
		return 0, errors.Join(fmt.Errorf("%s: %w", backup, err), removeStore(incoming))
	}
	return len(content.Damaged), f.replace(content.Identity, "before-restore")
}

// bring copies a backup, with its log if it has one, migrates it to the newest schema and verifies
// it.
func (f *Folder) bring(ctx context.Context, to, backup string) (sqlite.Content, error) {
	if disk.Size(backup) == 0 {
		if _, err := os.Stat(backup); err != nil {
			return sqlite.Content{}, err
		}
		return sqlite.Content{}, errors.New("the file is empty")
	}
	for _, suffix := range []string{"", "-wal"} {
		if err := disk.CopyDurably(to+suffix, backup+suffix); err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return sqlite.Content{}, err
		}
	}
	return prepareStore(ctx, to)
}

// prepareStore migrates a store to the newest schema, checkpoints its log and verifies it.
func prepareStore(ctx context.Context, path string) (sqlite.Content, error) {
	if identity, err := sqlite.Identify(ctx, path); err != nil {
		return sqlite.Content{}, err
	} else if identity == "" {
		return sqlite.Content{}, errors.New("it is an empty database, not a backup")
	}
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return sqlite.Content{}, err
	}
	if err := s.Close(); err != nil {
		return sqlite.Content{}, err
	}
	copies, err := filepath.Glob(path + ".*.bak") // of the migration
	if err != nil {
		return sqlite.Content{}, err
	}
	for _, name := range copies {
		if err := remove(name); err != nil {
			return sqlite.Content{}, err
		}
	}
	return sqlite.Verify(ctx, path)
}

// replace makes incomingFile the folder's store, and moves the old one to the backups, under a
// name with a prefix.
func (f *Folder) replace(identity, name string) error {
	if err := os.MkdirAll(f.Path(BackupsDir), 0o700); err != nil {
		return err
	}
	note := replacement{Aside: filepath.Join(BackupsDir, asideName(name)), Identity: identity}
	for _, step := range f.replaceSteps(note) {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func asideName(name string) string {
	return name + "-" + time.Now().UTC().Format("20060102T150405.000Z") + ".db"
}

// replaceSteps returns the steps of replace. Each may be repeated.
func (f *Folder) replaceSteps(note replacement) []func() error {
	return append([]func() error{
		func() error { return disk.Sync(f.Path(incomingFile)) },
		func() error { return writeJSON(f.Path(replaceFile), note) },
		func() error { return disk.Sync(f.Dir) },
	}, f.completeSteps(note)...)
}

// completeSteps returns the steps after replaceFile was written.
func (f *Folder) completeSteps(note replacement) (steps []func() error) {
	arrived := !exists(f.Path(incomingFile)) && exists(f.Path(replaceFile)) // by a run that was killed
	if !arrived {
		for _, suffix := range storeSuffixes {
			steps = append(steps, func() error {
				return renameIfThere(f.Path(StoreFile)+suffix, f.Path(note.Aside)+suffix)
			})
		}
		steps = append(steps,
			func() error { return disk.Sync(f.Path(BackupsDir)) },
			func() error { return os.Rename(f.Path(incomingFile), f.Path(StoreFile)) },
			func() error { return disk.Sync(f.Dir) },
		)
	}
	return append(steps,
		func() error { return os.RemoveAll(f.Path(IndexDir)) },
		// Files that were read since the backup have to be read again.
		func() error { return os.RemoveAll(f.Path(WatchedDir)) },
		func() error {
			return writeJSON(f.Path(LibraryFile), libraryNote{Identity: note.Identity, Created: time.Now().UTC().Truncate(time.Second)})
		},
		func() error { return remove(f.Path(replaceFile)) },
		func() error { return disk.Sync(f.Dir) },
	)
}

// completeReplace completes a replacement that was interrupted.
func (f *Folder) completeReplace(ctx context.Context) error {
	if !exists(f.Path(replaceFile)) {
		return nil
	}
	note, err := f.readReplace(ctx)
	if err != nil {
		return fmt.Errorf("a restore was interrupted and cannot be completed: %w. The previous store is under %s", err, f.Path(BackupsDir))
	}
	if note == nil {
		return remove(f.Path(replaceFile))
	}
	if err := os.MkdirAll(f.Path(BackupsDir), 0o700); err != nil {
		return err
	}
	for _, step := range f.completeSteps(*note) {
		if err := step(); err != nil {
			return fmt.Errorf("complete an interrupted restore: %w", err)
		}
	}
	return nil
}

// readReplace reads replaceFile, and reconstructs it from the files present if it is damaged. It
// returns nil if there is nothing to do.
func (f *Folder) readReplace(ctx context.Context) (*replacement, error) {
	var note replacement
	arrived, there := exists(f.Path(incomingFile)), exists(f.Path(StoreFile))
	switch {
	case !arrived && !there:
		return nil, fmt.Errorf("neither %s nor %s is there", incomingFile, StoreFile)
	case readJSON(f.Path(replaceFile), &note) == nil && note.Identity != "" && filepath.IsLocal(note.Aside):
		return &note, nil
	case there: // nothing was moved yet, or all
		return nil, nil
	}
	identity, err := sqlite.Identify(ctx, f.Path(incomingFile))
	return &replacement{Aside: filepath.Join(BackupsDir, asideName("before-restore")), Identity: identity}, err
}

// setAside moves the files of the folder's store to the backups, and returns their new path.
func (f *Folder) setAside(name string) (string, error) {
	if err := os.MkdirAll(f.Path(BackupsDir), 0o700); err != nil {
		return "", err
	}
	aside := f.Path(filepath.Join(BackupsDir, asideName(name)))
	for _, suffix := range storeSuffixes {
		if err := renameIfThere(f.Path(StoreFile)+suffix, aside+suffix); err != nil {
			return "", err
		}
	}
	return aside, errors.Join(disk.Sync(f.Path(BackupsDir)), disk.Sync(f.Dir))
}

func renameIfThere(from, to string) error {
	if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// removeStore removes the files of a store, which no process may have open.
func removeStore(path string) error {
	var errs []error
	for _, suffix := range storeSuffixes {
		errs = append(errs, remove(path+suffix))
	}
	return errors.Join(errs...)
}
