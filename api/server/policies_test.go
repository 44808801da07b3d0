package server

import (
	"testing"

	"paperboy/api"
	"paperboy/api/fair"
)

func TestDefaultsOffLoopback(t *testing.T) {
	if got := listPolicy("", true); got != api.ListsOpen {
		t.Errorf("lists on loopback: %s", got)
	}
	if got := listPolicy("", false); got != api.ListsToken {
		t.Errorf("lists elsewhere: %s", got)
	}
	if r, err := ParseRate(AutoRate, true); err != nil || r != (fair.Rate{}) {
		t.Errorf("rate on loopback: %v, %v", r, err)
	}
	if r, err := ParseRate(AutoRate, false); err != nil || r.Burst != 100 {
		t.Errorf("rate elsewhere: %v, %v", r, err)
	}
	if r, err := ParseRate("5:7", true); err != nil || r != (fair.Rate{PerSecond: 5, Burst: 7}) || listPolicy(api.ListsOpen, false) != api.ListsOpen {
		t.Errorf("what was asked for: %v, %v, %s", r, err, listPolicy(api.ListsOpen, false))
	}
}
