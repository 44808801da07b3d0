package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

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
}

// The writer's cache (64 MB) holds the inner pages of the id index of some
// million papers. Its log is folded into the file every 64 MB instead of every
// 4, which a bulk ingest would do several times a second, and is cut to that
// size afterwards.
var writerPragmas = append([]string{
	"cache_size(-65536)",
	"wal_autocheckpoint(16384)",
	"journal_size_limit(67108864)",
}, commonPragmas...)

var readerPragmas = append([]string{
	"query_only(ON)",
	"cache_size(-8192)",
}, commonPragmas...)

func openPool(path string, size int, pragmas []string) (*sql.DB, error) {
	dsn, err := dataSource(path, url.Values{"_pragma": pragmas, "_dqs": {"0"}, "_txlock": {"immediate"}})
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

// inspect refuses, before anything is written, a file that is no store. A file
// that is missing or has no tables is a store to be.
func inspect(ctx context.Context, path string) (isNew bool, err error) {
	if info, err := os.Stat(path); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return true, nil
	} else if err != nil {
		return false, err
	}
	dsn, err := dataSource(path, url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)"}})
	if err != nil {
		return false, err
	}
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return false, err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
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
	return id != applicationID, nil
}
