package embedded_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/indextest"
)

func open(t *testing.T, dir string) index.Engine {
	t.Helper()
	engine, err := embedded.Open(context.Background(), dir, embedded.Options{Store: indextest.Store, Head: data.Sequence(math.MaxInt64)})
	if err != nil {
		t.Fatal(err)
	}
	return guarded{engine, t}
}

// somePapers are papers with a title each.
func somePapers(n int) (changes []data.Change) {
	for i := range n {
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &data.Paper{
			ID: data.ID(fmt.Sprintf("test:%d", i)), Title: fmt.Sprintf("A title of paper %d", i),
		}})
	}
	return changes
}

func TestEngine(t *testing.T) { indextest.Run(t, open) }
