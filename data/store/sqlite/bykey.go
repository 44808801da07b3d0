package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"

	"paperboy/data"
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
	if isDamage(err) {
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
	err = s.read.each(ctx, func(rows *sql.Rows) error {
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
	last, err := lastNumber(ctx, s.read)
	if err != nil {
		return nil, err
	}
	scan := keyScan{stmts: s.read, table: "papers", gap: func(int64, int64, error) {}}
	scan.scan = func(from, to int64) (through int64, err error) {
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
	}
	err = scan.run(ctx, 1, int64(last))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(keys, func(a, b logKey) int { return cmp.Compare(a.sequence, b.sequence) })
	s.byRow.keys, s.byRow.writes = keys, writes
	return keys, nil
}

// A keyScan reads a table in the order of its integer keys, around damaged pages.
type keyScan struct {
	stmts *statements
	table string
	// scan reads the rows with the keys from..to and returns the last key that it read.
	scan func(from, to int64) (through int64, err error)
	// gap is called with a range of keys whose rows, if there are any, cannot be read.
	gap func(from, to int64, err error)
}

// run reads the rows with the keys first..last. It returns the errors of scan that are not
// damage.
func (k *keyScan) run(ctx context.Context, first, last int64) error {
	for from := first; from <= last; {
		if err := ctx.Err(); err != nil {
			return err
		}
		through, err := k.scan(from, last)
		if err == nil || !isDamage(err) {
			return err
		}
		from = max(from, through+1)
		key, found, keyErr := k.next(ctx, from)
		switch {
		case keyErr != nil && !isDamage(keyErr):
			return keyErr
		case keyErr != nil: // the page with the next keys is damaged
			next, err := k.readable(ctx, from, last)
			if err != nil {
				return err
			}
			k.gap(from, next-1, keyErr)
			from = next
		case !found || key > last:
			return nil
		default: // the row is damaged, perhaps on an overflow page
			if _, err := k.scan(key, key); isDamage(err) {
				k.gap(key, key, err)
			} else if err != nil {
				return err
			}
			from = key + 1
		}
	}
	return nil
}

// next returns the first key of the table that is at least from.
func (k *keyScan) next(ctx context.Context, from int64) (key int64, found bool, err error) {
	err = k.stmts.each(ctx, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(&key)
	}, `SELECT rowid FROM `+k.table+` NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1`, from)
	return key, found, err
}

// shortSteps is the number of keys that readable tries one by one before its steps grow. A
// page has about that many rows.
const shortSteps = 64

// readable returns the first readable key after from, whose page is damaged, or last+1 if
// there is none. Since keys are sparse, its steps double, and it searches the last step by
// bisection.
func (k *keyScan) readable(ctx context.Context, from, last int64) (int64, error) {
	bad, step := from, int64(1)
	good := from
	for i := 0; ; i++ {
		if i >= shortSteps {
			step *= 2
		}
		if good = bad + step; good > last {
			good = last + 1
			break
		}
		if _, _, err := k.next(ctx, good); err == nil {
			break
		} else if !isDamage(err) {
			return 0, err
		}
		bad = good
	}
	for good-bad > 1 {
		middle := bad + (good-bad)/2
		if _, _, err := k.next(ctx, middle); err == nil {
			good = middle
		} else if isDamage(err) {
			bad = middle
		} else {
			return 0, err
		}
	}
	return good, nil
}

// lastNumber returns the highest number of a paper in any table.
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
	last, err := lastNumber(ctx, s.read)
	if err != nil {
		return nil, err
	}
	found := make(map[data.ID]data.Number)
	scan := keyScan{stmts: s.read, table: "papers", gap: func(int64, int64, error) {}}
	scan.scan = func(from, to int64) (through int64, err error) {
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
	}
	return found, scan.run(ctx, 1, int64(last))
}
