package embedded

import "paperboy/index/embedded/bitset"

// enough tells which papers have terms of enough weight together. It is a decision diagram
// for the monotone function "the weights of the terms that a paper has add up to at least a
// limit": 64 papers are told at once from the terms' sets.
type enough struct{ nodes []decision }

// decision asks for one term, and names the nodes that follow where a paper has it and
// where it has not. Nodes never and always are the ends.
type decision struct{ term, with, without int }

const (
	never  = 0
	always = 1
	// maxDecisions is the number of nodes beyond which it is faster to add up weights paper
	// by paper, and maxVisits bounds the search for them.
	maxDecisions = 48
	maxVisits    = 2_000
)

// newEnough is the diagram of terms with such weights; ok is false where it would be too
// large.
func newEnough(weights []float32, limit float32) (e enough, ok bool) {
	e.nodes = make([]decision, 2, maxDecisions)
	known, visits := map[decision]int{}, 0
	var visit func(term int, sum float32) int
	visit = func(term int, sum float32) int {
		visits++
		switch {
		case sum >= limit:
			return always
		case visits > maxVisits || reach(sum, weights[term:]) < limit:
			return never
		}
		d := decision{term, visit(term+1, sum+weights[term]), visit(term+1, sum)}
		if d.with == d.without {
			return d.with
		}
		at, found := known[d]
		if !found {
			at = len(e.nodes)
			known[d] = at
			e.nodes = append(e.nodes, d)
		}
		return at
	}
	root := visit(0, 0)
	if root < 2 { // the last node is the answer
		e.nodes = append(e.nodes, decision{with: root, without: root})
	}
	return e, visits <= maxVisits && len(e.nodes) <= maxDecisions
}

// reach is a sum with all weights added in order. Rounding is monotone, so no choice of
// them gives more.
func reach(sum float32, weights []float32) float32 {
	for _, w := range weights {
		sum += w
	}
	return sum
}

// keep leaves in a set the papers with enough of the terms that have these sets.
func (e enough) keep(set bitset.Set, terms []bitset.Set) {
	var has [maxDecisions]uint64 // the papers that come from each node to always
	has[always] = ^uint64(0)
	last := len(e.nodes) - 1
	for w := range set {
		if set[w] == 0 {
			continue
		}
		for k := 2; k <= last; k++ {
			n := &e.nodes[k]
			if n.with == n.without {
				has[k] = has[n.with]
				continue
			}
			has[k] = has[n.without] | terms[n.term][w]&has[n.with]
		}
		set[w] &= has[last]
	}
}
