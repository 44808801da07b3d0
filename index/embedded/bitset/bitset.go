package bitset

import (
	"math/bits"
	"slices"
)

// Set is a set of small numbers.
type Set []uint64

func New(n int) Set { return make(Set, (n+63)/64) }

// Full has all numbers below n.
func Full(n int) Set {
	s := New(n)
	for i := range s {
		s[i] = ^uint64(0)
	}
	if n%64 != 0 {
		s[len(s)-1] >>= 64 - n%64
	}
	return s
}

func (s Set) Add(i uint32)      { s[i/64] |= 1 << (i % 64) }
func (s Set) Remove(i uint32)   { s[i/64] &^= 1 << (i % 64) }
func (s Set) Has(i uint32) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s Set) And(t Set) {
	for i := range s {
		s[i] &= t[i]
	}
}

func (s Set) AndNot(t Set) {
	for i := range s {
		s[i] &^= t[i]
	}
}

func (s Set) Or(t Set) {
	for i := range s {
		s[i] |= t[i]
	}
}

// Intersection is a new set.
func (s Set) Intersection(t Set) Set {
	c := slices.Clone(s)
	c.And(t)
	return c
}

func (s Set) AddAll(members []uint32) {
	for _, i := range members {
		s.Add(i)
	}
}

func (s Set) Count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

func (s Set) IsEmpty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// Each yields the members in ascending order.
func (s Set) Each(yield func(uint32) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(uint32(i*64 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}
