package facets

import (
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
)

// Counting the authors of many papers is mostly waiting for memory: each of the four names of a paper
// adds to a count at a random place among 600,000. But the ten that are most frequent among the papers
// found are also frequent among all. So authors are taken in descending order of all their papers, and
// those of their papers that were found are counted, until no other author can have as many as the
// tenth. (Fagin, Lotem and Naor, "Optimal Aggregation Algorithms for Middleware", 2001, stop in the
// same way.) Three words with three facets took 4.1 ms of CPU time in 393,781 papers, and 2.2 since.
//
// This is for large segments, if many of their papers were found. The others are counted one by one, as is
// everything if an author is selected or searched for, or if the end does not come soon enough.

const (
	// manyFound is the share of the papers of the large segments, 1/manyFound, from which on this is
	// tried.
	manyFound = 32
	// lookUps is how many papers of frequent authors are looked up in the time of counting one author.
	lookUps = 4
)

// part is a segment whose authors are not counted yet.
type part struct {
	segment int // of FrequentAuthors
	columns *segment.Columns
	found   bitset.Set
}

// defers reports whether the authors of the papers found in a segment are left for Buckets, and
// then records them.
func (f *Counter) defers(c *segment.Columns, found bitset.Set) bool {
	v := &f.values[schema.Authors]
	if f.word != nil || len(v.chosen) > 0 || len(v.others) > 0 {
		return false
	}
	at := f.frequent.Covers(c)
	if at >= 0 {
		f.parts = append(f.parts, part{at, c, found})
	}
	return at >= 0
}

// offerFrequent calls offer with the authors who may be among the most frequent, and how many papers
// of each were found. If it returns false, these may be too few, and the parts have to be counted.
func (f *Counter) offerFrequent(top *mostFrequent, offer func(ord uint32, n int32)) bool {
	v, authors := &f.values[schema.Authors], f.frequent
	found, budget, unknown := authors.Empty(), 0, 0
	defer f.tables.Sets.Put(found)
	for _, p := range f.parts {
		authors.Add(found, p.segment, p.found)
		unknown += p.found.IntersectionCount(authors.Without[p.segment])
		column := &p.columns.Values[schema.Authors]
		budget += lookUps * p.found.Count() * len(column.Ords) / p.columns.Len()
	}
	if manyFound*found.Count() < 64*len(found) {
		return false
	}
	counted, missed := int32(1), int32(segment.MinListed-1) // who is not listed has fewer
	v.each(&counted, func(ord uint32, n int32) {
		i, listed := authors.Place(ord)
		if !listed {
			missed = max(missed, n+segment.MinListed-1)
		} else if n += authors.Count(i, found); n >= top.least {
			offer(ord, n)
		}
	})
	for i := range authors.Len() {
		ord, papers := authors.Author(i)
		if papers < top.least {
			break
		}
		if budget -= int(papers); budget < 0 {
			return false
		}
		if v.count(ord) > 0 {
			continue // offered above
		}
		if n := authors.Count(i, found); n >= top.least {
			offer(ord, n)
		}
	}
	if len(top.list) < top.n || missed >= top.least {
		return false
	}
	v.unknown += unknown
	return true
}

// countParts counts the authors of the segments that were left for later.
func (f *Counter) countParts() {
	for _, p := range f.parts {
		f.countValues(&f.values[schema.Authors], &p.columns.Values[schema.Authors], p.found)
	}
	f.parts = nil
}
