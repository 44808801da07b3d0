package guard

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// Hosts are the names by which a server may be addressed. A page can make its own name resolve to
// this machine (DNS rebinding); a browser would then let that page read and change everything that
// its visitor can. Such requests have the page's name as their host, so they are refused. The port
// does not matter, because no page can choose the host of its requests.
//
// A nil *Hosts accepts every name.
type Hosts struct {
	names map[string]bool
	// everywhere is true if the server listens on all addresses of its machine. It may then be
	// addressed by the address that a connection has reached.
	everywhere bool
}

// NewHosts returns Hosts that accept names (hosts or URLs; empty ones are ignored), loopback names
// and, if the server listens on one address, that address.
func NewHosts(listens net.Addr, names ...string) *Hosts {
	h := &Hosts{names: map[string]bool{}}
	for _, name := range names {
		if u, err := url.Parse(name); err == nil && u.Host != "" {
			name = u.Host
		}
		if name = canonicalHost(name); name != "" {
			h.names[name] = true
		}
	}
	if tcp, ok := listens.(*net.TCPAddr); ok {
		h.everywhere = tcp.IP.IsUnspecified()
		if !h.everywhere {
			h.names[canonicalHost(tcp.IP.String())] = true
		}
	}
	return h
}

// Accept reports whether a request is addressed to this server.
func (h *Hosts) Accept(r *http.Request) bool {
	if h == nil {
		return true
	}
	name := canonicalHost(r.Host)
	if name == "" {
		return false
	}
	return h.names[name] || isLoopback(name) || h.everywhere && name == localAddress(r)
}

// canonicalHost returns a Host header without its port, in lower case. An IP address is in its
// shortest form.
func canonicalHost(host string) string {
	name := strings.ToLower(strings.TrimSuffix(hostname(host), "."))
	if address, err := netip.ParseAddr(name); err == nil {
		return address.Unmap().WithZone("").String()
	}
	return name
}

// hostname returns a Host header without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// isLoopback reports whether a host name leads to this machine only.
func isLoopback(name string) bool {
	if strings.EqualFold(strings.TrimSuffix(name, "."), "localhost") {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && address.Unmap().IsLoopback()
}

// localAddress returns the address of this machine that a request has reached.
func localAddress(r *http.Request) string {
	address, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return ""
	}
	return canonicalHost(address.String())
}

// BaseURL returns the address of this server as the caller knows it, without a final slash: base,
// or else the host of the request, which Hosts has accepted.
func BaseURL(c echo.Context, base string) string {
	if base != "" {
		return strings.TrimSuffix(base, "/")
	}
	scheme := "http"
	if c.IsTLS() || strings.EqualFold(c.Request().Header.Get(echo.HeaderXForwardedProto), "https") {
		scheme = "https"
	}
	return scheme + "://" + c.Request().Host
}
