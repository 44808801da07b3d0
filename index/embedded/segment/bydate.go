package segment

import (
	"cmp"
	"slices"
	"sort"

	"paperboy/data"
	"paperboy/index/embedded/schema"
)

// wideShare is the share of a segment from which on a range of days is looked for paper by
// paper: the columns are then read in order.
const wideShare = 1. / 4

// longestPeriod is the number of days in a leap year.
const longestPeriod = 366

// DatedIn returns papers among which are all whose date's period overlaps r. ok is false if
// those are a large share of all papers, which are then better tested one by one.
func (c *Columns) DatedIn(r schema.DayRange) (docs []uint32, ok bool) {
	from, to := r.Bounds()
	docs = c.byDate()
	starts := func(i int) int64 { return int64(c.Dates.First[docs[i]]) }
	first := sort.Search(len(docs), func(i int) bool { return starts(i) > int64(from)-longestPeriod })
	last := sort.Search(len(docs), func(i int) bool { return starts(i) > int64(to) })
	if float64(last-first) > wideShare*float64(c.Len()) {
		return nil, false
	}
	return docs[first:max(first, last)], true
}

// BeginningIn returns the papers whose dates begin in one of some ranges, by range. ok is false if those
// are a large share of all papers.
func (c *Columns) BeginningIn(ranges []schema.DayRange) (docs [][]uint32, ok bool) {
	all, n := c.byDate(), 0
	for _, r := range ranges {
		from, to := r.Bounds()
		first := sort.Search(len(all), func(i int) bool { return c.Dates.First[all[i]] >= from })
		last := sort.Search(len(all), func(i int) bool { return c.Dates.First[all[i]] > to })
		docs, n = append(docs, all[first:last]), n+last-first
	}
	return docs, float64(n) <= wideShare*float64(c.Len())
}

func (c *Columns) sortByDate() []uint32 {
	docs := make([]uint32, 0, c.Len())
	for doc, first := range c.Dates.First {
		if first != data.NoDay {
			docs = append(docs, uint32(doc))
		}
	}
	slices.SortStableFunc(docs, func(a, b uint32) int { return cmp.Compare(c.Dates.First[a], c.Dates.First[b]) })
	return docs
}
