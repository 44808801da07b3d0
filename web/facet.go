package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"paperboy/api/search"
	"paperboy/data/figures"
	"paperboy/index"
	"paperboy/web/view"
)

// facetPage lists the values of a facet, or those that match what the reader typed. It is a page
// of its own, and the finder in the filters takes its list from it.
type facetPage struct {
	frame
	Heading string
	Back    string
	Finder  view.Finder
	// HiddenFields are the other parameters of the search, for the form that applies the
	// checkboxes.
	HiddenFields []view.Field
	List         view.Facet
	// More is true if the facet has more values than the page lists.
	More    bool
	Nothing string
	Notices []string
}

// facet answers /search/facets/{facet}.
func (s *site) facet(c echo.Context) error {
	f := index.Facet(c.Param("facet"))
	if info := f.Info(); info == nil || info.Finder == "" {
		return echo.ErrNotFound
	}
	p, notices, err := view.ReadSearch(c.QueryParams())
	if err != nil {
		return err
	}
	asked := p
	asked.Limit, asked.Offset, asked.Cursor, asked.Facets, asked.FacetLimit = 0, 0, "", []index.Facet{f}, search.MaxFacetLimit
	a, err := s.service.Search.Search(c.Request().Context(), asked)
	if err != nil {
		return err
	}
	page := newFacetPage(f, p, a)
	page.frame = s.frame("facet", page.Heading)
	page.Query, page.Notices = p.Q, notices
	return s.render(c, http.StatusOK, "facet", page)
}

func newFacetPage(f index.Facet, p search.Params, a search.Answer) facetPage {
	buckets := slices.DeleteFunc(slices.Clone(a.Facets[f]), func(b index.Bucket) bool { return b.Count == 0 && !b.Selected })
	page := facetPage{
		Heading: f.Info().Plural + " of " + figures.Count(a.Total, "paper"),
		Back:    view.ChangedURL(p, func(p *search.Params) { p.FacetContains = "" }),
		Finder:  view.NewFinder(f, p),
		List:    view.Facet{Title: f.Info().Plural, Options: view.NewOptions(f, buckets)},
		More:    len(buckets) >= search.MaxFacetLimit,
	}
	if len(buckets) == 0 {
		page.Nothing = "No value starts with that."
	}
	shown := map[view.Field]bool{}
	for _, o := range page.List.Options {
		shown[view.Field{Name: o.Name, Value: o.Value}] = true
	}
	page.HiddenFields = view.HiddenFields(p.URLValues(), func(one view.Field) bool { return one.Name != "q" && one.Name != "facet_contains" && !shown[one] })
	return page
}
