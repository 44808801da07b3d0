package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
)

// ListPolicy says who may make reading lists on a server. Who has the key of a
// list needs nothing else to read or to change it, but where there are none.
type ListPolicy string

// The policies; an empty one is open.
const (
	ListsOpen  ListPolicy = "open"  // whoever reaches the server
	ListsToken ListPolicy = "token" // who has the token
	ListsOff   ListPolicy = "off"   // nobody, and those that there are stay shut
)

// ListPolicies lists them.
var ListPolicies = []ListPolicy{ListsOpen, ListsToken, ListsOff}

// mayMakeLists asks for the token where the policy does.
func (h *handler) mayMakeLists(next echo.HandlerFunc) echo.HandlerFunc {
	if h.ListPolicy == ListsToken {
		return h.authorized(next)
	}
	return next
}

// private is for what only the holder of an address may see: no cache, robot or
// other site is to learn of it.
func private(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		KeepPrivate(c.Response().Header())
		return next(c)
	}
}

// KeepPrivate sets the headers of an answer whose address is a secret.
func KeepPrivate(h http.Header) {
	h.Set("Cache-Control", "private, no-cache")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	// Not no-referrer: a form's Origin would then be null.
	h.Set("Referrer-Policy", "strict-origin")
}

// keepsLists refuses everything where there are no lists, and a change that a
// page of another site asks for.
func (h *handler) keepsLists(next echo.HandlerFunc) echo.HandlerFunc {
	sameOrigin := SameOrigin(h.BaseURL)
	return func(c echo.Context) error {
		if h.ListPolicy == ListsOff {
			return newProblem("forbidden", "", "this server keeps no reading lists")
		}
		if err := sameOrigin.Check(c.Request()); err != nil {
			return newProblem("forbidden", "", "a page of another site cannot do this")
		}
		return next(c)
	}
}

// SameOrigin refuses changes that a page of another origin than baseURL and the
// server's own asks for. A program that is no browser passes.
func SameOrigin(baseURL string) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if u, err := url.Parse(baseURL); err == nil && u.Host != "" {
		// A proxy may have changed the host of requests. An address that is no
		// origin adds none.
		_ = protection.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	return protection
}
