// Package recommend finds papers like others: which terms, with which weights,
// what to leave out, and why.
//
// What is asked (papers liked and unliked, a text) becomes one weighted bag of
// stems; the engine (index.SimilarRequest) does the rest of the formula; the
// stems that a hit shares come back as the words that the reader saw.
//
// The package keeps no index and no state of its own.
package recommend

import (
	"context"

	"paperboy/data"
	"paperboy/index"
)

// Papers looks up the text of papers.
type Papers interface {
	// Paper returns a live paper, or store.ErrNotFound.
	Paper(ctx context.Context, id data.ID) (data.Paper, data.Number, error)
}

// Recommender answers Requests. It may be used concurrently.
type Recommender struct {
	searcher index.Searcher
	papers   Papers
}

// New makes a Recommender.
func New(searcher index.Searcher, papers Papers) *Recommender {
	return &Recommender{searcher: searcher, papers: papers}
}

// Request asks for papers like those of Like and like Text, and less like those
// of Unlike. WithoutTerms are words that do not count.
type Request struct {
	Like, Unlike []data.ID
	Text         string
	WithoutTerms []string
	Limit        int
	Filter       index.Filter
}

// Answer is the papers most alike, best first.
type Answer struct {
	Hits     []Hit
	Sequence data.Sequence
}

// Hit is one similar paper. SharedTerms are the heaviest of the terms whose
// weights add up to Score.
type Hit struct {
	Number      data.Number
	Score       float64
	SharedTerms []SharedTerm
}

// SharedTerm is a word as it stood in what was asked, and what it adds.
type SharedTerm struct {
	Term   string
	Weight float64
}

// Similar answers a Request.
func (r *Recommender) Similar(ctx context.Context, q Request) (Answer, error) { panic("unwritten") }
