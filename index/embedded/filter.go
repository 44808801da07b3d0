package embedded

import (
	"math"
	"slices"

	"paperboy/data"
	"paperboy/index"
)

// The parts of a filter: one for each facet, and one for the rest. A paper that
// fails no part counts everywhere, one that fails a single facet's part counts in
// that facet.
const (
	datePart = iota
	authorCountPart
	restPart
	valuePart   // of valueFacet(0); the others follow
	filterParts = valuePart + valueFacets
)

// partOf is the part of a facet.
func partOf(f index.Facet) int {
	switch f {
	case index.FacetDate:
		return datePart
	case index.FacetAuthorCount:
		return authorCountPart
	}
	return valuePart + valuePlace(f)
}

// valuePlace returns i where valueFacet(i) is f, and -1 where f has fixed buckets.
func valuePlace(f index.Facet) int {
	for i := range valueFacets {
		if valueFacet(i).Facet == f {
			return i
		}
	}
	return -1
}

// dayRange is an inclusive range of days; open at both ends it holds the
// unknown too.
type dayRange struct {
	from, to int32
	open     bool
}

func newDayRange(from, to data.Date) dayRange {
	r := dayRange{math.MinInt32, math.MaxInt32, from.IsZero() && to.IsZero()}
	if !from.IsZero() {
		r.from = from.FirstDay()
	}
	if !to.IsZero() {
		r.to = to.LastDay()
	}
	return r
}

func (r dayRange) overlaps(p period) bool {
	return r.open || p.first != data.NoDay && p.last() >= r.from && p.first <= r.to
}

func (r dayRange) has(day int32) bool { return day != data.NoDay && r.from <= day && day <= r.to }

// filter is an index.Filter ready to be asked for each paper.
type filter struct {
	active             [filterParts]bool
	date, featured     dayRange
	dates              []dayRange // selected buckets
	unknownDate        bool
	authorsMin         int32
	authorsMax         int32
	buckets            [len(index.AuthorCountBuckets)]bool // selected author counts
	values             [valueFacets]valueSet
	addedAfter         int64
	updatedAfter       int64
	noSuch             map[index.Facet][]string
	byDates, byBuckets bool
	byAuthors          bool
}

// valueSet is the selected values of one facet.
type valueSet struct {
	active, unknown bool
	ordinals        []uint32 // ascending
	noSuch          []string // selected, and no value
}

func newFilter(f index.Filter, tables *nameTables) *filter {
	c := &filter{
		date:         newDayRange(f.From, f.To),
		featured:     newDayRange(f.FeaturedFrom, f.FeaturedTo),
		authorsMin:   int32(min(max(f.AuthorsMin, 1), math.MaxInt32)),
		authorsMax:   math.MaxInt32,
		byAuthors:    f.AuthorsMin > 0 || f.AuthorsMax > 0,
		addedAfter:   nanos(f.AddedAfter),
		updatedAfter: nanos(f.UpdatedAfter),
	}
	if f.AuthorsMax > 0 {
		c.authorsMax = int32(min(f.AuthorsMax, math.MaxInt32))
	}
	for _, v := range f.Values[index.FacetDate] {
		c.byDates = true
		if v == index.Unknown {
			c.unknownDate = true
		} else if d, err := data.ParseDate(v); err == nil && !d.IsZero() {
			c.dates = append(c.dates, newDayRange(d, d))
		}
	}
	for _, v := range f.Values[index.FacetAuthorCount] {
		c.byBuckets = true
		if i := slices.IndexFunc(index.AuthorCountBuckets[:], func(b index.CountBucket) bool { return b.Value == v }); i >= 0 {
			c.buckets[i] = true
		}
	}
	for i := range valueFacets {
		facet := valueFacet(i).Facet
		c.values[i] = newValueSet(facet, f.Values[facet], tables[i].list())
		for _, value := range c.values[i].noSuch {
			if c.noSuch == nil {
				c.noSuch = map[index.Facet][]string{}
			}
			c.noSuch[facet] = append(c.noSuch[facet], value)
		}
		c.active[valuePart+i] = c.values[i].active
	}
	c.active[datePart] = !c.date.open || c.byDates
	c.active[authorCountPart] = c.byAuthors || c.byBuckets
	c.active[restPart] = !c.featured.open || c.addedAfter != noTime || c.updatedAfter != noTime
	return c
}

// newValueSet looks the selected values up, whatever their case and spelling; a category
// stands for those below it too.
func newValueSet(facet index.Facet, selected []string, names nameList) valueSet {
	s := valueSet{active: len(selected) > 0}
	for _, v := range selected {
		if v == index.Unknown {
			s.unknown = true
			continue
		}
		found := names.same(facet, v)
		if facet == index.FacetCategory {
			for ord, name := range names.all {
				if isWithin(name, v) {
					found = append(found, uint32(ord))
				}
			}
		}
		if len(found) == 0 {
			s.noSuch = append(s.noSuch, v)
		}
		s.ordinals = append(s.ordinals, found...)
	}
	slices.Sort(s.ordinals)
	return s
}

// has reports whether a paper's values are among the selected.
func (s *valueSet) has(values []uint32) bool {
	if len(values) == 0 {
		return s.unknown
	}
	for _, v := range values {
		if _, ok := slices.BinarySearch(s.ordinals, v); ok {
			return true
		}
	}
	return false
}

// passing are those among found that do not fail one part.
func (f *filter) passing(c *columns, found bitset, part int) bitset {
	passes := newBitset(c.papers())
	for doc := range found.each {
		var ok bool
		switch part {
		case datePart:
			ok = f.date.overlaps(c.date.at(doc)) && (!f.byDates || f.selectedDate(c.date.first[doc]))
		case authorCountPart:
			n := c.authorCount[doc]
			ok = (!f.byAuthors || n >= f.authorsMin && n <= f.authorsMax) && (!f.byBuckets || f.buckets[c.authorBucket[doc]])
		case restPart:
			ok = (f.addedAfter == noTime || c.added[doc] > f.addedAfter) &&
				(f.updatedAfter == noTime || c.updated[doc] > f.updatedAfter) &&
				f.featured.overlaps(c.featured.at(doc))
		default:
			ok = f.values[part-valuePart].has(c.values[part-valuePart].of(doc))
		}
		if ok {
			passes.set(doc)
		}
	}
	return passes
}

func (f *filter) selectedDate(first int32) bool {
	if first == data.NoDay {
		return f.unknownDate
	}
	return slices.ContainsFunc(f.dates, func(r dayRange) bool { return r.has(first) })
}
