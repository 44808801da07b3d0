package sqlite

import (
	"context"
	"database/sql"
	"math/bits"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// eachAlias calls take for each alias that a query returns as a.id, a.number, a.sum and
// further columns, which it scans into more. It calls bad for each alias with a wrong
// checksum.
func eachAlias(ctx context.Context, stmts *sqlfile.Statements, more []any, take func(data.ID) error, bad func(data.ID), text string, args ...any) error {
	return stmts.Each(ctx, func(rows *sql.Rows) error {
		var id data.ID
		var number data.Number
		var sum sql.NullInt64
		// Scan fails if damage has changed the type of a value.
		err := rows.Scan(append([]any{&id, &number, &sum}, more...)...)
		if err != nil || !sum.Valid || sum.Int64 != sqlfile.AliasSum(id, number) {
			bad(id)
			return nil
		}
		return take(id)
	}, text, args...)
}

// damagedIDs is the problem in Health after a damaged alias was found.
const damagedIDs = "the table of ids is damaged: run 'paperboy check --repair'"

// resolveWith returns the numbers of the papers that have the given ids and satisfy a WHERE
// clause. It looks ids with damaged aliases, which it also returns, up in the papers.
func (s *Store) resolveWith(ctx context.Context, stmts *sqlfile.Statements, ids []data.ID, where string) (numbers map[data.ID]data.Number, bad []data.ID, err error) {
	numbers = make(map[data.ID]data.Number, len(ids))
	keys, err := sqlfile.JSONArray(ids)
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
		s.findings.addProblem(damagedIDs)
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

// checkAliases verifies all aliases and returns the damaged ones, at most limit.
func (s *Store) checkAliases(ctx context.Context, limit int) (bad []data.ID, err error) {
	err = eachAlias(ctx, s.read, nil, func(data.ID) error { return ctx.Err() }, func(id data.ID) {
		if len(bad) < limit {
			bad = append(bad, id)
		}
	}, `SELECT id, number, sum FROM aliases`)
	if len(bad) > 0 {
		s.findings.addProblem(damagedIDs)
	}
	return bad, err
}

// mendAliases repairs damaged aliases, or removes those that cannot be repaired.
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

// mendAlias repairs an alias by flipping back a bit, or by looking for the paper with the
// id. If neither is possible, it removes the alias.
func (t *tx) mendAlias(id data.ID) error {
	var number data.Number
	var sum sql.NullInt64
	err := t.stmts.Each(t.ctx, func(rows *sql.Rows) error {
		if rows.Scan(&number, &sum) != nil {
			sum.Valid = false
		}
		return nil
	}, `SELECT number, sum FROM aliases WHERE id = ?`, id)
	if err != nil {
		return err
	}
	if _, err := t.stmts.Exec(t.ctx, `DELETE FROM aliases WHERE id = ?`, id); err != nil {
		return err
	}
	if sum.Valid && bits.OnesCount64(uint64(sum.Int64^sqlfile.AliasSum(id, number))) == 1 {
		return t.putAlias(id, number) // the flipped bit is in the sum
	}
	for bit := range 32 {
		if flipped := number ^ 1<<bit; sum.Valid && sum.Int64 == sqlfile.AliasSum(id, flipped) {
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

// putAlias adds an alias, unless the id has one or there is no paper with the number.
func (t *tx) putAlias(id data.ID, number data.Number) error {
	_, err := t.stmts.Exec(t.ctx, `INSERT INTO aliases(id, number, sum) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM papers WHERE number = ?2)
		ON CONFLICT DO NOTHING`, id, number, sqlfile.AliasSum(id, number))
	return err
}

// restoreOwnAliases adds the alias for the own id of each live paper that has lost it.
func (s *Store) restoreOwnAliases(ctx context.Context) error {
	type alias struct {
		id     data.ID
		number data.Number
	}
	var missing []alias
	err := s.read.Each(ctx, func(rows *sql.Rows) error {
		var a alias
		err := rows.Scan(&a.id, &a.number)
		missing = append(missing, a)
		return err
	}, `SELECT id, number FROM (SELECT `+sqlfile.IDOf("p")+` AS id, p.number FROM papers p WHERE p.state = 0)
		WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM aliases)`)
	if err != nil || len(missing) == 0 {
		return err
	}
	return s.Update(ctx, func(x store.Tx) error {
		for _, a := range missing {
			if err := x.(*tx).putAlias(a.id, a.number); err != nil {
				return err
			}
		}
		return nil
	})
}
