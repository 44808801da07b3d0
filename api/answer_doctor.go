package api

import "net/url"

// Relaxation is what a search with few hits could do without, and how many papers it
// would find then.
type Relaxation struct {
	Kind RelaxationKind `json:"kind"`
	// Without is what is dropped: a clause in the language of the search box, the first
	// parameter of a group of filters ("date" includes from and to), "filters" for all of
	// them, "all" or "most" for the match, or for RelaxParts the Without of each part, separated by
	// commas.
	Without string `json:"without"`
	// Parts are what RelaxParts drops, in the order of the query, then of the filters.
	Parts []RelaxationPart `json:"parts,omitempty"`
	// Total is the exact number of papers that the search of Params finds.
	Total int `json:"total"`
	// Params are those of GET /search that decide which papers are found.
	Params url.Values `json:"params"`
}

// RelaxationPart is one of several parts that are dropped together.
type RelaxationPart struct {
	Kind    RelaxationKind `json:"kind"`
	Without string         `json:"without"`
}

// RelaxationKind says what a Relaxation takes away.
type RelaxationKind string

// The kinds of relaxations. A word may be a prefix, inexact, or of a field.
const (
	RelaxWord         RelaxationKind = "word"
	RelaxPhrase       RelaxationKind = "phrase"
	RelaxExclusion    RelaxationKind = "exclusion"
	RelaxAlternatives RelaxationKind = "alternatives"
	RelaxRange        RelaxationKind = "range"
	RelaxFilter       RelaxationKind = "filter"
	RelaxFilters      RelaxationKind = "filters"
	RelaxMatch        RelaxationKind = "match"
	RelaxParts        RelaxationKind = "parts"
)
