package api

import (
	"context"

	"paperboy/api/fields"

	"paperboy/data"
)

// Neighbourhood answers with the papers most similar to that of id, as Similar
// does, and which of them all are alike.
func (s *Service) Neighbourhood(ctx context.Context, id data.ID, p NeighbourhoodParams) (NeighbourhoodAnswer, error) {
	start := s.Now()
	if err := neighbourhoodTable.Validate(&p); err != nil {
		return NeighbourhoodAnswer{}, err
	}
	n, err := s.Recommender.Neighbourhood(ctx, id, p.N, p.Filter)
	if err != nil {
		return NeighbourhoodAnswer{}, err
	}
	answer := NeighbourhoodAnswer{
		Paper: fields.Paper{Paper: n.Paper, Fields: p.Fields},
		Hits:  make([]SimilarHit, 0, len(n.Neighbours)),
		Links: make([]NeighbourhoodLink, 0, len(n.Links)),
	}
	ids := []data.ID{n.Paper.ID}
	for _, h := range n.Neighbours {
		answer.Hits = append(answer.Hits, newSimilarHit(h, fields.Paper{Paper: h.Paper, Fields: p.Fields}, 0))
		ids = append(ids, h.Paper.ID)
	}
	for _, l := range n.Links {
		answer.Links = append(answer.Links, NeighbourhoodLink{Source: ids[l.From], Target: ids[l.To], Cosine: l.Cosine})
	}
	answer.TookMS = s.since(start)
	return answer, nil
}
