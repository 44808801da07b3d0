package highlight

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const ellipsis = "…"

// Snippet returns the piece of text that answers the most terms; of several such, the one
// with the most marks; of several such, the first. If nothing answers the query, it is the
// beginning. It has at most limit characters including an ellipsis where text is left out.
// It is cut between words, unless a single word is longer than all of it, and begins with
// a sentence if one begins near. Spaces around the text are dropped.
func (h *Highlighter) Snippet(text string, limit int) []Span {
	text = strings.TrimSpace(text)
	matches := h.matches(text)
	if utf8.RuneCountInString(text) <= limit {
		return cut(text, 0, len(text), merged(matches))
	}
	if limit < 1 {
		return nil
	}
	if limit < 3 {
		return []Span{{Text: ellipsis}}
	}
	c := newChars(text)
	from, to := c.window(matches, limit-2)
	start, end := c.offsets[from], c.offsets[to]
	start += len(text[start:end]) - len(strings.TrimLeftFunc(text[start:end], unicode.IsSpace))
	end = start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
	spans := cut(text, start, end, merged(matches))
	if start > 0 {
		spans = prependEllipsis(spans)
	}
	if end < len(text) {
		spans = appendEllipsis(spans)
	}
	return spans
}

func prependEllipsis(spans []Span) []Span {
	if len(spans) > 0 && !spans[0].Marked {
		spans[0].Text = ellipsis + spans[0].Text
		return spans
	}
	return slices.Insert(spans, 0, Span{Text: ellipsis})
}

func appendEllipsis(spans []Span) []Span {
	if n := len(spans); n > 0 && !spans[n-1].Marked {
		spans[n-1].Text += ellipsis
		return spans
	}
	return append(spans, Span{Text: ellipsis})
}

// chars gives access to the characters of a text by number.
type chars struct {
	text    string
	offsets []int // of each character, and of the end
}

func newChars(text string) chars {
	c := chars{text, make([]int, 0, len(text)+1)}
	for i := range text {
		c.offsets = append(c.offsets, i)
	}
	c.offsets = append(c.offsets, len(text))
	return c
}

// index returns the number of the character at a byte offset.
func (c chars) index(offset int) int {
	i, _ := slices.BinarySearch(c.offsets, offset)
	return i
}

// isSpace reports whether character i is a space, or outside the text.
func (c chars) isSpace(i int) bool {
	if i < 0 || i >= len(c.offsets)-1 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(c.text[c.offsets[i]:])
	return unicode.IsSpace(r)
}

// window returns the range of characters to show, at most size of them.
func (c chars) window(matches []match, size int) (from, to int) {
	first, last := c.densest(matches, size)
	end := len(c.offsets) - 1
	if last > size {
		from = c.opening(first, last, size)
	}
	if from > end-size {
		from = c.wordStart(end-size, first)
	}
	return from, c.wordEnd(min(from+size, end), max(from+1, last))
}

// densest returns the range of at most size characters that answers the most terms, and
// of several such has the most matches. It begins with a match, and is empty without one.
func (c chars) densest(matches []match, size int) (first, last int) {
	places := make([]match, len(matches)) // in characters
	terms := 0
	for i, m := range matches {
		places[i] = match{c.index(m.start), c.index(m.end), m.term}
		terms = max(terms, m.term+1)
	}
	seen := make([]int, terms) // by term: the last i for which it was counted, plus 1
	best := [2]int{}
	for i, p := range places {
		score, from, to := [2]int{}, p.start, min(p.end, p.start+size)
		for _, q := range places[i:] {
			if q.start > from+size {
				break
			}
			if q.end > from+size && score[1] > 0 {
				continue
			}
			if seen[q.term] != i+1 {
				seen[q.term] = i + 1
				score[0]++
			}
			score[1]++
			to = max(to, min(q.end, from+size))
		}
		if slices.Compare(score[:], best[:]) > 0 {
			best, first, last = score, from, to
		}
	}
	return first, last
}

// opening returns where to begin so that first to last are shown: with the sentence of
// first if there is room for it, otherwise with a third of the spare room before first.
func (c chars) opening(first, last, size int) int {
	earliest := last - size
	for i := first; i > max(earliest, 1); i-- {
		if c.isSpace(i-1) && !c.isSpace(i) && strings.IndexByte(".!?", c.text[c.offsets[i-1]-1]) >= 0 {
			return i
		}
	}
	return c.wordStart(first-(first-earliest)/3, first)
}

// wordStart returns the first start of a word from i to last, or i if there is none.
func (c chars) wordStart(i, last int) int {
	for at := i; at <= last; at++ {
		if c.isSpace(at-1) && !c.isSpace(at) {
			return at
		}
	}
	return i
}

// wordEnd returns the last end of a word from first to i, or i if there is none.
func (c chars) wordEnd(i, first int) int {
	for at := i; at >= first; at-- {
		if c.isSpace(at) && !c.isSpace(at-1) {
			return at
		}
	}
	return i
}
