package highlight

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data/latex"
)

const ellipsis = "…"

// Snippet returns the piece of text that answers the most terms; of several such, the one
// with the most marks; of several such, the first. If nothing answers the query, it is the
// beginning. It has at most limit characters including an ellipsis where text is left out.
// It is cut between words, unless a single word is longer than all of it, and begins with
// a sentence if one begins near. A formula is never cut: one that does not fit is left out.
// Spaces around the text are dropped.
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
	from, to := c.trim(c.window(matches, limit-2))
	start, end := c.offset(from), c.offset(to)
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
	text     string
	offsets  []int     // of each character, and of the end; nil if all of text is ASCII
	formulas []formula // in the order of the text
}

// formula is the range of the characters of a formula.
type formula struct{ start, end int }

func newChars(text string) chars {
	c := chars{text: text}
	if !isASCII(text) {
		c.offsets = make([]int, 0, len(text)+1)
		for i := range text {
			c.offsets = append(c.offsets, i)
		}
		c.offsets = append(c.offsets, len(text))
	}
	at := 0
	for _, part := range latex.Split(text) {
		if part.Formula != nil || part.Unread {
			c.formulas = append(c.formulas, formula{c.index(at), c.index(at + len(part.Text))})
		}
		at += len(part.Text)
	}
	return c
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// length returns the number of characters.
func (c chars) length() int {
	if c.offsets == nil {
		return len(c.text)
	}
	return len(c.offsets) - 1
}

// offset returns the byte offset of character i, or the end.
func (c chars) offset(i int) int {
	if c.offsets == nil {
		return i
	}
	return c.offsets[i]
}

// formula returns the formula that a cut before character i would split.
func (c chars) formula(i int) (formula, bool) {
	for _, f := range c.formulas {
		if f.start < i && i < f.end {
			return f, true
		}
	}
	return formula{}, false
}

// trim narrows a range so that it splits no formula. If all of it is inside one, it is empty.
func (c chars) trim(from, to int) (int, int) {
	if f, inside := c.formula(from); inside {
		from = f.end
	}
	if f, inside := c.formula(to); inside {
		to = f.start
	}
	return from, max(from, to)
}

// index returns the number of the character at a byte offset.
func (c chars) index(offset int) int {
	if c.offsets == nil {
		return offset
	}
	i, _ := slices.BinarySearch(c.offsets, offset)
	return i
}

// isSpace reports whether character i is a space outside formulas, or outside the text.
func (c chars) isSpace(i int) bool {
	if i < 0 || i >= c.length() {
		return true
	}
	if _, inside := c.formula(i); inside {
		return false
	}
	r, _ := utf8.DecodeRuneInString(c.text[c.offset(i):])
	return unicode.IsSpace(r)
}

// window returns the range of characters to show, at most size of them.
func (c chars) window(matches []match, size int) (from, to int) {
	first, last := c.densest(matches, size)
	end := c.length()
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
	places, terms := c.places(matches, size)
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

// places returns the matches in characters, and the number of terms. A match in a formula has the
// place of the formula; those in a formula that is longer than size are left out.
func (c chars) places(matches []match, size int) (places []match, terms int) {
	places = make([]match, 0, len(matches))
	for _, m := range matches {
		p := match{c.index(m.start), c.index(m.end), m.term}
		for _, f := range c.formulas {
			if f.start < p.end && p.start < f.end {
				p.start, p.end = min(p.start, f.start), max(p.end, f.end)
			}
		}
		terms = max(terms, m.term+1)
		if len(c.formulas) == 0 || p.end-p.start <= size || p.end-p.start == c.index(m.end)-c.index(m.start) {
			places = append(places, p)
		}
	}
	return places, terms
}

// opening returns where to begin so that first to last are shown: with the sentence of
// first if there is room for it, otherwise with a third of the spare room before first.
func (c chars) opening(first, last, size int) int {
	earliest := last - size
	for i := first; i > max(earliest, 1); i-- {
		if c.isSpace(i-1) && !c.isSpace(i) && strings.IndexByte(".!?", c.text[c.offset(i-1)-1]) >= 0 {
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
