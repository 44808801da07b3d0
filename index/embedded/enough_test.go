package embedded

import (
	"math/rand/v2"
	"testing"

	"paperboy/index/embedded/bitset"
)

// TestEnough compares the decision diagram with sums paper by paper.
func TestEnough(t *testing.T) {
	small := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 12))
		const papers = 200
		weights, terms := make([]float32, r.IntN(10)), []bitset.Set{}
		for k := range weights {
			weights[k] = float32(r.IntN(4)) + r.Float32()
			terms = append(terms, randomBitset(r, papers))
		}
		limit := r.Float32() * reach(0, weights)
		e, ok := newEnough(weights, limit)
		if !ok {
			continue
		}
		small++
		set := randomBitset(r, papers)
		want := bitset.New(papers)
		for doc := range set.Each {
			sum := float32(0)
			for k, has := range terms {
				if has.Has(doc) {
					sum += weights[k]
				}
			}
			if sum >= limit {
				want.Add(doc)
			}
		}
		e.keep(set, terms)
		for doc := range uint32(papers) {
			if set.Has(doc) != want.Has(doc) {
				t.Fatalf("seed %d: paper %d of weights %v, limit %v: got %v, want %v", seed, doc, weights, limit, set.Has(doc), want.Has(doc))
			}
		}
	}
	if small < 150 {
		t.Errorf("%d of 200 diagrams were small enough, want 150 or more", small)
	}
}

func randomBitset(r *rand.Rand, n int) bitset.Set {
	s := bitset.New(n)
	for i := range uint32(n) {
		if r.IntN(2) == 0 {
			s.Add(i)
		}
	}
	return s
}
