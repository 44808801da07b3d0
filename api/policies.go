package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/api/access"
	"paperboy/api/fault"
)

// AddPolicy says who may add papers on the page. The API always needs the token.
type AddPolicy string

// The policies. The empty policy is AddLocal.
const (
	AddLocal AddPolicy = "local" // this machine without the token, other machines with it
	AddToken AddPolicy = "token" // whoever has the token
	AddOff   AddPolicy = "off"   // nobody
)

// AddPolicies lists the policies.
var AddPolicies = []AddPolicy{AddLocal, AddToken, AddOff}

// ListPolicy says who may create reading lists on a server. To read or change a list, its key is
// enough, except under ListsOff.
type ListPolicy string

// The policies. The empty policy is ListsOpen.
const (
	ListsOpen  ListPolicy = "open"  // everyone who reaches the server
	ListsToken ListPolicy = "token" // whoever has the token, or a key with the scope lists
	ListsOff   ListPolicy = "off"   // nobody; existing lists cannot be opened
)

// ListPolicies lists the policies.
var ListPolicies = []ListPolicy{ListsOpen, ListsToken, ListsOff}

// NeedToMakeLists returns what creating a list needs under a policy.
func NeedToMakeLists(p ListPolicy) access.Need {
	if p == ListsToken {
		return access.MakeList
	}
	return access.ChangeList
}

// private marks answers whose address is a secret, so that no cache, robot or other site sees them.
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

// keepsLists refuses all requests under ListsOff.
func (h *handler) keepsLists(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if h.ListPolicy == ListsOff {
			return fault.New(fault.Forbidden, "", "this server keeps no reading lists")
		}
		return next(c)
	}
}

// keepsNamedLists is keepsLists and private for a request that names a reading list in its query.
func (h *handler) keepsNamedLists(next echo.HandlerFunc) echo.HandlerFunc {
	guarded := private(h.keepsLists(next))
	return func(c echo.Context) error {
		if c.QueryParams().Has("list") {
			return guarded(c)
		}
		return next(c)
	}
}
