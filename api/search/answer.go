package search

import (
	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/index"
)

// SearchAnswer is the answer to GET /search. The page is made from the same
// value as the JSON.
type Answer struct {
	Query  Echo    `json:"query"`
	Total  int     `json:"total"`
	TookMS float64 `json:"took_ms"`
	Hits   []Hit   `json:"hits"`
	// Facets has an entry, perhaps empty, for each facet asked for.
	Facets     map[index.Facet][]index.Bucket `json:"facets"`
	NextCursor string                         `json:"next_cursor,omitempty"`
	// Suggestion is the query as it may have been meant, which finds papers too.
	Suggestion string `json:"suggestion,omitempty"`
	// Relaxations are nil unless asked for, and empty where nothing helps or the
	// hits are enough.
	Relaxations []Relaxation `json:"relaxations,omitzero"`
	// Also is nil unless asked for.
	Also []Also `json:"also,omitzero"`
}

// Also is a search for Typed, a part of the query, or Text, another name of it that
// papers define. It finds Total papers; 0 where counting them took too long.
type Also struct {
	Typed string `json:"typed"`
	Text  string `json:"text"`
	Query string `json:"query"`
	Total int    `json:"total,omitempty"`
}

// QueryEcho says how the query was understood.
type Echo struct {
	Text   string      `json:"text"`
	Parsed string      `json:"parsed"`
	Match  index.Match `json:"match"`
	// All is how many papers match=all would find, where auto came to most because few
	// papers have all of a few words; otherwise nil.
	All     *int     `json:"all,omitempty"`
	Notices []string `json:"notices"`
	// Corrected is what was searched instead of Original, which was typed; both are
	// empty where the spelling was not corrected.
	Corrected string `json:"corrected,omitempty"`
	Original  string `json:"original,omitempty"`
}

// Hit is one paper found. Paper is a data.Paper reduced to the fields asked for.
type Hit struct {
	ID         data.ID      `json:"id"`
	Score      float64      `json:"score"`
	Paper      fields.Paper `json:"paper"`
	Highlights *Highlights  `json:"highlights,omitempty"`
	// Missing are the words of the query that the paper lacks, as they were typed.
	Missing     []string           `json:"missing,omitempty"`
	Explanation *index.Explanation `json:"explanation,omitempty"`
}

// Highlights show where the title, the abstract and the authors of a hit answer the query.
type Highlights struct {
	Title   Highlight `json:"title"`
	Snippet Highlight `json:"snippet"`
	// Authors are the authors that the query names, each marked as a whole.
	Authors []Highlight `json:"authors,omitempty"`
}
