package recommend

import (
	"context"
	"fmt"

	"paperboy/index"
)

// Rank returns the papers that pass the filter of q, most like those of its request first: at most
// q.Limit of those that share a term. It does not collapse near-duplicates, leaves out no paper of
// the request, and ignores q.Variety. It returns the errors of Similar.
func (r *Recommender) Rank(ctx context.Context, q Request) ([]index.SimilarHit, error) {
	p, _, err := r.profile(ctx, q)
	if err != nil || len(p.weights) == 0 {
		return nil, err
	}
	found, err := r.searcher.Similar(ctx, index.SimilarRequest{Terms: p.terms(), MaxTerms: p.maxTerms, Exclude: q.Exclude, Filter: q.Filter, Limit: q.Limit})
	if err != nil {
		return nil, fmt.Errorf("rank: %w", err)
	}
	return found.Hits, nil
}
