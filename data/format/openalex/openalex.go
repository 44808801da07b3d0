// Package openalex reads the works of OpenAlex (docs.openalex.org): responses of its API with the
// results of a search or a single work, and the files of its snapshot, with one work per line.
//
// wire.go has the type of a work, and adapt.go turns it into a record, with abstract.go for the
// abstract, which OpenAlex has as an inverted index. Covers and tables of contents ("paratext")
// are not papers and are skipped. Concepts, topics and keywords are guesses of OpenAlex rather
// than arXiv categories; they are ignored. An error response is rejected with its message.
package openalex

import (
	"bytes"

	"paperboy/data/format"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	works := format.Catalogue[wireWork]{
		Source: format.SourceOpenAlex,
		Lists:  []string{"results"},
		Label:  wireWork.number,
		Adapt:  adapt,
	}
	return format.Format{Name: "openalex", Title: "OpenAlex's JSON", Sniff: sniff, Read: works.Read}
}

// sniff looks for the URL of a work as the id of the first object, for an inverted index, or for
// either in the results of a response. It recognizes a response without results by its counts, and
// an error response by its two keys.
func sniff(head []byte) bool {
	isCounted, isError := false, false
	for key, value := range format.Members(head) {
		switch key {
		case "id":
			if bytes.HasPrefix(value, []byte(`"https://openalex.org/W`)) {
				return true
			}
		case "abstract_inverted_index", "authorships":
			return true
		case "meta":
			isCounted = bytes.Contains(value, []byte(`"db_response_time_ms"`))
		case "results":
			return bytes.HasPrefix(value, []byte("[")) && (sniff(value) || isCounted && bytes.HasPrefix(value, []byte("[]")))
		case "error":
			isError = true
		case "message":
			return isError
		}
	}
	return false
}
