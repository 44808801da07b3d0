package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"paperboy/data"
	"paperboy/data/store/sqlite/sqlfile"
)

// A logKey identifies a change of the log.
type logKey struct {
	sequence data.Sequence
	number   data.Number
}

// A keyCache holds the keys of the log as read row by row around damaged pages, which takes
// seconds. They are valid until the next write.
type keyCache struct {
	mu     sync.Mutex // guards the fields below
	writes int64      // Store.writes when keys were read
	keys   []logKey   // sorted by sequence; nil: not read
}

// changesByKey reads the log around damaged pages. It gets the keys from the log's index
// or, if that is damaged too, from the readable rows, then reads each change singly.
func (s *Store) changesByKey(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	keys, err := s.keysByIndex(ctx, after, limit)
	if sqlfile.IsDamage(err) {
		keys, err = s.keysByRow(ctx)
		for len(keys) > 0 && keys[0].sequence <= after {
			keys = keys[1:]
		}
		keys = keys[:min(limit, len(keys))]
	}
	if err != nil {
		return nil, err
	}
	changes := make([]data.Change, 0, len(keys))
	for _, k := range keys {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		changes = append(changes, s.changeOf(ctx, k))
	}
	return changes, nil
}

// keysByIndex reads keys from the index of the log.
func (s *Store) keysByIndex(ctx context.Context, after data.Sequence, limit int) (keys []logKey, err error) {
	err = s.read.Each(ctx, func(rows *sql.Rows) error {
		var k logKey
		err := rows.Scan(&k.sequence, &k.number)
		keys = append(keys, k)
		return err
	}, `SELECT sequence, number FROM papers INDEXED BY sqlite_autoindex_papers_1 WHERE sequence > ? ORDER BY sequence LIMIT ?`, after, limit)
	return keys, err
}

// keysByRow returns the keys of all readable rows, sorted by sequence.
func (s *Store) keysByRow(ctx context.Context) ([]logKey, error) {
	s.byRow.mu.Lock()
	defer s.byRow.mu.Unlock()
	if s.byRow.keys != nil && s.byRow.writes == s.writes.Load() {
		return s.byRow.keys, nil
	}
	writes := s.writes.Load()
	keys := []logKey{}
	last, err := sqlfile.LastNumber(ctx, s.read)
	if err != nil {
		return nil, err
	}
	scan := sqlfile.KeyScan{Stmts: s.read, Table: "papers", Gap: func(int64, int64, error) {}}
	scan.Scan = func(from, to int64) (through int64, err error) {
		through = from - 1
		err = s.read.Each(ctx, func(rows *sql.Rows) error {
			var k logKey
			err := rows.Scan(&k.number, &k.sequence)
			if err == nil {
				keys, through = append(keys, k), int64(k.number)
			}
			return err
		}, `SELECT number, sequence FROM papers NOT INDEXED WHERE number >= ? AND number <= ? ORDER BY number`, from, to)
		return through, err
	}
	err = scan.Run(ctx, 1, int64(last))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(keys, func(a, b logKey) int { return cmp.Compare(a.sequence, b.sequence) })
	s.byRow.keys, s.byRow.writes = keys, writes
	return keys, nil
}

// headByKey is Head for a store whose log index is damaged at its end.
func (s *Store) headByKey(ctx context.Context) (data.Sequence, error) {
	s.findings.addProblem(damagedPages)
	keys, err := s.keysByRow(ctx)
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	return keys[len(keys)-1].sequence, nil
}

// resolveByPaper looks for the live paper with an id whose alias is damaged. It reads all
// papers.
func (s *Store) resolveByPaper(ctx context.Context, id data.ID) (map[data.ID]data.Number, error) {
	last, err := sqlfile.LastNumber(ctx, s.read)
	if err != nil {
		return nil, err
	}
	found := make(map[data.ID]data.Number)
	scan := sqlfile.KeyScan{Stmts: s.read, Table: "papers", Gap: func(int64, int64, error) {}}
	scan.Scan = func(from, to int64) (through int64, err error) {
		through = from - 1
		err = s.read.Each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			var match bool
			err := rows.Scan(&number, &match)
			if err == nil {
				through = int64(number)
			}
			if match {
				found[id] = number
			}
			return err
		}, `SELECT number, coalesce(`+sqlfile.IDOf("papers")+` = ?, 0) AND state = 0 FROM papers NOT INDEXED WHERE number >= ? AND number <= ? ORDER BY number`, id, from, to)
		return through, err
	}
	return found, scan.Run(ctx, 1, int64(last))
}
