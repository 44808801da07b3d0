package query

import (
	"iter"
	"unicode/utf8"
)

// IsText reports whether f is the title, the abstract or both.
func (f Field) IsText() bool { return f == AnyText || f == Title || f == Abstract }

// Children returns the nodes directly below n: those of an And or Or, the one of a Not,
// and nil for every other node.
func Children(n Node) []Node {
	switch n := n.(type) {
	case And:
		return n.Nodes
	case Or:
		return n.Nodes
	case Not:
		return []Node{n.Node}
	}
	return nil
}

// Walk calls visit for n and then, if visit returns true, walks each of its children, in
// the order of the query. A nil Node is an empty query: visit is not called.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, child := range Children(n) {
		Walk(child, visit)
	}
}

// Leaves yields the nodes at or below n that have no children, in the order of the query.
// It skips what a Not excludes unless excluded is true.
func Leaves(n Node, excluded bool) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		goOn := true
		Walk(n, func(n Node) bool {
			switch n.(type) {
			case And, Or:
				return goOn
			case Not:
				return goOn && excluded
			}
			goOn = goOn && yield(n)
			return false
		})
	}
}

// FieldText returns the field in which a Word, Typed, Phrase, Prefix, Fuzzy, Pattern or
// Near looks, and the text that it looks for. For any other node ok is false.
func FieldText(n Node) (field Field, text string, ok bool) {
	switch n := n.(type) {
	case Word:
		return n.Field, n.Text, true
	case Typed:
		return AnyText, n.Text, true
	case Phrase:
		return n.Field, n.Text, true
	case Prefix:
		return n.Field, n.Text, true
	case Fuzzy:
		return n.Field, n.Text, true
	case Pattern:
		return n.Field, n.Text, true
	case Near:
		return n.Field, n.Text, true
	}
	return AnyText, "", false
}

// IsExpansion reports whether n is one term that stands for many words: a Prefix, Fuzzy or
// Pattern.
func IsExpansion(n Node) bool {
	switch n.(type) {
	case Prefix, Fuzzy, Pattern:
		return true
	}
	return false
}

// IsFree reports whether a child of an And is one of its free terms: a Word, Typed or
// expansion without a field.
func IsFree(n Node) bool {
	switch n.(type) {
	case Word, Typed, Prefix, Fuzzy, Pattern:
		field, _, _ := FieldText(n)
		return field == AnyText
	}
	return false
}

// MaxEdits returns how many edits a word may be away from the text of a Fuzzy: 1 for up to
// five characters, 2 for more. An edit inserts, deletes or replaces a character.
func MaxEdits(text string) int {
	if utf8.RuneCountInString(text) <= 5 {
		return 1
	}
	return 2
}
