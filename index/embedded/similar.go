package embedded

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
)

// maxSimilarTerms is the number of heaviest terms that take part: 25 lost 10 %
// on a large corpus, 50 lose nothing.
const maxSimilarTerms = 50

// similarTerm is a stem of the question with its forms by part.
type similarTerm struct {
	stem    string
	ordinal uint32
	factor  float64 // a(t,q) * idf(t)
	forms   [][]uint32
}

// Similar ranks live papers d by
//
//	sim(q,d) = sum of a(t,q)*a(t,d)*idf(t) / (.2*mean_norm + .8*norm_d)
//
// with the norms of similarity.go.
func (e *Engine) Similar(ctx context.Context, r index.SimilarRequest) (index.SimilarResult, error) {
	v, err := e.acquire()
	if err != nil {
		return index.SimilarResult{}, err
	}
	defer v.release()
	result, err := v.similar(ctx, r)
	if err != nil {
		return index.SimilarResult{}, fmt.Errorf("find similar papers: %w", err)
	}
	return result, nil
}

func (v *view) similar(ctx context.Context, r index.SimilarRequest) (index.SimilarResult, error) {
	s := v.similarity
	if err := s.of(ctx, v); err != nil {
		return index.SimilarResult{}, err
	}
	terms := v.similarTerms(r.Terms)
	excluded := make(map[data.Number]bool, len(r.Exclude))
	for _, n := range r.Exclude {
		excluded[n] = true
	}
	filter := newFilter(r.Filter, v.tables.names)
	kept := make([]nearest, v.workers())
	for w := range kept {
		kept[w] = nearest{best: best{n: max(r.Limit, 0)}, excluded: excluded}
	}
	err := v.shareParts(ctx, func(w, i int, part *part) {
		scores := v.tables.zeros(part.papers)
		for k := range terms {
			terms[k].addScores(part.text, &kept[w].merger, i, scores)
		}
		passed := filter.split(part.columns, part.live, [filterParts]bool{}).passed
		kept[w].offerAll(i, part, passed, scores, s)
		v.tables.giveZeros(scores)
	})
	if err != nil {
		return index.SimilarResult{}, err
	}
	best := &kept[0].best
	for w := range kept[1:] {
		for _, p := range kept[1+w].best.heap {
			best.offer(p)
		}
	}
	result := index.SimilarResult{Hits: []index.SimilarHit{}, Sequence: v.state.Sequence}
	for _, found := range best.sorted() {
		result.Hits = append(result.Hits, v.similarHit(found, terms))
	}
	return result, nil
}

// addScores adds what a term is worth in part i.
func (t *similarTerm) addScores(x *textIndex, m *merger, i int, scores []float64) {
	t.forms[i] = x.contentForms(nil, x.formsOf(t.ordinal))
	sum, ok := x.mergedStem(t.ordinal, t.forms[i])
	if !ok {
		m.add(x, t.forms[i])
		for _, doc := range m.docs {
			scores[doc] += t.factor * weight(m.take(doc))
		}
		return
	}
	title, abstract := sum.title[:len(sum.docs)], sum.abstract[:len(sum.docs)]
	for k, doc := range sum.docs {
		scores[doc] += t.factor * weight(title[k], abstract[k])
	}
}

// nearest is what one goroutine of a question for similar papers keeps.
type nearest struct {
	best     best
	merger   merger
	excluded map[data.Number]bool
}

// offerAll offers those of the passed papers that share a term. Most are worse
// than those kept already, which is seen without a division.
func (n *nearest) offerAll(i int, part *part, passed bitset, scores []float64, s *similarity) {
	if n.best.n == 0 {
		return
	}
	const rounding = 1 - 1e-12
	least, full := 0., false
	for doc, score := range scores {
		if score <= 0 || full && score < least*s.length(i, uint32(doc)) {
			continue
		}
		doc := uint32(doc)
		if !passed.has(doc) || n.excluded[part.columns.number[doc]] {
			continue
		}
		score /= s.length(i, doc)
		n.best.offer(place{n.best.order.key(part.columns, doc, score), score, i, doc})
		if full = len(n.best.heap) == n.best.n; full {
			least = n.best.heap[0].score * rounding
		}
	}
}

// length is the divisor of a paper's similarity.
func (s *similarity) length(part int, doc uint32) float64 {
	return .2*s.meanNorm + .8*s.norms[part][doc]
}

// similarTerms are the heaviest terms that live papers have, by |weight|*idf;
// the weights of one stem are added up.
func (v *view) similarTerms(asked []index.Term) []similarTerm {
	weights := map[string]float64{}
	for _, t := range asked {
		weights[t.Stem] += t.Weight
	}
	var terms []similarTerm
	for stem, w := range weights {
		ord, known := v.tables.stems.lookup(stem)
		if !known || int(ord) >= len(v.similarity.df) || v.similarity.df[ord] == 0 {
			continue
		}
		terms = append(terms, similarTerm{stem: stem, ordinal: ord, factor: w * v.similarity.idf(v.papers, ord)})
	}
	slices.SortFunc(terms, func(a, b similarTerm) int {
		return cmp.Or(cmp.Compare(math.Abs(b.factor), math.Abs(a.factor)), strings.Compare(a.stem, b.stem))
	})
	terms = terms[:min(maxSimilarTerms, len(terms))]
	for i := range terms {
		terms[i].forms = make([][]uint32, len(v.parts))
	}
	return terms
}

// similarHit works out what each term adds to a paper's score.
func (v *view) similarHit(found place, terms []similarTerm) index.SimilarHit {
	hit := index.SimilarHit{Number: found.key.Number, Score: found.score}
	text, length := v.parts[found.part].text, v.similarity.length(found.part, found.doc)
	for _, t := range terms {
		if title, abstract := text.frequency(t.forms[found.part], found.doc); title|abstract > 0 {
			hit.Shared = append(hit.Shared, index.Term{Stem: t.stem, Weight: t.factor * weight(title, abstract) / length})
		}
	}
	slices.SortFunc(hit.Shared, func(a, b index.Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Stem, b.Stem))
	})
	return hit
}
