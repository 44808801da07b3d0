// Package salvage copies what is readable of a damaged store into a new file: row by row through
// SQLite, or page by page if SQLite refuses to open the file. It knows the tables of the schema, but
// no Store: package sqlite makes a store of the copy.
package salvage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/data/store/sqlite/sqlfile"
)

// Copied says what of a damaged store was copied.
type Copied struct {
	// Papers is the number of papers copied. Lost holds the numbers of those whose rows
	// could not be read: in the copy they have ids and an empty row.
	Papers int           `json:"papers"`
	Lost   []data.Number `json:"lost"`
	// Notes are sentences for people about what else could not be read.
	Notes []string `json:"notes"`
}

// A Schema creates the newest schema in an empty database, without an identity.
type Schema func(context.Context, *sql.DB) error

// A salvager copies a store row by row.
type salvager struct {
	ctx  context.Context
	from *sqlfile.Statements
	to   *sql.Tx
	// known holds the papers that are in the log's index, the aliases or the records.
	known map[data.Number]*knownPaper
	Copied
}

// create makes a new file to copy into. It does not check references, because a row may be copied
// before the one that it refers to.
func create(ctx context.Context, path string, schema Schema) (*sql.DB, error) {
	if err := sqlfile.MakePrivate(path); err != nil {
		return nil, err
	}
	to, err := sqlfile.OpenPool(path, 1, sqlfile.WriterPragmas())
	if err != nil {
		return nil, err
	}
	if err = schema(ctx, to); err == nil {
		_, err = to.ExecContext(ctx, `PRAGMA foreign_keys = OFF`)
	}
	if err != nil {
		return nil, errors.Join(err, to.Close())
	}
	return to, nil
}

// DB copies the readable parts of a store into a new file with the newest schema. It
// copies rows with wrong checksums as they are. A paper whose row cannot be read gets an
// empty row, so that it retains its number, ids and places in lists.
func DB(ctx context.Context, from *sql.DB, path string, schema Schema) (_ Copied, err error) {
	to, err := create(ctx, path, schema)
	if err != nil {
		return Copied{}, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	s := salvager{ctx: ctx, from: sqlfile.NewStatements(from)}
	defer func() { err = errors.Join(err, s.from.Close()) }()
	err = sqlfile.InTransaction(ctx, to, func(tx *sql.Tx) error {
		s.to = tx
		return s.run()
	})
	if err != nil {
		return Copied{}, fmt.Errorf("copy row by row: %w", err)
	}
	_, err = to.ExecContext(ctx, `PRAGMA journal_mode = DELETE`)
	return s.Copied, err
}

// File salvages the store in the file at from, which it does not change and to which nobody
// may write meanwhile. It reads a file that SQLite refuses to open page by page. The new file has
// no identity if that is lost.
func File(ctx context.Context, from, path string, schema Schema) (done Copied, err error) {
	// Copy it first, since opening a file with a log writes to it.
	dir, err := os.MkdirTemp(filepath.Dir(path), sqlfile.BackupDir)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	copied := filepath.Join(dir, "store")
	logged := disk.Size(from+"-wal") > 0
	if err := disk.CopyDurably(copied, from); err != nil && !(logged && errors.Is(err, fs.ErrNotExist)) {
		return done, err
	}
	if logged {
		if err := disk.CopyDurably(copied+"-wal", from+"-wal"); err != nil {
			return done, err
		}
	}
	if logged && disk.Size(copied) == 0 { // SQLite would discard the log
		return Pages(ctx, copied, path, schema)
	}
	done, err = Opened(ctx, copied, path, schema)
	if err == nil || ctx.Err() != nil || errors.Is(err, syscall.ENOSPC) || sqlfile.CodeOf(err)&0xff == sqlfile.CodeFull {
		return done, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return done, err
	}
	return Pages(ctx, copied, path, schema)
}

// Opened salvages a store that SQLite can open.
func Opened(ctx context.Context, from, path string, schema Schema) (done Copied, err error) {
	db, err := sqlfile.OpenPool(from, 1, sqlfile.CommonPragmas)
	if err != nil {
		return done, err
	}
	defer func() { db.Close() }() // an error doesn't matter for a temporary copy
	isNew, err := sqlfile.IsNewStore(ctx, db)
	if err != nil {
		return done, err
	}
	if isNew {
		return done, sqlfile.ErrNoStore
	}
	return DB(ctx, db, path, schema)
}

// run copies all tables, then restores what refers to lost rows.
func (s *salvager) run() error {
	tables, err := s.tables()
	if err != nil {
		return err
	}
	if err := s.collectKnown(); err != nil {
		return err
	}
	for _, t := range tables {
		copied, err := s.copyTable(t)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		if t.name == "papers" {
			s.Papers = copied
			if err := s.addPlaceholders(); err != nil {
				return fmt.Errorf("papers that cannot be read: %w", err)
			}
		}
	}
	return errors.Join(s.restoreAliases(), s.restoreListKeys(), s.removeDangling(tables))
}

// A table is a table to copy.
type table struct {
	name    string
	rowid   bool     // whether it has rowids
	key     []string // the primary key
	columns []string // those that both stores have
}

// tables returns the tables that both stores have, papers first.
func (s *salvager) tables() ([]table, error) {
	tables, err := s.newTables()
	if err != nil {
		return nil, err
	}
	for i := range tables {
		if err := s.describe(&tables[i]); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(tables, func(t table) bool { return len(t.columns) == 0 }), nil
}

// newTables returns the tables of the new store, without columns.
func (s *salvager) newTables() (tables []table, err error) {
	rows, err := s.to.QueryContext(s.ctx, `SELECT name, wr FROM pragma_table_list
		WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY name <> 'papers', name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t table
		var withoutRowid bool
		if err := rows.Scan(&t.name, &withoutRowid); err != nil {
			return nil, err
		}
		t.rowid = !withoutRowid
		tables = append(tables, t)
	}
	return tables, rows.Err()
}

// describe fills in the columns and the key of a table.
func (s *salvager) describe(t *table) error {
	const text = `SELECT name, pk FROM pragma_table_info(?) ORDER BY cid`
	old := make(map[string]bool)
	err := s.from.Each(s.ctx, func(rows *sql.Rows) error {
		var name string
		var pk int
		err := rows.Scan(&name, &pk)
		old[name] = true
		return err
	}, text, t.name)
	if err != nil {
		return err
	}
	rows, err := s.to.QueryContext(s.ctx, text, t.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var pk int
		if err := rows.Scan(&name, &pk); err != nil {
			return err
		}
		if old[name] {
			t.columns = append(t.columns, name)
		}
		if pk > 0 {
			t.key = append(t.key, name)
		}
	}
	return rows.Err()
}

// exec runs statements on the copy.
func (s *salvager) exec(texts ...string) error {
	for _, text := range texts {
		if _, err := s.to.ExecContext(s.ctx, text); err != nil {
			return err
		}
	}
	return nil
}
