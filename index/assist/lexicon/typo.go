package lexicon

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

const (
	// minCorrected is the number of characters from which typing errors are allowed for:
	// anything shorter is within an edit of too much.
	minCorrected = 4
	// maxTypoSpans bounds the number of ranges that typoSpans returns.
	maxTypoSpans = 64
)

// typoSpans returns the texts that start with a text one edit away from typed: a character
// inserted, deleted or replaced, or two neighbouring ones swapped (Damerau). The first
// character must be right. It walks the sorted texts as a trie, whose nodes are ranges of
// texts with a common prefix.
func typoSpans(t texts, typed string) []span {
	if utf8.RuneCountInString(typed) < minCorrected {
		return nil
	}
	w := walk{texts: t}
	w.descend(fullSpan(t), 0, typed)
	return w.found
}

type walk struct {
	texts
	found []span
}

// descend follows the typed text from a node at a depth in bytes, and tries every edit at
// each step. rest is what is left of the typed text.
func (w *walk) descend(node span, depth int, rest string) {
	for rest != "" && node.from < node.to && len(w.found) < maxTypoSpans {
		r, size := utf8.DecodeRuneInString(rest)
		next, nextSize := utf8.DecodeRuneInString(rest[size:])
		if depth > 0 && rest != " " { // a last space only says that the last word is complete
			w.exactly(node, depth, rest[size:]) // delete
			for child := range w.children(node, depth) {
				n := utf8.RuneLen(child.r)
				if child.r == r || n < 0 {
					continue
				}
				w.exactly(child.span, depth+n, rest[size:]) // replace
				w.exactly(child.span, depth+n, rest)        // insert
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

// exactly adds the texts of a node that continue with rest.
func (w *walk) exactly(node span, depth int, rest string) {
	if len(w.found) == maxTypoSpans {
		return
	}
	node.from = w.notBefore(node, depth, rest)
	if node.from < node.to && bytes.HasPrefix(w.after(node.from, depth), []byte(rest)) {
		w.found = append(w.found, span{node.from, w.notBefore(node, depth, rest+"\xff")})
	}
}

// narrow returns the texts of a node that continue with bytes.
func (w *walk) narrow(node span, depth int, bytes string) span {
	node.from = w.notBefore(node, depth, bytes)
	return span{node.from, w.notBefore(node, depth, bytes+"\xff")}
}

// notBefore returns the first text of a node whose bytes after depth are not less than key.
func (w *walk) notBefore(node span, depth int, key string) int {
	return node.from + sort.Search(node.to-node.from, func(i int) bool { return string(w.after(node.from+i, depth)) >= key })
}

// after returns the bytes of text i after depth.
func (w *walk) after(i, depth int) []byte {
	text := w.text(i)
	return text[min(depth, len(text)):]
}

type child struct {
	r rune
	span
}

// children yields each character that continues texts of a node, with the range of those
// texts.
func (w *walk) children(node span, depth int) func(yield func(child) bool) {
	return func(yield func(child) bool) {
		for node.from < node.to {
			r, size := utf8.DecodeRune(w.after(node.from, depth))
			same := node
			if size == 0 || r == end {
				same.to = w.notBefore(node, depth, string(rune(end+1)))
			} else {
				same.to = w.notBefore(node, depth, string(w.after(node.from, depth)[:size])+"\xff")
				if !yield(child{r, same}) {
					return
				}
			}
			if same.to == node.from { // a text that is not valid UTF-8
				return
			}
			node.from = same.to
		}
	}
}
