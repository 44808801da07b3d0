package embedded

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync/atomic"

	"paperboy/data"
	"paperboy/index"
)

// Similar ranks live papers d by
//
//	sim(q,d) = sum of a(t,q)*a(t,d)*idf(t) / (norm_q * (.2*mean_norm + .8*norm_d))
//
// with the norms of similarity.go.
//
// The sums are first added up roughly, in single precision, for all papers: 800,000
// postings a question among 390,000 papers, 0.7 ns each. A paper whose rough sum
// could be one of the best is then scored again from its sequence, exactly.
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
	if err := v.similarity.of(ctx, v); err != nil {
		return index.SimilarResult{}, err
	}
	q := v.question(r)
	kept := make([]nearest, v.workers())
	for w := range kept {
		kept[w] = nearest{question: q, best: best{n: max(r.Limit, 0)}}
	}
	if r.Limit > 0 {
		err := v.shareParts(ctx, func(w, i int, part *part) { kept[w].search(i, part) })
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
	result := index.SimilarResult{Hits: []index.SimilarHit{}, Sequence: v.state.Sequence}
	for _, found := range all.sorted() {
		result.Hits = append(result.Hits, q.hit(found))
	}
	return result, nil
}

// question is a SimilarRequest resolved against one view.
type question struct {
	*view
	terms    []similarTerm
	groups   [][]uint32 // by part and term: the group and 1; 0 where there is none
	excluded map[data.Number]bool
	filter   *filter
	// slack is what rough sums may be wrong by for negative terms.
	slack float32
	// least is what a score must reach for any of the workers, as bits.
	least atomic.Uint64
}

// similarTerm is a stem of the question.
type similarTerm struct {
	stem    string
	ordinal uint32
	factor  float64               // a(t,q) * idf(t) / norm_q
	worth   [lastCode + 1]float32 // what frequencies add to a sum, by code
}

// rounding is more than rough sums are wrong by: 100 terms, and the length, are
// each rounded to one part in 2^24.
const rounding = 1e-5

func (v *view) question(r index.SimilarRequest) *question {
	q := &question{
		view: v, terms: v.similarTerms(r), groups: make([][]uint32, len(v.parts)),
		excluded: make(map[data.Number]bool, len(r.Exclude)),
		filter:   newFilter(r.Filter, v.tables.names),
	}
	for _, n := range r.Exclude {
		q.excluded[n] = true
	}
	for k := range q.terms {
		t := &q.terms[k]
		if t.factor < 0 {
			q.slack += float32(rounding * -t.factor * logs[len(logs)-1])
		}
		for code, f := range frequencies {
			t.worth[code] = float32(t.factor * weight(f))
		}
	}
	return q
}

// similarTerms are the heaviest terms that live papers have, by |weight|*idf;
// the weights of one stem are added up.
func (v *view) similarTerms(r index.SimilarRequest) []similarTerm {
	weights := map[string]float64{}
	for _, t := range r.Terms {
		weights[t.Stem] += t.Weight
	}
	var terms []similarTerm
	for stem, w := range weights {
		ord, known := v.tables.stems.lookup(stem)
		if w == 0 || !known || int(ord) >= len(v.similarity.df) || v.similarity.df[ord] == 0 {
			continue
		}
		terms = append(terms, similarTerm{stem: stem, ordinal: ord, factor: w * v.similarity.idf(v.papers, ord)})
	}
	slices.SortFunc(terms, func(a, b similarTerm) int {
		return cmp.Or(cmp.Compare(math.Abs(b.factor), math.Abs(a.factor)), strings.Compare(a.stem, b.stem))
	})
	terms = terms[:min(cmp.Or(r.MaxTerms, index.DefaultTerms), index.MostTerms, len(terms))]
	squared := 0.
	for _, t := range terms {
		squared += t.factor * weights[t.stem]
	}
	for k := range terms {
		terms[k].factor /= math.Sqrt(squared)
	}
	return terms
}

// nearest is what one goroutine of a question keeps.
type nearest struct {
	*question
	rough []roughPlace // as good as may be needed, and what came since
	cutAt int          // how many there may be
	best  best
}

// roughPlace is a paper of the part in hand and its rough score.
type roughPlace struct {
	score float32
	doc   uint32
}

// search goes through part i.
func (n *nearest) search(i int, part *part) {
	scratch, text := &n.tables.scratch, part.text
	sums := scratch.roughScores.zeros(part.papers)
	defer scratch.roughScores.give(sums)
	n.groups[i] = make([]uint32, len(n.terms))
	for k := range n.terms {
		t := &n.terms[k]
		if group, ok := text.contentGroup(t.ordinal); ok {
			n.groups[i][k] = group + 1
			addWorth(text.entriesOf(group), &t.worth, t.factor, sums)
		}
	}
	passed := n.filter.split(part.columns, part.live, [filterParts]bool{}).passed
	lengths := n.similarity.lengths[i]
	least := n.leastRough()
	n.rough, n.cutAt = n.rough[:0], 2*n.best.n
	for block, floor := range n.similarity.floors[i] {
		from := block * floorBlock
		limit := max(0, least*floor-n.slack)
		for k, sum := range sums[from:min(from+floorBlock, len(sums))] {
			if sum <= limit {
				continue
			}
			doc, most := uint32(from+k), sum+n.slack
			if most < least*lengths[doc] || !passed.has(doc) || n.excluded[part.columns.number[doc]] {
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

// leastRough is what the rough score of a paper must reach to be looked at.
func (n *nearest) leastRough() float32 {
	return float32(math.Float64frombits(n.least.Load())) * (1 - rounding)
}

// cutRough drops all but the best of the rough places, and those that may be as
// good for all that is known.
func (n *nearest) cutRough() {
	slices.SortFunc(n.rough, func(a, b roughPlace) int { return cmp.Compare(b.score, a.score) })
	shortest := float32(n.similarity.emptyLength())
	last := (n.rough[n.best.n-1].score - 2*n.slack/shortest) * (1 - rounding)
	n.raise(float64(last))
	keep := n.best.n
	for keep < len(n.rough) && n.rough[keep].score >= last*(1-rounding) {
		keep++
	}
	n.rough, n.cutAt = n.rough[:keep], 2*keep
}

// offerRough offers the rough places of part i with their exact scores.
func (n *nearest) offerRough(i int) {
	marks := n.mark(i)
	defer n.unmark(i, marks)
	for _, p := range n.rough {
		if p.score >= n.leastRough() {
			n.offer(i, p.doc, marks)
		}
	}
}

// offer offers a paper with its exact score.
func (n *nearest) offer(i int, doc uint32, marks []uint8) {
	var tf [index.MostTerms]frequency
	n.parts[i].text.overlap(doc, marks, &tf)
	score := 0.
	for k := range n.terms {
		if tf[k] > 0 {
			score += n.terms[k].factor * weight(tf[k])
		}
	}
	if score /= n.similarity.length(i, doc); score <= 0 {
		return
	}
	n.best.offer(place{n.best.order.key(n.parts[i].columns, doc, score), score, i, doc})
	if last := n.best.last(); last != nil {
		n.raise(last.score)
	}
}

// raise makes least at least as much.
func (q *question) raise(score float64) {
	for {
		old := q.least.Load()
		if math.Float64frombits(old) >= score || q.least.CompareAndSwap(old, math.Float64bits(score)) {
			return
		}
	}
}

// mark lends a mark for each group of part i: the place of its term and 1.
func (q *question) mark(i int) []uint8 {
	marks := q.tables.marks.take(q.parts[i].text.content)
	for k, group := range q.groups[i] {
		if group > 0 {
			marks[group-1] = uint8(k + 1)
		}
	}
	return marks
}

func (q *question) unmark(i int, marks []uint8) {
	for _, group := range q.groups[i] {
		if group > 0 {
			marks[group-1] = 0
		}
	}
	q.tables.marks.give(marks)
}

// overlap counts the marked terms in a paper's sequence.
func (x *textIndex) overlap(doc uint32, marks []uint8, tf *[index.MostTerms]frequency) {
	sequence := sequenceReader{x.sequences.of(doc)}
	once := newFrequency(1, 0)
	for len(sequence.codes) > 0 {
		switch code := sequence.next(); code {
		case endOfTitle:
			once = newFrequency(0, 1)
		case sameAgain:
		default:
			if m := marks[code-firstOfCode]; m > 0 {
				tf[m-1] = tf[m-1].plus(once)
			}
		}
	}
}

// hit works out what each term adds to a paper's score.
func (q *question) hit(found place) index.SimilarHit {
	marks := q.mark(found.part)
	defer q.unmark(found.part, marks)
	var tf [index.MostTerms]frequency
	q.parts[found.part].text.overlap(found.doc, marks, &tf)
	hit := index.SimilarHit{Number: found.key.Number, Score: found.score}
	length := q.similarity.length(found.part, found.doc)
	for k, t := range q.terms {
		if tf[k] > 0 {
			hit.Shared = append(hit.Shared, index.Term{Stem: t.stem, Weight: t.factor * weight(tf[k]) / length})
		}
	}
	slices.SortFunc(hit.Shared, func(a, b index.Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Stem, b.Stem))
	})
	return hit
}
