package data

import (
	"slices"
	"time"
)

// Observation is how much attention a paper had at a time, as a source stated it. A number that
// the source did not state is nil.
type Observation struct {
	At       time.Time `json:"at"`
	Upvotes  *int      `json:"upvotes"`
	Comments *int      `json:"comments"`
	Stars    *int      `json:"stars"`
}

// Observe returns the observation that a record is: its numbers, at the time when it was
// fetched. It returns false if the record has no numbers or no such time, and for an edit, whose
// numbers no source stated.
func (r *Record) Observe() (Observation, bool) {
	o := Observation{At: atSecond(r.Origin.Fetched), Upvotes: r.Paper.Upvotes, Comments: r.Paper.Comments, Stars: r.Paper.Stars}
	isKnown := o.Upvotes != nil || o.Comments != nil || o.Stars != nil
	return o, isKnown && !r.Origin.Fetched.IsZero() && r.Origin.Source != SourceEdit
}

// lastObserved returns the time of the last observation of a record, or when it was fetched if it
// has none.
func (r *Record) lastObserved() time.Time {
	if n := len(r.Paper.Observations); n > 0 {
		return r.Paper.Observations[n-1].At
	}
	return atSecond(r.Origin.Fetched)
}

// Ages from which a series is thinner, in days before its newest observation.
const (
	dailyDays  = 14
	weeklyDays = 365
)

// UniteObservations returns the observations of several series, oldest first, thinned with age:
// the last one of each day (in UTC) of the 14 days before the newest, the last one of each week
// up to a year before it, and the last one of each four weeks earlier. The first one is always
// kept, because it is where the series starts. Two at the same second become one, with the larger
// of their numbers.
//
// The result does not depend on the order of the series, nor on whether some of them were united
// before, since a week consists of whole days and four weeks of whole weeks. Times are in UTC, in
// whole seconds.
func UniteObservations(series ...[]Observation) []Observation {
	return thinned(joined(slices.Concat(series...)))
}

// joined returns observations sorted by time, those of the same second as one. The result does
// not share memory with the argument, and is nil if there are none.
func joined(observations []Observation) []Observation {
	var all []Observation
	for _, o := range observations {
		o.At = atSecond(o.At)
		all = append(all, o)
	}
	slices.SortStableFunc(all, func(a, b Observation) int { return a.At.Compare(b.At) })
	kept := all[:0]
	for _, o := range all {
		if n := len(kept); n > 0 && kept[n-1].At.Equal(o.At) {
			last := &kept[n-1]
			last.Upvotes, last.Comments, last.Stars = larger(last.Upvotes, o.Upvotes), larger(last.Comments, o.Comments), larger(last.Stars, o.Stars)
			continue
		}
		kept = append(kept, o)
	}
	return kept
}

// thinned returns the observations to keep of a series that is sorted by time.
func thinned(series []Observation) []Observation {
	if len(series) == 0 {
		return nil
	}
	newest := dayOf(series[len(series)-1].At)
	kept := series[:1:1]
	for i, o := range series[1:] {
		next := i + 2
		if next == len(series) || period(o.At, newest) != period(series[next].At, newest) {
			kept = append(kept, o)
		}
	}
	return kept
}

// A span identifies a period that keeps only its last observation, by its length in days and its
// number.
type span struct{ days, number int32 }

// period returns the span that t is in, if the newest observation is of a day in days since 1970.
func period(t time.Time, newest int32) span {
	const week = 7
	day := dayOf(t)
	length := int32(1)
	switch age := newest - day; {
	case age > weeklyDays:
		length = 4 * week
	case age > dailyDays:
		length = week
	}
	return span{length, day / length}
}

// dayOf returns the day of t in UTC in days since 1 January 1970.
func dayOf(t time.Time) int32 { return DateOf(t).FirstDay() }

// mergeObservations returns the observations of all records.
func mergeObservations(records []Record) []Observation {
	series := make([][]Observation, len(records))
	for i := range records {
		series[i] = records[i].Paper.Observations
	}
	return UniteObservations(series...)
}

// atSecond returns t in UTC, in whole seconds.
func atSecond(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// larger returns the larger of two numbers that may be unknown.
func larger(a, b *int) *int {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}
