package guard

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
)

// RefuseOtherSites refuses changes that a page of another site makes a browser request. A request
// with a secret in a header comes from a program, because a browser adds none by itself. An address
// below SecretPath is a secret that no other site has.
func (g *Gate) RefuseOtherSites(next echo.HandlerFunc) echo.HandlerFunc {
	sameOrigin := sameOrigin(g.BaseURL)
	return func(c echo.Context) error {
		hasSecret := g.SecretPath != "" && strings.HasPrefix(c.Request().URL.Path, g.SecretPath)
		if !hasSecret && programsSecret(c.Request()) == "" && sameOrigin.Check(c.Request()) != nil {
			return fault.New(fault.Forbidden, "", "a page of another site cannot do this")
		}
		return next(c)
	}
}

// forwarded lists the headers in which proxies name their clients.
var forwarded = []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"}

// AsksFromHere reports whether r comes from a person at this machine, as far as a request can
// show it: it comes from a loopback address, for a loopback name (a page that rebinds its own
// name to 127.0.0.1 sends that name), and through no proxy. If baseURL has the name of another
// machine, there is a proxy in front of the server, which may add no headers: the answer is false.
func AsksFromHere(r *http.Request, baseURL string) bool {
	if u, err := url.Parse(baseURL); err != nil || u.Host != "" && !isLoopback(u.Hostname()) {
		return false
	}
	for _, header := range forwarded {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback() && isLoopback(hostname(r.Host))
}

// OwnPage reports whether r was sent by a page of this server, according to the browser. It is
// false for a program that sends neither Sec-Fetch-Site nor Origin.
func OwnPage(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && origin.Host != "" && origin.Host == r.Host
}

// sameOrigin returns a check that refuses changes requested by a page, unless its origin is the
// server's own or that of baseURL. Programs other than browsers pass.
func sameOrigin(baseURL string) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if u, err := url.Parse(baseURL); err == nil && u.Host != "" {
		// A proxy may have changed the host of requests. An invalid origin is not added.
		_ = protection.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	return protection
}
