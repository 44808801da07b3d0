// Package semanticscholar reads the papers of Semantic Scholar: responses of its Academic Graph
// and Recommendations APIs (a paper, a search, a batch, the citations or references of a paper,
// the papers of an author, recommendations), and the bulk files of its datasets, with one paper
// per line.
//
// wire.go has the type of a paper, and adapt.go turns it into a record. If a paper comes with its
// citations and references, only the paper is read. Fields of study are not arXiv categories and
// are ignored. A paper that the API did not find is null in its response and is rejected; an error
// response is rejected with its message.
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

// sniff looks for ids that only Semantic Scholar has, in the first object or in the first object
// of its list. It also accepts an error response, which has no member except "error".
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
