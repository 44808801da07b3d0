package daily

import (
	"context"
	"slices"

	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// Trending is the kind of the period of trending papers: the seven days up to today, in which votes
// count the most.
const Trending Kind = "trending"

// noVotes says why a library has no trending papers.
const noVotes = "no paper here has both upvotes and a day on a daily list, so none is trending; /rising has the topics that are on the rise"

// TrendingTable has the parameters of GET /trending: those of a search except the sort.
var TrendingTable = params.Table[search.Params]{
	Rows:     params.Omit(search.Table.Rows, "sort"),
	Check:    search.Table.Check,
	Defaults: search.Table.Defaults,
}

// NarrowToFeatured restricts a filter to papers that a daily list has shown on any day.
func NarrowToFeatured(f *index.Filter) {
	if f.FeaturedFrom.IsZero() {
		f.FeaturedFrom = data.Date{Year: 1000} // the first year that a date may have
	}
}

// HasTrending reports whether a paper here can be trending: a list showed it, and its upvotes are
// known.
func (s *Service) HasTrending() (bool, error) {
	sorts, err := s.Search.Sorts()
	return slices.Contains(sorts, index.ByTrending), err
}

// Trending finds the papers that a daily list has shown, in the order index.ByTrending. In a library
// without votes it finds none, and a notice says so.
func (s *Service) Trending(ctx context.Context, p search.Params) (Answer, error) {
	today := data.DateOf(s.Search.Now())
	a := Answer{Period: Period{
		Kind: Trending, From: data.DateOfDay(today.FirstDay() - index.TrendingDays + 1), To: today, By: index.DayFeatured, Sort: index.ByTrending,
	}}
	has, err := s.HasTrending()
	if err != nil {
		return a, err
	}
	if !has {
		a.Answer = search.Nothing(p, noVotes)
		return a, nil
	}
	p.Sort = index.ByTrending
	NarrowToFeatured(&p.Filter)
	a.Answer, err = s.Search.Search(ctx, p)
	return a, err
}
