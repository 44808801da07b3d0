package api

import (
	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/data/store"
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
type QueryEcho struct {
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

// Highlights are HTML: escaped text with <mark> around what matched.
type Highlights struct {
	Title   string `json:"title"`
	Snippet string `json:"snippet"`
	// Authors are those whom the query names.
	Authors []string `json:"authors,omitempty"`
}

// PapersAnswer is the answer to GET /papers?ids=. Missing holds the ids, as
// asked for, that no live paper answers to.
type PapersAnswer struct {
	Papers  []fields.Paper `json:"papers"`
	Missing []data.ID      `json:"missing"`
}

// SimilarAnswer is the answer to GET /papers/{id}/similar and POST /similar.
type SimilarAnswer struct {
	Hits []SimilarHit `json:"hits"`
	// Duplicates are near-duplicates of the papers compared with.
	Duplicates []Duplicate `json:"duplicates"`
	TookMS     float64     `json:"took_ms"`
}

// SimilarHit is one similar paper, and its near-duplicates, which rank after it and are
// not hits themselves.
type SimilarHit struct {
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

// AddAnswer is the answer to POST /papers, given once all that it counts is
// durable.
type AddAnswer struct {
	// Accepted records are in the store. Of these, Updated changed a paper that
	// was there, Unchanged said nothing new, and the rest began new papers.
	Accepted  int `json:"accepted"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	// Suppressed records are of papers that were deleted, and stay so.
	Suppressed int `json:"suppressed"`
	// IDs are the papers of the accepted records, in the order of the input.
	IDs      []data.ID     `json:"ids"`
	Rejected []Rejected    `json:"rejected"`
	Sequence data.Sequence `json:"sequence"`
	// Visible is true if the caller asked to wait until searches see the papers,
	// and they do.
	Visible bool `json:"visible"`
}

// Rejected is one record that was not taken. Line counts from 1; in a JSON
// array it is the place of the element. Of a file, Entry says where in it the
// record is, in the terms of its format, and Line is 0 where that is no line.
type Rejected struct {
	File   string  `json:"file,omitempty"`
	Entry  string  `json:"entry,omitempty"`
	Line   int     `json:"line"`
	ID     data.ID `json:"id"`
	Code   string  `json:"code"`
	Reason string  `json:"reason"`
}

// ReplaceAnswer is the answer to PUT /papers/{id}.
type ReplaceAnswer struct {
	ID       data.ID       `json:"id"`
	Sequence data.Sequence `json:"sequence"`
}

// DeleteAnswer is the answer to DELETE: how many papers ended, or in a dry run
// would end, and the ids asked for that no live paper answers to.
//
// Trimmed papers lost the records of a deleted source and stay.
type DeleteAnswer struct {
	Deleted  int           `json:"deleted"`
	Trimmed  int           `json:"trimmed"`
	Missing  []data.ID     `json:"missing"`
	DryRun   bool          `json:"dry_run"`
	Sequence data.Sequence `json:"sequence"`
}

// StatsAnswer is the answer to GET /stats.
type StatsAnswer struct {
	Version string `json:"version"`
	// Papers is how many a search can find.
	Papers int         `json:"papers"`
	Store  store.Stats `json:"store"`
	Index  index.Stats `json:"index"`
	Health StoreHealth `json:"health"`
	// Backup is nil where no regular backups are made.
	Backup *BackupState `json:"backup"`
}

// CheckAnswer is the answer to POST /admin/check. Problems is empty when store
// and index are sound.
type CheckAnswer struct {
	Papers   int      `json:"papers"`
	Problems []string `json:"problems"`
	TookMS   float64  `json:"took_ms"`
}

// ReindexAnswer is the answer to POST /admin/reindex.
type ReindexAnswer struct {
	Papers   int           `json:"papers"`
	Sequence data.Sequence `json:"sequence"`
	TookMS   float64       `json:"took_ms"`
}
