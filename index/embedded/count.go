package embedded

import (
	"math/bits"
	"slices"
)

// split is what a query found in a part, by the filter: passed fails nothing, and
// but[i] fails nothing but perhaps part i of the filter, which is what the facet of
// that part counts. Where the filter asks nothing, all are one set.
type split struct {
	passed bitset
	but    [filterParts]bitset
}

// split tests found column by column, for the facets of the parts asked.
func (f *filter) split(c *columns, found bitset, asked [filterParts]bool) *split {
	s := &split{passed: found}
	for i := range s.but {
		s.but[i] = found
	}
	for part, active := range f.active {
		if !active {
			continue
		}
		passes := f.passing(c, found, part)
		s.passed = s.passed.common(passes)
		for other := range s.but {
			if other != part && asked[other] {
				s.but[other] = s.but[other].common(passes)
			}
		}
	}
	return s
}

// count counts the facets asked for in one part.
func (f *facets) count(c *columns, s *split) {
	if f.counted[datePart] {
		f.countDates(c, s.but[datePart])
	}
	if f.counted[authorCountPart] {
		f.countAuthorCounts(c, s.but[authorCountPart])
	}
	if f.grid != nil {
		f.countGrid(c, s.passed)
	}
	for i := range f.values {
		if f.counted[valuePart+i] {
			f.countValues(&f.values[i], &c.values[i], s.but[valuePart+i])
		}
	}
}

func (f *facets) countDates(c *columns, set bitset) {
	months, counts := c.month, f.months
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			counts[months[i*64+bits.TrailingZeros64(word)]]++
		}
	}
	if len(f.days) == 0 {
		return
	}
	for doc := range set.each {
		if n, selected := f.days[c.date.first[doc]]; selected {
			f.days[c.date.first[doc]] = n + 1
		}
	}
}

func (f *facets) countAuthorCounts(c *columns, set bitset) {
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			f.authors[c.authorBucket[i*64+bits.TrailingZeros64(word)]]++
		}
	}
}

func (f *facets) countGrid(c *columns, set bitset) {
	for doc := range set.each {
		f.grid[c.authorBucket[doc]][c.month[doc]]++
	}
}

func (f *facets) countValues(v *valueCounts, column *values, set bitset) {
	start, ord, counts := column.start, column.ord, v.counts
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			doc := i*64 + bits.TrailingZeros64(word)
			ordinals := ord[start[doc]:start[doc+1]]
			if len(ordinals) == 0 {
				v.unknown++
				continue
			}
			for k := range v.others {
				if o := &v.others[k]; o.set.has(ordinals) {
					o.count++
				}
			}
			if v.parents != nil {
				v.own.setAll(ordinals)
				ordinals = v.withParents(ordinals)
			}
			if v.dense {
				for _, ord := range ordinals {
					counts[ord]++
				}
				continue
			}
			for _, ord := range ordinals {
				if counts[ord] == 0 {
					v.seen = append(v.seen, ord)
				}
				counts[ord]++
			}
		}
	}
}

// withParents adds what the categories of one paper are within.
func (v *valueCounts) withParents(ordinals []uint32) []uint32 {
	v.ordinals = append(v.ordinals[:0], ordinals...)
	for _, ord := range ordinals {
		for _, parent := range v.parents[ord] {
			if !slices.Contains(v.ordinals, parent) {
				v.ordinals = append(v.ordinals, parent)
			}
		}
	}
	return v.ordinals
}
