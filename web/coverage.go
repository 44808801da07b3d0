package web

import (
	"context"
	"sync"
	"time"

	"paperboy/api/search"

	"paperboy/index"
)

// coverage remembers which orders have data to sort by, so that the others need
// not be offered. The zero coverage is ready.
type coverage struct {
	mu    sync.Mutex // guards what follows
	have  map[index.Sort]bool
	until time.Time
}

// coverageAge is how long an answer serves: asking is three searches, and new
// papers may bring a first upvote at any time.
const coverageAge = 10 * time.Second

// searcher is what coverage needs of the service.
type searcher interface {
	Search(context.Context, search.Params) (search.Answer, error)
}

// sorts reports for each order whether any paper has what it sorts by. The
// first paper by an order lacks the value only if all do.
func (v *coverage) sorts(ctx context.Context, papers searcher, now time.Time) (map[index.Sort]bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if now.Before(v.until) {
		return v.have, nil
	}
	have := map[index.Sort]bool{index.ByRelevance: true, index.ByAdded: true, index.ByTitle: true, index.ByFirstAuthor: true}
	for _, sort := range []index.Sort{index.ByNewest, index.ByMostAuthors, index.ByUpvotes, index.ByComments, index.ByFeatured} {
		p := unfiltered("")
		p.Sort, p.Limit, p.Facets = sort, 1, []index.Facet{}
		a, err := papers.Search(ctx, p)
		if err != nil {
			return nil, err
		}
		have[sort] = len(a.Hits) > 0 && hasValue(a.Hits[0], sort)
	}
	have[index.ByOldest] = have[index.ByNewest]
	have[index.ByFewestAuthors] = have[index.ByMostAuthors]
	v.have, v.until = have, now.Add(coverageAge)
	return have, nil
}

func hasValue(h search.Hit, sort index.Sort) bool {
	p := h.Paper.Paper
	switch sort {
	case index.ByNewest:
		return !p.Date.IsZero()
	case index.ByMostAuthors:
		return p.AuthorCount != nil
	case index.ByUpvotes:
		return p.Upvotes != nil
	case index.ByComments:
		return p.Comments != nil
	}
	return !p.Featured.IsZero()
}
