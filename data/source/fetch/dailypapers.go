package fetch

import (
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
	// From and To are the days to fetch, inclusive. Where From is zero, they are
	// the days since the last time.
	From, To data.Date
}

// Name implements Feed.
func (d DailyPapers) Name() string {
	if d.From.IsZero() {
		return "hf"
	}
	return fmt.Sprintf("hf %s..%s", d.From, d.To)
}

// Format implements Feed.
func (d DailyPapers) Format() string { return "hf-api" }

// Begin implements Feed.
func (d DailyPapers) Begin(c Cursor, now time.Time) Cursor {
	if c.Until != "" && !c.Ended {
		return c
	}
	next := Cursor{From: d.From.String(), Until: d.To.String(), Seen: c.Seen}
	if d.From.IsZero() {
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
	return Request{URL: or(d.URL, DailyPapersURL) + "?" + query.Encode(), API: true}, !c.Ended
}

// After implements Feed.
func (d DailyPapers) After(c Cursor, body []byte) (Step, error) {
	day, page, _ := strings.Cut(c.Position, " ")
	var papers []json.RawMessage
	if json.Unmarshal(body, &papers) == nil && len(papers) >= dailyLimit { // what is no list is for the reader to refuse
		n, _ := strconv.Atoi(page)
		c.Position = fmt.Sprintf("%s %d", day, n+1)
		return Step{Next: c}, nil
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Step{}, fmt.Errorf("the cursor is at %q, which is no day", day)
	}
	c.Position = dayBefore(at, -1)
	c.Ended = c.Position > c.Until
	return Step{Next: c}, nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
