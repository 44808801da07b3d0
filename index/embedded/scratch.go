package embedded

import (
	"math/bits"
	"sync"
)

// scratch lends the slices that searches count and score in: to allocate them
// for each search costs more than to fill them.
type scratch struct {
	scores      pool[float64]
	roughScores pool[float32]
	counts      pool[int32] // all 0 when taken, and when given back
	marks       pool[uint8] // likewise
	docs        pool[uint32]
	sets        pool[uint64]
	frequencies pool[frequency]
}

// pool lends slices by their size, so that those for small segments do not drive
// out those for large ones.
type pool[T any] struct{ byBits [33]sync.Pool }

// take is n elements, which hold what was given back.
func (p *pool[T]) take(n int) []T {
	size := bits.Len32(uint32(max(n, 1) - 1))
	if list, ok := p.byBits[size].Get().(*[]T); ok {
		return (*list)[:n]
	}
	return make([]T, n, 1<<size)
}

// zeros are n zeros.
func (p *pool[T]) zeros(n int) []T {
	list := p.take(n)
	clear(list)
	return list
}

// give takes back what take gave, from its beginning.
func (p *pool[T]) give(list []T) {
	if size := bits.Len32(uint32(cap(list)) - 1); cap(list) == 1<<size {
		p.byBits[size].Put(&list)
	}
}

// list is an empty list with room for n postings.
func (s *scratch) list(n int) postings {
	return postings{s.docs.take(n)[:0], s.frequencies.take(n)[:0]}
}

// giveList takes back what list gave.
func (s *scratch) giveList(p postings) {
	if p.docs != nil {
		s.docs.give(p.docs)
	}
	if p.tf != nil {
		s.frequencies.give(p.tf)
	}
}
