package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
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
	if sqlfile.IsDamage(err) {
		head, err = s.headByKey(ctx)
	}
	if err != nil {
		return 0, fmt.Errorf("read head of the log: %w", err)
	}
	return head, nil
}

func readHead(ctx context.Context, stmts *sqlfile.Statements) (head data.Sequence, err error) {
	err = stmts.Value(ctx, &head, `SELECT coalesce(max(sequence), 0) FROM papers`)
	return head, err
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	changes, err := s.changes(ctx, after, limit)
	if sqlfile.IsDamage(err) {
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
	err := sqlfile.EachRow(ctx, s.read, []any{&key.sequence, &key.number}, func(r *sqlfile.Row) error {
		c, err := changeFrom(key, r)
		if err != nil {
			again = append(again, len(changes))
		}
		changes = append(changes, c)
		return nil
	}, func(*sqlfile.Row, error) {
		// Perhaps the index of the log is damaged, not the row.
		again = append(again, len(changes))
		changes = append(changes, data.Change{Sequence: key.sequence, Number: key.number})
	}, `SELECT t.sequence, t.number, `+sqlfile.RowColumns+` FROM papers t WHERE t.sequence > ? ORDER BY t.sequence LIMIT ?`, after, limit)
	for _, i := range again {
		changes[i] = s.changeOf(ctx, logKey{changes[i].Sequence, changes[i].Number})
	}
	return changes, err
}

// changeFrom returns the change that an intact row represents.
func changeFrom(key logKey, r *sqlfile.Row) (data.Change, error) {
	c := data.Change{Sequence: key.sequence, Number: key.number}
	if r.State != sqlfile.Live {
		return c, nil
	}
	p, err := sqlfile.ReadChange(r)
	if err == nil {
		c.Paper = &p
	}
	return c, err
}

// changeOf reads one change by the paper's number.
func (s *Store) changeOf(ctx context.Context, key logKey) data.Change {
	c := data.Change{Sequence: key.sequence, Number: key.number}
	var why error
	err := sqlfile.EachRow(ctx, s.read, nil, func(r *sqlfile.Row) (err error) {
		c, why = changeFrom(key, r)
		return nil
	}, func(_ *sqlfile.Row, err error) { why = err }, `SELECT `+sqlfile.RowColumns+` FROM papers t WHERE t.number = ?`, key.number)
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
	if !sqlfile.IsDamage(err) {
		return numbers, err
	}
	s.findings.addProblem(damagedPages)
	numbers = make(map[data.ID]data.Number, len(ids))
	for _, id := range ids {
		found, err := s.resolveLive(ctx, []data.ID{id})
		if sqlfile.IsDamage(err) {
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
	return s.papers(ctx, numbers, sqlfile.ReadPaper)
}

// PapersWithSources implements store.Store.
func (s *Store) PapersWithSources(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	return s.papers(ctx, numbers, sqlfile.DecodeRow)
}

func (s *Store) papers(ctx context.Context, numbers []data.Number, decode func(*sqlfile.Row) (data.Paper, error)) (map[data.Number]data.Paper, error) {
	papers := make(map[data.Number]data.Paper, len(numbers))
	err := rowsOf(ctx, s.read, numbers, ` WHERE t.state = 0`, func(requested data.Number, r *sqlfile.Row) error {
		p, err := decode(r)
		if err != nil {
			s.quarantine(ctx, r.Number, err)
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
	queryErr := rowsOf(ctx, s.read, []data.Number{number}, ` WHERE t.state = 0`, func(_ data.Number, r *sqlfile.Row) error {
		if p, err = sqlfile.DecodeRow(r); err != nil {
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
func (s *Store) snapshot(ctx context.Context, read func(*sqlfile.Statements) error) error {
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
	stmts := sqlfile.NewStatements(transaction)
	defer stmts.Close()
	return read(stmts)
}

// IsDamaged reports whether an error of Open or of reading means that the file is damaged
// or is not a store of Paperboy.
func IsDamaged(err error) bool {
	return sqlfile.IsDamage(err) || errors.Is(err, sqlfile.ErrForeign) || errors.Is(err, sqlfile.ErrEmptied)
}

// rowsOf calls take once for each of numbers, with the row of the paper that it is now
// (byNumbers). It calls bad for a number whose row cannot be read, and neither for a number
// without a row or whose row does not satisfy the WHERE clause where.
func rowsOf(ctx context.Context, stmts *sqlfile.Statements, numbers []data.Number, where string, take func(requested data.Number, r *sqlfile.Row) error, bad func(data.Number, error)) error {
	text := `SELECT p.number, ` + sqlfile.RowColumns + byNumbers + where
	read := func(numbers []data.Number, take func(data.Number, *sqlfile.Row) error, bad func(data.Number, error)) error {
		keys, err := sqlfile.JSONArray(numbers)
		if err != nil {
			return err
		}
		var requested data.Number
		return sqlfile.EachRow(ctx, stmts, []any{&requested}, func(r *sqlfile.Row) error { return take(requested, r) },
			func(_ *sqlfile.Row, err error) { bad(requested, err) }, text, keys)
	}
	// Collect the rows first, since a query that fails halfway is repeated row by row.
	type found struct {
		requested data.Number
		row       *sqlfile.Row
		err       error
	}
	var all []found
	collect := func(numbers []data.Number) error {
		return read(numbers,
			func(requested data.Number, r *sqlfile.Row) error {
				all = append(all, found{requested, r, nil})
				return nil
			},
			func(requested data.Number, err error) { all = append(all, found{requested, nil, err}) })
	}
	err := collect(numbers)
	if sqlfile.IsDamage(err) && len(numbers) > 1 {
		all = nil
		for _, number := range numbers {
			if err = collect([]data.Number{number}); sqlfile.IsDamage(err) {
				all = append(all, found{number, nil, err})
				err = nil
			}
			if err != nil {
				return err
			}
		}
	} else if sqlfile.IsDamage(err) {
		all, err = append(all, found{numbers[0], nil, err}), nil
	}
	if err != nil {
		return err
	}
	for _, f := range all {
		if f.err != nil {
			bad(f.requested, f.err)
		} else if err := take(f.requested, f.row); err != nil {
			return err
		}
	}
	return nil
}
