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

// Backup implements store.Store by VACUUM INTO, which reads one snapshot and
// writes a compact file. The error wraps fs.ErrExist if path is taken.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return fmt.Errorf("back up store to %s: %w", path, err)
	}
	return nil
}

// backup has a connection of its own: the readers' may not write any file.
func (s *Store) backup(ctx context.Context, path string) error {
	db, err := openPool(s.path, 1, commonPragmas)
	if err != nil {
		return err
	}
	return errors.Join(writeBackup(ctx, db, path), db.Close())
}

func writeBackup(ctx context.Context, db *sql.DB, path string) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".backup-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	whole := filepath.Join(dir, "store")
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, whole); err != nil {
		return err
	}
	if err := syncFile(whole); err != nil {
		return err
	}
	if err := os.Rename(whole, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
