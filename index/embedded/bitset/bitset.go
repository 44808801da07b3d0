// Package bitset has sets of small numbers: documents of a segment, ranks of forms, ordinals
// of values.
package bitset

import (
	"math/bits"
	"slices"
)

// Set is a set of numbers from 0 up to a bound that New fixes: bit i%64 of word i/64 is number
// i. Methods that take two sets need sets of one bound.
type Set []uint64

// New returns an empty set for numbers below n.
func New(n int) Set { return make(Set, (n+63)/64) }

// Full returns the set of all numbers below n.
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

// SetComplement makes s the set of the numbers below n that t lacks.
func (s Set) SetComplement(t Set, n int) {
	for i, word := range t {
		s[i] = ^word
	}
	if n%64 != 0 {
		s[len(s)-1] &= 1<<(n%64) - 1
	}
}

// Add adds i.
func (s Set) Add(i uint32) { s[i/64] |= 1 << (i % 64) }

// Remove removes i.
func (s Set) Remove(i uint32) { s[i/64] &^= 1 << (i % 64) }

// Has reports whether i is a member.
func (s Set) Has(i uint32) bool { return s[i/64]&(1<<(i%64)) != 0 }

// And removes the members that t lacks.
func (s Set) And(t Set) {
	for i := range s {
		s[i] &= t[i]
	}
}

// AndNot removes the members of t.
func (s Set) AndNot(t Set) {
	for i := range s {
		s[i] &^= t[i]
	}
}

// Or adds the members of t.
func (s Set) Or(t Set) {
	for i := range s {
		s[i] |= t[i]
	}
}

// Intersection returns a new set of the members of both.
func (s Set) Intersection(t Set) Set {
	c := slices.Clone(s)
	c.And(t)
	return c
}

// AddAll adds each of members.
func (s Set) AddAll(members []uint32) {
	for _, i := range members {
		s.Add(i)
	}
}

// Count returns the number of members.
func (s Set) Count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// IntersectionCount returns the number of members of both.
func (s Set) IntersectionCount(t Set) (n int) {
	for i, word := range s {
		n += bits.OnesCount64(word & t[i])
	}
	return n
}

// IsEmpty reports whether there are no members.
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
