package index

import (
	"context"

	"paperboy/data"
)

// Trends finds what papers are about more often than before, by the phrases of their titles.
// Only papers known by month or day are counted.
type Trends interface {
	// Rising returns the phrases that rise most, the steepest first. No terms and a zero Month
	// mean that there are too few months to compare.
	Rising(ctx context.Context, r RisingRequest) (RisingResult, error)
}

// RisingRequest asks about the RisingMonths up to and including Month. The zero Month means
// the last month that seems to be complete in the library.
type RisingRequest struct {
	Month data.Date
	// Limit is the number of phrases, at most MaxRising.
	Limit int
}

// RisingMonths are compared with the BeforeMonths before them. SeriesMonths is the length of a
// phrase's series.
const (
	RisingMonths = 3
	BeforeMonths = 12
	SeriesMonths = 24
	MaxRising    = 100
	// MinRising is how many titles a phrase needs: fewer are chance. MinComparable is how many
	// papers both periods need for a comparison to mean anything.
	MinRising     = 5
	MinComparable = 50
)

// RisingResult is the answer to a RisingRequest.
type RisingResult struct {
	// Month is the last of the months compared; First and Last bound all months with papers.
	Month, First, Last data.Date
	// Papers is how many papers the compared months have, Before how many those before them.
	Papers, Before int
	// Series is how many papers each of SeriesMonths has, up to and including Month.
	Series []int
	Terms  []RisingTerm
}

// RisingTerm is a phrase that rises. Papers and Before count titles with it.
type RisingTerm struct {
	// Text is the phrase as most titles write it.
	Text string
	// Forms are its normalized spellings that titles have, in singular and plural, in
	// ascending order.
	Forms          []string
	Papers, Before int
	// Score is the natural logarithm of how many times as frequent the phrase is, at least,
	// with 95 % confidence.
	Score float64
	// Series is the number of titles with the phrase by month.
	Series []int
}
