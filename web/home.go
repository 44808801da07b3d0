package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/data/sample"
	"paperboy/index"
)

// homePage is the front page of an empty library, or of one that is too large to be shown whole.
type homePage struct {
	frame
	Intro *intro
	Empty bool
	// MayAdd is true if papers can be added in the browser.
	MayAdd  bool
	Heading string
	Updated *moment
	Years   *histogram
	Rising  []risingTerm
	Hits    []hit
}

// intro is the greeting on the front page.
type intro struct {
	// SamplePapers is the number of sample papers as text, SampleDay the day they are from.
	SamplePapers, SampleDay string
	// MayAdd is true if papers can be added in the browser.
	MayAdd   bool
	Examples []link
}

// The front page shows a library of at most smallLibrary papers whole, and of a larger one the
// recentlyAdded latest papers.
const (
	smallLibrary  = 60
	recentlyAdded = 10
)

// sampleQueries are example searches for the sample: words, a phrase, and a word with a range of
// years. Each finds papers.
var sampleQueries = []string{`information theory`, `"source separation"`, `compression year:2023..2024`}

func (s *site) home(c echo.Context) error {
	stats, err := s.service.Library.Stats(c.Request().Context())
	if err != nil {
		return err
	}
	p := querySearch("")
	if stats.Papers > 0 && stats.Papers <= smallLibrary {
		return s.smallHome(c, p, stats)
	}
	p.Sort, p.Limit, p.Facets = index.ByAdded, recentlyAdded, []index.Facet{index.FacetDate}
	a, err := s.service.Search.Search(c.Request().Context(), p)
	if err != nil {
		return err
	}
	page := homePage{
		frame:   s.frame("home", ""),
		Intro:   s.newIntro(stats),
		Empty:   stats.Papers == 0,
		MayAdd:  adding.isOn(s.options),
		Heading: figures.Count(stats.Papers, "paper"),
		Updated: newMoment(stats.Store.LastIngest),
		Years:   newHistogram(a.Facets[index.FacetDate], onSearchPage(querySearch("")), true),
	}
	page.Feeds = searchFeeds(querySearch(""))
	if page.Rising, err = s.frontPageRising(c.Request().Context()); err != nil {
		return err
	}
	for _, h := range a.Hits {
		hit := newHit(h.Paper.Paper)
		hit.Nested = true
		page.Hits = append(page.Hits, hit)
	}
	if err := s.addStars(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "home", page)
}

// smallHome shows the search page with all papers, newest first.
func (s *site) smallHome(c echo.Context, p search.Params, stats library.StatsAnswer) error {
	p.Limit = smallLibrary
	a, err := s.service.Search.Search(c.Request().Context(), pageParams(p))
	if err != nil {
		return err
	}
	sorts, err := s.service.Search.Sorts()
	if err != nil {
		return err
	}
	page := s.newSearchPage(onSearchPage(querySearch("")), a, sorts)
	page.frame = s.frame("home", "")
	page.Search = true
	page.Feeds = searchFeeds(querySearch(""))
	page.Intro = s.newIntro(stats)
	page.Pager, page.Save = pager{}, nil
	if err := s.addStars(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "search", page)
}

// newIntro returns nil if the library has no sample papers.
func (s *site) newIntro(stats library.StatsAnswer) *intro {
	papers := stats.Store.Sources[sample.Source]
	if papers == 0 {
		return nil
	}
	i := &intro{SamplePapers: figures.Count(papers, "sample paper"), SampleDay: formatDate(sample.AsOf), MayAdd: adding.isOn(s.options)}
	for _, q := range sampleQueries {
		i.Examples = append(i.Examples, link{q, searchURL(querySearch(q))})
	}
	return i
}
