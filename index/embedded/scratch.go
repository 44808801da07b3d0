package embedded

import "sync"

// scratch lends the slices that searches count and score in: to allocate them
// for each search costs more than to fill them.
type scratch struct{ floats, ints sync.Pool }

// zeros are n zeros.
func (s *scratch) zeros(n int) []float64 {
	if p, ok := s.floats.Get().(*[]float64); ok && cap(*p) >= n {
		list := (*p)[:n]
		clear(list)
		return list
	}
	return make([]float64, n)
}

func (s *scratch) giveZeros(list []float64) { s.floats.Put(&list) }

// counts are n zeros.
func (s *scratch) counts(n int) []int32 {
	if p, ok := s.ints.Get().(*[]int32); ok && cap(*p) >= n {
		return (*p)[:n]
	}
	return make([]int32, n)
}

// giveCounts takes back counts that are all 0 again.
func (s *scratch) giveCounts(counts []int32) { s.ints.Put(&counts) }
