package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"

	"modernc.org/sqlite"
)

// applicationID marks a SQLite file as a store of Paperboy's ("pbOy").
const applicationID = 0x70624f79

// maxReaders bounds the reading connections: more than a server's cores, since
// a reader may wait for the disk, and few enough that their caches stay small.
const maxReaders = 8

// Every connection has these, for SQLite keeps none of them in the file but
// journal_mode. busy_timeout comes first, since switching to WAL may wait.
var commonPragmas = []string{
	"busy_timeout(10000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(ON)",
	"temp_store(MEMORY)",
	// A page whose cells do not fit is an error, not a wrong answer.
	"cell_size_check(ON)",
}

// cacheKiB is the writer's cache, and where Go's memory limit says that memory is short,
// an eighth of it: SQLite's memory does not count for that limit.
func cacheKiB() int {
	const shortMemory = 1 << 30
	if debug.SetMemoryLimit(-1) < shortMemory {
		return 8 << 10
	}
	return 64 << 10
}

// The writer's cache (64 MB) holds the inner pages of the id index of some
// million papers. Its log is folded into the file every 64 MB instead of every
// 4, which a bulk ingest would do several times a second, and is cut to that
// size afterwards.
func writerPragmas() []string {
	return append([]string{
		fmt.Sprintf("cache_size(-%d)", cacheKiB()),
		"wal_autocheckpoint(16384)",
		"journal_size_limit(67108864)",
	}, commonPragmas...)
}

var readerPragmas = append([]string{
	"query_only(ON)",
	"cache_size(-8192)",
}, commonPragmas...)

func openPool(path string, size int, pragmas []string) (*sql.DB, error) {
	return openPoolWith(path, size, url.Values{"_pragma": pragmas, "_txlock": {"immediate"}})
}

// openImmutable opens a file that nobody writes to, without making any other.
func openImmutable(path string, size int) (*sql.DB, error) {
	return openPoolWith(path, size, url.Values{"_pragma": {"temp_store(MEMORY)", "cell_size_check(ON)", "cache_size(-8192)"}, "mode": {"ro"}, "immutable": {"1"}})
}

func openPoolWith(path string, size int, params url.Values) (*sql.DB, error) {
	params.Set("_dqs", "0")
	dsn, err := dataSource(path, params)
	if err != nil {
		return nil, err
	}
	if err := registerSeal(); err != nil {
		return nil, err
	}
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

// dataSource is a SQLite URI, in which the path may hold any character.
func dataSource(path string, params url.Values) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: params.Encode()}
	return u.String(), nil
}

var errForeign = errors.New("the file is a database, but not one of Paperboy's")

// ErrEmptied means that a store's file is missing or empty and its log is not: opening
// it would throw away what the log has.
var ErrEmptied = errors.New("the file is missing or empty, and its write-ahead log is not: the log (-wal) may hold papers")

// inspect refuses, before anything is written, a file that is no store. A file
// that is missing or has no tables is a store to be.
func inspect(ctx context.Context, path string) (isNew bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0:
		if fileSize(path+"-wal") > 0 {
			return false, ErrEmptied
		}
		return true, nil
	case err != nil:
		return false, err
	}
	for _, mode := range []string{"ro", "rw"} {
		if isNew, err = inspectIn(ctx, path, mode); codeOf(err) != codeHotJournal {
			break
		}
	}
	return isNew, err
}

func inspectIn(ctx context.Context, path, mode string) (isNew bool, err error) {
	db, err := openForInspection(path, mode)
	if err != nil {
		return false, err
	}
	defer db.Close()
	return isNewStore(ctx, db)
}

// openForInspection opens a file that is there for reading. In the mode "ro" nothing is
// written; in "rw" SQLite first undoes the transaction that a hot journal is of, one that
// was broken off before the store had a write-ahead log.
func openForInspection(path, mode string) (*sql.DB, error) {
	return openPoolWith(path, 1, url.Values{"mode": {mode}, "_pragma": {"busy_timeout(10000)"}})
}

func isNewStore(ctx context.Context, db *sql.DB) (bool, error) {
	var id, tables int
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return false, fmt.Errorf("read its header: %w", err)
	}
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return false, fmt.Errorf("read its schema: %w", err)
	}
	if id != applicationID && tables > 0 {
		return false, errForeign
	}
	if id != applicationID || tables == 0 {
		return true, nil
	}
	// goose would write where it cannot read.
	var version int
	err := db.QueryRowContext(ctx, selectVersion).Scan(&version)
	if err != nil && codeOf(err) != codeError { // no such table: a store that was being created
		return false, fmt.Errorf("read its version: %w", err)
	}
	return false, nil
}

const selectVersion = `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`

// makePrivate creates a file that only its owner may read, before SQLite does, and
// takes the rights of strangers away from one that is there. SQLite gives its log and
// its shared memory the mode of the file.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Mode().Perm()&0o007 == 0 {
		return err
	}
	return f.Chmod(info.Mode().Perm() &^ 0o007)
}
