package api

import (
	"net/http"

	"paperboy/api/search"

	"github.com/labstack/echo/v4"
)

// suggest is GET /suggest.
func (h *handler) suggest(c echo.Context) error {
	p, err := readParams(c, search.SuggestTable)
	if err != nil {
		return err
	}
	a, err := h.Search.Suggest(c.Request().Context(), p)
	if err != nil {
		return err
	}
	// Who deletes a letter and types it again asks the same again.
	c.Response().Header().Set(echo.HeaderCacheControl, "private, max-age=30")
	return answer(c, http.StatusOK, a)
}
