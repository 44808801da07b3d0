package similar

import (
	"context"
	"net/url"
	"slices"

	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// Neighbourhood returns the papers most similar to the paper with the given id, as Similar does,
// and links between those of them that are similar to each other.
func (s *Service) Neighbourhood(ctx context.Context, id data.ID, p NeighbourhoodParams) (NeighbourhoodAnswer, error) {
	start := s.Now()
	if err := NeighbourhoodTable.Validate(&p); err != nil {
		return NeighbourhoodAnswer{}, err
	}
	n, err := s.Recommender.Neighbourhood(ctx, id, p.N, p.Filter)
	if err != nil {
		return NeighbourhoodAnswer{}, err
	}
	answer := NeighbourhoodAnswer{
		Paper: fields.Choose(n.Paper, p.Fields),
		Hits:  make([]Hit, 0, len(n.Neighbours)),
		Links: make([]Link, 0, len(n.Links)),
	}
	ids := []data.ID{n.Paper.ID}
	for _, h := range n.Neighbours {
		answer.Hits = append(answer.Hits, newSimilarHit(h, fields.Choose(h.Paper, p.Fields), 0))
		ids = append(ids, h.Paper.ID)
	}
	for _, l := range n.Links {
		answer.Links = append(answer.Links, Link{Source: ids[l.From], Target: ids[l.To], Cosine: l.Cosine})
	}
	answer.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return answer, nil
}

// Numbers of neighbours: the default is readable in a picture, and the maximum still fits in one.
const (
	DefaultNeighbours = 30
	MaxNeighbours     = 60
)

// NeighbourhoodParams are the parameters of GET /papers/{id}/neighbourhood and of the page that
// draws the graph.
type NeighbourhoodParams struct {
	// N is the maximum number of neighbours, from 1 to MaxNeighbours.
	N      int
	Filter index.Filter
	// Fields are the fields of each paper to return, from fields.Default. If nil, all of them.
	Fields []string
}

// NeighbourhoodAnswer is the answer to GET /papers/{id}/neighbourhood: a connected graph of Paper
// and the papers of Hits, which are sorted most similar first. The page is made from it too.
type NeighbourhoodAnswer struct {
	Paper  fields.Paper `json:"paper"`
	Hits   []Hit        `json:"hits"`
	Links  []Link       `json:"links"`
	TookMS float64      `json:"took_ms"`
}

// Link joins two papers with similar texts. It has no direction. Cosine is above 0 and at most 1;
// it can be compared only with others of the same neighbourhood.
type Link struct {
	Source data.ID `json:"source"`
	Target data.ID `json:"target"`
	Cosine float64 `json:"cosine"`
}

// URLValues returns the parameters that NeighbourhoodTable reads as p, without those that have
// their default.
func (p NeighbourhoodParams) URLValues() url.Values { return NeighbourhoodTable.Values(&p) }

// NeighbourhoodTable has the parameters of GET /papers/{id}/neighbourhood.
var NeighbourhoodTable = params.Table[NeighbourhoodParams]{
	Rows: slices.Concat(
		[]params.Param[NeighbourhoodParams]{
			params.Int("n", "How many similar papers.", 1, MaxNeighbours, func(p *NeighbourhoodParams) *int { return &p.N }),
		},
		params.Lift(params.FilterRows, func(p *NeighbourhoodParams) *index.Filter { return &p.Filter }),
		[]params.Param[NeighbourhoodParams]{
			params.List("fields", "Which of a paper's fields, separated by commas; observations and sources are not available here. Default: all others.", fields.Default, func(p *NeighbourhoodParams) *[]string { return &p.Fields }),
		},
	),
	Defaults: NeighbourhoodParams{N: DefaultNeighbours},
}
