package search

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/index"
	"paperboy/index/assist"
)

// Limits of one request. A request that exceeds one is refused.
const (
	DefaultLimit    = 20
	MaxOffset       = 10_000
	MaxFacetLimit   = 100
	MaxQueryLength  = 10_000 // characters; longer than any abstract that is pasted into the box
	maxCursorLength = 1000   // characters; enough for a title to continue from and a corrected query
)

// Spelling says what a search does about misspelled words.
type Spelling string

const (
	// SpellingAuto corrects a word if the correction is nearly certain, and otherwise suggests it.
	SpellingAuto Spelling = "auto"
	// SpellingOff searches the query as typed and suggests nothing.
	SpellingOff Spelling = "off"
)

// Params are the parameters of GET /search, of a search page and of an export. Parse fills in the
// defaults; the zero value asks for no hits.
type Params struct {
	Q     string
	Match index.Match
	// Spelling is SpellingAuto if empty. Only Service.Search corrects; exports, receipts, feeds
	// and counts use the query as typed.
	Spelling Spelling
	Filter   index.Filter
	Sort     index.Sort
	// Limit is the maximum number of hits. Cursor is the NextCursor of an earlier answer; it
	// cannot be combined with Offset.
	Limit, Offset int
	Cursor        string
	Facets        []index.Facet
	FacetLimit    int
	FacetContains string
	// Fields are the fields of each paper to return, from fields.Names. If nil, they are
	// fields.Default: all except observations and sources.
	Fields             []string
	Highlight, Explain bool
	// Typing says that the query is still being typed: its last word also matches words that
	// start with it.
	Typing bool
	// Prior says whether upvotes, mentions and recency decide near ties.
	Prior Switch
	// Relax asks for relaxations of the query if it finds few papers.
	Relax bool
	// Also asks for searches in which a part of the query may also match another name of it.
	Also bool
	// Calendar asks for Answer.Calendar, by this kind of day. It is not a parameter of GET /search.
	Calendar index.DayKind
}

// Switch turns something on or off.
type Switch string

// The values of a Switch. The empty Switch means On.
const (
	On  Switch = "on"
	Off Switch = "off"
)

// URLValues returns the parameters that Table reads as p, without those that have their default.
func (p Params) URLValues() url.Values { return Table.Values(&p) }

// Contradiction returns a fault if two parameters of p, each well formed, contradict each other,
// and nil otherwise.
func (p *Params) Contradiction() *fault.Error {
	f := p.Filter
	switch {
	case p.Cursor != "" && p.Offset > 0:
		return fault.New(fault.Contradiction, "offset", "offset and cursor exclude each other")
	case !f.From.IsZero() && !f.To.IsZero() && f.From.FirstDay() > f.To.LastDay():
		return fault.New(fault.Contradiction, "from", "from %s is after to %s", f.From, f.To)
	case !f.FeaturedFrom.IsZero() && !f.FeaturedTo.IsZero() && f.FeaturedFrom.FirstDay() > f.FeaturedTo.LastDay():
		return fault.New(fault.Contradiction, "featured_from", "featured_from %s is after featured_to %s", f.FeaturedFrom, f.FeaturedTo)
	case !f.AddedFrom.IsZero() && !f.AddedTo.IsZero() && f.AddedFrom.FirstDay() > f.AddedTo.LastDay():
		return fault.New(fault.Contradiction, "added_from", "added_from %s is after added_to %s", f.AddedFrom, f.AddedTo)
	case f.AuthorsMax > 0 && f.AuthorsMin > f.AuthorsMax:
		return fault.New(fault.Contradiction, "authors_min", "authors_min %d is above authors_max %d", f.AuthorsMin, f.AuthorsMax)
	}
	return nil
}

// Table has the parameters of GET /search.
var Table = params.Table[Params]{
	Check: (*Params).Contradiction,
	Rows: slices.Concat(
		[]params.Param[Params]{
			params.Text("q", "The query, in the language of the search box. Empty: all papers, newest first. Text without meaning is never an error: query.notices reports what was not understood. A query is read in full or refused: too_long above 10,000 characters, too_complex above 500 parts besides plain words or 20 nested brackets, or if it takes too much work.", MaxQueryLength, func(p *Params) *string { return &p.Q }),
			params.Enum("match", "Whether a paper must have all, most (by how rare they are) or any of the query's words; auto chooses all or most, and query.match says which.", index.Matches, func(p *Params) *index.Match { return &p.Match }),
			params.Enum("spelling", "auto corrects a misspelled word if the correction is nearly certain, and reports it in query.corrected; otherwise it offers the correction in suggestion. off searches the query as typed. Exports, receipts and feeds never correct.", []Spelling{SpellingAuto, SpellingOff}, func(p *Params) *Spelling { return &p.Spelling }),
		},
		params.Lift(params.FilterRows, func(p *Params) *index.Filter { return &p.Filter }),
		[]params.Param[Params]{
			params.Enum("sort", "The order of the hits. Papers without the sorted value come last. trending is by the upvotes that a paper gained in the last 7 days, and its stars, for its age since it was featured; explain shows the arithmetic. title and first_author (by last name) are alphabetical, without regard to case and accents.", index.Sorts, func(p *Params) *index.Sort { return &p.Sort }),
			params.Int("limit", "How many hits.", 0, params.MaxLimit, func(p *Params) *int { return &p.Limit }),
			params.Int("offset", "How many hits to skip. To go deeper, use cursor.", 0, MaxOffset, func(p *Params) *int { return &p.Offset }),
			params.Text("cursor", "The next_cursor of the previous answer, for the same query, match, filters, sort, typing and prior.", maxCursorLength, func(p *Params) *string { return &p.Cursor }),
			facetsParam,
			params.Int("facet_limit", "How many values of the facets "+valueFacets+"; 0 means 10.", 0, MaxFacetLimit, func(p *Params) *int { return &p.FacetLimit }),
			params.Text("facet_contains", "Limits the values of the facets "+valueFacets+" to those with a word that starts with this, and the selected ones.", params.MaxValueLength, func(p *Params) *string { return &p.FacetContains }),
			fields.Param(func(p *Params) *[]string { return &p.Fields }),
			params.Bool("highlight", "Adds each hit's title and a snippet of its abstract as HTML with <mark>.", func(p *Params) *bool { return &p.Highlight }),
			params.Bool("typing", "The query is still being typed: its last word also matches words that start with it, and titles that start with the whole text come first.", func(p *Params) *bool { return &p.Typing }),
			params.Enum("prior", fmt.Sprintf("Whether a prior of at most %g%% of the score decides near ties. It consists of upvotes, the number of papers that mention the name at the start of the title, and recency. explain shows it.", 100*index.PriorWeight), []Switch{On, Off}, func(p *Params) *Switch { return &p.Prior }),
			params.Bool("explain", "Adds how each score was computed.", func(p *Params) *bool { return &p.Explain }),
			params.Bool("relax", fmt.Sprintf("If fewer than %d papers are found, adds what the search would find without each word, phrase or filter (at most %d counts), and without several of them if one is not enough. query.notices then also names the parts that no paper matches.", assist.FewHits, assist.MaxRelaxations), func(p *Params) *bool { return &p.Relax }),
			params.Bool("also", fmt.Sprintf("Adds searches for the expansions of the query's acronyms, and for the acronyms of its phrases, as papers define them: at most %d. None is applied.", assist.MaxAlternatives), func(p *Params) *bool { return &p.Also }),
		},
	),
	Defaults: Params{
		Match: index.MatchAuto, Spelling: SpellingAuto, Sort: index.ByRelevance, Limit: DefaultLimit, Prior: On,
		Facets: []index.Facet{index.FacetDate, index.FacetAuthorCount}, FacetLimit: 10,
	},
}

// selectionRows are the parameters in Table that decide which papers a search finds. The others
// decide their order, their form and what the answer has besides.
var selectionRows = params.Omit(Table.Rows, "spelling", "sort", "limit", "offset", "cursor", "facets", "facet_limit", "facet_contains", "fields", "highlight", "explain", "typing", "prior", "relax", "also")

// joinFacets lists the names of facets in prose. It writes last before the last name, and a comma
// before the others.
func joinFacets(facets []index.Facet, last string) string {
	var b strings.Builder
	for i, f := range facets {
		switch {
		case i == 0:
		case i == len(facets)-1:
			b.WriteString(last)
		default:
			b.WriteString(", ")
		}
		b.WriteString(string(f))
	}
	return b.String()
}

// valueFacets lists the facets whose buckets are not fixed, in prose.
var valueFacets = joinFacets(index.Facets[index.FixedFacets:], " and ")

// facetsParam is the parameter that chooses the facets to count. Its empty value means none.
var facetsParam = params.KeepEmpty(params.List("facets", "Which facets to count, separated by commas: "+joinFacets(index.Facets, ", ")+"; empty for none.", index.Facets, func(p *Params) *[]index.Facet { return &p.Facets }))
