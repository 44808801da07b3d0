package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthAnswer is the answer of the two probes when all is well.
type healthAnswer struct {
	Status string `json:"status"`
}

// healthz is GET /healthz: the process answers.
func (h *handler) healthz(c echo.Context) error {
	return answer(c, http.StatusOK, healthAnswer{"ok"})
}

// readyz is GET /readyz: searches see what the store held at the start.
func (h *handler) readyz(c echo.Context) error {
	if err := h.Ready(c.Request().Context()); err != nil {
		return err
	}
	return answer(c, http.StatusOK, healthAnswer{"ready"})
}
