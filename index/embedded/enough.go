package embedded

import "paperboy/index/embedded/bitset"

// enough decides which papers have terms of enough weight together. It is a decision diagram
// for the monotone function "the weights of the terms that a paper has add up to at least a
// limit". It decides for 64 papers at once from the terms' sets.
type enough struct{ nodes []decision }

// decision tests one term, and names the next node for papers that have it and for papers that
// do not. The nodes never and always are the ends.
type decision struct{ term, with, without int }

const (
	never  = 0
	always = 1
	// maxDecisions is the number of nodes from which adding up weights paper by paper is
	// faster, and maxVisits bounds the construction.
	maxDecisions = 48
	maxVisits    = 2_000
)

// newEnough returns the diagram of terms with these weights; ok is false if it would be too
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

// reach returns a sum with all weights added in order. Rounding is monotone, so no choice of
// them gives more.
func reach(sum float32, weights []float32) float32 {
	for _, w := range weights {
		sum += w
	}
	return sum
}

// keep removes from set the papers with too little of the terms that have these sets.
func (e enough) keep(set bitset.Set, terms []bitset.Set) {
	var has [maxDecisions]uint64 // the papers that lead from each node to always
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
