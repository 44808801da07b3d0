package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// search is GET /search.
func (h *handler) search(c echo.Context) error {
	p, err := h.searchParams(c)
	if err != nil {
		return err
	}
	found, err := h.Search(c.Request().Context(), p)
	if err != nil {
		return err
	}
	h.metrics.search(found.TookMS)
	return answer(c, http.StatusOK, found)
}

func (h *handler) searchParams(c echo.Context) (SearchParams, error) {
	v, err := queryOf(c)
	if err != nil {
		return SearchParams{}, err
	}
	p, _, err := ParseSearch(v, true)
	return p, err
}
