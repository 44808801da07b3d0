package segment

import (
	"math"
	"math/rand/v2"
	"testing"

	"paperboy/index/embedded/bitset"
)

// scorerCase is a random group with two terms, and what these are worth.
type scorerCase struct {
	text  *Text
	terms []Scored
	norms []float32
	has   bitset.Set
	want  []float64 // by paper
}

func randomScorerCase(random *rand.Rand, forms int) scorerCase {
	x, of := randomText(random, forms)
	c := scorerCase{text: x, norms: make([]float32, testPapers), has: bitset.New(testPapers), want: make([]float64, testPapers)}
	some := bitset.New(forms)
	for range 1 + random.IntN(2) {
		some.Add(random.Uint32N(uint32(forms)))
	}
	c.terms = []Scored{{nil, 2}, {some, .7}}
	if forms == 1 {
		c.terms[1].Ranks = nil
	}
	for doc := range c.norms {
		c.norms[doc] = .3 + 2*random.Float32()
	}
	x.AddPapers(Pick{}, c.has)
	for doc := range c.has.Each {
		for _, t := range c.terms {
			sum := Frequency(0)
			for form, papers := range of {
				if t.Ranks == nil || t.Ranks.Has(uint32(form)) {
					sum = sum.plus(papers[doc])
				}
			}
			f := sum.Weighted()
			c.want[doc] += float64(t.Factor) * f / (f + float64(c.norms[doc]))
		}
	}
	return c
}

func near(got float32, want float64) bool { return math.Abs(float64(got)-want) <= 1e-5*want }

// TestScorer scores papers by looking them up, with and without a limit, and window by window.
func TestScorer(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for trial := range 16 {
		forms := 1 + random.IntN(4)
		if trial%8 == 7 {
			forms = 300 // more than a byte can rank
		}
		c := randomScorerCase(random, forms)
		named, posting := bitset.New(testPapers), Postings{}
		want := append([]float64(nil), c.want...)
		for doc := random.Uint32N(99); doc < testPapers; doc += 1 + random.Uint32N(400) {
			if random.IntN(2) == 0 {
				named.Add(doc)
				want[doc] += 1.5
				continue
			}
			posting.Docs, posting.TF = append(posting.Docs, doc), append(posting.TF, NewFrequency(1, 2))
			want[doc] += 3 * 4 / (4 + float64(c.norms[doc]))
		}
		scorer := func(exact bool) *Scorer {
			s := &Scorer{Norms: c.norms}
			s.AddConstant(1.5, named)
			s.AddGroup(c.text, 0, c.terms, c.has, exact)
			has := bitset.New(testPapers)
			has.AddAll(posting.Docs)
			s.AddSum(3, &posting, has)
			s.Sort()
			return s
		}
		known, sought := scorer(true), scorer(false)
		for doc := range uint32(testPapers) {
			if random.IntN(1+trial) > 0 {
				continue
			}
			limit := 4 * random.Float32()
			got := known.Score(doc, limit)
			if !near(got, want[doc]) && (want[doc] > float64(limit)*(1+1e-5) || got >= limit) {
				t.Fatalf("trial %d: paper %d scores %v, want %v, limit %v", trial, doc, got, want[doc], limit)
			}
			if c.has.Has(doc) { // no paper may be said to lack what it has
				if got := sought.Score(doc, 0); !near(got, want[doc]) {
					t.Fatalf("trial %d: paper %d, which is sought, scores %v, want %v", trial, doc, got, want[doc])
				}
			}
		}
		checkWindows(t, known, want)
	}
}

// checkWindows adds the parts of scores up window by window.
func checkWindows(t *testing.T, s *Scorer, want []float64) {
	const papers = 1 << 12
	for from := 0; from < testPapers; from += papers {
		norms := s.Norms[from:min(from+papers, testPapers)]
		w := &Window{From: uint32(from), Norms: norms, Scores: make([]float32, len(norms)), Above: bitset.New(papers)}
		for k := range s.Parts() {
			s.Add(k, w)
		}
		for at, got := range w.Scores {
			want := want[from+at]
			if !near(got, want) && !(w.Above.Has(uint32(at)) && float64(got) > want) {
				t.Fatalf("paper %d scores %v in its window, want %v", from+at, got, want)
			}
		}
	}
}

// TestScorerSingle finds the papers whose score of one part reaches a limit.
func TestScorerSingle(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for trial := range 16 {
		c := randomScorerCase(random, 1+random.IntN(4))
		s := &Scorer{Norms: c.norms}
		s.AddGroup(c.text, 0, c.terms, nil, true)
		s.Sort()
		if !s.IsSingle() {
			t.Fatal("a score of one part is not single")
		}
		limit, last := float32(0), -1
		s.EachAbove(c.has, limit, func(doc uint32, score float32) float32 {
			if !near(score, c.want[doc]) {
				t.Fatalf("trial %d: paper %d scores %v, want %v", trial, doc, score, c.want[doc])
			}
			for at := last + 1; at < int(doc); at++ {
				if c.want[at] > float64(limit)*(1+1e-5) {
					t.Fatalf("trial %d: paper %d, which scores %v, was left out at %v", trial, at, c.want[at], limit)
				}
			}
			last = int(doc)
			limit = max(limit, .9*score)
			return limit
		})
		if last < 0 && !c.has.IsEmpty() {
			t.Fatalf("trial %d: no paper reaches 0", trial)
		}
	}
}
