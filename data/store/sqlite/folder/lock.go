package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gofrs/flock"

	"paperboy/data/disk"
)

// CannotWrite reports whether an error prevents writing to a folder but not reading it: a full
// disk, missing permissions, read-only media.
func CannotWrite(err error) bool {
	for _, is := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EDQUOT, fs.ErrPermission} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}

// lockFolder takes the lock of a folder. If the lock file can't be opened for writing, lockFolder
// opens it for reading, and readOnly is the reason. Read-only media may have no lock file and need
// no lock.
func lockFolder(dir string) (lock *flock.Flock, got bool, readOnly, err error) {
	path := filepath.Join(dir, LockFile)
	lock = flock.New(path, flock.SetPermissions(0o600))
	got, err = lock.TryLock()
	if err == nil && got {
		return lock, got, probe(dir), nil
	}
	if err == nil || !CannotWrite(err) {
		return lock, got, nil, err
	}
	readOnly = fmt.Errorf("data folder %s cannot be written to: %w", dir, err)
	lock = flock.New(path, flock.SetFlag(os.O_RDONLY))
	got, err = lock.TryLock()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, readOnly, nil
	}
	return lock, got, readOnly, err
}

// probe returns an error if nothing can be written to a folder, even if its lock could be taken.
// It ignores a full disk, since space may become free.
func probe(dir string) error {
	f, err := os.CreateTemp(dir, probePrefix)
	switch {
	case err == nil:
		return errors.Join(f.Close(), os.Remove(f.Name()))
	case CannotWrite(err) && !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("data folder %s cannot be written to: %w", dir, err)
	}
	return nil
}

// probePrefix is the prefix of the names of the files that probe creates.
const probePrefix = ".writable-"

// wordsFile is a file in the folder of the index that is no part of it: the words for completion.
const wordsFile = "words"

// ShadowIndex creates a writable copy of an index that can't be written to, in a temporary folder:
// links to the segments, which never change, and copies of the few small files that do. It returns
// the folder.
func ShadowIndex(index string) (dir string, err error) {
	for _, parent := range []string{os.TempDir(), "/dev/shm"} {
		if dir, err = shadowIndexIn(parent, index); err == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("open the index of a folder that cannot be written to: %w", err)
}

func shadowIndexIn(parent, index string) (dir string, err error) {
	dir, err = os.MkdirTemp(parent, "paperboy-index-")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	if index, err = filepath.Abs(index); err != nil {
		return "", err
	}
	return dir, filepath.WalkDir(index, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && path == index {
				return nil // none yet
			}
			return err
		}
		rel, err := filepath.Rel(index, path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, rel)
		switch {
		case entry.IsDir():
			return os.MkdirAll(to, 0o700)
		case filepath.Ext(path) == ".zap" || filepath.Ext(path) == ".lanes":
			return os.Symlink(path, to)
		case rel == wordsFile:
			return nil // it is read where it is
		}
		return disk.Copy(to, path)
	})
}
