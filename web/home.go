package web

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/daily"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/data/sample"
	"paperboy/index"
	"paperboy/web/view"
)

// homePage is the front page of an empty library, or of one that is too large to be shown whole.
type homePage struct {
	frame
	Intro *intro
	Empty bool
	// MayAdd is true if papers can be added in the browser.
	MayAdd bool
	// Day is the newest day, week or month with papers. If it is nil, no paper has a day, and
	// Hits are those added last.
	Day  *frontDay
	Hits []view.Hit
	// New leads to the papers added since the reader's last visit; nil if there are none.
	New      *view.Link
	Trending []trendingTitle
	Rising   []risingTerm
	Heading  string
	Updated  *view.Moment
	Years    *view.Histogram
	// Mail leads to a subscription by email; empty if the server sends no email.
	Mail string
}

// frontDay is the period on the front page. All leads to the rest of its papers, if there are more.
type frontDay struct {
	Date, DateTime, URL string
	All                 *view.Link
	Previous            view.Link
}

// trendingTitle is a trending paper in a short list.
type trendingTitle struct {
	Title []view.Span
	URL   string
	Votes string
}

// intro is the greeting on the front page.
type intro struct {
	// SamplePapers is the number of sample papers as text, SampleDay the day they are from.
	SamplePapers, SampleDay string
	// MayAdd is true if papers can be added in the browser.
	MayAdd   bool
	Examples []view.Link
}

// The front page shows a library of at most smallLibrary papers whole, and of a larger one frontHits
// papers of the newest day, or of those added last if no paper has a day.
const (
	smallLibrary  = 60
	frontHits     = 10
	frontTrending = 5
)

// sampleQueries are example searches for the sample: words, a phrase, and a word with a range of
// years. Each finds papers.
var sampleQueries = []string{`information theory`, `"source separation"`, `compression year:2023..2024`}

func (s *site) home(c echo.Context) error {
	stats, err := s.service.Library.Stats(c.Request().Context())
	if err != nil {
		return err
	}
	p := view.QuerySearch("")
	if stats.Papers > 0 && stats.Papers <= smallLibrary {
		return s.smallHome(c, p, stats)
	}
	intro, err := s.newIntro(c.Request().Context(), stats)
	if err != nil {
		return err
	}
	page := homePage{
		frame:   s.frame("home", ""),
		Intro:   intro,
		Empty:   stats.Papers == 0,
		MayAdd:  adding.isOn(s.options),
		Heading: figures.Count(stats.Papers, "paper"),
		Updated: view.NewMoment(stats.Store.LastIngest),
	}
	if page.Empty {
		return s.render(c, http.StatusOK, "home", page)
	}
	if err := s.fillHome(c, &page); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "home", page)
}

// fillHome adds the papers of the newest day, or those added last, and what is beside them.
func (s *site) fillHome(c echo.Context, page *homePage) error {
	ctx := c.Request().Context()
	all := view.QuerySearch("")
	all.Limit, all.Facets = 0, []index.Facet{index.FacetDate}
	a, err := s.service.Search.Search(ctx, all)
	if err != nil {
		return err
	}
	page.Years = view.NewHistogram(a.Facets[index.FacetDate], view.OnSearchPage(view.QuerySearch("")), true)
	if err := s.addFrontPapers(ctx, page); err != nil {
		return err
	}
	if page.Trending, err = s.frontPageTrending(ctx); err != nil {
		return err
	}
	if page.Rising, err = s.frontPageRising(ctx); err != nil {
		return err
	}
	if page.New, err = s.newSinceVisit(c); err != nil {
		return err
	}
	page.Feeds = view.SearchFeeds(view.QuerySearch(""))
	page.Mail = cmp.Or(page.Mail, s.mailsSearch(view.QuerySearch("")))
	return s.personalize(c, page.Hits)
}

// addFrontPapers sets page.Day and adds its first papers, or adds the papers added last if no paper has
// a day.
func (s *site) addFrontPapers(ctx context.Context, page *homePage) error {
	p := daily.Params{Params: view.QuerySearch("")}
	p.Sort, p.Limit, p.Facets = "", frontHits, nil
	a, err := s.service.Daily.Papers(ctx, p)
	if err != nil {
		return err
	}
	span := a.Period.Span()
	if a.Period.By == index.DayAdded || span.IsZero() {
		p.Sort = index.ByAdded
		added, err := s.service.Search.Search(ctx, p.Params)
		page.Hits = newHits(added.Hits)
		return err
	}
	page.Hits = newHits(a.Hits)
	page.Mail = s.mailsDays("", a.Period.By)
	l := view.NewPeriodListing(p, a.Period)
	page.Day = &frontDay{Date: view.FormatSpan(span), DateTime: span.String(), URL: span.Path(), Previous: view.TurnLink(l, span.Kind, a.Period.Previous)}
	whole := view.SearchedParams(l.Whole(), a.Answer)
	whole.Sort, whole.Limit = a.Period.Sort, search.DefaultLimit
	addPlaces(page.Hits, view.Origin{Search: &whole, In: span.Path()}, 1)
	if a.Total > len(a.Hits) {
		page.Day.All = &view.Link{Text: "All " + figures.Count(a.Total, "paper") + " of this " + string(span.Kind), URL: span.Path()}
	}
	return nil
}

func newHits(found []search.Hit) []view.Hit {
	var hits []view.Hit
	for _, h := range found {
		hits = append(hits, view.NewHit(h.Paper.Paper))
	}
	return hits
}

// frontPageTrending returns the papers that trend the most.
func (s *site) frontPageTrending(ctx context.Context) ([]trendingTitle, error) {
	p := view.QuerySearch("")
	p.Limit, p.Facets, p.Highlight = frontTrending, nil, false
	a, err := s.service.Daily.Trending(ctx, p)
	titles := make([]trendingTitle, len(a.Hits))
	for i, h := range a.Hits {
		titles[i] = trendingTitle{Title: view.PlainSpans(h.Paper.Title), URL: view.PaperURL(h.ID)}
		if n := h.Paper.Upvotes; n != nil {
			titles[i].Votes = figures.Count(*n, "upvote")
		}
	}
	return titles, err
}

// newSinceVisit remembers this visit and returns a link to the papers added since the last one; nil
// if there are none.
func (s *site) newSinceVisit(c echo.Context) (*view.Link, error) {
	now := readVisit(c).next(s.options.Now())
	s.writeVisit(c, now)
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
	if now.since.IsZero() {
		return nil, nil
	}
	p := view.QuerySearch("")
	p.Filter.AddedAfter, p.Sort = now.since, index.ByAdded
	found, err := s.service.Search.Calendar(c.Request().Context(), p, "")
	if err != nil || found.Total == 0 {
		return nil, err
	}
	return &view.Link{Text: figures.Count(found.Total, "paper"), URL: view.SearchURL(p)}, nil
}

// smallHome shows the search page with all papers, newest first.
func (s *site) smallHome(c echo.Context, p search.Params, stats library.StatsAnswer) error {
	p.Limit = smallLibrary
	a, err := s.service.Search.Search(c.Request().Context(), view.PageParams(p))
	if err != nil {
		return err
	}
	sorts, err := s.service.Search.Sorts()
	if err != nil {
		return err
	}
	page := s.newSearchPage(view.OnSearchPage(view.QuerySearch("")), a, sorts)
	page.frame = s.frame("home", "")
	page.Search = true
	page.Feeds = view.SearchFeeds(view.QuerySearch(""))
	if page.Intro, err = s.newIntro(c.Request().Context(), stats); err != nil {
		return err
	}
	page.Pager, page.Save = view.Pager{}, nil
	if err := s.personalize(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "search", page)
}

// newIntro returns nil if the library has no sample papers.
func (s *site) newIntro(ctx context.Context, stats library.StatsAnswer) (*intro, error) {
	if stats.Store.Sources[sample.Source] == 0 {
		return nil, nil
	}
	papers, err := s.countSample(ctx)
	if err != nil {
		return nil, err
	}
	i := &intro{SamplePapers: figures.Count(papers, "sample paper"), SampleDay: view.FormatDate(sample.AsOf), MayAdd: adding.isOn(s.options)}
	for _, q := range sampleQueries {
		i.Examples = append(i.Examples, view.Link{Text: q, URL: view.SearchURL(view.QuerySearch(q))})
	}
	return i, nil
}

// The visit cookie remembers when a reader last saw the front page, to count the papers that are new
// since then. It has two times in seconds since 1970, "LAST.SINCE": when the page was last shown, and
// the end of the visit before, since which papers are new. Views within a visit do not move SINCE, so
// that reloading the page does not hide what is new. The server keeps nothing of it.
const (
	visitCookieName = "paperboy_visit"
	// visitGap ends a visit.
	visitGap = 30 * time.Minute
	// visitCookieAge is 400 days, the longest that browsers keep a cookie.
	visitCookieAge = 400 * 24 * 60 * 60
)

// visit is what the visit cookie remembers. Zero times are unknown.
type visit struct{ last, since time.Time }

// next returns the visit after the page is shown at a time.
func (v visit) next(now time.Time) visit {
	switch {
	case v.last.IsZero() || v.last.After(now):
		return visit{last: now}
	case now.Sub(v.last) >= visitGap:
		return visit{last: now, since: v.last}
	}
	return visit{last: now, since: v.since}
}

func readVisit(c echo.Context) visit {
	cookie, err := c.Cookie(visitCookieName)
	if err != nil {
		return visit{}
	}
	last, since, _ := strings.Cut(cookie.Value, ".")
	return visit{unixTime(last), unixTime(since)}
}

// unixTime returns the time of a number of seconds since 1970, or the zero time if s is none.
func unixTime(s string) time.Time {
	seconds, err := strconv.ParseInt(s, 10, 64)
	if err != nil || seconds <= 0 || seconds > maxUnixTime {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// maxUnixTime is the end of the year 2199, the last that a date may have.
const maxUnixTime = 7_258_118_399

// writeVisit sends the cookie to the browser.
func (s *site) writeVisit(c echo.Context, v visit) {
	value := strconv.FormatInt(v.last.Unix(), 10)
	if !v.since.IsZero() {
		value += "." + strconv.FormatInt(v.since.Unix(), 10)
	}
	c.SetCookie(&http.Cookie{
		Name: visitCookieName, Value: value, Path: "/", MaxAge: visitCookieAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.baseURL(c), "https://"),
	})
}
