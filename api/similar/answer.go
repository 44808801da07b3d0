package similar

import (
	"paperboy/api/fields"
	"paperboy/data"
)

// SimilarAnswer is the answer to GET /papers/{id}/similar and POST /similar.
type Answer struct {
	Hits []Hit `json:"hits"`
	// Duplicates are near-duplicates of the papers compared with.
	Duplicates []Duplicate `json:"duplicates"`
	TookMS     float64     `json:"took_ms"`
}

// SimilarHit is one similar paper, and its near-duplicates, which rank after it and are
// not hits themselves.
type Hit struct {
	ID data.ID `json:"id"`
	Reasons
	Paper      fields.Paper `json:"paper"`
	Duplicates []Duplicate  `json:"duplicates"`
}

// Reasons are how near a paper is, and why: the weights of SharedTerms, the heaviest
// first, and that of OtherTerms add up to Score.
type Reasons struct {
	Score       float64      `json:"score"`
	SharedTerms []SharedTerm `json:"shared_terms"`
	OtherTerms  OtherTerms   `json:"other_terms"`
}

// OtherTerms are the terms shared that were too many to be named.
type OtherTerms struct {
	Count  int     `json:"count"`
	Weight float64 `json:"weight"`
}

// Duplicate is a near-duplicate of another paper, its own score, and why the two are
// near-duplicates.
type Duplicate struct {
	ID     data.ID `json:"id"`
	Title  string  `json:"title"`
	Score  float64 `json:"score"`
	Reason string  `json:"reason"`
	// Of is the paper compared with that it duplicates; empty for a hit's duplicates.
	Of data.ID `json:"of,omitempty"`
}

// BetweenAnswer is the answer to GET /between.
type BetweenAnswer struct {
	Hits []BetweenHit `json:"hits"`
	// Duplicates are near-duplicates of the two papers.
	Duplicates []Duplicate `json:"duplicates"`
	TookMS     float64     `json:"took_ms"`
}

// BetweenHit is one paper between A and B. Score is the lesser of A's and B's.
type BetweenHit struct {
	ID         data.ID      `json:"id"`
	Score      float64      `json:"score"`
	Paper      fields.Paper `json:"paper"`
	A          Reasons      `json:"a"`
	B          Reasons      `json:"b"`
	Duplicates []Duplicate  `json:"duplicates"`
}

// SharedTerm is a word in the reader's form and what it adds to the score.
type SharedTerm struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"`
}
