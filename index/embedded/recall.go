package embedded

import (
	"fmt"
	"maps"
	"slices"

	"paperboy/index"
	"paperboy/index/embedded/facets"
)

// What is counted over all papers is the same until papers change, and many pages ask for it: the
// first page of a library, of what is newest and of what is trending, and each calendar. A
// snapshot therefore remembers it. Counting the facets of 390,000 papers takes 20 ms.

// isOfAllPapers reports whether r finds all papers.
func isOfAllPapers(r index.Request, f *facets.Filter) bool {
	return r.Query.Root == nil && f.IsOpen() && len(r.Filter.Scope) == 0
}

// maxFacetsKept is how many answers a snapshot remembers the facets of: pages ask for a few, and
// what anyone else asks for must not fill the memory.
const maxFacetsKept = 50

// facetsKey says which facets r asks for. It is empty if they are not to be remembered.
func facetsKey(r index.Request) string {
	if len(r.Facets) == 0 || r.FacetContains != "" {
		return ""
	}
	return fmt.Sprint(r.Facets, r.FacetLimit)
}

// recall sets what the snapshot remembers of the answer to r, which finds all papers, and removes
// it from r.
func (v searcher) recall(r *index.Request, result *index.Result) {
	if counts, ok := v.Calendars.Load(r.Calendar); ok {
		result.Calendar, r.Calendar = counts.([]index.DayCount), ""
	}
	if counts, ok := v.Facets.Load(facetsKey(*r)); ok {
		result.Facets, r.Facets = cloneFacets(counts.(map[index.Facet][]index.Bucket)), nil
	}
}

// remember keeps what was counted for r, from which recall has removed what it knew.
func (v searcher) remember(r index.Request, result index.Result) {
	if r.Calendar != "" {
		v.Calendars.Store(r.Calendar, result.Calendar)
	}
	if key := facetsKey(r); key != "" && v.FacetsKept.Add(1) <= maxFacetsKept {
		v.Facets.Store(key, cloneFacets(result.Facets))
	}
}

// cloneFacets returns a copy, which whoever gets it may change.
func cloneFacets(counts map[index.Facet][]index.Bucket) map[index.Facet][]index.Bucket {
	c := maps.Clone(counts)
	for facet, buckets := range c {
		c[facet] = slices.Clone(buckets)
	}
	return c
}
