package server

import (
	"net"
	"os"
	"slices"
	"strings"

	"paperboy/api"
	"paperboy/api/fair"
	"paperboy/api/guard"
)

const (
	// AutoRate is no limit on loopback, DefaultRate elsewhere.
	AutoRate = "auto"
	// DefaultRate allows more requests than a person makes who searches while typing.
	DefaultRate = "20:100"
)

// ParseRate parses a limit for the requests of each client as fair.ParseRate does. AutoRate, which
// the empty string means too, depends on whether the server listens on loopback.
func ParseRate(text string, loopback bool) (fair.Rate, error) {
	switch {
	case text != AutoRate && text != "":
		return fair.ParseRate(text)
	case loopback:
		return fair.Rate{}, nil
	}
	return fair.ParseRate(DefaultRate)
}

// listPolicy returns p. The default is open on loopback, token elsewhere.
func listPolicy(p api.ListPolicy, loopback bool) api.ListPolicy {
	switch {
	case p != "":
		return p
	case loopback:
		return api.ListsOpen
	}
	return api.ListsToken
}

// hosts returns the names by which a server that listens on an address can be reached.
func (o *Options) hosts(listens net.Addr) *guard.Hosts {
	names := slices.Concat(o.Hosts, o.Certificates.ACMEHosts, []string{o.BaseURL})
	if host, _, err := net.SplitHostPort(o.Addr); err == nil && net.ParseIP(host) == nil {
		names = append(names, host)
	}
	if tcp, ok := listens.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		if name, err := os.Hostname(); err == nil {
			names = append(names, name)
		}
	}
	return guard.NewHosts(listens, names...)
}

// warnAboutAccess logs who can do what on a server that other machines can reach.
func (s *Server) warnAboutAccess(listens net.Addr) {
	if tcp, ok := listens.(*net.TCPAddr); !ok || tcp.IP.IsLoopback() {
		return
	}
	o, readers := s.options, "everyone who reaches this address"
	if o.ReadAccess == ReadKey {
		readers = "holders of an API key with the scope read"
	}
	s.Log.Warn("listening for other machines", "address", listens.String(), "may_read", readers, "may_write", "holders of the token or an API key with the scope write", "lists", string(o.Lists))
	if o.Certificates.CertFile == "" && len(o.Certificates.ACMEHosts) == 0 && !strings.HasPrefix(o.BaseURL, "https://") {
		s.Log.Warn("keys and tokens cross the network in clear: use --tls-cert, --acme-host, or a proxy that speaks HTTPS")
	}
}
