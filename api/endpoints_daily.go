package api

import (
	"paperboy/api/access"
	"paperboy/api/daily"
	"paperboy/api/feed"
	"paperboy/api/guard"
)

// The daily paper.
var (
	Days = period("/days", "", doc{id: "days", summary: "The papers of the newest day",
		description: "If most dates here are known by month only, those of the newest month. Days after today are left out, unless there are no others."})

	Day = period("/days/{day}", daily.Day, doc{id: "day", summary: "The papers of a day",
		description: "A paper is in each day on which a daily list showed it. If most dates here are known by month only and by is date, the answer is that for the month of the day."})

	Week = period("/weeks/{week}", daily.Week, doc{id: "week", summary: "The papers of a week",
		description: "Weeks are those of ISO 8601. If most dates here are known by month only and by is date, the answer is that for the month of the week's Thursday."})

	Month = period("/months/{month}", daily.Month, doc{id: "month", summary: "The papers of a month"})

	Trending = endpointOf(row{method: get, path: "/trending", need: access.Read, class: guard.BySearch, head: checksOnly,
		doc: doc{tag: "Days", id: "trending", summary: "The papers that are trending today",
			description: "Papers that a daily list has shown, by how many votes they gained lately. A library without votes has none, and a notice says so."},
	}, daily.TrendingTable, ofDaily, (*daily.Service).Trending)

	Calendar = endpointOf(row{method: get, path: "/calendar", need: access.Read, class: guard.BySearch, head: checksOnly,
		doc: doc{tag: "Days", id: "calendar", summary: "How many papers each day of a year has",
			description: "The part of the filter that restricts the days that are counted is ignored."},
	}, daily.CalendarTable, ofDaily, (*daily.Service).Calendar)
)

// The daily paper as feeds, each in both formats.
var (
	daysDoc = doc{id: "days", summary: "The papers of all days",
		description: "Those of the newest day first; days after today are left out. The parameters are those of /days; those that set the order, the form or the paging of its answer are ignored, except limit."}
	DaysFeed, DaysJSONFeed = periodFeed(feed.Atom, "/days", "", daysDoc), periodFeed(feed.JSON, "/days", "", daysDoc)

	dayDoc               = doc{id: "day", summary: "The papers of a day"}
	DayFeed, DayJSONFeed = periodFeed(feed.Atom, "/days/{day}", daily.Day, dayDoc), periodFeed(feed.JSON, "/days/{day}", daily.Day, dayDoc)

	weekDoc                = doc{id: "week", summary: "The papers of a week"}
	WeekFeed, WeekJSONFeed = periodFeed(feed.Atom, "/weeks/{week}", daily.Week, weekDoc), periodFeed(feed.JSON, "/weeks/{week}", daily.Week, weekDoc)

	monthDoc                 = doc{id: "month", summary: "The papers of a month"}
	MonthFeed, MonthJSONFeed = periodFeed(feed.Atom, "/months/{month}", daily.Month, monthDoc), periodFeed(feed.JSON, "/months/{month}", daily.Month, monthDoc)

	TrendingFeed, TrendingJSONFeed = trendingFeed(feed.Atom), trendingFeed(feed.JSON)
)

func ofDaily(s *Service) *daily.Service { return s.Daily }

// period makes an endpoint for the papers of a period of a kind, which is in the path unless it is
// empty.
func period(path string, kind daily.Kind, d doc) *Endpoint[daily.Params, daily.Answer] {
	d.tag = "Days"
	e := endpointOf(row{method: get, path: path, need: access.Read, class: guard.BySearch, head: checksOnly, namesLists: true, doc: d},
		daily.Table, ofDaily, (*daily.Service).Papers)
	if kind == "" {
		return e
	}
	return e.at(spanInPath(kind))
}

func spanInPath(kind daily.Kind) inPath[daily.Params] {
	return inPath[daily.Params]{
		name: string(kind),
		set:  func(p *daily.Params, s string) (err error) { p.Span, err = daily.Parse(kind, s); return err },
		get:  func(p *daily.Params) string { return p.Span.String() },
	}
}
