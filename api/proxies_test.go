package api_test

import (
	"net/http"
	"testing"

	"paperboy/api/guard"
)

// TestTrustProxies checks that only the headers of trusted proxies are used, and that the client is
// the last address that is not one of them.
func TestTrustProxies(t *testing.T) {
	for _, test := range []struct {
		name, remote string
		proxies      []string
		forwarded    []string
		want         string
	}{
		{"none trusted", "127.0.0.1:5", nil, []string{"1.2.3.4"}, "127.0.0.1"},
		{"from elsewhere", "9.9.9.9:5", []string{"10.0.0.0/8"}, []string{"1.2.3.4"}, "9.9.9.9"},
		{"loopback is not trusted by itself", "127.0.0.1:5", []string{"10.0.0.0/8"}, []string{"1.2.3.4"}, "127.0.0.1"},
		{"from the proxy", "10.0.0.1:5", []string{"10.0.0.0/8"}, []string{"1.2.3.4"}, "1.2.3.4"},
		{"made up by the client", "10.0.0.1:5", []string{"10.0.0.0/8"}, []string{"6.6.6.6, 1.2.3.4"}, "1.2.3.4"},
		{"two proxies", "127.0.0.1:5", []string{"10.0.0.0/8", "127.0.0.1"}, []string{"6.6.6.6, 1.2.3.4, 10.3.3.3"}, "1.2.3.4"},
	} {
		t.Run(test.name, func(t *testing.T) {
			extract, err := guard.TrustProxies(test.proxies)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: test.remote, Header: http.Header{"X-Forwarded-For": test.forwarded}}
			if got := extract(r); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
	if _, err := guard.TrustProxies([]string{"proxy"}); err == nil {
		t.Error("a host name was accepted as an address")
	}
}
