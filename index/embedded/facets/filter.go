// Package facets applies the filter of a search and counts its facets. For each segment, a
// Filter splits what the query found, and a Counter counts the sets that come out, column by
// column: testing paper by paper was measured, and took four times as long.
package facets

import (
	"math"
	"math/bits"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
)

// The clauses of a filter: one for each facet, and one for each other kind of day. A paper that
// fails no clause is found. One that fails only the clause of a facet is still counted by that
// facet, and one that fails only the clause of a kind of day by the calendar of these days.
const (
	dateClause = iota
	authorCountClause
	featuredClause
	addedClause
	updatedClause
	valueClause // of schema.ValueFacet(0); the others follow
	Clauses     = valueClause + schema.ValueFacets
)

// clauseOfFacet returns the clause of a facet.
func clauseOfFacet(f index.Facet) int {
	switch f {
	case index.FacetDate:
		return dateClause
	case index.FacetAuthorCount:
		return authorCountClause
	}
	return valueClause + valuePlace(f)
}

// valuePlace returns i if f is schema.ValueFacet(i), and -1 if f has fixed buckets.
func valuePlace(f index.Facet) int {
	for i := range schema.ValueFacets {
		if schema.ValueFacet(i).Facet == f {
			return i
		}
	}
	return -1
}

// Filter is an index.Filter prepared for testing papers.
type Filter struct {
	Active             [Clauses]bool
	date, featured     schema.DayRange
	dates              []schema.DayRange // selected buckets
	months             []uint8           // monthsOf the selected buckets, if nothing else restricts the date
	unknownDate        bool
	authorsMin         int32
	authorsMax         int32
	buckets            [len(index.AuthorCountBuckets)]bool // selected author counts
	values             [schema.ValueFacets]valueSet
	addedMin, addedMax int64 // inclusive
	updatedAfter       int64
	NoSuch             map[index.Facet][]string
	byDates, byBuckets bool
	byAuthors, within  bool
}

// valueSet is the selected values of one facet.
type valueSet struct {
	active, unknown bool
	ordinals        []uint32 // ascending
	noSuch          []string // selected values that no paper has
}

// NewFilter returns f with its values looked up in tables. NoSuch has the values that no paper
// has.
func NewFilter(f index.Filter, tables *segment.FacetInterners) *Filter {
	c := &Filter{
		date:         schema.NewDayRange(f.From, f.To),
		within:       f.Within,
		featured:     schema.NewDayRange(f.FeaturedFrom, f.FeaturedTo),
		authorsMin:   int32(min(max(f.AuthorsMin, 1), math.MaxInt32)),
		authorsMax:   math.MaxInt32,
		byAuthors:    f.AuthorsMin > 0 || f.AuthorsMax > 0,
		updatedAfter: schema.Nanos(f.UpdatedAfter),
	}
	if f.AuthorsMax > 0 {
		c.authorsMax = int32(min(f.AuthorsMax, math.MaxInt32))
	}
	var dates []data.Date
	for _, v := range f.Values[index.FacetDate] {
		c.byDates = true
		if v == index.Unknown {
			c.unknownDate = true
		} else if d, err := data.ParseDate(v); err == nil && !d.IsZero() {
			dates = append(dates, d)
			c.dates = append(c.dates, schema.NewDayRange(d, d))
		}
	}
	if c.byDates && c.date.Open && !c.unknownDate {
		c.months = monthsOf(dates)
	}
	for _, v := range f.Values[index.FacetAuthorCount] {
		c.byBuckets = true
		if i := slices.IndexFunc(index.AuthorCountBuckets[:], func(b index.CountBucket) bool { return b.Value == v }); i >= 0 {
			c.buckets[i] = true
		}
	}
	for i := range schema.ValueFacets {
		facet := schema.ValueFacet(i).Facet
		c.values[i] = newValueSet(facet, f.Values[facet], tables[i].List())
		for _, value := range c.values[i].noSuch {
			if c.NoSuch == nil {
				c.NoSuch = map[index.Facet][]string{}
			}
			c.NoSuch[facet] = append(c.NoSuch[facet], value)
		}
		c.Active[valueClause+i] = c.values[i].active
	}
	c.Active[dateClause] = !c.date.Open || c.byDates
	c.Active[authorCountClause] = c.byAuthors || c.byBuckets
	c.addedMin, c.addedMax = addedRange(f)
	c.Active[featuredClause] = !c.featured.Open
	c.Active[addedClause] = !f.AddedAfter.IsZero() || !f.AddedFrom.IsZero() || !f.AddedTo.IsZero()
	c.Active[updatedClause] = c.updatedAfter != schema.NoTime
	return c
}

// IsOpen reports whether the filter lets all papers pass.
func (f *Filter) IsOpen() bool { return f.Active == [Clauses]bool{} }

// SetAdded tells the filter when the first and the last of all papers were added. If it accepts
// all these times, as in a library that was filled in a day, it tests no paper for them.
func (f *Filter) SetAdded(first, last int64) {
	if f.addedMin <= first && last <= f.addedMax {
		f.Active[addedClause] = false
	}
}

// RestrictsByAdded reports whether the filter tests when papers were added.
func (f *Filter) RestrictsByAdded() bool { return f.Active[addedClause] }

// RestrictsOnly reports whether the filter lets all papers pass whose days of a kind it accepts.
func (f *Filter) RestrictsOnly(kind index.DayKind) bool {
	own := clauseOfDays(kind)
	for clause, active := range f.Active {
		if active && clause != own {
			return false
		}
	}
	return true
}

// newValueSet looks the selected values up in every spelling. A category includes those below
// it.
func newValueSet(facet index.Facet, selected []string, names segment.ValueList) valueSet {
	s := valueSet{active: len(selected) > 0}
	for _, v := range selected {
		if v == index.Unknown {
			s.unknown = true
			continue
		}
		found := names.Spellings(facet, v)
		if facet == index.FacetCategory {
			for ord, name := range names.Values.Each {
				if segment.InCategory(name, v) {
					found = append(found, ord)
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

// has reports whether one of a paper's values is selected.
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

// passing returns the papers that satisfy one clause: at least those among found.
func (f *Filter) passing(c *segment.Columns, found bitset.Set, part int) bitset.Set {
	switch {
	case part == featuredClause:
		return f.featuredIn(c)
	case part == dateClause && !f.byDates:
		if docs, ok := c.DatedIn(f.date); ok {
			return f.datedIn(c, docs)
		}
	}
	passes := bitset.New(c.Len())
	if part == dateClause && f.months != nil {
		lists, few := c.BeginningIn(f.dates)
		if !few {
			f.passMonths(c, found, passes)
			return passes
		}
		for _, papers := range lists {
			passes.AddAll(papers)
		}
		return passes
	}
	for doc := range found.Each {
		var ok bool
		switch part {
		case dateClause:
			ok = f.inRange(c.Dates.Period(doc)) && (!f.byDates || f.selectedDate(c.Dates.First[doc]))
		case authorCountClause:
			n := c.AuthorCounts[doc]
			ok = (!f.byAuthors || n >= f.authorsMin && n <= f.authorsMax) && (!f.byBuckets || f.buckets[c.AuthorBuckets[doc]])
		case addedClause:
			ok = f.addedMin <= c.Added[doc] && c.Added[doc] <= f.addedMax
		case updatedClause:
			ok = c.Updated[doc] > f.updatedAfter
		default:
			ok = f.values[part-valueClause].has(c.Values[part-valueClause].Ordinals(doc))
		}
		if ok {
			passes.Add(doc)
		}
	}
	return passes
}

// passMonths adds to passes the papers among found that are in a selected month. Testing the day
// of each paper took half of the time of a question for all papers with facets and a year.
func (f *Filter) passMonths(c *segment.Columns, found, passes bitset.Set) {
	for w, word := range found {
		var passed uint64
		for left := word; left != 0; left &= left - 1 {
			bit := bits.TrailingZeros64(left)
			passed |= uint64(f.months[c.Months[w*64+bit]]) << bit
		}
		passes[w] = passed
	}
}

// monthsOf returns 1 for each month that is selected, and 0 for the others. It returns nil if
// the selected dates are not all whole months that have a number.
func monthsOf(dates []data.Date) []uint8 {
	months := make([]uint8, segment.MaxMonth+1)
	for _, d := range dates {
		first, last := segment.Month(d.FirstDay()), segment.Month(d.LastDay())
		if d.Precision() == data.DayPrecision || first == 0 || last == 0 {
			return nil
		}
		for m := first; m <= last; m++ {
			months[m] = 1
		}
	}
	return months
}

// inRange reports whether the period of a paper's date matches the range of dates.
func (f *Filter) inRange(p schema.Period) bool {
	if f.within {
		return f.date.Holds(p)
	}
	return f.date.Overlaps(p)
}

// datedIn returns the papers among docs whose date is in the range of the filter.
func (f *Filter) datedIn(c *segment.Columns, docs []uint32) bitset.Set {
	passes := bitset.New(c.Len())
	for _, doc := range docs {
		if f.inRange(c.Dates.Period(doc)) {
			passes.Add(doc)
		}
	}
	return passes
}

// featuredIn returns the papers that a daily list showed on a day of the filter.
func (f *Filter) featuredIn(c *segment.Columns) bitset.Set {
	passes := bitset.New(c.Len())
	for _, doc := range c.Featured.Docs {
		if slices.ContainsFunc(c.Featured.Signals(doc).Featured, f.featured.Has) {
			passes.Add(doc)
		}
	}
	return passes
}

// addedRange returns the first and the last nanosecond since 1970 that f.AddedAfter, AddedFrom
// and AddedTo have in common. No range includes schema.NoTime.
func addedRange(f index.Filter) (from, to int64) {
	from, to = schema.NoTime+1, math.MaxInt64
	if !f.AddedAfter.IsZero() {
		from = schema.Nanos(f.AddedAfter) + 1
	}
	if !f.AddedFrom.IsZero() {
		from = max(from, startOfDay(int64(f.AddedFrom.FirstDay())))
	}
	if !f.AddedTo.IsZero() {
		to = startOfDay(int64(f.AddedTo.LastDay())+1) - 1
	}
	return from, to
}

// startOfDay returns the nanoseconds from 1970 to the start of a day, or the nearest number that
// can be the time of a paper: years before 1678 and after 2261 are out of range.
func startOfDay(day int64) int64 {
	const perDay = int64(24 * time.Hour)
	return perDay * min(max(day, (schema.NoTime+1)/perDay), math.MaxInt64/perDay)
}

func (f *Filter) selectedDate(first int32) bool {
	if first == data.NoDay {
		return f.unknownDate
	}
	return slices.ContainsFunc(f.dates, func(r schema.DayRange) bool { return r.Has(first) })
}
