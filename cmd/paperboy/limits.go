package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"
	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/fair"
)

// defaultRate is what one client may ask for where others can reach the server: more than a
// person does who searches while typing.
const defaultRate = "20:100"

// Limits is how a server is protected from its clients.
type Limits struct {
	// Rate is a fair.Rate in its own words; "auto": defaultRate, and on loopback none.
	Rate string
	// TrustedProxies are the CIDR ranges of proxies whose X-Forwarded-For is believed.
	TrustedProxies []string
	// ListExpiry is how long a list may stay unused; "": for ever.
	ListExpiry string
}

func (l *Limits) flags(flags *pflag.FlagSet) {
	flags.StringVar(&l.Rate, "rate-limit", "auto", "requests `a second:burst` of one client; off, or auto: "+defaultRate+", and off on loopback")
	flags.StringArrayVar(&l.TrustedProxies, "trusted-proxies", nil, "`CIDR` of proxies whose X-Forwarded-For says who asks, such as 10.0.0.0/8; may be given again (default none)")
	flags.StringVar(&l.ListExpiry, "list-expiry", "", "delete reading lists not used for this `time`, such as 1y (default never)")
}

// check refuses what cannot be read.
func (l *Limits) check() error {
	if _, err := l.rate(true); err != nil {
		return usagef("serve --rate-limit: %w", err)
	}
	if _, err := l.extractor(); err != nil {
		return usagef("serve --trusted-proxies: %w", err)
	}
	if _, err := parseSpan(l.ListExpiry); err != nil {
		return usagef("serve --list-expiry %s: %w", l.ListExpiry, err)
	}
	return nil
}

func (l *Limits) rate(loopback bool) (fair.Rate, error) {
	switch {
	case l.Rate != "auto" && l.Rate != "":
		return fair.ParseRate(l.Rate)
	case loopback:
		return fair.Rate{}, nil
	}
	return fair.ParseRate(defaultRate)
}

// extractor finds the address of a client: that of the connection, or what trusted proxies
// say.
func (l *Limits) extractor() (echo.IPExtractor, error) {
	if len(l.TrustedProxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, text := range l.TrustedProxies {
		if address, err := netip.ParseAddr(text); err == nil {
			text = netip.PrefixFrom(address, address.BitLen()).String()
		}
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return nil, fmt.Errorf("%q is no range of addresses, such as 10.0.0.0/8 or 127.0.0.1", text)
		}
		trust = append(trust, echo.TrustIPRange(network))
	}
	fromProxies := echo.ExtractIPFromXFFHeader(trust...)
	return func(r *http.Request) string { return fromProxies(r) }, nil
}

// listPolicy is --lists or, where that says nothing, open on loopback and token elsewhere.
func (c *Config) listPolicy(loopback bool) api.ListPolicy {
	switch {
	case c.Lists != "":
		return api.ListPolicy(c.Lists)
	case loopback:
		return api.ListsOpen
	}
	return api.ListsToken
}

func isLoopback(a net.Addr) bool { return a.(*net.TCPAddr).IP.IsLoopback() }
