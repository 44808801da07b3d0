package segment

import (
	"math/bits"
	"sync"
)

// Scratch lends the slices in which searches count and score: allocating them for each search
// costs more than filling them.
type Scratch struct {
	Scores      pool[float64]
	RoughScores pool[float32]
	Counts      pool[int32]     // all 0 between Put and Get
	Marks       pool[uint8]     // likewise
	Sums        pool[Frequency] // likewise
	Ordinals    pool[uint32]
	docs        pool[uint32]
	Sets        pool[uint64]
	Frequencies pool[Frequency]
}

// pool lends slices by size, so that those for small segments do not crowd out those for large
// ones.
type pool[T any] struct{ byBits [33]sync.Pool }

// Get returns n elements with the content they had at Put.
func (p *pool[T]) Get(n int) []T {
	size := bits.Len32(uint32(max(n, 1) - 1))
	if list, ok := p.byBits[size].Get().(*[]T); ok {
		return (*list)[:n]
	}
	return make([]T, n, 1<<size)
}

// GetZeroed returns n zeros.
func (p *pool[T]) GetZeroed(n int) []T {
	list := p.Get(n)
	clear(list)
	return list
}

// Put takes back what Get returned, from its first element on.
func (p *pool[T]) Put(list []T) {
	if size := bits.Len32(uint32(cap(list)) - 1); cap(list) == 1<<size {
		p.byBits[size].Put(&list)
	}
}

// GetPostings returns an empty list with room for n postings.
func (s *Scratch) GetPostings(n int) Postings {
	return Postings{s.docs.Get(n)[:0], s.Frequencies.Get(n)[:0]}
}

// PutPostings takes back what GetPostings returned.
func (s *Scratch) PutPostings(p Postings) {
	if p.Docs != nil {
		s.docs.Put(p.Docs)
	}
	if p.TF != nil {
		s.Frequencies.Put(p.TF)
	}
}
