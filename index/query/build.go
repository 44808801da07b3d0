package query

import (
	"strings"

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

// limit leaves out of a tree what is beyond MaxDepth and MaxClauses.
func (p *parser) limit(root Node) Node {
	clauses := 0
	var within func(n Node, depth int) Node
	each := func(nodes []Node, depth int) []Node {
		if depth == MaxDepth {
			p.notice("What is nested deeper than %d levels was left out.", MaxDepth)
			return nil
		}
		var kept []Node
		for _, n := range nodes {
			kept = append(kept, within(n, depth+1))
		}
		return kept
	}
	within = func(n Node, depth int) Node {
		switch n := n.(type) {
		case nil:
			return nil
		case And:
			return and(each(n.Nodes, depth)...)
		case Or:
			return or(each(n.Nodes, depth)...)
		case Not:
			return not(within(n.Node, depth))
		case Word:
			if n.Field == AnyText {
				return n
			}
		}
		if clauses++; clauses > MaxClauses {
			p.notice("A query may have %d parts beside plain words; the rest was left out.", MaxClauses)
			return nil
		}
		return n
	}
	return within(root, 0)
}

// lookups makes a query that is nothing but ids of papers ask for them. What
// arXiv's stamp has behind an id, "[cs.CL] 7 Mar 2022", is passed over.
func lookups(root Node) Node {
	nodes := []Node{root}
	if all, ok := root.(And); ok {
		nodes = all.Nodes
	}
	var papers []Node
	for i, n := range nodes {
		w, ok := n.(Word)
		if i == 1 && ok && w.Field == AnyText && strings.HasPrefix(w.Text, "[") {
			break
		}
		id := w.Text
		if ok && w.Field == AnyText {
			id, ok = knownID(w.Text)
		}
		if !ok || w.Field != AnyText && w.Field != ID {
			return root
		}
		papers = append(papers, Word{ID, id})
	}
	return or(papers...)
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
