package index

import (
	"context"

	"paperboy/data"
)

// Trends tells what papers are about more often than before, by the phrases of their
// titles. Only papers known by month or day are counted.
type Trends interface {
	// Rising returns the phrases that rise most, that first. No terms and a zero Month
	// mean that there are too few months to compare.
	Rising(ctx context.Context, r RisingRequest) (RisingResult, error)
}

// RisingRequest asks about the RisingMonths up to and with Month; the zero Month is the
// last one that the library seems to have whole.
type RisingRequest struct {
	Month data.Date
	// Limit is how many phrases, at most MaxRising.
	Limit int
}

// What is compared: so many months with the so many before them, and how many months a
// phrase's series tells of.
const (
	RisingMonths = 3
	BeforeMonths = 12
	SeriesMonths = 24
	MaxRising    = 100
	// MinRising is how many titles a phrase needs: fewer are chance. MinComparable is
	// how many papers both times need for a comparison to mean anything.
	MinRising     = 5
	MinComparable = 50
)

// RisingResult is what rises.
type RisingResult struct {
	// Month is the last of the months looked at; First and Last bound all months with
	// papers.
	Month, First, Last data.Date
	// Papers is how many papers the months have, Before how many those before them.
	Papers, Before int
	// Series is how many papers each of SeriesMonths has, up to and with Month.
	Series []int
	Terms  []RisingTerm
}

// RisingTerm is a phrase that rises. Papers and Before are titles with it.
type RisingTerm struct {
	Text           string
	Papers, Before int
	// Score is the natural logarithm of how many times as frequent the phrase is, at
	// least, with 95 % confidence.
	Score float64
	// Series is its titles by month.
	Series []int
}
