package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"
)

// statements prepares SQL statements and caches them by their text. It may be used
// concurrently.
type statements struct {
	db preparer

	mu     sync.Mutex // guards db and byText
	byText map[string]*sql.Stmt
}

type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func newStatements(db preparer) *statements {
	return &statements{db: db, byText: make(map[string]*sql.Stmt)}
}

// get returns the prepared statement for a text.
func (s *statements) get(ctx context.Context, text string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.byText[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.db.PrepareContext(ctx, text)
	if err == nil {
		s.byText[text] = stmt
	}
	return stmt, err
}

// switchTo makes later calls prepare statements on db, and returns the present statements,
// which may be in use.
func (s *statements) switchTo(db preparer) (stale []*sql.Stmt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.byText {
		stale = append(stale, stmt)
	}
	s.db, s.byText = db, make(map[string]*sql.Stmt)
	return stale
}

func (s *statements) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// each calls scan for every row of a query.
func (s *statements) each(ctx context.Context, scan func(*sql.Rows) error, text string, args ...any) error {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// value scans the only row of a query. If there is none, the error is sql.ErrNoRows.
func (s *statements) value(ctx context.Context, dest any, text string, args ...any) error {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(ctx, args...).Scan(dest)
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.byText {
		errs = append(errs, stmt.Close())
	}
	clear(s.byText)
	return errors.Join(errs...)
}

// jsonArray returns keys as a JSON array, for json_each.
func jsonArray[T ~string | ~uint32 | ~int64](keys []T) (string, error) {
	b, err := json.Marshal(keys)
	return string(b), err
}
