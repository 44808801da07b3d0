package sqlfile

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"paperboy/data"
)

// The states of a paper.
const (
	Live    = 0
	Deleted = 1
	Merged  = 2
)

// MaxNumber is the highest number of a paper.
const MaxNumber = 1<<32 - 1

// DecodeRow returns the paper of a row, with Sources.
func DecodeRow(r *Row) (data.Paper, error) {
	p, err := ReadPaper(r.Number, r.Paper, r.Added, r.Updated)
	if err == nil {
		err = json.Unmarshal(r.Sources, &p.Sources)
	}
	return p, err
}

// EachRow runs a query for some columns, which it scans into before, followed by rowColumns.
// It calls take for each intact row and bad for each damaged row. It returns an error of the
// query or of take.
func EachRow(ctx context.Context, stmts *Statements, before []any, take func(*Row) error, bad func(*Row, error), text string, args ...any) error {
	return stmts.Each(ctx, func(rows *sql.Rows) error {
		var r Row
		err := rows.Scan(append(slices.Clip(before), r.Dest()...)...)
		if err == nil {
			err = r.Verify()
		}
		if err != nil {
			bad(&r, err)
			return nil
		}
		return take(&r)
	}, text, args...)
}

// ReadPaper returns a paper without Sources from the columns of its row.
func ReadPaper(number data.Number, text []byte, added, updated int64) (data.Paper, error) {
	p, err := data.DecodeJSON(text)
	if err != nil {
		return p, fmt.Errorf("paper number %d: %w", number, err)
	}
	if p.ID == "" {
		return p, fmt.Errorf("paper number %d: %w", number, errNoID)
	}
	p.Complete()
	p.Sources, p.Added, p.Updated = []data.Provenance{}, TimeOf(added), TimeOf(updated)
	return p, nil
}

var errNoID = errors.New("it has no id")

// EmptyPaper is the column paper of a placeholder for a row that could not be read. It has no
// id, which marks the row as damaged.
const EmptyPaper = `{}`
