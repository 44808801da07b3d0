package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/index"
)

// searchPage is results beside filters.
type searchPage struct {
	frame
	Intro      *intro
	Heading    string
	Took       string
	Sorts      []choice
	Matching   *matching
	Chips      []link
	ClearAll   string
	Notices    []string
	Suggestion link
	Corrected  *corrected
	Also       []alsoSearch
	Filters    filters
	Hits       []hit
	Nothing    *nothing
	Relief     []relief
	Pager      pager
	Keeping    *keeping
}

// matching says how the words of the query were taken, and offers the other way.
type matching struct {
	Text  string
	Other link
}

// corrected says that a misspelled query was searched as it was meant.
type corrected struct {
	// Text is what was searched; Typed leads to what was typed.
	Text  string
	Typed link
}

// alsoSearch is a search for another name too; Papers is "" where they were not counted.
type alsoSearch struct {
	link
	Papers string
}

// nothing says that no paper was found, and what can be done.
type nothing struct {
	Heading string
	Relief  []relief
	Ways    []link
}

// search answers /search. What a form sends of fields that were not filled in
// is taken out of the address first, so that an address can be passed on.
func (s *site) search(c echo.Context) error {
	asked := c.QueryParams()
	if tidy, changed := withoutEmpty(asked); changed {
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix("/search?"+tidy.Encode(), "?"))
	}
	p, notices, err := readSearch(asked)
	if err != nil {
		return err
	}
	a, err := s.service.Search.Search(c.Request().Context(), asPage(p))
	if err != nil {
		if code := api.ProblemOf(err).Code; code == "cursor_mismatch" || code == "invalid_cursor" {
			return c.Redirect(http.StatusSeeOther, changed(p, func(*search.Params) {}))
		}
		return err
	}
	sorts, err := s.coverage.sorts(c.Request().Context(), s.service.Search, s.options.Now())
	if err != nil {
		return err
	}
	page := s.newSearchPage(p, a, sorts)
	page.Notices = append(notices, page.Notices...)
	if err := s.addStars(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "search", page)
}

func withoutEmpty(v url.Values) (tidy url.Values, changed bool) {
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

// readSearch reads the address of a search page. What it cannot read it leaves
// out, and says so; but a query is read whole, or its problem is the error.
func readSearch(v url.Values) (search.Params, []string, error) {
	if _, _, err := search.Parse(url.Values{"q": v["q"]}, true); err != nil && len(v["q"]) == 1 {
		return search.Params{}, nil, err
	}
	p, notices, err := search.Parse(v, false)
	if p.Limit == 0 {
		p.Limit = search.DefaultLimit
	}
	if p.Cursor != "" {
		p.Offset = 0
	}
	return p, notices, err
}

// asPage is p with what the page shows beyond what its address asks for.
func asPage(p search.Params) search.Params {
	p.Facets = slices.Clone(index.Facets)
	if strings.TrimSpace(p.Q) == "" && len(p.Filter.Values[index.FacetAuthor]) == 0 {
		p.Facets = slices.DeleteFunc(p.Facets, func(f index.Facet) bool { return f == index.FacetAuthor })
	}
	p.Fields = nil
	p.Highlight, p.Explain = true, false
	p.Relax, p.Also = !p.Typing, !p.Typing // of each key they would cost more than the search
	return p
}

func (s *site) newSearchPage(p search.Params, a search.Answer, have map[index.Sort]bool) searchPage {
	title := strings.TrimSpace(p.Q)
	if title == "" {
		title = "All papers"
	}
	page := searchPage{
		frame:    s.frame("search", title),
		Heading:  counted(a.Total, "paper"),
		Took:     tookWords(a.TookMS),
		Sorts:    newSorts(p, have),
		Matching: newMatching(p, a),
		Chips:    newChips(p, a),
		ClearAll: searchURL(unfiltered(p.Q)),
		Notices:  a.Query.Notices,
		Filters:  newFilters(p, a),
		Pager:    newPager(p, a),
	}
	page.Search = true
	page.Query = p.Q
	page.Announcement = counted(a.Total, "paper") + " found"
	if a.Query.Corrected != "" {
		page.Corrected = &corrected{a.Query.Corrected, link{a.Query.Original, changed(p, func(p *search.Params) { p.Spelling = search.SpellingOff })}}
		page.Announcement += " for " + a.Query.Corrected
	}
	kept := searched(p, a)
	page.Feed = feedURL(kept)
	page.Keeping = newKeeping(kept, a.Total, s.options.Now())
	if a.Suggestion != "" {
		page.Suggestion = link{a.Suggestion, changed(p, func(p *search.Params) { p.Q = a.Suggestion })}
		page.Announcement += ". Did you mean " + a.Suggestion + "?"
	}
	for _, also := range a.Also {
		offer := alsoSearch{link: link{also.Text, changed(p, func(p *search.Params) { p.Q = also.Query })}}
		if also.Total > 0 {
			offer.Papers = count(also.Total)
		}
		page.Also = append(page.Also, offer)
	}
	for _, h := range a.Hits {
		v := newSearchHit(h)
		if a.Query.Match == index.MatchAll {
			v.Missing = nil // a paper named by its id, which lacks words that the others have
		}
		page.Hits = append(page.Hits, v)
	}
	if len(a.Hits) == 0 {
		page.Sorts = nil
		page.Nothing = newNothing(p, a)
	} else {
		page.Relief = newRelief(p, a)
	}
	return page
}

// searched is p with the text that was searched: what is kept of a search, such as its
// feed or a file, is of what the page shows. A half-typed query is kept as if it were sent.
func searched(p search.Params, a search.Answer) search.Params {
	p.Typing = false
	if a.Query.Corrected != "" {
		p.Q, p.Cursor = a.Query.Corrected, ""
	}
	return p
}

// feedURL is the feed of a search. Papers that come in are at its top: by relevance, most
// would never be in it.
func feedURL(p search.Params) string {
	p.Offset, p.Cursor = 0, ""
	if p.Sort == index.ByRelevance || p.Sort == "" {
		p.Sort = index.ByAdded
	}
	return strings.TrimSuffix("/api/v1/search.atom?"+p.URLValues().Encode(), "?")
}

// newMatching says how many of the words the papers have. It is nil where there is nothing
// to choose: fewer than two words.
func newMatching(p search.Params, a search.Answer) *matching {
	if len(strings.Fields(p.Q)) < 2 || a.Total == 0 {
		return nil
	}
	to := func(m index.Match) string { return changed(p, func(p *search.Params) { p.Match = m }) }
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
			return &matching{counted(*n, "paper") + " have all of the words; the others have some of them.", all}
		}
	case index.MatchAny:
		return &matching{"These papers have at least one of the words, best matches first.", all}
	}
	return nil
}

// newNothing offers what would find something: with how many papers, where that
// was counted.
func newNothing(p search.Params, a search.Answer) *nothing {
	if a.Total > 0 {
		return &nothing{Heading: "There are no papers on this page", Ways: []link{{"Back to the first page", changed(p, func(*search.Params) {})}}}
	}
	n := &nothing{Heading: "No papers match", Relief: newRelief(p, a)}
	if p.Q != "" {
		n.Ways = append(n.Ways, link{Text: "Check the spelling, or use a wildcard: transform* finds transformers, and atention~ finds attention"})
	}
	if searchURL(p) != "/search" {
		n.Ways = append(n.Ways, link{"See all papers", "/search"})
	}
	return n
}

// sortLabels are the orders that a reader can choose, in the order of the list.
var sortLabels = []struct {
	sort  index.Sort
	label string
}{
	{index.ByRelevance, "Relevance"},
	{index.ByNewest, "Newest"},
	{index.ByOldest, "Oldest"},
	{index.ByUpvotes, "Most upvotes"},
	{index.ByComments, "Most comments"},
	{index.ByMostAuthors, "Most authors"},
	{index.ByFewestAuthors, "Fewest authors"},
	{index.ByFeatured, "Last featured"},
	{index.ByAdded, "Last added"},
	{index.ByTitle, "Title"},
	{index.ByFirstAuthor, "First author"},
}

// newSorts lists the orders that have data. The default has an empty value, so
// that it is not in the address: relevance, or without a query newest.
func newSorts(p search.Params, have map[index.Sort]bool) []choice {
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
		if l.sort == index.ByRelevance && byDefault != index.ByRelevance || !have[l.sort] && l.sort != inForce {
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
