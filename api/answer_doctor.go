package api

import "net/url"

// Relaxation is one thing that a search with few hits could do without, and what
// it would find then.
type Relaxation struct {
	Kind RelaxationKind `json:"kind"`
	// Without is what is taken away: a clause in the language of the search box,
	// the first parameter of a group of filters ("date" stands for from and to
	// too), "filters" for all of them, or "all" for the match.
	Without string `json:"without"`
	// Total is the exact number of papers that the search of Params finds.
	Total int `json:"total"`
	// Params are those of GET /search that decide which papers are found.
	Params url.Values `json:"params"`
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
)
