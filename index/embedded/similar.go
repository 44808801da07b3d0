package embedded

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/facets"
	"paperboy/index/embedded/snapshot"
)

// Similar ranks live papers by the formula for similar papers (index.SimilarTitleWeight), for
// two vectors by the lesser of the two scores.
//
// The sums are first added up roughly, in single precision, for all papers: 1.9 million
// postings a question among 390,000 papers (0.8 million for the heaviest 50 terms), 0.7 ns
// each. Papers whose rough sum could be one of the best are then scored exactly from their
// sequences.
func (e *Engine) Similar(ctx context.Context, r index.SimilarRequest) (index.SimilarResult, error) {
	var result index.SimilarResult
	err := e.ask("embedded.similar", func(v searcher) (err error) {
		result, err = v.similar(ctx, r)
		return err
	})
	if err != nil {
		return index.SimilarResult{}, fmt.Errorf("find similar papers: %w", err)
	}
	return result, nil
}

func (v searcher) similar(ctx context.Context, r index.SimilarRequest) (index.SimilarResult, error) {
	if err := v.Similarity.Prepare(ctx, v.Snapshot); err != nil {
		return index.SimilarResult{}, err
	}
	q := v.similarQuery(r)
	if !v.budget(ctx).Spend(int64(q.work())) {
		return index.SimilarResult{}, &index.TooCostlyError{}
	}
	kept := make([]nearest, v.Workers())
	for w := range kept {
		kept[w] = nearest{similarQuery: q, best: best{n: max(r.Limit, 0)}}
	}
	if r.Limit > 0 {
		err := v.EachSegment(ctx, func(w, i int, seg *snapshot.Segment) { kept[w].search(i, seg) })
		if err != nil {
			return index.SimilarResult{}, err
		}
	}
	all := &kept[0].best
	for w := range kept[1:] {
		for _, p := range kept[1+w].best.list {
			all.offer(p)
		}
	}
	result := index.SimilarResult{Hits: []index.SimilarHit{}, Sequence: v.Sequence}
	for _, found := range all.sorted() {
		result.Hits = append(result.Hits, q.hit(found))
	}
	return result, nil
}

// similarQuery is a SimilarRequest resolved against one snapshot.
type similarQuery struct {
	searcher
	vectors  []*queryVector // one or two
	excluded map[data.Number]bool
	// scope and filter both have to let a paper pass.
	scope, filter *facets.Filter
	// slack bounds the error of rough sums that negative terms cause.
	slack float32
	// least is, as bits, the score that a paper must reach for all workers.
	least atomic.Uint64
}

// What similarity costs, in the unit of index.Work.
const (
	roughWork = 1. / 20 // a posting added to the rough sums
	floorWork = 1. / 15 // a paper whose rough sum is looked at
)

// work returns what the query takes at most.
func (q *similarQuery) work() float64 {
	work := floorWork * float64(q.Papers*len(q.vectors))
	for _, b := range q.vectors {
		work += roughWork * b.postings()
	}
	return work
}

// rounding is more than the relative error of rough sums: index.MaxTerms terms and as many
// sums, and the length, are each rounded to one part in 2^24.
const rounding = 4e-5

func (v searcher) similarQuery(r index.SimilarRequest) *similarQuery {
	q := &similarQuery{
		searcher: v, vectors: []*queryVector{v.vector(r.Terms, r.MaxTerms)},
		excluded: make(map[data.Number]bool, len(r.Exclude)),
		scope:    facets.NewFilter(index.Filter{Values: r.Filter.Scope}, v.Tables.Facets),
		filter:   facets.NewFilter(r.Filter, v.Tables.Facets),
	}
	if r.And != nil {
		q.vectors = append(q.vectors, v.vector(r.And, r.MaxTerms))
	}
	for _, n := range r.Exclude {
		q.excluded[n] = true
	}
	for _, b := range q.vectors {
		q.slack = max(q.slack, b.slack())
	}
	return q
}

// nearest is what one goroutine of a similarQuery keeps.
type nearest struct {
	*similarQuery
	rough []roughPlace // as good as may be needed, and what came since
	cutAt int          // cut when it has this many
	best  best
}

// roughPlace is a paper of the current segment and its rough score.
type roughPlace struct {
	score float32
	doc   uint32
}

// search goes through segment i.
func (n *nearest) search(i int, seg *snapshot.Segment) {
	scratch := &n.Tables.Scratch
	sums := scratch.RoughScores.GetZeroed(seg.Papers)
	defer scratch.RoughScores.Put(sums)
	n.vectors[0].addRough(i, sums)
	for _, b := range n.vectors[1:] {
		others := scratch.RoughScores.GetZeroed(seg.Papers)
		b.addRough(i, others)
		for doc, sum := range others {
			sums[doc] = min(sums[doc], sum)
		}
		scratch.RoughScores.Put(others)
	}
	passed := n.scope.Split(seg.Columns, seg.Live, [facets.Clauses]bool{}).Passed
	passed = n.filter.Split(seg.Columns, passed, [facets.Clauses]bool{}).Passed
	lengths := n.Similarity.Lengths[i]
	least := n.leastRough()
	n.rough, n.cutAt = n.rough[:0], 2*n.best.n
	for block, floor := range n.Similarity.Floors[i] {
		from := block * snapshot.FloorBlock
		limit := max(0, least*floor-n.slack)
		for k, sum := range sums[from:min(from+snapshot.FloorBlock, len(sums))] {
			if sum <= limit {
				continue
			}
			doc, most := uint32(from+k), sum+n.slack
			if most < least*lengths[doc] || !passed.Has(doc) || n.excluded[seg.Columns.Numbers[doc]] {
				continue
			}
			if n.rough = append(n.rough, roughPlace{most / lengths[doc], doc}); len(n.rough) >= n.cutAt {
				n.cutRough()
				least = n.leastRough()
				limit = max(0, least*floor-n.slack)
			}
		}
	}
	n.offerRough(i)
}

// leastRough returns the rough score that a paper must reach to be considered.
func (n *nearest) leastRough() float32 {
	return float32(math.Float64frombits(n.least.Load())) * (1 - rounding)
}

// cutRough drops all rough places except the best and those that may be as good within the
// error.
func (n *nearest) cutRough() {
	slices.SortFunc(n.rough, func(a, b roughPlace) int { return cmp.Compare(b.score, a.score) })
	shortest := float32(n.Similarity.EmptyLength())
	last := (n.rough[n.best.n-1].score - 2*n.slack/shortest) * (1 - rounding)
	n.raise(float64(last))
	keep := n.best.n
	for keep < len(n.rough) && n.rough[keep].score >= last*(1-rounding) {
		keep++
	}
	n.rough, n.cutAt = n.rough[:keep], 2*keep
}

// offerRough offers the rough places of segment i with their exact scores.
func (n *nearest) offerRough(i int) {
	if len(n.rough) == 0 {
		return
	}
	marks := n.mark(i)
	defer n.unmark(i, marks)
	for _, p := range n.rough {
		if p.score >= n.leastRough() {
			n.offer(i, p.doc, marks)
		}
	}
}

// offer offers a paper with its exact score.
func (n *nearest) offer(i int, doc uint32, marks [][]uint8) {
	score := n.vectors[0].score(i, doc, marks[0])
	for k, b := range n.vectors[1:] {
		score = min(score, b.score(i, doc, marks[1+k]))
	}
	if score <= 0 {
		return
	}
	n.best.offer(place{key: n.best.order.key(n.Segments[i].Columns, doc, score), score: score, segment: i, doc: doc})
	if last := n.best.last(); last != nil {
		n.raise(last.score)
	}
}

// raise raises least to score, unless it is higher.
func (q *similarQuery) raise(score float64) {
	for {
		old := q.least.Load()
		if math.Float64frombits(old) >= score || q.least.CompareAndSwap(old, math.Float64bits(score)) {
			return
		}
	}
}

// mark borrows the marks of each vector in segment i.
func (q *similarQuery) mark(i int) [][]uint8 {
	marks := make([][]uint8, len(q.vectors))
	for k, b := range q.vectors {
		marks[k] = b.mark(i)
	}
	return marks
}

func (q *similarQuery) unmark(i int, marks [][]uint8) {
	for k, b := range q.vectors {
		b.unmark(i, marks[k])
	}
}

// hit computes what each term adds to a paper's score.
func (q *similarQuery) hit(found place) index.SimilarHit {
	marks := q.mark(found.segment)
	defer q.unmark(found.segment, marks)
	hit := index.SimilarHit{Number: found.key.Number, Score: found.score}
	hit.Shared = q.vectors[0].shared(found, marks[0])
	if len(q.vectors) > 1 {
		hit.SharedAnd = q.vectors[1].shared(found, marks[1])
	}
	return hit
}
