package salvage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/store/sqlite/pack"
	"paperboy/data/store/sqlite/pagefile"
	"paperboy/data/store/sqlite/sqlfile"
)

// A shape identifies the table that a row on a page belongs to by the types of the values:
// i is an integer, t a text, b a blob, n NULL; a capital letter allows NULL too. A row that is
// older than the last columns is shorter.
type shape struct {
	table      string
	keyed      bool
	types      string
	minColumns int
	columns    string
	rowid      bool // the first column is the rowid, which is NULL on the page
	missing    any  // the value of columns that a shorter row lacks
}

// paperColumns lists the columns of papers in their order.
var paperColumns = []string{"number", "sequence", "state", "merged_into", "title_key", "added", "updated", "paper", "sources", "sum", "packed"}

// sumColumn is the index of the checksum in paperColumns. A store that is older has fewer columns.
const sumColumn = 9

// shapes are those of the tables that can be told from others. API keys are left out on
// purpose: a page that is no longer in use could bring back a revoked one.
var shapes = []shape{
	{"papers", false, "niiIIiittIB", 9, strings.Join(paperColumns, ", "), true, nil},
	{"records", false, "nittTIB", 5, "id, number, source, origin, paper, sum, packed", true, nil},
	{"merges", false, "niIttiI", 7, "number, into_number, from_number, records, reason, at, undone", true, nil},
	{"listed", false, "niiit", 5, "place, list, number, added, note", true, nil},
	{"lists", false, "ntiiii", 4, "number, name, created, updated, used, bytes", true, int64(0)},
	{"aliases", true, "tiI", 2, "id, number, sum", false, nil},
	{"meta", true, "tt", 2, "key, value", false, nil},
	{"foreign_ids", true, "it", 2, "number, id", false, nil},
	{"list_keys", true, "biiB", 4, "hash, list, edits, sealed", false, nil},
	{"feeds", true, "ttit", 4, "name, cursor, fetched, error", false, nil},
}

// fits reports whether a cell may belong to the table.
func (s *shape) fits(c pagefile.Cell) bool {
	if c.Keyed != s.keyed || len(c.Values) < s.minColumns || len(c.Values) > len(s.types) {
		return false
	}
	for i, value := range c.Values {
		want := s.types[i]
		is := typeOf(value)
		if is != want|0x20 && (is != 'n' || want >= 'a') {
			return false
		}
	}
	if s.table == "papers" || s.table == "records" {
		return looksComplete(s.table, c)
	}
	return true
}

func typeOf(value any) byte {
	switch value.(type) {
	case nil:
		return 'n'
	case int64:
		return 'i'
	case string:
		return 't'
	case []byte:
		return 'b'
	}
	return 0
}

// looksComplete reports whether the texts of a row look like those of the table, to tell
// it from rows of other tables with the same types.
func looksComplete(table string, c pagefile.Cell) bool {
	starts := func(i int, with string) bool {
		text, ok := c.Values[i].(string)
		return ok && strings.HasPrefix(text, with)
	}
	if table == "records" {
		return starts(3, "{")
	}
	if packed, ok := c.Values[len(c.Values)-1].([]byte); ok {
		return pack.Is(packed)
	}
	return starts(7, "{") && starts(8, "[")
}

// Pages copies the rows on the pages of a file that SQLite refuses to open into a new
// file. Pages that are no longer in use may hold old versions of a paper: salvagePages takes
// the newest intact version.
func Pages(ctx context.Context, from, path string, schema Schema) (_ Copied, err error) {
	pages, err := pagefile.Open(from)
	if err != nil {
		return Copied{}, err
	}
	to, err := create(ctx, path, schema)
	if err != nil {
		return Copied{}, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	s := salvager{ctx: ctx}
	s.Notes = append(s.Notes, "the file was read page by page, because SQLite cannot open it")
	err = sqlfile.InTransaction(ctx, to, func(tx *sql.Tx) error {
		s.to = tx
		return s.copyPages(pages)
	})
	if err != nil {
		return Copied{}, fmt.Errorf("read page by page: %w", err)
	}
	_, err = to.ExecContext(ctx, `PRAGMA journal_mode = DELETE`)
	return s.Copied, err
}

// copyPages inserts the cells of all pages, then restores what refers to lost rows.
func (s *salvager) copyPages(pages *pagefile.File) error {
	for number := range pages.Count() {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		err := pages.Cells(number+1, func(c pagefile.Cell) error {
			for i := range shapes {
				if shapes[i].fits(c) {
					return s.insert(&shapes[i], c)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if err := s.exec(`DELETE FROM records WHERE number NOT IN (SELECT number FROM papers)`); err != nil {
		return err
	}
	if err := s.dropStale(); err != nil {
		return err
	}
	if err := s.to.QueryRowContext(s.ctx, `SELECT count(*) FROM papers`).Scan(&s.Papers); err != nil {
		return err
	}
	if err := s.addIDPlaceholders(); err != nil {
		return err
	}
	tables, err := s.newTables()
	if err != nil {
		return err
	}
	return errors.Join(s.restoreAliases(), s.restoreListKeys(), s.removeDangling(tables))
}

// insert writes a cell into its table. A paper replaces an older version of it; any other row
// is ignored if its key exists.
func (s *salvager) insert(sh *shape, c pagefile.Cell) error {
	row := append([]any{}, c.Values...)
	for len(row) < len(sh.types) {
		row = append(row, sh.missing)
	}
	if sh.rowid {
		row[0] = c.Rowid
	}
	if sh.table == "papers" {
		r, ok := paperRow(row)
		if !ok {
			return nil
		}
		// The newest version of a paper is the one with the highest sequence.
		if _, err := s.to.ExecContext(s.ctx, `DELETE FROM papers WHERE number = ?1 AND sequence < ?2`, r.Number, int64(r.Sequence)); err != nil {
			return err
		}
	}
	if sh.table == "aliases" && !soundAlias(row) {
		return nil
	}
	_, err := s.to.ExecContext(s.ctx, `INSERT OR IGNORE INTO `+sh.table+`(`+sh.columns+`) VALUES (?`+strings.Repeat(`, ?`, len(row)-1)+`)`, row...)
	if sqlfile.CodeOf(err)&0xff == sqlfile.CodeConstraint {
		return nil
	}
	return err
}

// soundAlias reports whether an alias has the correct checksum or, as in an old store, none.
func soundAlias(values []any) bool {
	id, _ := values[0].(string)
	number, _ := values[1].(int64)
	sum, has := values[2].(int64)
	return number > 0 && number <= sqlfile.MaxNumber && (!has || sum == sqlfile.AliasSum(data.ID(id), data.Number(number)))
}

// paperRow returns a row of papers from its values. It is sound if its checksum is correct or,
// as in an old store, if it has none and can be decoded.
func paperRow(values []any) (r sqlfile.Row, sound bool) {
	number, _ := values[0].(int64)
	sequence, _ := values[1].(int64)
	state, _ := values[2].(int64)
	r = sqlfile.Row{Number: data.Number(number), Sequence: data.Sequence(sequence), State: int(state)}
	r.Added, _ = values[5].(int64)
	r.Updated, _ = values[6].(int64)
	paper, _ := values[7].(string)
	sources, _ := values[8].(string)
	r.Stored, r.Sources = []byte(paper), []byte(sources)
	if len(values) > sumColumn+1 {
		if packed, ok := values[sumColumn+1].([]byte); ok {
			r.Stored = packed
		}
	}
	for i, column := range map[int]*sql.NullInt64{3: &r.Merged, 4: &r.Title, sumColumn: &r.Sum} {
		column.Int64, column.Valid = values[i].(int64)
	}
	if number < 1 || number > sqlfile.MaxNumber {
		return r, false
	}
	if !r.Sum.Valid {
		_, err := sqlfile.DecodeRow(&r)
		return r, err == nil
	}
	return r, r.Verify() == nil
}

// dropStale removes records with wrong checksums. Records of an older version of their paper
// have these too.
func (s *salvager) dropStale() error {
	rows, err := s.to.QueryContext(s.ctx, `SELECT `+sqlfile.RecordColumns+` FROM records r WHERE r.sum IS NOT NULL`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var stale []int64
	for rows.Next() {
		var r sqlfile.RecordRow
		if err := rows.Scan(r.Dest()...); err != nil {
			return err
		}
		if _, err := r.Read(); err != nil {
			stale = append(stale, r.ID)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range stale {
		if _, err := s.to.ExecContext(s.ctx, `DELETE FROM records WHERE id = ?`, id); err != nil {
			return err
		}
	}
	return nil
}

// addIDPlaceholders adds an empty row for each paper of which only ids were found.
func (s *salvager) addIDPlaceholders() error {
	numbers, err := s.query(`SELECT DISTINCT number FROM aliases WHERE number NOT IN (SELECT number FROM papers)`)
	if err != nil {
		return err
	}
	now := time.Now().UnixMicro()
	for _, number := range numbers {
		_, err := s.to.ExecContext(s.ctx, `INSERT INTO papers(number, sequence, state, added, updated, paper, sources)
			VALUES (?1, (SELECT coalesce(max(sequence), 0) + 1 FROM papers), 0, ?2, ?2, ?3, '[]')`, number, now, sqlfile.EmptyPaper)
		if err != nil {
			return err
		}
		s.Lost = append(s.Lost, data.Number(number))
	}
	return nil
}

// query returns the numbers that a query of the copy selects.
func (s *salvager) query(text string) (numbers []int64, err error) {
	rows, err := s.to.QueryContext(s.ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		numbers = append(numbers, n)
	}
	return numbers, rows.Err()
}
