package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

// Identify returns the identity of the store in a file; "" where there is no file, or
// one that holds nothing yet. It writes nothing but what undoes a transaction that was broken
// off while the store was made. A file that has lost its content and not its log is an error.
func Identify(ctx context.Context, path string) (identity string, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("look at store %s: %w", path, err)
		}
	}()
	isNew, err := inspect(ctx, path)
	open := func(path string) (*sql.DB, error) { return openForInspection(path, "ro") }
	if err != nil && cannotWrite(err) { // the shared memory that a log needs
		open = func(path string) (*sql.DB, error) { return openImmutable(path, 1) }
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
		return "", nil // it was being created
	}
	return identity, err
}

// Content is what Verify found in a file.
type Content struct {
	Identity string        `json:"identity"`
	Sequence data.Sequence `json:"sequence"`
	Papers   int           `json:"papers"`
	Bytes    int64         `json:"bytes"`
	// Damaged are the papers that are in the file as they were in the store:
	// unreadable.
	Damaged []store.Quarantined `json:"damaged"`
}

// Verify reads all of a file that nobody has open, such as a backup: every page, and
// the checksum of every paper and record. The error says what is wrong with the file;
// damaged papers alone are none. It writes nothing.
func Verify(ctx context.Context, path string) (Content, error) {
	c, err := verifyFile(ctx, path, migrations())
	if err != nil {
		return Content{}, fmt.Errorf("verify %s: %w", path, err)
	}
	return c, nil
}

// Sound reports whether SQLite finds every page of a store in order. Nobody may have it
// open. It reads the file, and changes nothing that the store says.
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
	if fileSize(path+"-wal") > 0 {
		return c, errors.New("it has a write-ahead log, which has to be folded in first")
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
	last, err := lastNumber(ctx, s.read)
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
		Identity: s.identity, Sequence: stats.Sequence, Papers: stats.Papers, Bytes: fileSize(path), Damaged: s.Health().Papers,
	}, nil
}

// openFile opens a file that nobody writes to, without writing anything.
func openFile(ctx context.Context, path string, migrations fs.FS) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	s := &Store{path: path, now: time.Now, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	s.found.now = time.Now
	if err := s.readImmutable(ctx, path, migrations); err != nil {
		return nil, errors.Join(err, s.closeAll())
	}
	return s, nil
}

// RemoveLeftovers removes what writers that were killed left in the folder of a store:
// unfinished backups. Nobody may have the store open.
func RemoveLeftovers(dir string) error {
	found, err := filepath.Glob(filepath.Join(escapeGlob(dir), backupDir+"*"))
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

// escapeGlob has a folder's name stand for itself in a pattern.
func escapeGlob(name string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}
