package indextest

import (
	"sync"
	"testing"

	"paperboy/index"
)

// TestOracle runs the suite on the oracle itself: what the suite does not ask
// of a comparison (paging, positions, errors) holds for it too.
func TestOracle(t *testing.T) { Run(t, openOracles()) }

func TestOracleConcurrent(t *testing.T) { Concurrent(t, openOracles()) }

// openOracles opens oracles that find in a folder what the last one there held.
func openOracles() opener {
	var mu sync.Mutex
	folders := map[string]*Oracle{}
	return func(t *testing.T, dir string) index.Engine {
		mu.Lock()
		defer mu.Unlock()
		o := NewOracle(Store)
		if before := folders[dir]; before != nil {
			o = before.clone()
		}
		folders[dir] = o
		return o
	}
}
