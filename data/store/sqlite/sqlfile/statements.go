package sqlfile

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"
)

// Statements prepares SQL statements and caches them by their text. It may be used
// concurrently.
type Statements struct {
	db preparer

	mu     sync.Mutex // guards db and byText
	byText map[string]*sql.Stmt
}

type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func NewStatements(db preparer) *Statements {
	return &Statements{db: db, byText: make(map[string]*sql.Stmt)}
}

// get returns the prepared statement for a text.
func (s *Statements) get(ctx context.Context, text string) (*sql.Stmt, error) {
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

// SwitchTo makes later calls prepare statements on db, and returns the present statements,
// which may be in use.
func (s *Statements) SwitchTo(db preparer) (stale []*sql.Stmt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.byText {
		stale = append(stale, stmt)
	}
	s.db, s.byText = db, make(map[string]*sql.Stmt)
	return stale
}

func (s *Statements) Exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// Each calls scan for every row of a query.
func (s *Statements) Each(ctx context.Context, scan func(*sql.Rows) error, text string, args ...any) error {
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

// Value scans the only row of a query. If there is none, the error is sql.ErrNoRows.
func (s *Statements) Value(ctx context.Context, dest any, text string, args ...any) error {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(ctx, args...).Scan(dest)
}

func (s *Statements) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.byText {
		errs = append(errs, stmt.Close())
	}
	clear(s.byText)
	return errors.Join(errs...)
}

// JSONArray returns keys as a JSON array, for json_each.
func JSONArray[T ~string | ~uint32 | ~int64](keys []T) (string, error) {
	b, err := json.Marshal(keys)
	return string(b), err
}
