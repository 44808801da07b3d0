package index

import (
	"math"

	"paperboy/data"
)

// What a free word of a query may mean besides a word of the text. All engines use these
// weights; package indextest has the formulas.
const (
	// MinNameShare is the least share of papers with a word in an author's name, among these
	// and the papers with it in their text, for it to be read as a name as well: "devlin" is
	// one, "price" is not.
	MinNameShare = .1
	// NameWeight is how much a surname counts, as a multiple of its idf among authors and of
	// the share of their papers among these and the titles with the word: papers that only
	// cite a name have it in their abstract. GivenWeight and VenueWeight replace it for other
	// words of names and for venues.
	NameWeight  = 2.5
	GivenWeight = 1.
	VenueWeight = .5
	// VariantWeight multiplies what a name counts if it writes umlauts differently from the
	// query.
	VariantWeight = .5
	// SpellingWeight is how much a word in another spelling counts ("Duesseldorf", "data set"),
	// as a share of its idf, and JoinedWeight how much two words count that are written as one,
	// as a share of the sum of their idfs.
	SpellingWeight = .5
	JoinedWeight   = .8
	// SoleNameShare is the share of papers by people of a surname from which a query of that
	// surname alone asks for these people first: "lecun" does, "schwartz" does not, since it
	// is also a space. If fewer than MinSoleTitles titles have the word, SoleUntitledShare is
	// enough.
	SoleNameShare     = .8
	SoleUntitledShare = .2
	MinSoleTitles     = 10
	// OrderWeight is how much more a name counts if its words are in the order of the query,
	// as a share of what it counts.
	OrderWeight = .1
	// YearWeight is how much the year of publication counts, as a multiple of its idf.
	YearWeight = 1.5
	// MaxNameWords is how many words of a query may form one name, and MaxNamed how many of
	// its words, from the first on, are looked up as names.
	MaxNameWords = 5
	MaxNamed     = 32
	// TypedWeight is the weight of the forms that begin with the word being typed.
	TypedWeight = .4
)

// Year returns the year that a form of four digits means, and 0 for any other form.
func Year(form string) int {
	if len(form) != 4 || form[:2] != "19" && form[:2] != "20" {
		return 0
	}
	year := 0
	for _, c := range []byte(form) {
		if c < '0' || c > '9' {
			return 0
		}
		year = year*10 + int(c-'0')
	}
	return year
}

// MaxNamesakes is how many papers with one name are ranked by what mentions them.
const MaxNamesakes = 16

// MaxOlder is the share of the papers with a name in their text that may be older than the
// paper whose title begins with it, if that paper coined the name. A name typed with inner
// capitals or digits, as "BERT" and "GPT-4", needs no such test.
const MaxOlder = .1

// TypedAsName reports whether a text is written as names of models are: with a capital after
// the first letter of a word, or a digit.
func TypedAsName(text string) bool {
	before := false
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9', before && r >= 'A' && r <= 'Z':
			return true
		}
		before = r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return false
}

// The prior of a paper is at most PriorWeight of its score, so that it only decides among near
// ties. It is the mean of three parts between 0 and 1:
//
//	upvotes   ln(1 + upvotes) / ln(1 + 1000)
//	mentions  ln(1 + papers with the name before the title's colon in their text) / ln(1 + 10000)
//	recency   1 for the newest paper of the collection, falling to 0 at 20 years before
const PriorWeight = .03

const (
	manyUpvotes  = 1000
	manyMentions = 10000
	recentDays   = 20 * 365.25
)

// Prior returns the prior of a paper, between 0 and 1. Unknown upvotes are 0; days are first
// days, data.NoDay if unknown.
func Prior(upvotes, mentions int, day, newest int32) float64 {
	recency := 0.
	if day != data.NoDay && newest != data.NoDay {
		recency = max(0, 1-float64(newest-day)/recentDays)
	}
	return (logShare(upvotes, manyUpvotes) + logShare(mentions, manyMentions) + recency) / 3
}

func logShare(n, many int) float64 {
	return min(1, math.Log1p(float64(max(n, 0)))/math.Log1p(float64(many)))
}
