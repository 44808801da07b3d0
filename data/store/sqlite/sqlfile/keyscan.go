package sqlfile

import (
	"context"
	"database/sql"

	"paperboy/data"
)

// A KeyScan reads a table in the order of its integer keys, around damaged pages.
type KeyScan struct {
	Stmts *Statements
	Table string
	// Scan reads the rows with the keys from..to and returns the last key that it read.
	Scan func(from, to int64) (through int64, err error)
	// Gap is called with a range of keys whose rows, if there are any, cannot be read.
	Gap func(from, to int64, err error)
}

// Run reads the rows with the keys first..last. It returns the errors of scan that are not
// damage.
func (k *KeyScan) Run(ctx context.Context, first, last int64) error {
	for from := first; from <= last; {
		if err := ctx.Err(); err != nil {
			return err
		}
		through, err := k.Scan(from, last)
		if err == nil || !IsDamage(err) {
			return err
		}
		from = max(from, through+1)
		key, found, keyErr := k.next(ctx, from)
		switch {
		case keyErr != nil && !IsDamage(keyErr):
			return keyErr
		case keyErr != nil: // the page with the next keys is damaged
			next, err := k.readable(ctx, from, last)
			if err != nil {
				return err
			}
			k.Gap(from, next-1, keyErr)
			from = next
		case !found || key > last:
			return nil
		default: // the row is damaged, perhaps on an overflow page
			if _, err := k.Scan(key, key); IsDamage(err) {
				k.Gap(key, key, err)
			} else if err != nil {
				return err
			}
			from = key + 1
		}
	}
	return nil
}

// next returns the first key of the table that is at least from.
func (k *KeyScan) next(ctx context.Context, from int64) (key int64, found bool, err error) {
	err = k.Stmts.Each(ctx, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(&key)
	}, `SELECT rowid FROM `+k.Table+` NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1`, from)
	return key, found, err
}

// shortSteps is the number of keys that readable tries one by one before its steps grow. A
// page has about that many rows.
const shortSteps = 64

// readable returns the first readable key after from, whose page is damaged, or last+1 if
// there is none. Since keys are sparse, its steps double, and it searches the last step by
// bisection.
func (k *KeyScan) readable(ctx context.Context, from, last int64) (int64, error) {
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
		} else if !IsDamage(err) {
			return 0, err
		}
		bad = good
	}
	for good-bad > 1 {
		middle := bad + (good-bad)/2
		if _, _, err := k.next(ctx, middle); err == nil {
			good = middle
		} else if IsDamage(err) {
			bad = middle
		} else {
			return 0, err
		}
	}
	return good, nil
}

// LastNumber returns the highest number of a paper in any table.
func LastNumber(ctx context.Context, stmts *Statements) (data.Number, error) {
	var last data.Number
	var err error
	for _, text := range []string{
		`SELECT coalesce(max(number), 0) FROM papers NOT INDEXED`,
		`SELECT coalesce(max(number), 0) FROM papers INDEXED BY sqlite_autoindex_papers_1`,
		`SELECT coalesce(max(number), 0) FROM records INDEXED BY records_number`,
		`SELECT coalesce(max(number), 0) FROM aliases`,
	} {
		var found data.Number
		if err = stmts.Value(ctx, &found, text); err == nil && found <= MaxNumber {
			last = max(last, found)
			if text == `SELECT coalesce(max(number), 0) FROM papers NOT INDEXED` {
				return last, nil
			}
		} else if err != nil && !IsDamage(err) {
			return 0, err
		}
	}
	if last == 0 {
		return 0, err
	}
	return last, nil
}
