package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
)

// maxSameTitle bounds how many papers of one title ByTitle looks at, the oldest
// of them, so that a source full of one title does not cost its square.
const maxSameTitle = 100

// ByID implements store.Tx.
func (t *tx) ByID(ids []data.ID) (map[data.ID]store.Entry, error) {
	keys, err := array(ids)
	if err != nil {
		return nil, err
	}
	return lookUp[data.ID](t, `SELECT a.id, t.number`+byIDs, keys)
}

// ByNumber implements store.Tx.
func (t *tx) ByNumber(numbers []data.Number) (map[data.Number]store.Entry, error) {
	keys, err := array(numbers)
	if err != nil {
		return nil, err
	}
	return lookUp[data.Number](t, `SELECT p.number, t.number`+byNumbers, keys)
}

// lookUp returns the entries for a query that gives each key's number.
func lookUp[K comparable](t *tx, text, keys string) (map[K]store.Entry, error) {
	numbers := make(map[K]data.Number)
	err := t.stmts.each(t.ctx, func(rows *sql.Rows) error {
		var key K
		var number data.Number
		err := rows.Scan(&key, &number)
		numbers[key] = number
		return err
	}, text, keys)
	if err != nil {
		return nil, fmt.Errorf("look papers up: %w", err)
	}
	found := make([]data.Number, 0, len(numbers))
	for _, number := range numbers {
		found = append(found, number)
	}
	byNumber, err := t.entries(found)
	if err != nil {
		return nil, err
	}
	entries := make(map[K]store.Entry, len(numbers))
	for key, number := range numbers {
		entries[key] = *byNumber[number]
	}
	return entries, nil
}

// ByTitle implements store.Tx, for the oldest 100 papers of each title.
func (t *tx) ByTitle(keys []string) (map[string][]store.Entry, error) {
	hashes := make([]int64, 0, len(keys))
	for _, key := range keys {
		if h, ok := titleHash(key).(int64); ok {
			hashes = append(hashes, h)
		}
	}
	text, err := array(hashes)
	if err != nil {
		return nil, err
	}
	var numbers []data.Number
	err = t.stmts.each(t.ctx, func(rows *sql.Rows) error {
		var number data.Number
		err := rows.Scan(&number)
		numbers = append(numbers, number)
		return err
	}, `SELECT p.number FROM json_each(?) j CROSS JOIN papers p ON p.number IN
		(SELECT number FROM papers WHERE state = 0 AND title_key = j.value ORDER BY number LIMIT `+fmt.Sprint(maxSameTitle)+`)`, text)
	if err != nil {
		return nil, fmt.Errorf("look titles up: %w", err)
	}
	found, err := t.entries(numbers)
	if err != nil {
		return nil, err
	}
	asked := make(map[string]bool, len(keys))
	for _, key := range keys {
		asked[key] = true
	}
	byTitle := make(map[string][]store.Entry)
	slices.Sort(numbers)
	for _, number := range slices.Compact(numbers) {
		if key := data.TitleKey(found[number].Paper.Title); asked[key] {
			byTitle[key] = append(byTitle[key], *found[number])
		}
	}
	return byTitle, nil
}

const readRecords = `SELECT r.number, r.origin, coalesce(r.paper, p.paper) FROM records r JOIN papers p ON p.number = r.number`

// entries reads papers with their records, whatever their state.
func (t *tx) entries(numbers []data.Number) (map[data.Number]*store.Entry, error) {
	return readEntries(t.ctx, t.stmts, numbers)
}

func readEntries(ctx context.Context, stmts *statements, numbers []data.Number) (map[data.Number]*store.Entry, error) {
	entries := make(map[data.Number]*store.Entry, len(numbers))
	if len(numbers) == 0 {
		return entries, nil
	}
	keys, err := array(numbers)
	if err != nil {
		return nil, err
	}
	err = stmts.each(ctx, func(rows *sql.Rows) error {
		var e store.Entry
		var state int
		var added, updated int64
		var text, sources []byte
		err := rows.Scan(&e.Number, &state, &added, &updated, &text, &sources)
		if err != nil {
			return err
		}
		e.Deleted = state == deleted
		if e.Paper, err = readPaper(e.Number, text, added, updated); err != nil {
			return err
		}
		entries[e.Number] = &e
		return json.Unmarshal(sources, &e.Paper.Sources)
	}, `SELECT number, state, added, updated, paper, sources FROM papers WHERE number IN (SELECT value FROM json_each(?))`, keys)
	if err != nil {
		return nil, fmt.Errorf("read papers: %w", err)
	}
	err = stmts.each(ctx, func(rows *sql.Rows) error {
		var number data.Number
		var origin, paper []byte
		if err := rows.Scan(&number, &origin, &paper); err != nil {
			return err
		}
		record, err := readRecord(origin, paper)
		if err != nil {
			return fmt.Errorf("paper number %d: %w", number, err)
		}
		entries[number].Records = append(entries[number].Records, record)
		return nil
	}, readRecords+` WHERE r.number IN (SELECT value FROM json_each(?)) ORDER BY r.id`, keys)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	if err := readParted(ctx, stmts, keys, entries); err != nil {
		return nil, fmt.Errorf("read what papers are not: %w", err)
	}
	return entries, nil
}

// Entry implements store.Store.
func (s *Store) Entry(ctx context.Context, id data.ID) (store.Entry, error) {
	var entry store.Entry
	err := s.snapshot(ctx, func(stmts *statements) error {
		keys, err := array([]data.ID{id})
		if err != nil {
			return err
		}
		var number data.Number
		err = stmts.each(ctx, func(rows *sql.Rows) error { return rows.Scan(&number) }, `SELECT t.number`+byIDs+` WHERE t.state = 0`, keys)
		if err != nil {
			return err
		}
		if number == 0 {
			return store.ErrNotFound
		}
		found, err := readEntries(ctx, stmts, []data.Number{number})
		if err == nil {
			entry = *found[number]
		}
		return err
	})
	if err != nil {
		return store.Entry{}, fmt.Errorf("read paper %s: %w", id, err)
	}
	return entry, nil
}

// FromSource implements store.Tx.
func (t *tx) FromSource(name string) (all, only []data.Number, err error) {
	err = t.stmts.each(t.ctx, func(rows *sql.Rows) error {
		var number data.Number
		var alone bool
		if err := rows.Scan(&number, &alone); err != nil {
			return err
		}
		all = append(all, number)
		if alone {
			only = append(only, number)
		}
		return nil
	}, `SELECT DISTINCT r.number, NOT EXISTS (SELECT 1 FROM records o WHERE o.number = r.number AND o.source <> r.source)
		FROM records r JOIN papers p ON p.number = r.number WHERE r.source = ? AND p.state = 0 ORDER BY r.number`, name)
	if err != nil {
		return nil, nil, fmt.Errorf("look up papers of source %s: %w", name, err)
	}
	return all, only, nil
}
