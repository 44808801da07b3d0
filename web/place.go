package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
	"paperboy/web/view"
)

// place returns where a paper is on the page that the reader came from, and the query of that page;
// nil if the address has none. What fails does not fail the page: without an answer there is only the
// way back.
func (s *site) place(c echo.Context, id data.ID) (*view.Place, string) {
	o, at, ok := view.ReadOrigin(c.QueryParams())
	if !ok {
		return nil, ""
	}
	ctx := c.Request().Context()
	if o.Search != nil {
		near, total := s.placeInSearch(ctx, *o.Search, at)
		place := view.NewPlace(id, o, at, near, total)
		return &place, o.Search.Q
	}
	if o.IsSimilar() {
		near, total := s.placeInSimilar(ctx, o.In)
		place := view.NewPlace(id, o, at, near[min(view.BeforePlace(at), len(near)):], total)
		return &place, ""
	}
	near, total, page := s.placeInList(c, o.In, at)
	if page == "" {
		return nil, ""
	}
	place := view.NewPlace(id, o, at, near, total)
	place.Back.URL = page
	return &place, ""
}

// placeInSearch returns the papers from the one before a position in the results of a search on, and
// how many results there are.
func (s *site) placeInSearch(ctx context.Context, p search.Params, at int) (near []view.Placed, total int) {
	a, err := s.service.Search.Search(ctx, view.PlaceParams(p, at))
	if err != nil {
		return nil, 0
	}
	for _, h := range a.Hits {
		near = append(near, view.Placed{ID: h.ID, Title: h.Paper.Title})
	}
	return near, a.Total
}

// placeInSimilar returns the papers that the page of similar papers at an address shows, or that of the
// papers between two.
func (s *site) placeInSimilar(ctx context.Context, in string) (near []view.Placed, total int) {
	u, err := url.Parse(in)
	if err != nil {
		return nil, 0
	}
	if u.Path == "/between" {
		p, _, err := similar.BetweenTable.Parse(u.Query(), false)
		if err != nil {
			return nil, 0
		}
		p.Limit = similarPapers
		a, err := s.service.Similar.Between(ctx, p)
		if err != nil {
			return nil, 0
		}
		for _, h := range a.Hits {
			near = append(near, view.Placed{ID: h.ID, Title: h.Paper.Title})
		}
		return near, len(near)
	}
	p, _, err := similar.Table.Parse(u.Query(), false)
	if err != nil {
		return nil, 0
	}
	if path, ok := strings.CutPrefix(u.Path, "/papers/"); ok {
		p.Like = append([]data.ID{data.ID(path)}, p.Like...)
	}
	p.Limit = similarPapers
	a, err := s.service.Similar.Similar(ctx, p)
	if err != nil {
		return nil, 0
	}
	for _, h := range a.Hits {
		near = append(near, view.Placed{ID: h.ID, Title: h.Paper.Title})
	}
	return near, len(near)
}

// placeInList returns the papers from the one before a position in a reading list on, how many the list
// has, and the address of its page; empty if this browser does not know the list.
func (s *site) placeInList(c echo.Context, in string, at int) (near []view.Placed, total int, page string) {
	if !readingLists.isOn(s.options) {
		return nil, 0, ""
	}
	ctx := c.Request().Context()
	for _, key := range readListCookie(c).keys {
		if l, err := s.service.Lists.List(ctx, key); err != nil || listOrigin(l) != in {
			continue
		}
		page = listPageURL(listURL(key), (at-1)/listPageSize)
		a, err := s.service.Lists.Papers(ctx, key, lists.Params{Offset: view.BeforePlace(at), Limit: 3, Fields: []string{"title"}})
		if err != nil {
			return nil, 0, page
		}
		for _, p := range a.Papers {
			near = append(near, view.Placed{ID: p.ID, Title: p.Paper.Title})
		}
		return near, a.Total, page
	}
	return nil, 0, ""
}

// listOrigin returns the address of a list in an origin.
func listOrigin(l lists.List) string { return view.ListOrigin + strconv.FormatInt(int64(l.ID), 10) }

// addPlaces makes the links of the papers of a page say where on it they are. first is the position of
// the first, counted from 1.
func addPlaces(hits []view.Hit, o view.Origin, first int) {
	for i := range hits {
		hits[i].URL = o.URL(hits[i].ID, first+i)
	}
}

// addListingPlaces does so for the results of p, which are on the page of the request.
func addListingPlaces(c echo.Context, hits []view.Hit, p search.Params) {
	if p.Cursor == "" {
		addPlaces(hits, view.Origin{Search: &p, In: c.Request().URL.RequestURI()}, p.Offset+1)
	}
}
