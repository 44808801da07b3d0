package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"paperboy/data"
)

// logKey is a step of the log without what it says.
type logKey struct {
	sequence data.Sequence
	number   data.Number
}

// keyCache holds the log's keys as they were read one by one around damaged pages,
// which takes seconds; they hold until the next write.
type keyCache struct {
	mu   sync.Mutex // guards what follows
	at   int64      // the count of changes that keys are of
	keys []logKey   // by sequence; nil: not read
}

// changesByKey reads the log where a scan of it meets damaged pages. The keys come
// from the log's index, which holds nothing else, or else from the rows that can be
// read; each step is then read on its own.
func (s *Store) changesByKey(ctx context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	keys, err := s.keysByIndex(ctx, after, limit)
	if isDamage(err) {
		keys, err = s.keysByRow(ctx)
		i, found := slices.BinarySearchFunc(keys, after, func(k logKey, after data.Sequence) int {
			if k.sequence <= after {
				return -1
			}
			return 1
		})
		_ = found
		keys = keys[i:]
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

// keysByIndex reads keys from the index of the log alone.
func (s *Store) keysByIndex(ctx context.Context, after data.Sequence, limit int) (keys []logKey, err error) {
	err = s.read.each(ctx, func(rows *sql.Rows) error {
		var k logKey
		err := rows.Scan(&k.sequence, &k.number)
		keys = append(keys, k)
		return err
	}, `SELECT sequence, number FROM papers INDEXED BY sqlite_autoindex_papers_1 WHERE sequence > ? ORDER BY sequence LIMIT ?`, after, limit)
	return keys, err
}

// keysByRow returns the key of every row that can be read, by sequence.
func (s *Store) keysByRow(ctx context.Context) ([]logKey, error) {
	s.byRow.mu.Lock()
	defer s.byRow.mu.Unlock()
	if s.byRow.keys != nil && s.byRow.at == s.writes.Load() {
		return s.byRow.keys, nil
	}
	at := s.writes.Load()
	keys := []logKey{}
	last, err := lastNumber(ctx, s.read)
	if err != nil {
		return nil, err
	}
	err = eachReadable(ctx, 1, int64(last), func(from, to int64) (through int64, err error) {
		through = from - 1
		err = s.read.each(ctx, func(rows *sql.Rows) error {
			var k logKey
			err := rows.Scan(&k.number, &k.sequence)
			if err == nil {
				keys, through = append(keys, k), int64(k.number)
			}
			return err
		}, `SELECT number, sequence FROM papers NOT INDEXED WHERE number >= ? AND number <= ? ORDER BY number`, from, to)
		return through, err
	}, func(id int64, err error) { s.quarantine(ctx, data.Number(id), err) })
	if err != nil {
		return nil, err
	}
	slices.SortFunc(keys, func(a, b logKey) int {
		if a.sequence < b.sequence {
			return -1
		}
		return 1
	})
	s.byRow.keys, s.byRow.at = keys, at
	return keys, nil
}

// eachReadable reads the rows from first to last by scan, which returns the key of
// the last row that it read. Where a scan meets damage it goes on with the next key
// that can be read; those between are skipped.
func eachReadable(ctx context.Context, first, last int64, scan func(from, to int64) (through int64, err error), skipped func(id int64, err error)) error {
	for from := first; from <= last; {
		if err := ctx.Err(); err != nil {
			return err
		}
		through, err := scan(from, last)
		if err == nil {
			return nil
		}
		if !isDamage(err) {
			return err
		}
		from = through + 1
		// One by one, until one can be read: a page holds few rows.
		for from <= last {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, err := scan(from, from)
			from++
			if err == nil {
				break
			}
			if !isDamage(err) {
				return err
			}
			skipped(from-1, err)
		}
	}
	return nil
}

// lastNumber is the highest number that any table knows of a paper.
func lastNumber(ctx context.Context, stmts *statements) (data.Number, error) {
	var last data.Number
	var err error
	for _, text := range []string{
		`SELECT coalesce(max(number), 0) FROM papers NOT INDEXED`,
		`SELECT coalesce(max(number), 0) FROM papers INDEXED BY sqlite_autoindex_papers_1`,
		`SELECT coalesce(max(number), 0) FROM records INDEXED BY records_number`,
		`SELECT coalesce(max(number), 0) FROM aliases`,
	} {
		var found data.Number
		if err = stmts.value(ctx, &found, text); err == nil && found <= maxNumber {
			last = max(last, found)
			if text == `SELECT coalesce(max(number), 0) FROM papers NOT INDEXED` {
				return last, nil
			}
		} else if err != nil && !isDamage(err) {
			return 0, err
		}
	}
	if last == 0 {
		return 0, err
	}
	return last, nil
}

// headByKey is Head where the end of the log's index is damaged.
func (s *Store) headByKey(ctx context.Context) (data.Sequence, error) {
	s.found.problem(damagedPages)
	keys, err := s.keysByRow(ctx)
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	return keys[len(keys)-1].sequence, nil
}

// resolveByPaper looks an id up in the papers themselves, where the page of aliases
// that has it is damaged. It reads all papers.
func (s *Store) resolveByPaper(ctx context.Context, id data.ID) (map[data.ID]data.Number, error) {
	last, err := lastNumber(ctx, s.read)
	if err != nil {
		return nil, err
	}
	found := make(map[data.ID]data.Number)
	err = eachReadable(ctx, 1, int64(last), func(from, to int64) (through int64, err error) {
		through = from - 1
		err = s.read.each(ctx, func(rows *sql.Rows) error {
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
		}, `SELECT number, coalesce(iif(json_valid(paper), paper ->> '$.id' = ?, 0), 0) AND state = 0 FROM papers NOT INDEXED WHERE number >= ? AND number <= ? ORDER BY number`, id, from, to)
		return through, err
	}, func(int64, error) {})
	return found, err
}
