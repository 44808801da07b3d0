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

// dateCounts makes the buckets of dates. A paper counts in the month, and the
// year, in which its first day lies: one that is known by its year counts in
// January. A range, on the other hand, takes all papers whose period meets it.
type dateCounts struct {
	months []int32 // by month, see monthOf
	days   map[int32]int
	filter index.Filter
}

// buckets are the facet itself, years or months, and the months of the selected
// range where they are to be added. Empty inner buckets are there. Selected
// values that stand in neither list join the first.
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

// span is the first and the last month that has papers, 0 where none has.
func (d *dateCounts) span() (first, last int) {
	for m := 1; m <= segment.MaxMonth; m++ {
		if d.months[m] > 0 {
			first, last = cmp.Or(first, m), m
		}
	}
	return first, last
}

// selectedMonths is what the selected buckets span, or else the range of the
// filter, whose open end is that of the papers.
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

// selectedBucket counts a value that no series holds.
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
