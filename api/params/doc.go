// Package params reads the parameters of requests.
//
// A [Table] has one row for each parameter. Reading, checking, links and the OpenAPI document are
// all derived from the rows, so that they cannot differ. The constructors in kinds.go, ids.go and
// filter.go make rows; each takes a function that returns a pointer to the field to fill.
//
// The package uses url.Values, and nothing else of HTTP.
package params

// Limits that several requests share. A request that exceeds one is refused.
const (
	MaxLimit       = 100 // hits in one answer
	MaxIDs         = 100 // papers named in one request
	MaxValueLength = 500 // bytes of a facet's value, an id or a word
	maxValues      = 100 // values of one facet
)
