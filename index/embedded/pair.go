package embedded

import (
	"cmp"
	"fmt"
	"slices"

	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// pairDepth is the number of papers, best by the score without pairs, whose pairs are counted:
// see the package comment. The order is the same for all pages, since pairs never subtract:
// these papers stay above the rest.
const pairDepth = 200

// scoredPair is two successive stems of the query.
type scoredPair struct {
	first, second *term
	qtf           int
	idf           float64 // the lesser of the two
	// firstAt and secondAt are the places of the stems in plan.scored.
	firstAt, secondAt int
}

func (q *scoredPair) factor() float64 { return index.PairWeight * float64(q.qtf) * q.idf }

// addPair records that the stem of second follows that of first.
func (p *plan) addPair(first, second *term) {
	if first == nil || first == second {
		return
	}
	for i := range p.pairs {
		if q := &p.pairs[i]; q.first == first && q.second == second {
			q.qtf++
			return
		}
	}
	p.pairs = append(p.pairs, scoredPair{first: first, second: second, qtf: 1})
}

// addPairs adds what pairs and the prior are worth to the scores of places.
func (p *plan) addPairs(places []place) {
	for i := range places {
		p.addPairsTo(&places[i])
	}
}

func (p *plan) addPairsTo(found *place) {
	found.reranked = true
	found.score += p.pairScore(found.segment, found.doc)
	found.score += p.priorScore(found.score-p.citedBonus(found.segment, found.doc), found.segment, found.doc)
}

// addPairsUntil is addPairs for as many of the places as can be among the best n, those that
// may gain most first. Reading the texts of all 200 took a fifth of the time of three words.
func (p *plan) addPairsUntil(places []place, n int) {
	byMax := make([]*place, len(places))
	for i := range places {
		byMax[i] = &places[i]
	}
	slices.SortFunc(byMax, func(a, b *place) int { return cmp.Compare(b.max, a.max) })
	best := make([]float64, 0, n+1) // the highest scores so far, in order
	for _, found := range byMax {
		if len(best) == n && found.max*(1+index.PriorWeight+roundingUp) < best[n-1] {
			return
		}
		p.addPairsTo(found)
		at, _ := slices.BinarySearchFunc(best, found.score, func(a, b float64) int { return cmp.Compare(b, a) })
		best = slices.Insert(best, at, found.score)
		best = best[:min(n, len(best))]
	}
}

// roundingUp is more than what rounding can take from a bound of double precision.
const roundingUp = 1e-9

// maxOfPairs returns the most that pairs can add to a paper in which the scored terms have
// these frequencies: a pair is not more frequent than either of its words.
func (p *plan) maxOfPairs(part int, doc uint32, tf func(k int) segment.Frequency) float64 {
	sum := 0.
	for i := range p.pairs {
		q := &p.pairs[i]
		first, second := tf(q.firstAt), tf(q.secondAt)
		switch {
		case first == 0 || second == 0:
		case first.IsCut() || second.IsCut():
			sum += q.factor() * (index.K1 + 1)
		default:
			sum += q.factor() * p.saturated(min(first.Weighted(), second.Weighted()), part, doc)
		}
	}
	return sum
}

// pairScore returns what pairs add to a paper. It is kept, since the first few of the candidates
// (hopeful) are nearly always on the page.
func (p *plan) pairScore(part int, doc uint32) float64 {
	key := [2]uint32{uint32(part), doc}
	if score, known := p.pairScores[key]; known {
		return score
	}
	score := 0.
	for i, tf := range p.countPairs(part, doc) {
		if tf > 0 {
			score += p.pairs[i].factor() * p.saturated(tf, part, doc)
		}
	}
	p.pairScores[key] = score
	return score
}

// pairCodes are the stems of pairs in one segment: the pairs by the groups of their stems, and a
// mark for each code of a form of these. Most words of a text are in no pair.
type pairCodes struct {
	text   *segment.Text
	pairs  map[[2]uint32]int
	marked []uint8
}

func (p *plan) pairCodes(part int) *pairCodes {
	if p.codes[part] != nil {
		return p.codes[part]
	}
	x := p.snap.Segments[part].Text
	c := &pairCodes{text: x, pairs: make(map[[2]uint32]int, len(p.pairs)), marked: p.snap.Tables.Marks.Get(x.Codes.Len())}
	for i, q := range p.pairs {
		first, ok := x.ContentGroup(q.first.ordinal)
		second, ok2 := x.ContentGroup(q.second.ordinal)
		if ok && ok2 && q.first.isStem && q.second.isStem {
			c.pairs[[2]uint32{first, second}] = i
			c.mark(1, first, second)
		}
	}
	p.codes[part] = c
	return c
}

func (c *pairCodes) mark(as uint8, groups ...uint32) {
	for _, g := range groups {
		c.text.EachCode(g, func(code uint32) { c.marked[code] = as })
	}
}

// release gives the marks back.
func (c *pairCodes) release(lender *segment.Scratch) {
	for groups := range c.pairs {
		c.mark(0, groups[0], groups[1])
	}
	lender.Marks.Put(c.marked)
}

// countPairs returns tf' of each pair in one paper. The next call overwrites it.
func (p *plan) countPairs(part int, doc uint32) []float64 {
	p.pairTF = append(p.pairTF[:0], make([]float64, len(p.pairs))...)
	c := p.pairCodes(part)
	if len(c.pairs) == 0 {
		return p.pairTF
	}
	title, abstract := c.text.Sequences.Texts(doc)
	c.count(title, index.TitleWeight, p.pairTF)
	c.count(abstract, 1, p.pairTF)
	return p.pairTF
}

// count adds weight to tf for each occurrence of a pair in a text. Function words between two
// words do not part them.
//
// Most words are not marked and follow none that is: all that is done with these is to read their
// code. With this, and pairScore keeping its results, three words that a paper must have all took
// .31 ms of CPU time instead of .34.
func (c *pairCodes) count(text []byte, weight float64, tf []float64) {
	var before, here []uint32 // groups of the last two places that are in a pair
	again, marked, codes := false, c.marked, &c.text.Codes
	for i := 0; i < len(text); {
		code := uint32(text[i])
		i++
		if code >= 1<<7 {
			code = code&(1<<7-1) | uint32(text[i])<<7
			i++
			if code >= 1<<14 {
				r := segment.SequenceReader{Codes: text[i-2:]}
				code = r.Next()
				i = len(text) - len(r.Codes)
			}
		}
		if marked[code] == 0 && len(before)+len(here) == 0 {
			again = code == segment.SameAgain
			continue
		}
		switch {
		case code == segment.SameAgain:
			again = true
			continue
		case !codes.IsContent(code):
			again = false
			continue
		case !again:
			before, here = here, before[:0]
		}
		again = false
		if marked[code] == 0 {
			continue
		}
		group := c.text.FormGroups[codes.Form(code)]
		if slices.Contains(here, group) {
			continue
		}
		here = append(here, group)
		for _, first := range before {
			if i, ok := c.pairs[[2]uint32{first, group}]; ok {
				tf[i] += weight
			}
		}
	}
}

// explainPairs appends what each pair adds.
func (p *plan) explainPairs(part int, doc uint32, e *index.Explanation) {
	for i, tf := range p.countPairs(part, doc) {
		if tf == 0 {
			continue
		}
		q, saturated := &p.pairs[i], p.saturated(tf, part, doc)
		e.Details = append(e.Details, index.Explanation{
			Description: fmt.Sprintf("pair %s %s, product of:", q.first.stem(), q.second.stem()),
			Value:       q.factor() * saturated,
			Details: []index.Explanation{
				{Description: "weight of its kind", Value: index.PairWeight},
				{Description: "occurrences in the query", Value: float64(q.qtf)},
				{Description: "idf, the lesser of the two words'", Value: q.idf},
				{Description: fmt.Sprintf("BM25 of %g, those in the title twice", tf), Value: saturated},
			},
		})
	}
}
