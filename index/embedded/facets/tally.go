package facets

import (
	"encoding/binary"

	"paperboy/index/embedded/segment"
)

// tally counts ordinals. Most of 600,000 authors have few papers among those found, so that a
// byte each will do, and the bytes stay in the second cache, where counts of four bytes do not.
type tally struct {
	low  []uint8          // counts modulo 256
	high map[uint32]int32 // the rest of those from 256 on
	// seen are the ordinals counted. If dense is true they are not recorded, and all are
	// visited at the end.
	seen  []uint32
	dense bool
}

// newTally returns a tally of n ordinals in borrowed memory.
func newTally(n int, dense bool, tables *segment.Tables) tally {
	return tally{low: tables.Marks.Get(n), high: map[uint32]int32{}, dense: dense}
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
	for _, ord := range ordinals {
		low := t.low[ord]
		if low == 0 && !t.dense && t.high[ord] == 0 {
			t.seen = append(t.seen, ord)
		}
		low++
		t.low[ord] = low
		if low == 0 {
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
	low := func(from, to int) {
		for ord := from; ord < to && *least < 256; ord++ {
			if n := t.low[ord]; n > 0 && int32(n) >= *least && (len(t.high) == 0 || t.high[uint32(ord)] == 0) {
				f(uint32(ord), int32(n))
			}
		}
	}
	whole := len(t.low) / 8 * 8
	for i := 0; i < whole; i += 8 {
		if binary.LittleEndian.Uint64(t.low[i:]) != 0 {
			low(i, i+8)
		}
	}
	low(whole, len(t.low))
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
	*t = tally{}
}
