package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/alerts"
	"paperboy/api/daily"
	"paperboy/api/search"
	"paperboy/index"
	"paperboy/web/view"
)

// trendingPage shows the papers that gained the most votes lately.
type trendingPage struct {
	searchPage
	// Rule says how the papers are ordered, Formula exactly.
	Rule, Formula string
	// Without is true if no paper here has votes. Rising is the address of rising phrases.
	Without bool
	Rising  string
}

// trending answers /trending.
func (s *site) trending(c echo.Context) error {
	asked := c.QueryParams()
	if tidy, changed := view.DropEmpty(asked); changed {
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix("/trending?"+tidy.Encode(), "?"))
	}
	asked.Del("sort")
	p, notices, err := view.ReadSearch(asked)
	if err != nil {
		return err
	}
	p.Cursor, p.Sort = "", ""
	shown := readDisplay(c)
	p = shown.sized(p, asked)
	a, err := s.service.Daily.Trending(c.Request().Context(), view.PageParams(p))
	if err != nil {
		return err
	}
	l := trendingListing(p)
	page := trendingPage{searchPage: s.newSearchPage(l, a.Answer, nil), Rule: index.TrendingRule, Formula: index.TrendingFormula, Rising: "/rising"}
	page.nest(s.frame("trending", strings.TrimSpace("Trending "+p.Q)))
	page.SearchPath, page.SearchLabel, page.SearchHint = l.Path, "Search trending papers", "Search these papers"
	page.Without = !s.hasTrending()
	page.Feeds = view.TrendingFeeds(p)
	page.Sorts, page.Save = nil, &saveOptions{Feeds: page.Feeds}
	if s.options.mail && p.Q == "" {
		page.Save.Mail = subscribeURL(alerts.Trending, "", "")
	}
	if page.Without {
		notices, page.Save, page.Feeds, page.searchPage.Notices = nil, nil, nil, nil
	}
	page.searchPage.Notices, page.Display = append(notices, page.searchPage.Notices...), shown.options(c)
	found := view.SearchedParams(l.Whole(), a.Answer)
	found.Sort = index.ByTrending
	addListingPlaces(c, page.Hits, found)
	if err := s.personalize(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "trending", page)
}

// trendingListing returns p on the page of trending papers.
func trendingListing(p search.Params) view.Listing {
	return view.Listing{
		Params: p, Path: "/trending",
		Values: func(q search.Params) url.Values { return daily.TrendingTable.Values(&q) },
		Narrow: daily.NarrowToFeatured,
	}
}

// hasPapers reports whether the library has papers, and so days.
func (s *site) hasPapers() bool {
	sorts, err := s.service.Search.Sorts()
	return err == nil && len(sorts) > 0
}

// hasTrending reports whether a paper can be trending.
func (s *site) hasTrending() bool {
	has, err := s.service.Daily.HasTrending()
	return err == nil && has
}
