package facets

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// maxMonths is the longest span of dates that is shown in months.
const maxMonths = 24

// dateCounts makes the buckets of dates. A paper counts in the month and year of its first
// day: one known by year counts in January. (A filter by a range, in contrast, takes every
// paper whose period overlaps it.)
type dateCounts struct {
	months []int32 // by segment.Month
	days   map[int32]int
	filter index.Filter
}

// buckets returns the facet itself, in years or months, and the months of the selected range
// if these are shown too. Empty buckets between others are included. Selected values outside
// of both lists are added to the first.
func (d *dateCounts) buckets() (facet, months []index.Bucket) {
	first, last := d.span()
	facet = []index.Bucket{}
	inMonths := first > 0 && last-first < maxMonths
	switch {
	case inMonths:
		facet = d.monthly(first, last)
	case first > 0:
		facet = d.yearly(first, last)
	}
	if from, to := d.selectedMonths(first, last); !inMonths && from > 0 && to-from < maxMonths {
		months = d.monthly(from, to)
	}
	selected := d.filter.Values[index.FacetDate]
	for i, v := range selected {
		is := func(b index.Bucket) bool { return b.Value == v }
		if v != index.Unknown && slices.Index(selected, v) == i && !slices.ContainsFunc(facet, is) && !slices.ContainsFunc(months, is) {
			facet = append(facet, d.selectedBucket(v))
		}
	}
	slices.SortStableFunc(facet, func(a, b index.Bucket) int {
		return cmp.Or(cmp.Compare(a.From.FirstDay(), b.From.FirstDay()), cmp.Compare(b.To.LastDay(), a.To.LastDay()), strings.Compare(a.Value, b.Value))
	})
	return appendUnknown(facet, int(d.months[0]), selected), months
}

// span returns the first and the last month with papers, 0 if none has any.
func (d *dateCounts) span() (first, last int) {
	for m := 1; m <= segment.MaxMonth; m++ {
		if d.months[m] > 0 {
			first, last = cmp.Or(first, m), m
		}
	}
	return first, last
}

// selectedMonths returns what the selected buckets span, or else the range of the filter, with
// an open end where that of the papers is.
func (d *dateCounts) selectedMonths(first, last int) (from, to int) {
	for _, v := range d.filter.Values[index.FacetDate] {
		if date, err := data.ParseDate(v); err == nil && !date.IsZero() {
			from = min(cmp.Or(from, segment.MaxMonth), int(segment.Month(date.FirstDay())))
			to = max(to, int(segment.Month(date.LastDay())))
		}
	}
	if from > 0 || d.filter.From.IsZero() && d.filter.To.IsZero() {
		return from, to
	}
	from, to = first, last
	if !d.filter.From.IsZero() {
		from = int(segment.Month(d.filter.From.FirstDay()))
	}
	if !d.filter.To.IsZero() {
		to = int(segment.Month(d.filter.To.LastDay()))
	}
	if from == 0 || from > to {
		return 0, 0
	}
	return from, to
}

func (d *dateCounts) monthly(from, to int) []index.Bucket {
	var list []index.Bucket
	for m := from; m <= to; m++ {
		list = append(list, d.bucket(segment.MonthDate(m), int(d.months[m])))
	}
	return list
}

func (d *dateCounts) yearly(from, to int) []index.Bucket {
	var list []index.Bucket
	for y := segment.MonthDate(from).Year; y <= segment.MonthDate(to).Year; y++ {
		list = append(list, d.bucket(data.Date{Year: y}, d.inYear(y)))
	}
	return list
}

func (d *dateCounts) inYear(year int) int {
	january, n := (year-segment.FirstYear)*12+1, 0
	for _, c := range d.months[january : january+12] {
		n += int(c)
	}
	return n
}

func (d *dateCounts) bucket(date data.Date, n int) index.Bucket {
	v := date.String()
	return index.Bucket{
		Key: v, Value: v, Count: n,
		From: data.DateOfDay(date.FirstDay()), To: data.DateOfDay(date.LastDay()),
		Selected: slices.Contains(d.filter.Values[index.FacetDate], v),
	}
}

// selectedBucket counts a value that is in no series.
func (d *dateCounts) selectedBucket(value string) index.Bucket {
	date, err := data.ParseDate(value)
	if err != nil || date.IsZero() {
		return index.Bucket{Key: value, Value: value, Selected: true}
	}
	switch date.Precision() {
	case data.YearPrecision:
		return d.bucket(date, d.inYear(date.Year))
	case data.MonthPrecision:
		return d.bucket(date, int(d.months[segment.Month(date.FirstDay())]))
	}
	return d.bucket(date, d.days[date.FirstDay()])
}
