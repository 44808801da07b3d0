package lexicon

import (
	"context"
	"fmt"
	"math"

	"paperboy/data"
	"paperboy/index"
)

// Rising compares how often each phrase occurs in the titles of recent months with how
// often it occurred in the months before them. It compares shares of all titles, since
// libraries grow unevenly.
//
// The score of a phrase is the one-sided 95 % lower confidence bound of the logarithm of
// the ratio of the two shares, with half a title added to each count (Haldane 1956; the
// interval is that of Katz et al. 1978 for a risk ratio). A phrase with five titles that
// had none before therefore does not come first, nor does a frequent word that became a
// tenth more frequent. Dunning's likelihood ratio (1993) was rejected: for June 2025 it
// ranks "deep learning" third and "object detection" fourth, which are not news.
func (l *Lexicon) Rising(ctx context.Context, r index.RisingRequest) (index.RisingResult, error) {
	found, err := look(l, "lexicon.rising", func(s *snapshot) (index.RisingResult, error) {
		month := monthOf(r.Month)
		if month == 0 {
			month = s.lastMonth()
		}
		return s.rising(ctx, month)
	})
	if err != nil {
		return found, fmt.Errorf("rising: %w", err)
	}
	found.Terms = found.Terms[:min(len(found.Terms), max(r.Limit, 0), index.MaxRising)]
	return found, nil
}

// z is the one-sided 95 % quantile of the normal distribution.
const z = 1.645

// A month counts as complete if it has at least completeShare times the mean number of
// papers of the index.BeforeMonths months before it. The last month of a library is often
// filled only up to some day.
const completeShare = .5

// lastMonth returns the last complete month, or the last month of any live paper if none is
// complete, or 0 if no live paper has a month.
func (s *snapshot) lastMonth() uint16 {
	s.memo.Lock()
	defer s.memo.Unlock()
	if s.memo.last == nil {
		last := s.findLastMonth()
		s.memo.last = &last
	}
	return *s.memo.last
}

func (s *snapshot) findLastMonth() uint16 {
	papers := map[uint16]int{}
	last := uint16(0)
	s.eachMonth(func(_ *part, _ uint32, month uint16) {
		papers[month]++
		last = max(last, month)
	})
	for month := last; month+index.RisingMonths > last && month > index.BeforeMonths; month-- {
		before := 0
		for m := month - index.BeforeMonths; m < month; m++ {
			before += papers[m]
		}
		if float64(papers[month])*index.BeforeMonths >= completeShare*float64(before) {
			return month
		}
	}
	return last
}

// eachMonth calls f for each live paper whose month is known.
func (s *snapshot) eachMonth(f func(p *part, paper uint32, month uint16)) {
	for i := range s.parts {
		p := &s.parts[i]
		for paper, month := range p.months {
			if month > 0 && !p.isDead(uint32(paper)) {
				f(p, uint32(paper), month)
			}
		}
	}
}

// comparison compares the RisingMonths months that end with month to the BeforeMonths
// months before those.
type comparison struct {
	*snapshot
	month          uint16
	papers, before int // papers in the two periods
	events         events
}

// isNow reports whether a month is in the later period.
func (c comparison) isNow(month uint16) bool {
	return month <= c.month && month+index.RisingMonths > c.month
}

// isBefore reports whether a month is in the earlier period.
func (c comparison) isBefore(month uint16) bool {
	return month+index.RisingMonths <= c.month && month > 0 && month+index.RisingMonths+index.BeforeMonths > c.month
}

func (s *snapshot) rising(ctx context.Context, month uint16) (index.RisingResult, error) {
	s.memo.Lock()
	defer s.memo.Unlock()
	if known, ok := s.memo.rising[month]; ok {
		return known, nil
	}
	c := comparison{snapshot: s, month: month}
	found := index.RisingResult{Series: make([]int, index.SeriesMonths)}
	first, last := uint16(math.MaxUint16), uint16(0)
	s.eachMonth(func(_ *part, _ uint32, m uint16) {
		first, last = min(first, m), max(last, m)
		switch {
		case c.isNow(m):
			c.papers++
		case c.isBefore(m):
			c.before++
		}
		if at := c.seriesIndex(m); at >= 0 {
			found.Series[at]++
		}
	})
	if last == 0 {
		return index.RisingResult{}, nil
	}
	found.Month, found.First, found.Last = data.DateOfMonths(int(month)), data.DateOfMonths(int(first)), data.DateOfMonths(int(last))
	found.Papers, found.Before = c.papers, c.before
	if c.papers >= index.MinComparable && c.before >= index.MinComparable {
		c.events = c.findEvents()
		terms, err := c.terms(ctx)
		if err != nil {
			return found, err
		}
		found.Terms = terms
	}
	if len(s.memo.rising) >= maxMemorized {
		clear(s.memo.rising)
	}
	if s.memo.rising == nil {
		s.memo.rising = map[uint16]index.RisingResult{}
	}
	s.memo.rising[month] = found
	return found, nil
}

// maxMemorized is how many months a snapshot remembers the result of.
const maxMemorized = 50

// seriesIndex returns the index of a month in a series, or -1 if it is outside.
func (c comparison) seriesIndex(month uint16) int {
	at := index.SeriesMonths - 1 - (int(c.month) - int(month))
	if at < 0 || month > c.month {
		return -1
	}
	return at
}
