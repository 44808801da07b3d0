package main

import (
	"net/http"
	"testing"

	"paperboy/api"
	"paperboy/api/fair"
)

func TestHeapLimit(t *testing.T) {
	for memory, want := range map[int64]int64{128: 64, 256: 160, 512: 416, 1000: 900, 4000: 3600} {
		if got := heapLimit(memory << 20); got != want<<20 {
			t.Errorf("of %d MB %d bytes, want %d", memory, got, want<<20)
		}
	}
}

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]int{"": 0, "0": 0, "90d": 90, "12w": 84, "1y": 365} {
		if got, err := parseSpan(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"90", "d", "-1d", "1h", "1dd", "1000y", "1.5d"} {
		if got, err := parseSpan(text); err == nil {
			t.Errorf("%q: %d", text, got)
		}
	}
}

// TestTrustedProxies believes X-Forwarded-For from a trusted proxy only, and of it the last
// address that is none.
func TestTrustedProxies(t *testing.T) {
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
			l := Limits{TrustedProxies: test.proxies}
			extract, err := l.extractor()
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: test.remote, Header: http.Header{"X-Forwarded-For": test.forwarded}}
			if got := extract(r); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
	if _, err := (&Limits{TrustedProxies: []string{"proxy"}}).extractor(); err == nil {
		t.Error("a name is taken for addresses")
	}
}

func TestDefaultsOffLoopback(t *testing.T) {
	c := Config{Limits: Limits{Rate: "auto"}}
	if got := c.listPolicy(true); got != api.ListsOpen {
		t.Errorf("lists on loopback: %s", got)
	}
	if got := c.listPolicy(false); got != api.ListsToken {
		t.Errorf("lists elsewhere: %s", got)
	}
	if r, err := c.rate(true); err != nil || r != (fair.Rate{}) {
		t.Errorf("rate on loopback: %v, %v", r, err)
	}
	if r, err := c.rate(false); err != nil || r.Burst != 100 {
		t.Errorf("rate elsewhere: %v, %v", r, err)
	}
	c.Lists, c.Rate = "open", "5:7"
	if r, err := c.rate(true); err != nil || r != (fair.Rate{PerSecond: 5, Burst: 7}) || c.listPolicy(false) != api.ListsOpen {
		t.Errorf("what was asked for: %v, %v, %s", r, err, c.listPolicy(false))
	}
}
