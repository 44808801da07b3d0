package search

import (
	"net/url"

	"paperboy/index/assist"
)

// Relaxation is what a search with few hits could do without, and how many papers it
// would find then: an assist.Relaxation with its search as parameters.
type Relaxation struct {
	Kind    assist.RelaxationKind `json:"kind"`
	Without string                `json:"without"`
	// Parts are what assist.RelaxParts drops.
	Parts []assist.RelaxationPart `json:"parts,omitempty"`
	// Total is the exact number of papers that the search of Params finds.
	Total int `json:"total"`
	// Params are those of GET /search that decide which papers are found.
	Params url.Values `json:"params"`
	// Search is what Params say.
	Search assist.Search `json:"-"`
}

func newRelaxation(r assist.Relaxation) Relaxation {
	p := Table.Defaults
	p.Q, p.Match, p.Filter, p.Typing = r.Search.Text, r.Search.Match, r.Search.Filter, r.Search.Typing
	return Relaxation{Kind: r.Kind, Without: r.Without, Parts: r.Parts, Total: r.Total, Params: Table.Values(&p), Search: r.Search}
}
