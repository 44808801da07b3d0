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
	// DailyPapersURL is the API of Hugging Face's Daily Papers.
	DailyPapersURL = "https://huggingface.co/api/daily_papers"
	// dailyLimit is how many papers of a day one request asks for, the most that
	// the API gives.
	dailyLimit = 100
	// maxDailyPages bounds the pages of a day, of which the longest seen has one.
	maxDailyPages = 10
	// firstDays are the days that are fetched where nothing was before.
	firstDays = 7
	// openDays are the last days of a window that the next one fetches again: a
	// day's list grows until it is over everywhere.
	openDays = 2
)

// DailyPapers is the feed of Daily Papers, a day a page.
type DailyPapers struct {
	// URL is that of the API; empty: DailyPapersURL.
	URL string
	// From and To are the days to fetch, inclusive; a zero To is today. Where From is
	// zero, they are the days since the last time.
	From, To data.Date
}

// Name implements Feed.
func (d DailyPapers) Name() string {
	return "hf" + between(d.From, d.To)
}

// Format implements Feed.
func (d DailyPapers) Format() string { return "hf-api" }

// Begin implements Feed.
func (d DailyPapers) Begin(c Cursor, now time.Time) Cursor {
	if c.Until != "" && !c.Ended {
		if !c.Once {
			c.Until = dayBefore(now, 0)
		}
		return c
	}
	next := Cursor{From: d.From.String(), Until: cmp.Or(d.To.String(), dayBefore(now, 0)), Once: true, Seen: c.Seen}
	if d.From.IsZero() {
		next.Once = false
		next.From, next.Until = dayBefore(now, firstDays-1), dayBefore(now, 0)
		if last, err := time.Parse(time.DateOnly, c.Until); err == nil {
			next.From = dayBefore(last, openDays-1)
		}
	}
	next.Position = next.From
	return next
}

func dayBefore(t time.Time, days int) string { return t.AddDate(0, 0, -days).Format(time.DateOnly) }

// Next implements Feed. A position is a day, and behind a space the number of the
// page where it is not the first.
func (d DailyPapers) Next(c Cursor) (Request, bool) {
	day, page, _ := strings.Cut(c.Position, " ")
	query := url.Values{"date": {day}, "limit": {strconv.Itoa(dailyLimit)}}
	if page != "" {
		query.Set("p", page)
	}
	return Request{URL: cmp.Or(d.URL, DailyPapersURL) + "?" + query.Encode(), API: true, Alone: true}, !c.Ended
}

// After implements Feed.
func (d DailyPapers) After(c Cursor, body []byte) (Step, error) {
	day, page, _ := strings.Cut(c.Position, " ")
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Step{}, fmt.Errorf("the cursor is at %q, which is no day", day)
	}
	var papers []json.RawMessage
	if body != nil && json.Unmarshal(body, &papers) != nil {
		return Step{}, fmt.Errorf("%s: the answer is no list of papers%s", day, quoted(saying(body)))
	}
	if len(papers) >= dailyLimit {
		n, _ := strconv.Atoi(page) // 0 where it is the first
		if n++; n >= maxDailyPages {
			return Step{}, fmt.Errorf("%s: the list has %d pages of %d papers and goes on, so the server pays no heed to their number", day, n, dailyLimit)
		}
		c.Position = fmt.Sprintf("%s %d", day, n)
		return Step{Next: c, Partial: true}, nil
	}
	c.Position = dayBefore(at, -1)
	c.Ended = c.Position > c.Until
	return Step{Next: c, Partial: page != ""}, nil
}
