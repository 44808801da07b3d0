package embedded

import (
	"encoding/binary"
	"fmt"
	"slices"

	"paperboy/index"
)

// pairDepth is the number of papers, best by the score without pairs, whose pairs
// are counted: see the package comment. The order stays one order whatever the
// page, since pairs never take away: those papers stay above the rest.
const pairDepth = 200

// scoredPair is two stems that follow each other in the query.
type scoredPair struct {
	first, second *term
	qtf           int
	idf           float64 // the lesser of the two
}

func (q *scoredPair) factor() float64 { return pairWeight * float64(q.qtf) * q.idf }

// addPair notes that the stem of second follows that of first.
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

// addPairs adds what pairs are worth to the scores of places.
func (p *plan) addPairs(places []place) {
	for i := range places {
		places[i].score += p.pairScore(places[i].part, places[i].doc)
	}
}

func (p *plan) pairScore(part int, doc uint32) float64 {
	score := 0.
	for i, tf := range p.countPairs(part, doc) {
		if tf > 0 {
			score += p.pairs[i].factor() * p.saturated(tf, part, doc)
		}
	}
	return score
}

// pairCodes are the codes of one part's stems: the pairs by their two codes, and
// which low bytes such codes have, as most words of a text have none of them.
type pairCodes struct {
	pairs map[[2]uint32]int
	low   [256]bool
}

func (p *plan) pairCodes(part int) *pairCodes {
	if p.codes[part] != nil {
		return p.codes[part]
	}
	x := p.view.parts[part].text
	c := &pairCodes{pairs: make(map[[2]uint32]int, len(p.pairs))}
	code := func(t *term) (uint32, bool) {
		ord, _ := p.view.tables.stems.lookup(t.stem())
		i, ok := slices.BinarySearch(x.stems, ord)
		if !ok {
			return 0, false
		}
		return x.sequences.codes[i], true
	}
	for i, q := range p.pairs {
		first, ok := code(q.first)
		second, ok2 := code(q.second)
		if len(q.first.forms[part]) > 0 && len(q.second.forms[part]) > 0 && ok && ok2 {
			c.pairs[[2]uint32{first, second}] = i
			c.low[first%256], c.low[second%256] = true, true
		}
	}
	p.codes[part] = c
	return c
}

// countPairs is tf' of each pair in one paper. The next call overwrites it.
func (p *plan) countPairs(part int, doc uint32) []float64 {
	p.pairTF = append(p.pairTF[:0], make([]float64, len(p.pairs))...)
	c := p.pairCodes(part)
	if len(c.pairs) == 0 {
		return p.pairTF
	}
	sequence := p.view.parts[part].text.sequences.of(doc)
	var before, here []uint32 // readings of the last two places that the query may have
	weight, again := float64(titleWeight), false
	for len(sequence) > 0 {
		code, n := uint32(sequence[0]), 1
		if code >= 1<<7 {
			var long uint64
			long, n = binary.Uvarint(sequence)
			code = uint32(long)
		}
		sequence = sequence[n:]
		switch {
		case code == sameAgain:
			again = true
			continue
		case code == endOfTitle:
			weight, here = 1, here[:0]
			continue
		case !again:
			before, here = here, before[:0]
		}
		again = false
		if !c.low[code%256] || slices.Contains(here, code) {
			continue
		}
		here = append(here, code)
		for _, first := range before {
			if i, ok := c.pairs[[2]uint32{first, code}]; ok {
				p.pairTF[i] += weight
			}
		}
	}
	return p.pairTF
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
				{Description: "weight of its kind", Value: pairWeight},
				{Description: "occurrences in the query", Value: float64(q.qtf)},
				{Description: "idf, the lesser of the two words'", Value: q.idf},
				{Description: fmt.Sprintf("BM25 of %g, those in the title twice", tf), Value: saturated},
			},
		})
	}
}
