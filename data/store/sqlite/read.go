package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"paperboy/data"
	"paperboy/data/store"
)

// The states of a paper.
const (
	live    = 0
	deleted = 1
	merged  = 2
)

// byNumbers joins the numbers of a JSON array (j.value) to their papers (p), and these to
// the papers that they are now (t): themselves, or those that they were merged into.
const byNumbers = ` FROM json_each(?) j CROSS JOIN papers p ON p.number = j.value
	CROSS JOIN papers t ON t.number = coalesce(p.merged_into, p.number)`

// byIDs is byNumbers for a JSON array of ids, with their aliases (a).
const byIDs = ` FROM json_each(?) j CROSS JOIN aliases a ON a.id = j.value CROSS JOIN papers p ON p.number = a.number
	CROSS JOIN papers t ON t.number = coalesce(p.merged_into, p.number)`

// Head implements store.Store.
func (s *Store) Head(ctx context.Context) (data.Sequence, error) {
	head, err := readHead(ctx, s.read)
	if isDamage(err) {
		head, err = s.headByKey(ctx)
	}
	if err != nil {
		return 0, fmt.Errorf("read head of the log: %w", err)
	}
	return head, nil
}

func readHead(ctx context.Context, stmts *statements) (head data.Sequence, err error) {
	err = stmts.value(ctx, &head, `SELECT coalesce(max(sequence), 0) FROM papers`)
	return head, err
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	changes, err := s.changes(ctx, after, limit)
	if isDamage(err) {
		s.findings.addProblem(damagedPages)
		changes, err = s.changesByKey(ctx, after, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("read changes after %d: %w", after, err)
	}
	return changes, nil
}

func (s *Store) changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	var changes []data.Change
	var again []int // indexes of the changes to read singly after the query
	var key logKey
	err := eachRow(ctx, s.read, []any{&key.sequence, &key.number}, func(r *row) error {
		c, err := changeFrom(key, r)
		if err != nil {
			again = append(again, len(changes))
		}
		changes = append(changes, c)
		return nil
	}, func(*row, error) {
		// Perhaps the index of the log is damaged, not the row.
		again = append(again, len(changes))
		changes = append(changes, data.Change{Sequence: key.sequence, Number: key.number})
	}, `SELECT t.sequence, t.number, `+rowColumns+` FROM papers t WHERE t.sequence > ? ORDER BY t.sequence LIMIT ?`, after, limit)
	for _, i := range again {
		changes[i] = s.changeOf(ctx, logKey{changes[i].Sequence, changes[i].Number})
	}
	return changes, err
}

// changeFrom returns the change that an intact row represents.
func changeFrom(key logKey, r *row) (data.Change, error) {
	c := data.Change{Sequence: key.sequence, Number: key.number}
	if r.state != live {
		return c, nil
	}
	p, err := readPaper(r.number, r.paper, r.added, r.updated)
	if err == nil {
		p.Sources, err = unmarshalSources(r.sources)
	}
	if err == nil {
		c.Paper = &p
	}
	return c, err
}

// changeOf reads one change by the paper's number.
func (s *Store) changeOf(ctx context.Context, key logKey) data.Change {
	c := data.Change{Sequence: key.sequence, Number: key.number}
	var why error
	err := eachRow(ctx, s.read, nil, func(r *row) (err error) {
		c, why = changeFrom(key, r)
		return nil
	}, func(_ *row, err error) { why = err }, `SELECT `+rowColumns+` FROM papers t WHERE t.number = ?`, key.number)
	if err != nil {
		why = err
	}
	if why != nil && ctx.Err() == nil {
		s.quarantine(ctx, key.number, why)
	}
	return c
}

// Resolve implements store.Store.
func (s *Store) Resolve(ctx context.Context, ids []data.ID) (map[data.ID]data.Number, error) {
	numbers, err := s.resolve(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("resolve %d ids: %w", len(ids), err)
	}
	return numbers, nil
}

func (s *Store) resolve(ctx context.Context, ids []data.ID) (map[data.ID]data.Number, error) {
	numbers, err := s.resolveLive(ctx, ids)
	if !isDamage(err) {
		return numbers, err
	}
	s.findings.addProblem(damagedPages)
	numbers = make(map[data.ID]data.Number, len(ids))
	for _, id := range ids {
		found, err := s.resolveLive(ctx, []data.ID{id})
		if isDamage(err) {
			found, err = s.resolveByPaper(ctx, id)
		}
		if err != nil {
			return nil, err
		}
		maps.Copy(numbers, found)
	}
	return numbers, nil
}

func (s *Store) resolveLive(ctx context.Context, ids []data.ID) (map[data.ID]data.Number, error) {
	numbers, _, err := s.resolveWith(ctx, s.read, ids, ` WHERE t.state = 0`)
	return numbers, err
}

// Papers implements store.Store.
func (s *Store) Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	return s.papers(ctx, numbers, func(r *row) (data.Paper, error) { return readPaper(r.number, r.paper, r.added, r.updated) })
}

// PapersWithSources implements store.Store.
func (s *Store) PapersWithSources(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	return s.papers(ctx, numbers, decodeRow)
}

func (s *Store) papers(ctx context.Context, numbers []data.Number, decode func(*row) (data.Paper, error)) (map[data.Number]data.Paper, error) {
	papers := make(map[data.Number]data.Paper, len(numbers))
	err := rowsOf(ctx, s.read, numbers, ` WHERE t.state = 0`, func(requested data.Number, r *row) error {
		p, err := decode(r)
		if err != nil {
			s.quarantine(ctx, r.number, err)
			return nil
		}
		papers[requested] = p
		return nil
	}, func(requested data.Number, err error) { s.quarantineRequested(ctx, requested, err) })
	if err != nil {
		return nil, fmt.Errorf("read %d papers: %w", len(numbers), err)
	}
	return papers, nil
}

// Paper implements store.Store.
func (s *Store) Paper(ctx context.Context, id data.ID) (data.Paper, data.Number, error) {
	p, number, err := s.paper(ctx, id)
	if err != nil {
		return data.Paper{}, 0, fmt.Errorf("read paper %s: %w", id, err)
	}
	return p, number, nil
}

func (s *Store) paper(ctx context.Context, id data.ID) (p data.Paper, number data.Number, err error) {
	numbers, err := s.resolve(ctx, []data.ID{id})
	if err != nil {
		return p, 0, err
	}
	number, ok := numbers[id]
	if !ok {
		return p, 0, store.ErrNotFound
	}
	err = store.ErrNotFound // if the paper has been deleted since and there is no row
	queryErr := rowsOf(ctx, s.read, []data.Number{number}, ` WHERE t.state = 0`, func(_ data.Number, r *row) error {
		if p, err = decodeRow(r); err != nil {
			err = s.unreadable(ctx, number, err)
		}
		return nil
	}, func(_ data.Number, why error) { err = s.unreadable(ctx, number, why) })
	if queryErr != nil {
		err = queryErr
	}
	return p, number, err
}

// unreadable quarantines a paper and returns an error that wraps store.ErrUnreadable.
func (s *Store) unreadable(ctx context.Context, number data.Number, why error) error {
	s.quarantine(ctx, number, why)
	return fmt.Errorf("%w: %w", store.ErrUnreadable, why)
}

// snapshot calls read with statements that all see the same state of the store.
func (s *Store) snapshot(ctx context.Context, read func(*statements) error) error {
	conn, err := s.readers.Load().Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	transaction, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer transaction.Rollback()
	stmts := newStatements(transaction)
	defer stmts.close()
	return read(stmts)
}

// readPaper returns a paper without Sources from the columns of its row.
func readPaper(number data.Number, text []byte, added, updated int64) (data.Paper, error) {
	var p data.Paper
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("paper number %d: %w", number, err)
	}
	if p.ID == "" {
		return p, fmt.Errorf("paper number %d: %w", number, errNoID)
	}
	p.Complete()
	p.Sources, p.Added, p.Updated = []data.Provenance{}, timeOf(added), timeOf(updated)
	return p, nil
}

var errNoID = errors.New("it has no id")
