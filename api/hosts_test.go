package api_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/guard"
)

func tcp(address string) net.Addr {
	a, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		panic(err)
	}
	return a
}

func TestHosts(t *testing.T) {
	for _, test := range []struct {
		name     string
		listens  string
		names    []string
		reached  string // the address of the connection on this side
		accepted []string
		refused  []string
	}{
		{
			"loopback", "127.0.0.1:8080", nil, "127.0.0.1:8080",
			[]string{"localhost", "localhost:8080", "LOCALHOST.:1", "127.0.0.1", "127.0.0.1:8080", "127.9.9.9", "[::1]", "[::1]:8080", "[::ffff:127.0.0.1]:80"},
			[]string{"", ":8080", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[fe80::1%25eth0]", "0.0.0.0", "localhost@evil.example", "evil.example#localhost", "2130706433"},
		},
		{
			"base url and names", "127.0.0.1:8080", []string{"https://Papers.Example.org/below", "papers.lan", "2001:db8::1", ""}, "127.0.0.1:8080",
			[]string{"papers.example.org", "papers.example.org:443", "PAPERS.example.ORG.", "papers.lan:8080", "[2001:db8:0::1]", "localhost"},
			[]string{"example.org", "x.papers.example.org", "papers.example.org.evil.example", "lan", "[2001:db8::2]"},
		},
		{
			"one address", "192.0.2.7:8080", nil, "192.0.2.7:8080",
			[]string{"192.0.2.7", "192.0.2.7:9", "localhost"},
			[]string{"192.0.2.8", "box"},
		},
		{
			"all addresses", "0.0.0.0:8080", []string{"box"}, "192.0.2.7:8080",
			[]string{"192.0.2.7", "192.0.2.7:8080", "[::ffff:192.0.2.7]", "box", "localhost:8080"},
			[]string{"192.0.2.8", "0.0.0.0", "evil.example", "box.evil.example"},
		},
		{
			"all addresses, IPv6", "[::]:8080", nil, "[2001:db8::7]:8080",
			[]string{"[2001:db8::7]", "[2001:db8::7]:8080"},
			[]string{"[2001:db8::8]", "192.0.2.7", "2001:db8::7.evil.example"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			hosts := guard.NewHosts(tcp(test.listens), test.names...)
			accept := func(host string) bool {
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				r.Host = host
				return hosts.Accept(r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, tcp(test.reached))))
			}
			for _, host := range test.accepted {
				if !accept(host) {
					t.Errorf("%q is refused", host)
				}
			}
			for _, host := range test.refused {
				if accept(host) {
					t.Errorf("%q is accepted", host)
				}
			}
		})
	}
}

// TestOtherHostsAreRefused checks that requests for a host name that the server was not given, as in
// a DNS rebinding attack, are refused on all paths, and that no answer contains such a name.
func TestOtherHostsAreRefused(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{Hosts: guard.NewHosts(tcp("127.0.0.1:8080"), "papers.lan")})
	for name := range needs {
		method, path, _ := strings.Cut(name, " ")
		path = strings.NewReplacer(":key", "NOSUCHLIST", ":id", "nosuchkey", "*", "test:none").Replace(path)
		w := g.ask(method, "/api/v1"+path, "", token, "Host", "evil.example:8080")
		if probe := path == "/healthz" || path == "/readyz" || path == "/metrics"; probe != (w.Code == 200) || !probe && (w.Code != http.StatusMisdirectedRequest || codeOf(w) != "unknown_host") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "evil.example") {
			t.Errorf("%s reflects the host: %s", name, w.Body)
		}
	}
	if w := g.ask("GET", "/nothing", "", "", "Host", "evil.example"); w.Code != http.StatusMisdirectedRequest || !strings.Contains(w.Body.String(), "--base-url") {
		t.Errorf("an unknown path: %d %s", w.Code, w.Body)
	}
	for _, proto := range []string{"", "http", "https", "javascript", "https://evil.example/"} {
		w := g.ask("GET", "/api/v1/search.atom", "", "", "Host", "papers.lan:8080", "X-Forwarded-Proto", proto, "X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example")
		scheme := "http"
		if proto == "https" {
			scheme = "https"
		}
		if body := w.Body.String(); !strings.Contains(body, scheme+"://papers.lan:8080/search") || strings.Contains(body, "evil") || strings.Contains(body, "javascript") {
			t.Errorf("X-Forwarded-Proto %q: %s", proto, body)
		}
	}
}

func TestProbesAnswerAtTheRoot(t *testing.T) {
	g := newGateRig(t, access.Options{}, api.HTTPOptions{})
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if root, below := g.ask(method, path, "", ""), g.ask(method, "/api/v1"+path, "", ""); root.Code != 200 || below.Code != 200 || root.Header().Get("Content-Type") != below.Header().Get("Content-Type") {
				t.Errorf("%s %s: %d, below /api/v1 %d", method, path, root.Code, below.Code)
			}
		}
	}
	if w := g.ask("POST", "/healthz", "", ""); w.Code != http.StatusMethodNotAllowed || codeOf(w) != "method_not_allowed" {
		t.Errorf("POST /healthz: %d %s", w.Code, w.Body)
	}
}
