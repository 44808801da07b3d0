package query

import "slices"

// Clauses returns the parts of q that are side by side, in order. A query of alternatives is
// one clause.
func (q Query) Clauses() []Node {
	switch root := q.Root.(type) {
	case nil:
		return nil
	case And:
		return root.Nodes
	}
	return []Node{q.Root}
}

// Without returns the text of q without some of its clauses, given by index. It returns false
// if that text would be read differently, as the rest of prose may be, or refused.
func (q Query) Without(clauses ...int) (text string, ok bool) {
	var kept []Node
	for i, clause := range q.Clauses() {
		if !slices.Contains(clauses, i) {
			kept = append(kept, clause)
		}
	}
	left := Query{Root: and(kept...), Papers: q.Papers}
	text = left.String()
	return text, Parse(text).String() == text
}
