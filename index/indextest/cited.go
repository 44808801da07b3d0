package indextest

import (
	"slices"

	"paperboy/index"
	"paperboy/index/query"
)

// citedBonus is what p has added to its score for being named by its id in a query, by
// the first of the ids that are its own; 0 where none is.
func citedBonus(q query.Query, p *paper) float64 {
	for i, id := range q.Papers {
		if slices.ContainsFunc(p.ids(), func(own string) bool { return isID(own, id) }) {
			return index.CitedBonus(i, len(q.Papers))
		}
	}
	return 0
}

// ids are the ids that a paper answers to.
func (p *paper) ids() []string {
	ids := []string{string(p.ID)}
	if p.DOI != "" {
		ids = append(ids, "doi:"+p.DOI)
	}
	return ids
}
