package api

import (
	"context"
	"fmt"
	"math"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

// Rising tells which phrases stand in more titles than before. Without Trends there are
// none.
func (s *Service) Rising(ctx context.Context, p RisingParams) (RisingAnswer, error) {
	start := s.Now()
	a := RisingAnswer{Terms: []RisingTerm{}}
	if err := risingTable.Validate(&p); err != nil || s.Trends == nil {
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
			Text: t.Text, Query: fmt.Sprintf("title:%q", t.Text), Papers: t.Papers, PapersBefore: t.Before,
			AtLeast: math.Round(100*math.Exp(t.Score)) / 100, Months: make([]MonthCount, len(t.Series)),
		}
		for i, n := range t.Series {
			term.Months[i] = MonthCount{found.Month.AddMonths(i + 1 - len(t.Series)), n, found.Series[i]}
		}
		a.Terms = append(a.Terms, term)
	}
	a.TookMS = s.since(start)
	return a, nil
}
