package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// oneClickPath is the address in the header List-Unsubscribe of mails. What follows it is a secret,
// and mail programs send the request: the gate lets it pass from any site.
const oneClickPath = "/u/"

// installOneClick registers POST /u/{key} at the root, with which mail programs unsubscribe in one
// click (RFC 8058): done at once, without a cookie or a redirect. GET is a page of package web.
func (h *handler) installOneClick(e *echo.Echo) {
	e.POST(oneClickPath+":key", h.oneClick, private, h.gate.Guard(access.Nothing, audit.MailUnsubscribe))
}

// oneClick deletes what the key opens. A key that opens nothing gets the same answer: a mail
// program may ask twice.
func (h *handler) oneClick(c echo.Context) error {
	if h.Service.Alerts == nil {
		return echo.ErrNotFound
	}
	_, err := h.Service.Alerts.Unsubscribe(c.Request().Context(), store.LinkKey(c.Param("key")))
	if err != nil && !errors.Is(err, store.ErrNoSubscription) {
		return err
	}
	return c.String(http.StatusOK, "unsubscribed\n")
}
