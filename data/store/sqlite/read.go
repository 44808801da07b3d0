package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
)

// The states of a paper.
const (
	live    = 0
	deleted = 1
	merged  = 2
)

// byNumbers joins the papers of a JSON array of numbers, asked for as j.value,
// to what they are now, t: themselves, or the paper that they were merged into.
const byNumbers = ` FROM json_each(?) j CROSS JOIN papers p ON p.number = j.value
	CROSS JOIN papers t ON t.number = coalesce(p.merged_into, p.number)`

// byIDs does the same for a JSON array of ids.
const byIDs = ` FROM json_each(?) j CROSS JOIN aliases a ON a.id = j.value CROSS JOIN papers p ON p.number = a.number
	CROSS JOIN papers t ON t.number = coalesce(p.merged_into, p.number)`

// Head implements store.Store.
func (s *Store) Head(ctx context.Context) (data.Sequence, error) {
	head, err := readHead(ctx, s.read)
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
	var changes []data.Change
	err := s.read.each(ctx, func(rows *sql.Rows) error {
		var c data.Change
		var state int
		var added, updated int64
		var text, sources []byte
		if err := rows.Scan(&c.Sequence, &c.Number, &state, &added, &updated, &text, &sources); err != nil {
			return err
		}
		if state == live {
			p, err := readPaper(c.Number, text, added, updated)
			if err != nil {
				return err
			}
			if p.Sources, err = unmarshalSources(sources); err != nil {
				return fmt.Errorf("paper number %d: %w", c.Number, err)
			}
			c.Paper = &p
		}
		changes = append(changes, c)
		return nil
	}, `SELECT sequence, number, state, added, updated, paper, sources FROM papers
		WHERE sequence > ? ORDER BY sequence LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read changes after %d: %w", after, err)
	}
	return changes, nil
}

// Resolve implements store.Store.
func (s *Store) Resolve(ctx context.Context, ids []data.ID) (map[data.ID]data.Number, error) {
	numbers := make(map[data.ID]data.Number, len(ids))
	keys, err := array(ids)
	if err == nil {
		err = s.read.each(ctx, func(rows *sql.Rows) error {
			var id data.ID
			var number data.Number
			err := rows.Scan(&id, &number)
			numbers[id] = number
			return err
		}, `SELECT a.id, t.number`+byIDs+` WHERE t.state = 0`, keys)
	}
	if err != nil {
		return nil, fmt.Errorf("resolve %d ids: %w", len(ids), err)
	}
	return numbers, nil
}

// Papers implements store.Store.
func (s *Store) Papers(ctx context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	papers := make(map[data.Number]data.Paper, len(numbers))
	keys, err := array(numbers)
	if err == nil {
		err = s.read.each(ctx, func(rows *sql.Rows) error {
			var asked data.Number
			var added, updated int64
			var text []byte
			if err := rows.Scan(&asked, &added, &updated, &text); err != nil {
				return err
			}
			p, err := readPaper(asked, text, added, updated)
			papers[asked] = p
			return err
		}, `SELECT p.number, t.added, t.updated, t.paper`+byNumbers+` WHERE t.state = 0`, keys)
	}
	if err != nil {
		return nil, fmt.Errorf("read %d papers: %w", len(numbers), err)
	}
	return papers, nil
}

// Paper implements store.Store.
func (s *Store) Paper(ctx context.Context, id data.ID) (data.Paper, data.Number, error) {
	var p data.Paper
	var number data.Number
	keys, err := array([]data.ID{id})
	if err == nil {
		err = s.read.each(ctx, func(rows *sql.Rows) error {
			var added, updated int64
			var text, sources []byte
			err := rows.Scan(&number, &added, &updated, &text, &sources)
			if err != nil {
				return err
			}
			if p, err = readPaper(number, text, added, updated); err != nil {
				return err
			}
			return json.Unmarshal(sources, &p.Sources)
		}, `SELECT t.number, t.added, t.updated, t.paper, t.sources`+byIDs+` WHERE t.state = 0`, keys)
	}
	if err == nil && number == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return data.Paper{}, 0, fmt.Errorf("read paper %s: %w", id, err)
	}
	return p, number, nil
}

// snapshot has several queries see one state of the store.
func (s *Store) snapshot(ctx context.Context, read func(*statements) error) error {
	conn, err := s.readers.Conn(ctx)
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

// readPaper puts a paper together; its Sources are empty.
func readPaper(number data.Number, text []byte, added, updated int64) (data.Paper, error) {
	var p data.Paper
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("paper number %d: %w", number, err)
	}
	p.Sources, p.Added, p.Updated = []data.Provenance{}, timeOf(added), timeOf(updated)
	return p, nil
}
