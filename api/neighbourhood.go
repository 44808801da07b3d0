package api

import (
	"net/http"

	"paperboy/api/similar"

	"github.com/labstack/echo/v4"
)

// NeighbourhoodSuffix follows a paper's address where its neighbourhood is meant, in
// the API and of the pages.
const NeighbourhoodSuffix = "/neighbourhood"

// neighbourhood is GET /papers/{id}/neighbourhood.
func (h *handler) neighbourhood(c echo.Context) error {
	id, err := pathID(c, NeighbourhoodSuffix)
	if err != nil {
		return err
	}
	p, err := readParams(c, similar.NeighbourhoodTable)
	if err != nil {
		return err
	}
	found, err := h.Similar.Neighbourhood(c.Request().Context(), id, p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}
