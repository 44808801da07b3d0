package api

import (
	"net/http"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"
)

// search is GET /search.
func (h *handler) search(c echo.Context) error {
	p, err := h.searchParams(c)
	if err != nil {
		return err
	}
	found, err := h.Search.Search(c.Request().Context(), p)
	if err != nil {
		return err
	}
	h.metrics.search(found.TookMS)
	return answer(c, http.StatusOK, found)
}

func (h *handler) searchParams(c echo.Context) (search.Params, error) {
	v, err := queryOf(c)
	if err != nil {
		return search.Params{}, err
	}
	p, _, err := search.Parse(v, true)
	return p, err
}
