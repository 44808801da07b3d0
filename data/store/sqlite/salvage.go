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
)

// Salvage is what a copy of a damaged store lacks.
type Salvage struct {
	// Papers were copied, and Lost are the numbers of those whose rows could not be
	// read: they are in the copy, with their ids, and say nothing.
	Papers int           `json:"papers"`
	Lost   []data.Number `json:"lost"`
	// Notes say what else could not be read, for people.
	Notes []string `json:"notes"`
}

// salvager copies a store row by row.
type salvager struct {
	ctx  context.Context
	from *statements
	to   *sql.Tx
	// known are the papers that the log's index, aliases or records know.
	known map[data.Number]*knownPaper
	Salvage
}

// salvage copies what can be read of a store into a new file of the newest schema.
// Rows that are damaged come as they are; those that cannot be read get an empty row,
// so that their ids, lists and numbers stay theirs.
func salvage(ctx context.Context, from *sql.DB, path string) (_ Salvage, err error) {
	if err := makePrivate(path); err != nil {
		return Salvage{}, err
	}
	to, err := openPool(path, 1, writerPragmas())
	if err != nil {
		return Salvage{}, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if err := makeSchema(ctx, to); err != nil {
		return Salvage{}, err
	}
	s := salvager{ctx: ctx, from: newStatements(from)}
	defer func() { err = errors.Join(err, s.from.close()) }()
	// A row may come before the one that it refers to.
	if _, err := to.ExecContext(ctx, `PRAGMA foreign_keys = OFF`); err != nil {
		return Salvage{}, err
	}
	err = inTransaction(ctx, to, func(tx *sql.Tx) error {
		s.to = tx
		return s.run()
	})
	if err != nil {
		return Salvage{}, fmt.Errorf("copy row by row: %w", err)
	}
	_, err = to.ExecContext(ctx, `PRAGMA journal_mode = DELETE`)
	return s.Salvage, err
}

// SalvageFile copies what can be read of the store at from into a new file at path, and
// leaves from as it is. Nobody may write to it meanwhile. A file that SQLite refuses to
// open is read page by page. An identity that was lost is replaced by the given one or,
// where that is empty, by a new one.
func SalvageFile(ctx context.Context, from, path, identity string) (Salvage, error) {
	done, err := salvageFile(ctx, from, path)
	if err == nil {
		err = settle(ctx, path, identity)
	}
	if err != nil {
		return Salvage{}, fmt.Errorf("salvage store %s: %w", from, err)
	}
	return done, nil
}

// salvageFile works on a copy, since opening a file with a log writes to it.
func salvageFile(ctx context.Context, from, path string) (done Salvage, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), backupDir)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	copied := filepath.Join(dir, "store")
	logged := fileSize(from+"-wal") > 0
	if err := copyFile(copied, from); err != nil && !(logged && errors.Is(err, fs.ErrNotExist)) {
		return done, err
	}
	if logged {
		if err := copyFile(copied+"-wal", from+"-wal"); err != nil {
			return done, err
		}
	}
	if logged && fileSize(copied) == 0 { // SQLite would throw the log away
		return salvagePages(ctx, copied, path)
	}
	done, err = salvageOpened(ctx, copied, path)
	if err == nil || ctx.Err() != nil || errors.Is(err, syscall.ENOSPC) || codeOf(err)&0xff == codeFull {
		return done, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return done, err
	}
	return salvagePages(ctx, copied, path)
}

func salvageOpened(ctx context.Context, from, path string) (done Salvage, err error) {
	db, err := openPool(from, 1, commonPragmas)
	if err != nil {
		return done, err
	}
	defer func() { db.Close() }() // it was a copy
	isNew, err := isNewStore(ctx, db)
	if err != nil {
		return done, err
	}
	if isNew {
		return done, errNoStore
	}
	return salvage(ctx, db, path)
}

// settle gives a salvaged store an identity and what else Open expects.
func settle(ctx context.Context, path, identity string) error {
	db, err := openPool(path, 1, commonPragmas)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT OR IGNORE INTO meta(key, value) VALUES ('identity', ?)`, cmp.Or(identity, rand.Text()))
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	s, err := Open(ctx, path) // fills in what is missing
	if err != nil {
		return err
	}
	return s.Close()
}

// makeSchema makes an empty store, without an identity.
func makeSchema(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
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

func (s *salvager) run() error {
	tables, err := s.tables()
	if err != nil {
		return err
	}
	if err := s.know(); err != nil {
		return err
	}
	for _, t := range tables {
		copied, err := s.copy(t)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		if t.name == "papers" {
			s.Papers = copied
			if err := s.stand(); err != nil {
				return fmt.Errorf("papers that cannot be read: %w", err)
			}
		}
	}
	return errors.Join(s.answer(), s.openLists(), s.cut(tables))
}

// table is one to copy.
type table struct {
	name    string
	rowid   bool // else key is its primary key
	key     []string
	columns []string
}

// tables are those of the new store that the old one has too, papers first.
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

// newTables are the names of those of the new store.
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

// describe fills in the columns that both stores have, and the key.
func (s *salvager) describe(t *table) error {
	const text = `SELECT name, pk FROM pragma_table_info(?) ORDER BY cid`
	old := make(map[string]bool)
	err := s.from.each(s.ctx, func(rows *sql.Rows) error {
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
