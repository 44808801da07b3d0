package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// listedAs joins rows of listed (l) to the papers that were added (p), and these to the papers
// that they are now (t).
const listedAs = ` FROM listed l CROSS JOIN papers p ON p.number = l.number
	CROSS JOIN papers t ON t.number = coalesce(p.merged_into, p.number)`

// selectLists selects lists (n) with their numbers of live and deleted papers.
const selectLists = `SELECT n.number, n.name, n.created, n.updated, n.used, n.bytes,
	(SELECT count(DISTINCT t.number)` + listedAs + ` WHERE l.list = n.number AND t.state = 0),
	(SELECT count(DISTINCT t.number)` + listedAs + ` WHERE l.list = n.number AND t.state <> 0)`

// scanList scans a row of selectLists, and further columns into more.
func scanList(rows *sql.Rows, more ...any) (store.List, error) {
	var l store.List
	var created, updated, used int64
	err := rows.Scan(append([]any{&l.Number, &l.Name, &created, &updated, &used, &l.Bytes, &l.Papers, &l.Gone}, more...)...)
	l.Created, l.Updated, l.Used = sqlfile.TimeOf(created), sqlfile.TimeOf(updated), sqlfile.TimeOf(used)
	return l, err
}

// List implements store.Lists.
func (s *Store) List(ctx context.Context, key store.ListKey) (store.List, error) {
	return readList(ctx, s.read, key)
}

func readList(ctx context.Context, stmts *sqlfile.Statements, key store.ListKey) (store.List, error) {
	var list store.List
	err := stmts.Each(ctx, func(rows *sql.Rows) (err error) {
		var edits bool
		var sealed []byte
		if list, err = scanList(rows, &edits, &sealed); err != nil || !edits {
			list.ReadKey = key
			return err
		}
		list.Edits, list.EditKey = true, key
		list.ReadKey, err = sqlfile.Unseal(key, sealed)
		return err
	}, selectLists+`, k.edits, (SELECT sealed FROM list_keys WHERE list = n.number AND edits = 0)
		FROM list_keys k CROSS JOIN lists n ON n.number = k.list WHERE k.hash = ?`, sqlfile.KeyHash(key))
	return oneList(list, err)
}

// ListNumbered implements store.Lists.
func (s *Store) ListNumbered(ctx context.Context, number store.ListNumber) (store.List, error) {
	return readListNumbered(ctx, s.read, number)
}

func readListNumbered(ctx context.Context, stmts *sqlfile.Statements, number store.ListNumber) (store.List, error) {
	var list store.List
	err := stmts.Each(ctx, func(rows *sql.Rows) (err error) {
		list, err = scanList(rows)
		list.Edits = true
		return err
	}, selectLists+` FROM lists n WHERE n.number = ?`, number)
	return oneList(list, err)
}

// oneList returns store.ErrNoList if a query found no list.
func oneList(list store.List, err error) (store.List, error) {
	switch {
	case err != nil:
		return store.List{}, fmt.Errorf("read list: %w", err)
	case list.Number == 0:
		return store.List{}, store.ErrNoList
	}
	return list, nil
}

// CountLists implements store.Lists.
func (s *Store) CountLists(ctx context.Context) (int, error) {
	var count int
	if err := s.read.Value(ctx, &count, `SELECT count(*) FROM lists`); err != nil {
		return 0, fmt.Errorf("count lists: %w", err)
	}
	return count, nil
}

// Lists implements store.Lists.
func (s *Store) Lists(ctx context.Context) ([]store.List, error) {
	lists := []store.List{}
	err := s.read.Each(ctx, func(rows *sql.Rows) error {
		l, err := scanList(rows)
		lists = append(lists, l)
		return err
	}, selectLists+` FROM lists n ORDER BY n.updated DESC, n.number DESC`)
	if err != nil {
		return nil, fmt.Errorf("read lists: %w", err)
	}
	return lists, nil
}

// Listed implements store.Lists.
func (s *Store) Listed(ctx context.Context, list store.ListNumber) ([]store.Listed, error) {
	listed := []store.Listed{}
	indexes := make(map[data.Number]int) // in listed
	err := s.read.Each(ctx, func(rows *sql.Rows) error {
		var p store.Listed
		var added int64
		if err := rows.Scan(&p.Number, &p.ID, &p.Gone, &added, &p.Note); err != nil {
			return err
		}
		p.Added = sqlfile.TimeOf(added)
		if i, merged := indexes[p.Number]; merged {
			listed[i].Note = joinNotes(listed[i].Note, p.Note)
			return nil
		}
		indexes[p.Number] = len(listed)
		listed = append(listed, p)
		return nil
	}, `SELECT t.number, coalesce(`+sqlfile.IDOf("t")+`, ''), t.state <> 0, l.added, l.note`+listedAs+` WHERE l.list = ? ORDER BY l.place DESC`, list)
	if err != nil {
		return nil, fmt.Errorf("read list number %d: %w", list, err)
	}
	return listed, nil
}

// joinNotes returns the notes of two papers that were merged as one note.
func joinNotes(a, b string) string {
	if a == "" || a == b {
		return b
	}
	return strings.TrimSuffix(a+"\n\n"+b, "\n\n")
}

// AmongListed implements store.Lists.
func (s *Store) AmongListed(ctx context.Context, list store.ListNumber, ids []data.ID) (map[data.ID]bool, error) {
	among := make(map[data.ID]bool)
	keys, err := sqlfile.JSONArray(ids)
	if err == nil {
		err = s.read.Each(ctx, func(rows *sql.Rows) error {
			var id data.ID
			err := rows.Scan(&id)
			among[id] = true
			return err
		}, `SELECT a.id`+byIDs+` WHERE EXISTS (SELECT 1 FROM listed l WHERE l.list = ? AND l.number IN (`+selectNumbers("t.number")+`))`, keys, list)
	}
	if err != nil {
		return nil, fmt.Errorf("look up %d ids in list number %d: %w", len(ids), list, err)
	}
	return among, nil
}

// selectNumbers returns a query for the number of a paper and of those merged into it.
func selectNumbers(number string) string {
	return `SELECT number FROM papers WHERE number = ` + number + ` UNION ALL SELECT number FROM papers WHERE merged_into = ` + number
}
