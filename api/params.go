package api

import (
	"net/url"

	"paperboy/data"
	"paperboy/index"
)

// Caps on what one request may ask for. Beyond them it is refused.
const (
	MaxLimit       = 100
	MaxOffset      = 10_000
	MaxFacetLimit  = 100
	MaxIDs         = 100
	MaxQueryLength = 10_000  // characters
	MaxTextLength  = 100_000 // characters
	DefaultLimit   = 20
)

// SearchParams are the parameters of GET /search, of a search page and of an
// export. ParseSearch fills in the defaults; the zero value asks for no hits.
type SearchParams struct {
	Q      string
	Match  index.Match
	Filter index.Filter
	Sort   index.Sort
	// Limit is the number of hits. Cursor, an earlier answer's NextCursor,
	// excludes Offset.
	Limit, Offset int
	Cursor        string
	Facets        []index.Facet
	FacetLimit    int
	// Fields are the fields of PaperFieldNames wanted; nil: all but sources.
	Fields             []string
	Highlight, Explain bool
}

// SimilarParams are the parameters of the similar endpoints: one of Like and
// Text at least.
type SimilarParams struct {
	Like, Unlike []data.ID
	Text         string
	WithoutTerms []string
	Limit        int
	Filter       index.Filter
	Fields       []string
}

// ParseSearch reads search parameters. Strict, an unknown parameter or a
// malformed value is a *Problem; otherwise the first is ignored, the second
// becomes a notice, and the error is nil.
func ParseSearch(v url.Values, strict bool) (p SearchParams, notices []string, err error) {
	panic("unwritten")
}

// ParseSimilar is ParseSearch for the parameters of similar papers.
func ParseSimilar(v url.Values, strict bool) (p SimilarParams, notices []string, err error) {
	panic("unwritten")
}

// URLValues are the parameters that ParseSearch reads as p, defaults left out.
func (p SearchParams) URLValues() url.Values { panic("unwritten") }

// URLValues are the parameters that ParseSimilar reads as p, defaults left out.
func (p SimilarParams) URLValues() url.Values { panic("unwritten") }
