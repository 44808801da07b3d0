package segment

import (
	"math/rand/v2"
	"slices"
	"testing"

	"paperboy/index/embedded/bitset"
)

const testPapers = 300_000

// randomText returns a Text of one group of forms, and the frequencies of each form by paper.
func randomText(random *rand.Rand, forms int) (*Text, []map[uint32]Frequency) {
	of := make([]map[uint32]Frequency, forms)
	read := &formPostings{start: []uint32{0}}
	var ordinals []uint32
	for form := range of {
		of[form] = map[uint32]Frequency{}
		for range random.IntN(1 << random.IntN(13)) {
			doc := random.Uint32N(testPapers)
			if random.IntN(2) == 0 { // close together
				doc = random.Uint32N(3000)
			}
			f := NewFrequency(random.Uint32N(3), 1+random.Uint32N(4))
			if random.IntN(50) == 0 {
				f = NewFrequency(7, 200) // has no code
			}
			of[form][doc] = f
		}
		docs := slices.Sorted(func(yield func(uint32) bool) {
			for doc := range of[form] {
				if !yield(doc) {
					return
				}
			}
		})
		for _, doc := range docs {
			read.Docs, read.TF = append(read.Docs, doc), append(read.TF, of[form][doc])
		}
		read.start, ordinals = append(read.start, uint32(len(read.Docs))), append(ordinals, uint32(form))
	}
	x := &Text{groupForms: ordinals, formStart: []uint32{0, uint32(forms)}, Lengths: make([]uint32, testPapers)}
	(&groupWriter{}).write(x, read)
	return x, of
}

func TestCursor(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for trial := range 60 {
		forms := 1 + random.IntN(4)
		if trial%20 == 19 {
			forms = 300 // more than a byte can rank
		}
		x, of := randomText(random, forms)
		pick := Pick{}
		if forms > 1 && random.IntN(3) > 0 {
			pick.Ranks = bitset.New(forms)
			for range 1 + random.IntN(2) {
				pick.Ranks.Add(random.Uint32N(uint32(forms)))
			}
		}
		want := map[uint32]Frequency{}
		for form, papers := range of {
			if n := x.FormPapers(uint32(form)); n != len(papers) {
				t.Fatalf("FormPapers = %d, want %d", n, len(papers))
			}
			if pick.Ranks != nil && !pick.Ranks.Has(uint32(form)) {
				continue
			}
			for doc, f := range papers {
				want[doc] = want[doc].plus(f)
			}
		}
		all := bitset.New(testPapers)
		x.AddPapers(pick, all)
		if all.Count() != len(want) {
			t.Fatalf("AddPapers adds %d papers, want %d", all.Count(), len(want))
		}
		if n, ok := x.PickPapers(pick); ok && n != len(want) {
			t.Fatalf("PickPapers = %d, want %d", n, len(want))
		}
		var asked []uint32
		some := bitset.New(testPapers)
		for doc := range uint32(testPapers) {
			if _, has := want[doc]; random.IntN(5000) == 0 || has && random.IntN(1+trial) == 0 {
				asked = append(asked, doc)
				some.Add(doc)
			}
		}
		tf := make([]Frequency, len(asked))
		x.Gather(pick.Group, []bitset.Set{pick.Ranks}, asked, [][]Frequency{tf})
		x.KeepPapers(pick, some)
		for i, doc := range asked {
			if tf[i] != want[doc] {
				t.Fatalf("trial %d: frequency %v in paper %d, want %v", trial, tf[i], doc, want[doc])
			}
			if some.Has(doc) != (want[doc] > 0) {
				t.Fatalf("trial %d: KeepPapers keeps paper %d: %v", trial, doc, some.Has(doc))
			}
		}
	}
}
