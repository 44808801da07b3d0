package facets

import (
	"math/bits"
	"time"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
	"paperboy/index/embedded/segment"
)

// The days that a calendar can count: those of the years that a month has a number in
// (segment.Month).
var (
	calendarStart = data.Date{Year: segment.FirstYear}.FirstDay()
	calendarDays  = segment.MonthDate(segment.MaxMonth).LastDay() - calendarStart + 1
)

// calendar counts the papers of each day of a kind.
type calendar struct {
	kind index.DayKind
	days []int32 // from calendarStart
	// months counts papers published in a month whose day is not known, by segment.Month.
	months []int32
}

func newCalendar(kind index.DayKind, tables *segment.Tables) *calendar {
	return &calendar{kind: kind, days: tables.Counts.Get(int(calendarDays)), months: tables.Counts.Get(segment.MaxMonth + 1)}
}

// clauseOfDays returns the clause that restricts a kind of day.
func clauseOfDays(kind index.DayKind) int {
	switch kind {
	case index.DayFeatured:
		return featuredClause
	case index.DayAdded:
		return addedClause
	}
	return dateClause
}

// count counts the papers of set in one segment.
func (k *calendar) count(c *segment.Columns, set bitset.Set) {
	switch k.kind {
	case index.DayFeatured:
		for _, doc := range c.Featured.Docs {
			if !set.Has(doc) {
				continue
			}
			for _, day := range c.Featured.Signals(doc).Featured {
				k.add(day)
			}
		}
	case index.DayAdded:
		for doc := range set.Each {
			if at := c.Added[doc]; at != schema.NoTime {
				k.add(dayOf(at))
			}
		}
	default:
		k.countPublished(c, set)
	}
}

func (k *calendar) countPublished(c *segment.Columns, set bitset.Set) {
	first, more := c.Dates.First, c.Dates.Days
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			doc := i*64 + bits.TrailingZeros64(word)
			switch {
			case more[doc] == 0:
				k.add(first[doc])
			case more[doc] < maxMonthDays:
				k.months[c.Months[doc]]++
			}
		}
	}
}

// maxMonthDays is the number of days of the longest month.
const maxMonthDays = 31

// add counts a day. Unknown days are out of range.
func (k *calendar) add(day int32) {
	if place := int64(day) - int64(calendarStart); 0 <= place && place < int64(len(k.days)) {
		k.days[place]++
	}
}

// dayOf returns the day in UTC of a time in nanoseconds since 1970.
func dayOf(nanos int64) int32 {
	const perDay = int64(24 * time.Hour)
	day := nanos / perDay
	if nanos < 0 && nanos%perDay != 0 {
		day--
	}
	return int32(day)
}

// sum adds the counts of another calendar.
func (k *calendar) sum(other *calendar) {
	for i, n := range other.days {
		k.days[i] += n
	}
	for i, n := range other.months {
		k.months[i] += n
	}
}

// release gives the borrowed slices back.
func (k *calendar) release(tables *segment.Tables) {
	for _, counts := range [][]int32{k.days, k.months} {
		clear(counts)
		tables.Counts.Put(counts)
	}
}

// list returns the days with papers, and the months, each before its days.
func (k *calendar) list() []index.DayCount {
	var months []index.DayCount
	for m, n := range k.months {
		if n > 0 {
			months = append(months, index.DayCount{Day: segment.MonthDate(m), Count: int(n)})
		}
	}
	list := []index.DayCount{}
	for i, n := range k.days {
		if n == 0 {
			continue
		}
		day := calendarStart + int32(i)
		for len(months) > 0 && months[0].Day.FirstDay() <= day {
			list, months = append(list, months[0]), months[1:]
		}
		list = append(list, index.DayCount{Day: data.DateOfDay(day), Count: int(n)})
	}
	return append(list, months...)
}
