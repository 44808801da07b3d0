package fetch

import (
	"fmt"
	"testing"
	"time"
)

// TestHostsAreBounded checks that a client forgets idle servers, but none that has to wait.
func TestHostsAreBounded(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := NewClient(ClientOptions{Now: func() time.Time { return now }})
	busy := c.host("https://busy.example")
	busy.next = now.Add(time.Minute)
	for i := range 3 * maxHosts {
		c.host(fmt.Sprintf("https://%d.example", i))
	}
	if len(c.hosts) > maxHosts {
		t.Errorf("%d servers are remembered, at most %d", len(c.hosts), maxHosts)
	}
	if c.host("https://busy.example") != busy {
		t.Error("a server that has to wait was forgotten")
	}
}
