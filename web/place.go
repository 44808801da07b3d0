package web

import (
	"github.com/labstack/echo/v4"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/web/view"
)

// place returns where a paper is among the results that the reader came from, and their search; nil if
// the address has none. A search that fails does not fail the page: without an answer there is only
// the way back.
func (s *site) place(c echo.Context, id data.ID) (*view.Place, search.Params) {
	p, at, ok := view.ReadPlace(c.QueryParams())
	if !ok {
		return nil, p
	}
	a, err := s.service.Search.Search(c.Request().Context(), view.PlaceParams(p, at))
	if err != nil {
		a = search.Answer{}
	}
	place := view.NewPlace(id, p, at, a)
	return &place, p
}

// addPlaces makes the links of results say where in the search they are. first is the position of the
// first, counted from 1.
func addPlaces(hits []view.Hit, p search.Params, first int) {
	for i := range hits {
		hits[i].URL = view.ResultURL(hits[i].ID, p, first+i)
	}
}
