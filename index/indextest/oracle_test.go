package indextest

import (
	"maps"
	"sync"
	"testing"

	"paperboy/index"
)

// TestOracle runs the suite on the oracle itself: what the suite does not ask
// of a comparison (paging, positions, errors) holds for it too.
func TestOracle(t *testing.T) {
	var mu sync.Mutex
	folders := map[string]*Oracle{}
	Run(t, func(t *testing.T, dir string) index.Engine {
		mu.Lock()
		defer mu.Unlock()
		o := NewOracle(Store)
		if before := folders[dir]; before != nil {
			o.papers, o.position = maps.Clone(before.papers), before.position
		}
		folders[dir] = o
		return o
	})
}
