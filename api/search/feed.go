package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"paperboy/api/feed"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/index"
)

// FeedTable has the parameters of a search as a feed: those of a search, so that the address of
// one makes the address of the other. A feed has an order and a form of its own, and ignores those
// that set them.
var FeedTable = params.Table[Params]{
	Rows: slices.Concat(
		[]params.Param[Params]{params.Int("limit", "How many papers.", 0, feed.MaxLimit, func(p *Params) *int { return &p.Limit })},
		params.Omit(Table.Rows, "limit"),
	),
	Check: (*Params).Contradiction,
	Defaults: func() Params {
		p := Table.Defaults
		p.Limit = feed.DefaultLimit
		return p
	}(),
}

// Feed returns the papers that a search finds as a feed: those that were added last first, so that
// new papers are at the top. The query is never corrected: a feed is read for years, and new papers
// must not change its meaning.
func (s *Service) Feed(ctx context.Context, p Params) (feed.Feed, error) {
	if err := FeedTable.Validate(&p); err != nil {
		return feed.Feed{}, err
	}
	f, err := s.FeedIn(ctx, p, index.ByAdded, func(p data.Paper) time.Time { return p.Added })
	f.Title, f.Page = p.FeedTitle(""), p.feedPage()
	return f, err
}

// FeedIn returns the papers that a search finds as a feed without title and page, in an order in
// which new ones are at the top. at says when a paper entered the feed.
func (s *Service) FeedIn(ctx context.Context, p Params, order index.Sort, at func(data.Paper) time.Time) (feed.Feed, error) {
	p = p.OfFeed()
	p.Sort, p.Spelling, p.Facets = order, SpellingOff, nil
	found, err := s.find(ctx, p)
	if err != nil {
		return feed.Feed{}, fmt.Errorf("search feed: %w", err)
	}
	numbers := make([]data.Number, len(found.Result.Hits))
	for i, h := range found.Result.Hits {
		numbers[i] = h.Number
	}
	papers, err := fields.LookUp(ctx, s.Store, numbers, nil)
	if err != nil {
		return feed.Feed{}, fmt.Errorf("search feed: %w", err)
	}
	f := feed.Feed{State: feedState(found.Result.Sequence)}
	for _, n := range numbers {
		if paper, ok := papers[n]; ok {
			f.Entries = append(f.Entries, feed.Entry{Paper: paper.Paper, At: at(paper.Paper)})
		}
	}
	return f, nil
}

// FeedState returns the feed.Feed.State that a search would have now. It does not search.
func (s *Service) FeedState() string { return feedState(s.Index.Position().Sequence) }

func feedState(sequence data.Sequence) string { return strconv.FormatUint(uint64(sequence), 10) }

// OfFeed returns p with the defaults of the parameters that a feed ignores.
func (p Params) OfFeed() Params {
	kept := FeedTable.Defaults
	kept.Q, kept.Match, kept.Filter, kept.Typing, kept.Limit = p.Q, p.Match, p.Filter, p.Typing, p.Limit
	return kept
}

// feedPage returns the address of the page with the search of a feed, in the order of the feed.
func (p Params) feedPage() string {
	page := Table.Defaults
	page.Q, page.Match, page.Filter, page.Sort = p.Q, p.Match, p.Filter, index.ByAdded
	return "/search?" + page.URLValues().Encode()
}

// FeedTitle returns the title of a feed: the papers that it has, which is empty for the whole
// library, then the query, and the names of the filters.
func (p Params) FeedTitle(of string) string {
	filters := FeedTable.Defaults
	filters.Filter = p.Filter
	values := FeedTable.Values(&filters)
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		parts = append(parts, name+": "+strings.Join(values[name], ", "))
	}
	title := "Paperboy"
	for _, part := range []string{of, strings.TrimSpace(p.Q), strings.Join(parts, "; ")} {
		if part != "" {
			title += ": " + part
		}
	}
	if title == "Paperboy" {
		title += ": all papers"
	}
	return title
}
