package embedded

import (
	"paperboy/index"
	"paperboy/index/embedded/facets"
)

// cachedCalendar returns the calendar that r asks for if it is of all papers and was counted
// before.
func (v searcher) cachedCalendar(r index.Request, f *facets.Filter) ([]index.DayCount, bool) {
	if r.Calendar == "" || !isOfAllPapers(r, f) {
		return nil, false
	}
	counts, ok := v.Calendars.Load(r.Calendar)
	if !ok {
		return nil, false
	}
	return counts.([]index.DayCount), true
}

// cacheCalendar keeps the calendar that was counted for r if it is of all papers.
func (v searcher) cacheCalendar(r index.Request, f *facets.Filter, counts []index.DayCount) {
	if isOfAllPapers(r, f) {
		v.Calendars.Store(r.Calendar, counts)
	}
}

func isOfAllPapers(r index.Request, f *facets.Filter) bool {
	return r.Query.Root == nil && f.RestrictsOnly(r.Calendar)
}
