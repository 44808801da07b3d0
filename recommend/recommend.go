// Package recommend finds papers like others: which terms, with which weights,
// what to leave out, and why.
//
// What is asked (papers liked and unliked, a text) becomes one weighted bag of
// stems (profile.go); the engine (index.SimilarRequest) does the rest of the
// formula; the stems that a hit shares come back as the words that the reader
// saw.
//
// The package keeps no index and no state of its own.
package recommend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
)

const (
	// MaxTextLength caps Request.Text, in characters: a long article.
	MaxTextLength = 100_000
	// MaxSeeds caps the papers of one Request, liked and unliked together.
	MaxSeeds = 100
	// MaxSharedTerms is how many reasons a hit carries: one line of a page.
	MaxSharedTerms = 8
)

var (
	// ErrNothingAsked means that a Request has no liked paper and no text.
	ErrNothingAsked = errors.New("no paper and no text given to compare with")
	// ErrNoTerms means that a text holds nothing but function words.
	ErrNoTerms = errors.New("the text has no words to compare by")
	// ErrTooMuch means that a Request exceeds MaxTextLength or MaxSeeds.
	ErrTooMuch = errors.New("too much given to compare with")
)

// Papers looks up the text of papers.
type Papers interface {
	// Paper returns the live paper that answers to id, or an error.
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
// of Unlike. None of these papers comes back, nor those of Exclude. WithoutTerms
// are words that do not count, in any form of the word.
type Request struct {
	Like, Unlike []data.ID
	Text         string
	WithoutTerms []string
	Exclude      []data.Number
	Limit        int
	Filter       index.Filter
}

// Answer is the papers most alike, best first.
type Answer struct {
	Hits     []Hit
	Sequence data.Sequence
}

// Hit is one similar paper. SharedTerms are the heaviest, at most
// MaxSharedTerms, of the terms whose weights add up to Score.
type Hit struct {
	Number      data.Number
	Score       float64
	SharedTerms []SharedTerm
}

// SharedTerm is a word as it stood in what was asked, and what it adds to the
// score.
type SharedTerm struct {
	Term   string
	Weight float64
}

// Similar answers a Request. An error for an id is that of Papers, with the id
// before it; the others are the package's sentinels, or the engine's.
func (r *Recommender) Similar(ctx context.Context, q Request) (Answer, error) {
	if len(q.Like) == 0 && q.Text == "" {
		return Answer{}, fmt.Errorf("similar: %w", ErrNothingAsked)
	}
	if n := len(q.Like) + len(q.Unlike); n > MaxSeeds {
		return Answer{}, fmt.Errorf("similar: %w: %d papers, at most %d", ErrTooMuch, n, MaxSeeds)
	}
	if len(q.Text) > MaxTextLength && utf8.RuneCountInString(q.Text) > MaxTextLength {
		return Answer{}, fmt.Errorf("similar: %w: a text of more than %d characters", ErrTooMuch, MaxTextLength)
	}
	seeds := make(map[data.Number]bool)
	liked, err := r.lookUp(ctx, q.Like, seeds)
	if err != nil {
		return Answer{}, err
	}
	unliked, err := r.lookUp(ctx, q.Unlike, seeds)
	if err != nil {
		return Answer{}, err
	}
	if q.Text != "" {
		liked = append(liked, data.Paper{Abstract: q.Text})
	}
	words := newProfile(liked, unliked, q.WithoutTerms)
	if len(words.terms) == 0 {
		if q.Text != "" {
			return Answer{}, fmt.Errorf("similar: %w", ErrNoTerms)
		}
		return Answer{}, nil
	}
	request := index.SimilarRequest{Terms: words.terms, Exclude: slices.Clip(q.Exclude), Filter: q.Filter, Limit: q.Limit}
	for n := range seeds {
		request.Exclude = append(request.Exclude, n)
	}
	result, err := r.searcher.Similar(ctx, request)
	if err != nil {
		return Answer{}, fmt.Errorf("similar: %w", err)
	}
	answer := Answer{Hits: make([]Hit, len(result.Hits)), Sequence: result.Sequence}
	for i, h := range result.Hits {
		hit := Hit{Number: h.Number, Score: h.Score, SharedTerms: []SharedTerm{}}
		for _, t := range h.Shared[:min(len(h.Shared), MaxSharedTerms)] {
			hit.SharedTerms = append(hit.SharedTerms, SharedTerm{words.written[t.Stem], t.Weight})
		}
		answer.Hits[i] = hit
	}
	return answer, nil
}

// lookUp returns the papers of ids, each once however often and under whichever
// id it is named, and adds their numbers to seen.
func (r *Recommender) lookUp(ctx context.Context, ids []data.ID, seen map[data.Number]bool) ([]data.Paper, error) {
	var papers []data.Paper
	for _, id := range ids {
		p, n, err := r.papers.Paper(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("similar to %s: %w", id, err)
		}
		if !seen[n] {
			seen[n] = true
			papers = append(papers, p)
		}
	}
	return papers, nil
}
