package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthAnswer is the answer of GET /healthz.
type healthAnswer struct {
	Status string `json:"status"`
}

// readyAnswer is the answer of GET /readyz. Status is "ok", or "degraded" where Reasons say
// what does not work: searches are answered all the same.
type readyAnswer struct {
	Status  string   `json:"status"`
	Reasons []string `json:"reasons"`
}

// healthz is GET /healthz: the process answers.
func (h *handler) healthz(c echo.Context) error {
	return answer(c, http.StatusOK, healthAnswer{"ok"})
}

// readyz is GET /readyz: searches see what the store held at the start. A server that is
// degraded is ready, since others would hardly be less so.
func (h *handler) readyz(c echo.Context) error {
	if err := h.Ready(c.Request().Context()); err != nil {
		return err
	}
	ready := readyAnswer{Status: "ok", Reasons: h.Reasons()}
	if len(ready.Reasons) > 0 {
		ready.Status = "degraded"
	}
	return answer(c, http.StatusOK, ready)
}
