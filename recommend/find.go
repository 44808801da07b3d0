package recommend

import (
	"context"
	"fmt"

	"paperboy/data"
	"paperboy/index"
)

const (
	// spare is how many hits beyond the limit are read, since some are duplicates. Of 400
	// lists of ten among 393,000 papers none had more; each paper read takes 60 µs.
	spare = 4
	// maxRead is how many hits are read of a collection that consists mainly of copies, unless
	// the limit is higher.
	maxRead = 1000
)

// candidate is a paper that the engine found, and its near-duplicates.
type candidate struct {
	index.SimilarHit
	paper      data.Paper
	duplicates []Duplicate
}

// found is an engine's answer with near-duplicates collapsed.
type found struct {
	hits     []candidate
	ofSeeds  []SeedDuplicate
	sequence data.Sequence
}

// find asks the engine for at most limit hits without the seeds, and collapses
// near-duplicates. A variety above 0 reorders the hits.
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
		f.hits, f.ofSeeds = group(seeds, candidates)
		if len(f.hits) < wanted && len(result.Hits) == request.Limit && request.Limit < max(maxRead, 2*wanted) {
			continue
		}
		if variety > 0 && len(f.hits) > 0 {
			f.hits = vary(f.hits[:min(wanted, len(f.hits))], limit, variety)
		}
		f.hits = f.hits[:min(limit, len(f.hits))]
		return f, nil
	}
}

// read looks up the papers of hits. It leaves out papers that were deleted a moment
// ago, which the index still has.
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
