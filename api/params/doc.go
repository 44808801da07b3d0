// Package params reads the parameters of requests.
//
// A [Table] has one row a parameter. The rows drive reading, checking, links and what the
// OpenAPI document says, so that these cannot differ. The constructors in kinds.go, ids.go and
// filter.go make rows; each takes a function that returns the field to fill.
//
// The package knows url.Values, and nothing else of HTTP.
package params

// Limits that several requests share. What exceeds them is refused.
const (
	MaxLimit       = 100 // hits in one answer
	MaxIDs         = 100 // papers named in one request
	MaxValueLength = 500 // bytes of a facet's value, an id or a word
	maxValues      = 100 // values of one facet
)
