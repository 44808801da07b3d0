package format

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	// answerTimeout limits the time to the first byte, fetchTimeout the time to the last.
	answerTimeout = time.Minute
	fetchTimeout  = 30 * time.Minute
	// maxFetchBytes bounds the decompressed size of a URL, which a server controls. Larger
	// inputs have to be downloaded first.
	maxFetchBytes = 1 << 30
	maxRedirects  = 5
	// UserAgent is the User-Agent that Paperboy sends to servers.
	UserAgent = "Paperboy/1"
)

// ErrPrivateAddress is wrapped by the error of a request to this machine or a private network.
var ErrPrivateAddress = errors.New("a private address, which is allowed only with --allow-private")

// ErrRedirect is wrapped by the error of a redirect that is not followed.
var ErrRedirect = errors.New("a redirect that is not followed")

// NewClient returns a client for fetching URLs. It connects only to public addresses, unless
// private ones are allowed. Addresses are checked when they are dialled, which is after name
// resolution and includes every redirect. Proxies of the environment are used only if private
// addresses are allowed, because a proxy would bypass the check.
func NewClient(allowPrivate bool) *http.Client {
	dialer := &net.Dialer{Timeout: 30 * time.Second}
	transport := &http.Transport{
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   30 * time.Second,
		ResponseHeaderTimeout: answerTimeout,
		IdleConnTimeout:       answerTimeout,
		MaxIdleConnsPerHost:   1,
	}
	if allowPrivate {
		transport.Proxy = http.ProxyFromEnvironment
	} else {
		dialer.Control = refusePrivate
	}
	return &http.Client{Transport: transport, CheckRedirect: checkRedirect, Timeout: fetchTimeout}
}

func checkRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: it is the %dth", ErrRedirect, len(via))
	}
	if request.URL.Scheme != "http" && request.URL.Scheme != "https" {
		return fmt.Errorf("%w: %s is neither http nor https", ErrRedirect, request.URL.Redacted())
	}
	return nil
}

// refusePrivate refuses to connect to a private address. It is the Control function of a dialer,
// which gets the resolved address.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %s: %w", address, err)
	}
	if !isPublic(to.Addr()) {
		return fmt.Errorf("%s is %w", to.Addr(), ErrPrivateAddress)
	}
	return nil
}

// notPublic lists blocks of special addresses (RFC 6890 and its successors at iana.org) that
// netip has no method for. It includes IPv6 addresses that embed an IPv4 address, since a
// gateway may forward to that.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("3fff::/20"), netip.MustParsePrefix("fec0::/10"),
}

func isPublic(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Zone() != "" {
		return false
	}
	for _, block := range notPublic {
		if block.Contains(a) {
			return false
		}
	}
	return true
}

// fetch reads a URL with a plain GET.
func (o *opener) fetch(ctx context.Context, location string, yield yieldFunc) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, location, nil)
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	// User name and password are only for the server. The location is public.
	location = withoutPassword(*request.URL)
	request.Header.Set("User-Agent", UserAgent)
	response, err := o.Client.Do(request)
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("fetch %s: the server answered %s", location, response.Status)
	}
	o.total = max(response.ContentLength, 0)
	return o.stream(ctx, location, o.Now(), response.Body, yield)
}

func withoutPassword(address url.URL) string {
	address.User = nil
	return address.String()
}
