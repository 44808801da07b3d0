package query

import "strings"

// cited is an id of a paper among other text. Finished trees have none.
type cited struct{ id string }

func (n cited) String() string { return n.id }

// citedID reads a word as the id of a paper: with its scheme, as an address, or bare.
func citedID(raw string) (cited, bool) {
	id, ok := knownID(strings.Trim(raw, separators+".[]<>{}'"))
	if !ok || !isPlain(id) {
		return cited{}, false
	}
	again, ok := knownID(trimWord(id))
	return cited{id}, ok && again == id
}

// takePapers takes the ids beside other text out of a tree, with the name of their scheme
// before them ("arXiv: 2203.03850"). An id that is an alternative or excluded is a condition.
func takePapers(root Node) (rest Node, papers []string) {
	nodes := []Node{root}
	if all, ok := root.(And); ok {
		nodes = all.Nodes
	}
	var kept []Node
	known := map[string]bool{}
	for _, n := range nodes {
		c, ok := n.(cited)
		if !ok {
			kept = append(kept, conditions(n))
			continue
		}
		if last := len(kept) - 1; last >= 0 && isSchemeName(kept[last]) {
			kept = kept[:last]
		}
		if !known[c.id] {
			known[c.id] = true
			papers = append(papers, c.id)
		}
	}
	if rest = and(kept...); rest == nil { // nothing but the name of a scheme
		var all []Node
		for _, id := range papers {
			all = append(all, Word{ID, id})
		}
		return or(all...), nil
	}
	return rest, papers
}

func isSchemeName(n Node) bool {
	w, ok := n.(Word)
	return ok && w.Field == AnyText && (strings.EqualFold(w.Text, "arxiv") || strings.EqualFold(w.Text, "doi"))
}

// conditions turns the ids within n into words of the field id.
func conditions(n Node) Node {
	each := func(nodes []Node) []Node {
		all := make([]Node, len(nodes))
		for i, n := range nodes {
			all[i] = conditions(n)
		}
		return all
	}
	switch n := n.(type) {
	case cited:
		return Word{ID, n.id}
	case And:
		return and(each(n.Nodes)...)
	case Or:
		return or(each(n.Nodes)...)
	case Not:
		return not(conditions(n.Node))
	}
	return n
}

// lookups turns a query that consists of ids of papers into one for these papers. What arXiv's
// stamp has after an id, "[cs.CL] 7 Mar 2022", is skipped.
func lookups(root Node) Node {
	nodes := []Node{root}
	if all, ok := root.(And); ok {
		nodes = all.Nodes
	}
	var papers []Node
	for i, n := range nodes {
		switch n := n.(type) {
		case cited:
			papers = append(papers, Word{ID, n.id})
			continue
		case Word:
			if i == 1 && n.Field == AnyText && strings.HasPrefix(n.Text, "[") {
				return or(papers...)
			}
			if n.Field == ID {
				papers = append(papers, n)
				continue
			}
		}
		return root
	}
	return or(papers...)
}
