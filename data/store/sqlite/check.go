package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite/sqlfile"
)

// maxProblems is the maximum number of problems that a Check reports.
const maxProblems = 10

// Check implements store.Store. It verifies all pages and references, and the checksums of
// all papers, records and aliases. It also checks that each live paper has records and an
// alias for its own id, that each paper that was merged into another is in the state merged,
// and that each list has two keys.
func (s *Store) Check(ctx context.Context) error {
	c := checker{s: s, ctx: ctx}
	c.pages()
	c.rows()
	c.references()
	if err := errors.Join(c.problems...); err != nil {
		return fmt.Errorf("check store %s: %w", s.path, err)
	}
	return nil
}

// A checker collects the problems of one Check.
type checker struct {
	s        *Store
	ctx      context.Context
	problems []error
}

func (c *checker) note(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Errorf(format, args...))
	}
}

// each runs a query of a check. An error of the query is a problem too.
func (c *checker) each(scan func(*sql.Rows) error, text string) {
	if err := c.s.read.Each(c.ctx, scan, text); err != nil {
		c.note("%w", err)
	}
}

// pages reports damaged pages.
func (c *checker) pages() {
	before := len(c.problems)
	c.each(func(rows *sql.Rows) error {
		var line string
		err := rows.Scan(&line)
		if line != "ok" {
			c.note("damaged pages: %s", line)
		}
		return err
	}, `PRAGMA integrity_check(10)`)
	if len(c.problems) > before {
		c.s.findings.addProblem(damagedPages)
	}
}

// rows verifies the checksums of papers, records and aliases.
func (c *checker) rows() {
	last, err := sqlfile.LastNumber(c.ctx, c.s.read)
	if err != nil {
		c.note("%w", err)
		return
	}
	for from := data.Number(1); from != 0; {
		if from, _, _, err = c.s.verifyRows(c.ctx, from, last); err != nil {
			c.note("%w", err)
			return
		}
	}
	bad, err := c.s.checkAliases(c.ctx, maxProblems)
	if err != nil {
		c.note("%w", err)
	}
	for _, id := range bad {
		c.note("the id %s is damaged: it may lead to another paper", id)
	}
	health := c.s.Health()
	for _, q := range health.Papers {
		c.note("paper %s (number %d) is damaged: %s", q.ID, q.Number, q.Reason)
	}
	if more := health.Quarantined - len(health.Papers); more > 0 {
		c.note("%d more papers are damaged", more)
	}
}

// references reports rows that refer to missing rows, or lack rows that should refer to them.
func (c *checker) references() {
	c.each(func(rows *sql.Rows) error {
		var table, parent string
		var row, key sql.NullInt64
		err := rows.Scan(&table, &row, &parent, &key)
		c.note("row %d of %s refers to nothing in %s", row.Int64, table, parent)
		return err
	}, `PRAGMA foreign_key_check`)
	number := func(format string) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var number data.Number
			err := rows.Scan(&number)
			c.note(format, number)
			return err
		}
	}
	c.each(number("paper number %d does not answer to its own id"), `SELECT p.number FROM papers p
		LEFT JOIN aliases a ON a.id = `+sqlfile.IDOf("p")+` LEFT JOIN papers q ON q.number = a.number
		WHERE p.state = 0 AND `+sqlfile.IDOf("p")+` IS NOT NULL AND coalesce(q.merged_into, q.number, 0) <> p.number LIMIT 10`)
	c.each(number("paper number %d was merged into one that was merged itself"),
		`SELECT p.number FROM papers p JOIN papers q ON q.number = p.merged_into WHERE q.state = 2 LIMIT 10`)
	c.each(func(rows *sql.Rows) error {
		var merge store.MergeNumber
		err := rows.Scan(&merge)
		c.note("merge %d was not undone, but its paper is not merged", merge)
		return err
	}, `SELECT m.number FROM merges m JOIN papers p ON p.number = m.from_number WHERE m.undone IS NULL AND p.state <> 2 LIMIT 10`)
	c.each(number("list number %d lacks a key"),
		`SELECT number FROM lists WHERE (SELECT count(*) FROM list_keys WHERE list = number) < 2 LIMIT 10`)
}

// verifyStep is the number of papers that verifyRows verifies.
const verifyStep = 200

// verifyRows verifies verifyStep papers from a number on, with their records. It quarantines
// the damaged papers and releases the others. It returns the number of rows read, the number
// of damaged papers, and the paper number at which to continue, 0 after last.
func (s *Store) verifyRows(ctx context.Context, from, last data.Number) (next data.Number, rows, bad int64, err error) {
	why := make(map[data.Number]error)
	var sound []data.Number
	bare := make(map[data.Number]bool) // true: a live paper without a record so far
	var end data.Number
	scan := sqlfile.KeyScan{Stmts: s.read, Table: "papers"}
	scan.Scan = func(from, to int64) (through int64, err error) {
		through = from - 1
		n := 0
		err = sqlfile.EachRow(ctx, s.read, nil, func(r *sqlfile.Row) error {
			n, rows, through = n+1, rows+1, int64(r.Number)
			if _, err := sqlfile.DecodeRow(r); err != nil && r.State == sqlfile.Live {
				why[r.Number] = err
				return nil
			}
			sound = append(sound, r.Number)
			bare[r.Number] = r.State == sqlfile.Live
			return nil
		}, func(r *sqlfile.Row, err error) {
			n, rows, through = n+1, rows+1, int64(r.Number)
			why[r.Number] = err
		}, `SELECT `+sqlfile.RowColumns+` FROM papers t NOT INDEXED WHERE t.number >= ? AND t.number <= ? ORDER BY t.number LIMIT ?`, from, to, verifyStep)
		if err == nil && n == verifyStep {
			end = data.Number(through)
		}
		return through, err
	}
	scan.Gap = func(from, to int64, err error) {
		for _, number := range s.numbersBetween(ctx, from, to) {
			rows++
			why[number] = err
		}
	}
	if err := scan.Run(ctx, int64(from), int64(last)); err != nil {
		return 0, rows, int64(len(why)), fmt.Errorf("verify papers: %w", err)
	}
	if end != 0 && end < last {
		next = end + 1
	}
	err = recordsOf(ctx, s.read, sound, func(number data.Number, _ data.Record) {
		rows++
		bare[number] = false
	}, func(number data.Number, err error) {
		rows++
		bare[number] = false
		if why[number] == nil {
			why[number] = fmt.Errorf("a record of it: %w", err)
		}
	})
	if err != nil {
		return 0, rows, int64(len(why)), fmt.Errorf("verify records: %w", err)
	}
	for number, lost := range bare {
		if lost && why[number] == nil {
			why[number] = errNoRecord
		}
	}
	for _, number := range sound {
		if why[number] == nil && s.findings.has(number) {
			s.findings.remove([]data.Number{number})
		}
	}
	for number, err := range why {
		s.quarantine(ctx, number, err)
	}
	return next, rows, int64(len(why)), nil
}

var errNoRecord = errors.New("it has no source record")

// numbersBetween returns the numbers from..to that the log's index or, if that is damaged,
// the aliases have.
func (s *Store) numbersBetween(ctx context.Context, from, to int64) []data.Number {
	for _, text := range []string{
		`SELECT number FROM papers INDEXED BY sqlite_autoindex_papers_1 WHERE sequence > 0 AND number BETWEEN ? AND ? LIMIT 10000`,
		`SELECT DISTINCT number FROM aliases WHERE number BETWEEN ? AND ? LIMIT 10000`,
	} {
		var numbers []data.Number
		err := s.read.Each(ctx, func(rows *sql.Rows) error {
			var number data.Number
			err := rows.Scan(&number)
			numbers = append(numbers, number)
			return err
		}, text, from, to)
		if err == nil {
			return numbers
		}
	}
	if from == to {
		return []data.Number{data.Number(from)}
	}
	return nil
}
