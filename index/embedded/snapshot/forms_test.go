package snapshot

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"paperboy/index/analysis"
)

func TestCache(t *testing.T) {
	var c cache[string]
	computed := 0
	get := func(key string) {
		t.Helper()
		if got := c.get(key, func() string { computed++; return "of " + key }); got != "of "+key {
			t.Fatalf("got %q for %q", got, key)
		}
	}
	get("kept")
	for i := range 10 * cacheSize {
		get(fmt.Sprint(i))
		get("kept")
		if n := len(c.newer) + len(c.older); n > 2*cacheSize {
			t.Fatalf("%d results after %d keys", n, i)
		}
	}
	if computed != 1+10*cacheSize {
		t.Errorf("computed %d results for %d keys", computed, 1+10*cacheSize)
	}
	get(fmt.Sprint(10*cacheSize - cacheSize/2))
	if computed != 1+10*cacheSize {
		t.Error("a recent result is gone")
	}
	get("0")
	if computed != 2+10*cacheSize {
		t.Error("an old result is still there")
	}
	long := strings.Repeat("x", analysis.MaxForm+1)
	get(long)
	get(long)
	if computed != 4+10*cacheSize {
		t.Error("the result for a long key was kept")
	}
}

func TestCacheConcurrently(t *testing.T) {
	var c cache[*int]
	var wrong atomic.Int64
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 3 * cacheSize {
				want := i % (2 * cacheSize)
				if got := c.get(fmt.Sprint(want), func() *int { return &want }); *got != want {
					wrong.Add(1)
				}
			}
		})
	}
	group.Wait()
	if wrong.Load() > 0 {
		t.Errorf("%d wrong results", wrong.Load())
	}
}
