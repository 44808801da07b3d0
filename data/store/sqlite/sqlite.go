// Package sqlite implements store.Store as one SQLite file.
//
// A Store has one connection that writes and a pool of connections that read; in
// WAL mode they do not wait for each other. Update gives the writing connection to
// one caller at a time and commits with synchronous=FULL: when it returns nil, the
// write-ahead log is synced to disk. Open migrates an older file, after a backup,
// and refuses a newer one.
//
// Papers and records are stored as compressed JSON (package pack) next to the few columns that are
// searched.
// A lookup takes a batch of keys as one JSON array (json_each), so that a thousand
// records cost one statement.
//
// Rows have checksums (package sqlfile). A damaged row is quarantined: reads leave it out and
// Health reports it (quarantine.go). Mend repairs rows (mend.go), and SalvageFile
// copies what is readable of a damaged file (package salvage).
//
// This package does not know when two records are one paper (index/ingest), and does
// not search texts (index).
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

	"paperboy/data/disk"
	"paperboy/data/panics"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// A Store is a store.Store in one file.
type Store struct {
	path     string
	opts     Options
	identity string
	now      func() time.Time
	findings findings
	byRow    keyCache
	writes   atomic.Int64 // number of committed transactions

	readers atomic.Pointer[sql.DB]
	read    *sqlfile.Statements

	// turn holds one token. An Update takes it, and with it the one connection that
	// writes. While the store is read-only, conn is nil and unwritable is the reason.
	turn       chan struct{}
	writing    *sql.DB
	conn       *sql.Conn
	write      *sqlfile.Statements
	unwritable atomic.Pointer[unwritableError]
	// file and log identify the store's file and its write-ahead log as opened.
	file, log atomic.Pointer[os.FileInfo]

	closed  chan struct{}
	closing sync.Once
	scrub   *scrubber
	retired panics.Group // closes replaced connections once their queries are done

	mu    sync.Mutex   // guards stats
	stats *store.Stats // at the sequence stats.Sequence; nil: not counted
}

var _ store.Store = (*Store)(nil)

// Options configure a Store. With the zero Options a Store writes until the disk is full
// and does not verify itself in the background.
type Options struct {
	// MinFree is the free space, in bytes, below which Update returns
	// store.ErrDiskFull; 0: no limit.
	MinFree int64
	// ScrubEvery is the duration of one pass of the verification in the background;
	// 0: no verification.
	ScrubEvery time.Duration
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// Packing, if not nil, is called while Open packs the texts of a store with an older schema,
	// with the number of papers that are done and their total.
	Packing func(done, total int)
	// leavePlain leaves the texts of such a store as they are.
	leavePlain bool
}

// Open opens the store in the file at path. If the file does not exist, Open creates it
// with mode 0600. An older store is first copied to a file next to it, then migrated.
// If a newer version of Paperboy wrote the file, the error wraps store.ErrNewer. Open
// does not change such a file, nor one that is not a store of Paperboy.
//
// If the store exists but cannot be written to (the disk is full, the folder belongs to
// another user, the medium is read-only), Open opens it for reading. Update then returns
// store.ErrDiskFull or store.ErrReadOnly until writing is possible.
func Open(ctx context.Context, path string) (*Store, error) {
	return OpenWith(ctx, path, Options{})
}

// OpenWith opens a store like Open, with Options.
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
	s.findings.now = opts.Now
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeAll())
		}
	}()
	err = s.openWriter(ctx, migrations)
	if err != nil && cannotWrite(err) && disk.Size(path) > 0 {
		err = s.openReadOnly(ctx, migrations, err)
	}
	if err != nil {
		return nil, err
	}
	s.turn <- struct{}{}
	s.scrub = startScrub(s)
	return s, nil
}

// openWriter opens the file for writing and reading. It creates or migrates the file.
func (s *Store) openWriter(ctx context.Context, migrations fs.FS) error {
	isNew, err := sqlfile.Inspect(ctx, s.path)
	if err != nil {
		return err
	}
	if err := sqlfile.MakePrivate(s.path); err != nil {
		return err
	}
	if s.writing, err = sqlfile.OpenPool(s.path, 1, sqlfile.WriterPragmas()); err != nil {
		return err
	}
	if isNew {
		if _, err := s.writing.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, sqlfile.ApplicationID)); err != nil {
			return err
		}
	}
	if err := migrate(ctx, s.writing, s.path, migrations, s.opts); err != nil {
		return err
	}
	if s.identity, err = ensureIdentity(ctx, s.writing); err != nil {
		return err
	}
	if s.conn, err = s.writing.Conn(ctx); err != nil {
		return err
	}
	s.write = sqlfile.NewStatements(s.conn)
	readers, err := sqlfile.OpenPool(s.path, sqlfile.MaxReaders, sqlfile.ReaderPragmas)
	if err != nil {
		return err
	}
	s.readers.Store(readers)
	if err := readers.PingContext(ctx); err != nil {
		return err
	}
	s.read = sqlfile.NewStatements(readers)
	if err := disk.Sync(filepath.Dir(s.path)); err != nil {
		return err
	}
	return s.rememberFiles()
}

// ensureIdentity returns the store's identity and sets it in a new store.
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

// Close waits for the running Update, then closes the file. Other methods fail
// afterwards.
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

// closeAll closes the readers before the writer: as the last connection, the writer
// checkpoints the write-ahead log into the file.
func (s *Store) closeAll() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if readers := s.readers.Load(); readers != nil {
		errs = append(errs, readers.Close())
	}
	if s.conn != nil {
		errs = append(errs, s.write.Close(), s.conn.Close())
	}
	if s.writing != nil {
		errs = append(errs, s.writing.Close())
	}
	return errors.Join(errs...)
}
