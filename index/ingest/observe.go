package ingest

import (
	"slices"
	"time"

	"paperboy/data"
)

// A record that repeats the numbers of the observation before it is a new observation only if that
// one is older than repeatAfter, and a list showed the paper within the last repeatDays: that votes
// stand still says something while they could rise. Otherwise every fetch of a list would write
// every paper of it.
const (
	repeatAfter = 20 * time.Hour
	repeatDays  = 30
)

// replacement returns r as it is stored in place of known, a record with the same key. It has the
// fields that only known has, and the observations of both. If r was observed before known, its
// upvotes, comments and stars are those of known, which are newer.
func replacement(r, known data.Record) data.Record {
	late := observedBefore(r, known)
	r.Paper.Observations = observations(&r, &known)
	if late {
		for _, number := range []func(*data.Paper) **int{
			func(p *data.Paper) **int { return &p.Upvotes },
			func(p *data.Paper) **int { return &p.Comments },
			func(p *data.Paper) **int { return &p.Stars },
		} {
			if newer := *number(&known.Paper); newer != nil {
				*number(&r.Paper) = newer
			}
		}
	}
	fill(&r, known)
	return r
}

// observations returns the series that r has in place of known.
func observations(r, known *data.Record) []data.Observation {
	before, after := known.Paper.Observations, ownObservations(r)
	if len(r.Paper.Observations) == 0 && len(after) > 0 && isRepeated(after[0], r, known) {
		after = nil
	}
	if len(after) > 0 {
		before = ownObservations(known)
	}
	return data.UniteObservations(before, after)
}

// ownObservations returns the observations that a record states, or the one that it is. Records that
// were stored before there were observations state none.
func ownObservations(r *data.Record) []data.Observation {
	if len(r.Paper.Observations) > 0 {
		return r.Paper.Observations
	}
	if o, ok := r.Observe(); ok {
		return []data.Observation{o}
	}
	return nil
}

// isRepeated reports whether o, which is r, says nothing that the last observation of known before
// it did not say.
func isRepeated(o data.Observation, r, known *data.Record) bool {
	for _, last := range slices.Backward(ownObservations(known)) {
		if last.At.After(o.At) {
			continue
		}
		age := data.DateOf(o.At).FirstDay() - r.Paper.Featured.FirstDay()
		isWatched := !r.Paper.Featured.IsZero() && age <= repeatDays
		return repeats(o, last) && (o.At.Sub(last.At) <= repeatAfter || !isWatched)
	}
	return false
}

// repeats reports whether all numbers that o states are those of last.
func repeats(o, last data.Observation) bool {
	same := func(a, b *int) bool { return a == nil || b != nil && *a == *b }
	return same(o.Upvotes, last.Upvotes) && same(o.Comments, last.Comments) && same(o.Stars, last.Stars)
}

// observedBefore reports whether the newest observation of r is older than that of known.
func observedBefore(r, known data.Record) bool {
	after, before := ownObservations(&r), ownObservations(&known)
	return len(after) > 0 && len(before) > 0 && after[len(after)-1].At.Before(before[len(before)-1].At)
}
