package web

import (
	"context"
	"sync"
	"time"

	"paperboy/api/search"
	"paperboy/index"
)

// availableSorts caches which sort orders have data, so that the page offers only these. The zero
// value is ready to use.
type availableSorts struct {
	mu    sync.Mutex // guards the fields below
	have  map[index.Sort]bool
	until time.Time
}

// availableSortsAge is how long the cache is valid. Filling it takes five searches, and new papers
// may bring a first upvote at any time.
const availableSortsAge = 10 * time.Second

// searcher is what availableSorts needs of the service.
type searcher interface {
	Search(context.Context, search.Params) (search.Answer, error)
}

// load reports for each order whether any paper has the value that it sorts by. The first paper of
// an order lacks the value only if all papers do.
func (v *availableSorts) load(ctx context.Context, papers searcher, now time.Time) (map[index.Sort]bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if now.Before(v.until) {
		return v.have, nil
	}
	have := map[index.Sort]bool{index.ByRelevance: true, index.ByAdded: true, index.ByTitle: true, index.ByFirstAuthor: true}
	for _, sort := range []index.Sort{index.ByNewest, index.ByMostAuthors, index.ByUpvotes, index.ByComments, index.ByFeatured} {
		p := querySearch("")
		p.Sort, p.Limit, p.Facets = sort, 1, []index.Facet{}
		a, err := papers.Search(ctx, p)
		if err != nil {
			return nil, err
		}
		have[sort] = len(a.Hits) > 0 && hasSortValue(a.Hits[0], sort)
	}
	have[index.ByOldest] = have[index.ByNewest]
	have[index.ByFewestAuthors] = have[index.ByMostAuthors]
	v.have, v.until = have, now.Add(availableSortsAge)
	return have, nil
}

func hasSortValue(h search.Hit, sort index.Sort) bool {
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
