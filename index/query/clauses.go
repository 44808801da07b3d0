package query

import "slices"

// Clauses are the parts of q that stand side by side, in their order. A query of
// alternatives is one clause.
func (q Query) Clauses() []Node {
	switch root := q.Root.(type) {
	case nil:
		return nil
	case And:
		return root.Nodes
	}
	return []Node{q.Root}
}

// Without is the text of q without some of its clauses, by their index. It returns false
// where that text would be read as something else, as what is left of prose may be, or is
// refused.
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
