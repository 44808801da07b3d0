package embedded

import (
	"paperboy/index"
	"paperboy/index/query"
)

// A search may do so much work: as much as reading this many postings for each paper of
// the index. A posting takes about 15 ns. With 393,773 papers the limit is .3 s of one
// processor; three words take 3 ms, an abstract 30, and `"of the"`, the dearest phrase of
// two words, .2 s. What takes more, such as hundreds of phrases of frequent words, ends
// with index.ErrTooCostly before it is done.
const (
	maxWorkPerPaper = 60
	// minPapers keeps small indexes from refusing anything.
	minPapers = 20_000

	// What other steps cost in postings.
	positionsWork = 20     // the places of a form in one paper
	rangeWork     = 1. / 6 // a paper tested by a range
	formsAtOnce   = 8      // forms whose places are looked for at the price of one
	formWork      = 1. / 2 // a form compared with a fuzzy word or a pattern
	setWork       = 1. / 8 // a posting that was read before, put into a set
	openWork      = 100    // the places of a form opened for reading
)

// spend notes work; it reports whether there may be more.
func (p *plan) spend(work float64) bool {
	return p.work.Add(int64(work)) <= p.maxWork()
}

// papersWith are the papers of part i that have a term in a field of text; ok is false if
// there may be no more work.
func (p *plan) papersWith(t *term, field query.Field, i int) (has bitset, ok bool) {
	sum := p.sum(t, i)
	if !p.spend(setWork * float64(len(sum.docs))) {
		return nil, false
	}
	has = newBitset(p.view.parts[i].papers)
	setTerm(sum, field, has)
	return has, true
}

func (p *plan) maxWork() int64 { return int64(maxWorkPerPaper * max(p.view.papers, minPapers)) }

// failure is the first error so far, or that of too much work.
func (p *plan) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil && p.work.Load() > p.maxWork() {
		return index.ErrTooCostly
	}
	return p.err
}
