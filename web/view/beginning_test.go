package view

import (
	"strings"
	"testing"
)

func TestBeginningCutsNoFormula(t *testing.T) {
	abstract := strings.Repeat("words ", 10) + `and $\mathcal{M}_{0,n} \subset \overline{X}$ follows`
	for limit := 40; limit < len(abstract); limit++ {
		for _, s := range Beginning(abstract, limit) {
			if s.Formula == nil && strings.ContainsAny(s.Text, `$\{}`) {
				t.Fatalf("the first %d characters show %q", limit, s.Text)
			}
		}
	}
}
