package recommend

import (
	"cmp"
	"math"
	"slices"

	"paperboy/index"
)

// pool is how many candidates variety chooses n hits from. Twice as many changed
// nothing on four test sets up to a variety of .3, and little beyond.
func pool(n int) int { return max(50, 3*n) }

// vary chooses the n of candidates, best first, that balance nearness and novelty
// (maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998): each in turn
// has the greatest
//
//	(1-variety) * score/greatest score - variety * greatest cosine with one before it
//
// The cosine is of whole texts, with idf among the candidates: what they all share
// does not make two of them alike. Cosines of the terms shared with the question cost
// more: MED fell to .505 nDCG@10 where lists of the same spread kept .532.
func vary(candidates []candidate, n int, variety float64) []candidate {
	vectors := vectorsOf(candidates)
	taken := make([]bool, len(candidates))
	nearest := make([]float64, len(candidates))
	varied := make([]candidate, 0, n)
	for len(varied) < min(n, len(candidates)) {
		next, most := 0, math.Inf(-1)
		for i, c := range candidates {
			if worth := (1-variety)*c.Score/candidates[0].Score - variety*nearest[i]; !taken[i] && worth > most {
				next, most = i, worth
			}
		}
		taken[next] = true
		varied = append(varied, candidates[next])
		for i := range candidates {
			if !taken[i] {
				nearest[i] = max(nearest[i], cosine(vectors[next], vectors[i]))
			}
		}
	}
	return varied
}

// vector has length 1 and ascends by term.
type vector []component

type component struct {
	term   int // in the order in which terms were met
	weight float64
}

// vectorsOf are the texts of candidates.
func vectorsOf(candidates []candidate) []vector {
	vectors := make([]vector, len(candidates))
	numbers := make(map[string]int)
	var df []int
	for i, c := range candidates {
		for _, t := range paperTerms(c.paper, nil) {
			n, known := numbers[t.Stem]
			if !known {
				n, numbers[t.Stem] = len(df), len(df)
				df = append(df, 0)
			}
			df[n]++
			vectors[i] = append(vectors[i], component{n, t.Weight})
		}
		slices.SortFunc(vectors[i], func(a, b component) int { return cmp.Compare(a.term, b.term) })
	}
	for _, v := range vectors {
		squared := 0.
		for k := range v {
			v[k].weight *= math.Sqrt(index.IDF(len(candidates), df[v[k].term]))
			squared += v[k].weight * v[k].weight
		}
		for k := range v {
			v[k].weight /= math.Sqrt(squared)
		}
	}
	return vectors
}

func cosine(a, b vector) float64 {
	sum := 0.
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].term < b[0].term:
			a = a[1:]
		case a[0].term > b[0].term:
			b = b[1:]
		default:
			sum += a[0].weight * b[0].weight
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
