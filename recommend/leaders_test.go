package recommend

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
)

// TestLeadersMissNothing compares the grouping of random papers, many of them versions
// of others, with one that compares each paper with all before it.
func TestLeadersMissNothing(t *testing.T) {
	reasons := make(map[string]int)
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		var found leaders
		var all []*fingerprint
		for _, p := range versions(random, 300) {
			f := newFingerprint(p)
			want, wantReason := 0, ""
			for i, other := range all {
				if reason := f.duplicates(other); reason != "" {
					want, wantReason = i, reason
					break
				}
			}
			got, reason := found.first(f)
			if got != want || reason != wantReason {
				t.Fatalf("seed %d: %+v duplicates %d (%s), want %d (%s)", seed, p, got, reason, want, wantReason)
			}
			reasons[reason]++
			if reason == "" {
				all = append(all, f)
				found.add(f)
			}
		}
	}
	for _, reason := range []string{"", SameTitle, SameWording, SameTitleAndWording} {
		if reasons[reason] < 100 {
			t.Errorf("%d papers with reason %q: too few to tell", reasons[reason], reason)
		}
	}
}

// versions returns n papers, half of them with a good part of another's title, wording
// and authors.
func versions(random *rand.Rand, n int) []data.Paper {
	names := []string{"Ada Lovelace", "Wei Li", "Alan Turing", "Paul Erdős", "Jane Doe", "Li Wang"}
	words := strings.Fields("in this paper we propose a of the")
	for i := range 400 {
		words = append(words, fmt.Sprintf("word%c%c", 'a'+i%20, 'a'+i/20)) // a digit would count as a number in a title
	}
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[random.IntN(len(words))] + " ")
		}
		return b.String()
	}
	var papers []data.Paper
	for i := range n {
		p := data.Paper{ID: data.ID(fmt.Sprint(i)), Title: text(5), Abstract: text(15 + random.IntN(80))}
		for range random.IntN(4) {
			p.Authors = append(p.Authors, names[random.IntN(len(names))])
		}
		if i > 0 && random.IntN(2) == 0 {
			of := papers[random.IntN(i)]
			if random.IntN(2) == 0 {
				p.Title = of.Title
			}
			if random.IntN(4) > 0 {
				p.Abstract = of.Abstract + text(random.IntN(1+len(of.Abstract)/20))
			}
			if random.IntN(4) > 0 {
				p.Authors = of.Authors
			}
		}
		papers = append(papers, p)
	}
	return papers
}

// BenchmarkGroup groups the hits of one question, one in ten of them a version of
// another. The names are as frequent as in a field where some are common.
func BenchmarkGroup(b *testing.B) {
	for _, n := range []int{20, 100, 1000, 5000} {
		random := rand.New(rand.NewPCG(1, 1))
		zipf := rand.NewZipf(random, 1.05, 4, 20_000)
		hits := make([]candidate, n)
		for i := range hits {
			var abstract strings.Builder
			for j := range 180 {
				if j%60 == 0 {
					abstract.WriteString("In this paper we propose. ")
				}
				fmt.Fprintf(&abstract, "w%d ", zipf.Uint64())
			}
			p := data.Paper{Title: fmt.Sprintf("Title number %d of a paper on graphs", i), Abstract: abstract.String()}
			for range 1 + random.IntN(6) {
				p.Authors = append(p.Authors, fmt.Sprintf("A. Surname%d", min(zipf.Uint64(), 5000)))
			}
			if i > 0 && i%10 == 0 {
				p = hits[random.IntN(i)].paper
				p.Title += ", extended"
			}
			hits[i] = candidate{SimilarHit: index.SimilarHit{Number: data.Number(i + 1)}, paper: p}
		}
		b.Run(fmt.Sprint(n, " hits"), func(b *testing.B) {
			for b.Loop() {
				groups, _ := group(nil, slices.Clone(hits))
				b.ReportMetric(float64(len(groups)), "groups")
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/hit")
		})
	}
}
