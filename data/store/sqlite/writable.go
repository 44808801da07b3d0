package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"paperboy/data/disk"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// fullDiskBytes is the free space below which a failed write counts as a full disk.
const fullDiskBytes = 256 << 10

// portError wraps an error of a write in the error of package store that describes it.
func (s *Store) portError(err error) error {
	if err == nil {
		return nil
	}
	code := sqlfile.CodeOf(err)
	free := freeSpace(s.path)
	switch {
	case errors.Is(err, store.ErrDiskFull) || errors.Is(err, store.ErrReplaced):
		return err
	case code&0xff == sqlfile.CodeFull || errors.Is(err, syscall.ENOSPC) || code&0xff == sqlfile.CodeIO && free >= 0 && free < fullDiskBytes:
		return fmt.Errorf("%w (%w)", store.ErrDiskFull, err)
	case sqlfile.IsDamage(err):
		s.findings.addProblem(damagedPages)
		return fmt.Errorf("%w (%w)", store.ErrDamaged, err)
	case code&0xff == sqlfile.CodeReadOnly:
		return fmt.Errorf("%w (%w)", store.ErrReadOnly, err)
	}
	return err
}

// freeSpace returns the free space in the folder of path, -1 if it is unknown.
func freeSpace(path string) int64 {
	free, _ := disk.Space(filepath.Dir(path))
	return free
}

// lowDiskError returns an error that wraps store.ErrDiskFull if less than MinFree is free.
func (s *Store) lowDiskError(free int64) error {
	if s.opts.MinFree > 0 && free >= 0 && free < s.opts.MinFree {
		return fmt.Errorf("%w (%d MiB are free, %d MiB are reserved)", store.ErrDiskFull, free>>20, s.opts.MinFree>>20)
	}
	return nil
}

// rememberFiles records which file was opened.
func (s *Store) rememberFiles() error {
	info, err := os.Stat(s.path)
	if err == nil {
		s.file.Store(&info)
	}
	return err
}

// replacedError returns store.ErrReplaced if the store's file is no longer the one that was
// opened, or its log no longer the one that was written to.
func (s *Store) replacedError() error {
	opened := s.file.Load()
	if opened == nil {
		return nil
	}
	now, err := os.Stat(s.path)
	if err != nil || !os.SameFile(*opened, now) {
		return store.ErrReplaced
	}
	if s.unwritable.Load() != nil {
		return nil
	}
	now, err = os.Stat(s.path + "-wal")
	log := s.log.Load()
	switch {
	case log == nil && err == nil:
		s.log.Store(&now)
	case log != nil && (err != nil || !os.SameFile(*log, now)):
		return store.ErrReplaced
	}
	return nil
}

// writable returns an error if the store cannot be written to. It tries to open a read-only
// store for writing.
func (s *Store) writable(ctx context.Context) error {
	if err := s.lowDiskError(freeSpace(s.path)); err != nil {
		return err
	}
	if err := s.replacedError(); err != nil {
		return err
	}
	if s.unwritable.Load() == nil {
		return nil
	}
	return s.reopen(ctx)
}

// An unwritableError is the reason why a store is open only for reading. Its text is that of a
// sentinel of package store, which may be shown to anybody, since it names no file.
type unwritableError struct{ is, why error }

func (e *unwritableError) Error() string   { return e.is.Error() }
func (e *unwritableError) Unwrap() []error { return []error{e.is, e.why} }

// readOnlyError returns the reason why the store is open only for reading, nil if it is open
// for writing.
func (s *Store) readOnlyError() error {
	if why := s.unwritable.Load(); why != nil {
		return why
	}
	return nil
}

// cannotWrite reports whether an error prevents writing but perhaps not reading: a full disk,
// missing permissions, a read-only medium.
func cannotWrite(err error) bool {
	for _, is := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EDQUOT, fs.ErrPermission} {
		if errors.Is(err, is) {
			return true
		}
	}
	switch code := sqlfile.CodeOf(err); code & 0xff {
	case sqlfile.CodeReadOnly, sqlfile.CodeFull, sqlfile.CodeCantOpen:
		return true
	case sqlfile.CodeIO:
		return !sqlfile.IsDamage(err)
	}
	return false
}

// openReadOnly opens a store for reading that cannot be opened for writing because of why.
func (s *Store) openReadOnly(ctx context.Context, migrations fs.FS, why error) error {
	if err := s.closeAll(); err != nil && !cannotWrite(err) {
		return errors.Join(why, err)
	}
	s.dropConnections()
	path := s.path
	if disk.Size(path+"-wal") > 0 {
		// Replaying the log has to write, so do it in a copy.
		dir, err := os.MkdirTemp("", "paperboy-store-")
		if err != nil {
			return errors.Join(why, err)
		}
		defer os.RemoveAll(dir) // the file stays open
		path = filepath.Join(dir, "papers.db")
		if err := errors.Join(disk.CopyDurably(path, s.path), disk.CopyDurably(path+"-wal", s.path+"-wal"), checkpoint(ctx, path)); err != nil {
			return errors.Join(why, err)
		}
	}
	if err := s.readImmutable(ctx, path, migrations); err != nil {
		return errors.Join(why, err)
	}
	sentinel := store.ErrReadOnly
	if free := freeSpace(s.path); sqlfile.CodeOf(why)&0xff == sqlfile.CodeFull || errors.Is(why, syscall.ENOSPC) || free >= 0 && free < fullDiskBytes {
		sentinel = store.ErrDiskFull
	}
	reason := &unwritableError{sentinel, why}
	s.unwritable.Store(reason)
	return s.rememberFiles()
}

// dropConnections removes the connections, which must be closed.
func (s *Store) dropConnections() {
	s.readers.Store(nil)
	s.read, s.writing, s.conn, s.write = nil, nil, nil, nil
}

// readImmutable opens connections for reading to a store at path that nobody writes to.
func (s *Store) readImmutable(ctx context.Context, path string, migrations fs.FS) error {
	readers, err := sqlfile.OpenImmutable(path, sqlfile.MaxReaders)
	if err != nil {
		return err
	}
	s.readers.Store(readers)
	if isNew, err := sqlfile.IsNewStore(ctx, readers); err != nil {
		return err
	} else if isNew {
		return sqlfile.ErrNoStore
	}
	if err := checkCurrent(ctx, readers, migrations); err != nil {
		return err
	}
	if err := readers.QueryRowContext(ctx, selectIdentity).Scan(&s.identity); err != nil {
		return fmt.Errorf("read its identity: %w", err)
	}
	s.read = sqlfile.NewStatements(readers)
	return openConns(ctx, readers, sqlfile.MaxReaders)
}

// openConns opens all n connections of a pool, since its file may be about to be removed.
func openConns(ctx context.Context, db *sql.DB, n int) error {
	conns := make([]*sql.Conn, n)
	defer func() {
		for _, c := range conns {
			if c != nil {
				c.Close()
			}
		}
	}()
	for i := range conns {
		c, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		conns[i] = c
		var n int
		if err := c.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&n); err != nil {
			return err
		}
	}
	return nil
}

// reopen opens a read-only store for writing. Reads continue meanwhile, and expect that nobody changes
// the file: packing would, since its log is soon large enough for a checkpoint.
func (s *Store) reopen(ctx context.Context) error {
	opts := s.opts
	opts.leavePlain = true
	next := &Store{path: s.path, opts: opts, now: s.now, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	if err := next.openWriter(ctx, migrations()); err != nil {
		return errors.Join(s.readOnlyError(), next.closeAll())
	}
	if next.identity != s.identity {
		return errors.Join(fmt.Errorf("%w (it is another library)", store.ErrReplaced), next.closeAll())
	}
	s.adopt(next)
	return nil
}

// adopt replaces the connections of s by those of next, which nothing else uses.
func (s *Store) adopt(next *Store) {
	stale, old := s.read.SwitchTo(next.readers.Load()), s.readers.Swap(next.readers.Load())
	s.writing, s.conn, s.write = next.writing, next.conn, next.write
	s.file.Store(next.file.Load())
	s.log.Store(nil)
	s.unwritable.Store(nil)
	s.writes.Add(1)
	s.mu.Lock()
	s.stats = nil
	s.mu.Unlock()
	// Close waits for the running queries.
	s.retired.Go("sqlite.retire", func() error {
		for _, stmt := range stale {
			stmt.Close()
		}
		old.Close()
		return nil
	})
}

// checkpoint moves the content of a file's log into the file.
func checkpoint(ctx context.Context, path string) error {
	db, err := sqlfile.OpenPool(path, 1, sqlfile.CommonPragmas)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return errors.Join(err, db.Close())
}
