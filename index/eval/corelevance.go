package eval

import (
	"maps"
	"slices"
)

// CoRelevance makes a test of similar papers out of a test of search: two papers
// that are relevant to the same query are alike. It asks for the papers like each
// one that is relevant to a query together with another; its queries' ID and Text
// are that document, and their grades are 1 for those relevant beside it to any
// query. They come in the order of their ids.
func CoRelevance(c *Collection) *Collection {
	alike := make(map[string]map[string]int)
	for _, q := range c.Queries {
		documents := q.Relevant()
		for _, d := range documents {
			for _, other := range documents {
				if other == d {
					continue
				}
				if alike[d] == nil {
					alike[d] = make(map[string]int)
				}
				alike[d][other] = 1
			}
		}
	}
	test := &Collection{Folder: c.Folder, Qrels: c.Qrels}
	for _, d := range slices.Sorted(maps.Keys(alike)) {
		test.Queries = append(test.Queries, Query{ID: d, Text: d, Grades: alike[d]})
	}
	return test
}

// Relevant are the documents with a grade above 0, in the order of their ids.
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
