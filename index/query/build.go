package query

import (
	"fmt"

	"paperboy/data"
)

// and, or and not build trees in one shape: no nil, no And within an And, no Or within an Or,
// no And or Or with a single child, no Not of a Not.

func and(nodes ...Node) Node {
	return gather(nodes, func(n Node) ([]Node, bool) { a, ok := n.(And); return a.Nodes, ok }, func(all []Node) Node { return And{all} })
}

func or(nodes ...Node) Node {
	return gather(nodes, func(n Node) ([]Node, bool) { o, ok := n.(Or); return o.Nodes, ok }, func(all []Node) Node { return Or{all} })
}

// gather makes one tree of nodes. A node for which within returns nodes is replaced by these.
func gather(nodes []Node, within func(Node) ([]Node, bool), tree func([]Node) Node) Node {
	var all []Node
	for _, n := range nodes {
		if inner, ok := within(n); ok {
			all = append(all, inner...)
		} else if n != nil {
			all = append(all, n)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return tree(all)
}

func not(n Node) Node {
	switch n := n.(type) {
	case nil:
		return nil
	case Not:
		return n.Node
	}
	return Not{n}
}

// refusal says which limit a tree exceeds. It returns "" if it exceeds none.
func refusal(root Node) string {
	clauses, deep := 0, false
	var visit func(n Node, depth int)
	each := func(nodes []Node, depth int) {
		if depth == MaxDepth {
			deep = true
			return
		}
		for _, n := range nodes {
			visit(n, depth+1)
		}
	}
	visit = func(n Node, depth int) {
		switch n := n.(type) {
		case And:
			each(n.Nodes, depth)
			return
		case Or:
			each(n.Nodes, depth)
			return
		case Not:
			visit(n.Node, depth)
			return
		case Word:
			if n.Field == AnyText {
				return
			}
		case nil:
			return
		}
		clauses++
	}
	visit(root, 0)
	switch {
	case deep:
		return fmt.Sprintf("A query may nest brackets %d deep.", MaxDepth)
	case clauses > MaxClauses:
		return fmt.Sprintf("A query may have %d parts besides plain words; this one has %d.", MaxClauses, clauses)
	}
	return ""
}

// knownID returns the canonical form of an id of a scheme that Paperboy knows.
func knownID(text string) (id string, ok bool) {
	parsed, err := data.ParseID(text)
	if err != nil {
		return "", false
	}
	switch parsed.Scheme() {
	case data.SchemeArXiv, data.SchemeACL, data.SchemeDOI, data.SchemeContent, data.SchemeCitationKey:
		return string(parsed), true
	}
	return "", false
}

// idWord returns a Word for an id, in canonical form if text can be read as one.
func idWord(text string) Word {
	if id, err := data.ParseID(text); err == nil {
		text = string(id)
	}
	return Word{ID, text}
}
