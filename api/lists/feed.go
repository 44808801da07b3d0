package lists

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"paperboy/api/feed"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/api/similar"
	"paperboy/data/store"
)

// FreshDays is how far back papers count as new for a list, in days, unless a request says
// otherwise.
const FreshDays = 30

// FeedTable has the parameters of a list as a feed: the maximum number of papers.
var FeedTable = params.Table[int]{
	Rows:     []params.Param[int]{params.Int("limit", "How many papers.", 0, feed.MaxLimit, func(n *int) *int { return n })},
	Defaults: feed.DefaultLimit,
}

// Feed returns the papers of a list as a feed, the most recently added to the list first.
func (s *Service) Feed(ctx context.Context, key Key, limit int) (feed.Feed, error) {
	if err := FeedTable.Validate(&limit); err != nil {
		return feed.Feed{}, err
	}
	l, listed, err := s.listed(ctx, key)
	if err != nil {
		return feed.Feed{}, err
	}
	listed = slices.DeleteFunc(listed, func(entry store.Listed) bool { return entry.Gone })
	listed = listed[:min(limit, len(listed))]
	papers, err := fields.LookUp(ctx, s.Store, numbersOf(listed), nil)
	if err != nil {
		return feed.Feed{}, fmt.Errorf("list feed: %w", err)
	}
	f := feed.Feed{Title: "Paperboy: " + l.Name, Page: feedPage(l, key), Changed: l.Updated}
	for _, entry := range listed {
		if paper, ok := papers[entry.Number]; ok {
			f.Entries = append(f.Entries, feed.Entry{Paper: paper.Paper, At: entry.Added, Note: entry.Note})
		}
	}
	return f, nil
}

// NewFeedTable has the parameters of the feed of what is new for a list.
var NewFeedTable = params.Table[similar.Params]{
	Rows: slices.Concat(
		[]params.Param[similar.Params]{params.Int("limit", "How many papers.", 0, feed.MaxLimit, func(p *similar.Params) *int { return &p.Limit })},
		params.Omit(RecommendTable.Rows, "limit", "fields", "shared_terms"),
	),
	Defaults: func() similar.Params {
		p := RecommendTable.Defaults
		p.Limit = newPapers
		return p
	}(),
}

// newPapers is how many papers the feed of what is new for a list has by default. More would be
// less and less similar to those of the list.
const newPapers = 20

// NewFeed returns the papers most similar to those of a list among those added in the last
// FreshDays days, or since the time that p names, as a feed: those that were added last first.
func (s *Service) NewFeed(ctx context.Context, key Key, p similar.Params) (feed.Feed, error) {
	if p.Filter.AddedAfter.IsZero() {
		p.Filter.AddedAfter = s.today().AddDate(0, 0, -FreshDays)
	}
	found, err := s.Recommend(ctx, key, p)
	if err != nil {
		return feed.Feed{}, err
	}
	l, err := s.open(ctx, key)
	if err != nil {
		return feed.Feed{}, err
	}
	f := feed.Feed{Title: "Paperboy: new for " + l.Name, Page: feedPage(l, key) + "/new", Changed: l.Updated}
	for _, h := range found.Hits {
		f.Entries = append(f.Entries, feed.Entry{Paper: h.Paper.Paper, At: h.Paper.Added})
	}
	slices.SortStableFunc(f.Entries, func(a, b feed.Entry) int { return b.At.Compare(a.At) })
	return f, nil
}

// today returns the beginning of the day, in UTC.
func (s *Service) today() time.Time { return s.Now().UTC().Truncate(24 * time.Hour) }

// feedPage returns the address of a list's page for readers. An administrator may have opened the
// list by its ID, which then stays in the address.
func feedPage(l store.List, key Key) string { return "/lists/" + string(cmp.Or(l.ReadKey, key)) }
