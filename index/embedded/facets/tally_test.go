package facets

import (
	"maps"
	"math/rand/v2"
	"testing"

	"paperboy/index/embedded/segment"
)

func TestTally(t *testing.T) {
	tables := segment.NewTables()
	random := rand.New(rand.NewPCG(3, 4))
	for trial := range 40 {
		n, dense := 1+random.IntN(100), trial%2 == 0
		all := []tally{newTally(n, dense, tables), newTally(n, dense, tables)}
		want := map[uint32]int32{}
		for range random.IntN(20_000) {
			ord := uint32(min(random.IntN(n), random.IntN(n), random.IntN(n)))
			all[random.IntN(2)].addAll([]uint32{ord})
			want[ord]++
		}
		all[0].merge(&all[1])
		least := int32(1 + random.IntN(300))
		maps.DeleteFunc(want, func(ord uint32, n int32) bool { return all[0].count(ord) == n && n < least })
		got := map[uint32]int32{}
		all[0].each(&least, func(ord uint32, n int32) { got[ord] += n })
		if !maps.Equal(got, want) {
			t.Fatalf("counted %v, want %v", got, want)
		}
		for i := range all {
			all[i].release(tables)
		}
		for i, n := range tables.Marks.Get(n) {
			if n != 0 {
				t.Fatalf("mark %d is %d after release", i, n)
			}
		}
	}
}
