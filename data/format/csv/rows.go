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
	// maxRowLines is the maximum number of lines of a row, ten times as many as any real row needs
	// for its abstract. A longer row has a quote that is not closed.
	maxRowLines = 1_000
	// maxUnclosed is how often the lines after a quote that is not closed may be read again. It
	// bounds the cost of a malicious file.
	maxUnclosed = 100
)

// row is a row of a table, or the error for a row that cannot be read.
type row struct {
	line  int // number of the first line, from 1
	cells []string
	// quoted says which cells were in quotes, so that a separator in them is text.
	quoted []bool
	err    error
}

var (
	errUnclosed = &data.FieldError{Code: "unclosed_quote", Reason: "a quote that begins a cell is not closed"}
	// errQuotes ends an input in which quotes have another meaning than in CSV.
	errQuotes = fmt.Errorf("more than %d cells begin with a quote that is not closed: the input is not CSV", maxUnclosed)
)

// line is one line of the input.
type line struct {
	number  int
	text    string
	tooLong bool
}

// rowReader assembles rows from lines. A row with a quote that is not closed is rejected, and the
// lines after its first are read again. Everything before the next complete row of the table's
// width is taken as part of the rejected row.
type rowReader struct {
	delimiter byte
	width     int
	lines     func() (format.Entry, error, bool)
	again     []line
	unclosed  int
	searching bool
}

// rows yields the rows of r after line number below. A complete row has width cells. An error of r
// is yielded last.
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

// next returns the next line.
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

// row returns the row that begins with a line.
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
			found.cells, found.quoted = cutter.cells, cutter.quotes
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

// cutter splits lines into cells as in RFC 4180. It tolerates what spreadsheets and people write:
// space before a quote, ="..." for a text that looks like a number, and quotes in a cell that are
// not doubled.
type cutter struct {
	delimiter byte
	cells     []string
	quotes    []bool
	cell      []byte
	open      bool // the last line ended within quotes
	failed    bool // a quote on an earlier line was not closed
}

// line adds a line. It reports whether the row ends with it.
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

// begin begins a cell. If the cell is quoted, it reads the quoted text. It returns the rest of the
// line.
func (c *cutter) begin(text string) string {
	c.cell = []byte{}
	c.quotes = append(c.quotes, false)
	spaceless := strings.TrimPrefix(strings.TrimLeft(text, " "), "=")
	if inner, quoted := strings.CutPrefix(spaceless, `"`); quoted {
		c.quotes[len(c.quotes)-1] = true
		return c.quoted(inner, false)
	}
	return text
}

// quoted reads quoted text up to the closing quote and returns the rest of the line. A quote that
// is neither doubled nor at the end of a cell is part of the text if another quote on the line
// ends the cell; if there is none, the cell is not quoted but begins with a quote. On a later line
// of a cell (below is true), such a quote shows that the opening quote was not closed.
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
			c.quotes[len(c.quotes)-1] = false
			return start
		default:
			c.cell = append(c.cell, '"')
		}
	}
}

// endsCell reports whether a quote before text closes a cell.
func (c *cutter) endsCell(text string) bool {
	text = strings.TrimLeft(text, " ")
	return text == "" || text[0] == c.delimiter
}

// cut splits a line into cells. It returns nil if the line is not a complete row.
func cut(text []byte, delimiter byte) []string {
	c := cutter{delimiter: delimiter}
	if !c.line(string(bytes.TrimRight(text, "\r"))) {
		return nil
	}
	return c.cells
}
