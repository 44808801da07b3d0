package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

func migrations() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // cannot happen: the folder is embedded
	}
	return sub
}

// migrate brings the schema up to the newest of migrations. If the store has a schema, it
// is first copied to path.v<schema>-<time>.bak.
func migrate(ctx context.Context, db *sql.DB, path string, migrations fs.FS, opts Options) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	have, want, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read schema version: %w", err)
	case have > want:
		return fmt.Errorf("%w: it has schema %d, this one reads up to %d", store.ErrNewer, have, want)
	case have == want:
		return fillIfCurrent(ctx, db, want, opts)
	case have > 0:
		copied := fmt.Sprintf("%s.v%d-%s.bak", path, have, opts.Now().UTC().Format("20060102T150405Z"))
		if err := writeBackup(ctx, db, copied, func(string) error { return nil }); err != nil {
			return fmt.Errorf("back up before migrating from schema %d to %d: %w", have, want, err)
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate from schema %d to %d: %w", have, want, err)
	}
	return fillIfCurrent(ctx, db, want, opts)
}

// packedSchema is the schema that added the last of the columns that fillIfCurrent fills in. Only
// tests open a store with an older one.
const packedSchema = 10

// fillIfCurrent fills in the checksums, and then packs the texts.
func fillIfCurrent(ctx context.Context, db *sql.DB, schema int64, opts Options) error {
	if schema < packedSchema {
		return nil
	}
	if err := sqlfile.FillSums(ctx, db); err != nil || opts.leavePlain {
		return err
	}
	return sqlfile.FillPacked(ctx, db, opts.Packing)
}

// checkCurrent returns an error if a store that cannot be written to needs a migration.
func checkCurrent(ctx context.Context, db *sql.DB, migrations fs.FS) error {
	var have, want int64
	if err := db.QueryRowContext(ctx, sqlfile.SelectVersion).Scan(&have); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	files, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return err
	}
	for _, name := range files {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return err
		}
		want = max(want, version)
	}
	switch {
	case have > want:
		return fmt.Errorf("%w: it has schema %d, this one reads up to %d", store.ErrNewer, have, want)
	case have < want:
		return fmt.Errorf("it has schema %d and needs a migration to %d, which has to write", have, want)
	}
	var filled int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM meta WHERE key = ?`, sqlfile.SumsFilled).Scan(&filled); err != nil || filled == 0 {
		return errors.Join(errors.New("it needs checksums, which have to be written"), err)
	}
	return nil
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
