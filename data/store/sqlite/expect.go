package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// Expect prepares a salvaged store for Mend. It adds an empty row for each live paper of
// other, a copy of this store, whose number and ids are unknown here, so that Mend takes the
// paper from other. If lists is true, it also copies the reading lists that are unknown here.
// It returns the numbers of papers and lists added.
func (s *Store) Expect(ctx context.Context, other *Store, lists bool) (papers, listed int, err error) {
	err = s.Update(ctx, func(x store.Tx) error {
		t := x.(*tx)
		if papers, err = t.expectPapers(other); err != nil || !lists {
			return err
		}
		listed, err = t.expectLists(other)
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("take papers from %s: %w", other.path, err)
	}
	return papers, listed, nil
}

// expectPapers adds the empty rows.
func (t *tx) expectPapers(other *Store) (added int, err error) {
	type known struct {
		id     data.ID
		number data.Number
	}
	var all []known
	err = other.read.Each(t.ctx, func(rows *sql.Rows) error {
		var k known
		err := rows.Scan(&k.id, &k.number)
		all = append(all, k)
		return err
	}, `SELECT a.id, p.number FROM aliases a JOIN papers p ON p.number = a.number WHERE p.state = 0 ORDER BY p.number`)
	if err != nil {
		return 0, err
	}
	made := make(map[data.Number]bool)
	for _, k := range all {
		n, err := t.execChanged(`INSERT INTO papers(number, sequence, state, added, updated, paper, sources) SELECT ?1, ?2, 0, ?3, ?3, ?4, '[]'
			WHERE NOT EXISTS (SELECT 1 FROM papers WHERE number = ?1)
			AND NOT EXISTS (SELECT 1 FROM aliases WHERE id = ?5)`, k.number, t.sequence+1, t.now, sqlfile.EmptyPaper, k.id)
		if err != nil {
			return added, err
		}
		if n > 0 {
			t.nextSequence()
			made[k.number] = true
			added++
		}
		if !made[k.number] {
			continue
		}
		if _, err := t.execChanged(`INSERT INTO aliases(id, number, sum) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, k.id, k.number, sqlfile.AliasSum(k.id, k.number)); err != nil {
			return added, err
		}
	}
	t.number = 0 // begin sets it again, so that Create skips the new numbers
	return added, t.begin()
}

// expectLists copies the lists whose numbers are unknown here, with the papers that are known.
func (t *tx) expectLists(other *Store) (added int, err error) {
	copyRows := func(columns int, read, write string, args ...any) (changed int64, err error) {
		var all [][]any
		err = other.read.Each(t.ctx, func(rows *sql.Rows) error {
			row := make([]any, columns)
			dest := make([]any, columns)
			for i := range row {
				dest[i] = &row[i]
			}
			err := rows.Scan(dest...)
			all = append(all, row)
			return err
		}, read, args...)
		for _, row := range all {
			n, err := t.execChanged(write, row...)
			if err != nil {
				return changed, err
			}
			changed += n
		}
		return changed, err
	}
	lists, err := other.Lists(t.ctx)
	if err != nil {
		return 0, err
	}
	for _, l := range lists {
		n, err := copyRows(6, `SELECT number, name, created, updated, used, bytes FROM lists WHERE number = ?`,
			`INSERT INTO lists(number, name, created, updated, used, bytes) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, l.Number)
		if err != nil {
			return added, err
		}
		if n == 0 {
			continue
		}
		added++
		if _, err = copyRows(4, `SELECT hash, list, edits, sealed FROM list_keys WHERE list = ?`,
			`INSERT INTO list_keys(hash, list, edits, sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, l.Number); err != nil {
			return added, err
		}
		if _, err = copyRows(4, `SELECT list, number, added, note FROM listed WHERE list = ? ORDER BY place`,
			`INSERT INTO listed(list, number, added, note) SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM papers WHERE number = ?2) ON CONFLICT DO NOTHING`, l.Number); err != nil {
			return added, err
		}
	}
	return added, nil
}
