package embedded

import (
	"testing"

	"paperboy/index/embedded/bitset"
)

// A part that was not searched, because the time was up, has no set to add cited papers to.
func TestCitedOfPartNotSearched(t *testing.T) {
	p := plan{cited: [][]citedPaper{{{doc: 70}}, {{doc: 70}}}}
	p.setCited(0, nil)
	searched := bitset.New(100)
	p.setCited(1, searched)
	if !searched.Has(70) {
		t.Error("a cited paper of a part that was searched is missing")
	}
}
