package api

import (
	"paperboy/data"
	"paperboy/index"
)

// SuggestAnswer is the answer to GET /suggest.
type SuggestAnswer struct {
	// Typed is the part of the query that the completions go on from, in its own
	// spelling; empty where nothing can be completed.
	Typed       string       `json:"typed"`
	Completions []Completion `json:"completions"`
	TookMS      float64      `json:"took_ms"`
}

// Completion is one way to go on.
type Completion struct {
	// Text is a phrase, an author's name or a title.
	Text string               `json:"text"`
	Kind index.CompletionKind `json:"kind"`
	// ID is the paper of a title.
	ID data.ID `json:"id,omitempty"`
	// Papers is how many titles have the phrase, or papers the author.
	Papers int `json:"papers,omitempty"`
	// Query is the whole query with the completion in the place of Typed; empty for a
	// title, whose paper is meant.
	Query string `json:"query,omitempty"`
	// Corrected is true where Typed fits with one typing error put right.
	Corrected bool `json:"corrected,omitempty"`
}
