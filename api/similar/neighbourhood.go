package similar

import (
	"context"
	"net/url"
	"slices"

	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/index"
)

// Neighbourhood answers with the papers most similar to that of id, as Similar
// does, and which of them all are alike.
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
		Paper: fields.Paper{Paper: n.Paper, Fields: p.Fields},
		Hits:  make([]Hit, 0, len(n.Neighbours)),
		Links: make([]Link, 0, len(n.Links)),
	}
	ids := []data.ID{n.Paper.ID}
	for _, h := range n.Neighbours {
		answer.Hits = append(answer.Hits, newSimilarHit(h, fields.Paper{Paper: h.Paper, Fields: p.Fields}, 0))
		ids = append(ids, h.Paper.ID)
	}
	for _, l := range n.Links {
		answer.Links = append(answer.Links, Link{Source: ids[l.From], Target: ids[l.To], Cosine: l.Cosine})
	}
	answer.TookMS = s.took(start)
	return answer, nil
}

// How many neighbours a neighbourhood has: by default as many as a picture shows
// well, at most as many as it shows at all.
const (
	DefaultNeighbours = 30
	MaxNeighbours     = 60
)

// NeighbourhoodParams are the parameters of GET /papers/{id}/neighbourhood and of
// the page that draws it.
type NeighbourhoodParams struct {
	// N is how many neighbours, 1 to MaxNeighbours.
	N      int
	Filter index.Filter
	// Fields are of PaperFieldNames, without sources; nil: all of these.
	Fields []string
}

// NeighbourhoodAnswer is the answer to GET /papers/{id}/neighbourhood: a graph of
// Paper and the papers of Hits, most similar first, in one piece. The page is made
// from the same value as the JSON.
type NeighbourhoodAnswer struct {
	Paper  fields.Paper `json:"paper"`
	Hits   []Hit        `json:"hits"`
	Links  []Link       `json:"links"`
	TookMS float64      `json:"took_ms"`
}

// NeighbourhoodLink joins two papers whose texts are alike; it has no direction.
// Cosine, above 0 and at most 1, compares within one neighbourhood only.
type Link struct {
	Source data.ID `json:"source"`
	Target data.ID `json:"target"`
	Cosine float64 `json:"cosine"`
}

// ParseNeighbourhood is ParseSearch for the parameters of a neighbourhood.
func ParseNeighbourhood(v url.Values, strict bool) (p NeighbourhoodParams, notices []string, err error) {
	return NeighbourhoodTable.Parse(v, strict)
}

// URLValues are the parameters that ParseNeighbourhood reads as p, defaults left out.
func (p NeighbourhoodParams) URLValues() url.Values { return NeighbourhoodTable.Values(&p) }

var NeighbourhoodTable = params.Table[NeighbourhoodParams]{
	Rows: slices.Concat(
		[]params.Param[NeighbourhoodParams]{
			params.Int("n", "How many similar papers.", 1, MaxNeighbours, func(p *NeighbourhoodParams) *int { return &p.N }),
		},
		params.Lift(params.FilterRows, func(p *NeighbourhoodParams) *index.Filter { return &p.Filter }),
		[]params.Param[NeighbourhoodParams]{
			params.List("fields", "Which of a paper's fields, separated by commas; sources are not available here. Default: all others.", fields.Default, func(p *NeighbourhoodParams) *[]string { return &p.Fields }),
		},
	),
	Defaults: NeighbourhoodParams{N: DefaultNeighbours},
}
