package recommend

import (
	"context"
	"fmt"

	"paperboy/data"
	"paperboy/index"
)

const (
	// spare is how many hits more than asked for are read, since some will be folded.
	spare = 10
	// mostRead is how many hits are read of a collection that has little but copies.
	mostRead = 1000
)

// candidate is a paper that the engine found.
type candidate struct {
	index.SimilarHit
	paper  data.Paper
	folded []Folded
}

// found is what an engine answered, near-duplicates folded.
type found struct {
	hits     []candidate
	folded   []FoldedAway
	sequence data.Sequence
}

// find asks the engine for at most limit hits like seeds, which do not come back,
// varied where variety is above 0.
func (r *Recommender) find(ctx context.Context, request index.SimilarRequest, seeds []seed, limit int, variety float64) (found, error) {
	for _, s := range seeds {
		request.Exclude = append(request.Exclude, s.number)
	}
	wanted := limit
	if variety > 0 {
		wanted = pool(limit)
	}
	for request.Limit = wanted + spare; ; request.Limit *= 2 {
		result, err := r.searcher.Similar(ctx, request)
		if err != nil {
			return found{}, err
		}
		candidates, err := r.read(ctx, result.Hits)
		if err != nil {
			return found{}, err
		}
		f := found{sequence: result.Sequence}
		f.hits, f.folded = fold(seeds, candidates)
		if len(f.hits) < wanted && len(result.Hits) == request.Limit && request.Limit < mostRead {
			continue
		}
		if variety > 0 && len(f.hits) > 0 {
			f.hits = vary(f.hits[:min(wanted, len(f.hits))], limit, variety)
		}
		f.hits = f.hits[:min(limit, len(f.hits))]
		return f, nil
	}
}

// read looks the papers of hits up; those that were deleted a moment ago, of which
// the index is about to hear, are left out.
func (r *Recommender) read(ctx context.Context, hits []index.SimilarHit) ([]candidate, error) {
	numbers := make([]data.Number, len(hits))
	for i, h := range hits {
		numbers[i] = h.Number
	}
	papers, err := r.papers.Papers(ctx, numbers)
	if err != nil {
		return nil, fmt.Errorf("read papers: %w", err)
	}
	candidates := make([]candidate, 0, len(hits))
	for _, h := range hits {
		if p, ok := papers[h.Number]; ok {
			candidates = append(candidates, candidate{SimilarHit: h, paper: p})
		}
	}
	return candidates, nil
}
