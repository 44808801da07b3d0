package highlight

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const ellipsis = "…"

// Snippet is the piece of text, of at most limit characters with its ellipses,
// that answers most terms, of such the one with most marks, and of such the
// first; the beginning where nothing answers. It is cut between words unless one
// is longer than all of it, and begins with a sentence where that is near.
func (h *Highlighter) Snippet(text string, limit int) string {
	text = strings.TrimSpace(text)
	spans := h.matches(text)
	var b strings.Builder
	if utf8.RuneCountInString(text) <= limit {
		writeMarked(&b, text, 0, len(text), merged(spans))
		return b.String()
	}
	if limit < 3 {
		return strings.Repeat(ellipsis, min(max(limit, 0), 1))
	}
	c := newChars(text)
	from, to := c.window(spans, limit-2)
	start, end := c.offsets[from], c.offsets[to]
	start += len(text[start:end]) - len(strings.TrimLeftFunc(text[start:end], unicode.IsSpace))
	end = start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
	if start > 0 {
		b.WriteString(ellipsis)
	}
	writeMarked(&b, text, start, end, merged(spans))
	if end < len(text) {
		b.WriteString(ellipsis)
	}
	return b.String()
}

// chars addresses a text by character.
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

// index is the character at a byte offset.
func (c chars) index(offset int) int {
	i, _ := slices.BinarySearch(c.offsets, offset)
	return i
}

// isSpace reports whether character i is a space or none.
func (c chars) isSpace(i int) bool {
	if i < 0 || i >= len(c.offsets)-1 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(c.text[c.offsets[i]:])
	return unicode.IsSpace(r)
}

// window chooses the characters to show, at most size of them.
func (c chars) window(spans []span, size int) (from, to int) {
	first, last := c.densest(spans, size)
	end := len(c.offsets) - 1
	if last > size {
		from = c.opening(first, last, size)
	}
	if from > end-size {
		from = c.wordStart(end-size, first)
	}
	return from, c.wordEnd(min(from+size, end), max(from+1, last))
}

// densest is the piece from the start of a span to the end of one, of at most
// size characters, that answers most.
func (c chars) densest(spans []span, size int) (first, last int) {
	places := make([]span, len(spans)) // in characters
	terms := 0
	for i, s := range spans {
		places[i] = span{c.index(s.start), c.index(s.end), s.term}
		terms = max(terms, s.term+1)
	}
	seen := make([]int, terms) // the start, counted from 1, for which a term was counted
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

// opening is where to begin, that first to last are shown: with the sentence of
// first if there is room, else with a third of the room before it.
func (c chars) opening(first, last, size int) int {
	earliest := last - size
	for i := first; i > max(earliest, 1); i-- {
		if c.isSpace(i-1) && !c.isSpace(i) && strings.IndexByte(".!?", c.text[c.offsets[i-1]-1]) >= 0 {
			return i
		}
	}
	return c.wordStart(first-(first-earliest)/3, first)
}

// wordStart is the first start of a word from i to most, i where there is none.
func (c chars) wordStart(i, most int) int {
	for at := i; at <= most; at++ {
		if c.isSpace(at-1) && !c.isSpace(at) {
			return at
		}
	}
	return i
}

// wordEnd is the last end of a word from i down to least, i where there is none.
func (c chars) wordEnd(i, least int) int {
	for at := i; at >= least; at-- {
		if c.isSpace(at) && !c.isSpace(at-1) {
			return at
		}
	}
	return i
}
