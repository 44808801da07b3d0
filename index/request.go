package index

import (
	"slices"
	"time"

	"paperboy/data"
	"paperboy/index/query"
)

// Match says how many of a query's free terms a paper must have.
type Match string

// The ways to match. Auto is chosen from the free terms of the query and the unfiltered
// collection, and Result.Match says what it was: all, for at most AutoTerms different free
// terms, if at least AutoPapers papers have them all or there is only one; otherwise most.
// Ranges, fields and filters only narrow: they do not affect the choice. A match selects
// papers and adds nothing to a score.
//
// Most asks for free terms whose idf adds up to at least MinCoverage of what the paper with
// most of them has: a paper that has only the common words of a question is not an answer.
const (
	MatchAuto Match = "auto"
	MatchAll  Match = "all"
	MatchMost Match = "most"
	MatchAny  Match = "any"
)

// Matches lists every way to match.
var Matches = []Match{MatchAuto, MatchAll, MatchMost, MatchAny}

// What MatchAuto is chosen by. People who type more than a few words describe rather than
// select; and if fewer papers than half a page have all the words, the best answers are among
// those that lack one (nDCG@10 on MED .6813 if one paper is enough, .6918 with ten; CACM .4955
// and .5175).
//
// A MinCoverage of .3 does not change nDCG@10 either, but removes relevant papers from the
// lower ranks (MAP on MED .5325 with any word, .5170 with .2, .4757 with .3).
const (
	AutoTerms   = 4
	AutoPapers  = 10
	MinCoverage = .2
)

// CitedBonus returns what is added to the score of the paper of Query.Papers[i], of n: far
// more than words can score, so that these papers come first and in their order.
func CitedBonus(i, n int) float64 { return 1e6 * float64(n-i) }

// Sort orders hits. Ties go to the newer first day, then to the lower number.
// A paper that lacks the sorted value comes last in either direction.
type Sort string

// The orders. An empty query sorted by relevance is newest first. Featured, added, upvotes and
// comments are descending; featured is the newest featured day, trending the score of
// Signals.Trending for Request.Today. Titles (analysis.TitleStart) and first authors (NameKey) are
// ascending, by bytes.
const (
	ByRelevance     Sort = "relevance"
	ByNewest        Sort = "newest"
	ByOldest        Sort = "oldest"
	ByMostAuthors   Sort = "most_authors"
	ByFewestAuthors Sort = "fewest_authors"
	ByUpvotes       Sort = "upvotes"
	ByComments      Sort = "comments"
	ByAdded         Sort = "added"
	ByFeatured      Sort = "featured"
	ByTrending      Sort = "trending"
	ByTitle         Sort = "title"
	ByFirstAuthor   Sort = "first_author"
)

// Sorts lists every order.
var Sorts = []Sort{ByRelevance, ByNewest, ByOldest, ByMostAuthors, ByFewestAuthors, ByUpvotes, ByComments, ByAdded, ByFeatured, ByTrending, ByTitle, ByFirstAuthor}

// Request is one search. The zero Request finds all papers and returns no hits.
type Request struct {
	Query  query.Query
	Match  Match // empty: MatchAuto
	Filter Filter
	Sort   Sort // empty: ByRelevance
	// Limit is the number of hits wanted, Offset how many to skip.
	Limit, Offset int
	// After continues after an earlier answer's last hit, instead of Offset.
	After *SortKey
	// Facets are counted over the match set. Facets without fixed buckets get at most
	// FacetLimit values each (0: 10).
	Facets     []Facet
	FacetLimit int
	// FacetContains restricts the values of these facets to those that have a word with this
	// beginning (FacetWord.Selects), and the selected ones. Empty does not restrict.
	FacetContains string
	Explain       bool
	// Grid asks for Result.Grid.
	Grid bool
	// All asks for Result.Numbers instead of hits, if at most this many papers are found.
	// Limit, Offset and After are then ignored.
	All int
	// NoPrior leaves the prior (Prior) out of the scores.
	NoPrior bool
	// Today is the day for which ByTrending is computed. That order without it is ErrNoToday.
	Today data.Date
	// Calendar asks for Result.Calendar, by this kind of day.
	Calendar DayKind
}

// A DayKind says which days of a paper a calendar counts.
type DayKind string

// The kinds of days: those on which a daily list showed a paper, that of its publication, and
// that on which it was added to the library (in UTC).
const (
	DayFeatured  DayKind = "featured"
	DayPublished DayKind = "date"
	DayAdded     DayKind = "added"
)

// DayCount is the number of papers of a day. For DayPublished, papers whose date is known by
// month are counted for the month (a Date without Day), and those known by year are left out.
type DayCount struct {
	Day   data.Date
	Count int
}

// Filter restricts a search without changing its scores. Zero values are open. All ranges are
// inclusive and leave out papers without the field.
type Filter struct {
	// Values are facet buckets by value. A paper must have one of each facet. Case and
	// spelling do not matter (SameValue).
	Values map[Facet][]string
	// Scope are values of facets that a paper must have, one of each facet, as in Values. But
	// facets and calendars are counted within it: with an author as its scope, a search counts
	// that person's co-authors.
	Scope map[Facet][]string
	// From and To match a paper whose date's period overlaps them.
	From, To data.Date
	// Within makes From and To match only a paper whose whole period is between them: a day does
	// not match a paper known by its month.
	Within                 bool
	AuthorsMin, AuthorsMax int
	// AddedAfter and UpdatedAfter are exclusive.
	AddedAfter, UpdatedAfter time.Time
	// FeaturedFrom and FeaturedTo match a paper that a daily list showed on a day between them.
	FeaturedFrom, FeaturedTo data.Date
	// AddedFrom and AddedTo are days in UTC.
	AddedFrom, AddedTo data.Date
}

// WithoutOwn returns the filter without what restricts these facets themselves, ranges
// included: the filter that a facet is counted by. It shares the values of other facets with
// f.
func (f Filter) WithoutOwn(facets ...Facet) Filter {
	values := make(map[Facet][]string, len(f.Values))
	for facet, chosen := range f.Values {
		if !slices.Contains(facets, facet) {
			values[facet] = chosen
		}
	}
	f.Values = values
	if slices.Contains(facets, FacetDate) {
		f.From, f.To, f.Within = data.Date{}, data.Date{}, false
	}
	if slices.Contains(facets, FacetAuthorCount) {
		f.AuthorsMin, f.AuthorsMax = 0, 0
	}
	return f
}

// WithoutDays returns the filter without what restricts this kind of day: the filter that a
// calendar is counted by. It shares values with f.
func (f Filter) WithoutDays(kind DayKind) Filter {
	switch kind {
	case DayPublished:
		return f.WithoutOwn(FacetDate)
	case DayFeatured:
		f.FeaturedFrom, f.FeaturedTo = data.Date{}, data.Date{}
	case DayAdded:
		f.AddedFrom, f.AddedTo, f.AddedAfter = data.Date{}, data.Date{}, time.Time{}
	}
	return f
}

// SortKey is a hit's place in an order: what a cursor holds.
type SortKey struct {
	// Score is set when sorting by relevance or trending, Text by title or first author, Key otherwise.
	Score float64
	Key   int64
	Text  string
	// Missing is true for a paper that lacks the sorted value.
	Missing bool
	// Day is the paper's first day (data.Date.FirstDay), data.NoDay if unknown.
	Day    int32
	Number data.Number
}

// Result is the answer to a Request.
type Result struct {
	// Total is the exact size of the match set.
	Total int
	Hits  []Hit
	// Facets has an entry for each requested facet.
	Facets map[Facet][]Bucket
	// Numbers are all papers found, in order, if Request.All asks for them; nil if they are
	// more than that.
	Numbers []data.Number
	// Grid, if Request.Grid asks for it, has for each value of FacetAuthorCount the buckets of
	// FacetDate of a search that selects that value.
	Grid map[string][]Bucket
	// Match is all, most or any: what was chosen for auto.
	Match Match
	// All is how many papers MatchAll would have found, if most was chosen for a query of at
	// most AutoTerms different free terms; -1 if that was not counted.
	All int
	// Names are the parts of the query that were read as names of authors: several words, or a
	// single word.
	Names []data.NameQuery
	// Sequence is that of the snapshot which answered.
	Sequence data.Sequence
	// More is true if there are hits after the last one.
	More bool
	// Calendar, if Request.Calendar asks for it, counts the papers found on each day that has
	// any, in ascending order of the first day. The part of the filter that restricts this
	// kind of day is ignored, as with a facet's own filter. A paper is counted on each of its
	// featured days. The slice is shared and must not be changed.
	Calendar []DayCount
	// NoSuch are the values of the filter that no paper has, for the facets without fixed
	// buckets.
	NoSuch map[Facet][]string
}

// Hit is one paper found.
type Hit struct {
	Number      data.Number
	Score       float64
	Key         SortKey
	Explanation *Explanation
	// Missing are the free words of the query that the paper lacks, as they were typed.
	Missing []string
}

// Explanation is the arithmetic of a score: how Value results from the values of Details is
// said by Description.
type Explanation struct {
	Description string        `json:"description"`
	Value       float64       `json:"value"`
	Details     []Explanation `json:"details,omitempty"`
}

// Bucket is one value of a facet and how many papers of the match set have it. The facet's own
// filter is ignored for that.
type Bucket struct {
	// Key is for people, Value for Filter.Values.
	Key   string `json:"key"`
	Value string `json:"value"`
	// Label is FacetInfo.Name of a value that is a code: "Computer Vision" for cs.CV. Engines
	// leave it empty.
	Label string `json:"label,omitempty"`
	// From and To bound a date bucket; Min and Max a count bucket. Max is nil for the open
	// one.
	From     data.Date `json:"from,omitzero"`
	To       data.Date `json:"to,omitzero"`
	Min      *int      `json:"min,omitempty"`
	Max      *int      `json:"max,omitempty"`
	Count    int       `json:"count"`
	Selected bool      `json:"selected"`
}

// SimilarRequest asks for the papers most like a query vector of stems, or for those between
// two.
type SimilarRequest struct {
	// Terms are stems (package analysis) with their weight a(t,q). Their scale
	// does not matter.
	Terms []Term
	// And is a second query vector, unless it is nil: a paper's score is then the lesser of
	// its similarities to the two.
	And []Term
	// MaxTerms limits how many terms of a vector take part: the heaviest by weight times idf.
	// 0 means DefaultTerms; more than the constant MaxTerms counts as that.
	MaxTerms int
	Exclude  []data.Number
	Filter   Filter
	Limit    int
}

// How many terms of a SimilarRequest take part. DefaultTerms is more than most abstracts have
// (80 to 120); it ranks a little better than the heaviest 50 on three of four test sets.
// MaxTerms fits in a byte, with which engines mark terms.
const (
	DefaultTerms = 200
	MaxTerms     = 250
)

// Term is a stem and a weight.
type Term struct {
	Stem   string
	Weight float64
}

// SimilarResult is the answer to a SimilarRequest, best first.
type SimilarResult struct {
	Hits     []SimilarHit
	Sequence data.Sequence
}

// SimilarHit is one similar paper. Score is nearly a cosine: 0 for nothing in common, about 1
// for the same text.
//
// The weights of Shared, heaviest first, add up to the similarity to Terms, those of SharedAnd
// to that to And. Score is the first of the two sums or, with And, the lesser.
type SimilarHit struct {
	Number            data.Number
	Score             float64
	Shared, SharedAnd []Term
}
