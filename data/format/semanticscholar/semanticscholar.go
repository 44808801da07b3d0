// Package semanticscholar reads the papers of Semantic Scholar: the answers of its
// Academic Graph and Recommendations APIs (a paper, a search, a batch, the
// citations or references of a paper, the papers of an author, recommendations),
// and the bulk files of its datasets, a paper a line.
//
// wire.go holds the shape of a paper, adapt.go turns it into a record. Of a paper
// with its citations and references only the paper is read. Fields of study are no
// categories of arXiv and are not taken. What the API did not find is null, and is
// refused as such; an answer that is an error is refused by what it says.
package semanticscholar

import (
	"bytes"

	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	papers := format.Catalogue[wirePaper]{
		Source: format.SourceS2,
		Lists:  []string{"data", "recommendedPapers", "papers"},
		Label:  func(w wirePaper) string { return w.paper().label() },
		Adapt:  adapt,
	}
	return format.Format{Name: "semanticscholar", Title: "Semantic Scholar's JSON", Sniff: sniff, Read: papers.Read}
}

// sniff looks for the ids that only Semantic Scholar has, in the first object or in
// the first of its list, and for an answer that only says what went wrong.
func sniff(head []byte) bool {
	keys, isError := 0, false
	for key, value := range format.Members(head) {
		keys++
		switch key {
		case "paperId", "corpusId", "corpusid", "citingPaper", "citedPaper", "authorId":
			return true
		case "data", "recommendedPapers", "papers":
			if bytes.HasPrefix(value, []byte("[")) && (sniff(value) || key == "recommendedPapers") {
				return true
			}
		case "error":
			isError = bytes.HasPrefix(value, []byte(`"`))
		}
	}
	return isError && keys == 1
}
