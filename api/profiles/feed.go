package profiles

import (
	"context"
	"fmt"
	"strings"
	"time"

	"paperboy/api/feed"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// FeedTable has the parameters of a profile as a feed. Those that set the order, the form or the
// paging are ignored, except limit, as in search.FeedTable.
var FeedTable = params.Table[Params]{
	Rows:     params.Lift(search.FeedTable.Rows, searchOf),
	Check:    contradiction,
	Defaults: Params{Params: search.FeedTable.Defaults},
}

// OfFeed returns p with the defaults of the parameters that a feed ignores.
func (p Params) OfFeed() Params { return Params{p.Params.OfFeed(), p.Kind, p.Name} }

// Feed returns the papers of a profile as a feed, those that were added last first. If no paper has
// the name, the error is an *UnknownError.
func (s *Service) Feed(ctx context.Context, p Params) (feed.Feed, error) {
	p = p.OfFeed()
	if err := FeedTable.Validate(&p); err != nil {
		return feed.Feed{}, err
	}
	value, err := p.check()
	if err != nil {
		return feed.Feed{}, err
	}
	profile, err := s.profile(ctx, p.Kind, value)
	if err != nil {
		return feed.Feed{}, fmt.Errorf("%s feed: %w", p.Kind, err)
	}
	f, err := s.Search.FeedIn(ctx, p.scoped(value), index.ByAdded, func(paper data.Paper) time.Time { return paper.Added })
	page := p
	page.Limit, page.Sort, page.Typing = search.DefaultLimit, index.ByAdded, false
	f.Title, f.Page = p.FeedTitle(profile.Name), strings.TrimSuffix(p.Path()+"?"+page.URLValues().Encode(), "?")
	return f, err
}
