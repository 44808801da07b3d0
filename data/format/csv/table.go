package csv

import (
	"bytes"
	"strings"
)

// maxPreambleLines is how many lines may stand above the header: what was searched
// for, when, by whom.
const maxPreambleLines = 30

// delimiters are what stands between cells, as programs and the spreadsheets of
// half of Europe write it.
var delimiters = []byte{',', ';', '\t', '|'}

// table is a header and how the rows below it are cut.
type table struct {
	delimiter byte
	// line is the number of the header's line, width its number of cells.
	line, width int
	// columns are the places of the cells of each field, the best first.
	columns map[field][]int
	// needed is how many cells a row has at the least, for its texts and date.
	needed int
}

const byteOrderMark = "\uFEFF"

// lines are those of the beginning of an input, without one that is cut off.
func lines(head []byte, isCut bool) [][]byte {
	all := bytes.SplitN(bytes.TrimPrefix(head, []byte(byteOrderMark)), []byte("\n"), maxPreambleLines+1)
	if n := len(all); isCut && n > 1 || n > maxPreambleLines {
		return all[:n-1]
	}
	return all
}

// findHeader looks for the first line that names a column of titles and another
// known one, or names titles alone in the first line of all. Below that the next
// row has to be of the same width: in prose such words stand between commas too.
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

// isFollowed reports that the next of the lines below a header is a row of its
// width, or one that spans lines.
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
	t := table{width: len(names), columns: map[field][]int{}}
	for _, known := range knownColumns {
		for _, wanted := range known.names {
			for i, name := range names {
				if normal(name) == wanted {
					t.columns[known.field] = append(t.columns[known.field], i)
					if known.field <= lastNeeded {
						t.needed = max(t.needed, i+1)
					}
				}
			}
		}
	}
	return t
}

// isTable reports that the first lines have the same number of cells, at least
// three, and so are a table whose header is missing or in other words.
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

// cell is the first text that is not empty of a field's columns. What data frames
// write for a missing value is empty.
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
