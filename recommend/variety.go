package recommend

import (
	"math"

	"paperboy/data"
)

// pool is how many candidates variety chooses n hits from: three times as many, but no more
// than 150 if that is enough, since each has to be read and compared. Twice as many changed
// nothing on four test sets up to a variety of .3, and little beyond.
func pool(n int) int { return max(50, min(3*n, 150), n) }

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
	papers := make([]data.Paper, len(candidates))
	for i, c := range candidates {
		papers[i] = c.paper
	}
	vectors := vectorsOf(papers)
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
