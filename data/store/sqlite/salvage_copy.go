package sqlite

import (
	"database/sql"
	"fmt"
	"strings"

	"paperboy/data"
)

// copy copies a table and returns how many rows it had.
func (s *salvager) copy(t table) (copied int, err error) {
	columns := strings.Join(t.columns, ", ")
	insert, err := s.to.PrepareContext(s.ctx, `INSERT OR IGNORE INTO `+t.name+`(`+columns+`) VALUES (?`+strings.Repeat(`, ?`, len(t.columns)-1)+`)`)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	take := func(values []any) error {
		if t.name == "aliases" && len(values) == 3 && !soundAlias(values) {
			return nil // the papers know it too
		}
		done, err := insert.ExecContext(s.ctx, values...)
		if codeOf(err)&0xff == codeConstraint {
			return nil // a column of another type: what cannot be read
		}
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		copied += int(n)
		return err
	}
	if t.rowid {
		return copied, s.byRowid(t, columns, take)
	}
	return copied, s.byKey(t, columns, take)
}

// values scans n columns behind the rowid.
func values(rows *sql.Rows, n int) (rowid int64, row []any, err error) {
	row = make([]any, n)
	dest := []any{&rowid}
	for i := range row {
		dest = append(dest, &row[i])
	}
	return rowid, row, rows.Scan(dest...)
}

// byRowid reads a table by its rowids, around what is damaged.
func (s *salvager) byRowid(t table, columns string, take func([]any) error) error {
	last, err := s.lastRowid(t.name)
	if err != nil {
		return err
	}
	var failed error
	damaged := false
	scan := keyScan{on: s.from, table: t.name, gap: func(int64, int64, error) { damaged = true }}
	scan.scan = func(from, to int64) (through int64, err error) {
		through = from - 1
		err = s.from.each(s.ctx, func(rows *sql.Rows) error {
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
	err = scan.run(s.ctx, 1, last)
	if damaged && t.name != "papers" {
		s.Notes = append(s.Notes, fmt.Sprintf("pages of %s are damaged", t.name))
	}
	return err
}

// plausible keeps rows out whose number is known nowhere else and that are not what was
// written: their number is what is damaged.
func (s *salvager) plausible(t table, values []any) bool {
	number, ok := values[0].(int64)
	if !ok || number < 1 || number > maxNumber {
		return false
	}
	if s.known[data.Number(number)] != nil {
		return true
	}
	if len(t.columns) < len(paperColumns) {
		return true // older than sums
	}
	_, sound := paperRow(values)
	return sound
}

// lastRowid is the highest rowid that a table or one of its indexes knows.
func (s *salvager) lastRowid(name string) (last int64, err error) {
	indexes := []string{""}
	err = s.from.each(s.ctx, func(rows *sql.Rows) error {
		var index string
		err := rows.Scan(&index)
		indexes = append(indexes, index)
		return err
	}, `SELECT name FROM pragma_index_list(?) WHERE partial = 0`, name)
	if err != nil && !isDamage(err) {
		return 0, err
	}
	for _, index := range indexes {
		by := ` NOT INDEXED`
		if index != "" {
			by = ` INDEXED BY ` + index
		}
		var found sql.NullInt64
		switch err := s.from.value(s.ctx, &found, `SELECT max(rowid) FROM `+name+by); {
		case err == nil && index == "":
			return found.Int64, nil
		case err == nil:
			last = max(last, found.Int64)
		case !isDamage(err):
			return 0, err
		}
	}
	return last, nil
}

// byKey reads a table without rowids from both ends, as far as that goes.
func (s *salvager) byKey(t table, columns string, take func([]any) error) error {
	read := func(order string) (failed, err error) {
		by := strings.Join(t.key, order+", ") + order
		err = s.from.each(s.ctx, func(rows *sql.Rows) error {
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
	if !isDamage(err) {
		return err
	}
	s.Notes = append(s.Notes, fmt.Sprintf("pages of %s are damaged", t.name))
	failed, err = read(" DESC")
	if failed == nil && err != nil && !isDamage(err) {
		failed = err
	}
	return failed
}
