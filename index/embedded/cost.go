package embedded

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/facets"
	"paperboy/index/query"
)

// A request may do baseWork and, for each paper of the index, workPerPaper. The unit is that
// of index.Work: reading one posting, about 10 ns of one processor. Work is estimated before
// it is done, and counted while it is done.
//
// Including what it takes to answer, the sum stays below 20 keyword searches: 31 ms among
// 64,000 papers and 53 ms among 387,000, where the phrase "state of the art" takes 14 ms and a
// pasted abstract that matches any of its words 36 ms. A request that needs more is refused with
// an index.TooCostlyError, such as "of the", which would take 81 to 90 ms there. Where papers are
// few, baseWork is more than any query takes that people type.
const (
	baseWork     = 3_500_000
	workPerPaper = 16

	// What other steps cost in postings.
	venueWork    = 20      // a form in the venue of one paper
	namesWork    = 1. / 8  // a paper of a segment whose names of venues are gone through
	phraseWork   = 44      // a paper searched for a phrase
	nearWork     = 50      // a paper searched for words near each other
	rangeWork    = 1. / 4  // a paper tested by a range
	hasWork      = 2. / 5  // a paper tested for a value
	categoryWork = 2       // a paper tested for a category
	nodeWork     = 1. / 64 // a paper of one of the sets that are combined
	formWork     = 1. / 2  // a form compared with a fuzzy word
	patternWork  = 4       // a form compared with a pattern
	nameWork     = 500     // a paper whose authors' names are compared
	wordWork     = 20      // a word of a name looked up
	setWork      = 1. / 8  // a posting read before, put into a set
	shareWork    = 1. / 2  // a posting split among the forms of its stem
	scoreWork    = 1. / 3  // a posting read before, scored
	passWork     = 1. / 2  // a paper tested by a filter, or counted by a facet
	valuesWork   = 2       // the same for a facet with several values a paper
	orderWork    = 10      // a paper sorted among all
	termWork     = 500     // a term looked up, found in the hits and highlighted
	explainWork  = 20      // a term in the explanation of one hit
)

// minShared is the work from which on it is shared among goroutines. It takes some 100 µs. When
// whatever was to be done was shared, three words that a paper must have all took .41 ms of CPU time
// at p50 with two cores, instead of .31.
const minShared = 10_000

// workers returns how many goroutines should share work on all segments.
func (p *plan) workers(work float64) int {
	if work < minShared {
		return 1
	}
	return p.snap.Workers()
}

// budget returns what a search of v may spend.
func (v searcher) budget(ctx context.Context) index.Budget {
	return index.BudgetOf(ctx, int64(baseWork+workPerPaper*v.Papers))
}

// spend counts work, and reports whether there may be more.
func (p *plan) spend(work float64) bool { return p.budget.Spend(int64(work)) }

// afford counts work that a query can do without, unless that takes more than half of what is
// left. It reports whether the work may be done.
func (p *plan) afford(work float64) bool {
	return work <= float64(p.budget.Left())/2 && p.spend(work)
}

// failure returns the first error so far, or that of too much work.
func (p *plan) failure() error {
	if !p.isStopped() {
		return nil
	}
	p.mu.Lock()
	err := p.err
	p.mu.Unlock()
	if err == nil {
		err = p.tooCostly()
	}
	return err
}

// isStopped reports whether there was an error so far, or too much work, so that postings may not
// have been read.
func (p *plan) isStopped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err != nil || p.budget.IsSpent()
}

// admit refuses a query whose estimate exceeds what is left of the budget.
func (p *plan) admit() error {
	if p.matching, _ = p.estimate(p.root, p.snap.Papers); p.budget.IsSpent() || p.matching > float64(p.budget.Left()) {
		return p.tooCostly()
	}
	return nil
}

// admitPass spends what it takes to score, filter, count and sort the papers found. It returns how
// much of this is done by segment.
func (p *plan) admitPass(r index.Request, f *facets.Filter, found int) (bySegment float64, err error) {
	work := 0.
	if r.Limit > 0 || r.All > 0 {
		for k := range p.scored {
			work += scoreWork * p.maxPapers(p.scored[k].term)
		}
		bySegment = min(work, float64(found*lookUpWork*len(p.scored))) // see findBest
		work += termWork * float64(len(p.scored))
	}
	if r.Explain {
		work += explainWork * float64(len(p.scored)*r.Limit)
	}
	perPaper := 0.
	for _, active := range f.Active {
		if active {
			perPaper += passWork
		}
	}
	for _, facet := range r.Facets {
		if facet == index.FacetDate || facet == index.FacetAuthorCount {
			perPaper += passWork
		} else {
			perPaper += valuesWork
		}
	}
	if r.Calendar != "" {
		perPaper += passWork
	}
	if r.All > 0 {
		perPaper += orderWork
	}
	if !p.spend(work + perPaper*float64(found)) {
		return 0, p.tooCostly()
	}
	return bySegment + perPaper*float64(found), nil
}

// tooCostly returns the refusal, which names the part of the query that takes most of the
// work.
func (p *plan) tooCostly() error {
	costliest, most := "", 0.
	for n := range query.Leaves(p.root, true) {
		if work, _ := p.estimate(n, p.snap.Papers); work > most {
			costliest, most = n.String(), work
		}
	}
	return &index.TooCostlyError{Part: costliest}
}

// estimate returns how much work it takes at most to match n among this many papers, and how
// many it may match. Postings that were already read for the scores are not counted.
func (p *plan) estimate(n query.Node, within int) (work float64, papers int) {
	all := float64(p.snap.Papers)
	switch n := n.(type) {
	case query.And:
		return p.estimateAnd(n.Nodes, within)
	case query.Or:
		for _, c := range distinct(n.Nodes) {
			w, found := p.estimate(c, within)
			work, papers = work+w, papers+found
		}
		return work, min(papers, within)
	case query.Not:
		work, _ = p.estimate(n.Node, within)
		return work, within
	case query.Range:
		return rangeWork * all, within
	case query.Has:
		return hasWork * all, within
	case query.Near:
		return p.estimateNear(n, within)
	case query.Phrase:
		return p.estimateText(n.Field, n.Text, within)
	case query.Word:
		if query.IsFree(n) {
			return p.estimateFree(n, within)
		}
		return p.estimateText(n.Field, n.Text, within)
	case query.Prefix, query.Fuzzy, query.Pattern:
		return p.estimateForms(n, within)
	}
	return 0, within
}

// estimateAnd mirrors evalAnd.
func (p *plan) estimateAnd(nodes []query.Node, within int) (work float64, papers int) {
	papers = within
	var late []query.Node
	for _, n := range nodes {
		if readsTexts(n) {
			late = append(late, n)
			continue
		}
		w, found := p.estimate(n, papers)
		work += w
		if !query.IsFree(n) { // how many free words a paper must have is not known yet
			papers = min(papers, found)
		}
	}
	type estimate struct {
		node   query.Node
		work   float64
		papers int
	}
	var order []estimate
	for _, n := range distinct(late) {
		w, found := p.estimate(n, papers)
		order = append(order, estimate{n, w, found})
	}
	slices.SortStableFunc(order, func(a, b estimate) int { return cmp.Compare(a.papers, b.papers) })
	for _, e := range order {
		if !isNested(e.node) { // estimating these twice would double the time with each bracket
			e.work, e.papers = p.estimate(e.node, papers)
		}
		work, papers = work+e.work, min(papers, e.papers)
	}
	return work, papers
}

func isNested(n query.Node) bool {
	switch n.(type) {
	case query.And, query.Or, query.Not:
		return true
	}
	return false
}

// estimateText is the estimate of a Word or a Phrase.
func (p *plan) estimateText(field query.Field, text string, within int) (work float64, papers int) {
	switch {
	case field == query.Category:
		return categoryWork * float64(p.snap.Papers), within
	case !field.IsText():
		return 0, within
	}
	var forms []*term
	for _, t := range analysis.QueryTokens(nil, text) {
		forms = append(forms, p.form(t.Form))
	}
	if len(forms) == 1 {
		found := p.maxPapers(forms[0])
		return setWork * found, min(int(found), within)
	}
	work, papers = p.estimateAll(forms, within)
	return work + float64(papers*phraseWork), papers
}

// estimateAll is the estimate of withAll.
func (p *plan) estimateAll(terms []*term, within int) (work float64, papers int) {
	found := make(map[*term]int, len(terms))
	for _, t := range terms {
		found[t] = int(p.maxPapers(t))
	}
	papers = within
	for _, n := range slices.Sorted(maps.Values(found)) {
		work += float64(min(n, papers*lookUpWork))
		papers = min(papers, n)
	}
	return work, papers
}

// estimateNear is the estimate of a Near.
func (p *plan) estimateNear(n query.Near, within int) (work float64, papers int) {
	near, _ := p.newNear(n)
	work, papers = p.estimateAll(near.parts, within)
	if near.slop == 0 {
		return work + float64(papers*phraseWork), papers
	}
	return work + float64(papers*(nearWork+len(near.parts))), papers
}

// estimateForms is the estimate of a Prefix, Fuzzy or Pattern. Those of names are counted
// while they are looked up.
func (p *plan) estimateForms(n query.Node, within int) (work float64, papers int) {
	if field, _, _ := query.FieldText(n); !field.IsText() {
		return 0, within
	}
	return p.estimateFree(n, within)
}

// estimateFree is the estimate of the free terms of a node, any of which may match.
func (p *plan) estimateFree(n query.Node, within int) (work float64, papers int) {
	for _, t := range p.freeTermsOf(n, false) {
		found := within
		if t.compound == nil {
			found = int(p.maxPapers(t))
			work += setWork * float64(found)
		} else {
			all, candidates := p.estimateAll(t.compound.parts, within)
			work += all + float64(candidates*phraseWork)
			found = candidates
		}
		papers += found
	}
	return work, min(papers, within)
}

// maxPapers returns how many papers have a term, at most.
func (p *plan) maxPapers(t *term) float64 {
	n := 0
	for i := range p.snap.Segments {
		n += papersOf(p.snap.Segments[i].Text, t.picks[i])
	}
	return float64(n)
}

// readsTexts reports whether evaluating n may read texts word by word, so that it pays to evaluate
// it for few papers.
func readsTexts(n query.Node) bool {
	switch n := n.(type) {
	case query.Phrase:
		return n.Field.IsText()
	case query.Near:
		return true
	case query.Word:
		return n.Field.IsText() && n.Field != query.AnyText && len(analysis.QueryTokens(nil, n.Text)) > 1
	}
	return isNested(n)
}

// byPapers sorts nodes by how many papers they may match, the fewest first.
func (p *plan) byPapers(nodes []query.Node) []query.Node {
	if len(nodes) < 2 {
		return nodes
	}
	papers := make(map[string]int, len(nodes))
	for _, n := range nodes {
		_, papers[n.String()] = p.estimate(n, p.snap.Papers)
	}
	return slices.SortedStableFunc(slices.Values(nodes), func(a, b query.Node) int { return cmp.Compare(papers[a.String()], papers[b.String()]) })
}

// distinct returns nodes without repetitions.
func distinct(nodes []query.Node) []query.Node {
	if len(nodes) < 2 {
		return nodes
	}
	seen := make(map[string]bool, len(nodes))
	return slices.DeleteFunc(slices.Clone(nodes), func(n query.Node) bool {
		text := n.String()
		known := seen[text]
		seen[text] = true
		return known
	})
}
