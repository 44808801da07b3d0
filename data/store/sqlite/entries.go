package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
	"paperboy/data/text"
)

// maxSameTitle is the maximum number of papers with one title that ByTitle reads, so that a
// source with many equal titles does not take quadratic time.
const maxSameTitle = 100

// Numbers implements store.Tx. It repairs damaged aliases that it finds.
func (t *tx) Numbers(ids []data.ID) (map[data.ID]data.Number, error) {
	numbers, bad, err := t.store.resolveWith(t.ctx, t.stmts, ids, "")
	if err != nil {
		return nil, fmt.Errorf("look papers up: %w", err)
	}
	for _, id := range bad {
		if err := t.mendAlias(id); err != nil {
			return nil, fmt.Errorf("look papers up: mend %s: %w", id, err)
		}
	}
	return numbers, nil
}

// ByID implements store.Tx.
func (t *tx) ByID(ids []data.ID) (map[data.ID]store.Entry, error) {
	numbers, err := t.Numbers(ids)
	if err != nil {
		return nil, err
	}
	return entriesBy(t, numbers)
}

// ByNumber implements store.Tx.
func (t *tx) ByNumber(numbers []data.Number) (map[data.Number]store.Entry, error) {
	keys, err := sqlfile.JSONArray(numbers)
	if err != nil {
		return nil, err
	}
	return lookUp[data.Number](t, `SELECT p.number, t.number`+byNumbers, keys)
}

// lookUp returns the entries for a query that returns keys and their numbers.
func lookUp[K comparable](t *tx, text, keys string) (map[K]store.Entry, error) {
	numbers := make(map[K]data.Number)
	err := t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
		var key K
		var number data.Number
		err := rows.Scan(&key, &number)
		numbers[key] = number
		return err
	}, text, keys)
	if err != nil {
		return nil, fmt.Errorf("look papers up: %w", err)
	}
	return entriesBy(t, numbers)
}

// entriesBy returns the entry of each key, given their numbers.
func entriesBy[K comparable](t *tx, numbers map[K]data.Number) (map[K]store.Entry, error) {
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
		if e := byNumber[number]; e != nil {
			entries[key] = *e
		}
	}
	return entries, nil
}

// ByTitle implements store.Tx. It returns at most the oldest 100 papers for each title.
func (t *tx) ByTitle(keys []string) (map[string][]store.Entry, error) {
	hashes := make([]int64, 0, len(keys))
	for _, key := range keys {
		if h, ok := sqlfile.TitleHash(key).(int64); ok {
			hashes = append(hashes, h)
		}
	}
	list, err := sqlfile.JSONArray(hashes)
	if err != nil {
		return nil, err
	}
	var numbers []data.Number
	err = t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
		var number data.Number
		err := rows.Scan(&number)
		numbers = append(numbers, number)
		return err
	}, `SELECT p.number FROM json_each(?) j CROSS JOIN papers p ON p.number IN
		(SELECT number FROM papers WHERE state = 0 AND title_key = j.value ORDER BY number LIMIT `+fmt.Sprint(maxSameTitle)+`)`, list)
	if err != nil {
		return nil, fmt.Errorf("look titles up: %w", err)
	}
	found, err := t.entries(numbers)
	if err != nil {
		return nil, err
	}
	wanted := make(map[string]bool, len(keys))
	for _, key := range keys {
		wanted[key] = true
	}
	byTitle := make(map[string][]store.Entry)
	slices.Sort(numbers)
	for _, number := range slices.Compact(numbers) {
		e := found[number]
		if e == nil || e.Unreadable {
			continue
		}
		if key := text.TitleKey(e.Paper.Title); wanted[key] {
			byTitle[key] = append(byTitle[key], *e)
		}
	}
	return byTitle, nil
}

// entries reads papers with their records, whatever their state.
func (t *tx) entries(numbers []data.Number) (map[data.Number]*store.Entry, error) {
	return readEntries(t.ctx, t.stmts, numbers, t.damaged)
}

// readEntries reads papers with their records. It calls damaged for each paper that is not
// completely readable, and returns an entry with what is.
func readEntries(ctx context.Context, stmts *sqlfile.Statements, numbers []data.Number, damaged func(data.Number, error)) (map[data.Number]*store.Entry, error) {
	entries := make(map[data.Number]*store.Entry, len(numbers))
	if len(numbers) == 0 {
		return entries, nil
	}
	unreadable := make(map[data.Number]error)
	err := rowsOf(ctx, stmts, numbers, "", func(_ data.Number, r *sqlfile.Row) error {
		p, err := sqlfile.DecodeRow(r)
		if err != nil {
			unreadable[r.Number] = err
		}
		entries[r.Number] = &store.Entry{Number: r.Number, Deleted: r.State == sqlfile.Deleted, Paper: p}
		return nil
	}, func(requested data.Number, err error) {
		entries[requested] = &store.Entry{Number: requested}
		unreadable[requested] = err
	})
	if err != nil {
		return nil, fmt.Errorf("read papers: %w", err)
	}
	err = recordsOf(ctx, stmts, numbers, func(number data.Number, r data.Record) {
		if e := entries[number]; e != nil {
			e.Records = append(e.Records, r)
		}
	}, func(number data.Number, err error) {
		if e := entries[number]; e != nil {
			e.Damaged = true
			if unreadable[number] == nil {
				damaged(number, fmt.Errorf("a record of it: %w", err))
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	keys, err := sqlfile.JSONArray(numbers)
	if err != nil {
		return nil, err
	}
	if err := readParted(ctx, stmts, keys, entries); err != nil {
		return nil, fmt.Errorf("read undone merges: %w", err)
	}
	for number, why := range unreadable {
		salvageEntry(ctx, stmts, entries[number])
		damaged(number, why)
	}
	return entries, nil
}

// salvageEntry completes an entry whose row cannot be read. Its paper is made of its records,
// or has only an id.
func salvageEntry(ctx context.Context, stmts *sqlfile.Statements, e *store.Entry) {
	e.Damaged, e.Unreadable = true, true
	if e.Paper = data.Merge(e.Records, e.Foreign...); e.Paper.ID == "" {
		e.Paper.ID = idOf(ctx, stmts, e.Number)
	}
}

// A foundRecord is a record of a paper, or the reason why it cannot be read.
type foundRecord struct {
	number data.Number
	record data.Record
	err    error
}

// recordsOf calls take for each readable record of papers, those of each paper in their
// order, and bad for each record that cannot be read.
func recordsOf(ctx context.Context, stmts *sqlfile.Statements, numbers []data.Number, take func(data.Number, data.Record), bad func(data.Number, error)) error {
	keys, err := sqlfile.JSONArray(numbers)
	if err != nil {
		return err
	}
	found, err := scanRecords(ctx, stmts, `WHERE r.number IN (SELECT value FROM json_each(?)) ORDER BY r.id`, keys)
	if sqlfile.IsDamage(err) {
		found, err = recordsOneByOne(ctx, stmts, numbers)
	}
	for _, f := range found {
		if f.err != nil {
			bad(f.number, f.err)
		} else {
			take(f.number, f.record)
		}
	}
	return err
}

// scanRecords reads the records that a WHERE clause with one parameter selects.
func scanRecords(ctx context.Context, stmts *sqlfile.Statements, which string, key any) (found []foundRecord, err error) {
	err = stmts.Each(ctx, func(rows *sql.Rows) error {
		var r sqlfile.RecordRow
		var record data.Record
		err := rows.Scan(r.Dest()...)
		if err == nil {
			record, err = r.Read()
		}
		found = append(found, foundRecord{r.Number, record, err})
		return nil
	}, `SELECT `+sqlfile.RecordColumns+` FROM records r `+which, key)
	return found, err
}

// recordsOneByOne reads the records of papers singly, around damaged pages.
func recordsOneByOne(ctx context.Context, stmts *sqlfile.Statements, numbers []data.Number) (found []foundRecord, err error) {
	for _, number := range numbers {
		var ids []int64
		err := stmts.Each(ctx, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT id FROM records INDEXED BY records_number WHERE number = ? ORDER BY id`, number)
		if err != nil && !sqlfile.IsDamage(err) {
			return nil, err
		}
		if err != nil {
			found = append(found, foundRecord{number: number, err: err})
		}
		for _, id := range ids {
			one, err := scanRecords(ctx, stmts, `WHERE r.id = ?`, id)
			if err != nil && !sqlfile.IsDamage(err) {
				return nil, err
			}
			if err != nil {
				one = []foundRecord{{number: number, err: err}}
			}
			found = append(found, one...)
		}
	}
	return found, nil
}

// Entry implements store.Store.
func (s *Store) Entry(ctx context.Context, id data.ID) (store.Entry, error) {
	var entry store.Entry
	var damaged error
	err := s.snapshot(ctx, func(stmts *sqlfile.Statements) error {
		numbers, _, err := s.resolveWith(ctx, stmts, []data.ID{id}, ` WHERE t.state = 0`)
		if err != nil {
			return err
		}
		number := numbers[id]
		if number == 0 {
			return store.ErrNotFound
		}
		found, err := readEntries(ctx, stmts, []data.Number{number}, func(_ data.Number, why error) { damaged = why })
		if err == nil {
			entry = *found[number]
		}
		return err
	})
	if err == nil && entry.Unreadable {
		err = s.unreadable(ctx, entry.Number, damaged)
	}
	if err != nil {
		return store.Entry{}, fmt.Errorf("read paper %s: %w", id, err)
	}
	return entry, nil
}

// FromSource implements store.Tx.
func (t *tx) FromSource(name string) (all, only []data.Number, err error) {
	err = t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
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
