package facets

import (
	"encoding/binary"
	"maps"
	"math/rand/v2"
	"testing"

	"paperboy/index/embedded/schema"
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

func BenchmarkTally(b *testing.B) {
	b.Run("dense", func(b *testing.B) { benchmarkTally(b, 160_000, true) })
	b.Run("sparse", func(b *testing.B) { benchmarkTally(b, 40_000, false) })
}

func benchmarkTally(b *testing.B, values int, dense bool) {
	tables := segment.NewTables()
	random := rand.New(rand.NewPCG(3, 4))
	ordinals := make([]uint32, values)
	for i := range ordinals {
		ordinals[i] = uint32(random.IntN(1 + random.IntN(600_000)))
	}
	for i := range uint32(600_000) {
		tables.Facets[schema.Authors].Intern(binary.LittleEndian.AppendUint32(nil, i))
	}
	names := tables.Facets[schema.Authors].Values()
	b.ReportAllocs()
	for b.Loop() {
		t := newTally(600_000, dense, tables)
		for i := 0; i < len(ordinals); i += 4 {
			t.addAll(ordinals[i : i+4])
		}
		top := mostFrequent{names: names, n: 10, least: 1}
		t.each(&top.least, top.offer)
		t.release(tables)
	}
}
