package embedded

import (
	"fmt"

	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/query"
)

// citedPaper is a paper that the query names by its id among other text.
type citedPaper struct {
	doc   uint32
	bonus float64
}

// findCited looks up the papers that a query names, by segment. A paper with several of the
// ids gets the bonus of the first.
func (v searcher) findCited(q query.Query) [][]citedPaper {
	if len(q.Papers) == 0 {
		return nil
	}
	found := make([][]citedPaper, len(v.Segments))
	for i := range v.Segments {
		seg := &v.Segments[i]
		known := bitset.New(seg.Papers)
		for k, id := range q.Papers {
			bonus := index.CitedBonus(k, len(q.Papers))
			has := bitset.New(seg.Papers)
			seg.IDs.AddExact(idSpelling(id), has)
			has.And(seg.Live)
			has.AndNot(known)
			for doc := range has.Each {
				known.Add(doc)
				found[i] = append(found[i], citedPaper{doc, bonus})
			}
		}
	}
	return found
}

// citedIn returns the cited papers of segment i.
func (p *plan) citedIn(i int) []citedPaper {
	if p.cited == nil {
		return nil
	}
	return p.cited[i]
}

// setCited adds the cited papers of segment i, which match whatever else the query requires.
// The set of a segment that was not searched for lack of time is empty and stays so.
func (p *plan) setCited(i int, into bitset.Set) {
	if len(into) == 0 {
		return
	}
	for _, c := range p.citedIn(i) {
		into.Add(c.doc)
	}
}

// citedBonus returns the bonus that puts a cited paper first.
func (p *plan) citedBonus(i int, doc uint32) float64 {
	for _, c := range p.citedIn(i) {
		if c.doc == doc {
			return c.bonus
		}
	}
	return 0
}

// explainCited appends the bonus of a cited paper.
func (p *plan) explainCited(i int, doc uint32, e *index.Explanation) {
	if bonus := p.citedBonus(i, doc); bonus > 0 {
		e.Details = append(e.Details, index.Explanation{Description: fmt.Sprintf("named by its id in the query, %g for each place from the last", index.CitedBonus(0, 1)), Value: bonus})
	}
}
