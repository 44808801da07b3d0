package main

import (
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

func TestDefaultsOffLoopback(t *testing.T) {
	c := Config{RateLimit: "auto"}
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
	c.Lists, c.RateLimit = "open", "5:7"
	if r, err := c.rate(true); err != nil || r != (fair.Rate{PerSecond: 5, Burst: 7}) || c.listPolicy(false) != api.ListsOpen {
		t.Errorf("what was asked for: %v, %v, %s", r, err, c.listPolicy(false))
	}
}
