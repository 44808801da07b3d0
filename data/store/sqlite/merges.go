package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// Merge implements store.Tx. The aliases of From keep its number. They lead to Into through
// merged_into, which always refers to the last paper of a chain of merges.
func (t *tx) Merge(m store.Merge) error {
	if err := t.merge(m); err != nil {
		return fmt.Errorf("merge paper number %d into %d: %w", m.From, m.Into, err)
	}
	return nil
}

func (t *tx) merge(m store.Merge) error {
	var intoIsLive bool
	err := t.stmts.Value(t.ctx, &intoIsLive, `SELECT count(*) FROM papers WHERE number = ? AND state = 0`, m.Into)
	if err != nil {
		return err
	}
	if !intoIsLive || m.From == m.Into {
		return store.ErrNotFound
	}
	var from any
	if m.From != 0 {
		from = m.From
		if err := t.markMerged(m.From, m.Into); err != nil {
			return err
		}
	}
	records, err := sqlfile.Marshal(m.Records)
	if err != nil {
		return err
	}
	_, err = t.stmts.Exec(t.ctx, `INSERT INTO merges(into_number, from_number, records, reason, at) VALUES (?, ?, ?, ?, ?)`,
		m.Into, from, records, m.Reason, t.now)
	return err
}

// markMerged merges a live paper into another.
func (t *tx) markMerged(from, into data.Number) error {
	done, err := t.stmts.Exec(t.ctx, `UPDATE papers SET state = 2, merged_into = ?1, sequence = ?2,
		sum = sum + 3 * (?2 - sequence + (2 << 44) + (?1 << 28)) WHERE number = ?3 AND state = 0`, into, t.nextSequence(), from)
	if err := changedOne(done, err); err != nil {
		return err
	}
	for _, step := range []string{
		`UPDATE papers SET merged_into = ?2, sum = sum + 3 * ((?2 - merged_into) << 28) WHERE merged_into = ?1`,
		`UPDATE records SET packed = (SELECT packed FROM papers WHERE number = ?1), paper = (SELECT iif(packed IS NULL, paper, NULL) FROM papers WHERE number = ?1)
			WHERE number = ?1 AND packed IS NULL AND paper IS NULL`,
		`UPDATE records SET number = ?2, sum = sum + 3 * (?2 - number) WHERE number = ?1`,
	} {
		if _, err := t.stmts.Exec(t.ctx, step, from, into); err != nil {
			return err
		}
	}
	t.tally.papers--
	return nil
}

// Unmerge implements store.Tx.
func (t *tx) Unmerge(p store.Parting) (data.Number, error) {
	leaving, err := t.unmerge(p)
	if err != nil {
		return 0, fmt.Errorf("undo merge %d: %w", p.Merge, err)
	}
	return leaving, nil
}

func (t *tx) unmerge(p store.Parting) (data.Number, error) {
	var stored data.Number
	var from sql.NullInt64
	err := t.stmts.Each(t.ctx, func(rows *sql.Rows) error { return rows.Scan(&stored, &from) },
		`SELECT p.number, m.from_number FROM merges m JOIN papers i ON i.number = m.into_number
			JOIN papers p ON p.number = coalesce(i.merged_into, i.number)
			WHERE m.number = ? AND m.undone IS NULL AND p.state = 0`, p.Merge)
	if err != nil {
		return 0, err
	}
	if stored == 0 {
		return 0, store.ErrNoMerge
	}
	leaving := data.Number(from.Int64)
	if from.Valid {
		done, err := t.stmts.Exec(t.ctx, `UPDATE papers SET state = 0, merged_into = NULL, sequence = ?1,
			sum = sum + 3 * (?1 - sequence - (state << 44) - (merged_into << 28)) WHERE number = ?2 AND state = 2`, t.nextSequence(), leaving)
		if err := changedOne(done, err); err != nil {
			return 0, err
		}
		t.tally.papers++
	} else if leaving, err = t.Create(); err != nil {
		return 0, err
	}
	ids, err := sqlfile.JSONArray(p.IDs)
	if err != nil {
		return 0, err
	}
	along, err := sqlfile.JSONArray(p.Along)
	if err != nil {
		return 0, err
	}
	for _, step := range []struct {
		text string
		args []any
	}{
		// A new number has its row only once the caller has put it.
		{`PRAGMA defer_foreign_keys = ON`, nil},
		{`UPDATE merges SET undone = ?, from_number = ? WHERE number = ?`, []any{t.now, leaving, p.Merge}},
		// Papers that are apart from the paper are apart from what is split off, too.
		{`INSERT OR IGNORE INTO apart(number, other)
			SELECT ?1, other FROM (
				SELECT iif(coalesce(p.merged_into, p.number) = ?2, a.other, a.number) AS other FROM apart a
					JOIN papers p ON p.number = a.number JOIN papers o ON o.number = a.other
					WHERE ?2 IN (coalesce(p.merged_into, p.number), coalesce(o.merged_into, o.number))
			) WHERE other <> ?1`, []any{leaving, stored}},
		{`INSERT OR IGNORE INTO apart(number, other) VALUES (?, ?)`, []any{leaving, stored}},
		{`UPDATE merges SET into_number = ? WHERE number IN (SELECT value FROM json_each(?))`, []any{leaving, along}},
		{`UPDATE aliases SET number = ?1, sum = sum + 3 * (?1 - number) WHERE number = ?2 AND id IN (SELECT value FROM json_each(?3))`, []any{leaving, stored, ids}},
		// Papers that were merged into the one that leaves, directly or not, go with it.
		{`WITH RECURSIVE under(number) AS (
				SELECT from_number FROM merges WHERE into_number = ?1 AND undone IS NULL AND from_number IS NOT NULL
				UNION SELECT m.from_number FROM merges m JOIN under ON m.into_number = under.number WHERE m.undone IS NULL AND m.from_number IS NOT NULL
			) UPDATE papers SET merged_into = ?1, sum = sum + 3 * ((?1 - merged_into) << 28) WHERE state = 2 AND number IN (SELECT number FROM under)`, []any{leaving}},
	} {
		if _, err := t.stmts.Exec(t.ctx, step.text, step.args...); err != nil {
			return 0, err
		}
	}
	return leaving, nil
}

// Merges implements store.Tx.
func (t *tx) Merges(number data.Number) ([]store.Merge, error) {
	return mergesOf(t.ctx, t.stmts, number)
}

// Merges implements store.Store.
func (s *Store) Merges(ctx context.Context, number data.Number) ([]store.Merge, error) {
	return mergesOf(ctx, s.read, number)
}

func mergesOf(ctx context.Context, stmts *sqlfile.Statements, number data.Number) ([]store.Merge, error) {
	merges, err := readMerges(ctx, stmts, `WHERE into_number IN (SELECT ?1 UNION ALL SELECT number FROM papers WHERE merged_into = ?1)
		OR from_number = ?1 AND undone IS NOT NULL ORDER BY number`, number)
	if err != nil {
		return nil, fmt.Errorf("read merges of paper number %d: %w", number, err)
	}
	return merges, nil
}

// NewestMerges implements store.Store.
func (s *Store) NewestMerges(ctx context.Context, before store.MergeNumber, limit int) ([]store.Merge, error) {
	merges, err := readMerges(ctx, s.read, `WHERE ?1 = 0 OR number < ?1 ORDER BY number DESC LIMIT ?2`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("read the newest merges: %w", err)
	}
	return merges, nil
}

func readMerges(ctx context.Context, stmts *sqlfile.Statements, which string, args ...any) (merges []store.Merge, err error) {
	err = stmts.Each(ctx, func(rows *sql.Rows) error {
		var m store.Merge
		var from, undone sql.NullInt64
		var records []byte
		var at int64
		if err := rows.Scan(&m.Number, &m.Into, &from, &records, &m.Reason, &at, &undone); err != nil {
			return err
		}
		m.From, m.At = data.Number(from.Int64), sqlfile.TimeOf(at)
		if undone.Valid {
			m.Undone = sqlfile.TimeOf(undone.Int64)
		}
		merges = append(merges, m)
		return json.Unmarshal(records, &merges[len(merges)-1].Records)
	}, `SELECT number, into_number, from_number, records, reason, at, undone FROM merges `+which, args...)
	return merges, err
}

// readParted fills in Foreign and Apart of entries.
func readParted(ctx context.Context, stmts *sqlfile.Statements, keys string, entries map[data.Number]*store.Entry) error {
	return errors.Join(
		stmts.Each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			var id data.ID
			err := rows.Scan(&number, &id)
			if e := entries[number]; e != nil {
				e.Foreign = append(e.Foreign, id)
			}
			return err
		}, `SELECT f.number, f.id FROM json_each(?) j CROSS JOIN foreign_ids f ON f.number = j.value`, keys),
		stmts.Each(ctx, func(rows *sql.Rows) error {
			var a, b data.Number
			err := rows.Scan(&a, &b)
			if a == b {
				return err // the two have been merged after all
			}
			for _, pair := range [][2]data.Number{{a, b}, {b, a}} {
				if e := entries[pair[0]]; e != nil && !slices.Contains(e.Apart, pair[1]) {
					e.Apart = append(e.Apart, pair[1])
				}
			}
			return err
		}, `SELECT DISTINCT coalesce(p.merged_into, p.number), coalesce(o.merged_into, o.number)
			FROM apart a JOIN papers p ON p.number = a.number JOIN papers o ON o.number = a.other`))
}

// putForeign replaces the foreign ids of a paper.
func (t *tx) putForeign(number data.Number, ids []data.ID) error {
	if _, err := t.stmts.Exec(t.ctx, `DELETE FROM foreign_ids WHERE number = ?`, number); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := t.stmts.Exec(t.ctx, `INSERT INTO foreign_ids(number, id) VALUES (?, ?) ON CONFLICT DO NOTHING`, number, id); err != nil {
			return err
		}
	}
	return nil
}
