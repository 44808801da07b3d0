package search

import (
	"net/url"

	"paperboy/index/assist"
)

// Relaxation is a part of a query that could be dropped, and the search without it: an
// assist.Relaxation with its search as parameters.
type Relaxation struct {
	Kind assist.RelaxationKind `json:"kind"`
	// Without is what is dropped, as text.
	Without string `json:"without"`
	// Parts are the parts that are dropped if Kind is assist.RelaxParts.
	Parts []assist.RelaxationPart `json:"parts,omitempty"`
	// Total is the exact number of papers that the search of Params finds.
	Total int `json:"total"`
	// Params are the parameters of GET /search for the search without the part.
	Params url.Values `json:"params"`
	// Search is the search that Params describe.
	Search assist.Search `json:"-"`
}

func newRelaxation(r assist.Relaxation) Relaxation {
	p := Table.Defaults
	p.Q, p.Match, p.Filter, p.Typing = r.Search.Text, r.Search.Match, r.Search.Filter, r.Search.Typing
	return Relaxation{Kind: r.Kind, Without: r.Without, Parts: r.Parts, Total: r.Total, Params: Table.Values(&p), Search: r.Search}
}
