package api

import (
	"net/http"

	"paperboy/api/lists"

	"github.com/labstack/echo/v4"
)

// pruneLists is DELETE /lists, for the owner.
func (h *handler) pruneLists(c echo.Context) error {
	p, err := readParams(c, lists.PruneTable)
	if err != nil {
		return err
	}
	pruned, err := h.Lists.Prune(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pruned)
}
