package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/alerts"
	"paperboy/api/daily"
	"paperboy/api/lists"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/web/view"
)

// daysPage shows the papers of a day, a week or a month: a search page with a date above it.
type daysPage struct {
	searchPage
	// Date is the period in words, DateTime its value for machines.
	Date, DateTime string
	// Kinds switch between the day, the week and the month.
	Kinds []view.OtherView
	// Previous and Next lead to the nearest periods with papers; without an address there is none.
	Previous, Next view.Link
	Calendar       *view.Calendar
	// Empty says that the period has no papers at all.
	Empty string
}

func (s *site) days(c echo.Context) error  { return s.period(c, "") }
func (s *site) day(c echo.Context) error   { return s.period(c, daily.Day) }
func (s *site) week(c echo.Context) error  { return s.period(c, daily.Week) }
func (s *site) month(c echo.Context) error { return s.period(c, daily.Month) }

// period answers the addresses of periods of a kind, and /days for the newest one.
func (s *site) period(c echo.Context, kind daily.Kind) error {
	var span daily.Span
	var err error
	if kind != "" {
		if span, err = daily.Parse(kind, c.Param("period")); err != nil {
			return err
		}
	}
	asked := c.QueryParams()
	if tidy, changed := view.DropEmpty(asked); changed || kind != "" && span.String() != c.Param("period") {
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix(span.Path()+"?"+tidy.Encode(), "?"))
	}
	p, notices, err := view.ReadPeriod(asked)
	if err != nil {
		return err
	}
	p.Span = span
	choice := readDisplay(c)
	p.Params = choice.sized(p.Params, asked)
	mine, err := s.listKeys(c)
	if err != nil {
		return err
	}
	if p.Lists = mine; p.Sort == daily.ByLike && len(mine) == 0 {
		notices, p.Sort = append(notices, "There is no reading list in this browser to compare with. Star a paper to begin one."), ""
	}
	shown := p
	shown.Params = view.PageParams(p.Params)
	if p.By == index.DayPublished { // all papers of the page have the same date
		shown.Facets = slices.DeleteFunc(shown.Facets, func(f index.Facet) bool { return f == index.FacetDate })
	}
	a, err := s.service.Daily.Papers(c.Request().Context(), shown)
	if err != nil {
		return err
	}
	p.Lists = nil
	if to := a.Period.Span(); kind != "" && to.Kind != kind {
		return c.Redirect(http.StatusSeeOther, view.NewPeriodListing(p, a.Period).Url(p.Params))
	}
	page, err := s.newDaysPage(p, a, len(mine) > 0)
	if err != nil {
		return err
	}
	if a.Period.Sort != daily.ByLike {
		found := view.SearchedParams(view.NewPeriodListing(p, a.Period).Whole(), a.Answer)
		found.Sort = a.Period.Sort
		addListingPlaces(c, page.Hits, found)
	}
	page.searchPage.Notices, page.Display = append(notices, page.searchPage.Notices...), choice.options(c)
	if err := s.personalize(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "days", page)
}

// listKeys returns the keys of the reader's lists that still exist.
func (s *site) listKeys(c echo.Context) ([]lists.Key, error) {
	if !readingLists.isOn(s.options) {
		return nil, nil
	}
	var keys []lists.Key
	for _, key := range readListCookie(c).keys {
		if _, err := s.service.Lists.List(c.Request().Context(), key); isNotFound(err) {
			continue
		} else if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func (s *site) newDaysPage(p daily.Params, a daily.Answer, hasLists bool) (daysPage, error) {
	l := view.NewPeriodListing(p, a.Period)
	span := a.Period.Span()
	if a.Period.By == index.DayPublished { // all papers of the page have the same date
		delete(a.Facets, index.FacetDate)
		delete(a.Facets, index.FacetDateMonths)
	}
	page := daysPage{searchPage: s.newSearchPage(l, a.Answer, nil), DateTime: span.String(), Date: view.FormatSpan(span)}
	page.nest(s.frame("days", strings.TrimSpace(page.Date+" "+p.Q)))
	if span.IsZero() {
		page.Date, page.Empty = "Days", "No paper here has a day yet."
		return page, nil
	}
	page.SearchPath, page.SearchLabel, page.SearchHint = l.Path, "Search the papers of "+page.Date, "Search this "+string(span.Kind)
	page.Kinds = view.NewKinds(l, span, a)
	page.Previous, page.Next = view.TurnLink(l, a.Period.Kind, a.Period.Previous), view.TurnLink(l, a.Period.Kind, a.Period.Next)
	page.Calendar = view.NewCalendar(l, span, a)
	page.Feeds = view.PeriodFeeds(p)
	page.Heading = view.PeriodHeading(p, a)
	page.Description = "Papers of " + page.Date + ": " + page.Heading + "."
	page.Save = &saveOptions{Feeds: page.Feeds}
	if a.Total > 0 {
		page.Save.Files, page.Save.Mail = exportLinks(view.SearchedParams(l.Whole(), a.Answer)), s.mailsDays(p.Q, a.Period.By)
		page.Sorts = view.NewPeriodSorts(p, a.Period, hasLists)
	} else {
		page.NoResults = newEmptyPeriod(p, l, a, page)
	}
	sorts, err := s.service.Search.Sorts()
	if !slices.Contains(sorts, index.ByUpvotes) && p.Sort != index.ByUpvotes {
		page.Sorts = slices.DeleteFunc(page.Sorts, func(c view.Choice) bool { return c.Label == view.MostUpvotes })
	}
	return page, err
}

// nest puts the results below the heading of another page, whose frame is f.
func (p *searchPage) nest(f frame) {
	f.Search, f.Query, f.Announcement = true, p.Query, p.Announcement
	p.frame, p.Nested = f, true
	for i := range p.Hits {
		p.Hits[i].Nested = true
	}
}

// mailsDays leads to a subscription to the papers of daily lists; "" if the server sends no email, or
// for a search within a period.
func (s *site) mailsDays(query string, by index.DayKind) string {
	if !s.options.mail || query != "" || by != index.DayFeatured {
		return ""
	}
	return subscribeURL(alerts.Days, "", "")
}

// newEmptyPeriod says that a period has no papers, and leads to those nearest.
func newEmptyPeriod(p daily.Params, l view.Listing, a daily.Answer, page daysPage) *view.NoResults {
	n := &view.NoResults{Heading: "No papers " + view.InSpan(a.Period.Span())}
	if p.Q != "" || len(page.Chips) > 0 {
		n = view.NewNoResults(l, a.Answer)
		n.Links = []view.Link{{Text: "All papers " + view.InSpan(a.Period.Span()), URL: l.Path}}
		if p.Q != "" {
			n.Links = append(n.Links, view.Link{Text: "Search all days for “" + text.ClipWords(p.Q, 60) + "”", URL: view.SearchURL(view.QuerySearch(p.Q))})
		}
	}
	for _, near := range []view.Link{page.Previous, page.Next} {
		if near.URL != "" {
			n.Links = append(n.Links, near)
		}
	}
	return n
}
