package facets

import (
	"encoding/binary"

	"paperboy/index/embedded/segment"
)

// tally counts ordinals. Most of 600,000 authors have few papers among those found, so that a
// byte each will do, and the bytes stay in the second cache, where counts of four bytes do not:
// 160,000 names are counted in two thirds of the time.
type tally struct {
	low  []uint8          // counts modulo 256
	high map[uint32]int32 // the rest of those from 256 on
	// seen are the ordinals counted, in borrowed memory: growing it in each search took 670 kB
	// and two thirds of the time for 40,000 values (BenchmarkTally). If dense is true they are
	// not recorded, and all are visited at the end.
	seen  []uint32
	dense bool
}

// newTally returns a tally of n ordinals in borrowed memory.
func newTally(n int, dense bool, tables *segment.Tables) tally {
	t := tally{low: tables.Marks.Get(n), high: map[uint32]int32{}, dense: dense}
	if !dense {
		t.seen = tables.Ordinals.Get(n / 4)[:0]
	}
	return t
}

// add counts an ordinal n times.
func (t *tally) add(ord uint32, n int32) {
	if !t.dense && t.count(ord) == 0 {
		t.seen = append(t.seen, ord)
	}
	sum := int32(t.low[ord]) + n
	t.low[ord] = uint8(sum)
	if sum >= 256 {
		t.high[ord] += sum &^ 255
	}
}

// addAll counts each of ordinals once.
func (t *tally) addAll(ordinals []uint32) {
	if !t.dense {
		for _, ord := range ordinals {
			t.add(ord, 1)
		}
		return
	}
	low := t.low
	for _, ord := range ordinals {
		n := low[ord] + 1
		low[ord] = n
		if n == 0 {
			t.high[ord] += 256
		}
	}
}

// count returns how often an ordinal was counted.
func (t *tally) count(ord uint32) int32 {
	n := int32(t.low[ord])
	if len(t.high) > 0 {
		n += t.high[ord]
	}
	return n
}

// merge adds the counts of another tally of the same kind.
func (t *tally) merge(other *tally) {
	least := int32(1)
	other.each(&least, t.add)
}

// each calls f with the ordinals counted at least *least times, which f may raise.
func (t *tally) each(least *int32, f func(ord uint32, n int32)) {
	offer := func(ord uint32) {
		if n := t.count(ord); n >= *least {
			f(ord, n)
		}
	}
	if !t.dense {
		for _, ord := range t.seen {
			offer(ord)
		}
		return
	}
	for ord := range t.high {
		offer(ord)
	}
	for i := 0; i < len(t.low) && *least < 256; i += 8 {
		if i+8 <= len(t.low) && !anyFrom(binary.LittleEndian.Uint64(t.low[i:]), *least) {
			continue
		}
		for ord := i; ord < min(i+8, len(t.low)); ord++ {
			if n := int32(t.low[ord]); n >= *least && (len(t.high) == 0 || t.high[uint32(ord)] == 0) {
				f(uint32(ord), n)
			}
		}
	}
}

// anyFrom reports whether one of eight bytes may be least, from 1 to 255, or greater. (Anderson,
// Bit Twiddling Hacks: "Determine if a word has a byte greater than n".)
func anyFrom(word uint64, least int32) bool {
	const ones = 1<<56 | 1<<48 | 1<<40 | 1<<32 | 1<<24 | 1<<16 | 1<<8 | 1
	n := uint64(min(least, 128) - 1)
	return ((word+ones*(127-n))|word)&(ones<<7) != 0
}

// release gives the memory back.
func (t *tally) release(tables *segment.Tables) {
	if t.low == nil {
		return
	}
	if t.dense {
		clear(t.low)
	}
	for _, ord := range t.seen {
		t.low[ord] = 0
	}
	tables.Marks.Put(t.low)
	if t.seen != nil {
		tables.Ordinals.Put(t.seen)
	}
	*t = tally{}
}
