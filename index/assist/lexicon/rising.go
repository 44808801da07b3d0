package lexicon

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
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
	s := l.now.Load()
	month := monthOf(r.Month)
	if month == 0 {
		month = s.lastMonth()
	}
	found, err := s.rising(ctx, month)
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

// terms returns the rising phrases, highest score first, without near-repetitions.
func (c comparison) terms(ctx context.Context) ([]index.RisingTerm, error) {
	now := map[string]int{}
	for i := range c.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.countNow(&c.parts[i], now)
	}
	terms := make([]index.RisingTerm, 0, len(now))
	for text, n := range now {
		if n < index.MinRising || isNumber(text[:strings.IndexByte(text+" ", ' ')]) {
			continue
		}
		if t := c.term(text); t.Score > 0 {
			terms = append(terms, t)
		}
	}
	slices.SortFunc(terms, func(a, b index.RisingTerm) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Text, b.Text))
	})
	return dropRepeats(terms), nil
}

func isNumber(word string) bool { return strings.Trim(word, "0123456789") == "" }

// countNow adds to now, for each phrase of a part, its occurrences in titles of the later
// period.
func (c comparison) countNow(p *part, now map[string]int) {
	isNow := make([]bool, p.len())
	found := false
	for paper, month := range p.months {
		isNow[paper] = month > 0 && c.isNow(month) && !p.isDead(uint32(paper))
		found = found || isNow[paper]
	}
	if !found {
		return
	}
	// sum[i] counts the first i suffixes whose paper is in the period, so that the count of
	// a phrase is a difference of two sums.
	sum := make([]uint32, p.titles.len()+1)
	for i := range p.titles.len() {
		sum[i+1] = sum[i]
		if isNow[p.titles.owner(i)] {
			sum[i+1]++
		}
	}
	for i, one := range p.segment.phrases.list {
		if n := sum[one.first+one.count] - sum[one.first]; n > 0 {
			now[string(p.segment.phrases.text(i))] += int(n)
		}
	}
}

// term counts the titles with a phrase by month, each title once, and scores the phrase.
func (c comparison) term(text string) index.RisingTerm {
	t := index.RisingTerm{Text: text, Series: make([]int, index.SeriesMonths)}
	for i := range c.parts {
		p := &c.parts[i]
		s := wordSpan(p.titles, text)
		seen := map[uint32]bool{}
		for j := s.from; j < s.to; j++ {
			paper := p.titles.owner(j)
			month := p.months[paper]
			if month == 0 || c.seriesIndex(month) < 0 || seen[paper] || p.isDead(paper) {
				continue
			}
			seen[paper] = true
			t.Series[c.seriesIndex(month)]++
			switch {
			case c.isNow(month):
				t.Papers++
			case c.isBefore(month):
				t.Before++
			}
		}
	}
	if t.Papers >= index.MinRising {
		a, b := float64(t.Papers)+.5, float64(t.Before)+.5
		n, m := float64(c.papers)+.5, float64(c.before)+.5
		t.Score = math.Log(a/n) - math.Log(b/m) - z*math.Sqrt(1/a-1/n+1/b-1/m)
	}
	return t
}

// dropRepeats returns at most index.MaxRising of the terms, without repetitions. Two terms
// repeat each other if, after stemming, one contains the other. The one with the higher
// score is kept, or the longer one if it has at least 70 % of the titles of the shorter.
func dropRepeats(terms []index.RisingTerm) []index.RisingTerm {
	stems := make([]string, len(terms))
	for i, t := range terms {
		words := strings.Fields(t.Text)
		for j, word := range words {
			words[j] = analysis.Stem(word)
		}
		stems[i] = " " + strings.Join(words, " ") + " "
	}
	var kept []int
	var chosen []index.RisingTerm
	for i, t := range terms {
		if len(chosen) == index.MaxRising {
			break
		}
		isNew := true
		for k, j := range kept {
			if strings.Contains(stems[i], stems[j]) && 10*t.Papers >= 7*chosen[k].Papers {
				chosen[k], kept[k], isNew = t, i, false
				break
			}
			if strings.Contains(stems[i], stems[j]) || strings.Contains(stems[j], stems[i]) {
				isNew = false
				break
			}
		}
		if isNew {
			kept, chosen = append(kept, i), append(chosen, t)
		}
	}
	// A longer phrase that replaced one term may contain other chosen terms too.
	alone := chosen[:0]
	for k, t := range chosen {
		isPart := slices.ContainsFunc(kept, func(j int) bool { return j != kept[k] && strings.Contains(stems[j], stems[kept[k]]) })
		if !isPart {
			alone = append(alone, t)
		}
	}
	slices.SortStableFunc(alone, func(a, b index.RisingTerm) int { return cmp.Compare(b.Score, a.Score) })
	return alone
}
