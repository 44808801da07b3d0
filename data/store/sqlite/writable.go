package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"paperboy/data/store"
)

// lastBytes is the free space below which a failed write is blamed on the disk.
const lastBytes = 256 << 10

// named gives an error of a write the name that the port has for it.
func (s *Store) named(err error) error {
	if err == nil {
		return nil
	}
	code := codeOf(err)
	free := freeSpace(s.path)
	switch {
	case errors.Is(err, store.ErrDiskFull) || errors.Is(err, store.ErrReplaced):
		return err
	case code&0xff == codeFull || errors.Is(err, syscall.ENOSPC) || code&0xff == codeIO && free >= 0 && free < lastBytes:
		return fmt.Errorf("%w (%w)", store.ErrDiskFull, err)
	case isDamage(err):
		s.found.problem(damagedPages)
		return fmt.Errorf("%w (%w)", store.ErrDamaged, err)
	case code&0xff == codeReadOnly:
		return fmt.Errorf("%w (%w)", store.ErrReadOnly, err)
	}
	return err
}

// freeSpace is how much may be written where path is; -1 where that is unknown.
func freeSpace(path string) int64 {
	free, _ := Space(filepath.Dir(path))
	return free
}

// lowDisk is store.ErrDiskFull where less is free than is to stay free.
func (s *Store) lowDisk(free int64) error {
	if s.opts.MinFree > 0 && free >= 0 && free < s.opts.MinFree {
		return fmt.Errorf("%w (%d MiB are free, and %d MiB are left alone)", store.ErrDiskFull, free>>20, s.opts.MinFree>>20)
	}
	return nil
}

// remember keeps which files were opened.
func (s *Store) remember() error {
	info, err := os.Stat(s.path)
	if err == nil {
		s.file.Store(&info)
	}
	return err
}

// replaced is store.ErrReplaced once the store's file is another than the one that
// was opened, or its log another than the one that was written to.
func (s *Store) replaced() error {
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

// writable returns why the store cannot be written to. A store that was opened for
// reading alone is opened for writing once that works.
func (s *Store) writable(ctx context.Context) error {
	if err := s.lowDisk(freeSpace(s.path)); err != nil {
		return err
	}
	if err := s.replaced(); err != nil {
		return err
	}
	if s.unwritable.Load() == nil {
		return nil
	}
	return s.reopen(ctx)
}

// unwritableError says that a store is open for reading alone, and to errors.Is why. Its
// text is for everybody, and names no file.
type unwritableError struct{ is, why error }

func (e *unwritableError) Error() string   { return e.is.Error() }
func (e *unwritableError) Unwrap() []error { return []error{e.is, e.why} }

// readOnlyError is why the store is open for reading alone; nil where it is not.
func (s *Store) readOnlyError() error {
	if why := s.unwritable.Load(); why != nil {
		return why
	}
	return nil
}

// cannotWrite reports an error that keeps a file from being written to and not from
// being read: a full disk, missing rights, read-only media.
func cannotWrite(err error) bool {
	for _, is := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EDQUOT, fs.ErrPermission} {
		if errors.Is(err, is) {
			return true
		}
	}
	switch code := codeOf(err); code & 0xff {
	case codeReadOnly, codeFull, codeCantOpen:
		return true
	case codeIO:
		return !isDamage(err)
	}
	return false
}

// openReadOnly opens a store that cannot be written to, because of why.
func (s *Store) openReadOnly(ctx context.Context, migrations fs.FS, why error) error {
	if err := s.closeAll(); err != nil && !cannotWrite(err) {
		return errors.Join(why, err)
	}
	s.forget()
	path := s.path
	if fileSize(path+"-wal") > 0 {
		// The log is to be replayed, which writes: in a copy.
		dir, err := os.MkdirTemp("", "paperboy-store-")
		if err != nil {
			return errors.Join(why, err)
		}
		defer os.RemoveAll(dir) // the file stays open
		path = filepath.Join(dir, "papers.db")
		if err := errors.Join(copyFile(path, s.path), copyFile(path+"-wal", s.path+"-wal"), foldLog(ctx, path)); err != nil {
			return errors.Join(why, err)
		}
	}
	if err := s.readImmutable(ctx, path, migrations); err != nil {
		return errors.Join(why, err)
	}
	sentinel := store.ErrReadOnly
	if free := freeSpace(s.path); codeOf(why)&0xff == codeFull || errors.Is(why, syscall.ENOSPC) || free >= 0 && free < lastBytes {
		sentinel = store.ErrDiskFull
	}
	reason := &unwritableError{sentinel, why}
	s.unwritable.Store(reason)
	return s.remember()
}

// forget gives connections up that were closed.
func (s *Store) forget() {
	s.readers.Store(nil)
	s.read, s.writing, s.conn, s.write = nil, nil, nil, nil
}

// readImmutable opens connections to a store at path that nobody writes to.
func (s *Store) readImmutable(ctx context.Context, path string, migrations fs.FS) error {
	readers, err := openImmutable(path, maxReaders)
	if err != nil {
		return err
	}
	s.readers.Store(readers)
	if isNew, err := isNewStore(ctx, readers); err != nil {
		return err
	} else if isNew {
		return errNoStore
	}
	if err := isCurrent(ctx, readers, migrations); err != nil {
		return err
	}
	if err := readers.QueryRowContext(ctx, selectIdentity).Scan(&s.identity); err != nil {
		return fmt.Errorf("read its identity: %w", err)
	}
	s.read = newStatements(readers)
	return openAll(ctx, readers, maxReaders)
}

var errNoStore = errors.New("there are no papers in it")

// openAll opens all connections of a pool, for its file is about to lose its name.
func openAll(ctx context.Context, db *sql.DB, n int) error {
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

// reopen opens for writing what was opened for reading. Readers go on meanwhile.
func (s *Store) reopen(ctx context.Context) error {
	next := &Store{path: s.path, opts: s.opts, now: s.now, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	if err := next.openWriter(ctx, migrations()); err != nil {
		return errors.Join(s.readOnlyError(), next.closeAll())
	}
	if next.identity != s.identity {
		return errors.Join(fmt.Errorf("%w (it is another library)", store.ErrReplaced), next.closeAll())
	}
	s.adopt(next)
	return nil
}

// adopt takes the connections of next, which nothing else uses, in place of its own.
func (s *Store) adopt(next *Store) {
	stale, old := s.read.move(next.readers.Load()), s.readers.Swap(next.readers.Load())
	s.writing, s.conn, s.write = next.writing, next.conn, next.write
	s.file.Store(next.file.Load())
	s.log.Store(nil)
	s.unwritable.Store(nil)
	s.writes.Add(1)
	s.mu.Lock()
	s.stats = nil
	s.mu.Unlock()
	// They end when the queries in work do.
	s.retired.Go("sqlite.retire", func() error {
		for _, stmt := range stale {
			stmt.Close()
		}
		old.Close()
		return nil
	})
}

// foldLog brings a file and its log together.
func foldLog(ctx context.Context, path string) error {
	db, err := openPool(path, 1, commonPragmas)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return errors.Join(err, db.Close())
}

// copyFile copies a file to a new one that only its owner may read.
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
