package csv

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

const (
	// maxRowLines is how many lines one row may span: ten times the longest
	// abstract with a line each. Beyond it a quote was not closed.
	maxRowLines = 1_000
	// maxUnclosed is how often the lines behind a quote that was not closed are read
	// again, which bounds what a hostile file costs.
	maxUnclosed = 100
)

// row is one row of a table, or why there is none.
type row struct {
	line  int // of its first line, from 1
	cells []string
	err   error
}

var (
	errUnclosed = &data.FieldError{Code: "unclosed_quote", Reason: "a quote that begins a cell is not closed"}
	// errQuotes ends an input in which quotes mean something else.
	errQuotes = fmt.Errorf("more than %d cells begin with a quote that is not closed: it is no CSV", maxUnclosed)
)

// line is one line of the input.
type line struct {
	number  int
	text    string
	tooLong bool
}

// rowReader puts rows together from lines. A row whose quote is not closed is
// refused, and the lines behind its first are read again: as parts of it up to the
// first that is a whole row of the table's width.
type rowReader struct {
	delimiter byte
	width     int
	lines     func() (format.Entry, error, bool)
	again     []line
	unclosed  int
	searching bool
}

// rows yields the rows of r below a line, one of width cells being whole. An error
// of r is yielded last.
func rows(r io.Reader, below int, delimiter byte, width int) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		lines, stop := iter.Pull2(format.Lines(r))
		defer stop()
		reader := rowReader{delimiter: delimiter, width: width, lines: lines}
		for {
			first, err := reader.next()
			if err == nil && first.number <= below {
				continue
			}
			var found row
			if err == nil {
				found, err = reader.row(first)
			}
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(row{}, err)
				return
			case reader.searching && (found.err != nil || len(found.cells) != width):
				continue
			}
			reader.searching = found.err == errUnclosed
			if !yield(found, nil) {
				return
			}
		}
	}
}

// next is the next line.
func (r *rowReader) next() (line, error) {
	if len(r.again) > 0 {
		first := r.again[0]
		r.again = r.again[1:]
		return first, nil
	}
	entry, err, ok := r.lines()
	if !ok {
		err = io.EOF
	}
	return line{entry.Number, string(entry.Text), entry.TooLong}, err
}

// row reads the row that begins with a line.
func (r *rowReader) row(first line) (row, error) {
	found := row{line: first.number}
	cutter := cutter{delimiter: r.delimiter}
	var more []line
	for current, size := first, 0; ; {
		size += len(current.text) + 1
		switch {
		case current.tooLong || size > format.MaxEntryBytes:
			found.err = format.ErrTooLong
			return found, nil
		case cutter.line(current.text):
			found.cells = cutter.cells
			return found, nil
		}
		var err error
		if !cutter.failed && len(more) < maxRowLines {
			if current, err = r.next(); err != nil && err != io.EOF {
				return row{}, err
			}
			if err == nil {
				more = append(more, current)
				continue
			}
		}
		found.err = errUnclosed
		r.again = append(more, r.again...)
		if r.unclosed++; r.unclosed > maxUnclosed {
			return row{}, fmt.Errorf("line %d: %w", first.number, errQuotes)
		}
		return found, nil
	}
}

// cutter cuts lines into cells by RFC 4180, and forgives what spreadsheets and
// people do: space before a quote, ="..." for a text that looks like a number,
// quotes within a cell that are not doubled.
type cutter struct {
	delimiter byte
	cells     []string
	cell      []byte
	open      bool // the last line ended within quotes
	failed    bool // a quote that was opened on a line above cannot have been closed
}

// line takes one more line. It reports whether the row ends with it.
func (c *cutter) line(text string) bool {
	if c.open {
		c.cell = append(c.cell, '\n')
		text = c.quoted(text, true)
	}
	for !c.open && !c.failed {
		if c.cell == nil {
			text = c.begin(text)
			continue
		}
		end := strings.IndexByte(text, c.delimiter)
		if end < 0 {
			c.cells = append(c.cells, string(append(c.cell, text...)))
			return true
		}
		c.cells = append(c.cells, string(append(c.cell, text[:end]...)))
		c.cell, text = nil, text[end+1:]
	}
	return false
}

// begin reads what stands at the beginning of a cell, and its quotes whole.
func (c *cutter) begin(text string) string {
	c.cell = []byte{}
	spaceless := strings.TrimPrefix(strings.TrimLeft(text, " "), "=")
	if inner, quoted := strings.CutPrefix(spaceless, `"`); quoted {
		return c.quoted(inner, false)
	}
	return text
}

// quoted reads on within quotes and returns what follows them. A quote that is not
// doubled and ends no cell is one of the text while there is another on the line
// that does; the cell began with a quote of the text where there is none. Below
// the line on which a cell began it shows that the quote above was not closed.
func (c *cutter) quoted(text string, below bool) string {
	c.open = false
	start := text
	for {
		at := strings.IndexByte(text, '"')
		if at < 0 {
			c.cell = append(c.cell, text...)
			c.open = true
			return ""
		}
		c.cell = append(c.cell, text[:at]...)
		text = text[at+1:]
		switch {
		case strings.HasPrefix(text, `"`):
			c.cell = append(c.cell, '"')
			text = text[1:]
		case c.endsCell(text):
			return strings.TrimLeft(text, " ")
		case below:
			c.failed = true
			return ""
		case !strings.Contains(text, `"`+string(c.delimiter)) && !strings.HasSuffix(text, `"`):
			c.cell = []byte(`"`)
			return start
		default:
			c.cell = append(c.cell, '"')
		}
	}
}

// endsCell reports that a cell's closing quote stands before text.
func (c *cutter) endsCell(text string) bool {
	text = strings.TrimLeft(text, " ")
	return text == "" || text[0] == c.delimiter
}

// cut cuts one line that is a whole row; nil if it is none.
func cut(text []byte, delimiter byte) []string {
	c := cutter{delimiter: delimiter}
	if !c.line(string(bytes.TrimRight(text, "\r"))) {
		return nil
	}
	return c.cells
}
