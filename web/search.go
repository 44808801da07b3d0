package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/index"
)

// searchPage shows results beside filters.
type searchPage struct {
	frame
	Intro       *intro
	Heading     string
	Took        string
	Sorts       []choice
	Matching    *matching
	Chips       []link
	ClearAll    string
	Notices     []string
	Suggestion  link
	Corrected   *corrected
	Expansions  []expansion
	Filters     filters
	Hits        []hit
	NoResults   *noResults
	Relaxations []relaxation
	Pager       pager
	Save        *saveOptions
	// Nested is true if the page has a heading above those of the results.
	Nested bool
}

// matching says how many words of the query the papers have, and offers the alternative.
type matching struct {
	Text  string
	Other link
}

// corrected says that a misspelled query was corrected.
type corrected struct {
	// Text is what was searched. Typed leads to a search for what was typed.
	Text  string
	Typed link
}

// expansion is a search for the long or short form of an acronym. Papers is empty if they were not
// counted.
type expansion struct {
	link
	Papers string
}

// noResults says that no paper was found, and what to try.
type noResults struct {
	Heading     string
	Relaxations []relaxation
	Links       []link
}

// search answers /search. It first redirects to an address without empty form fields, which is
// easier to share.
func (s *site) search(c echo.Context) error {
	asked := c.QueryParams()
	if tidy, changed := dropEmpty(asked); changed {
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix("/search?"+tidy.Encode(), "?"))
	}
	p, notices, err := readSearch(asked)
	if err != nil {
		return err
	}
	a, err := s.service.Search.Search(c.Request().Context(), pageParams(p))
	if err != nil {
		if code := api.ProblemOf(err).Code; code == fault.CursorMismatch || code == fault.InvalidCursor {
			return c.Redirect(http.StatusSeeOther, changedURL(p, func(*search.Params) {}))
		}
		return err
	}
	sorts, err := s.service.Search.Sorts()
	if err != nil {
		return err
	}
	page := s.newSearchPage(onSearchPage(p), a, sorts)
	page.Notices = append(notices, page.Notices...)
	if err := s.addStars(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "search", page)
}

func dropEmpty(v url.Values) (tidy url.Values, changed bool) {
	tidy = url.Values{}
	for name, values := range v {
		full := slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == "" })
		changed = changed || len(full) < len(values)
		if len(full) > 0 {
			tidy[name] = full
		}
	}
	return tidy, changed
}

// readSearch reads the address of a search page. It reports what it can't read as notices, except
// for an invalid query, which is an error.
func readSearch(v url.Values) (search.Params, []string, error) {
	if _, _, err := search.Table.Parse(url.Values{"q": v["q"]}, true); err != nil && len(v["q"]) == 1 {
		return search.Params{}, nil, err
	}
	p, notices, err := readParams(search.Table, v)
	if p.Limit == 0 {
		p.Limit = search.DefaultLimit
	}
	if p.Cursor != "" {
		p.Offset = 0
	}
	return p, notices, err
}

// pageParams returns p with what the page shows in addition.
func pageParams(p search.Params) search.Params {
	p.Facets = slices.Clone(index.Facets)
	if strings.TrimSpace(p.Q) == "" && len(p.Filter.Values[index.FacetAuthor]) == 0 {
		p.Facets = slices.DeleteFunc(p.Facets, func(f index.Facet) bool { return f == index.FacetAuthor })
	}
	p.Fields = nil
	p.Highlight, p.Explain = true, false
	p.Relax, p.Also = !p.Typing, !p.Typing // with every key they would cost more than the search
	return p
}

func (s *site) newSearchPage(p listing, a search.Answer, sorts []index.Sort) searchPage {
	page := searchPage{
		frame:    s.frame("search", strings.TrimSpace(p.Q)),
		Heading:  figures.Count(a.Total, "paper"),
		Took:     formatDuration(a.TookMS),
		Sorts:    newSorts(p.Params, sorts),
		Matching: newMatching(p, a),
		Chips:    newChips(p, a),
		ClearAll: searchURL(querySearch(p.Q)),
		Notices:  a.Query.Notices,
		Filters:  newFilters(p, a),
		Pager:    newPager(p, a),
	}
	page.Search = true
	page.Query = p.Q
	page.Announcement = figures.Count(a.Total, "paper") + " found"
	if a.Query.Corrected != "" {
		page.Corrected = &corrected{a.Query.Corrected, link{a.Query.Original, p.changed(func(p *search.Params) { p.Spelling = search.SpellingOff })}}
		page.Announcement += " for " + a.Query.Corrected
	}
	kept := searchedParams(p.whole(), a)
	page.Feeds = searchFeeds(kept)
	page.Save = s.newSaveOptions(kept, a.Total)
	if a.Suggestion != "" {
		page.Suggestion = link{a.Suggestion, p.changed(func(p *search.Params) { p.Q = a.Suggestion })}
		page.Announcement += ". Did you mean " + a.Suggestion + "?"
	}
	for _, also := range a.Also {
		offer := expansion{link: link{also.Text, p.changed(func(p *search.Params) { p.Q = also.Query })}}
		if also.Total > 0 {
			offer.Papers = figures.Thousands(also.Total)
		}
		page.Expansions = append(page.Expansions, offer)
	}
	for _, h := range a.Hits {
		v := newSearchHit(h)
		if a.Query.Match == index.MatchAll {
			v.Missing = nil // a paper found by its id, which lacks words that the others have
		}
		page.Hits = append(page.Hits, v)
	}
	if len(a.Hits) == 0 {
		page.Sorts = nil
		page.NoResults = newNoResults(p, a)
	} else {
		page.Relaxations = newRelaxations(p.whole(), a)
	}
	return page
}

// searchedParams returns p with the text that was searched, so that a saved search, feed or file
// is what the page shows. A half-typed query counts as complete.
func searchedParams(p search.Params, a search.Answer) search.Params {
	p.Typing = false
	if a.Query.Corrected != "" {
		p.Q, p.Cursor = a.Query.Corrected, ""
	}
	return p
}

// newMatching returns nil for fewer than two words, because there is nothing to choose.
func newMatching(p listing, a search.Answer) *matching {
	if len(strings.Fields(p.Q)) < 2 || a.Total == 0 {
		return nil
	}
	to := func(m index.Match) string { return p.changed(func(p *search.Params) { p.Match = m }) }
	all, anyWord := link{"Require all words", to(index.MatchAll)}, link{"Match any word", to(index.MatchAny)}
	switch a.Query.Match {
	case index.MatchAll:
		return &matching{"These papers have all of the words.", anyWord}
	case index.MatchMost:
		switch n := a.Query.All; {
		case n != nil && *n == a.Total:
			return &matching{"These papers have all of the words.", anyWord}
		case n == nil:
			return &matching{"These papers have some or all of the words, best matches first.", all}
		case *n == 0:
			return &matching{"No paper has all of the words; these have some of them, best matches first.", anyWord}
		case *n == 1:
			all.Text = "Show only that paper"
			return &matching{"1 paper has all of the words; the others have some of them.", all}
		default:
			all.Text = "Show only those"
			return &matching{figures.Count(*n, "paper") + " have all of the words; the others have some of them.", all}
		}
	case index.MatchAny:
		return &matching{"These papers have at least one of the words, best matches first.", all}
	}
	return nil
}

// newNoResults offers searches that find something, with their number of papers if it was counted.
func newNoResults(p listing, a search.Answer) *noResults {
	if a.Total > 0 {
		return &noResults{Heading: "This page has no papers", Links: []link{{"Back to the first page", p.changed(func(*search.Params) {})}}}
	}
	n := &noResults{Heading: "No papers match", Relaxations: newRelaxations(p.whole(), a)}
	if p.Q != "" {
		n.Links = append(n.Links, link{Text: "Check the spelling, or use a wildcard: transform* finds transformers, and atention~ finds attention."})
	}
	if searchURL(p.whole()) != "/search" {
		n.Links = append(n.Links, link{"Browse all papers", "/search"})
	}
	return n
}

// sortLabels are the sort orders in the order of the list. The page offers an order only if a
// paper has the value that it sorts by, or if always is true.
var sortLabels = []struct {
	sort   index.Sort
	label  string
	always bool
}{
	{index.ByRelevance, "Relevance", true},
	{index.ByNewest, "Newest", false},
	{index.ByOldest, "Oldest", false},
	{index.ByUpvotes, "Most upvotes", false},
	{index.ByComments, "Most comments", false},
	{index.ByMostAuthors, "Most authors", false},
	{index.ByFewestAuthors, "Fewest authors", false},
	{index.ByTrending, "Trending", false},
	{index.ByFeatured, "Recently featured", false},
	{index.ByAdded, "Recently added", true},
	{index.ByTitle, "Title", true},
	{index.ByFirstAuthor, "First author", true},
}

// newSorts lists the orders to offer; withData are those that have data. The default order has an empty value, which keeps it
// out of the address: relevance, or newest without a query.
func newSorts(p search.Params, withData []index.Sort) []choice {
	byDefault := index.ByRelevance
	if strings.TrimSpace(p.Q) == "" {
		byDefault = index.ByNewest
	}
	inForce := p.Sort
	if inForce == index.ByRelevance {
		inForce = byDefault
	}
	var choices []choice
	for _, l := range sortLabels {
		if l.sort == index.ByRelevance && byDefault != index.ByRelevance || l.sort != inForce && !l.always && !slices.Contains(withData, l.sort) {
			continue
		}
		c := choice{string(l.sort), l.label, l.sort == inForce}
		if l.sort == byDefault {
			c.Value = ""
		}
		choices = append(choices, c)
	}
	return choices
}
