package view

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"paperboy/api/daily"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// ReadPeriod reads the parameters of a page of a period. It reports what it can't read as notices,
// except for an invalid query, which is an error.
func ReadPeriod(v url.Values) (daily.Params, []string, error) {
	if _, _, err := search.Table.Parse(url.Values{"q": v["q"]}, true); err != nil && len(v["q"]) == 1 {
		return daily.Params{}, nil, err
	}
	p, notices, err := ReadParams(daily.Table, v)
	if p.Limit == 0 {
		p.Limit = search.DefaultLimit
	}
	p.Cursor, p.Lists = "", nil
	return p, notices, err
}

// NewPeriodListing returns p on the page of a period.
func NewPeriodListing(p daily.Params, period daily.Period) Listing {
	return Listing{
		Params: p.Params, Path: period.Span().Path(),
		Values: func(q search.Params) url.Values { return daily.Params{Params: q, By: p.By}.URLValues() },
		Narrow: func(f *index.Filter) { _ = period.Narrow(f) }, // the answer would have been an error
	}
}

// PeriodHeading says how many papers a period has, and whether they were featured, published or
// added in it.
func PeriodHeading(p daily.Params, a daily.Answer) string {
	papers := figures.Count(a.Total, "paper")
	if p.Q != "" || len(NewChips(OnSearchPage(p.Params), a.Answer)) > 0 {
		return papers + " found"
	}
	switch a.Period.By {
	case index.DayFeatured:
		return papers + " featured"
	case index.DayAdded:
		return papers + " added"
	}
	return papers + " published"
}

const MostUpvotes = "Most upvotes"

// NewPeriodSorts lists the orders of a period; the default one has an empty value.
func NewPeriodSorts(p daily.Params, period daily.Period, hasLists bool) []Choice {
	newest := index.ByNewest
	if period.By == index.DayAdded {
		newest = index.ByAdded
	}
	var choices []Choice
	for _, order := range []struct {
		sort  index.Sort
		label string
		on    bool
	}{
		{index.ByUpvotes, MostUpvotes, true}, {newest, "Newest", true}, {daily.ByLike, "Most like my lists", hasLists},
		{index.ByRelevance, "Relevance", strings.TrimSpace(p.Q) != ""},
	} {
		if !order.on && period.Sort != order.sort {
			continue
		}
		c := Choice{string(order.sort), order.label, period.Sort == order.sort}
		if p.Sort == "" && c.Selected {
			c.Value = ""
		}
		choices = append(choices, c)
	}
	if !slices.ContainsFunc(choices, func(c Choice) bool { return c.Selected }) {
		choices = append(choices, Choice{string(p.Sort), sortLabel(p.Sort), true})
	}
	return choices
}

// sortLabel returns the label of an order of the search page.
func sortLabel(by index.Sort) string {
	for _, l := range sortLabels {
		if l.sort == by {
			return l.label
		}
	}
	return string(by)
}

// spanURL returns the address of another period with the search of l.
func spanURL(l Listing, span daily.Span) string {
	l.Path = span.Path()
	return l.Changed(func(*search.Params) {})
}

// NewKinds links to the day, the week and the month of a period. It returns nil if the days of the
// papers are not known.
func NewKinds(l Listing, span daily.Span, a daily.Answer) []OtherView {
	day, known := a.DayWithin(span)
	if !known {
		return nil
	}
	kinds := []OtherView{
		{Link: Link{"Day", spanURL(l, daily.DayOf(day))}}, {Link: Link{"Week", spanURL(l, daily.WeekOf(day))}}, {Link: Link{"Month", spanURL(l, span.Month())}},
	}
	switch span.Kind {
	case daily.Day:
		kinds[0].Current = true
	case daily.Week:
		kinds[1].Current = true
	case daily.Month:
		kinds[2].Current = true
	}
	return kinds
}

// TurnLink leads to a period before or after; without a name, nowhere.
func TurnLink(l Listing, kind daily.Kind, name *string) Link {
	if name == nil {
		return Link{}
	}
	span, err := daily.Parse(kind, *name)
	if err != nil {
		return Link{}
	}
	return Link{formatSpanShort(span), spanURL(l, span)}
}

// InSpan returns "on this day", "in this week" or "in this month".
func InSpan(s daily.Span) string {
	if s.Kind == daily.Day {
		return "on this day"
	}
	return "in this " + string(s.Kind)
}

// FormatSpan formats a period: "Thursday, 13 November 2025", "Week 46, 10 to 16 November 2025" or
// "November 2025".
func FormatSpan(s daily.Span) string {
	switch s.Kind {
	case daily.Day:
		return weekday(s.From) + ", " + longDate(s.From)
	case daily.Week:
		from := longDate(s.From)
		if s.From.Year == s.To.Year {
			from = strings.TrimSuffix(from, " "+strconv.Itoa(s.From.Year))
		}
		if s.From.Month == s.To.Month {
			from = strconv.Itoa(s.From.Day)
		}
		return "Week " + s.String()[len("2025-W"):] + ", " + from + " to " + longDate(s.To)
	case daily.Month:
		return s.From.Month.String() + " " + strconv.Itoa(s.From.Year)
	}
	return ""
}

// formatSpanShort formats a period: "Thu 13 Nov 2025", "Week 46 of 2025" or "Nov 2025".
func formatSpanShort(s daily.Span) string {
	switch s.Kind {
	case daily.Day:
		return weekday(s.From)[:3] + " " + FormatDate(s.From)
	case daily.Week:
		year, week, _ := strings.Cut(s.String(), "-W")
		return "Week " + week + " of " + year
	}
	return FormatDate(data.Date{Year: s.From.Year, Month: s.From.Month})
}

func longDate(d data.Date) string {
	return strconv.Itoa(d.Day) + " " + d.Month.String() + " " + strconv.Itoa(d.Year)
}

func weekday(d data.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday().String()
}
