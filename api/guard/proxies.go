package guard

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"
)

// TrustProxies returns how a server finds the address of a client: from X-Forwarded-For if the
// connection comes from a trusted proxy, otherwise that of the connection. trusted are IP addresses
// and CIDR ranges.
func TrustProxies(trusted []string) (echo.IPExtractor, error) {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, text := range trusted {
		if address, err := netip.ParseAddr(text); err == nil {
			text = netip.PrefixFrom(address, address.BitLen()).String()
		}
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not a range of addresses, such as 10.0.0.0/8 or 127.0.0.1", text)
		}
		trust = append(trust, echo.TrustIPRange(network))
	}
	fromProxies := echo.ExtractIPFromXFFHeader(trust...)
	return func(r *http.Request) string { return fromProxies(r) }, nil
}
