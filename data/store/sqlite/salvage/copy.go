package salvage

import (
	"database/sql"
	"fmt"
	"strings"

	"paperboy/data"
	"paperboy/data/store/sqlite/sqlfile"
)

// copyTable copies a table and returns the number of rows copied.
func (s *salvager) copyTable(t table) (copied int, err error) {
	columns := strings.Join(t.columns, ", ")
	insert, err := s.to.PrepareContext(s.ctx, `INSERT OR IGNORE INTO `+t.name+`(`+columns+`) VALUES (?`+strings.Repeat(`, ?`, len(t.columns)-1)+`)`)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	take := func(values []any) error {
		if t.name == "aliases" && len(values) == 3 && !soundAlias(values) {
			return nil // restoreAliases restores it from the papers
		}
		done, err := insert.ExecContext(s.ctx, values...)
		if sqlfile.CodeOf(err)&0xff == sqlfile.CodeConstraint {
			return nil // a column has the wrong type, so the row is damaged
		}
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		copied += int(n)
		return err
	}
	if t.rowid {
		return copied, s.copyByRowid(t, columns, take)
	}
	return copied, s.copyByKey(t, columns, take)
}

// values scans a rowid and n columns.
func values(rows *sql.Rows, n int) (rowid int64, row []any, err error) {
	row = make([]any, n)
	dest := []any{&rowid}
	for i := range row {
		dest = append(dest, &row[i])
	}
	return rowid, row, rows.Scan(dest...)
}

// copyByRowid calls take for the rows of a table with rowids, around damaged pages.
func (s *salvager) copyByRowid(t table, columns string, take func([]any) error) error {
	last, err := s.lastRowid(t.name)
	if err != nil {
		return err
	}
	var failed error
	damaged := false
	scan := sqlfile.KeyScan{Stmts: s.from, Table: t.name, Gap: func(int64, int64, error) { damaged = true }}
	scan.Scan = func(from, to int64) (through int64, err error) {
		through = from - 1
		err = s.from.Each(s.ctx, func(rows *sql.Rows) error {
			rowid, row, err := values(rows, len(t.columns))
			if err != nil {
				return err
			}
			through = rowid
			if t.name == "papers" && !s.plausible(t, row) {
				return nil
			}
			failed = take(row)
			return failed
		}, `SELECT rowid, `+columns+` FROM `+t.name+` NOT INDEXED WHERE rowid >= ? AND rowid <= ? ORDER BY rowid`, from, to)
		if failed != nil {
			return through, failed
		}
		return through, err
	}
	err = scan.Run(s.ctx, 1, last)
	if damaged && t.name != "papers" {
		s.Notes = append(s.Notes, fmt.Sprintf("pages of %s are damaged", t.name))
	}
	return err
}

// plausible reports whether a row of papers may have the right number. It returns false for a
// damaged row whose number occurs nowhere else, since the damage is probably in the number.
func (s *salvager) plausible(t table, values []any) bool {
	number, ok := values[0].(int64)
	if !ok || number < 1 || number > sqlfile.MaxNumber {
		return false
	}
	if s.known[data.Number(number)] != nil {
		return true
	}
	if len(t.columns) <= sumColumn {
		return true // the store is older than checksums
	}
	_, sound := paperRow(values)
	return sound
}

// lastRowid returns the highest rowid in a table or, if that cannot be read, in its indexes.
func (s *salvager) lastRowid(name string) (last int64, err error) {
	indexes := []string{""}
	err = s.from.Each(s.ctx, func(rows *sql.Rows) error {
		var index string
		err := rows.Scan(&index)
		indexes = append(indexes, index)
		return err
	}, `SELECT name FROM pragma_index_list(?) WHERE partial = 0`, name)
	if err != nil && !sqlfile.IsDamage(err) {
		return 0, err
	}
	for _, index := range indexes {
		by := ` NOT INDEXED`
		if index != "" {
			by = ` INDEXED BY ` + index
		}
		var found sql.NullInt64
		switch err := s.from.Value(s.ctx, &found, `SELECT max(rowid) FROM `+name+by); {
		case err == nil && index == "":
			return found.Int64, nil
		case err == nil:
			last = max(last, found.Int64)
		case !sqlfile.IsDamage(err):
			return 0, err
		}
	}
	return last, nil
}

// copyByKey calls take for the rows of a table without rowids. At a damaged page it stops and
// reads the table from the other end.
func (s *salvager) copyByKey(t table, columns string, take func([]any) error) error {
	read := func(order string) (failed, err error) {
		by := strings.Join(t.key, order+", ") + order
		err = s.from.Each(s.ctx, func(rows *sql.Rows) error {
			_, row, err := values(rows, len(t.columns))
			if err != nil {
				return err
			}
			failed = take(row)
			return failed
		}, `SELECT 0, `+columns+` FROM `+t.name+` ORDER BY `+by)
		return failed, err
	}
	failed, err := read(" ASC")
	if failed != nil || err == nil {
		return failed
	}
	if !sqlfile.IsDamage(err) {
		return err
	}
	s.Notes = append(s.Notes, fmt.Sprintf("pages of %s are damaged", t.name))
	failed, err = read(" DESC")
	if failed == nil && err != nil && !sqlfile.IsDamage(err) {
		failed = err
	}
	return failed
}
