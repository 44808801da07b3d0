package daily

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"paperboy/api/feed"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// FeedTable has the parameters of a period as a feed: those of a period except the lists, whose keys
// a feed should not need. It ignores what sets the order and the form.
var FeedTable = params.Table[Params]{
	Rows: slices.Concat(
		params.Lift(params.Omit(search.FeedTable.Rows, "sort"), searchOf),
		slices.DeleteFunc(slices.Clone(Table.Rows), func(row params.Param[Params]) bool { return row.Name != "sort" && row.Name != "by" }),
	),
	Check: contradiction,
	Defaults: func() Params {
		p := Params{Params: search.FeedTable.Defaults}
		p.Sort = ""
		return p
	}(),
}

// TrendingFeedTable has the parameters of trending papers as a feed.
var TrendingFeedTable = params.Table[search.Params]{
	Rows:     params.Omit(search.FeedTable.Rows, "sort"),
	Check:    search.FeedTable.Check,
	Defaults: search.FeedTable.Defaults,
}

// OfFeed returns p with the defaults of the parameters that a feed ignores.
func (p Params) OfFeed() Params {
	kept := Params{Params: p.Params.OfFeed(), Span: p.Span, By: p.By}
	kept.Sort = ""
	return kept
}

// FeedState returns the feed.Feed.State that the feeds of periods and of trending papers would have
// now. They depend on the day.
func (s *Service) FeedState() string { return s.Search.FeedState() + " " + s.Search.Today().String() }

// Feed returns the papers of a period as a feed, those of the newest day first. The zero Span stands
// for all days up to today, not only the newest one. If most dates here are known by month, the
// period is a month, as for Papers.
func (s *Service) Feed(ctx context.Context, p Params) (feed.Feed, error) {
	p = p.OfFeed()
	if err := FeedTable.Validate(&p); err != nil {
		return feed.Feed{}, err
	}
	before := s.FeedState()
	known, err := s.outline(ctx, p.By)
	if err != nil {
		return feed.Feed{}, err
	}
	if !p.Span.IsZero() && finest(known.days) == Month {
		p.Span = p.Span.Month()
	}
	narrowed, title := p.Params, p.Span.String()
	switch today := s.Search.Today(); {
	case !p.Span.IsZero():
		if err := narrow(&narrowed.Filter, p.Span, known.by); err != nil {
			return feed.Feed{}, err
		}
	case known.by == index.DayFeatured:
		title = "daily papers"
		NarrowToFeatured(&narrowed.Filter)
	case known.by == index.DayPublished:
		title = "papers by date"
		if f := &narrowed.Filter; f.To.IsZero() || f.To.LastDay() > today.LastDay() {
			f.To = today
		}
	}
	f, err := s.Search.FeedIn(ctx, narrowed, newestBy[known.by], func(paper data.Paper) time.Time { return enteredAt(paper, known.by, p.Span) })
	if err != nil {
		return feed.Feed{}, err
	}
	sortEntries(f.Entries)
	f.Title = p.FeedTitle(title)
	f.Page = page(p.Span.Path(), Params{Params: pageOf(p.Params), By: p.By}.URLValues())
	return s.dated(f, before), nil
}

// TrendingFeed returns the trending papers as a feed: the p.Limit papers at the top, those that a
// list showed last first.
func (s *Service) TrendingFeed(ctx context.Context, p search.Params) (feed.Feed, error) {
	p = p.OfFeed()
	if err := TrendingFeedTable.Validate(&p); err != nil {
		return feed.Feed{}, err
	}
	before, shown := s.FeedState(), pageOf(p)
	var f feed.Feed
	has, err := s.HasTrending()
	if err == nil && has {
		narrowed := p
		NarrowToFeatured(&narrowed.Filter)
		f, err = s.Search.FeedIn(ctx, narrowed, index.ByTrending, func(paper data.Paper) time.Time { return midnight(paper.Featured) })
	}
	if err != nil {
		return feed.Feed{}, err
	}
	sortEntries(f.Entries)
	f.Title, f.Page = p.FeedTitle("trending"), page("/trending", TrendingTable.Values(&shown))
	return s.dated(f, before), nil
}

// newestBy is the order of a feed by the kind of day.
var newestBy = map[index.DayKind]index.Sort{index.DayFeatured: index.ByFeatured, index.DayPublished: index.ByNewest, index.DayAdded: index.ByAdded}

// enteredAt returns when a paper entered the feed of a period: the beginning of its day, the newest
// one in the period if a list showed it on several.
func enteredAt(p data.Paper, by index.DayKind, within Span) time.Time {
	switch by {
	case index.DayAdded:
		return p.Added
	case index.DayPublished:
		return midnight(p.Date)
	}
	day := p.Featured
	for _, d := range p.FeaturedDays {
		if !within.IsZero() && within.From.FirstDay() <= d.FirstDay() && d.FirstDay() <= within.To.LastDay() {
			day = d
		}
	}
	return midnight(day)
}

// midnight returns the beginning of the first day of d in UTC.
func midnight(d data.Date) time.Time { return time.Unix(int64(d.FirstDay())*secondsPerDay, 0).UTC() }

func sortEntries(entries []feed.Entry) {
	slices.SortStableFunc(entries, func(a, b feed.Entry) int { return b.At.Compare(a.At) })
}

// dated completes a feed that depends on the day. before is the FeedState of the time before it was
// made. If its papers were found in another state, nothing is known of the feed.
func (s *Service) dated(f feed.Feed, before string) feed.Feed {
	today := s.Search.Today()
	f.Changed = midnight(today)
	if f.State += " " + today.String(); f.State != before {
		f.State = ""
	}
	return f
}

// pageOf returns the search of a feed on its page, which shows another number of papers.
func pageOf(p search.Params) search.Params {
	p.Limit, p.Typing = search.DefaultLimit, false
	return p
}

// page returns the address of a page.
func page(path string, query url.Values) string {
	return strings.TrimSuffix(path+"?"+query.Encode(), "?")
}
