package api

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
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

// hostname returns a Host header without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

func isLoopback(name string) bool {
	if strings.EqualFold(strings.TrimSuffix(name, "."), "localhost") {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && address.Unmap().IsLoopback()
}
