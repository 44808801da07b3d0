package api

import (
	"paperboy/data"
	"paperboy/index"
)

// SearchAnswer is the answer to GET /search. The page is made from the same
// value as the JSON.
type SearchAnswer struct {
	Query  QueryEcho `json:"query"`
	Total  int       `json:"total"`
	TookMS float64   `json:"took_ms"`
	Hits   []Hit     `json:"hits"`
	// Facets has an entry, perhaps empty, for each facet asked for.
	Facets     map[index.Facet][]index.Bucket `json:"facets"`
	NextCursor string                         `json:"next_cursor,omitempty"`
	Suggestion string                         `json:"suggestion,omitempty"`
}

// QueryEcho says how the query was understood.
type QueryEcho struct {
	Text    string      `json:"text"`
	Parsed  string      `json:"parsed"`
	Match   index.Match `json:"match"`
	Notices []string    `json:"notices"`
}

// Hit is one paper found. Paper is a data.Paper reduced to the fields asked for.
type Hit struct {
	ID          data.ID            `json:"id"`
	Score       float64            `json:"score"`
	Paper       PaperFields        `json:"paper"`
	Highlights  *Highlights        `json:"highlights,omitempty"`
	Explanation *index.Explanation `json:"explanation,omitempty"`
}

// Highlights are HTML: escaped text with <mark> around what matched.
type Highlights struct {
	Title   string `json:"title"`
	Snippet string `json:"snippet"`
}

// SimilarAnswer is the answer to GET /papers/{id}/similar and POST /similar.
type SimilarAnswer struct {
	Hits   []SimilarHit `json:"hits"`
	TookMS float64      `json:"took_ms"`
}

// SimilarHit is one similar paper; the weights of all terms that it shares with
// what was asked add up to Score, of which SharedTerms are the heaviest.
type SimilarHit struct {
	ID          data.ID      `json:"id"`
	Score       float64      `json:"score"`
	Paper       PaperFields  `json:"paper"`
	SharedTerms []SharedTerm `json:"shared_terms"`
}

// SharedTerm is a word in the reader's form and what it adds to the score.
type SharedTerm struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"`
}
