package sqlite

import "strings"

// insertSizes are the numbers of rows that one statement inserts, in descending order. Each size is a
// statement that is prepared once.
var insertSizes = []int{32, 8, 1}

// inserts collects rows of a table and inserts many with one statement: for an ingest, calling SQLite
// costs as much as what it does.
type inserts struct {
	head    string // INSERT INTO t(a, b) VALUES
	row     string // (?, ?)
	tail    string
	columns int
	args    []any
}

func newInserts(table, columns, tail string) *inserts {
	n := strings.Count(columns, ",") + 1
	return &inserts{head: "INSERT INTO " + table + "(" + columns + ") VALUES ", row: "(?" + strings.Repeat(", ?", n-1) + ")", tail: tail, columns: n}
}

func (in *inserts) add(row ...any) { in.args = append(in.args, row...) }

// flush inserts the collected rows.
func (in *inserts) flush(t *tx) error {
	args := in.args
	for _, size := range insertSizes {
		n := size * in.columns
		if len(args) < n {
			continue
		}
		text := in.head + in.row + strings.Repeat(", "+in.row, size-1) + in.tail
		for len(args) >= n {
			if _, err := t.stmts.Exec(t.ctx, text, args[:n]...); err != nil {
				return err
			}
			args = args[n:]
		}
	}
	clear(in.args)
	in.args = in.args[:0]
	return nil
}
