package query

import (
	"fmt"

	"paperboy/data"
)

// and, or and not build trees in one shape: no nil, no And within an And, no Or
// within an Or, nothing that has a single child, no Not of a Not.

func and(nodes ...Node) Node {
	return gather(nodes, func(n Node) ([]Node, bool) { a, ok := n.(And); return a.Nodes, ok }, func(all []Node) Node { return And{all} })
}

func or(nodes ...Node) Node {
	return gather(nodes, func(n Node) ([]Node, bool) { o, ok := n.(Or); return o.Nodes, ok }, func(all []Node) Node { return Or{all} })
}

// gather makes one tree of nodes. A node whose own nodes within knows gives way to them.
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

// refusal says which limit a tree exceeds, and nothing where there is none.
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

// knownID is the canonical form of an id of a scheme that Paperboy knows.
func knownID(text string) (id string, ok bool) {
	parsed, err := data.ParseID(text)
	if err != nil {
		return "", false
	}
	switch parsed.Scheme() {
	case data.SchemeArXiv, data.SchemeACL, data.SchemeDOI, data.SchemeContent:
		return string(parsed), true
	}
	return "", false
}

// idWord asks for an id as canonically as it can be read.
func idWord(text string) Word {
	if id, err := data.ParseID(text); err == nil {
		text = string(id)
	}
	return Word{ID, text}
}
