package bibtex

import (
	"bytes"
	"io"
	"iter"
	"regexp"

	"paperboy/data/format"
)

// maxEntryBytes is the maximum length of an entry. It is hundreds of times the length of a real
// entry with an abstract and attachments.
const maxEntryBytes = 1 << 20

// block is one "@type{...}" of the input, to be parsed on its own.
type block struct {
	Line int
	// Text is valid until the next step.
	Text []byte
	// TooLong is true if the block is longer than maxEntryBytes. Text is then the start of the
	// block.
	TooLong bool
	// Unclosed is true if the block ended at the beginning of another block or at the end of the
	// input.
	Unclosed bool
	// Mended is true if a brace that closed the block too early was left out.
	Mended bool
	// Stray is true of a line that seems to begin a block but has no brace.
	Stray bool
}

// entryType is a regular expression for the type of an entry. BibTeX and biber take all characters
// but white space and a few signs.
const entryType = `\pL[^\s"#%'(),={}@\\]*`

var (
	// opening matches the beginning of a block in a line. Other text outside of blocks is comment.
	opening = regexp.MustCompile(`(?:^|[^\pL\pN._+-])(@[ \t]*` + entryType + `\s*[{(])`)
	// bareType matches a line with a type, whose brace may be on the next line.
	bareType = regexp.MustCompile(`^\s*@[ \t]*(?:` + entryType + `)?\s*$`)
	// strayType matches a line that begins like an entry.
	strayType = regexp.MustCompile(`^\s*@` + entryType + `\s+\S`)
	// lostSign matches the first line of an entry whose "@" is missing.
	lostSign = regexp.MustCompile(`(?i)^\s*(?:article|book|booklet|conference|inbook|incollection|inproceedings|manual|\pL*thesis|misc|online|proceedings|(?:tech)?report|unpublished)\s*\{[^\s,{}]+\s*,\s*$`)
	// isComment matches a comment without braces.
	isComment = regexp.MustCompile(`(?i)^\s*@comment\s`)
	// fieldLine matches a line with a field: the end of the line before closed the entry too early.
	fieldLine = regexp.MustCompile(`^[\s,]*\pL[\pL\d_:+./-]*\s*=\s*(?:["{]|\d+\s*[,}]|\pL+\s*[,}#])`)
)

// blocks splits the stream into blocks. It counts braces as BibTeX does, including escaped ones. A
// line that begins an entry ends an entry that is still open, so that a missing brace affects only
// one entry; as in BibTeX, this also applies within @comment. An entry that is followed by a line with
// a field had a brace too many and is continued.
func blocks(r io.Reader) iter.Seq2[block, error] {
	return func(yield func(block, error) bool) {
		c := cutter{yield: func(b block) bool { return yield(b, nil) }}
		for line, err := range format.Lines(r) {
			if err != nil {
				yield(block{}, err)
				return
			}
			if !c.line(line) {
				return
			}
		}
		c.end()
	}
}

// cutter holds the block that is being read.
type cutter struct {
	block
	yield                    func(block) bool
	open, inParens, inQuotes bool
	// closed is true if the block has its last brace, and waits for the next line.
	closed bool
	depth  int
	// bare is a line with a type only, and bareLine its number.
	bare     []byte
	bareLine int
}

// line reads a line. It returns false if the caller wants no more blocks.
func (c *cutter) line(line format.Entry) bool {
	if line.TooLong { // its text is lost
		return c.end() && c.yield(block{Line: line.Number, TooLong: true})
	}
	rest := line.Text
	switch {
	case c.closed:
		switch trimmed := bytes.TrimSpace(rest); {
		case len(trimmed) == 0 || len(trimmed) == 1 && (trimmed[0] == '}' || trimmed[0] == ','):
			return true
		case !c.inParens && fieldLine.Match(rest):
			c.reopen()
		case !c.take(false):
			return false
		}
	case c.open && entryLine.Match(rest) && !c.take(true):
		return false
	}
	if c.bare != nil {
		if trimmed := bytes.TrimLeft(rest, " \t"); len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '(') {
			rest = append(c.bare, trimmed...)
		} else if joined := append([]byte("@"), trimmed...); len(bytes.TrimSpace(c.bare)) == 1 && bareType.Match(joined) {
			c.bare = joined
			return true
		} else if !c.stray(c.bare, c.bareLine) {
			return false
		}
		c.bare = nil
	}
	return c.text(rest, line.Number)
}

// text reads the text of a line.
func (c *cutter) text(rest []byte, number int) bool {
	for len(rest) > 0 || c.open {
		if !c.open {
			at := opening.FindSubmatchIndex(rest)
			switch {
			case bytes.HasPrefix(bytes.TrimSpace(rest), []byte("%")):
				return true
			case at == nil && bareType.Match(rest):
				c.bare, c.bareLine = bytes.Clone(rest), number
				return true
			case at == nil && (strayType.Match(rest) && !isComment.Match(rest) || lostSign.Match(rest)):
				return c.stray(rest, number)
			case at == nil:
				return true
			}
			if c.closed && !c.take(false) {
				return false
			}
			c.begin(number, rest[at[2]:at[3]])
			rest = rest[at[3]:]
		}
		n, closed := c.feed(rest)
		rest = rest[n:]
		if !closed {
			c.append('\n')
			return true
		}
		c.open, c.closed = false, true
		if !c.inParens && fieldLine.Match(rest) {
			c.reopen()
		}
	}
	return true
}

// end yields the blocks that are still being read.
func (c *cutter) end() bool {
	if c.bare != nil && !c.stray(c.bare, c.bareLine) {
		return false
	}
	c.bare = nil
	return !c.open && !c.closed || c.take(c.open)
}

func (c *cutter) stray(line []byte, number int) bool {
	if len(bytes.TrimSpace(line)) == 1 || isComment.MatchString(string(line)+" ") {
		return true
	}
	return c.yield(block{Line: number, Text: line, Stray: true})
}

func (c *cutter) begin(line int, text []byte) {
	c.block = block{Line: line, Text: append(c.Text[:0], text...)}
	c.open, c.inQuotes, c.depth = true, false, 0
	c.inParens = text[len(text)-1] == '('
}

// reopen continues a block that was closed too early.
func (c *cutter) reopen() {
	c.open, c.closed, c.Mended = true, false, true
	if !c.TooLong {
		c.Text[len(c.Text)-1] = ' ' // the brace
	}
	c.append('\n')
}

func (c *cutter) append(b byte) {
	if len(c.Text) >= maxEntryBytes {
		c.TooLong = true
		return
	}
	c.Text = append(c.Text, b)
}

// feed adds the bytes of a line, up to the one that closes the block.
func (c *cutter) feed(line []byte) (n int, closed bool) {
	for i, b := range line {
		c.append(b)
		switch {
		case b == '{':
			c.depth++
		case b == '}' && c.depth > 0:
			c.depth--
		case b == '}' && !c.inParens:
			return i + 1, true
		case b == '"' && c.depth == 0:
			c.inQuotes = !c.inQuotes
		case b == ')' && c.inParens && c.depth == 0 && !c.inQuotes:
			return i + 1, true
		}
	}
	return len(line), false
}

// take yields the block.
func (c *cutter) take(unclosed bool) bool {
	c.open, c.closed, c.Unclosed = false, false, unclosed
	return c.yield(c.block)
}
