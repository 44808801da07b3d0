package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
)

// ListPolicy says who may make reading lists on a server. Who has the key of a
// list needs nothing else to read or to change it, but where there are none.
type ListPolicy string

// The policies; an empty one is open.
const (
	ListsOpen  ListPolicy = "open"  // whoever reaches the server
	ListsToken ListPolicy = "token" // who has the token, or a key with the scope lists
	ListsOff   ListPolicy = "off"   // nobody, and those that there are stay shut
)

// ListPolicies lists them.
var ListPolicies = []ListPolicy{ListsOpen, ListsToken, ListsOff}

// NeedToMakeLists is what making a list needs under a policy.
func NeedToMakeLists(p ListPolicy) access.Need {
	if p == ListsToken {
		return access.MakeList
	}
	return access.ChangeList
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

// keepsLists refuses everything where there are no lists.
func (h *handler) keepsLists(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if h.ListPolicy == ListsOff {
			return fault.New(fault.Forbidden, "", "this server keeps no reading lists")
		}
		return next(c)
	}
}

// sameOrigin refuses changes that a page of another origin than baseURL and the
// server's own asks for. A program that is no browser passes.
func sameOrigin(baseURL string) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if u, err := url.Parse(baseURL); err == nil && u.Host != "" {
		// A proxy may have changed the host of requests. An address that is no
		// origin adds none.
		_ = protection.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	return protection
}
