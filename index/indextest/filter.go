package indextest

import (
	"cmp"
	"slices"

	"paperboy/data"
	"paperboy/index"
)

// failure is the set of clauses of a filter that a paper fails: one bit for each facet, in the
// order of index.Facets, and one for each other day of the paper.
type failure uint16

const (
	failsFeatured failure = 1 << (15 - iota)
	failsAdded
	failsUpdated
	failsScope
)

func bit(f index.Facet) failure { return 1 << slices.Index(index.Facets, f) }

// failed returns what of the filter p fails. A range of dates or author counts belongs to its
// facet.
func failed(f index.Filter, p *paper) failure {
	var fails failure
	for facet, values := range f.Values {
		if !hasAny(facet, p, values) {
			fails |= bit(facet)
		}
	}
	for facet, values := range f.Scope {
		if !hasAny(facet, p, values) {
			fails |= failsScope
		}
	}
	if !overlaps(p.Date, f.From, f.To) || f.Within && !isWithin(p.Date, f.From, f.To) {
		fails |= bit(index.FacetDate)
	}
	n := authorCount(p)
	if f.AuthorsMin > 0 && (n == nil || *n < f.AuthorsMin) || f.AuthorsMax > 0 && (n == nil || *n > f.AuthorsMax) {
		fails |= bit(index.FacetAuthorCount)
	}
	isFeatured := func(d data.Date) bool { return overlaps(d, f.FeaturedFrom, f.FeaturedTo) }
	if !isFeatured(data.Date{}) && !slices.ContainsFunc(featuredDays(p), isFeatured) {
		fails |= failsFeatured
	}
	if !f.AddedAfter.IsZero() && !p.Added.After(f.AddedAfter) || !overlaps(addedDay(p), f.AddedFrom, f.AddedTo) {
		fails |= failsAdded
	}
	if !f.UpdatedAfter.IsZero() && !p.Updated.After(f.UpdatedAfter) {
		fails |= failsUpdated
	}
	return fails
}

// hasAny reports whether p is in one of the facet's buckets of these values, or there are none.
func hasAny(facet index.Facet, p *paper, values []string) bool {
	return len(values) == 0 || slices.ContainsFunc(values, func(v string) bool { return hasValue(facet, p, v) })
}

// featuredDays returns the days on which a daily list showed p, in ascending order.
func featuredDays(p *paper) []data.Date {
	days := append([]data.Date{}, p.FeaturedDays...)
	if !p.Featured.IsZero() {
		days = append(days, p.Featured)
	}
	slices.SortFunc(days, func(a, b data.Date) int { return cmp.Compare(a.FirstDay(), b.FirstDay()) })
	return slices.Compact(days)
}

// addedDay returns the day in UTC on which p was added, zero if unknown.
func addedDay(p *paper) data.Date {
	if p.Added.IsZero() {
		return data.Date{}
	}
	return data.DateOf(p.Added)
}

// noSuch returns the values of a filter that no paper has.
func noSuch(f index.Filter, papers []*paper) map[index.Facet][]string {
	missing := map[index.Facet][]string{}
	for _, facet := range index.Facets[index.FixedFacets:] {
		for _, v := range f.Values[facet] {
			if v != index.Unknown && countValue(facet, papers, v) == 0 {
				missing[facet] = append(missing[facet], v)
			}
		}
	}
	return missing
}

// overlaps reports whether d's period overlaps the range. An open range has all dates,
// including the unknown one, which is in no other.
func overlaps(d, from, to data.Date) bool {
	if from.IsZero() && to.IsZero() {
		return true
	}
	return !d.IsZero() && (from.IsZero() || d.LastDay() >= from.FirstDay()) && (to.IsZero() || d.FirstDay() <= to.LastDay())
}

// isWithin reports whether all of d's period is in the range. An open range has all dates.
func isWithin(d, from, to data.Date) bool {
	return from.IsZero() && to.IsZero() || !d.IsZero() && (from.IsZero() || d.FirstDay() >= from.FirstDay()) && (to.IsZero() || d.LastDay() <= to.LastDay())
}

// hasValue reports whether p is in the facet's bucket of that value.
func hasValue(facet index.Facet, p *paper, value string) bool {
	if facet == index.FacetDate {
		if value == index.Unknown {
			return p.Date.IsZero()
		}
		bucket, err := data.ParseDate(value)
		first := p.Date.FirstDay()
		return err == nil && !bucket.IsZero() && bucket.FirstDay() <= first && first <= bucket.LastDay()
	}
	values := facetValues(facet, p)
	if value == index.Unknown {
		return len(values) == 0
	}
	return slices.ContainsFunc(values, func(v string) bool {
		return index.SameValue(facet, v, value) || facet == index.FacetCategory && isCategory(v, value)
	})
}

// facetValues returns the different buckets of a paper in any facet except date.
func facetValues(facet index.Facet, p *paper) []string {
	var values []string
	if facet == index.FacetAuthorCount {
		if n := authorCount(p); n != nil {
			values = []string{index.AuthorCountBuckets[index.AuthorCountBucket(*n)].Value}
		}
	} else {
		info := facet.Info()
		for _, name := range info.Values(&p.Paper) {
			if info.Value != nil {
				name = info.Value(name)
			}
			values = append(values, name)
		}
	}
	slices.Sort(values)
	return slices.DeleteFunc(slices.Compact(values), func(v string) bool { return v == "" })
}

// authorCount returns nil if it is unknown.
func authorCount(p *paper) *int {
	if p.AuthorCount == nil || *p.AuthorCount < 1 {
		return nil
	}
	return p.AuthorCount
}
