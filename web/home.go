package web

import (
	"net/http"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/data/sample"
	"paperboy/index"
)

// homePage is the front page of a library that is too large to be shown whole,
// or of an empty one.
type homePage struct {
	frame
	Intro      *intro
	Empty      bool
	Heading    string
	LastIngest *moment
	Years      *histogram
	Rising     []risingTerm
	Hits       []hit
}

// intro greets on the front page.
type intro struct {
	// SampleDay is when the sample page was copied, "" where there is none of it.
	SampleDay string
	// MayAdd is true where papers can be added on the page.
	MayAdd   bool
	Examples []link
}

// A library of at most smallLibrary papers is shown whole on the front page,
// one of more with its latestAdded.
const (
	smallLibrary = 60
	latestAdded  = 10
)

// sampleQueries are the examples offered while the sample is there: words, a
// phrase, and a word within years. Each hits.
var sampleQueries = []string{`information theory`, `"source separation"`, `compression year:2023..2024`}

func (s *site) home(c echo.Context) error {
	stats, err := s.service.Stats(c.Request().Context())
	if err != nil {
		return err
	}
	p := unfiltered("")
	if stats.Papers > 0 && stats.Papers <= smallLibrary {
		return s.smallHome(c, p, stats)
	}
	p.Sort, p.Limit, p.Facets = index.ByAdded, latestAdded, []index.Facet{index.FacetDate}
	a, err := s.service.Search.Search(c.Request().Context(), p)
	if err != nil {
		return err
	}
	page := homePage{
		frame:      s.frame("home", ""),
		Intro:      s.newIntro(stats),
		Empty:      stats.Papers == 0,
		Heading:    counted(stats.Papers, "paper"),
		LastIngest: newMoment(stats.Store.LastIngest),
		Years:      newHistogram(a.Facets[index.FacetDate], unfiltered(""), true),
	}
	if page.Rising, err = s.risingNow(c.Request().Context()); err != nil {
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

// smallHome is the search page of all papers, newest first.
func (s *site) smallHome(c echo.Context, p search.Params, stats api.StatsAnswer) error {
	p.Limit = smallLibrary
	a, err := s.service.Search.Search(c.Request().Context(), asPage(p))
	if err != nil {
		return err
	}
	sorts, err := s.coverage.sorts(c.Request().Context(), s.service.Search, s.options.Now())
	if err != nil {
		return err
	}
	page := s.newSearchPage(unfiltered(""), a, sorts)
	page.frame = s.frame("home", "")
	page.Search = true
	page.Feed = feedURL(unfiltered(""))
	page.Intro = s.newIntro(stats)
	page.Pager, page.Keeping = pager{}, nil
	if err := s.addStars(c, page.Hits); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "search", page)
}

// newIntro is nil where there is nothing to say: the sample is gone.
func (s *site) newIntro(stats api.StatsAnswer) *intro {
	if stats.Store.Sources[sample.Source] == 0 {
		return nil
	}
	i := &intro{SampleDay: dateWords(sample.AsOf), MayAdd: s.options.AddPolicy != api.AddOff}
	for _, q := range sampleQueries {
		i.Examples = append(i.Examples, link{q, searchURL(unfiltered(q))})
	}
	return i
}
