package index

import "strings"

// Words of one stem that are found in the same papers no more often than by chance are
// different words: "transformer" and "transform", "position" and "positive". Those that
// keep company are one: "translate" and "translation".
//
// Of 200,000 papers, MaxApartLift parts transform and transformer (1.07), relative and
// relation (1.03), object and objective (.97), university and universal (.57); it leaves
// together compute and computer (1.16), optimal and optimization (2.8), transform and
// transformation (5.4).
const (
	// MinApartPapers is how many papers each word has, and MinApartExpected how many would
	// have both by chance, for the numbers to tell.
	MinApartPapers   = 300
	MinApartExpected = 10
	// OtherWordsWeight is the weight of the whole stem where it has other words than the one
	// that was asked for, which has the rest: those papers match, and come later.
	OtherWordsWeight = .5
	// MaxApartForms is how many words a query has at most whose other words count: to tell
	// them takes a pass of a stem's postings.
	MaxApartForms = 32
	// MaxApartLift is how many times as many papers as by chance may have both.
	MaxApartLift = 1.15
)

// AreApart reports whether two words of a stem are different words, in a collection of so
// many papers, of which a and b have the one and the other, and together both.
func AreApart(a, b, together, papers int) bool {
	if a < MinApartPapers || b < MinApartPapers {
		return false
	}
	expected := float64(a) * float64(b) / float64(papers)
	return expected >= MinApartExpected && float64(together) < MaxApartLift*expected
}

// WordBase is a form without the s of a plural: forms of one base are one word.
func WordBase(form string) string { return strings.TrimSuffix(form, "s") }
