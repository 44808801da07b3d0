package similar

import (
	"fmt"
	"strings"

	"paperboy/api/fields"
	"paperboy/data"
	"paperboy/data/figures"
)

// Answer is the answer to GET /papers/{id}/similar and POST /similar.
type Answer struct {
	Hits []Hit `json:"hits"`
	// Duplicates are the near-duplicates of the papers in the request.
	Duplicates []Duplicate `json:"duplicates"`
	TookMS     float64     `json:"took_ms"`
}

// Hit is one similar paper with its near-duplicates, which rank after it and are not hits
// themselves.
type Hit struct {
	ID data.ID `json:"id"`
	Reasons
	Paper      fields.Paper `json:"paper"`
	Duplicates []Duplicate  `json:"duplicates"`
}

// Reasons say how similar a paper is, and why. The weights of SharedTerms, which are sorted
// heaviest first, and the weight of OtherTerms add up to Score.
type Reasons struct {
	Score       float64      `json:"score"`
	SharedTerms []SharedTerm `json:"shared_terms"`
	OtherTerms  OtherTerms   `json:"other_terms"`
}

// Text returns the terms that a paper shares, and what each adds to its score: "graph 0.210, neural
// 0.080, 3 others 0.040 = 0.330".
func (r Reasons) Text() string {
	var terms []string
	for _, t := range r.SharedTerms {
		terms = append(terms, fmt.Sprintf("%s %.3f", t.Term, t.Weight))
	}
	if r.OtherTerms.Count > 0 {
		terms = append(terms, fmt.Sprintf("%s %.3f", figures.Count(r.OtherTerms.Count, "other"), r.OtherTerms.Weight))
	}
	return fmt.Sprintf("%s = %.3f", strings.Join(terms, ", "), r.Score)
}

// OtherTerms sums up the shared terms that SharedTerms does not name.
type OtherTerms struct {
	Count  int     `json:"count"`
	Weight float64 `json:"weight"`
}

// Duplicate is a near-duplicate of another paper. Score is its own; Reason says why the two are
// near-duplicates.
type Duplicate struct {
	ID     data.ID `json:"id"`
	Title  string  `json:"title"`
	Score  float64 `json:"score"`
	Reason string  `json:"reason"`
	// Of is the paper in the request that it duplicates; empty for duplicates of a hit.
	Of data.ID `json:"of,omitempty"`
}

// BetweenAnswer is the answer to GET /between.
type BetweenAnswer struct {
	Hits []BetweenHit `json:"hits"`
	// Duplicates are the near-duplicates of A and B.
	Duplicates []Duplicate `json:"duplicates"`
	TookMS     float64     `json:"took_ms"`
}

// BetweenHit is one paper between A and B. Score is the lower of the scores in A and B, which
// compare the paper with each of the two.
type BetweenHit struct {
	ID         data.ID      `json:"id"`
	Score      float64      `json:"score"`
	Paper      fields.Paper `json:"paper"`
	A          Reasons      `json:"a"`
	B          Reasons      `json:"b"`
	Duplicates []Duplicate  `json:"duplicates"`
}

// SharedTerm is a term that two papers share, as it is written for readers, and what it adds to the
// score.
type SharedTerm struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"`
}
