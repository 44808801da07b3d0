// Package sqlfile reads and writes the file of a store, below the methods of a Store: it connects
// to the file and says what its errors mean, prepares statements, and knows what is in a row of a
// paper and of a record, with its checksum. A file that SQLite refuses to open is for package
// pagefile.
package sqlfile

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

	"paperboy/data/disk"
)

// ApplicationID marks a SQLite file as a store of Paperboy ("pbOy").
const ApplicationID = 0x70624f79

// MaxReaders is the number of connections that read. It may exceed the number of cores,
// since readers also wait for the disk, and keeps the memory for their caches small.
const MaxReaders = 8

// CommonPragmas are set on every connection, since SQLite stores none of them except
// journal_mode in the file. busy_timeout comes first, since switching to WAL may wait.
var CommonPragmas = []string{
	"busy_timeout(10000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(ON)",
	"temp_store(MEMORY)",
	// Report a page with impossible cell sizes instead of reading wrong values.
	"cell_size_check(ON)",
}

// cacheKiB returns the size of the writer's cache. It is smaller if Go's memory limit is
// low, because SQLite's memory does not count towards that limit.
func cacheKiB() int {
	const shortMemory = 1 << 30
	if debug.SetMemoryLimit(-1) < shortMemory {
		return 8 << 10
	}
	return 64 << 10
}

// WriterPragmas returns the pragmas of the writing connection. A cache of 64 MiB holds the
// inner pages of the id index of some million papers. The log is checkpointed every 64 MiB
// instead of SQLite's 4 MiB, which a bulk ingest writes several times a second, and is
// truncated to that size afterwards.
func WriterPragmas() []string {
	return append([]string{
		fmt.Sprintf("cache_size(-%d)", cacheKiB()),
		"wal_autocheckpoint(16384)",
		"journal_size_limit(67108864)",
	}, CommonPragmas...)
}

var ReaderPragmas = append([]string{
	"query_only(ON)",
	"cache_size(-8192)",
}, CommonPragmas...)

// OpenPool opens at most size connections to a file.
func OpenPool(path string, size int, pragmas []string) (*sql.DB, error) {
	return OpenPoolWith(path, size, url.Values{"_pragma": pragmas, "_txlock": {"immediate"}})
}

// OpenImmutable opens a file that nobody writes to, without creating other files.
func OpenImmutable(path string, size int) (*sql.DB, error) {
	return OpenPoolWith(path, size, url.Values{"_pragma": {"temp_store(MEMORY)", "cell_size_check(ON)", "cache_size(-8192)"}, "mode": {"ro"}, "immutable": {"1"}})
}

func OpenPoolWith(path string, size int, params url.Values) (*sql.DB, error) {
	params.Set("_dqs", "0")
	dsn, err := dataSource(path, params)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(registerSeal(), registerID()); err != nil {
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

// dataSource returns a SQLite URI. The path may contain any character.
func dataSource(path string, params url.Values) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: params.Encode()}
	return u.String(), nil
}

// ErrForeign means that a file belongs to another program.
var ErrForeign = errors.New("the file is a database, but not one of Paperboy's")

// ErrNoStore means that a file has no tables yet.
var ErrNoStore = errors.New("it has no papers")

// ErrEmptied means that the store's file is missing or empty but its write-ahead log is
// not. Opening the store would discard the log.
var ErrEmptied = errors.New("the file is missing or empty but its write-ahead log is not: the log (-wal) may contain papers")

// Inspect returns an error for a file that is not a store, before anything is written. It
// reports whether the file is missing or has no tables and so will become a new store.
func Inspect(ctx context.Context, path string) (isNew bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0:
		if disk.Size(path+"-wal") > 0 {
			return false, ErrEmptied
		}
		return true, nil
	case err != nil:
		return false, err
	}
	for _, mode := range []string{"ro", "rw"} {
		if isNew, err = inspectMode(ctx, path, mode); CodeOf(err) != codeHotJournal {
			break
		}
	}
	return isNew, err
}

func inspectMode(ctx context.Context, path, mode string) (isNew bool, err error) {
	db, err := OpenForInspection(path, mode)
	if err != nil {
		return false, err
	}
	defer db.Close()
	return IsNewStore(ctx, db)
}

// OpenForInspection opens an existing file for reading. In the mode "ro" it writes nothing.
// In the mode "rw" SQLite first rolls back a hot journal, that is, a transaction that was
// interrupted before the store used a write-ahead log.
func OpenForInspection(path, mode string) (*sql.DB, error) {
	return OpenPoolWith(path, 1, url.Values{"mode": {mode}, "_pragma": {"busy_timeout(10000)"}})
}

// IsNewStore reports whether a database has no tables yet. It returns errForeign for one that
// has tables of another program.
func IsNewStore(ctx context.Context, db *sql.DB) (bool, error) {
	var id, tables int
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return false, fmt.Errorf("read its header: %w", err)
	}
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return false, fmt.Errorf("read its schema: %w", err)
	}
	if id != ApplicationID && tables > 0 {
		return false, ErrForeign
	}
	if id != ApplicationID || tables == 0 {
		return true, nil
	}
	// If goose cannot read the version, it writes a new table.
	var version int
	err := db.QueryRowContext(ctx, SelectVersion).Scan(&version)
	if err != nil && CodeOf(err) != codeError { // codeError: no such table, as the store was being created
		return false, fmt.Errorf("read its version: %w", err)
	}
	return false, nil
}

const SelectVersion = `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`

// MakePrivate creates a file with mode 0600 before SQLite does, or removes the permissions
// of others from an existing file. SQLite gives the log and the shared memory the mode of
// the file.
func MakePrivate(path string) error {
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

// BackupDir is the prefix of the names of temporary folders in which backups are written.
const BackupDir = ".backup-"
