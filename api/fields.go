package api

import "paperboy/data"

// PaperFields is a paper of which only chosen fields are written as JSON. The
// Paper itself is whole, but for Sources, which are there only if chosen.
type PaperFields struct {
	data.Paper
	// Fields names what is written, by PaperFieldNames; nil: all but sources.
	Fields []string
}

// PaperFieldNames are the fields of a paper in their order.
var PaperFieldNames = []string{"id", "title", "abstract", "authors", "author_count", "date", "featured", "upvotes", "comments", "categories", "venue", "doi", "urls", "added", "updated", "sources"}
