package index

import "strings"

// Words of one stem that are in the same papers no more often than by chance are different
// words: "transformer" and "transform", "position" and "positive". Words that occur together
// are one: "translate" and "translation".
//
// In 200,000 papers, maxApartLift separates transform and transformer (1.07), relative and
// relation (1.03), object and objective (.97), university and universal (.57). It keeps
// together compute and computer (1.16), optimal and optimization (2.8), transform and
// transformation (5.4).
const (
	// MinApartPapers is how many papers each word needs for a decision, and minApartExpected
	// how many would have both by chance.
	MinApartPapers   = 300
	minApartExpected = 10
	// OtherWordsWeight is the weight of the whole stem if it has other words than the one in
	// the query, which has the rest: papers with the others match, but come later.
	OtherWordsWeight = .5
	// MaxApartForms is the number of words in a query up to which words of a stem are told
	// apart: for each, the postings of its stem have to be read.
	MaxApartForms = 32
	// maxApartLift is the ratio of papers with both words to those expected by chance below
	// which they are different words.
	maxApartLift = 1.15
)

// AreApart reports whether two words of a stem are different words, given how many of all
// papers have the one, the other, and both.
func AreApart(a, b, together, papers int) bool {
	if a < MinApartPapers || b < MinApartPapers {
		return false
	}
	expected := float64(a) * float64(b) / float64(papers)
	return expected >= minApartExpected && float64(together) < maxApartLift*expected
}

// WordBase returns a form without the s of a plural. Forms with the same base are one word.
func WordBase(form string) string { return strings.TrimSuffix(form, "s") }
