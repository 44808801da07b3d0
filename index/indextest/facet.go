package indextest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// maxMonths is the longest span of dates that is shown in months.
const maxMonths = 24

// defaultFacetLimit is the number of values of a facet if the request does not say.
const defaultFacetLimit = 10

// countFacets counts each facet over the papers that fail no other filter.
func countFacets(r index.Request, matched []*paper) map[index.Facet][]index.Bucket {
	facets := map[index.Facet][]index.Bucket{}
	for _, facet := range r.Facets {
		var counted []*paper
		for _, p := range matched {
			if failed(r.Filter, p)&^bit(facet) == 0 {
				counted = append(counted, p)
			}
		}
		selected := r.Filter.Values[facet]
		switch facet {
		case index.FacetDate:
			years, months := dateBuckets(counted, r.Filter)
			facets[facet] = years
			if months != nil {
				facets[index.FacetDateMonths] = months
			}
		case index.FacetAuthorCount:
			facets[facet] = authorCountBuckets(counted, selected)
		default:
			facets[facet] = valueBuckets(facet, counted, selected, cmp.Or(r.FacetLimit, defaultFacetLimit), r.FacetContains)
		}
	}
	return facets
}

func countValue(facet index.Facet, papers []*paper, value string) int {
	n := 0
	for _, p := range papers {
		if hasValue(facet, p, value) {
			n++
		}
	}
	return n
}

func authorCountBuckets(papers []*paper, selected []string) []index.Bucket {
	buckets := []index.Bucket{}
	for _, c := range index.AuthorCountBuckets {
		b := index.Bucket{Key: c.Value, Value: c.Value, Count: countValue(index.FacetAuthorCount, papers, c.Value), Selected: slices.Contains(selected, c.Value)}
		if c.Min > 0 {
			b.Min = &c.Min
		}
		if c.Max > 0 {
			b.Max = &c.Max
		}
		if b.Count > 0 || b.Selected {
			buckets = append(buckets, b)
		}
	}
	return buckets
}

// valueBuckets returns the most frequent values and the selected ones, by count, then the
// unknown. A category also counts the papers of those below it, as its filter does.
func valueBuckets(facet index.Facet, papers []*paper, selected []string, limit int, has string) []index.Bucket {
	keys := map[string]string{}
	for _, p := range papers {
		for _, v := range facetValues(facet, p) {
			keys[v] = v
		}
		if info := facet.Info(); info.Value != nil {
			for _, name := range info.Values(&p.Paper) {
				keys[info.Value(name)] = name
			}
		}
	}
	delete(keys, "")
	delete(keys, index.Unknown)
	buckets := []index.Bucket{}
	for v, key := range keys {
		buckets = append(buckets, index.Bucket{Key: key, Value: v, Count: countExactly(facet, papers, v), Selected: isSelected(facet, selected, v)})
	}
	slices.SortFunc(buckets, byCount)
	var rest []index.Bucket // listed if selected
	if has != "" {
		lacks := func(b index.Bucket) bool { return !index.NewFacetWord(has).Selects(facet.Info(), b.Value) }
		rest = slices.DeleteFunc(slices.Clone(buckets), func(b index.Bucket) bool { return !lacks(b) })
		buckets = slices.DeleteFunc(buckets, lacks)
	}
	rest = append(rest, buckets[min(limit, len(buckets)):]...)
	buckets = buckets[:min(limit, len(buckets))]
	for _, b := range rest {
		if b.Selected {
			buckets = append(buckets, b)
		}
	}
	for _, v := range selected {
		if !slices.ContainsFunc(buckets, func(b index.Bucket) bool { return index.SameValue(facet, b.Value, v) }) && v != index.Unknown {
			buckets = append(buckets, index.Bucket{Key: v, Value: v, Count: countValue(facet, papers, v), Selected: true})
		}
	}
	slices.SortFunc(buckets, byCount)
	if has != "" && !slices.Contains(selected, index.Unknown) {
		return buckets
	}
	return append(buckets, unknownBucket(facet, papers, selected)...)
}

func isSelected(facet index.Facet, selected []string, value string) bool {
	return slices.ContainsFunc(selected, func(v string) bool { return index.SameValue(facet, v, value) })
}

// countExactly counts the papers with a value in exactly this spelling; a category includes
// those below it.
func countExactly(facet index.Facet, papers []*paper, value string) int {
	n := 0
	for _, p := range papers {
		if slices.ContainsFunc(facetValues(facet, p), func(v string) bool { return v == value || facet == index.FacetCategory && isCategory(v, value) }) {
			n++
		}
	}
	return n
}

func byCount(a, b index.Bucket) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
}

func unknownBucket(facet index.Facet, papers []*paper, selected []string) []index.Bucket {
	n, isSelected := countValue(facet, papers, index.Unknown), slices.Contains(selected, index.Unknown)
	if n == 0 && !isSelected {
		return nil
	}
	return []index.Bucket{{Key: index.Unknown, Value: index.Unknown, Count: n, Selected: isSelected}}
}

// dateBuckets returns the facet itself, in years or months, and the months of the selected
// range if these are shown too. A paper counts at its first day. Selected values outside of
// both lists are added to the first.
func dateBuckets(papers []*paper, f index.Filter) (facet, months []index.Bucket) {
	selected := f.Values[index.FacetDate]
	first, last := span(papers)
	facet = []index.Bucket{}
	inMonths := !first.IsZero() && monthsBetween(first, last) <= maxMonths
	if !first.IsZero() {
		facet = dateSeries(papers, selected, first, last, inMonths)
	}
	if from, to := selectedRange(f, first, last); !inMonths && !from.IsZero() && monthsBetween(from, to) <= maxMonths {
		months = dateSeries(papers, selected, from, to, true)
	}
	for _, v := range selected {
		is := func(b index.Bucket) bool { return b.Value == v }
		if v != index.Unknown && !slices.ContainsFunc(facet, is) && !slices.ContainsFunc(months, is) {
			d, err := data.ParseDate(v)
			if err != nil {
				d = data.Date{}
			}
			facet = append(facet, dateBucket(papers, selected, v, d))
		}
	}
	slices.SortStableFunc(facet, func(a, b index.Bucket) int {
		return cmp.Or(cmp.Compare(a.From.FirstDay(), b.From.FirstDay()), cmp.Compare(b.To.LastDay(), a.To.LastDay()), strings.Compare(a.Value, b.Value))
	})
	return append(facet, unknownBucket(index.FacetDate, papers, selected)...), months
}

// span returns the earliest and the latest first day.
func span(papers []*paper) (first, last data.Date) {
	for _, p := range papers {
		if p.Date.IsZero() {
			continue
		}
		d := data.DateOfDay(p.Date.FirstDay())
		if first.IsZero() || d.FirstDay() < first.FirstDay() {
			first = d
		}
		if last.IsZero() || d.FirstDay() > last.FirstDay() {
			last = d
		}
	}
	return first, last
}

// selectedRange returns what the selected buckets span, or else the range of the filter, with
// an open end where that of the matches is.
func selectedRange(f index.Filter, first, last data.Date) (from, to data.Date) {
	for _, v := range f.Values[index.FacetDate] {
		d, err := data.ParseDate(v)
		if err != nil || d.IsZero() {
			continue
		}
		if from.IsZero() || d.FirstDay() < from.FirstDay() {
			from = data.DateOfDay(d.FirstDay())
		}
		if to.IsZero() || d.LastDay() > to.LastDay() {
			to = data.DateOfDay(d.LastDay())
		}
	}
	if !from.IsZero() || f.From.IsZero() && f.To.IsZero() {
		return from, to
	}
	from, to = first, last
	if !f.From.IsZero() {
		from = data.DateOfDay(f.From.FirstDay())
	}
	if !f.To.IsZero() {
		to = data.DateOfDay(f.To.LastDay())
	}
	if from.IsZero() || to.IsZero() || monthsBetween(from, to) < 1 {
		return data.Date{}, data.Date{}
	}
	return from, to
}

// monthsBetween counts the calendar months from one date to another, both included.
func monthsBetween(from, to data.Date) int {
	return (to.Year-from.Year)*12 + int(to.Month) - int(from.Month) + 1
}

// dateSeries returns every year or month from one date to another.
func dateSeries(papers []*paper, selected []string, from, to data.Date, months bool) []index.Bucket {
	var buckets []index.Bucket
	for y := from.Year; y <= to.Year; y++ {
		if !months {
			d := data.Date{Year: y}
			buckets = append(buckets, dateBucket(papers, selected, d.String(), d))
			continue
		}
		for m := time.January; m <= time.December; m++ {
			if d := (data.Date{Year: y, Month: m}); d.LastDay() >= from.FirstDay() && d.FirstDay() <= to.FirstDay() {
				buckets = append(buckets, dateBucket(papers, selected, d.String(), d))
			}
		}
	}
	return buckets
}

func dateBucket(papers []*paper, selected []string, value string, d data.Date) index.Bucket {
	b := index.Bucket{Key: value, Value: value, Count: countValue(index.FacetDate, papers, value), Selected: slices.Contains(selected, value)}
	if !d.IsZero() {
		b.From, b.To = data.DateOfDay(d.FirstDay()), data.DateOfDay(d.LastDay())
	}
	return b
}
