package recommend_test

import (
	"cmp"
	"math"
	"slices"

	"paperboy/data"
	"paperboy/index/analysis"
)

// matrix is a collection as vectors, to work out by hand what recommendations are
// measured against.
type matrix struct {
	papers   []map[string]float64 // a(t,d)
	postings map[string][]int     // papers by stem
	idf      map[string]float64
	norms    []float64
	mean     float64 // of norms
}

// newMatrix weighs terms by ln(1 + N/df) to the power of idfPower.
func newMatrix(papers []data.Paper, idfPower float64) *matrix {
	m := &matrix{postings: make(map[string][]int), idf: make(map[string]float64)}
	for i, p := range papers {
		v := make(map[string]float64)
		for _, text := range []string{p.Title, p.Title, p.Title, p.Abstract} {
			for _, t := range analysis.Tokenize(nil, text) {
				if !analysis.IsFunctionWord(t.Form) {
					v[analysis.Stem(t.Form)]++
				}
			}
		}
		for stem, tf := range v {
			v[stem] = 1 + math.Log(tf)
			m.postings[stem] = append(m.postings[stem], i)
		}
		m.papers = append(m.papers, v)
	}
	for stem, found := range m.postings {
		m.idf[stem] = math.Pow(math.Log(1+float64(len(papers))/float64(len(found))), idfPower)
	}
	for _, v := range m.papers {
		norm := 0.
		for _, stem := range stemsOf(v) {
			norm += v[stem] * v[stem] * m.idf[stem]
		}
		m.norms = append(m.norms, math.Sqrt(norm))
		m.mean += math.Sqrt(norm) / float64(len(papers))
	}
	return m
}

// similarities are those of all papers to the 50 heaviest terms of a bag.
func (m *matrix) similarities(bag map[string]float64) []float64 {
	stems := stemsOf(bag)
	slices.SortStableFunc(stems, func(a, b string) int { return cmp.Compare(bag[b]*m.idf[b], bag[a]*m.idf[a]) })
	sims := make([]float64, len(m.papers))
	for _, stem := range stems[:min(50, len(stems))] {
		for _, i := range m.postings[stem] {
			sims[i] += bag[stem] * m.papers[i][stem] * m.idf[stem] / (.2*m.mean + .8*m.norms[i])
		}
	}
	return sims
}

// cosine is that of two papers.
func (m *matrix) cosine(i, j int) float64 {
	sum := 0.
	for _, stem := range stemsOf(m.papers[i]) {
		sum += m.papers[i][stem] * m.papers[j][stem] * m.idf[stem]
	}
	return sum / (m.norms[i] * m.norms[j])
}

// meanOfLists are the means of the papers' similarities to each of the liked ones.
func (m *matrix) meanOfLists(liked []int) []float64 {
	mean := make([]float64, len(m.papers))
	for _, d := range liked {
		for i, s := range m.similarities(m.papers[d]) {
			mean[i] += s / m.norms[d]
		}
	}
	return mean
}

// rocchio are the similarities to the plain mean of the liked papers less a fifth of
// that of the unliked ones.
func (m *matrix) rocchio(liked, unliked []int) []float64 {
	bag := make(map[string]float64)
	for _, d := range liked {
		for stem, a := range m.papers[d] {
			bag[stem] += a / float64(len(liked))
		}
	}
	for _, d := range unliked {
		for stem, a := range m.papers[d] {
			bag[stem] -= .2 * a / float64(len(unliked))
		}
	}
	for stem, a := range bag {
		if a <= 0 {
			delete(bag, stem)
		}
	}
	return m.similarities(bag)
}

// best are the papers with the greatest scores above 0, less those left out, at
// most n.
func best(scores []float64, leftOut []int, n int) []int {
	var papers []int
	for i, s := range scores {
		if s > 0 && !slices.Contains(leftOut, i) {
			papers = append(papers, i)
		}
	}
	slices.SortStableFunc(papers, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return papers[:min(n, len(papers))]
}

func stemsOf(bag map[string]float64) []string {
	stems := make([]string, 0, len(bag))
	for stem := range bag {
		stems = append(stems, stem)
	}
	slices.Sort(stems)
	return stems
}
