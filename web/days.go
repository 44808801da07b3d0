package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/alerts"
	"paperboy/api/daily"
	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// daysPage shows the papers of a day, a week or a month: a search page with a date above it.
type daysPage struct {
	searchPage
	// Date is the period in words, DateTime its value for machines.
	Date, DateTime string
	// Kinds switch between the day, the week and the month.
	Kinds []view
	// Previous and Next lead to the nearest periods with papers; without an address there is none.
	Previous, Next link
	Calendar       *calendar
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
	if tidy, changed := dropEmpty(asked); changed || kind != "" && span.String() != c.Param("period") {
		return c.Redirect(http.StatusSeeOther, strings.TrimSuffix(span.Path()+"?"+tidy.Encode(), "?"))
	}
	p, notices, err := readPeriod(asked)
	if err != nil {
		return err
	}
	p.Span = span
	mine, err := s.listKeys(c)
	if err != nil {
		return err
	}
	if p.Lists = mine; p.Sort == daily.ByLike && len(mine) == 0 {
		notices, p.Sort = append(notices, "There is no reading list in this browser to compare with. Star a paper to begin one."), ""
	}
	shown := p
	shown.Params = pageParams(p.Params)
	if p.By == index.DayPublished { // all papers of the page have the same date
		shown.Facets = slices.DeleteFunc(shown.Facets, func(f index.Facet) bool { return f == index.FacetDate })
	}
	a, err := s.service.Daily.Papers(c.Request().Context(), shown)
	if err != nil {
		return err
	}
	p.Lists = nil
	if to := a.Period.Span(); kind != "" && to.Kind != kind {
		return c.Redirect(http.StatusSeeOther, newPeriodListing(p, a.Period).url(p.Params))
	}
	page, err := s.newDaysPage(p, a, len(mine) > 0)
	if err != nil {
		return err
	}
	page.searchPage.Notices = append(notices, page.searchPage.Notices...)
	if err := s.addStars(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "days", page)
}

// readPeriod reads the parameters of a page of a period. It reports what it can't read as notices,
// except for an invalid query, which is an error.
func readPeriod(v url.Values) (daily.Params, []string, error) {
	if _, _, err := search.Table.Parse(url.Values{"q": v["q"]}, true); err != nil && len(v["q"]) == 1 {
		return daily.Params{}, nil, err
	}
	p, notices, err := readParams(daily.Table, v)
	if p.Limit == 0 {
		p.Limit = search.DefaultLimit
	}
	p.Cursor, p.Lists = "", nil
	return p, notices, err
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

// newPeriodListing returns p on the page of a period.
func newPeriodListing(p daily.Params, period daily.Period) listing {
	return listing{
		Params: p.Params, path: period.Span().Path(),
		values: func(q search.Params) url.Values { return daily.Params{Params: q, By: p.By}.URLValues() },
		narrow: func(f *index.Filter) { _ = period.Narrow(f) }, // the answer would have been an error
	}
}

func (s *site) newDaysPage(p daily.Params, a daily.Answer, hasLists bool) (daysPage, error) {
	l := newPeriodListing(p, a.Period)
	span := a.Period.Span()
	if a.Period.By == index.DayPublished { // all papers of the page have the same date
		delete(a.Facets, index.FacetDate)
		delete(a.Facets, index.FacetDateMonths)
	}
	page := daysPage{searchPage: s.newSearchPage(l, a.Answer, nil), DateTime: span.String(), Date: formatSpan(span)}
	page.nest(s.frame("days", strings.TrimSpace(page.Date+" "+p.Q)))
	if span.IsZero() {
		page.Date, page.Empty = "Days", "No paper here has a day yet."
		return page, nil
	}
	page.SearchPath, page.SearchLabel, page.SearchHint = l.path, "Search the papers of "+page.Date, "Search this "+string(span.Kind)
	page.Kinds = newKinds(l, span, a)
	page.Previous, page.Next = turnLink(l, a.Period.Kind, a.Period.Previous), turnLink(l, a.Period.Kind, a.Period.Next)
	page.Calendar = newCalendar(l, span, a)
	page.Feeds = periodFeeds(p)
	page.Heading = periodHeading(p, a)
	page.Save = &saveOptions{Feeds: page.Feeds}
	if a.Total > 0 {
		page.Save.Files, page.Save.Mail = exportLinks(searchedParams(l.whole(), a.Answer)), s.mailsDays(p.Q, a.Period.By)
		page.Sorts = newPeriodSorts(p, a.Period, hasLists)
	} else {
		page.NoResults = newEmptyPeriod(p, l, a, page)
	}
	sorts, err := s.service.Search.Sorts()
	if !slices.Contains(sorts, index.ByUpvotes) && p.Sort != index.ByUpvotes {
		page.Sorts = slices.DeleteFunc(page.Sorts, func(c choice) bool { return c.Label == mostUpvotes })
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

// periodHeading says how many papers a period has, and whether they were featured, published or
// added in it.
func periodHeading(p daily.Params, a daily.Answer) string {
	papers := figures.Count(a.Total, "paper")
	if p.Q != "" || len(newChips(onSearchPage(p.Params), a.Answer)) > 0 {
		return papers + " found"
	}
	switch a.Period.By {
	case index.DayFeatured:
		return papers + " featured"
	case index.DayAdded:
		return papers + " added"
	}
	return papers + " published"
}

const mostUpvotes = "Most upvotes"

// newPeriodSorts lists the orders of a period; the default one has an empty value.
func newPeriodSorts(p daily.Params, period daily.Period, hasLists bool) []choice {
	newest := index.ByNewest
	if period.By == index.DayAdded {
		newest = index.ByAdded
	}
	var choices []choice
	for _, order := range []struct {
		sort  index.Sort
		label string
		on    bool
	}{
		{index.ByUpvotes, mostUpvotes, true}, {newest, "Newest", true}, {daily.ByLike, "Most like my lists", hasLists},
		{index.ByRelevance, "Relevance", strings.TrimSpace(p.Q) != ""},
	} {
		if !order.on && period.Sort != order.sort {
			continue
		}
		c := choice{string(order.sort), order.label, period.Sort == order.sort}
		if p.Sort == "" && c.Selected {
			c.Value = ""
		}
		choices = append(choices, c)
	}
	if !slices.ContainsFunc(choices, func(c choice) bool { return c.Selected }) {
		choices = append(choices, choice{string(p.Sort), sortLabel(p.Sort), true})
	}
	return choices
}

// sortLabel returns the label of an order of the search page.
func sortLabel(by index.Sort) string {
	for _, l := range sortLabels {
		if l.sort == by {
			return l.label
		}
	}
	return string(by)
}

// spanURL returns the address of another period with the search of l.
func spanURL(l listing, span daily.Span) string {
	l.path = span.Path()
	return l.changed(func(*search.Params) {})
}

// newKinds links to the day, the week and the month of a period. It returns nil if the days of the
// papers are not known.
func newKinds(l listing, span daily.Span, a daily.Answer) []view {
	day, known := a.DayWithin(span)
	if !known {
		return nil
	}
	kinds := []view{
		{link: link{"Day", spanURL(l, daily.DayOf(day))}}, {link: link{"Week", spanURL(l, daily.WeekOf(day))}}, {link: link{"Month", spanURL(l, span.Month())}},
	}
	switch span.Kind {
	case daily.Day:
		kinds[0].Current = true
	case daily.Week:
		kinds[1].Current = true
	case daily.Month:
		kinds[2].Current = true
	}
	return kinds
}

// turnLink leads to a period before or after; without a name, nowhere.
func turnLink(l listing, kind daily.Kind, name *string) link {
	if name == nil {
		return link{}
	}
	span, err := daily.Parse(kind, *name)
	if err != nil {
		return link{}
	}
	return link{formatSpanShort(span), spanURL(l, span)}
}

// newEmptyPeriod says that a period has no papers, and leads to those nearest.
func newEmptyPeriod(p daily.Params, l listing, a daily.Answer, page daysPage) *noResults {
	n := &noResults{Heading: "No papers " + inSpan(a.Period.Span())}
	if p.Q != "" || len(page.Chips) > 0 {
		n = newNoResults(l, a.Answer)
		n.Links = []link{{"All papers " + inSpan(a.Period.Span()), l.path}}
		if p.Q != "" {
			n.Links = append(n.Links, link{"Search all days for “" + clip(p.Q, 60) + "”", searchURL(querySearch(p.Q))})
		}
	}
	for _, near := range []link{page.Previous, page.Next} {
		if near.URL != "" {
			n.Links = append(n.Links, near)
		}
	}
	return n
}

// inSpan returns "on this day", "in this week" or "in this month".
func inSpan(s daily.Span) string {
	if s.Kind == daily.Day {
		return "on this day"
	}
	return "in this " + string(s.Kind)
}

// formatSpan formats a period: "Thursday, 13 November 2025", "Week 46, 10 to 16 November 2025" or
// "November 2025".
func formatSpan(s daily.Span) string {
	switch s.Kind {
	case daily.Day:
		return weekday(s.From) + ", " + longDate(s.From)
	case daily.Week:
		from := longDate(s.From)
		if s.From.Year == s.To.Year {
			from = strings.TrimSuffix(from, " "+strconv.Itoa(s.From.Year))
		}
		if s.From.Month == s.To.Month {
			from = strconv.Itoa(s.From.Day)
		}
		return "Week " + s.String()[len("2025-W"):] + ", " + from + " to " + longDate(s.To)
	case daily.Month:
		return s.From.Month.String() + " " + strconv.Itoa(s.From.Year)
	}
	return ""
}

// formatSpanShort formats a period: "Thu 13 Nov 2025", "Week 46 of 2025" or "Nov 2025".
func formatSpanShort(s daily.Span) string {
	switch s.Kind {
	case daily.Day:
		return weekday(s.From)[:3] + " " + formatDate(s.From)
	case daily.Week:
		year, week, _ := strings.Cut(s.String(), "-W")
		return "Week " + week + " of " + year
	}
	return formatDate(data.Date{Year: s.From.Year, Month: s.From.Month})
}

func longDate(d data.Date) string {
	return strconv.Itoa(d.Day) + " " + d.Month.String() + " " + strconv.Itoa(d.Year)
}

func weekday(d data.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday().String()
}
