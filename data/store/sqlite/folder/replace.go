package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"paperboy/data/store/sqlite"
)

// A store is replaced in steps that a kill can part anywhere. The new store is first
// made whole beside the old one (incomingFile). Then replaceFile says where the old one
// goes: from there on the replacement is completed, now or at the next start; before, it
// never happened.
const (
	incomingFile = StoreFile + ".restore"
	replaceFile  = "restore.json"
)

// replacement is the content of replaceFile.
type replacement struct {
	// Aside is where the files of the old store go, without their suffixes.
	Aside string `json:"aside"`
	// Identity is that of the new store.
	Identity string `json:"identity"`
}

// storeSuffixes are those of the files that make one SQLite database.
var storeSuffixes = []string{"", "-wal", "-shm", "-journal"}

// ReplaceStore makes a verified copy of the backup the folder's store. It returns how
// many papers of it cannot be read.
func (f *Folder) ReplaceStore(ctx context.Context, backup string, force bool) (damaged int, err error) {
	if err := f.tidy(ctx); err != nil {
		return 0, err
	}
	if fileSize(f.Path(StoreFile)) > 0 && !force {
		return 0, fmt.Errorf("%s holds papers already: give another --data, or --force to replace them", f.Dir)
	}
	incoming := f.Path(incomingFile)
	content, err := f.bring(ctx, incoming, backup)
	if err != nil {
		return 0, errors.Join(fmt.Errorf("%s: %w", backup, err), removeStore(incoming))
	}
	return len(content.Damaged), f.replace(content.Identity, "before-restore")
}

// bring copies a backup, with its log if it has one, brings it to the newest schema and
// verifies it.
func (f *Folder) bring(ctx context.Context, to, backup string) (sqlite.Content, error) {
	if fileSize(backup) == 0 {
		if _, err := os.Stat(backup); err != nil {
			return sqlite.Content{}, err
		}
		return sqlite.Content{}, errors.New("the file is empty")
	}
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(to+suffix, backup+suffix); err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return sqlite.Content{}, err
		}
	}
	return settleStore(ctx, to)
}

// settleStore brings a store to the newest schema, folds its log in and verifies it.
func settleStore(ctx context.Context, path string) (sqlite.Content, error) {
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

// replace makes incomingFile the folder's store, and sets the old one aside under
// backups, with a name that begins so.
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

// replaceSteps are what replace does, each of which may be done again.
func (f *Folder) replaceSteps(note replacement) []func() error {
	return append([]func() error{
		func() error { return Sync(f.Path(incomingFile)) },
		func() error { return writeJSON(f.Path(replaceFile), note) },
		func() error { return Sync(f.Dir) },
	}, f.completeSteps(note)...)
}

// completeSteps are those that follow replaceFile.
func (f *Folder) completeSteps(note replacement) (steps []func() error) {
	arrived := !exists(f.Path(incomingFile)) && exists(f.Path(replaceFile)) // by a run that was killed
	if !arrived {
		for _, suffix := range storeSuffixes {
			steps = append(steps, func() error {
				return renameIfThere(f.Path(StoreFile)+suffix, f.Path(note.Aside)+suffix)
			})
		}
		steps = append(steps,
			func() error { return Sync(f.Path(BackupsDir)) },
			func() error { return os.Rename(f.Path(incomingFile), f.Path(StoreFile)) },
			func() error { return Sync(f.Dir) },
		)
	}
	return append(steps,
		func() error { return os.RemoveAll(f.Path(IndexDir)) },
		// Files that were taken since the backup are to be taken again.
		func() error { return os.RemoveAll(f.Path(WatchedDir)) },
		func() error {
			return writeJSON(f.Path(LibraryFile), libraryNote{Identity: note.Identity, Created: time.Now().UTC().Truncate(time.Second)})
		},
		func() error { return remove(f.Path(replaceFile)) },
		func() error { return Sync(f.Dir) },
	)
}

// completeReplace completes a replacement that was killed.
func (f *Folder) completeReplace(ctx context.Context) error {
	if !exists(f.Path(replaceFile)) {
		return nil
	}
	note, err := f.readReplace(ctx)
	if err != nil {
		return fmt.Errorf("a restore was broken off, and cannot be completed: %w. The store that was there is under %s", err, f.Path(BackupsDir))
	}
	if note == nil {
		return remove(f.Path(replaceFile))
	}
	if err := os.MkdirAll(f.Path(BackupsDir), 0o700); err != nil {
		return err
	}
	for _, step := range f.completeSteps(*note) {
		if err := step(); err != nil {
			return fmt.Errorf("complete a restore that was broken off: %w", err)
		}
	}
	return nil
}

// readReplace reads replaceFile. One that is damaged is made up from what is there; nil
// where nothing is to be done.
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

// setAside moves the files of the folder's store under backups, and returns where.
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
	return aside, errors.Join(Sync(f.Path(BackupsDir)), Sync(f.Dir))
}

func renameIfThere(from, to string) error {
	if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Sync makes a file, or the names in a folder, durable.
func Sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// removeStore removes the files of a store that nobody has open.
func removeStore(path string) error {
	var errs []error
	for _, suffix := range storeSuffixes {
		errs = append(errs, remove(path+suffix))
	}
	return errors.Join(errs...)
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
