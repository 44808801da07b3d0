package api

import (
	"net/http"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"
)

// grid is GET /grid.
func (h *handler) grid(c echo.Context) error {
	p, err := readParams(c, search.GridTable)
	if err != nil {
		return err
	}
	a, err := h.Search.Grid(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, a)
}
