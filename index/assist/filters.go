package assist

import (
	"maps"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/index"
)

// filterGroup is a set of filters that a relaxation lifts together.
type filterGroup struct {
	name  string // its first API parameter
	facet index.Facet
	ranges
}

// ranges are the ranges of a filterGroup. isSet reports whether they restrict anything; clear
// removes them. Both are nil if the group is only a facet.
type ranges struct {
	isSet func(index.Filter) bool
	clear func(*index.Filter)
}

// facetRanges are the ranges that are lifted with a facet.
var facetRanges = map[index.Facet]ranges{
	index.FacetDate: {
		func(f index.Filter) bool { return !f.From.IsZero() || !f.To.IsZero() || f.Within },
		func(f *index.Filter) { f.From, f.To, f.Within = data.Date{}, data.Date{}, false },
	},
	index.FacetAuthorCount: {
		func(f index.Filter) bool { return f.AuthorsMin != 0 || f.AuthorsMax != 0 },
		func(f *index.Filter) { f.AuthorsMin, f.AuthorsMax = 0, 0 },
	},
}

// filterGroups lists all filters of an index.Filter: the facets, then the other ranges.
var filterGroups = append(facetGroups(),
	filterGroup{"added_after", "", ranges{
		func(f index.Filter) bool { return !f.AddedAfter.IsZero() },
		func(f *index.Filter) { f.AddedAfter = time.Time{} },
	}},
	filterGroup{"updated_after", "", ranges{
		func(f index.Filter) bool { return !f.UpdatedAfter.IsZero() },
		func(f *index.Filter) { f.UpdatedAfter = time.Time{} },
	}},
	filterGroup{"added_from", "", ranges{
		func(f index.Filter) bool { return !f.AddedFrom.IsZero() || !f.AddedTo.IsZero() },
		func(f *index.Filter) { f.AddedFrom, f.AddedTo = data.Date{}, data.Date{} },
	}},
	filterGroup{"featured_from", "", ranges{
		func(f index.Filter) bool { return !f.FeaturedFrom.IsZero() || !f.FeaturedTo.IsZero() },
		func(f *index.Filter) { f.FeaturedFrom, f.FeaturedTo = data.Date{}, data.Date{} },
	}},
)

func facetGroups() (groups []filterGroup) {
	for _, f := range index.Facets {
		groups = append(groups, filterGroup{string(f), f, facetRanges[f]})
	}
	return groups
}

// restricts reports whether the group restricts f.
func (g filterGroup) restricts(f index.Filter) bool {
	return len(f.Values[g.facet]) > 0 || g.isSet != nil && g.isSet(f)
}

// lift returns f without the group.
func (g filterGroup) lift(f index.Filter) index.Filter {
	if _, ok := f.Values[g.facet]; ok {
		f.Values = maps.Clone(f.Values)
		delete(f.Values, g.facet)
	}
	if g.clear != nil {
		g.clear(&f)
	}
	return f
}

// anyFilter reports whether f restricts anything.
func anyFilter(f index.Filter) bool {
	return slices.ContainsFunc(filterGroups, func(g filterGroup) bool { return g.restricts(f) })
}
