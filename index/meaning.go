package index

import (
	"math"

	"paperboy/data"
)

// What a free word of a query may mean besides a word of the text. These weights hold for
// every engine; package indextest has the formulas.
const (
	// MinNameShare is the share of papers whose authors have a word in their names,
	// among these and the papers that have it in their text, from which it is read as a
	// name as well: "devlin" is one, "price" is a word of the text.
	MinNameShare = .1
	// NameWeight is how much a surname counts, as a multiple of its idf among authors and
	// of the share of their papers among these and the titles with the word: those who
	// only cite a name have it in their abstract. GivenWeight and VenueWeight take the place of
	// it for other words of names and for venues.
	NameWeight  = 2.5
	GivenWeight = 1.
	VenueWeight = .5
	// VariantWeight is how much a name counts that writes umlauts otherwise than the query
	// does, as a multiple of what it would count.
	VariantWeight = .5
	// SoleNameShare is the share of papers by people of a surname from which a query of
	// that surname alone asks for these people first: "lecun", and not "schwartz", which is
	// a space as well. Where fewer than MinSoleTitles titles have the word,
	// SoleUntitledShare is enough.
	SoleNameShare     = .8
	SoleUntitledShare = .2
	MinSoleTitles     = 10
	// OrderWeight is how much more a name counts whose words come in the order of the
	// query, as a share of what it counts.
	OrderWeight = .1
	// YearWeight is how much the year of publication counts, as a multiple of its idf.
	YearWeight = 1.5
	// MaxNameWords is how many words of a query may form one name, and MaxNamed at how
	// many of its words, from the first on, names are looked for.
	MaxNameWords = 5
	MaxNamed     = 32
	// TypedWeight is how much the forms count that begin as the word being typed does.
	TypedWeight = .4
)

// Year is the year that a form of four digits means, 0 for any other form.
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

// MaxNamesakes is how many papers with one name are told apart by what else mentions it.
const MaxNamesakes = 16

// MaxOlder is the share of the papers with a name in their text that may be older than the
// paper whose title begins with it, if that paper coined the name. A name that is typed
// with capitals inside or digits, as "BERT" and "GPT-4", is one however many are older.
const MaxOlder = .1

// TypedAsName reports whether a text is written as names are, with a capital after the
// first letter of a word, or a digit.
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

// The prior of a paper is at most PriorWeight of its score, so that it decides among near
// ties alone: the mean of three parts between 0 and 1.
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

// Prior is the factor of a paper's prior, between 0 and 1. Upvotes are 0 where they are
// unknown; days are first days, data.NoDay where unknown.
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
