package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"
)

// statements prepares each SQL text once and keeps it.
type statements struct {
	on preparer

	mu     sync.Mutex // guards byText
	byText map[string]*sql.Stmt
}

type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func newStatements(on preparer) *statements {
	return &statements{on: on, byText: make(map[string]*sql.Stmt)}
}

func (s *statements) get(ctx context.Context, text string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.byText[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.on.PrepareContext(ctx, text)
	if err == nil {
		s.byText[text] = stmt
	}
	return stmt, err
}

// move has what is asked from now on prepared on another, and returns the statements
// prepared until now, which may be in use.
func (s *statements) move(on preparer) (stale []*sql.Stmt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.byText {
		stale = append(stale, stmt)
	}
	s.on, s.byText = on, make(map[string]*sql.Stmt)
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

// value scans the one row of a query; without one the error is sql.ErrNoRows.
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

// array is keys as the JSON array that json_each reads.
func array[T ~string | ~uint32 | ~int64](keys []T) (string, error) {
	b, err := json.Marshal(keys)
	return string(b), err
}
