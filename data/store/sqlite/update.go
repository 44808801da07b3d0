package sqlite

import (
	"context"
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// Update implements store.Store. The transaction is rolled back if f returns an error or
// panics, or if the commit fails, for example on a full disk.
//
// Once f is running, cancelling ctx does not interrupt its statements: f decides whether to
// continue.
func (s *Store) Update(ctx context.Context, f func(store.Tx) error) error {
	select {
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	case <-ctx.Done():
		return fmt.Errorf("update store: %w", context.Cause(ctx))
	case <-s.closed:
		return fmt.Errorf("update store: %w", errClosed)
	}
	ctx = context.WithoutCancel(ctx)
	if err := s.writable(ctx); err != nil {
		return fmt.Errorf("update store: %w", err)
	}
	return s.portError(s.update(ctx, f))
}

func (s *Store) update(ctx context.Context, f func(store.Tx) error) error {
	transaction, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("update store: begin: %w", err)
	}
	// Rollback does nothing after a commit, and fails if SQLite has already rolled back, as
	// it does on a full disk.
	defer transaction.Rollback()
	t := &tx{ctx: ctx, stmts: s.write, now: s.now().UnixMicro(), created: make(map[data.Number]bool), store: s}
	if err := t.begin(); err != nil {
		return fmt.Errorf("update store: %w", err)
	}
	before := t.sequence
	if err := f(t); err != nil {
		return err
	}
	// A commit to files that were removed would be lost.
	if err := s.replacedError(); err != nil {
		return fmt.Errorf("update store: %w", err)
	}
	if err := transaction.Commit(); err != nil {
		return fmt.Errorf("update store: commit: %w", err)
	}
	s.writes.Add(1)
	s.findings.remove(t.written)
	s.updateStats(before, t)
	return nil
}

// A tx is a transaction on the writing connection.
type tx struct {
	ctx   context.Context
	stmts *sqlfile.Statements
	store *Store
	now   int64 // Unix microseconds

	sequence data.Sequence        // of the newest change
	number   data.Number          // the highest in use
	created  map[data.Number]bool // numbers returned by Create and not yet put
	written  []data.Number        // papers whose rows were rewritten, which repairs them
	tally    tally
}

// damaged quarantines a paper that is not completely readable.
func (t *tx) damaged(number data.Number, why error) { t.store.quarantine(t.ctx, number, why) }

func (t *tx) isDamaged(number data.Number) bool { return t.store.findings.has(number) }

func (t *tx) begin() error {
	sequence, err := readHead(t.ctx, t.stmts)
	if err != nil {
		return err
	}
	t.sequence = sequence
	return t.stmts.Value(t.ctx, &t.number, `SELECT coalesce(max(number), 0) FROM papers`)
}

// nextSequence returns the sequence for the next change.
func (t *tx) nextSequence() data.Sequence {
	t.sequence++
	return t.sequence
}

// Sequence implements store.Tx.
func (t *tx) Sequence() data.Sequence { return t.sequence }

// Create implements store.Tx.
func (t *tx) Create() (data.Number, error) {
	if t.number == sqlfile.MaxNumber {
		return 0, errors.New("create paper: all numbers are used up")
	}
	t.number++
	t.created[t.number] = true
	return t.number, nil
}
