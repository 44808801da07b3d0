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

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

const (
	// arXivURL is arXiv's API for queries (info.arxiv.org/help/api/user-manual.html).
	arXivURL = "https://export.arxiv.org/api/query"
	// arXivPage is the number of papers on a page. The API allows 2,000, but then often
	// sends an empty page.
	arXivPage = 200
	// arXivSlice is the number of results after which a list is continued by a new query,
	// for submissions from the last result's time on. The API returns at most 30,000
	// results of a query.
	arXivSlice = 10_000
	// arXivTime is the API's layout for times, to the minute.
	arXivTime = "200601021504"
	// arXivOverlap is how far a window extends into the one before it: a paper can be
	// found only some days after its submission, later still over holidays.
	arXivOverlap = 7 * 24 * time.Hour
)

// ArXiv is the Feed of a query of arXiv's API. Windows are times of submission.
type ArXiv struct {
	// URL is the address of the API; if it is empty, that of arXiv.
	URL string
	// Query is a category, or a query in the API's language ("cat:cs.CL AND ti:parsing").
	Query string
	// From and To are the first and last day of submission to fetch. If From is zero, they
	// are the days since the last time, at first those of a week; if only To is zero, it
	// is today.
	From, To data.Date
	// Max is the maximum number of papers to take; 0: no limit. The next fetch continues
	// after them.
	Max int
}

// Name implements Feed.
func (a ArXiv) Name() string { return "arxiv " + text.OneLine(a.Query) + windowName(a.From, a.To) }

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

// arXivDay returns a minute of a day in the layout of the API.
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
		"sortBy": {"submittedDate"}, "sortOrder": {"ascending"}, // new papers don't shift the pages
	}
	return Request{URL: cmp.Or(a.URL, arXivURL) + "?" + query.Encode(), API: true, Delay: arXivDelay}, !c.Ended && size > 0
}

// errEmptyPage means that arXiv sent an empty page by mistake; a retry usually helps.
var errEmptyPage = errors.New("the server sent an empty page before the end of its list")

// An atomElement is an element of a response that matters for continuing: the number of
// results, or a result. The API sends an error as a result with a special id.
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
		return Step{}, fmt.Errorf("the cursor is at %q, which is not a number", c.Position)
	}
	total, entries, last := -1, 0, ""
	for e, err := range xmlread.Elements[atomElement](bytes.NewReader(body), "totalResults", "entry") {
		switch {
		case err != nil:
			return Step{}, fmt.Errorf("the response is not a feed: %w%s", err, quoted(pageMessage(body)))
		case strings.Contains(e.Value.ID, "/api/errors"):
			return Step{}, fmt.Errorf("arXiv refuses the query%s", quoted(text.OneLine(e.Value.Summary)))
		case e.Tag.Name.Local == "entry":
			entries, last = entries+1, e.Value.Published
			continue
		}
		if total, err = strconv.Atoi(strings.TrimSpace(e.Value.Text)); err != nil || total < 0 {
			return Step{}, fmt.Errorf("the response has %q as its number of results", text.OneLine(e.Value.Text))
		}
	}
	switch {
	case total < 0:
		return Step{}, fmt.Errorf("the response is not an arXiv feed%s", quoted(pageMessage(body)))
	case entries == 0 && start < total:
		return Step{}, &temporaryError{err: errEmptyPage}
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
