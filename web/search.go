package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/web/view"
)

// searchPage shows results beside filters.
type searchPage struct {
	frame
	Intro   *intro
	Heading string
	Took    string
	Sorts   []view.Choice
	// Map is the address of a map of the first papers.
	Map         string
	Matching    *view.Matching
	Chips       []view.Link
	ClearAll    string
	Notices     []string
	Suggestion  view.Link
	Corrected   *view.Corrected
	Expansions  []view.Expansion
	Filters     view.Filters
	Hits        []view.Hit
	Missing     *missingPaper
	NoResults   *view.NoResults
	Relaxations []view.Relaxation
	Pager       view.Pager
	Display     *view.Display
	Save        *saveOptions
	// Nested is true if the page has a heading above those of the results.
	Nested bool
}

// search answers /search. It first redirects to an address without empty form fields, which is
// easier to share.
func (s *site) search(c echo.Context) error {
	asked := c.QueryParams()
	if tidy, changed := view.DropEmpty(asked); changed {
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix("/search?"+tidy.Encode(), "?"))
	}
	p, notices, err := view.ReadSearch(asked)
	if err != nil {
		return err
	}
	shown := readDisplay(c)
	p = shown.sized(p, asked)
	a, err := s.service.Search.Search(c.Request().Context(), view.PageParams(p))
	if err != nil {
		if code := api.ProblemOf(err).Code; code == fault.CursorMismatch || code == fault.InvalidCursor {
			return c.Redirect(http.StatusSeeOther, view.ChangedURL(p, func(*search.Params) {}))
		}
		return err
	}
	sorts, err := s.service.Search.Sorts()
	if err != nil {
		return err
	}
	page := s.newSearchPage(view.OnSearchPage(p), a, sorts)
	page.Notices, page.Display = append(notices, page.Notices...), shown.options(c)
	if a.Total == 0 {
		if page.Missing = s.missing(c, p.Q); page.Missing != nil {
			page.Notices, page.NoResults = nil, nil // it is to be added, not to be spelled otherwise
		}
	}
	if p.Cursor == "" {
		addPlaces(page.Hits, view.SearchOrigin(view.SearchedParams(p, a)), p.Offset+1)
	}
	if err := s.personalize(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "search", page)
}

func (s *site) newSearchPage(p view.Listing, a search.Answer, sorts []index.Sort) searchPage {
	page := searchPage{
		frame:    s.frame("search", strings.TrimSpace(p.Q)),
		Heading:  figures.Count(a.Total, "paper"),
		Took:     view.FormatDuration(a.TookMS),
		Sorts:    view.NewSorts(p.Params, sorts),
		Matching: view.NewMatching(p, a),
		Chips:    view.NewChips(p, a),
		ClearAll: view.SearchURL(view.QuerySearch(p.Q)),
		Filters:  view.NewFilters(p, a),
		Pager:    view.NewPager(p, a),
	}
	for _, notice := range a.Query.Notices {
		page.Notices = append(page.Notices, view.Quoted(notice))
	}
	page.Search = true
	page.Query = p.Q
	if q := strings.TrimSpace(p.Q); q != "" {
		page.Description = "Search results for " + text.ClipWords(q, 120) + ": " + figures.Count(a.Total, "paper") + "."
	}
	page.Announcement = figures.Count(a.Total, "paper") + " found"
	if a.Query.Corrected != "" {
		page.Corrected = &view.Corrected{Text: a.Query.Corrected, Typed: view.Link{Text: a.Query.Original, URL: p.Changed(func(p *search.Params) { p.Spelling = search.SpellingOff })}}
		page.Announcement += " for " + a.Query.Corrected
	}
	kept := view.SearchedParams(p.Whole(), a)
	page.Feeds = view.SearchFeeds(kept)
	page.Map = searchMapURL(kept)
	page.Save = s.newSaveOptions(kept, a.Total)
	if a.Suggestion != "" {
		page.Suggestion = view.Link{Text: a.Suggestion, URL: p.Changed(func(p *search.Params) { p.Q = a.Suggestion })}
		page.Announcement += ". Did you mean " + a.Suggestion + "?"
	}
	for _, also := range a.Also {
		offer := view.Expansion{Link: view.Link{Text: also.Text, URL: p.Changed(func(p *search.Params) { p.Q = also.Query })}}
		if also.Total > 0 {
			offer.Papers = figures.Thousands(also.Total)
		}
		page.Expansions = append(page.Expansions, offer)
	}
	for _, h := range a.Hits {
		v := view.NewSearchHit(h)
		if a.Query.Match == index.MatchAll {
			v.Missing = nil // a paper found by its id, which lacks words that the others have
		}
		v.Missing = slices.DeleteFunc(v.Missing, func(word string) bool { return slices.Contains(a.Query.Absent, word) }) // no paper has them, and a notice says so
		page.Hits = append(page.Hits, v)
	}
	if len(a.Hits) == 0 {
		page.Sorts = nil
		page.NoResults = view.NewNoResults(p, a)
	} else {
		page.Relaxations = view.NewRelaxations(p.Whole(), a)
	}
	return page
}
