package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// Identify returns the identity of the store in a file, or "" if the file does not exist or is
// empty. It writes nothing, except to roll back a transaction that was interrupted while
// the store was created. If the file is missing or empty but its log is not, the error wraps
// ErrEmptied.
func Identify(ctx context.Context, path string) (identity string, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("identify store %s: %w", path, err)
		}
	}()
	isNew, err := sqlfile.Inspect(ctx, path)
	open := func(path string) (*sql.DB, error) { return sqlfile.OpenForInspection(path, "ro") }
	if err != nil && cannotWrite(err) { // reading a log needs to write shared memory
		open = func(path string) (*sql.DB, error) { return sqlfile.OpenImmutable(path, 1) }
	} else if err != nil || isNew {
		return "", err
	}
	db, err := open(path)
	if err != nil {
		return "", err
	}
	defer db.Close()
	err = db.QueryRowContext(ctx, selectIdentity).Scan(&identity)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	var tables int
	if err != nil && db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'meta'`).Scan(&tables) == nil && tables == 0 {
		return "", nil // the store was being created
	}
	return identity, err
}

// Content describes a file that Verify read.
type Content struct {
	Identity string        `json:"identity"`
	Sequence data.Sequence `json:"sequence"`
	Papers   int           `json:"papers"`
	Bytes    int64         `json:"bytes"`
	// Damaged holds the damaged papers. A backup has them if the store had.
	Damaged []store.Quarantined `json:"damaged"`
}

// Verify verifies a file that nobody has open, such as a backup: all pages, and the checksums
// of all papers and records. The error says what is wrong with the file. Damaged papers
// alone are not an error. Verify writes nothing.
func Verify(ctx context.Context, path string) (Content, error) {
	c, err := verifyFile(ctx, path, migrations())
	if err != nil {
		return Content{}, fmt.Errorf("verify %s: %w", path, err)
	}
	return c, nil
}

// Sound reports whether all pages of a store are intact. Nobody may have the store open. Sound
// may migrate the store or checkpoint its log, but does not change its content.
func Sound(ctx context.Context, path string) (bool, error) {
	if _, err := Identify(ctx, path); err != nil {
		if IsDamaged(err) {
			return false, nil
		}
		return false, err
	}
	s, err := Open(ctx, path)
	if IsDamaged(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	check := checker{s: s, ctx: ctx}
	check.pages()
	if err := errors.Join(ctx.Err(), s.Close()); err != nil && !IsDamaged(err) {
		return false, err
	}
	return len(check.problems) == 0, nil
}

func verifyFile(ctx context.Context, path string, migrations fs.FS) (c Content, err error) {
	if disk.Size(path+"-wal") > 0 {
		return c, errors.New("it has a write-ahead log, which must be checkpointed first")
	}
	s, err := openFile(ctx, path, migrations)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, s.closeAll()) }()
	check := checker{s: s, ctx: ctx}
	check.pages()
	if err := errors.Join(check.problems...); err != nil {
		return c, err
	}
	last, err := sqlfile.LastNumber(ctx, s.read)
	if err != nil {
		return c, err
	}
	for from := data.Number(1); from != 0; {
		if from, _, _, err = s.verifyRows(ctx, from, last); err != nil {
			return c, err
		}
	}
	stats, err := s.Stats(ctx)
	if err != nil {
		return c, err
	}
	return Content{
		Identity: s.identity, Sequence: stats.Sequence, Papers: stats.Papers, Bytes: disk.Size(path), Damaged: s.Health().Papers,
	}, nil
}

// openFile opens a file that nobody writes to, without writing anything.
func openFile(ctx context.Context, path string, migrations fs.FS) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	s := &Store{path: path, now: time.Now, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	s.findings.now = time.Now
	if err := s.readImmutable(ctx, path, migrations); err != nil {
		return nil, errors.Join(err, s.closeAll())
	}
	return s, nil
}

// RemoveLeftovers removes the unfinished backups that killed processes left in the folder of
// a store. Nobody may have the store open.
func RemoveLeftovers(dir string) error {
	found, err := filepath.Glob(filepath.Join(disk.EscapePattern(dir), sqlfile.BackupDir+"*"))
	errs := []error{err}
	for _, name := range found {
		errs = append(errs, os.RemoveAll(name))
	}
	return errors.Join(errs...)
}

// BackUp writes a backup of a store to a new file and verifies it. It first removes what
// processes that were killed left in the folder of the file.
func BackUp(ctx context.Context, s store.Store, path string) (Content, error) {
	if err := RemoveLeftovers(filepath.Dir(path)); err != nil {
		return Content{}, err
	}
	if err := s.Backup(ctx, path); err != nil {
		return Content{}, err
	}
	return Verify(ctx, path)
}
