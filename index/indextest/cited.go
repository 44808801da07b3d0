package indextest

import (
	"slices"

	"paperboy/index"
	"paperboy/index/query"
)

// citedBonus returns what is added to p for being named by its id in a query, by the first of
// its ids there, or 0.
func citedBonus(q query.Query, p *paper) float64 {
	for i, id := range q.Papers {
		if slices.ContainsFunc(p.ids(), func(own string) bool { return isID(own, id) }) {
			return index.CitedBonus(i, len(q.Papers))
		}
	}
	return 0
}

// ids returns the ids of a paper.
func (p *paper) ids() []string {
	ids := []string{string(p.ID)}
	if p.DOI != "" {
		ids = append(ids, "doi:"+p.DOI)
	}
	return ids
}
