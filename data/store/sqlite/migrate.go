package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"paperboy/data/store"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

func migrations() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}

// migrate brings the schema up to the newest of migrations. A store that holds
// anything is copied to path.v<its schema>-<time>.bak before.
func migrate(ctx context.Context, db *sql.DB, path string, migrations fs.FS, now time.Time) error {
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
		return nil
	case have > 0:
		copied := fmt.Sprintf("%s.v%d-%s.bak", path, have, now.UTC().Format("20060102T150405Z"))
		if err := writeBackup(ctx, db, copied); err != nil {
			return fmt.Errorf("back up before migrating from schema %d to %d: %w", have, want, err)
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate from schema %d to %d: %w", have, want, err)
	}
	return nil
}
