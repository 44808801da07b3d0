package search

import (
	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/index"
)

// Answer is the answer to GET /search. The page of a search is made from it too.
type Answer struct {
	Query  Echo    `json:"query"`
	Total  int     `json:"total"`
	TookMS float64 `json:"took_ms"`
	Hits   []Hit   `json:"hits"`
	// Facets has an entry, perhaps empty, for each requested facet.
	Facets     map[index.Facet][]index.Bucket `json:"facets"`
	NextCursor string                         `json:"next_cursor,omitempty"`
	// Suggestion is a correction of the query that finds papers; empty if there is none.
	Suggestion string `json:"suggestion,omitempty"`
	// Relaxations are nil unless requested, and empty if nothing helps or there are enough hits.
	Relaxations []Relaxation `json:"relaxations,omitzero"`
	// Also is nil unless requested.
	Also []Also `json:"also,omitzero"`
	// Calendar is [index.Result.Calendar], if requested.
	Calendar []index.DayCount `json:"-"`
}

// Nothing returns an answer to p without papers, whose notices say why.
func Nothing(p Params, notices ...string) Answer {
	a := Answer{Query: Echo{Text: p.Q, Parsed: p.parse(p.Q).String(), Match: index.MatchAll, Notices: []string{}}, Hits: []Hit{}, Facets: map[index.Facet][]index.Bucket{}}
	a.Query.Notices = append(a.Query.Notices, notices...)
	for _, f := range p.Facets {
		a.Facets[f] = []index.Bucket{}
	}
	if p.Relax {
		a.Relaxations = []Relaxation{}
	}
	if p.Also {
		a.Also = []Also{}
	}
	return a
}

// Also is a search for Typed, a part of the query, or Text, another name for it that papers define.
// It finds Total papers; 0 if counting them took too long.
type Also struct {
	Typed string `json:"typed"`
	Text  string `json:"text"`
	Query string `json:"query"`
	Total int    `json:"total,omitempty"`
}

// Echo says how the query was understood.
type Echo struct {
	Text   string      `json:"text"`
	Parsed string      `json:"parsed"`
	Match  index.Match `json:"match"`
	// All is the number of papers that match=all would find, if auto chose most because few
	// papers have all of a few words; otherwise nil.
	All     *int     `json:"all,omitempty"`
	Notices []string `json:"notices"`
	// Absent are the words of the query that no paper has. One of the notices names them.
	Absent []string `json:"-"`
	// Corrected is the query that was searched instead of Original, the typed one; both are
	// empty if the spelling was not corrected.
	Corrected string `json:"corrected,omitempty"`
	Original  string `json:"original,omitempty"`
}

// Hit is one paper found. Paper has the requested fields.
type Hit struct {
	ID         data.ID      `json:"id"`
	Score      float64      `json:"score"`
	Paper      fields.Paper `json:"paper"`
	Highlights *Highlights  `json:"highlights,omitempty"`
	// Missing are the words of the query that the paper lacks, as typed.
	Missing     []string           `json:"missing,omitempty"`
	Explanation *index.Explanation `json:"explanation,omitempty"`
}

// Highlights show where the title, the abstract and the authors of a hit answer the query.
type Highlights struct {
	Title   Highlight `json:"title"`
	Snippet Highlight `json:"snippet"`
	// Authors are the authors that the query names, each marked in full.
	Authors []Highlight `json:"authors,omitempty"`
}
