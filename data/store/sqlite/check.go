package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
)

// maxProblems bounds what one Check reports.
const maxProblems = 10

// Check implements store.Store. It reads everything: the pages, the references,
// the JSON of every paper and record; and it asks that every live paper has
// records and answers to its own id, that what a merge ended has ended, and that every
// list has its two keys.
func (s *Store) Check(ctx context.Context) error {
	var problems []error
	note := func(format string, args ...any) {
		if len(problems) < maxProblems {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	err := errors.Join(
		s.read.each(ctx, func(rows *sql.Rows) error {
			var line string
			err := rows.Scan(&line)
			if line != "ok" {
				note("damaged pages: %s", line)
			}
			return err
		}, `PRAGMA integrity_check(10)`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var table, parent string
			var row, key sql.NullInt64
			err := rows.Scan(&table, &row, &parent, &key)
			note("row %d of %s refers to nothing in %s", row.Int64, table, parent)
			return err
		}, `PRAGMA foreign_key_check`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			var text, sources []byte
			if err := rows.Scan(&number, &text, &sources); err != nil {
				return err
			}
			var p data.Paper
			if err := errors.Join(json.Unmarshal(text, &p), json.Unmarshal(sources, &p.Sources)); err != nil {
				note("paper number %d is unreadable: %w", number, err)
			}
			return nil
		}, `SELECT number, paper, sources FROM papers`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			var origin, paper []byte
			if err := rows.Scan(&number, &origin, &paper); err != nil {
				return err
			}
			if _, err := readRecord(origin, paper); err != nil {
				note("a record of paper number %d is unreadable: %w", number, err)
			}
			return nil
		}, `SELECT number, origin, coalesce(paper, '{}') FROM records`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			err := rows.Scan(&number)
			note("paper number %d has no record", number)
			return err
		}, `SELECT number FROM papers WHERE state = 0 AND number NOT IN (SELECT number FROM records) LIMIT 10`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			err := rows.Scan(&number)
			note("paper number %d does not answer to its own id", number)
			return err
		}, `SELECT p.number FROM papers p
			LEFT JOIN aliases a ON a.id = p.paper ->> '$.id' LEFT JOIN papers q ON q.number = a.number
			WHERE p.state = 0 AND json_valid(p.paper) AND coalesce(q.merged_into, q.number, 0) <> p.number LIMIT 10`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			err := rows.Scan(&number)
			note("paper number %d was merged into one that was merged itself", number)
			return err
		}, `SELECT p.number FROM papers p JOIN papers q ON q.number = p.merged_into WHERE q.state = 2 LIMIT 10`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var merge store.MergeNumber
			err := rows.Scan(&merge)
			note("merge %d stands, but its paper has not ended", merge)
			return err
		}, `SELECT m.number FROM merges m JOIN papers p ON p.number = m.from_number WHERE m.undone IS NULL AND p.state <> 2 LIMIT 10`),
		s.read.each(ctx, func(rows *sql.Rows) error {
			var list store.ListNumber
			err := rows.Scan(&list)
			note("list number %d lacks a key", list)
			return err
		}, `SELECT number FROM lists WHERE (SELECT count(*) FROM list_keys WHERE list = number) < 2 LIMIT 10`),
	)
	if err = errors.Join(append(problems, err)...); err != nil {
		return fmt.Errorf("check store %s: %w", s.path, err)
	}
	return nil
}
