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
	"sync/atomic"
	"time"

	"paperboy/data/panics"
	"paperboy/data/store"
)

// Store is a store.Store in one file.
type Store struct {
	path     string
	opts     Options
	identity string
	now      func() time.Time
	found    quarantine
	byRow    keyCache
	writes   atomic.Int64 // counts the transactions that were committed

	readers atomic.Pointer[sql.DB]
	read    *statements

	// turn holds one token, which Update takes: with it goes the one connection
	// that writes. conn is nil while the store can only be read, which unwritable
	// gives the reason of.
	turn       chan struct{}
	writing    *sql.DB
	conn       *sql.Conn
	write      *statements
	unwritable atomic.Pointer[unwritableError]
	// file and log are the store's file and its write-ahead log as they were opened.
	file, log atomic.Pointer[os.FileInfo]

	closed  chan struct{}
	closing sync.Once
	scrub   *scrubber
	retired panics.Group // connections that were replaced and still answer

	// mu guards stats, those of sequence stats.Sequence.
	mu    sync.Mutex
	stats *store.Stats
}

var _ store.Store = (*Store)(nil)

// Options configure a Store. The zero Options write until the disk is full.
type Options struct {
	// MinFree is the free space, in bytes, below which Update returns
	// store.ErrDiskFull; 0: none.
	MinFree int64
	// ScrubEvery is how long the verification in the background takes for one pass
	// over the store; 0: there is none.
	ScrubEvery time.Duration
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// Open opens the store in the file at path and creates it if there is none, with
// mode 0600. An older store is first copied to a file beside it, then migrated. The
// error wraps store.ErrNewer if a newer Paperboy wrote the file, which then stays as
// it is, as does one that is no store of Paperboy's.
//
// A store that is there and cannot be written to, because the disk is full or the
// folder belongs to somebody else or to read-only media, is opened for reading:
// Update then returns store.ErrDiskFull or store.ErrReadOnly until it can be.
func Open(ctx context.Context, path string) (*Store, error) {
	return OpenWith(ctx, path, Options{})
}

// OpenWith is Open with Options.
func OpenWith(ctx context.Context, path string, opts Options) (*Store, error) {
	return open(ctx, path, migrations(), opts)
}

func open(ctx context.Context, path string, migrations fs.FS, opts Options) (_ *Store, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("open store %s: %w", path, err)
		}
	}()
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &Store{path: path, opts: opts, now: opts.Now, turn: make(chan struct{}, 1), closed: make(chan struct{})}
	s.found.now = opts.Now
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeAll())
		}
	}()
	err = s.openWriter(ctx, migrations)
	if err != nil && cannotWrite(err) && fileSize(path) > 0 {
		err = s.openReadOnly(ctx, migrations, err)
	}
	if err != nil {
		return nil, err
	}
	s.turn <- struct{}{}
	s.scrub = startScrub(s)
	return s, nil
}

// openWriter opens the file for writing and reading, creating or migrating it.
func (s *Store) openWriter(ctx context.Context, migrations fs.FS) error {
	isNew, err := inspect(ctx, s.path)
	if err != nil {
		return err
	}
	if err := makePrivate(s.path); err != nil {
		return err
	}
	if s.writing, err = openPool(s.path, 1, writerPragmas()); err != nil {
		return err
	}
	if isNew {
		if _, err := s.writing.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
			return err
		}
	}
	if err := migrate(ctx, s.writing, s.path, migrations, s.now()); err != nil {
		return err
	}
	if s.identity, err = ensureIdentity(ctx, s.writing); err != nil {
		return err
	}
	if s.conn, err = s.writing.Conn(ctx); err != nil {
		return err
	}
	s.write = newStatements(s.conn)
	readers, err := openPool(s.path, maxReaders, readerPragmas)
	if err != nil {
		return err
	}
	s.readers.Store(readers)
	if err := readers.PingContext(ctx); err != nil {
		return err
	}
	s.read = newStatements(readers)
	if err := syncDir(filepath.Dir(s.path)); err != nil {
		return err
	}
	return s.remember()
}

// ensureIdentity returns the store's identity, which a new one is given.
func ensureIdentity(ctx context.Context, db *sql.DB) (identity string, err error) {
	err = db.QueryRowContext(ctx, selectIdentity).Scan(&identity)
	if !errors.Is(err, sql.ErrNoRows) {
		return identity, err
	}
	identity = rand.Text()
	_, err = db.ExecContext(ctx, `INSERT INTO meta(key, value) VALUES ('identity', ?)`, identity)
	return identity, err
}

const selectIdentity = `SELECT value FROM meta WHERE key = 'identity'`

// Identity implements store.Store.
func (s *Store) Identity() string { return s.identity }

// Close waits for the Update in work, then closes the file. Other methods fail
// from then on.
func (s *Store) Close() error {
	err := errClosed
	s.closing.Do(func() {
		close(s.closed)
		s.scrub.stop()
		<-s.turn
		err = errors.Join(s.retired.Wait(), s.closeAll())
	})
	return err
}

var errClosed = errors.New("store is closed")

// closeAll closes the readers first, so that the writer, being the last
// connection, folds the write-ahead log into the file.
func (s *Store) closeAll() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.close())
	}
	if readers := s.readers.Load(); readers != nil {
		errs = append(errs, readers.Close())
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
