package sqlite

import (
	"context"
	"database/sql"
	"math/bits"

	"paperboy/data"
	"paperboy/data/store"
)

// An alias has a checksum too: a flipped bit of its number would give an id the paper of
// another.

// aliasSum is the sum of an alias.
func aliasSum(id data.ID, number data.Number) int64 { return crc([]byte(id)) + 3*int64(number) }

// eachAlias gives take the aliases of a query for a.id, a.number, a.sum and, if it asks
// for it, what comes behind. Those that are not what was written go to bad.
func eachAlias(ctx context.Context, stmts *statements, more []any, take func(data.ID) error, bad func(data.ID), text string, args ...any) error {
	return stmts.each(ctx, func(rows *sql.Rows) error {
		var id data.ID
		var number data.Number
		var sum sql.NullInt64
		if err := rows.Scan(append([]any{&id, &number, &sum}, more...)...); err != nil {
			return err
		}
		if !sum.Valid || sum.Int64 != aliasSum(id, number) {
			bad(id)
			return nil
		}
		return take(id)
	}, text, args...)
}

// damagedIDs is a sentence that Health says once an alias was found to be damaged.
const damagedIDs = "the table of ids is damaged: 'paperboy check --repair' mends it"

// resolveWith returns the numbers that ids lead to, of papers that where restricts. What
// damaged aliases should say is read from the papers.
func (s *Store) resolveWith(ctx context.Context, stmts *statements, ids []data.ID, where string) (numbers map[data.ID]data.Number, bad []data.ID, err error) {
	numbers = make(map[data.ID]data.Number, len(ids))
	keys, err := array(ids)
	if err != nil {
		return nil, nil, err
	}
	var now data.Number
	err = eachAlias(ctx, stmts, []any{&now}, func(id data.ID) error {
		numbers[id] = now
		return nil
	}, func(id data.ID) { bad = append(bad, id) }, `SELECT a.id, a.number, a.sum, t.number`+byIDs+where, keys)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range bad {
		s.found.problem(damagedIDs)
		found, err := s.resolveByPaper(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if number, ok := found[id]; ok {
			numbers[id] = number
		}
	}
	return numbers, bad, nil
}

// checkAliases returns the damaged ids of the store, at most limit.
func (s *Store) checkAliases(ctx context.Context, limit int) (bad []data.ID, err error) {
	err = eachAlias(ctx, s.read, nil, func(data.ID) error { return ctx.Err() }, func(id data.ID) {
		if len(bad) < limit {
			bad = append(bad, id)
		}
	}, `SELECT id, number, sum FROM aliases`)
	if len(bad) > 0 {
		s.found.problem(damagedIDs)
	}
	return bad, err
}

// mendAliases writes damaged aliases anew, or removes those that no paper claims.
func (s *Store) mendAliases(ctx context.Context) (mended int, err error) {
	bad, err := s.checkAliases(ctx, maxQuarantined)
	if err != nil || len(bad) == 0 {
		return 0, err
	}
	err = s.Update(ctx, func(x store.Tx) error {
		t := x.(*tx)
		for _, id := range bad {
			if err := t.mendAlias(id); err != nil {
				return err
			}
			mended++
		}
		return nil
	})
	return mended, err
}

func (t *tx) mendAlias(id data.ID) error {
	var number data.Number
	var sum sql.NullInt64
	err := t.stmts.each(t.ctx, func(rows *sql.Rows) error { return rows.Scan(&number, &sum) }, `SELECT number, sum FROM aliases WHERE id = ?`, id)
	if err != nil {
		return err
	}
	if _, err := t.stmts.exec(t.ctx, `DELETE FROM aliases WHERE id = ?`, id); err != nil {
		return err
	}
	if sum.Valid && bits.OnesCount64(uint64(sum.Int64^aliasSum(id, number))) == 1 {
		return t.putAlias(id, number) // of the sum itself
	}
	for bit := range 32 {
		if flipped := number ^ 1<<bit; sum.Valid && sum.Int64 == aliasSum(id, flipped) {
			return t.putAlias(id, flipped)
		}
	}
	found, err := t.store.resolveByPaper(t.ctx, id)
	if err != nil {
		return err
	}
	if number, ok := found[id]; ok {
		return t.putAlias(id, number)
	}
	return nil
}

// putAlias has an id lead to a paper, unless it leads to one already.
func (t *tx) putAlias(id data.ID, number data.Number) error {
	_, err := t.stmts.exec(t.ctx, `INSERT INTO aliases(id, number, sum) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM papers WHERE number = ?2)
		ON CONFLICT DO NOTHING`, id, number, aliasSum(id, number))
	return err
}
