package fetch

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"paperboy/data/text"

	"paperboy/data"
	"paperboy/data/format"
)

const (
	// ArXivURL is arXiv's API for queries (info.arxiv.org/help/api/user-manual.html).
	ArXivURL = "https://export.arxiv.org/api/query"
	// arXivPage is how many papers one request asks for. The API gives 2,000, but
	// often an empty page instead.
	arXivPage = 200
	// arXivSlice is how many results one list is followed for, before another takes
	// over at the time that it has come to: the API gives out 30,000 of a query.
	arXivSlice = 10_000
	// arXivTime is how the API writes moments, to the minute.
	arXivTime = "200601021504"
	// arXivOverlap is how much of the last window the next one fetches again: a
	// paper is found days after the moment of its submission, over holidays more.
	arXivOverlap = 7 * 24 * time.Hour
)

// ArXiv is the feed of a query of arXiv's API, by the dates of submission.
type ArXiv struct {
	// URL is that of the API; empty: ArXivURL.
	URL string
	// Query is in the API's language, "cat:cs.CL AND ti:parsing", or a category.
	Query string
	// From and To are the days of submission to fetch, inclusive; a zero To is
	// today. Where From is zero, they are those since the last time, at first of a
	// week.
	From, To data.Date
	// Max is how many papers to take; the next time goes on behind them. 0: all.
	Max int
}

// Name implements Feed.
func (a ArXiv) Name() string { return "arxiv " + text.OneLine(a.Query) + between(a.From, a.To) }

// Format implements Feed.
func (a ArXiv) Format() string { return "" }

// Begin implements Feed.
func (a ArXiv) Begin(c Cursor, now time.Time) Cursor {
	if c.Until != "" && !c.Ended {
		c.Taken = 0
		if !c.Once {
			c.Until = now.Format(arXivTime)
		}
		return c
	}
	next := Cursor{From: now.Add(-arXivOverlap).Format(arXivTime), Until: now.Format(arXivTime), Position: "0"}
	if last, err := time.Parse(arXivTime, c.Until); err == nil {
		next.From = last.Add(-arXivOverlap).Format(arXivTime)
	}
	if !a.From.IsZero() {
		next.From, next.Once = arXivDay(a.From, "0000"), true
		if !a.To.IsZero() {
			next.Until = arXivDay(a.To, "2359")
		}
	}
	return next
}

// arXivDay is a minute of a day, as the API writes it.
func arXivDay(d data.Date, minute string) string {
	return strings.ReplaceAll(d.String(), "-", "") + minute
}

// Next implements Feed. A position is the number of results before the page.
func (a ArXiv) Next(c Cursor) (Request, bool) {
	q, size := a.Query, arXivPage
	if format.IsArXivCategory(q) {
		q = "cat:" + q
	}
	if a.Max > 0 {
		size = min(size, a.Max-c.Taken)
	}
	query := url.Values{
		"search_query": {fmt.Sprintf("(%s) AND submittedDate:[%s TO %s]", q, c.From, c.Until)},
		"start":        {c.Position}, "max_results": {strconv.Itoa(size)},
		"sortBy": {"submittedDate"}, "sortOrder": {"ascending"}, // so that a page stays where it is
	}
	return Request{URL: cmp.Or(a.URL, ArXivURL) + "?" + query.Encode(), API: true, Delay: arXivDelay}, !c.Ended && size > 0
}

// errEmptyPage is an answer of arXiv's that is of no use now and is so later.
var errEmptyPage = errors.New("the server gave an empty page before the end of its list")

// atomElement is what of an answer says how to go on: how many results there are,
// or one of them. An error is written as one, and its id says so.
type atomElement struct {
	ID        string `xml:"id"`
	Summary   string `xml:"summary"`
	Published string `xml:"published"`
	Text      string `xml:",chardata"`
}

// After implements Feed.
func (a ArXiv) After(c Cursor, body []byte) (Step, error) {
	start, err := strconv.Atoi(c.Position)
	if err != nil {
		return Step{}, fmt.Errorf("the cursor is at %q, which is no number", c.Position)
	}
	total, entries, last := -1, 0, ""
	for e, err := range format.XMLElements[atomElement](bytes.NewReader(body), "totalResults", "entry") {
		switch {
		case err != nil:
			return Step{}, fmt.Errorf("the answer is no feed: %w%s", err, quoted(saying(body)))
		case strings.Contains(e.Value.ID, "/api/errors"):
			return Step{}, fmt.Errorf("arXiv refuses the query%s", quoted(text.OneLine(e.Value.Summary)))
		case e.Tag.Name.Local == "entry":
			entries, last = entries+1, e.Value.Published
			continue
		}
		if total, err = strconv.Atoi(strings.TrimSpace(e.Value.Text)); err != nil || total < 0 {
			return Step{}, fmt.Errorf("the answer says that there are %q results", text.OneLine(e.Value.Text))
		}
	}
	switch {
	case total < 0:
		return Step{}, fmt.Errorf("the answer is no feed of arXiv's%s", quoted(saying(body)))
	case entries == 0 && start < total:
		return Step{}, &passing{err: errEmptyPage}
	}
	start += entries
	c.Taken += entries
	c.Ended = start >= total
	if at, err := time.Parse(time.RFC3339, strings.TrimSpace(last)); err == nil && start >= arXivSlice {
		if minute := at.UTC().Format(arXivTime); minute > c.From {
			c.From, start = minute, 0
		}
	}
	c.Position = strconv.Itoa(start)
	return Step{Next: c, NoPapers: entries == 0}, nil
}
