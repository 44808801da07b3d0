package facets

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
)

// defaultFacetLimit is the number of values of a facet if the request does not say.
const defaultFacetLimit = 10

// denseShare is the number of values for each paper found from which only the values that
// occur are visited at the end. Recording which values occur costs an unpredictable branch for
// each.
const denseShare = 8

// Counter counts the facets of one search. Each worker of a search has its own.
type Counter struct {
	asked []index.Facet
	// word selects values (Request.FacetContains); nil selects all.
	word    *index.FacetWord
	filter  index.Filter
	limit   int
	tables  *segment.Tables
	names   [schema.ValueFacets]segment.ValueList
	Clauses [Clauses]bool
	months  []int32 // by segment.Month; 0 is unknown
	days    map[int32]int
	authors [len(index.AuthorCountBuckets)]int
	grid    [][]int32 // by author-count bucket and month; nil if not requested
	// calendar is nil if not requested. Its clause is also in Clauses.
	calendar *calendar
	values   [schema.ValueFacets]valueCounts
	// frequent are the authors with many papers. parts are the segments whose authors are not
	// counted yet.
	frequent *segment.FrequentAuthors
	parts    []part
}

// valueCounts are the counts of one facet.
type valueCounts struct {
	tally
	// parents of categories (categoryParents), nil where there are none. own marks the
	// categories that some paper has itself; only these are listed.
	parents  [][]uint32
	own      bitset.Set
	ordinals []uint32 // reused by withParents
	unknown  int
	// chosen are the selected values, in every spelling.
	chosen map[uint32]bool
	// others are selected values that no paper has itself: a category above those of papers,
	// or one that nobody has.
	others []otherValue
}

type otherValue struct {
	value string
	set   valueSet
	count int
}

// NewCounter returns a Counter for the facets of r in about this many papers. All workers of a
// search must use the same names.
func NewCounter(r index.Request, tables *segment.Tables, authors *segment.FrequentAuthors, names [schema.ValueFacets]segment.ValueList, papers int) *Counter {
	f := &Counter{asked: r.Facets, filter: r.Filter, limit: cmp.Or(r.FacetLimit, defaultFacetLimit), tables: tables, names: names, frequent: authors}
	if r.FacetContains != "" {
		word := index.NewFacetWord(r.FacetContains)
		f.word = &word
	}
	for _, facet := range r.Facets {
		if f.Clauses[clauseOfFacet(facet)] {
			continue
		}
		f.Clauses[clauseOfFacet(facet)] = true
		switch i := valuePlace(facet); {
		case facet == index.FacetDate:
			f.months, f.days = tables.Counts.Get(segment.MaxMonth+1), selectedDays(r.Filter)
		case i >= 0:
			n := names[i].Values.Len()
			f.values[i] = newValueCounts(facet, r.Filter.Values[facet], newTally(n, papers > n/denseShare, tables), names[i])
		}
	}
	if r.Calendar != "" {
		f.calendar = newCalendar(r.Calendar, tables)
		f.Clauses[clauseOfDays(r.Calendar)] = true
	}
	if r.Grid {
		f.grid = make([][]int32, len(index.AuthorCountBuckets))
		for i := range f.grid {
			f.grid[i] = tables.Counts.Get(segment.MaxMonth + 1)
		}
	}
	if f.Clauses[valueClause+schema.Categories] {
		c := &f.values[schema.Categories]
		c.parents = categoryParents(names[schema.Categories].Values)
		c.own = bitset.New(len(c.parents))
	}
	return f
}

// selectedDays has an entry for each day that is selected as a bucket.
func selectedDays(f index.Filter) map[int32]int {
	days := map[int32]int{}
	for _, value := range f.Values[index.FacetDate] {
		if d, err := data.ParseDate(value); err == nil && d.Precision() == data.DayPrecision {
			days[d.FirstDay()] = 0
		}
	}
	return days
}

// newValueCounts counts in empty, which has an ordinal for each name.
func newValueCounts(facet index.Facet, selected []string, empty tally, names segment.ValueList) valueCounts {
	c := valueCounts{tally: empty, chosen: map[uint32]bool{}}
	for i, v := range selected {
		for _, ord := range names.Spellings(facet, v) {
			c.chosen[ord] = true
		}
		if _, known := names.Lookup(v); !known && v != index.Unknown && slices.Index(selected, v) == i {
			c.others = append(c.others, otherValue{value: v, set: newValueSet(facet, []string{v}, names)})
		}
	}
	return c
}

// Add adds the counts of another Counter, which must not be used again.
func (f *Counter) Add(other *Counter) {
	for m, n := range other.months {
		f.months[m] += n
	}
	for d, n := range other.days {
		f.days[d] += n
	}
	for i, n := range other.authors {
		f.authors[i] += n
	}
	for i, months := range other.grid {
		for m, n := range months {
			f.grid[i][m] += n
		}
	}
	for i := range f.values {
		f.values[i].add(&other.values[i])
	}
	f.parts = append(f.parts, other.parts...)
	if f.calendar != nil {
		f.calendar.sum(other.calendar)
	}
	other.release()
}

func (v *valueCounts) add(other *valueCounts) {
	v.merge(&other.tally)
	v.own.Or(other.own)
	v.unknown += other.unknown
	for i, o := range other.others {
		v.others[i].count += o.count
	}
}

// release gives the borrowed slices back.
func (f *Counter) release() {
	if f.months != nil {
		clear(f.months)
		f.tables.Counts.Put(f.months)
	}
	if f.calendar != nil {
		f.calendar.release(f.tables)
		f.calendar = nil
	}
	for _, months := range f.grid {
		clear(months)
		f.tables.Counts.Put(months)
	}
	for i := range f.values {
		f.values[i].release(f.tables)
	}
}

// Buckets returns the counted facets. The Counter must not be used again.
func (f *Counter) Buckets() map[index.Facet][]index.Bucket {
	defer f.release()
	answer := map[index.Facet][]index.Bucket{}
	for _, facet := range f.asked {
		switch facet {
		case index.FacetDate:
			d := dateCounts{months: f.months, days: f.days, filter: f.filter}
			var months []index.Bucket
			if answer[facet], months = d.buckets(); months != nil {
				answer[index.FacetDateMonths] = months
			}
		case index.FacetAuthorCount:
			answer[facet] = f.authorCounts()
		default:
			answer[facet] = f.valueBuckets(valuePlace(facet))
		}
	}
	return answer
}

// Calendar returns the counts of the calendar, nil if it was not requested.
func (f *Counter) Calendar() []index.DayCount {
	if f.calendar == nil {
		return nil
	}
	return f.calendar.list()
}

// Grid returns, by author-count bucket, the date buckets of the papers (index.Result.Grid).
func (f *Counter) Grid() map[string][]index.Bucket {
	if f.grid == nil {
		return nil
	}
	rows := map[string][]index.Bucket{}
	for i, months := range f.grid {
		if slices.Max(months) > 0 {
			d := dateCounts{months: months, days: map[int32]int{}}
			rows[index.AuthorCountBuckets[i].Value], _ = d.buckets()
		}
	}
	return rows
}

func (f *Counter) authorCounts() []index.Bucket {
	list := []index.Bucket{}
	for i, n := range f.authors {
		b := index.AuthorCountBuckets[i]
		selected := slices.Contains(f.filter.Values[index.FacetAuthorCount], b.Value)
		if n == 0 && !selected {
			continue
		}
		bucket := index.Bucket{Key: b.Value, Value: b.Value, Count: n, Selected: selected}
		if b.Min > 0 {
			bucket.Min = &b.Min
		}
		if b.Max > 0 {
			bucket.Max = &b.Max
		}
		list = append(list, bucket)
	}
	return list
}

// valueBuckets returns the most frequent values and the selected ones, by count, then the
// unknown.
func (f *Counter) valueBuckets(i int) []index.Bucket {
	names, v, info := f.names[i], &f.values[i], schema.ValueFacet(i)
	selected, all := f.filter.Values[info.Facet], names.Values
	top := mostFrequent{names: all, n: f.limit, least: 1}
	offer := func(ord uint32, n int32) {
		if all.At(ord) != index.Unknown && (v.parents == nil || v.own.Has(ord)) && (f.word == nil || f.word.Selects(info, all.At(ord))) {
			top.offer(ord, n)
		}
	}
	if i != schema.Authors || len(f.parts) == 0 || !f.offerFrequent(&top, offer) {
		top.list, top.least = nil, 1
		f.countParts()
		v.each(&top.least, offer)
	}
	list := []index.Bucket{}
	add := func(ord uint32, n int32) {
		list = append(list, index.Bucket{Key: names.Interner.DisplayName(ord), Value: all.At(ord), Count: int(n), Selected: v.chosen[ord]})
	}
	for _, c := range top.list {
		add(c.ord, c.n)
	}
	for ord := range v.chosen {
		if v.count(ord) > 0 && (v.parents == nil || v.own.Has(ord)) && !slices.ContainsFunc(top.list, func(c ordinalCount) bool { return c.ord == ord }) {
			add(ord, v.count(ord))
		}
	}
	listed := func(value string) bool {
		return slices.ContainsFunc(list, func(b index.Bucket) bool { return index.SameValue(info.Facet, b.Value, value) })
	}
	for _, value := range selected {
		if value == index.Unknown || listed(value) {
			continue
		}
		if ord, known := names.Lookup(value); known {
			add(ord, v.count(ord))
		}
		for _, o := range v.others {
			if o.value == value {
				list = append(list, index.Bucket{Key: value, Value: value, Count: o.count, Selected: true})
			}
		}
	}
	slices.SortFunc(list, func(a, b index.Bucket) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	if f.word != nil && !slices.Contains(selected, index.Unknown) {
		return list
	}
	return appendUnknown(list, v.unknown, selected)
}

func appendUnknown(list []index.Bucket, n int, selected []string) []index.Bucket {
	is := slices.Contains(selected, index.Unknown)
	if n == 0 && !is {
		return list
	}
	return append(list, index.Bucket{Key: index.Unknown, Value: index.Unknown, Count: n, Selected: is})
}

// mostFrequent keeps the n most frequent values, best first. Ties go to the lesser name. n is
// small.
type mostFrequent struct {
	names segment.Texts
	n     int
	least int32 // smaller counts are skipped
	list  []ordinalCount
}

type ordinalCount struct {
	ord uint32
	n   int32
}

func (m *mostFrequent) offer(ord uint32, n int32) {
	c := ordinalCount{ord, n}
	at, _ := slices.BinarySearchFunc(m.list, c, func(a, b ordinalCount) int {
		return cmp.Or(cmp.Compare(b.n, a.n), strings.Compare(m.names.At(a.ord), m.names.At(b.ord)))
	})
	m.list = slices.Insert(m.list, at, c)
	m.list = m.list[:min(len(m.list), m.n)]
	if len(m.list) == m.n {
		m.least = m.list[m.n-1].n
	}
}

// categoryParents returns, by ordinal, the other categories that each category is within:
// those above it, and other spellings. It is nil if there are none.
func categoryParents(all segment.Texts) [][]uint32 {
	byName := map[string][]uint32{}
	for ord, name := range all.Each {
		byName[strings.ToLower(name)] = append(byName[strings.ToLower(name)], ord)
	}
	parents, some := make([][]uint32, all.Len()), false
	for ord, name := range all.Each {
		for above := strings.ToLower(name); above != ""; above = above[:max(0, strings.LastIndexByte(above, '.'))] {
			for _, parent := range byName[above] {
				if parent != ord {
					parents[ord] = append(parents[ord], parent)
					some = true
				}
			}
		}
	}
	if !some {
		return nil
	}
	return parents
}
