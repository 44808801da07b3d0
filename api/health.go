package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthAnswer is the answer of the two probes of a server that answers.
type healthAnswer struct {
	// Status is "ok", or "degraded" where Reasons says what is wrong.
	Status  string   `json:"status"`
	Reasons []string `json:"reasons"`
}

// healthz is GET /healthz: the process answers.
func (h *handler) healthz(c echo.Context) error {
	return answer(c, http.StatusOK, healthAnswer{"ok", []string{}})
}

// readyz is GET /readyz: searches see what the store held at the start. A server that is
// degraded is ready, since others would hardly be less so.
func (h *handler) readyz(c echo.Context) error {
	if err := h.Ready(c.Request().Context()); err != nil {
		return err
	}
	health := healthAnswer{"ok", h.Reasons()}
	if len(health.Reasons) > 0 {
		health.Status = "degraded"
	}
	return answer(c, http.StatusOK, health)
}
