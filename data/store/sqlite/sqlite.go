// Package sqlite is the embedded store: one SQLite file.
//
// A Store has one connection that writes and a pool that reads; in WAL mode
// they do not wait for each other. Update gives the writer to one caller at a
// time and commits with synchronous=FULL: when it returns nil, the log of the
// database has been synced to disk. Open brings an older file up to date by the
// migrations in this package, after a backup, and refuses a newer one.
//
// Papers and records are kept as JSON beside the few columns that are searched;
// every look-up takes a batch of keys as one JSON array (json_each), which
// costs one statement for a thousand records.
//
// What this package does not do: know when two records are one paper (ingest),
// or find a word in a text (index).
package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"paperboy/data/store"
)

// Store is a store.Store in one file.
type Store struct {
	path     string
	identity string
	now      func() time.Time

	readers *sql.DB
	read    *statements

	// turn holds one token, which Update takes: with it goes the one connection
	// that writes.
	turn    chan struct{}
	writing *sql.DB
	conn    *sql.Conn
	write   *statements

	closed  chan struct{}
	closing sync.Once

	// mu guards stats, those of sequence stats.Sequence.
	mu    sync.Mutex
	stats *store.Stats
}

var _ store.Store = (*Store)(nil)

// Open opens the store in the file at path and creates it if there is none. An
// older store is first copied to a file beside it, then migrated. The error
// wraps store.ErrNewer if a newer Paperboy wrote the file, which then stays as
// it is, as does one that is no store of Paperboy's.
func Open(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, migrations())
}

func open(ctx context.Context, path string, migrations fs.FS) (_ *Store, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("open store %s: %w", path, err)
		}
	}()
	isNew, err := inspect(ctx, path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, now: time.Now, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeAll())
		}
	}()
	if s.writing, err = openPool(path, 1, writerPragmas()); err != nil {
		return nil, err
	}
	if isNew {
		if _, err := s.writing.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
			return nil, err
		}
	}
	if err := migrate(ctx, s.writing, path, migrations, s.now()); err != nil {
		return nil, err
	}
	if s.identity, err = ensureIdentity(ctx, s.writing); err != nil {
		return nil, err
	}
	if s.conn, err = s.writing.Conn(ctx); err != nil {
		return nil, err
	}
	s.write = newStatements(s.conn)
	s.turn <- struct{}{}
	if s.readers, err = openPool(path, maxReaders, readerPragmas); err != nil {
		return nil, err
	}
	s.read = newStatements(s.readers)
	if err := s.readers.PingContext(ctx); err != nil {
		return nil, err
	}
	return s, syncDir(filepath.Dir(path))
}

func ensureIdentity(ctx context.Context, db *sql.DB) (string, error) {
	var identity string
	_, err := db.ExecContext(ctx, `INSERT INTO meta(key, value) VALUES ('identity', ?) ON CONFLICT DO NOTHING`, rand.Text())
	if err == nil {
		err = db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'identity'`).Scan(&identity)
	}
	return identity, err
}

// Identity implements store.Store.
func (s *Store) Identity() string { return s.identity }

// Close waits for the Update in work, then closes the file. Other methods fail
// from then on.
func (s *Store) Close() error {
	err := errClosed
	s.closing.Do(func() {
		close(s.closed)
		<-s.turn
		err = s.closeAll()
	})
	return err
}

var errClosed = errors.New("store is closed")

// closeAll closes the readers first, so that the writer, being the last
// connection, folds the write-ahead log into the file.
func (s *Store) closeAll() error {
	var errs []error
	if s.readers != nil {
		errs = append(errs, s.read.close(), s.readers.Close())
	}
	if s.conn != nil {
		errs = append(errs, s.write.close(), s.conn.Close())
	}
	if s.writing != nil {
		errs = append(errs, s.writing.Close())
	}
	return errors.Join(errs...)
}

// syncDir makes the names of the files in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
