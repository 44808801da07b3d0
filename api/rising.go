package api

import (
	"net/http"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"
)

// rising is GET /rising.
func (h *handler) rising(c echo.Context) error {
	p, err := readParams(c, search.RisingTable)
	if err != nil {
		return err
	}
	a, err := h.Search.Rising(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, a)
}
