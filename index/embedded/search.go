package embedded

import (
	"context"
	"fmt"

	"paperboy/index"
)

// cancelEvery is how many papers are passed between looks at the context.
const cancelEvery = 1 << 16

// Search answers from the newest view: the query's papers as bitsets, their
// scores in a dense slice term by term, then one pass that filters, counts
// facets and keeps the best.
func (e *Engine) Search(ctx context.Context, r index.Request) (index.Result, error) {
	v, err := e.acquire()
	if err != nil {
		return index.Result{}, err
	}
	defer v.release()
	result, err := v.search(ctx, r)
	if err != nil {
		return index.Result{}, fmt.Errorf("search: %w", err)
	}
	return result, nil
}

func (v *view) search(ctx context.Context, r index.Request) (index.Result, error) {
	result := index.Result{Sequence: v.state.Sequence}
	p := newPlan(ctx, v, r.Query)
	var found []bitset
	found, result.Match = p.match(r.Match)
	if p.err != nil {
		return result, p.err
	}

	filter, facets := newFilter(r.Filter, v.tables.names), newFacets(r, v)
	page := newPage(r, len(p.pairs) > 0)
	err := v.everyPart(ctx, func(i int, part *part) {
		scores := make([]float64, part.papers)
		p.addScores(i, scores)
		passed := 0
		for doc := range found[i].each {
			if passed++; passed%cancelEvery == 0 && ctx.Err() != nil {
				return
			}
			fails := filter.failed(part.columns, doc)
			facets.count(part.columns, doc, fails)
			if fails != 0 {
				continue
			}
			result.Total++
			page.offer(place{page.order.key(part.columns, doc, scores[doc]), scores[doc], i, doc})
		}
	})
	if err != nil {
		return result, err
	}
	result.Facets = facets.buckets()
	var places []place
	places, result.More = page.places(p)
	result.Hits = []index.Hit{}
	for _, found := range places {
		hit := index.Hit{Number: found.key.Number, Score: found.score, Key: found.key}
		if r.Explain {
			hit.Explanation = p.explain(found.part, found.doc, found.score)
		}
		result.Hits = append(result.Hits, hit)
	}
	return result, nil
}
