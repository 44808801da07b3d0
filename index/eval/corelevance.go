package eval

import (
	"maps"
	"slices"
)

// CoRelevance derives a test of similar papers from a test of search: two papers that are
// relevant to the same query count as similar. The result has a query for each document that
// is relevant to a query together with another document. ID and Text are the document's id.
// The documents that are relevant to any of the same queries have the grade 1. Queries are
// sorted by id.
func CoRelevance(c *Collection) *Collection {
	similar := make(map[string]map[string]int)
	for _, q := range c.Queries {
		documents := q.Relevant()
		for _, d := range documents {
			for _, other := range documents {
				if other == d {
					continue
				}
				if similar[d] == nil {
					similar[d] = make(map[string]int)
				}
				similar[d][other] = 1
			}
		}
	}
	test := &Collection{Folder: c.Folder, Qrels: c.Qrels}
	for _, d := range slices.Sorted(maps.Keys(similar)) {
		test.Queries = append(test.Queries, Query{ID: d, Text: d, Grades: similar[d]})
	}
	return test
}

// Relevant returns the sorted ids of the documents with grades above 0.
func (q Query) Relevant() []string {
	var documents []string
	for d, grade := range q.Grades {
		if grade > 0 {
			documents = append(documents, d)
		}
	}
	slices.Sort(documents)
	return documents
}
