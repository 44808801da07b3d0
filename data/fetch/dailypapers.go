package fetch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"paperboy/data"
)

const (
	// dailyPapersURL is the API of Hugging Face's Daily Papers.
	dailyPapersURL = "https://huggingface.co/api/daily_papers"
	// dailyLimit is the number of papers on a page, the maximum of the API.
	dailyLimit = 100
	// maxDailyPages is the maximum number of pages for a day. No day seen has more
	// than one.
	maxDailyPages = 10
	// firstDays is the number of days in the first window.
	firstDays = 7
	// openDays is the number of days at the end of a window that the next window fetches
	// again, since the list of a day grows until the day is over in all time zones.
	openDays = 2
	// rereadDays is the number of lists that are fetched again once a day, up to that of
	// today, because people vote on papers for a week or two. Lists appear from Monday to
	// Friday.
	rereadDays = 14
	// lastReread is the age in days at which a list is fetched for the last time.
	lastReread = 30
)

// DailyPapers is the Feed of Hugging Face's Daily Papers, with a page for each day.
//
// The first window of a day fetches the lists of the last rereadDays weekdays again, and those
// that became lastReread days old since the last such window. Further windows of the day fetch
// only the open days.
type DailyPapers struct {
	// URL is the address of the API; if it is empty, that of Hugging Face.
	URL string
	// From and To are the first and last day to fetch. If From is zero, they are the days
	// since the last time; if only To is zero, it is today.
	From, To data.Date
}

// Name implements Feed.
func (d DailyPapers) Name() string {
	return "hf" + windowName(d.From, d.To)
}

// Format implements Feed.
func (d DailyPapers) Format() string { return "hf-api" }

// Begin implements Feed.
func (d DailyPapers) Begin(c Cursor, now time.Time) Cursor {
	if c.Until != "" && !c.Ended {
		if !c.Once {
			c.Until = daysBefore(now, 0)
		}
		return c
	}
	if !d.From.IsZero() {
		next := Cursor{From: d.From.String(), Until: cmp.Or(d.To.String(), daysBefore(now, 0)), Once: true, Seen: c.Seen}
		next.Position = next.From
		return next
	}
	next := Cursor{From: daysBefore(now, firstDays-1), Until: daysBefore(now, 0), Reread: daysBefore(now, 0), Seen: c.Seen}
	next.Since = next.From
	if last, err := time.Parse(time.DateOnly, c.Until); err == nil {
		next.From, next.Since = daysBefore(last, openDays-1), c.Since
		if c.Reread != next.Reread {
			next.Again = daysAgain(c, next.From, now)
		}
	}
	next.Position = next.From
	if len(next.Again) > 0 {
		next.Position = next.Again[0]
	}
	return next
}

// daysAgain returns the days before from that a window which begins now fetches again after c, in
// order. Days before the first that was ever fetched are left out.
func daysAgain(c Cursor, from string, now time.Time) []string {
	var days []string
	add := func(ago int) {
		day := daysBefore(now, ago)
		if hasList(now.AddDate(0, 0, -ago)) && day < from && day >= c.Since {
			days = append(days, day)
		}
	}
	missed := 1
	if last, err := time.Parse(time.DateOnly, c.Reread); err == nil {
		missed = int(now.Truncate(24*time.Hour).Sub(last).Hours()) / 24
	}
	for ago := lastReread + missed - 1; ago >= lastReread; ago-- {
		add(ago)
	}
	first := 0
	for lists := 0; lists < rereadDays; first++ {
		if hasList(now.AddDate(0, 0, -first)) {
			lists++
		}
	}
	for ago := first - 1; ago >= 0; ago-- {
		add(ago)
	}
	return days
}

// hasList reports whether a list appears on the day of t.
func hasList(t time.Time) bool {
	day := t.Weekday()
	return day != time.Saturday && day != time.Sunday
}

// daysBefore returns the date some days before t.
func daysBefore(t time.Time, days int) string { return t.AddDate(0, 0, -days).Format(time.DateOnly) }

// Next implements Feed. A position is a day, followed by a space and the number of the page
// unless it is the first.
func (d DailyPapers) Next(c Cursor) (Request, bool) {
	day, page, _ := strings.Cut(c.Position, " ")
	query := url.Values{"date": {day}, "limit": {strconv.Itoa(dailyLimit)}}
	if page != "" {
		query.Set("p", page)
	}
	return Request{URL: cmp.Or(d.URL, dailyPapersURL) + "?" + query.Encode(), API: true, Alone: true}, !c.Ended
}

// After implements Feed.
func (d DailyPapers) After(c Cursor, body []byte) (Step, error) {
	day, page, _ := strings.Cut(c.Position, " ")
	date, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Step{}, fmt.Errorf("the cursor is at %q, which is not a day", day)
	}
	var papers []json.RawMessage
	if body != nil && json.Unmarshal(body, &papers) != nil {
		return Step{}, fmt.Errorf("%s: the response is not a list of papers%s", day, quoted(pageMessage(body)))
	}
	if len(papers) >= dailyLimit {
		n, _ := strconv.Atoi(page) // 0 for the first page
		if n++; n >= maxDailyPages {
			return Step{}, fmt.Errorf("%s: the list has more than %d pages of %d papers, so the server seems to ignore the page number", day, n, dailyLimit)
		}
		c.Position = fmt.Sprintf("%s %d", day, n)
		return Step{Next: c, Partial: true}, nil
	}
	if len(c.Again) > 0 {
		if c.Again = c.Again[1:]; len(c.Again) == 0 {
			c.Again, c.Position = nil, c.From
		} else {
			c.Position = c.Again[0]
		}
	} else {
		c.Position = daysBefore(date, -1)
	}
	c.Ended = c.Position > c.Until
	return Step{Next: c, Partial: page != ""}, nil
}
