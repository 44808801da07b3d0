package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"modernc.org/sqlite"

	"paperboy/data"
)

// The result codes of SQLite that are told apart here (sqlite.org/rescode.html).
const (
	codeError      = 1
	codeReadOnly   = 8
	codeHotJournal = codeReadOnly | 3<<8
	codeIO         = 10
	codeCorrupt    = 11
	codeFull       = 13
	codeCantOpen   = 14
	codeConstraint = 19
	codeNotADB     = 26
	codeIORead     = codeIO | 1<<8
	codeShortRead  = codeIO | 2<<8
	codeIOData     = codeIO | 32<<8
	codeCorruptFS  = codeIO | 33<<8
)

// codeOf is the extended result code in an error, 0 where there is none.
func codeOf(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

// isDamage reports that pages could not be read or make no sense.
func isDamage(err error) bool {
	switch code := codeOf(err); code & 0xff {
	case codeCorrupt, codeNotADB:
		return true
	case codeIO:
		return slices.Contains([]int{codeIORead, codeShortRead, codeIOData, codeCorruptFS}, code)
	}
	return false
}

// IsDamaged reports that a store could not be opened or read because its file is damaged,
// or is none of Paperboy's.
func IsDamaged(err error) bool {
	return isDamage(err) || errors.Is(err, errForeign) || errors.Is(err, ErrEmptied)
}

// decodeRow is the paper that a row says, with its Sources.
func decodeRow(r *row) (data.Paper, error) {
	p, err := readPaper(r.number, r.paper, r.added, r.updated)
	if err == nil {
		err = json.Unmarshal(r.sources, &p.Sources)
	}
	return p, err
}

// eachRow gives take the rows of a query for the columns before, if any, and
// rowColumns. A row that is not what was written goes to bad instead, which is
// called with what before has scanned. The error is one of the query, or of take.
func eachRow(ctx context.Context, stmts *statements, before []any, take func(*row) error, bad func(*row, error), text string, args ...any) error {
	return stmts.each(ctx, func(rows *sql.Rows) error {
		var r row
		err := rows.Scan(append(slices.Clip(before), r.dest()...)...)
		if err == nil {
			err = r.verify()
		}
		if err != nil {
			bad(&r, err)
			return nil
		}
		return take(&r)
	}, text, args...)
}

// rowsOf gives take the rows that numbers have become, after asked has been set to
// the number that was asked for. What cannot be read goes to bad with that number.
// A row comes at most once for each number; a number without a row is left out.
// where restricts the rows t.
func rowsOf(ctx context.Context, stmts *statements, numbers []data.Number, where string, take func(asked data.Number, r *row) error, bad func(data.Number, error)) error {
	text := `SELECT p.number, ` + rowColumns + byNumbers + where
	read := func(numbers []data.Number, take func(data.Number, *row) error, bad func(data.Number, error)) error {
		keys, err := array(numbers)
		if err != nil {
			return err
		}
		var asked data.Number
		return eachRow(ctx, stmts, []any{&asked}, func(r *row) error { return take(asked, r) },
			func(_ *row, err error) { bad(asked, err) }, text, keys)
	}
	// Collected first: a query that breaks off is asked again.
	type found struct {
		asked data.Number
		row   *row
		err   error
	}
	var all []found
	collect := func(numbers []data.Number) error {
		return read(numbers,
			func(asked data.Number, r *row) error { all = append(all, found{asked, r, nil}); return nil },
			func(asked data.Number, err error) { all = append(all, found{asked, nil, err}) })
	}
	err := collect(numbers)
	if isDamage(err) && len(numbers) > 1 {
		all = nil
		for _, number := range numbers {
			if err = collect([]data.Number{number}); isDamage(err) {
				all = append(all, found{number, nil, err})
				err = nil
			}
			if err != nil {
				return err
			}
		}
	} else if isDamage(err) {
		all, err = append(all, found{numbers[0], nil, err}), nil
	}
	if err != nil {
		return err
	}
	for _, f := range all {
		if f.err != nil {
			bad(f.asked, f.err)
		} else if err := take(f.asked, f.row); err != nil {
			return err
		}
	}
	return nil
}
