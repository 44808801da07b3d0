package segment

import (
	"math/rand/v2"
	"testing"

	"paperboy/index/embedded/bitset"
)

// TestSum adds up postings of forms and of their whole group.
func TestSum(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	lend := &Scratch{}
	for trial := range 40 {
		forms := 2 + random.IntN(6)
		if trial%20 == 19 {
			forms = 300 // more than a byte can rank
		}
		x, of := randomText(random, forms)
		want := map[uint32]Frequency{}
		add := func(form int) {
			for doc, f := range of[form] {
				want[doc] = want[doc].plus(f)
			}
		}
		var picks []Pick
		for range 2 + random.IntN(4) {
			if random.IntN(3) == 0 {
				picks = append(picks, Pick{})
				for form := range of {
					add(form)
				}
				continue
			}
			ranks, form := bitset.New(forms), random.IntN(forms)
			ranks.Add(uint32(form))
			picks = append(picks, Pick{Ranks: ranks})
			add(form)
		}
		for range 2 { // the second time in the same memory
			got := x.Sum(picks, lend)
			if len(got.Docs) != len(want) || len(got.TF) != len(want) {
				t.Fatalf("trial %d: %d papers, %d frequencies, want %d", trial, len(got.Docs), len(got.TF), len(want))
			}
			for i, doc := range got.Docs {
				if i > 0 && got.Docs[i-1] >= doc || got.TF[i] != want[doc] {
					t.Fatalf("trial %d: paper %d after %v has %d, want %d", trial, doc, got.Docs[:i], got.TF[i], want[doc])
				}
			}
			lend.PutPostings(got)
		}
	}
}
