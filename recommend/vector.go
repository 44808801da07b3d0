package recommend

import (
	"cmp"
	"math"
	"slices"

	"paperboy/data"
	"paperboy/index"
)

// vector has length 1, or 0 for a paper without words. Its components are in ascending order
// of terms.
type vector []component

type component struct {
	term   int // in the order in which terms were met
	weight float64
}

// vectorsOf returns the vectors of whole texts, with idf among the papers themselves: what
// they all share does not make two of them alike.
func vectorsOf(papers []data.Paper) []vector {
	vectors := make([]vector, len(papers))
	numbers := make(map[string]int)
	var df []int
	for i, p := range papers {
		for _, t := range paperTerms(p, nil) {
			n, known := numbers[t.Stem]
			if !known {
				n, numbers[t.Stem] = len(df), len(df)
				df = append(df, 0)
			}
			df[n]++
			vectors[i] = append(vectors[i], component{n, t.Weight})
		}
		slices.SortFunc(vectors[i], func(a, b component) int { return cmp.Compare(a.term, b.term) })
	}
	for _, v := range vectors {
		squared := 0.
		for k := range v {
			v[k].weight *= math.Sqrt(index.IDF(len(papers), df[v[k].term]))
			squared += v[k].weight * v[k].weight
		}
		for k := range v {
			v[k].weight /= math.Sqrt(squared)
		}
	}
	return vectors
}

// cosine returns a number from 0, for nothing in common, to 1.
func cosine(a, b vector) float64 {
	sum := 0.
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].term < b[0].term:
			a = a[1:]
		case a[0].term > b[0].term:
			b = b[1:]
		default:
			sum += a[0].weight * b[0].weight
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
