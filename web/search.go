package web

import (
	"net/http"
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
