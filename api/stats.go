package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// stats is GET /stats.
func (h *handler) stats(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	stats, err := h.Stats(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, stats)
}
