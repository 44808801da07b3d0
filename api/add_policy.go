package api

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// AddPolicy says who may add papers on the page. The API always wants the token.
type AddPolicy string

// The policies; an empty one is local.
const (
	AddLocal AddPolicy = "local" // this machine without the token, others with it
	AddToken AddPolicy = "token" // who has the token
	AddOff   AddPolicy = "off"   // nobody
)

// AddPolicies lists them.
var AddPolicies = []AddPolicy{AddLocal, AddToken, AddOff}

// forwarded are what proxies say of those they ask for.
var forwarded = []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"}

// AsksFromHere reports whether a person at this machine asks, as far as a request
// can show it: it comes from a loopback address, for a loopback name (a page that
// rebinds its own name to 127.0.0.1 asks for that name), and through no proxy. A
// server whose baseURL is another machine's name has a proxy before it, which need
// not say so: nobody is at this machine then.
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

// OwnPage reports whether a browser says that a page of this very server sends r. A
// program that says nothing is none.
func OwnPage(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && origin.Host != "" && origin.Host == r.Host
}

// hostname is a Host header without its port.
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
