package daily

import (
	"context"
	"slices"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// CalendarParams are the parameters of GET /calendar.
type CalendarParams struct {
	// Year is the year to count; 0 is the newest that has papers.
	Year   int
	By     index.DayKind
	Q      string
	Match  index.Match
	Filter index.Filter
}

// CalendarTable has the parameters of GET /calendar.
var CalendarTable = params.Table[CalendarParams]{
	Rows: slices.Concat(
		[]params.Param[CalendarParams]{
			params.Int("year", "The year; 0, or no year, is the newest with papers.", 0, maxYear, func(p *CalendarParams) *int { return &p.Year }),
			params.Enum("by", byDoc, dayKinds, func(p *CalendarParams) *index.DayKind { return &p.By }),
			params.Text("q", "Only papers that this query finds.", search.MaxQueryLength, func(p *CalendarParams) *string { return &p.Q }),
			params.Enum("match", "As for /search.", index.Matches, func(p *CalendarParams) *index.Match { return &p.Match }),
		},
		params.Lift(params.FilterRows, func(p *CalendarParams) *index.Filter { return &p.Filter }),
	),
	Check: func(p *CalendarParams) *fault.Error {
		asked := p.search()
		return asked.Contradiction()
	},
	Defaults: CalendarParams{Match: index.MatchAuto},
}

// search returns the search whose papers the calendar counts.
func (p *CalendarParams) search() search.Params {
	return search.Params{Q: p.Q, Match: p.Match, Filter: p.Filter}
}

// maxYear is the last year that a date may have.
const maxYear = 2199

// CalendarAnswer is the answer to GET /calendar: the papers of each day of a year.
type CalendarAnswer struct {
	Year int           `json:"year" doc:"0 if no day has papers."`
	By   index.DayKind `json:"by" doc:"Which days count: featured, date or added."`
	// First and Last are the first and the last day of any year that has papers.
	First data.Date `json:"first" doc:"The first day or month of any year that has papers; null if there is none."`
	Last  data.Date `json:"last" doc:"The last one."`
	// Total is the sum of the counts of Days.
	Total  int        `json:"total" doc:"The sum of the counts. A paper that a list showed on several days counts on each."`
	Days   []DayTotal `json:"days" doc:"The days of the year that have papers, in order. A paper whose date is known by month only counts for the month."`
	TookMS float64    `json:"took_ms"`
}

// DayTotal is the number of papers of a day, or of a month for those whose day is not known.
type DayTotal struct {
	Day   data.Date `json:"day" doc:"YYYY-MM-DD, or YYYY-MM."`
	Count int       `json:"count"`
}

// Calendar counts the papers that a search finds on each day of a year. The part of the filter that
// restricts the days of p.By is ignored.
func (s *Service) Calendar(ctx context.Context, p CalendarParams) (CalendarAnswer, error) {
	start := s.Search.Now()
	if err := CalendarTable.Validate(&p); err != nil {
		return CalendarAnswer{}, err
	}
	asked := Params{Params: p.search()}
	known, err := s.outline(ctx, p.By)
	if err != nil {
		return CalendarAnswer{}, err
	}
	days := known.days
	if asked.narrows() {
		found, err := s.Search.Calendar(ctx, asked.Params, known.by)
		if err != nil {
			return CalendarAnswer{}, err
		}
		days = found.Calendar
	}
	a := CalendarAnswer{Year: p.Year, By: known.by, Days: []DayTotal{}}
	if len(days) > 0 {
		a.First, a.Last = days[0].Day, days[len(days)-1].Day
	}
	if newest, ok := newest(finest(days), days, data.DateOf(s.Search.Now())); ok && a.Year == 0 {
		a.Year = newest.From.Year
	}
	for _, d := range days {
		if d.Day.Year == a.Year {
			a.Days = append(a.Days, DayTotal(d))
			a.Total += d.Count
		}
	}
	a.TookMS = figures.Milliseconds(s.Search.Now().Sub(start))
	return a, nil
}
