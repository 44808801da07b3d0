package api

import (
	"net/http"
	"net/url"
	"slices"

	"paperboy/api/fields"
	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/data"
	"paperboy/index"
)

// NeighbourhoodSuffix follows a paper's address where its neighbourhood is meant, in
// the API and of the pages.
const NeighbourhoodSuffix = "/neighbourhood"

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
	Paper  fields.Paper        `json:"paper"`
	Hits   []SimilarHit        `json:"hits"`
	Links  []NeighbourhoodLink `json:"links"`
	TookMS float64             `json:"took_ms"`
}

// NeighbourhoodLink joins two papers whose texts are alike; it has no direction.
// Cosine, above 0 and at most 1, compares within one neighbourhood only.
type NeighbourhoodLink struct {
	Source data.ID `json:"source"`
	Target data.ID `json:"target"`
	Cosine float64 `json:"cosine"`
}

// ParseNeighbourhood is ParseSearch for the parameters of a neighbourhood.
func ParseNeighbourhood(v url.Values, strict bool) (p NeighbourhoodParams, notices []string, err error) {
	return neighbourhoodTable.Parse(v, strict)
}

// URLValues are the parameters that ParseNeighbourhood reads as p, defaults left out.
func (p NeighbourhoodParams) URLValues() url.Values { return neighbourhoodTable.Values(&p) }

var neighbourhoodTable = params.Table[NeighbourhoodParams]{
	Rows: slices.Concat(
		[]params.Param[NeighbourhoodParams]{
			params.Int("n", "How many similar papers.", 1, MaxNeighbours, func(p *NeighbourhoodParams) *int { return &p.N }),
		},
		params.Lift(params.FilterRows, func(p *NeighbourhoodParams) *index.Filter { return &p.Filter }),
		[]params.Param[NeighbourhoodParams]{
			params.List("fields", "Which of a paper's fields, separated by commas; sources are not to be had here. Default: all others.", fields.Default, func(p *NeighbourhoodParams) *[]string { return &p.Fields }),
		},
	),
	Defaults: NeighbourhoodParams{N: DefaultNeighbours},
}

// neighbourhood is GET /papers/{id}/neighbourhood.
func (h *handler) neighbourhood(c echo.Context) error {
	id, err := pathID(c, NeighbourhoodSuffix)
	if err != nil {
		return err
	}
	p, err := readParams(c, neighbourhoodTable)
	if err != nil {
		return err
	}
	found, err := h.Neighbourhood(c.Request().Context(), id, p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}
