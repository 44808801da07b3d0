package api

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
	"paperboy/index/assist"
	"paperboy/recommend"
)

// Caps on what one request may ask for. Beyond them it is refused.
const (
	DefaultLimit    = 20
	MaxLimit        = 100
	MaxOffset       = 10_000
	MaxFacetLimit   = 100
	MaxIDs          = 100
	MaxQueryLength  = 10_000 // characters: more than any abstract pasted into the box
	MaxTextLength   = recommend.MaxTextLength
	maxValueLength  = 500  // characters of a facet's value, an id or a word
	maxCursorLength = 1000 // characters: of a place by title, and a corrected query
	maxValues       = 100  // values of one facet
)

// Spelling says what is done about misspelled words.
type Spelling string

const (
	// SpellingAuto corrects them where that is nearly certain, and else offers to.
	SpellingAuto Spelling = "auto"
	// SpellingOff searches what was typed and offers nothing.
	SpellingOff Spelling = "off"
)

// SearchParams are the parameters of GET /search, of a search page and of an
// export. ParseSearch fills in the defaults; the zero value asks for no hits.
type SearchParams struct {
	Q     string
	Match index.Match
	// Spelling is SpellingAuto where it is empty. Service.Search alone corrects:
	// exports, receipts, feeds and counts are of what was typed.
	Spelling Spelling
	Filter   index.Filter
	Sort     index.Sort
	// Limit is the number of hits. Cursor, an earlier answer's NextCursor,
	// excludes Offset.
	Limit, Offset int
	Cursor        string
	Facets        []index.Facet
	FacetLimit    int
	FacetContains string
	// Fields are the fields of PaperFieldNames wanted; nil: all but sources.
	Fields             []string
	Highlight, Explain bool
	// Typing says that the query is still being typed: its last word stands for the words
	// that begin so.
	Typing bool
	// Prior says whether upvotes, mentions and recency decide among near ties.
	Prior Switch
	// Relax asks for what a search with few hits could do without.
	Relax bool
	// Also asks for other names of what is searched for.
	Also bool
}

// Switch turns something on or off.
type Switch string

// The two of them. The empty Switch is On.
const (
	On  Switch = "on"
	Off Switch = "off"
)

// ParseSearch reads search parameters. Strict, an unknown parameter or a
// malformed value is a *fault.Error; otherwise the first is ignored, the second
// becomes a notice, and the error is nil.
func ParseSearch(v url.Values, strict bool) (p SearchParams, notices []string, err error) {
	p, notices, err = searchTable.parse(v, strict)
	if err == nil {
		if problem := p.contradiction(); problem != nil && strict {
			err = problem
		} else if problem != nil {
			notices = append(notices, problem.Message)
		}
	}
	return p, notices, err
}

// URLValues are the parameters that ParseSearch reads as p, defaults left out.
func (p SearchParams) URLValues() url.Values { return searchTable.values(&p) }

// contradiction is what makes a search pointless although each parameter is
// well formed.
func (p SearchParams) contradiction() *fault.Error {
	f := p.Filter
	switch {
	case p.Cursor != "" && p.Offset > 0:
		return fault.New(fault.Contradiction, "offset", "offset and cursor exclude each other")
	case !f.From.IsZero() && !f.To.IsZero() && f.From.FirstDay() > f.To.LastDay():
		return fault.New(fault.Contradiction, "from", "from %s is after to %s", f.From, f.To)
	case !f.FeaturedFrom.IsZero() && !f.FeaturedTo.IsZero() && f.FeaturedFrom.FirstDay() > f.FeaturedTo.LastDay():
		return fault.New(fault.Contradiction, "featured_from", "featured_from %s is after featured_to %s", f.FeaturedFrom, f.FeaturedTo)
	case f.AuthorsMax > 0 && f.AuthorsMin > f.AuthorsMax:
		return fault.New(fault.Contradiction, "authors_min", "authors_min %d is above authors_max %d", f.AuthorsMin, f.AuthorsMax)
	}
	return nil
}

var searchTable = table[SearchParams]{
	rows: slices.Concat(
		[]param[SearchParams]{
			textParam("q", "The query, in the language of the search box. Empty: all papers, newest first. Text that makes no sense is never an error: query.notices says what was not understood. A query is read whole or refused: too_long above 10,000 characters, too_complex above 500 parts besides plain words or 20 nested brackets, or if it takes too much work.", MaxQueryLength, func(p *SearchParams) *string { return &p.Q }),
			enumParam("match", "Whether a paper must have all, most (by how rare they are) or any of the query's words; auto chooses all or most, and query.match says which.", index.Matches, func(p *SearchParams) *index.Match { return &p.Match }),
			enumParam("spelling", "auto searches a misspelled word as it was meant where that is nearly certain, which query.corrected says, and else offers what was meant in suggestion; off searches what was typed. Exports, receipts and feeds are always of what was typed.", []Spelling{SpellingAuto, SpellingOff}, func(p *SearchParams) *Spelling { return &p.Spelling }),
		},
		lift(filterRows, func(p *SearchParams) *index.Filter { return &p.Filter }),
		[]param[SearchParams]{
			enumParam("sort", "The order of the hits. Papers without the sorted value come last. title and first_author (by last name) are alphabetical, without regard to case and accents.", index.Sorts, func(p *SearchParams) *index.Sort { return &p.Sort }),
			intParam("limit", "How many hits.", 0, MaxLimit, func(p *SearchParams) *int { return &p.Limit }),
			intParam("offset", "How many hits to pass over. To go deeper, use cursor.", 0, MaxOffset, func(p *SearchParams) *int { return &p.Offset }),
			textParam("cursor", "next_cursor of the answer before, to the same query, match, filters, sort, typing and prior.", maxCursorLength, func(p *SearchParams) *string { return &p.Cursor }),
			facetsParam,
			intParam("facet_limit", "How many values of the facets author, category, venue and source; 0 is 10.", 0, MaxFacetLimit, func(p *SearchParams) *int { return &p.FacetLimit }),
			textParam("facet_contains", "Only values of the facets author, category, venue and source with a word that begins so, and the selected ones.", maxValueLength, func(p *SearchParams) *string { return &p.FacetContains }),
			listParam("fields", fieldsDoc, PaperFieldNames, func(p *SearchParams) *[]string { return &p.Fields }),
			boolParam("highlight", "Adds each hit's title and a snippet of its abstract as HTML with <mark>.", func(p *SearchParams) *bool { return &p.Highlight }),
			boolParam("typing", "The query is still being typed: its last word stands for words that begin so too, and titles that begin with the whole text come first.", func(p *SearchParams) *bool { return &p.Typing }),
			enumParam("prior", fmt.Sprintf("Whether a prior of at most %g%% of the score decides among near ties: upvotes, how many papers mention the name that the title begins with, and recency. explain shows it.", 100*index.PriorWeight), []Switch{On, Off}, func(p *SearchParams) *Switch { return &p.Prior }),
			boolParam("explain", "Adds the arithmetic of each score.", func(p *SearchParams) *bool { return &p.Explain }),
			boolParam("relax", fmt.Sprintf("If fewer than %d papers are found, adds what the search would find without each word, phrase or filter (at most %d counts), and without several of them where one is not enough.", assist.FewHits, assist.MaxRelaxations), func(p *SearchParams) *bool { return &p.Relax }),
			boolParam("also", fmt.Sprintf("Adds searches for what the query's acronyms stand for, and for the acronyms of what it spells out, as papers define them: at most %d. None is applied.", assist.MaxAlternatives), func(p *SearchParams) *bool { return &p.Also }),
		},
	),
	defaults: SearchParams{
		Match: index.MatchAuto, Spelling: SpellingAuto, Sort: index.ByRelevance, Limit: DefaultLimit, Prior: On,
		Facets: []index.Facet{index.FacetDate, index.FacetAuthorCount}, FacetLimit: 10,
	},
}

// wholeRows are the parameters of searchTable that say what is searched for: all but
// paging, order, facets and form.
var wholeRows = omit(searchTable.rows, "spelling", "sort", "limit", "offset", "cursor", "facets", "facet_limit", "facet_contains", "fields", "highlight", "explain", "typing", "prior", "relax", "also")

const fieldsDoc = "Which of a paper's fields, separated by commas. Default: all but sources."

var facetsParam = func() param[SearchParams] {
	row := listParam("facets", "Which facets to count, separated by commas, of date, author_count, author, category, venue, source; empty for none.", index.Facets, func(p *SearchParams) *[]index.Facet { return &p.Facets })
	row.keepEmpty = true
	return row
}()

// idSchema is that of an id in any usual spelling. What is longer is an address of a paper, or
// no id.
var idSchema = map[string]any{"type": "string", "maxLength": data.MaxIDBytes}

// idsParam takes paper ids in every usual spelling.
func idsParam[T any](name, doc string, at func(*T) *[]data.ID) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Repeat: true, Schema: idSchema},
		set: func(p *T, s string) *fault.Error {
			id, problem := readID(name, s, len(*at(p)))
			if problem == nil {
				*at(p) = append(*at(p), id)
			}
			return problem
		},
		get: func(p *T) []string {
			var ids []string
			for _, id := range *at(p) {
				ids = append(ids, string(id))
			}
			return ids
		},
	}
}

// idParam takes one paper id in any usual spelling.
func idParam[T any](name, doc string, at func(*T) *data.ID) param[T] {
	return param[T]{
		paramDoc: paramDoc{Name: name, Doc: doc, Schema: idSchema},
		set: func(p *T, s string) *fault.Error {
			id, problem := readID(name, s, 0)
			if problem == nil {
				*at(p) = id
			}
			return problem
		},
		get: func(p *T) []string { return given(string(*at(p))) },
	}
}

func readID(name, s string, already int) (data.ID, *fault.Error) {
	if problem := checkValue(name, s, already); problem != nil {
		return "", problem
	}
	id, err := data.ParseID(s)
	if err != nil {
		return "", fault.New(fault.InvalidID, name, "that is no id of a paper")
	}
	return id, nil
}

func checkValue(name, value string, already int) *fault.Error {
	switch {
	case already >= maxValues:
		return fault.New(fault.TooManyValues, name, "%s has more than %d values", name, maxValues)
	case len(value) > maxValueLength:
		return fault.New(fault.TooLong, name, "%s is longer than %d bytes", name, maxValueLength)
	}
	return nil
}

var filterRows = []param[index.Filter]{
	facetParam(index.FacetDate, "A date bucket: a year, a month or unknown; repeatable.", map[string]any{"pattern": "^(" + datePattern + "|" + index.Unknown + ")?$"}, func(s string) (string, *fault.Error) {
		if _, err := data.ParseDate(s); err != nil && s != index.Unknown {
			return "", fault.New(fault.InvalidDate, "date", "want YYYY, YYYY-MM or unknown")
		}
		return s, nil
	}),
	facetParam(index.FacetAuthorCount, "A bucket of author counts; repeatable.", map[string]any{"pattern": `^([1-5]|6-10|11-20|\s*21\s*|21\+|unknown)?$`}, func(s string) (string, *fault.Error) {
		if strings.TrimSpace(s) == "21" { // "21+" in a link whose plus was not escaped
			s = "21+"
		}
		if !slices.Contains(authorCountBuckets, s) {
			return "", notAmong("author_count", s, authorCountBuckets)
		}
		return s, nil
	}),
	facetParam(index.FacetAuthor, "An author's full name, or unknown; repeatable. As for all facets, case, accents and points do not matter; a notice says so where no paper has a value.", nil, nil),
	facetParam(index.FacetCategory, "A category, or unknown; cs includes cs.*; repeatable.", nil, nil),
	facetParam(index.FacetVenue, "A venue, or unknown; repeatable. A paper of a joint conference has each of its venues.", nil, nil),
	facetParam(index.FacetSource, "A source of papers; repeatable.", nil, nil),
	dateParam("from", "The earliest date, as YYYY, YYYY-MM or YYYY-MM-DD. A paper known by month or year matches where its period overlaps.", func(f *index.Filter) *data.Date { return &f.From }),
	dateParam("to", "The latest date, inclusive.", func(f *index.Filter) *data.Date { return &f.To }),
	intParam("authors_min", "The least number of authors.", 0, maxAuthors, func(f *index.Filter) *int { return &f.AuthorsMin }),
	intParam("authors_max", "The greatest number of authors; 0 is open.", 0, maxAuthors, func(f *index.Filter) *int { return &f.AuthorsMax }),
	timeParam("added_after", "Papers that came in after this moment (RFC 3339) or date.", func(f *index.Filter) *time.Time { return &f.AddedAfter }),
	timeParam("updated_after", "Papers that changed after this moment (RFC 3339) or date.", func(f *index.Filter) *time.Time { return &f.UpdatedAfter }),
	dateParam("featured_from", "The first day on a daily list.", func(f *index.Filter) *data.Date { return &f.FeaturedFrom }),
	dateParam("featured_to", "The last day on a daily list, inclusive.", func(f *index.Filter) *data.Date { return &f.FeaturedTo }),
}

// FilterNames are the parameters that restrict any search or recommendation.
var FilterNames = func() (names []string) {
	for _, row := range filterRows {
		names = append(names, row.Name)
	}
	return names
}()

const maxAuthors = 100_000

var authorCountBuckets = index.AuthorCountValues()

// facetParam selects a facet's buckets by their value. read, where there is
// one, says whether a value can be; more is what the schema says of it.
func facetParam(f index.Facet, doc string, more map[string]any, read func(string) (string, *fault.Error)) param[index.Filter] {
	name := string(f)
	schema := map[string]any{"type": "string", "maxLength": maxValueLength}
	maps.Copy(schema, more)
	return param[index.Filter]{
		paramDoc: paramDoc{Name: name, Doc: doc, Repeat: true, Schema: schema},
		set: func(p *index.Filter, s string) *fault.Error {
			problem := checkValue(name, s, len(p.Values[f]))
			if problem == nil && read != nil {
				s, problem = read(s)
			}
			if problem != nil {
				return problem
			}
			if p.Values == nil {
				p.Values = make(map[index.Facet][]string)
			}
			if !slices.Contains(p.Values[f], s) {
				p.Values[f] = append(p.Values[f], s)
			}
			return nil
		},
		get: func(p *index.Filter) []string { return p.Values[f] },
	}
}
