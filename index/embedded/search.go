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
	result := index.Result{Sequence: v.Sequence, All: -1}
	p := newPlan(ctx, v, r.Query)
	defer p.release()
	p.prior = !r.NoPrior && len(p.scored) > 0
	found, match, err := p.find(ctx, r)
	if err != nil {
		return result, err
	}
	filter := facets.NewFilter(r.Filter, v.Tables.Facets)
	order, err := newOrder(r, v.Tables)
	if err != nil {
		return result, err
	}
	result.Match, result.NoSuch = match, filter.NoSuch
	if filter.RestrictsByAdded() {
		filter.SetAdded(v.Added())
	}
	work, err := p.admitPass(r, filter, size(found))
	if err != nil {
		return result, err
	}
	ofAll := isOfAllPapers(r, filter)
	if ofAll {
		v.recall(&r, &result)
	}
	passed, err := p.pass(ctx, r, filter, order, found, work)
	if err != nil {
		return result, err
	}
	passed.fill(&result, r)
	if ofAll {
		v.remember(r, result)
	}
	if p.all != nil {
		result.All = passed.all
	}
	if r.All > 0 {
		result.Numbers = passed.page.numbers(p)
		return result, p.failure()
	}
	var places []place
	places, result.More = passed.page.places(p)
	result.Hits, result.Names = p.hits(places, order, r.Explain), p.names
	return result, p.failure()
}

// find returns the papers that match the query of r and are in the scope of its filter, by segment,
// and how they match.
func (p *plan) find(ctx context.Context, r index.Request) (found []bitset.Set, match index.Match, err error) {
	if err := p.admit(); err != nil {
		return nil, "", err
	}
	found, match = p.match(r.Match)
	if err := p.failure(); err != nil {
		return nil, "", err
	}
	found, err = p.within(ctx, r.Filter, found)
	return found, match, err
}

// pass filters, counts and ranks the papers found, which is this much work.
func (p *plan) pass(ctx context.Context, r index.Request, filter *facets.Filter, order order, found []bitset.Set, work float64) (*worker, error) {
	names, matched := p.snap.Tables.Facets.Lists(), size(found)
	workers := make([]worker, p.workers(work))
	for i := range workers {
		workers[i] = worker{facets: facets.NewCounter(r, p.snap.Tables, p.snap.FrequentAuthors, names, matched), page: newPage(r, order, p)}
	}
	err := p.snap.ShareSegments(ctx, len(workers), func(w, i int, seg *snapshot.Segment) {
		workers[w].search(p, i, seg, filter, found[i])
	})
	first := &workers[0]
	for i := range workers[1:] {
		first.add(&workers[1+i])
	}
	return first, err
}

// hits returns what an answer says of the papers at some places.
func (p *plan) hits(places []place, order order, explain bool) []index.Hit {
	hits := []index.Hit{}
	for _, found := range places {
		found.key.Text = strings.Clone(found.key.Text) // ends with the snapshot
		hit := index.Hit{Number: found.key.Number, Score: found.score, Key: found.key, Missing: p.missing(found.segment, found.doc)}
		if explain {
			hit.Explanation = p.explainIn(order, found)
		}
		hits = append(hits, hit)
	}
	return hits
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

// fill sets what was counted for r, except for what the result has already.
func (w *worker) fill(result *index.Result, r index.Request) {
	if r.Calendar != "" {
		result.Calendar = w.facets.Calendar()
	}
	result.Grid, result.Total = w.facets.Grid(), w.page.total
	if buckets := w.facets.Buckets(); result.Facets == nil {
		result.Facets = buckets
	}
}

// add takes over what another worker has.
func (w *worker) add(other *worker) {
	w.facets.Add(other.facets)
	w.page.add(other.page)
	w.all += other.all
}
