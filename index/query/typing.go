package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MinTyped is the number of characters from which a Typed stands for words that begin with it,
// MinTypedError that from which it may have a typing error.
const (
	MinTyped      = 2
	MinTypedError = 4
)

// ParseTyping reads a query that is still being typed. It is Parse, except that a
// plain word at the very end becomes a Typed.
func ParseTyping(text string) Query {
	q := Parse(text)
	if last, _ := utf8.DecodeLastRuneInString(text); !unicode.IsLetter(last) && !unicode.IsDigit(last) && !unicode.IsMark(last) {
		return q
	}
	switch root := q.Root.(type) {
	case Word:
		q.Root = typed(root, text)
	case And:
		nodes := append([]Node(nil), root.Nodes...)
		if w, ok := nodes[len(nodes)-1].(Word); ok {
			nodes[len(nodes)-1] = typed(w, text)
		}
		q.Root = And{nodes}
	}
	return q
}

// typed returns w as a Typed if the text ends with it: an id or "et al." may have been removed
// after it.
func typed(w Word, text string) Node {
	if w.Field != AnyText || !strings.HasSuffix(text, w.Text) {
		return w
	}
	return Typed{w.Text}
}

// finished returns a tree with a Word in place of its Typed.
func finished(root Node) Node {
	switch root := root.(type) {
	case Typed:
		return Word{Text: root.Text}
	case And:
		if last := len(root.Nodes) - 1; last >= 0 {
			if t, ok := root.Nodes[last].(Typed); ok {
				return And{append(append([]Node(nil), root.Nodes[:last]...), Word{Text: t.Text})}
			}
		}
	}
	return root
}
