package indextest

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/analysis"
)

// Similar ranks by the formula for similar papers (index.SimilarTitleWeight), over content
// stems and live papers, and with a second query vector by the lesser of the two scores. Its
// weights are a copy on purpose: see the search formula.
func (o *Oracle) Similar(ctx context.Context, r index.SimilarRequest) (index.SimilarResult, error) {
	papers, sequence, err := o.live()
	if err != nil {
		return index.SimilarResult{}, err
	}
	df := map[string]float64{}
	weights := make([]map[string]float64, len(papers))
	for i, p := range papers {
		weights[i] = stemWeights(p)
		for stem := range weights[i] {
			df[stem]++
		}
	}
	idf := func(stem string) float64 { return math.Pow(math.Log(1+float64(len(papers))/df[stem]), 1.5) }
	norms, mean := make([]float64, len(papers)), 0.
	for i := range papers {
		for _, stem := range slices.Sorted(maps.Keys(weights[i])) { // equal questions have equal sums
			norms[i] += weights[i][stem] * weights[i][stem] * idf(stem)
		}
		norms[i] = math.Sqrt(norms[i])
		mean += norms[i] / float64(len(papers))
	}

	result := index.SimilarResult{Hits: []index.SimilarHit{}, Sequence: sequence}
	similarity := func(bag []index.Term, i int) (sum float64, shared []index.Term) {
		terms, norm := heaviest(bag, r.MaxTerms, df, idf)
		for _, t := range terms {
			if a := weights[i][t.Stem]; a > 0 {
				w := t.Weight * a * idf(t.Stem) / (norm * (.2*mean + .8*norms[i]))
				shared = append(shared, index.Term{Stem: t.Stem, Weight: w})
				sum += w
			}
		}
		slices.SortFunc(shared, byWeight)
		return sum, shared
	}
	for i, p := range papers {
		if slices.Contains(r.Exclude, p.number) || failed(r.Filter, p) != 0 {
			continue
		}
		hit := index.SimilarHit{Number: p.number}
		hit.Score, hit.Shared = similarity(r.Terms, i)
		if r.And != nil {
			var and float64
			and, hit.SharedAnd = similarity(r.And, i)
			hit.Score = min(hit.Score, and)
		}
		if hit.Score > 0 {
			result.Hits = append(result.Hits, hit)
		}
	}
	day := map[any]int32{}
	for _, p := range papers {
		day[p.number] = p.Date.FirstDay()
	}
	slices.SortFunc(result.Hits, func(a, b index.SimilarHit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(day[b.Number], day[a.Number]), cmp.Compare(a.Number, b.Number))
	})
	result.Hits = result.Hits[:min(r.Limit, len(result.Hits))]
	return result, ctx.Err()
}

// stemWeights returns a(t,d) for every content stem of a paper.
func stemWeights(p *paper) map[string]float64 {
	tf := map[string]float64{}
	add := func(tokens []token, weight float64) {
		for _, t := range tokens {
			if !analysis.IsFunctionWord(t.Form) {
				tf[t.stem] += weight
			}
		}
	}
	add(p.title, 3)
	add(p.abstract, 1)
	for stem := range tf {
		tf[stem] = 1 + math.Log(tf[stem])
	}
	return tf
}

// heaviest returns the terms of greatest |weight|*idf, summed by stem, and their norm. Terms
// that do not occur or sum to 0 are left out.
func heaviest(bag []index.Term, most int, df map[string]float64, idf func(string) float64) (kept []index.Term, norm float64) {
	sums := map[string]float64{}
	for _, t := range bag {
		if df[t.Stem] > 0 {
			sums[t.Stem] += t.Weight
		}
	}
	for stem, w := range sums {
		if w == 0 {
			continue
		}
		kept = append(kept, index.Term{Stem: stem, Weight: w})
	}
	slices.SortFunc(kept, func(a, b index.Term) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Weight)*idf(b.Stem), math.Abs(a.Weight)*idf(a.Stem)), strings.Compare(a.Stem, b.Stem))
	})
	kept = kept[:min(cmp.Or(most, index.DefaultTerms), index.MaxTerms, len(kept))]
	for _, t := range kept {
		norm += t.Weight * t.Weight * idf(t.Stem)
	}
	return kept, math.Sqrt(norm)
}

func byWeight(a, b index.Term) int {
	return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Stem, b.Stem))
}
