package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// backupDir begins the names of the folders in which backups are written.
const backupDir = ".backup-"

// Backup implements store.Store by VACUUM INTO, which reads one snapshot and writes a
// compact file. Where damaged pages keep it from that, what can be read is copied row
// by row. The error wraps fs.ErrExist if path is taken.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return fmt.Errorf("back up store to %s: %w", path, err)
	}
	return nil
}

// backup has a connection of its own: the readers' may not write any file.
func (s *Store) backup(ctx context.Context, path string) (err error) {
	db := s.readers.Load()
	if s.unwritable.Load() == nil {
		if db, err = openPool(s.path, 1, commonPragmas); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
	}
	before, err := s.Head(ctx)
	if err != nil {
		return err
	}
	return writeBackup(ctx, db, path, func(file string) error {
		c, err := Verify(ctx, file)
		switch {
		case err != nil:
			return err
		case c.Identity != s.identity:
			return fmt.Errorf("the copy is of library %s, not of %s", c.Identity, s.identity)
		case c.Sequence < before:
			return fmt.Errorf("the copy ends at change %d, before %d", c.Sequence, before)
		}
		return nil
	})
}

// writeBackup copies a database to path, which gets its name once the copy is durable
// and verify finds it whole.
func writeBackup(ctx context.Context, db *sql.DB, path string, verify func(file string) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), backupDir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	whole := filepath.Join(dir, "store")
	if err := vacuumInto(ctx, db, whole); err != nil {
		return err
	}
	if err := syncFile(whole); err != nil {
		return err
	}
	if err := verify(whole); err != nil {
		return fmt.Errorf("the copy is not whole: %w", err)
	}
	if err := os.Rename(whole, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// vacuumInto copies a database to a new file of mode 0600.
func vacuumInto(ctx context.Context, db *sql.DB, path string) error {
	if err := makePrivate(path); err != nil { // SQLite takes an empty file
		return err
	}
	_, err := db.ExecContext(ctx, `VACUUM INTO ?`, path)
	if err == nil || !isDamage(err) && codeOf(err)&0xff != codeConstraint {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	_, err = salvage(ctx, db, path)
	return err
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
