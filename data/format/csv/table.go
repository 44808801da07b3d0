package csv

import (
	"bytes"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// maxPreambleLines is the maximum number of lines before the header. Programs write there what was
// searched for, when and by whom.
const maxPreambleLines = 30

// delimiters lists the characters that separate cells. Spreadsheets in many European languages use
// semicolons.
var delimiters = []byte{',', ';', '\t', '|'}

// table is a header, and how the rows after it are split.
type table struct {
	delimiter byte
	// line is the number of the line of the header, and width its number of cells.
	line, width int
	// columns maps a field to the indexes of its cells, in order of preference.
	columns map[field][]int
	// fields has for each cell of the header its field plus one, or 0 if it is not known.
	fields []field
	// names are the cells of the header as normal returns them.
	names []string
	// needed is the minimum number of cells of a row. They include its texts and date.
	needed int
	// isOwn says that Paperboy wrote the table.
	isOwn bool
	// ownFields has the field of a paper for each cell of a table that Paperboy wrote, or nil.
	ownFields []*data.Field
	// isSpringer says that Springer wrote the table, with names that are not separated.
	isSpringer bool
	// order is the order of the names in the first rows.
	order format.Order
}

const byteOrderMark = "\uFEFF"

// lines returns the first lines of an input, without a last line that is cut off.
func lines(head []byte, isCut bool) [][]byte {
	all := bytes.SplitN(bytes.TrimPrefix(head, []byte(byteOrderMark)), []byte("\n"), maxPreambleLines+1)
	if n := len(all); isCut && n > 1 || n > maxPreambleLines {
		return all[:n-1]
	}
	return all
}

// findHeader returns the first line that names a column of titles and another known column. In the
// first line that is not empty, a column of titles is enough. After any other header, the next row
// must have the same width, because prose may have such words between commas too.
func findHeader(head []byte, isCut bool) (table, bool) {
	possible := delimiters
	isFirst := true
	all := lines(head, isCut)
	for i, text := range all {
		text = bytes.TrimSpace(text)
		if len(text) == 0 {
			continue
		}
		if sep := bytes.ToLower(text); isFirst && len(text) == len("sep=;") && bytes.HasPrefix(sep, []byte("sep=")) {
			possible = text[len(text)-1:]
			continue
		}
		best := table{}
		for _, delimiter := range possible {
			t := readHeader(cut(text, delimiter))
			t.delimiter, t.line = delimiter, i+1
			if len(t.columns) > len(best.columns) {
				best = t
			}
		}
		if n := len(best.columns); best.columns[title] != nil && (isFirst || n > 1 && best.isFollowed(all[i+1:])) {
			return best, true
		}
		isFirst = false
	}
	return table{}, false
}

// isFollowed reports whether the first row after a header has its width, or spans lines.
func (t table) isFollowed(below [][]byte) bool {
	for _, text := range below {
		if text = bytes.TrimRight(text, "\r"); len(text) > 0 {
			cells := cut(text, t.delimiter)
			return cells == nil || len(cells) == t.width
		}
	}
	return true
}

// readHeader finds the known columns of a header.
func readHeader(names []string) table {
	t := table{width: len(names), columns: map[field][]int{}, fields: make([]field, len(names)), names: make([]string, len(names))}
	for i, name := range names {
		t.names[i] = normal(name)
	}
	for _, known := range knownColumns {
		for _, wanted := range known.names {
			for i, name := range t.names {
				if name == wanted {
					t.columns[known.field] = append(t.columns[known.field], i)
					if t.fields[i] == 0 {
						t.fields[i] = known.field + 1
					}
					if known.field <= lastNeeded {
						t.needed = max(t.needed, i+1)
					}
				}
			}
		}
	}
	if t.isOwn = t.has("id", "title", "authors", "authorcount"); t.isOwn {
		t.ownFields = ownFields(t.names)
	}
	t.isSpringer = t.has("itemtitle", "itemdoi", "contenttype")
	return t
}

// has reports whether the header has all of some columns.
func (t table) has(names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(t.names, name) })
}

// isTable reports whether the first three lines have the same number of cells, which must be at
// least three. Such an input is a table whose header is missing or has other words.
func isTable(head []byte, isCut bool) bool {
	for _, delimiter := range delimiters {
		width, same := 0, 0
		for _, text := range lines(head, isCut) {
			cells := len(cut(text, delimiter))
			if width == 0 {
				width = cells
			}
			if cells != width || cells < 3 {
				break
			}
			same++
		}
		if same >= 3 {
			return true
		}
	}
	return false
}

// cell returns the first text in the columns of a field that is not empty. Values that data frames
// write for a missing value count as empty.
func (t table) cell(cells []string, f field) string {
	for _, i := range t.columns[f] {
		if i >= len(cells) {
			continue
		}
		text := strings.TrimSpace(cells[i])
		switch strings.ToLower(text) {
		case "", "nan", "na", "n/a", "null", "none", "-":
			continue
		}
		return text
	}
	return ""
}
