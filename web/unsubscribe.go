package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"paperboy/api/alerts"
	"paperboy/data/text"
)

// unsubscribePage has the button that ends subscriptions, or says that they ended.
type unsubscribePage struct {
	frame
	Address string
	What    []string
	// Action is the address of the button; empty once the subscriptions have ended.
	Action string
	// Manage is the page where emails can be paused or changed instead.
	Manage string
}

func unsubscribeURL(key alerts.Key) string { return "/u/" + url.PathEscape(string(key)) }

// unsubscribe answers GET /u/{key}. It changes nothing, since programs that check emails for viruses
// open all links. A POST to the same address ends the subscriptions at once (RFC 8058); package api
// answers it.
func (s *site) unsubscribe(c echo.Context) error {
	key := linkKey(c)
	a, err := s.service.Alerts.Open(c.Request().Context(), key)
	if err != nil {
		return err
	}
	page := unsubscribePage{frame: s.openFrame(c, "unsubscribe", ""), Address: a.Address, Action: subscriptionURL(key) + "/unsubscribe", Manage: subscriptionURL(key)}
	for _, one := range a.Subscriptions {
		page.What = append(page.What, text.UpperFirst(whatMailed(one)))
	}
	return s.render(c, http.StatusOK, "unsubscribe", page)
}

// postUnsubscribe answers POST /subscriptions/{key}/unsubscribe, the button of the page.
func (s *site) postUnsubscribe(c echo.Context) error {
	a, err := s.service.Alerts.Unsubscribe(c.Request().Context(), linkKey(c))
	if err != nil {
		return err
	}
	page := unsubscribePage{frame: s.openFrame(c, "unsubscribe", "Unsubscribed"), Address: a.Address}
	for _, one := range a.Subscriptions {
		page.What = append(page.What, text.UpperFirst(whatMailed(one)))
	}
	return s.render(c, http.StatusOK, "unsubscribe", page)
}
