package segment

import (
	"cmp"
	"slices"
	"sync"

	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
)

// FrequentAuthors has the papers of those authors who have many, so that the authors of many
// papers need not be counted one by one (package facets). It covers large segments. It is made when
// first asked for, in 30 ms for 390,000 papers, and takes 7 bytes a paper.
type FrequentAuthors struct {
	segments []*Segment
	tables   *Tables
	make     sync.Once

	// bases are the positions of the first papers of the segments, multiples of 64. Without are the
	// papers that have no authors, by segment.
	bases     []uint32
	Without   []bitset.Set
	positions int

	authors []uint32 // by number of papers, the most first
	starts  []uint32 // into papers, one more than authors
	papers  []uint32 // positions, ascending for each author
	places  map[uint32]int
}

// MinListed is the number of papers from which on FrequentAuthors has an author.
const MinListed = 8

// NewFrequentAuthors returns the frequent authors of those of some segments, with these tables, that
// have at least large papers.
func NewFrequentAuthors(segments []*Segment, tables *Tables, large int) *FrequentAuthors {
	f := &FrequentAuthors{tables: tables}
	for _, s := range segments {
		if s.Papers >= large {
			f.segments = append(f.segments, s)
		}
	}
	return f
}

// Inherit returns older if it is of the same segments, otherwise f. Which papers are live does not
// matter.
func (f *FrequentAuthors) Inherit(older *FrequentAuthors) *FrequentAuthors {
	if slices.Equal(f.segments, older.segments) {
		return older
	}
	return f
}

// Covers returns the number of the segment with these columns, or -1 if f does not have it.
func (f *FrequentAuthors) Covers(c *Columns) int {
	at := slices.IndexFunc(f.segments, func(s *Segment) bool { return s.Columns == c })
	if at >= 0 {
		f.make.Do(f.list)
	}
	return at
}

// list makes the lists.
func (f *FrequentAuthors) list() {
	for _, s := range f.segments {
		f.bases = append(f.bases, uint32(f.positions))
		f.positions += (s.Papers + 63) / 64 * 64
	}
	counts := make([]uint32, f.tables.Facets[schema.Authors].Values().Len())
	for _, s := range f.segments {
		for _, author := range s.Columns.Values[schema.Authors].Ords {
			counts[author]++
		}
	}
	for author, n := range counts {
		if n >= MinListed {
			f.authors = append(f.authors, uint32(author))
		}
	}
	slices.SortFunc(f.authors, func(a, b uint32) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	f.places, f.starts = make(map[uint32]int, len(f.authors)), make([]uint32, 1, len(f.authors)+1)
	next := counts // the place of the next paper of each author; reuses the memory
	for i, author := range f.authors {
		f.places[author] = i
		f.starts = append(f.starts, f.starts[i]+counts[author])
	}
	for author := range next {
		next[author] = unlisted
	}
	for i, author := range f.authors {
		next[author] = f.starts[i]
	}
	f.papers = make([]uint32, f.starts[len(f.authors)])
	for i, s := range f.segments {
		f.add(s, f.bases[i], next)
	}
}

const unlisted = ^uint32(0)

// add lists the papers of a segment, whose first has the position base.
func (f *FrequentAuthors) add(s *Segment, base uint32, next []uint32) {
	without, column := bitset.New(s.Papers), &s.Columns.Values[schema.Authors]
	for doc := range uint32(s.Papers) {
		authors := column.Ordinals(doc)
		if len(authors) == 0 {
			without.Add(doc)
		}
		for _, author := range authors {
			if at := next[author]; at != unlisted {
				f.papers[at] = base + doc
				next[author]++
			}
		}
	}
	f.Without = append(f.Without, without)
}

// Empty returns an empty set of papers by position, in memory borrowed from Tables.Sets.
func (f *FrequentAuthors) Empty() bitset.Set {
	set := f.tables.Sets.Get(f.positions / 64)
	clear(set)
	return set
}

// Add adds papers of a segment to a set by position, which must have none of that segment.
func (f *FrequentAuthors) Add(all bitset.Set, segment int, papers bitset.Set) {
	copy(all[f.bases[segment]/64:], papers)
}

// Len returns the number of authors, who are numbered by how many papers they have, from the most.
func (f *FrequentAuthors) Len() int { return len(f.authors) }

// Author returns the ordinal of an author, and how many papers they have in the large segments.
func (f *FrequentAuthors) Author(i int) (ord uint32, papers int32) {
	return f.authors[i], int32(f.starts[i+1] - f.starts[i])
}

// Place returns the number of the author with an ordinal; ok is false if there is none.
func (f *FrequentAuthors) Place(ord uint32) (i int, ok bool) {
	i, ok = f.places[ord]
	return i, ok
}

// Count returns how many papers of an author are in a set by position.
func (f *FrequentAuthors) Count(i int, all bitset.Set) (n int32) {
	for _, at := range f.papers[f.starts[i]:f.starts[i+1]] {
		n += int32(all[at/64] >> (at % 64) & 1)
	}
	return n
}
