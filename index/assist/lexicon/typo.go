package lexicon

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

const (
	// minCorrected is how many characters are typed before an error is looked for:
	// fewer are within an edit of anything.
	minCorrected = 4
	// mostNear bounds the ranges that are looked at.
	mostNear = 64
)

// near are the texts that begin like typed with one character more, less or other, or
// two neighbours in each other's place (Damerau), behind a first character that is
// right. It walks the sorted texts as if they were a trie: a node is the range of texts
// that begin alike.
func near(t texts, typed string) []span {
	if utf8.RuneCountInString(typed) < minCorrected {
		return nil
	}
	w := walk{texts: t}
	w.from(all(t), 0, typed)
	return w.found
}

type walk struct {
	texts
	found []span
}

// from follows what is typed, rest, from a node at depth bytes, and at each step tries
// each edit.
func (w *walk) from(node span, depth int, rest string) {
	for rest != "" && node.from < node.to && len(w.found) < mostNear {
		r, size := utf8.DecodeRuneInString(rest)
		next, nextSize := utf8.DecodeRuneInString(rest[size:])
		if depth > 0 && rest != " " { // which only says that the last word is whole
			w.exactly(node, depth, rest[size:]) // one too many
			for child := range w.children(node, depth) {
				n := utf8.RuneLen(child.r)
				if child.r == r || n < 0 {
					continue
				}
				w.exactly(child.span, depth+n, rest[size:]) // another
				w.exactly(child.span, depth+n, rest)        // one too few
			}
			if nextSize > 0 && next != r {
				w.exactly(node, depth, rest[size:size+nextSize]+rest[:size]+rest[size+nextSize:])
			}
		}
		node = w.narrow(node, depth, rest[:size])
		depth += size
		rest = rest[size:]
	}
}

// exactly finds the texts of a node that go on with rest.
func (w *walk) exactly(node span, depth int, rest string) {
	if len(w.found) == mostNear {
		return
	}
	node.from = w.notBefore(node, depth, rest)
	if node.from < node.to && bytes.HasPrefix(w.behind(node.from, depth), []byte(rest)) {
		w.found = append(w.found, span{node.from, w.notBefore(node, depth, rest+"\xff")})
	}
}

// narrow is the part of a node whose texts go on with these bytes.
func (w *walk) narrow(node span, depth int, bytes string) span {
	node.from = w.notBefore(node, depth, bytes)
	return span{node.from, w.notBefore(node, depth, bytes+"\xff")}
}

// notBefore is the first text of a node that is not less than key, both from depth on.
func (w *walk) notBefore(node span, depth int, key string) int {
	return node.from + sort.Search(node.to-node.from, func(i int) bool { return string(w.behind(node.from+i, depth)) >= key })
}

// behind is what a text has from depth bytes on.
func (w *walk) behind(i, depth int) []byte {
	text := w.text(i)
	return text[min(depth, len(text)):]
}

type child struct {
	r rune
	span
}

// children yields the characters with which a node's texts go on.
func (w *walk) children(node span, depth int) func(yield func(child) bool) {
	return func(yield func(child) bool) {
		for node.from < node.to {
			r, size := utf8.DecodeRune(w.behind(node.from, depth))
			same := node
			if size == 0 || r == end {
				same.to = w.notBefore(node, depth, string(rune(end+1)))
			} else {
				same.to = w.notBefore(node, depth, string(w.behind(node.from, depth)[:size])+"\xff")
				if !yield(child{r, same}) {
					return
				}
			}
			if same.to == node.from { // a text of no valid characters
				return
			}
			node.from = same.to
		}
	}
}
