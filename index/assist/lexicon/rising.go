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

// Rising compares how often each phrase stands in the titles of some months with how
// often it did in those before, as shares of all titles, since libraries grow unevenly.
//
// A phrase's score is the lower end of the 95 % confidence interval of the logarithm of
// the ratio of the two shares, each with half a title added (Haldane 1956; the interval
// is that of Katz et al. 1978 for a risk ratio). So neither five titles where there was
// none, nor a frequent word a tenth more frequent, comes first. Of the hundred best of
// June 2025, Dunning's likelihood ratio (1993) puts "deep learning" third and "object
// detection" fourth, which are no news.
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

// z is the quantile of the normal distribution that 95 % of it lie above the negative
// of.
const z = 1.645

// wholeMonth is how much of the mean of the months before it a month needs to have for
// having been read to its end: libraries are filled up to some day of the last one.
const wholeMonth = .5

// lastMonth is the last whole one, or else the last of a live paper's; 0 where none has
// one.
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
		if float64(papers[month])*index.BeforeMonths >= wholeMonth*float64(before) {
			return month
		}
	}
	return last
}

// eachMonth calls f with each live paper that is known by its month.
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

// comparison is of the months up to and with month.
type comparison struct {
	*snapshot
	month uint16
	// papers and before are how many there are in the two times.
	papers, before int
}

// isNow and isBefore say in which of the two times a month is.
func (c comparison) isNow(month uint16) bool {
	return month <= c.month && month+index.RisingMonths > c.month
}

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
		if at := c.place(m); at >= 0 {
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
	if len(s.memo.rising) >= mostMemorized {
		clear(s.memo.rising)
	}
	if s.memo.rising == nil {
		s.memo.rising = map[uint16]index.RisingResult{}
	}
	s.memo.rising[month] = found
	return found, nil
}

// mostMemorized is how many months are kept of a snapshot.
const mostMemorized = 50

// place is that of a month in a series, -1 where it is in none.
func (c comparison) place(month uint16) int {
	at := index.SeriesMonths - 1 - (int(c.month) - int(month))
	if at < 0 || month > c.month {
		return -1
	}
	return at
}

// terms are the phrases that rise, without those that say the same.
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
	return different(terms), nil
}

func isNumber(word string) bool { return strings.Trim(word, "0123456789") == "" }

// countNow adds how many titles of the time looked at have each of a part's phrases.
func (c comparison) countNow(p *part, now map[string]int) {
	isNow := make([]bool, p.len())
	some := false
	for paper, month := range p.months {
		isNow[paper] = month > 0 && c.isNow(month) && !p.isDead(uint32(paper))
		some = some || isNow[paper]
	}
	if !some {
		return
	}
	// The papers of all suffixes up to each, so that a phrase is a difference.
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

// term counts a phrase by month, each title once.
func (c comparison) term(text string) index.RisingTerm {
	t := index.RisingTerm{Text: text, Series: make([]int, index.SeriesMonths)}
	for i := range c.parts {
		p := &c.parts[i]
		s := whole(p.titles, text)
		seen := map[uint32]bool{}
		for j := s.from; j < s.to; j++ {
			paper := p.titles.owner(j)
			month := p.months[paper]
			if month == 0 || c.place(month) < 0 || seen[paper] || p.isDead(paper) {
				continue
			}
			seen[paper] = true
			t.Series[c.place(month)]++
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

// different leaves of terms those that say what none before them says: of phrases of
// which one is a part of the other, and of singular and plural, the one that rises most,
// or the longer where it has nearly all titles of the shorter.
func different(terms []index.RisingTerm) []index.RisingTerm {
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
	// A longer phrase may have come to say what several before it did.
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
