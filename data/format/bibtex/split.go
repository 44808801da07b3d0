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
}

// opening matches the beginning of a block in a line. Other text outside of blocks is comment.
var opening = regexp.MustCompile(`@[A-Za-z]+\s*[{(]`)

// blocks splits the stream into blocks. It counts braces as BibTeX does, including escaped ones. A
// line that begins an entry ends an entry that is still open, so that a missing brace affects only
// one entry; as in BibTeX, this also applies within @comment.
func blocks(r io.Reader) iter.Seq2[block, error] {
	return func(yield func(block, error) bool) {
		var c cutter
		number := 0
		for line, err := range format.Lines(r) {
			if err != nil {
				yield(block{}, err)
				return
			}
			number = line.Number
			if line.TooLong { // its text is lost
				if c.open && !yield(c.take(true), nil) || !yield(block{Line: number, TooLong: true}, nil) {
					return
				}
				continue
			}
			if c.open && entryLine.Match(line.Text) && !yield(c.take(true), nil) {
				return
			}
			rest := line.Text
			for len(rest) > 0 || c.open {
				if !c.open {
					at := opening.FindIndex(rest)
					if at == nil || bytes.HasPrefix(bytes.TrimSpace(rest), []byte("%")) {
						break
					}
					c.begin(number, rest[at[0]:at[1]])
					rest = rest[at[1]:]
				}
				n, closed := c.feed(rest)
				rest = rest[n:]
				if !closed {
					c.append('\n')
					break
				}
				if !yield(c.take(false), nil) {
					return
				}
			}
		}
		if c.open {
			yield(c.take(true), nil)
		}
	}
}

// cutter holds the block that is being read.
type cutter struct {
	block
	open, inParens, inQuotes bool
	depth                    int
}

func (c *cutter) begin(line int, text []byte) {
	c.block = block{Line: line, Text: append(c.Text[:0], text...)}
	c.open, c.inQuotes, c.depth = true, false, 0
	c.inParens = text[len(text)-1] == '('
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

func (c *cutter) take(unclosed bool) block {
	c.open, c.Unclosed = false, unclosed
	return c.block
}
