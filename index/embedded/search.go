package embedded

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/facets"
	"paperboy/index/embedded/snapshot"
)

// Search answers from the newest snapshot: it finds the query's papers as bitsets, filters them
// and counts facets, adds up rough scores term by term, and scores those exactly that may be
// among the best (rough.go).
func (e *Engine) Search(ctx context.Context, r index.Request) (index.Result, error) {
	var result index.Result
	err := e.ask("embedded.search", func(v searcher) (err error) {
		result, err = v.search(ctx, r)
		return err
	})
	if err != nil {
		return index.Result{}, fmt.Errorf("search: %w", err)
	}
	return result, nil
}

func (v searcher) search(ctx context.Context, r index.Request) (index.Result, error) {
	result := index.Result{Sequence: v.Sequence}
	p := newPlan(ctx, v, r.Query)
	defer p.release()
	p.prior = !r.NoPrior && len(p.scored) > 0
	err := p.admit()
	if err != nil {
		return result, err
	}
	var found []bitset.Set
	found, result.Match = p.match(r.Match)
	if err := p.failure(); err != nil {
		return result, err
	}

	if found, err = p.within(ctx, r.Filter, found); err != nil {
		return result, err
	}
	filter := facets.NewFilter(r.Filter, v.Tables.Facets)
	names, matched := v.Tables.Facets.Lists(), size(found)
	order, err := newOrder(r, v.Tables)
	if err != nil {
		return result, err
	}
	result.NoSuch = filter.NoSuch
	if filter.RestrictsByAdded() {
		filter.SetAdded(v.Added())
	}
	work, err := p.admitPass(r, filter, matched)
	if err != nil {
		return result, err
	}
	if isOfAllPapers(r, filter) {
		v.recall(&r, &result)
	}
	workers := make([]worker, p.workers(work))
	for i := range workers {
		workers[i] = worker{facets: facets.NewCounter(r, v.Tables, v.FrequentAuthors, names, matched), page: newPage(r, order, p)}
	}
	err = v.ShareSegments(ctx, len(workers), func(w, i int, seg *snapshot.Segment) {
		workers[w].search(p, i, seg, filter, found[i])
	})
	first := &workers[0]
	for i := range workers[1:] {
		first.add(&workers[1+i])
	}
	if err != nil {
		return result, err
	}
	page := first.page
	if r.Calendar != "" {
		result.Calendar = first.facets.Calendar()
	}
	result.Grid = first.facets.Grid()
	result.Total, result.All = page.total, -1
	if buckets := first.facets.Buckets(); result.Facets == nil {
		result.Facets = buckets
	}
	if isOfAllPapers(r, filter) {
		v.remember(r, result)
	}
	if p.all != nil {
		result.All = first.all
	}
	if r.All > 0 {
		result.Numbers = page.numbers(p)
		return result, p.failure()
	}
	var places []place
	places, result.More = page.places(p)
	result.Hits, result.Names = []index.Hit{}, p.names
	for _, found := range places {
		found.key.Text = strings.Clone(found.key.Text) // ends with the snapshot
		hit := index.Hit{Number: found.key.Number, Score: found.score, Key: found.key, Missing: p.missing(found.segment, found.doc)}
		if r.Explain {
			hit.Explanation = p.explainIn(order, found)
		}
		result.Hits = append(result.Hits, hit)
	}
	return result, p.failure()
}

// within returns the papers of found, by segment, that are in the scope of f.
func (p *plan) within(ctx context.Context, f index.Filter, found []bitset.Set) ([]bitset.Set, error) {
	if len(f.Scope) == 0 {
		return found, nil
	}
	if !p.spend(passWork * float64(len(f.Scope)*size(found))) {
		return nil, p.tooCostly()
	}
	scope, narrowed := facets.NewFilter(index.Filter{Values: f.Scope}, p.snap.Tables.Facets), make([]bitset.Set, len(found))
	err := p.snap.EachSegment(ctx, func(_, i int, seg *snapshot.Segment) {
		candidates := found[i]
		if authors := f.Scope[index.FacetAuthor]; len(authors) > 0 && !slices.Contains(authors, index.Unknown) {
			candidates = candidates.Intersection(seg.MayHaveAuthor(authors))
		}
		narrowed[i] = scope.Split(seg.Columns, candidates, [facets.Clauses]bool{}).Passed
	})
	return narrowed, err
}

// worker is what one goroutine of a search counts and keeps.
type worker struct {
	facets *facets.Counter
	page   *page
	all    int // papers offered that plan.all has
}

func (w *worker) search(p *plan, i int, seg *snapshot.Segment, filter *facets.Filter, found bitset.Set) {
	s := filter.Split(seg.Columns, found, w.facets.Clauses)
	w.facets.Count(seg.Columns, s)
	if p.all != nil {
		p.all[i].And(s.Passed)
		w.all += p.all[i].Count()
	}
	w.page.total += s.Passed.Count()
	switch {
	case w.page.isCount():
	case w.page.rough != nil:
		p.findBest(w.page.rough, i, seg, s.Passed)
	default:
		scores := p.snap.Tables.Scores.GetZeroed(seg.Papers)
		if w.page.needsScores() {
			p.addScores(i, scores)
		}
		w.page.offerAll(i, seg, s.Passed, scores)
		p.snap.Tables.Scores.Put(scores)
	}
}

// add takes over what another worker has.
func (w *worker) add(other *worker) {
	w.facets.Add(other.facets)
	w.page.add(other.page)
	w.all += other.all
}
