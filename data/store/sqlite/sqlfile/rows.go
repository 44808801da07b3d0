package sqlfile

import (
	"context"
	"database/sql"
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
	p, sources, err := r.paper()
	if err != nil {
		return p, err
	}
	p.Sources, err = data.DecodeSources(sources)
	return p, err
}

// ReadPaper returns the paper of a row, without Sources.
func ReadPaper(r *Row) (data.Paper, error) {
	p, _, err := r.paper()
	return p, err
}

// ReadChange returns the paper of a row as Changes does, with Sources without Raw.
func ReadChange(r *Row) (data.Paper, error) {
	p, err := DecodeRow(r)
	for i := range p.Sources {
		p.Sources[i].Raw = nil
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

// paper returns the paper of a row without Sources, and the JSON of these.
func (r *Row) paper() (p data.Paper, sources []byte, err error) {
	text, sources, err := splitText(r.Stored)
	if err == nil {
		p, err = readText(text, sources)
	}
	switch {
	case err != nil:
		return p, nil, fmt.Errorf("paper number %d: %w", r.Number, err)
	case p.ID == "":
		return p, nil, fmt.Errorf("paper number %d: %w", r.Number, errNoID)
	}
	if sources == nil {
		sources = r.Sources
	}
	p.Complete()
	p.Sources, p.Added, p.Updated = []data.Provenance{}, TimeOf(r.Added), TimeOf(r.Updated)
	return p, sources, nil
}

var errNoID = errors.New("it has no id")

// EmptyPaper is the plain text of a placeholder for a row that could not be read. It has no id, which
// marks the row as damaged.
const EmptyPaper = `{}`
