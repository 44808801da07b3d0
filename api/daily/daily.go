// Package daily has the use cases of the daily paper: the papers of a day, a week or a month
// (daily.go), those that are trending (trending.go), and the calendar, which counts the papers of
// each day (calendar.go).
//
// A period is a search whose filter is narrowed to its days (outline.go), in an order of its own,
// with the periods before and after it. Its papers may also be ranked by how similar they are to
// those of reading lists (like.go). The package knows nothing of HTTP, and finds nothing itself:
// that is package search.
package daily

import (
	"context"
	"net/url"
	"slices"

	"paperboy/api/fault"
	"paperboy/api/lists"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
	"paperboy/recommend"
)

// Service answers requests for periods. All methods may be called concurrently.
type Service struct {
	Search *search.Service
	// Lists has the reading lists to rank by.
	Lists       *lists.Service
	Recommender *recommend.Recommender
}

// Params are the parameters of a period: those of a search except the sort, which has another
// default and one more value.
type Params struct {
	search.Params
	// Span is the period; the zero Span is the newest one that has papers.
	Span Span
	// By says which days of papers count. If empty, the library decides (Period.By).
	By index.DayKind
	// Lists are the keys of the reading lists that the sort ByLike compares with.
	Lists []lists.Key
}

// ByLike sorts the papers of a period by their similarity to those of reading lists.
const ByLike index.Sort = "like"

// MaxLists is the maximum number of Params.Lists.
const MaxLists = 50

// Period describes the days of an answer.
type Period struct {
	Kind     Kind          `json:"kind" doc:"day, week (of ISO 8601), month or trending."`
	Name     string        `json:"name" doc:"The period in an address: 2025-11-13, 2025-W46 or 2025-11. Empty for trending papers, and if no period has papers."`
	From     data.Date     `json:"from" doc:"The first day; null if no period has papers."`
	To       data.Date     `json:"to" doc:"The last day."`
	Previous *string       `json:"previous" doc:"The name of the nearest period before with papers that the search finds; null if there is none."`
	Next     *string       `json:"next" doc:"The name of the nearest period after it with papers."`
	By       index.DayKind `json:"by" doc:"Which days count: featured, date or added."`
	Sort     index.Sort    `json:"sort" doc:"The order of the hits."`
}

// Narrow restricts a filter to the papers of the period, those that the calendar counts for its
// days. It returns a fault of the code contradiction if f restricts the same days to others.
func (p Period) Narrow(f *index.Filter) error { return narrow(f, p.Span(), p.By) }

// Span returns the days of the period.
func (p Period) Span() Span {
	if p.Name == "" {
		return Span{}
	}
	return Span{p.Kind, p.From, p.To}
}

// Answer is the answer to a request for a period.
type Answer struct {
	search.Answer
	Period Period `json:"period"`
	// Days counts the papers that the search finds in all periods, by Period.By.
	Days []index.DayCount `json:"-"`
	// Finest is the shortest kind of period that has pages here: months if most dates are known
	// by month only.
	Finest Kind `json:"-"`
}

// DayWithin returns the newest day of span that has papers or, if there is none, its last one. known
// is false if the days of most papers are not known.
func (a Answer) DayWithin(span Span) (day data.Date, known bool) {
	if a.Finest == Month {
		return data.Date{}, false
	}
	day = span.To
	for _, d := range a.Days {
		if first := d.Day.FirstDay(); d.Day.Precision() == data.DayPrecision && span.From.FirstDay() <= first && first <= span.To.LastDay() {
			day = d.Day
		}
	}
	return day, true
}

// Table has the parameters of periods.
var Table = params.Table[Params]{
	Rows: slices.Concat(
		params.Lift(params.Omit(search.Table.Rows, "sort"), searchOf),
		[]params.Param[Params]{
			params.Enum("sort", "The order of the hits. Default: upvotes if the library has any, else newest. like: the papers most similar to those of the lists (list) first.", append(slices.Clone(index.Sorts), ByLike), func(p *Params) *index.Sort { return &p.Sort }),
			params.Enum("by", byDoc, dayKinds, func(p *Params) *index.DayKind { return &p.By }),
			listsParam,
		},
	),
	Check: contradiction,
	Defaults: func() Params {
		p := Params{Params: search.Table.Defaults}
		p.Sort = ""
		return p
	}(),
}

const byDoc = "Which days count: those on which a daily list showed a paper, that of its publication, or that on which it was added to the library, in UTC. Default: featured if the library has featured papers, else date if it has dates, else added."

var dayKinds = []index.DayKind{index.DayFeatured, index.DayPublished, index.DayAdded}

func searchOf(p *Params) *search.Params { return &p.Params }

func contradiction(p *Params) *fault.Error { return p.Contradiction() }

// listsParam is the repeatable parameter for keys of reading lists.
var listsParam = params.Param[Params]{
	Doc: params.Doc{Name: "list", Text: "The key of a reading list for sort=like; repeatable.", Repeat: true, Schema: map[string]any{"type": "string", "maxLength": params.MaxValueLength}},
	Set: func(p *Params, s string) *fault.Error {
		if len(p.Lists) >= MaxLists {
			return fault.New(fault.TooManyValues, "list", "list has more than %d values", MaxLists)
		}
		if f := params.CheckValue("list", s, len(p.Lists)); f != nil {
			return f
		}
		p.Lists = append(p.Lists, lists.ParseKey(s))
		return nil
	},
	Get: func(p *Params) (keys []string) {
		for _, key := range p.Lists {
			keys = append(keys, string(key))
		}
		return keys
	},
}

// URLValues returns the parameters that Table reads as p, without those that have their default.
func (p Params) URLValues() url.Values { return Table.Values(&p) }

// Papers finds the papers of a period. If p.By is date and most dates here are known by month, the
// answer for a day or a week is that for its month.
func (s *Service) Papers(ctx context.Context, p Params) (Answer, error) {
	if err := Table.Validate(&p); err != nil {
		return Answer{}, err
	}
	known, err := s.outline(ctx, p.By)
	if err != nil {
		return Answer{}, err
	}
	days := known.days
	if p.narrows() {
		found, err := s.Search.Calendar(ctx, p.Params, known.by)
		if err != nil {
			return Answer{}, err
		}
		days = found.Calendar
	}
	span := p.Span
	shortest := finest(known.days)
	if span.IsZero() {
		span, _ = newest(shortest, days, data.DateOf(s.Search.Now()))
	} else if shortest == Month {
		span = span.Month()
	}
	period := Period{Kind: span.Kind, Name: span.String(), From: span.From, To: span.To, By: known.by, Sort: p.order(known)}
	if span.IsZero() {
		period.Kind = shortest
		return Answer{Answer: search.Nothing(p.Params), Period: period, Finest: shortest}, nil
	}
	period.Previous, period.Next = around(span, days)
	if err := narrow(&p.Filter, span, known.by); err != nil {
		return Answer{}, err
	}
	a, err := s.find(ctx, p, period.Sort)
	if err == nil && !p.Span.IsZero() && span.Kind != p.Span.Kind {
		a.Query.Notices = append(a.Query.Notices, "most dates here are known by month only, so these are the papers of "+span.String())
	}
	return Answer{Answer: a, Period: period, Days: days, Finest: shortest}, err
}

// narrows reports whether p may find fewer papers than all of a period.
func (p Params) narrows() bool { return p.Q != "" || len(filters.Values(&p.Filter)) > 0 }

// filters has the parameters of a filter.
var filters = params.Table[index.Filter]{Rows: params.FilterRows}

// order returns the sort of a request.
func (p Params) order(known outline) index.Sort {
	switch {
	case p.Sort != "":
		return p.Sort
	case slices.Contains(known.sorts, index.ByUpvotes):
		return index.ByUpvotes
	case known.by == index.DayAdded:
		return index.ByAdded
	}
	return index.ByNewest
}

// find runs the search of a period in the given order.
func (s *Service) find(ctx context.Context, p Params, order index.Sort) (search.Answer, error) {
	if order == ByLike {
		return s.like(ctx, p)
	}
	p.Sort = order
	return s.Search.Search(ctx, p.Params)
}
