package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"paperboy/data/source"
)

const (
	// ArXivURL is arXiv's API for queries (info.arxiv.org/help/api/user-manual.html).
	ArXivURL = "https://export.arxiv.org/api/query"
	// arXivPage is how many papers one request asks for. The API gives 2,000, but
	// often an empty page instead.
	arXivPage = 200
	// arXivMost is how many results of one query the API gives out at all.
	arXivMost = 30_000
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
	// From is where the first window begins; zero: a week ago. A later one begins
	// where the last ended.
	From time.Time
	// Max bounds the papers of a window; 0: all of them.
	Max int
}

// Name implements Feed.
func (a ArXiv) Name() string { return "arxiv " + a.Query }

// Format implements Feed.
func (a ArXiv) Format() string { return "" }

// Begin implements Feed.
func (a ArXiv) Begin(c Cursor, now time.Time) Cursor {
	if c.Until != "" && !c.Ended {
		return c
	}
	from := a.From
	if last, err := time.Parse(arXivTime, c.Until); err == nil {
		from = last.Add(-arXivOverlap)
	}
	if from.IsZero() {
		from = now.Add(-arXivOverlap)
	}
	return Cursor{From: from.UTC().Format(arXivTime), Until: now.Format(arXivTime), Position: "0", Seen: c.Seen}
}

// Next implements Feed. A position is the number of results before the page.
func (a ArXiv) Next(c Cursor) (Request, bool) {
	q := a.Query
	if source.IsArXivCategory(q) {
		q = "cat:" + q
	}
	query := url.Values{
		"search_query": {fmt.Sprintf("(%s) AND submittedDate:[%s TO %s]", q, c.From, c.Until)},
		"start":        {c.Position}, "max_results": {strconv.Itoa(arXivPage)},
		"sortBy": {"submittedDate"}, "sortOrder": {"ascending"}, // so that a page stays where it is
	}
	return Request{URL: or(a.URL, ArXivURL) + "?" + query.Encode(), API: true}, !c.Ended
}

// errEmptyPage is an answer of arXiv's that is of no use now and is so later.
var errEmptyPage = errors.New("the server gave an empty page before the end of its list")

// After implements Feed.
func (a ArXiv) After(c Cursor, body []byte) (Step, error) {
	start, err := strconv.Atoi(c.Position)
	if err != nil {
		return Step{}, fmt.Errorf("the cursor is at %q, which is no number", c.Position)
	}
	total, entries := 0, 0
	type element struct {
		Text string `xml:",chardata"`
	}
	for e, err := range source.XMLElements[element](bytes.NewReader(body), "totalResults", "entry") {
		if err != nil {
			return Step{}, fmt.Errorf("the answer is no feed: %w", err)
		}
		if e.Tag.Name.Local == "entry" {
			entries++
			continue
		}
		if total, err = strconv.Atoi(strings.TrimSpace(e.Value.Text)); err != nil {
			return Step{}, fmt.Errorf("the answer says that there are %q results", e.Value.Text)
		}
	}
	switch {
	case total > arXivMost && a.Max == 0:
		return Step{}, fmt.Errorf("the query has %d results since %s, of which the API gives %d: say --max, or fetch a whole archive with 'fetch oai'", total, c.From, arXivMost)
	case entries == 0 && start < total:
		return Step{}, &passing{err: errEmptyPage}
	}
	start += entries
	c.Position = strconv.Itoa(start)
	c.Ended = start >= total || a.Max > 0 && start >= a.Max
	return Step{Next: c}, nil
}
