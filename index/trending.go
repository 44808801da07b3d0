package index

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"paperboy/data"
)

// ErrNoToday is wrapped by the error of a search sorted ByTrending without Request.Today.
var ErrNoToday = errors.New("the order trending needs a day")

// The score of ByTrending for a day:
//
//	(v + StarsWeight*ln(1+s)) / (d + TrendingDelay)^TrendingPower
//
//	v   the upvotes gained in the last TrendingDays days, or all upvotes if that is not known
//	s   the GitHub stars, likewise; 0 if unknown
//	d   the days since the newest featured day; 0 if that is still to come
//
// A gain is known if the newest observation is at most TrendingDays days old and either the
// paper was first featured in these days, so that all of it was gained in them, or there is an
// earlier observation: the last one at or before their start, or else the first one after it.
//
// A paper that was never featured, or whose upvotes are not known, has no score.
//
// On 558 days of Hugging Face's list, upvotes/(d+2)^1.5 has a fresh and stable top 20: 2.9
// days old on average, 37% of them of the same day, and 8.8 new ones each day. Constants made
// for hours (Hacker News, Reddit) show little besides the same day, and a half-life of 7 days
// little of it.
const (
	TrendingDays  = 7
	TrendingDelay = 2
	TrendingPower = 1.5
	StarsWeight   = .5
)

// TrendingRule says for people how ByTrending orders papers.
var TrendingRule = fmt.Sprintf("The upvotes that a paper gained in the last %d days, plus %g times the logarithm of the stars that its code gained, are divided by (days since it was featured + %d) to the power %g. Where no earlier count is known, all its upvotes and stars count. Of two papers with the same score, the newer one comes first.", TrendingDays, StarsWeight, TrendingDelay, TrendingPower)

// TrendingFormula is the score of ByTrending with its letters explained, a line each.
var TrendingFormula = fmt.Sprintf(`score = (v + %g·ln(1 + s)) / (d + %d)^%g
v = upvotes gained in the last %[4]d days, or all upvotes
s = stars gained in the last %[4]d days, or all stars
d = days since the paper was featured`, StarsWeight, TrendingDelay, TrendingPower, TrendingDays)

// Signals are what the trending score of a paper is computed from. Days are in days since
// 1970-01-01.
type Signals struct {
	// Featured are the days on which a daily list showed the paper, in ascending order. If it
	// is empty, so is the rest.
	Featured       []int32
	Upvotes, Stars Signal
}

// Signal is a number of a paper that changes.
type Signal struct {
	// Value is the newest, -1 if unknown.
	Value int32
	// Series is what was observed of it in the TrendingDays+1 days before the newest
	// observation, and the last observation before these; oldest first.
	Series []Observed
}

// Observed is the value of a Signal on a day.
type Observed struct{ Day, Value int32 }

// NewSignals returns the signals of a paper.
func NewSignals(p *data.Paper) Signals {
	s := Signals{Upvotes: Signal{Value: -1}, Stars: Signal{Value: -1}}
	for _, d := range append(slices.Clone(p.FeaturedDays), p.Featured) {
		if d.Precision() == data.DayPrecision && d.Validate() == nil {
			s.Featured = append(s.Featured, d.FirstDay())
		}
	}
	if len(s.Featured) == 0 {
		return s
	}
	slices.Sort(s.Featured)
	s.Featured = slices.Compact(s.Featured)
	s.Upvotes = newSignal(p.Upvotes, p.Observations, func(o *data.Observation) *int { return o.Upvotes })
	s.Stars = newSignal(p.Stars, p.Observations, func(o *data.Observation) *int { return o.Stars })
	return s
}

func newSignal(value *int, observations []data.Observation, of func(*data.Observation) *int) Signal {
	s := Signal{Value: -1}
	if value != nil {
		s.Value = clampCount(*value)
	}
	for i := range observations {
		if n := of(&observations[i]); n != nil {
			s.Series = append(s.Series, Observed{dayOf(observations[i].At), clampCount(*n)})
		}
	}
	slices.SortStableFunc(s.Series, func(a, b Observed) int { return cmp.Compare(a.Day, b.Day) })
	s.Series = recent(s.Series)
	return s
}

// recent drops what no score needs: all but the last observation before the TrendingDays+1
// days before the newest, and all but the first and the last of a day.
func recent(series []Observed) []Observed {
	var kept []Observed
	for _, o := range series {
		switch n := len(kept); {
		case n == 1 && o.Day < series[len(series)-1].Day-TrendingDays:
			kept[0] = o
		case n > 1 && kept[n-2].Day == o.Day:
			kept[n-1] = o
		default:
			kept = append(kept, o)
		}
	}
	return kept
}

func clampCount(n int) int32 { return int32(min(max(n, 0), math.MaxInt32)) }

func dayOf(t time.Time) int32 { return data.DateOf(t).FirstDay() }

// gain is how much of a signal counts, and why.
type gain struct {
	n int32
	// newest and since are the observations that it lies between. newest is zero if all of the
	// value counts, and since if all of it was gained since the paper was first featured.
	newest, since Observed
	isNew         bool // first featured in the last TrendingDays days
	isKnown       bool
}

// gained returns how much of a signal counts on a day, for a paper that was first featured on
// the day featured.
func (s *Signal) gained(today, featured int32) gain {
	all := gain{n: max(s.Value, 0)}
	if len(s.Series) == 0 {
		return all
	}
	start, last := today-TrendingDays, len(s.Series)-1
	newest := s.Series[last]
	switch {
	case newest.Day < start:
		return all
	case featured >= start:
		return gain{n: newest.Value, newest: newest, isNew: true, isKnown: true}
	case last == 0:
		return all
	}
	since := s.Series[0]
	for _, o := range s.Series[1:last] {
		if o.Day <= start {
			since = o
		}
	}
	return gain{n: max(newest.Value-since.Value, 0), newest: newest, since: since, isKnown: true}
}

// age returns the days since the newest featured day.
func (s *Signals) age(today int32) int32 { return max(today-s.Featured[len(s.Featured)-1], 0) }

// HasTrending reports whether the paper has a trending score.
func (s *Signals) HasTrending() bool { return len(s.Featured) > 0 && s.Upvotes.Value >= 0 }

// Trending returns the trending score for a day in days since 1970-01-01. ok is false if the
// paper has none.
func (s *Signals) Trending(today int32) (score float64, ok bool) {
	if !s.HasTrending() {
		return 0, false
	}
	votes, stars := s.Upvotes.gained(today, s.Featured[0]), s.Stars.gained(today, s.Featured[0])
	return (float64(votes.n) + starsPart(stars.n)) / decay(s.age(today)), true
}

func starsPart(stars int32) float64 { return StarsWeight * math.Log1p(float64(stars)) }

func decay(days int32) float64 { return math.Pow(float64(days)+TrendingDelay, TrendingPower) }

// ExplainTrending returns the arithmetic of the trending score for a day.
func (s *Signals) ExplainTrending(today int32) *Explanation {
	score, ok := s.Trending(today)
	if !ok {
		why := "no trending score: its upvotes are not known"
		if len(s.Featured) == 0 {
			why = "no trending score: no daily list has featured it"
		}
		return &Explanation{Description: why}
	}
	votes, stars := s.Upvotes.gained(today, s.Featured[0]), s.Stars.gained(today, s.Featured[0])
	days := s.age(today)
	sum := Explanation{Description: "upvotes and stars, sum of:", Value: float64(votes.n) + starsPart(stars.n), Details: []Explanation{
		s.Upvotes.explain("upvotes", votes),
	}}
	if s.Stars.Value >= 0 || stars.isKnown {
		sum.Details = append(sum.Details, Explanation{
			Description: fmt.Sprintf("%g times ln(1 + stars)", StarsWeight), Value: starsPart(stars.n),
			Details: []Explanation{s.Stars.explain("GitHub stars", stars)},
		})
	}
	return &Explanation{Description: "trending score for " + data.DateOfDay(today).String() + ", quotient of:", Value: score, Details: []Explanation{
		sum,
		{Description: fmt.Sprintf("(days + %d) to the power %g", TrendingDelay, TrendingPower), Value: decay(days), Details: []Explanation{
			{Description: "days since it was featured on " + data.DateOfDay(s.Featured[len(s.Featured)-1]).String(), Value: float64(days)},
		}},
	}}
}

// explain says what a gain is. The descriptions have the numbers that it results from.
func (s *Signal) explain(name string, g gain) Explanation {
	e := Explanation{Value: float64(g.n)}
	on := func(o Observed) string { return fmt.Sprintf("%d on %s", o.Value, data.DateOfDay(o.Day)) }
	switch {
	case !g.isKnown:
		e.Description = fmt.Sprintf("all %s: no earlier count is known, or the newest is more than %d days old", name, TrendingDays)
	case g.isNew:
		e.Description = fmt.Sprintf("%s: %s, all gained since it was first featured", name, on(g.newest))
	default:
		e.Description = fmt.Sprintf("%s gained: %s, less %s", name, on(g.newest), on(g.since))
	}
	return e
}
