package embedded_test

import (
	"context"
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
	return engine
}

func TestEngine(t *testing.T) { indextest.Run(t, open) }
