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

const trendingDays = 7

// noVotes says why a library has no trending papers.
const noVotes = "no paper here has both upvotes and a day on a daily list, so none is trending; /rising has the topics that are on the rise"

// TrendingTable has the parameters of GET /trending: those of a search except the sort.
var TrendingTable = params.Table[search.Params]{
	Rows:     params.Omit(search.Table.Rows, "sort"),
	Defaults: search.Table.Defaults,
}

// anyDay is before every day on which a list may have shown a paper.
var anyDay = data.Date{Year: 1000}

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
		Kind: Trending, From: data.DateOfDay(today.FirstDay() - trendingDays + 1), To: today, By: index.DayFeatured, Sort: index.ByTrending,
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
	if p.Filter.FeaturedFrom.IsZero() {
		p.Filter.FeaturedFrom = anyDay
	}
	a.Answer, err = s.Search.Search(ctx, p)
	return a, err
}
