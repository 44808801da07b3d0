package sqlite

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/pressly/goose/v3"

	"paperboy/data"
	"paperboy/data/disk"
	"paperboy/data/store/sqlite/sqlfile"
)

// A Salvage is the result of copying a damaged store.
type Salvage struct {
	// Papers is the number of papers copied. Lost holds the numbers of those whose rows
	// could not be read: in the copy they have ids and an empty row.
	Papers int           `json:"papers"`
	Lost   []data.Number `json:"lost"`
	// Notes are sentences for people about what else could not be read.
	Notes []string `json:"notes"`
}

// A salvager copies a store row by row.
type salvager struct {
	ctx  context.Context
	from *sqlfile.Statements
	to   *sql.Tx
	// known holds the papers that are in the log's index, the aliases or the records.
	known map[data.Number]*knownPaper
	Salvage
}

// salvage copies the readable parts of a store into a new file with the newest schema. It
// copies rows with wrong checksums as they are. A paper whose row cannot be read gets an
// empty row, so that it retains its number, ids and places in lists.
func salvage(ctx context.Context, from *sql.DB, path string) (_ Salvage, err error) {
	if err := sqlfile.MakePrivate(path); err != nil {
		return Salvage{}, err
	}
	to, err := sqlfile.OpenPool(path, 1, sqlfile.WriterPragmas())
	if err != nil {
		return Salvage{}, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := makeSchema(ctx, to); err != nil {
		return Salvage{}, err
	}
	s := salvager{ctx: ctx, from: sqlfile.NewStatements(from)}
	defer func() { err = errors.Join(err, s.from.Close()) }()
	// A row may be copied before the one that it refers to.
	if _, err := to.ExecContext(ctx, `PRAGMA foreign_keys = OFF`); err != nil {
		return Salvage{}, err
	}
	err = sqlfile.InTransaction(ctx, to, func(tx *sql.Tx) error {
		s.to = tx
		return s.run()
	})
	if err != nil {
		return Salvage{}, fmt.Errorf("copy row by row: %w", err)
	}
	_, err = to.ExecContext(ctx, `PRAGMA journal_mode = DELETE`)
	return s.Salvage, err
}

// SalvageFile copies the readable parts of the store at from into a new file at path. It does
// not change from, to which nobody may write meanwhile. It reads a file that SQLite refuses to
// open page by page. If the identity is lost, the copy gets the given one or, if that is
// empty, a new one.
func SalvageFile(ctx context.Context, from, path, identity string) (Salvage, error) {
	done, err := salvageFile(ctx, from, path)
	if err == nil {
		err = finishSalvage(ctx, path, identity)
	}
	if err != nil {
		return Salvage{}, fmt.Errorf("salvage store %s: %w", from, err)
	}
	return done, nil
}

// salvageFile copies from first, since opening a file with a log writes to it.
func salvageFile(ctx context.Context, from, path string) (done Salvage, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), backupDir)
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
		return salvagePages(ctx, copied, path)
	}
	done, err = salvageOpened(ctx, copied, path)
	if err == nil || ctx.Err() != nil || errors.Is(err, syscall.ENOSPC) || sqlfile.CodeOf(err)&0xff == sqlfile.CodeFull {
		return done, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return done, err
	}
	return salvagePages(ctx, copied, path)
}

// salvageOpened salvages a store that SQLite can open.
func salvageOpened(ctx context.Context, from, path string) (done Salvage, err error) {
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
		return done, errNoStore
	}
	return salvage(ctx, db, path)
}

// finishSalvage gives a salvaged store an identity, and lets Open add what is missing.
func finishSalvage(ctx context.Context, path, identity string) error {
	db, err := sqlfile.OpenPool(path, 1, sqlfile.CommonPragmas)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT OR IGNORE INTO meta(key, value) VALUES ('identity', ?)`, cmp.Or(identity, rand.Text()))
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	s, err := Open(ctx, path) // fills in checksums
	if err != nil {
		return err
	}
	return s.Close()
}

// makeSchema creates the newest schema in an empty database, without an identity.
func makeSchema(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, sqlfile.ApplicationID)); err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations(),
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
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
