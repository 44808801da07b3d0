package search

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strings"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// Rising returns the phrases that appear in a larger share of titles than before. If the Service
// has no Trends, it returns none.
func (s *Service) Rising(ctx context.Context, p RisingParams) (RisingAnswer, error) {
	start := s.Now()
	a := RisingAnswer{Terms: []RisingTerm{}}
	if err := RisingTable.Validate(&p); err != nil || s.Trends == nil {
		return a, err
	}
	if !p.Month.IsZero() && p.Month.Precision() < data.MonthPrecision {
		return a, fault.New(fault.InvalidDate, "month", "month=%s: want YYYY-MM", p.Month)
	}
	found, err := s.Trends.Rising(ctx, index.RisingRequest{Month: p.Month, Limit: p.Limit})
	if err != nil {
		return a, err
	}
	a.Month, a.First, a.Last, a.Papers, a.PapersBefore = found.Month, found.First, found.Last, found.Papers, found.Before
	for _, t := range found.Terms {
		term := RisingTerm{
			Text: t.Text, Query: titleQuery(t.Forms), Papers: t.Papers, PapersBefore: t.Before,
			AtLeast: math.Round(100*math.Exp(t.Score)) / 100, Months: make([]MonthCount, len(t.Series)),
		}
		for i, n := range t.Series {
			term.Months[i] = MonthCount{found.Month.AddMonths(i + 1 - len(t.Series)), n, found.Series[i]}
		}
		a.Terms = append(a.Terms, term)
	}
	a.TookMS = figures.Milliseconds(s.Now().Sub(start))
	return a, nil
}

// titleQuery returns a query for the titles that have one of these phrases.
func titleQuery(phrases []string) string {
	var clauses []string
	for _, phrase := range phrases {
		clauses = append(clauses, fmt.Sprintf("title:%q", phrase))
	}
	return strings.Join(clauses, " OR ")
}

// RisingParams are the parameters of GET /rising and of its page.
type RisingParams struct {
	// Month is the last of the three recent months. If zero, it is the last month that seems
	// complete in the library.
	Month data.Date
	// Limit is the maximum number of phrases.
	Limit int
}

// RisingTable has the parameters of GET /rising.
var RisingTable = params.Table[RisingParams]{
	Rows: []params.Param[RisingParams]{
		params.Date("month", "The last of the three recent months, as YYYY-MM. Default: the last month that seems complete in the library.", func(p *RisingParams) *data.Date { return &p.Month }),
		params.Int("limit", "How many phrases.", 0, index.MaxRising, func(p *RisingParams) *int { return &p.Limit }),
	},
	Defaults: RisingParams{Limit: 20},
}

// URLValues returns the parameters that RisingTable reads as p, without those that have their
// default.
func (p RisingParams) URLValues() url.Values { return RisingTable.Values(&p) }

// RisingAnswer is the answer to GET /rising.
type RisingAnswer struct {
	// Month is the last of the three recent months, null if the month of no paper is known.
	// First and Last are the first and the last month with papers.
	Month data.Date `json:"month"`
	First data.Date `json:"first"`
	Last  data.Date `json:"last"`
	// Papers is the number of papers in the three recent months, PapersBefore in the twelve
	// months before them.
	Papers       int          `json:"papers"`
	PapersBefore int          `json:"papers_before"`
	Terms        []RisingTerm `json:"terms"`
	TookMS       float64      `json:"took_ms"`
}

// RisingTerm is a phrase that appears in a larger share of titles than before.
type RisingTerm struct {
	// Text is the phrase as most titles write it. It counts in singular and plural.
	Text string `json:"text"`
	// Query finds the papers that have the phrase in their title.
	Query string `json:"query"`
	// Papers is how many titles of the three recent months have the phrase, PapersBefore how
	// many of the twelve months before them.
	Papers       int `json:"papers"`
	PapersBefore int `json:"papers_before"`
	// AtLeast is the lower bound, with 95% confidence, of how many times as frequent the phrase
	// is as before.
	AtLeast float64 `json:"at_least"`
	// Months counts the phrase in each of the last two years' months.
	Months []MonthCount `json:"months"`
}

// MonthCount says how many of a month's papers have a phrase in their title.
type MonthCount struct {
	Month data.Date `json:"month"`
	Count int       `json:"count"`
	// Of is the number of papers of the month.
	Of int `json:"of"`
}
