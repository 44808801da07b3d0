package sqlite

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"paperboy/data/disk"
	"paperboy/data/store/sqlite/salvage"
	"paperboy/data/store/sqlite/sqlfile"
)

// Backup implements store.Store with VACUUM INTO, which reads one snapshot and writes a
// compact file. If damaged pages prevent that, it copies the readable rows one by one. If
// path exists, the error wraps fs.ErrExist.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return fmt.Errorf("back up store to %s: %w", path, err)
	}
	return nil
}

// backup uses a new connection, since those of the readers cannot write any file.
func (s *Store) backup(ctx context.Context, path string) (err error) {
	db := s.readers.Load()
	if s.unwritable.Load() == nil {
		if db, err = sqlfile.OpenPool(s.path, 1, sqlfile.CommonPragmas); err != nil {
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

// writeBackup copies a database to a temporary file, and renames it to path once it is
// durable and verify returns nil.
func writeBackup(ctx context.Context, db *sql.DB, path string, verify func(file string) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), sqlfile.BackupDir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	temp := filepath.Join(dir, "store")
	if err := vacuumInto(ctx, db, temp); err != nil {
		return err
	}
	if err := disk.Sync(temp); err != nil {
		return err
	}
	if err := verify(temp); err != nil {
		return fmt.Errorf("the copy is not complete: %w", err)
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return disk.Sync(filepath.Dir(path))
}

// vacuumInto copies a database to a new file of mode 0600.
func vacuumInto(ctx context.Context, db *sql.DB, path string) error {
	if err := sqlfile.MakePrivate(path); err != nil { // SQLite accepts an empty file
		return err
	}
	_, err := db.ExecContext(ctx, `VACUUM INTO ?`, path)
	if err == nil || !sqlfile.IsDamage(err) && sqlfile.CodeOf(err)&0xff != sqlfile.CodeConstraint {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	_, err = salvage.DB(ctx, db, path, makeSchema)
	return err
}

// SalvageFile copies the readable parts of the store at from into a new file at path, which is
// then a store. It does
// not change from, to which nobody may write meanwhile. It reads a file that SQLite refuses to
// open page by page. If the identity is lost, the copy gets the given one or, if that is
// empty, a new one.
func SalvageFile(ctx context.Context, from, path, identity string) (salvage.Copied, error) {
	done, err := salvage.File(ctx, from, path, makeSchema)
	if err == nil {
		err = finishSalvage(ctx, path, identity)
	}
	if err != nil {
		return salvage.Copied{}, fmt.Errorf("salvage store %s: %w", from, err)
	}
	return done, nil
}

// finishSalvage gives a salvaged store an identity, and lets Open add what is missing.
func finishSalvage(ctx context.Context, path, identity string) error {
	db, err := sqlfile.OpenPool(path, 1, sqlfile.CommonPragmas)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT OR IGNORE INTO meta(key, value) VALUES ('identity', ?)`, cmp.Or(identity, rand.Text()))
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	s, err := Open(ctx, path) // fills in checksums
	if err != nil {
		return err
	}
	return s.Close()
}
