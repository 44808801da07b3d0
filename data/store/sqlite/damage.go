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

// Result codes of SQLite (sqlite.org/rescode.html).
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

// codeOf returns the extended result code of an error of SQLite, 0 for any other error.
func codeOf(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

// isDamage reports whether an error means that pages cannot be read or are malformed.
func isDamage(err error) bool {
	switch code := codeOf(err); code & 0xff {
	case codeCorrupt, codeNotADB:
		return true
	case codeIO:
		return slices.Contains([]int{codeIORead, codeShortRead, codeIOData, codeCorruptFS}, code)
	}
	return false
}

// IsDamaged reports whether an error of Open or of reading means that the file is damaged
// or is not a store of Paperboy.
func IsDamaged(err error) bool {
	return isDamage(err) || errors.Is(err, errForeign) || errors.Is(err, ErrEmptied)
}

// decodeRow returns the paper of a row, with Sources.
func decodeRow(r *row) (data.Paper, error) {
	p, err := readPaper(r.number, r.paper, r.added, r.updated)
	if err == nil {
		err = json.Unmarshal(r.sources, &p.Sources)
	}
	return p, err
}

// eachRow runs a query for some columns, which it scans into before, followed by rowColumns.
// It calls take for each intact row and bad for each damaged row. It returns an error of the
// query or of take.
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

// rowsOf calls take once for each of numbers, with the row of the paper that it is now
// (byNumbers). It calls bad for a number whose row cannot be read, and neither for a number
// without a row or whose row does not satisfy the WHERE clause where.
func rowsOf(ctx context.Context, stmts *statements, numbers []data.Number, where string, take func(requested data.Number, r *row) error, bad func(data.Number, error)) error {
	text := `SELECT p.number, ` + rowColumns + byNumbers + where
	read := func(numbers []data.Number, take func(data.Number, *row) error, bad func(data.Number, error)) error {
		keys, err := jsonArray(numbers)
		if err != nil {
			return err
		}
		var requested data.Number
		return eachRow(ctx, stmts, []any{&requested}, func(r *row) error { return take(requested, r) },
			func(_ *row, err error) { bad(requested, err) }, text, keys)
	}
	// Collect the rows first, since a query that fails halfway is repeated row by row.
	type found struct {
		requested data.Number
		row       *row
		err       error
	}
	var all []found
	collect := func(numbers []data.Number) error {
		return read(numbers,
			func(requested data.Number, r *row) error { all = append(all, found{requested, r, nil}); return nil },
			func(requested data.Number, err error) { all = append(all, found{requested, nil, err}) })
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
			bad(f.requested, f.err)
		} else if err := take(f.requested, f.row); err != nil {
			return err
		}
	}
	return nil
}
