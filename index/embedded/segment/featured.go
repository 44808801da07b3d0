package segment

import (
	"sync/atomic"

	"paperboy/data"
	"paperboy/index"
)

// FeaturedColumn holds the signals of the papers that a daily list showed. Such papers are few
// among all, so the others only have a place.
//
// Trending scores are cached for the last day asked for: a search of all papers would take half
// of its time to compute them.
type FeaturedColumn struct {
	// Docs are these papers, in ascending order.
	Docs    []uint32
	signals []*index.Signals // of Docs
	places  []int32          // by paper: in Docs, or -1
	scored  atomic.Pointer[trendingScores]
}

// trendingScores are the trending scores of FeaturedColumn.Docs for a day, NoScore where there is
// none.
type trendingScores struct {
	today  int32
	scores []float64
}

// NoScore is less than any trending score.
const NoScore = -1

// Trending returns a function that returns the trending score of a paper for a day, NoScore if
// it has none.
func (f *FeaturedColumn) Trending(today int32) func(doc uint32) float64 {
	cached := f.scored.Load()
	if cached == nil || cached.today != today {
		cached = &trendingScores{today, make([]float64, len(f.signals))}
		for i, s := range f.signals {
			score, ok := s.Trending(today)
			if !ok {
				score = NoScore
			}
			cached.scores[i] = score
		}
		f.scored.Store(cached)
	}
	return func(doc uint32) float64 {
		if place := f.places[doc]; place >= 0 {
			return cached.scores[place]
		}
		return NoScore
	}
}

// featuredBytes is about what a paper of Docs takes in memory: one featured day and two or
// three observations.
const featuredBytes = 200

func (f *FeaturedColumn) add(doc uint32, s *index.Signals, upvotes int32) {
	if s == nil {
		f.places = append(f.places, -1)
		return
	}
	s.Upvotes.Value = upvotes
	f.places = append(f.places, int32(len(f.Docs)))
	f.Docs, f.signals = append(f.Docs, doc), append(f.signals, s)
}

// Signals returns those of a paper, nil if no daily list showed it.
func (f *FeaturedColumn) Signals(doc uint32) *index.Signals {
	if place := f.places[doc]; place >= 0 {
		return f.signals[place]
	}
	return nil
}

// Newest returns the newest featured day of a paper, data.NoDay if there is none.
func (f *FeaturedColumn) Newest(doc uint32) int32 {
	s := f.Signals(doc)
	if s == nil {
		return data.NoDay
	}
	return s.Featured[len(s.Featured)-1]
}
