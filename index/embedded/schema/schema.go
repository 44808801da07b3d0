// Package schema says what a paper is on disk: a Bleve document with these fields, whose id
// is the paper's number in eight hex digits, so that writing a paper again replaces it.
//
//	title, abstract   surface forms with positions
//	venue             surface forms with positions
//	id                the paper's id and "doi:" and its DOI, in lower case
//	columns           stored, not indexed: everything else (Record)
//
// Package bleveindex writes documents, package segment reads them.
package schema

import (
	"fmt"

	"paperboy/data"
	"paperboy/index/analysis"
)

// layout is the version of the fields of a Bleve document and of what Record holds. The reason
// for each version:
//
//	1   the first
//	2   each venue of a joint conference, the start of the title and the name before its
//	    colon are columns; names of authors are matched by the columns, not by a field
//	    of their own
//	3   the language is a column
//	4   all featured days, stars, and recent observations of upvotes and stars are columns,
//	    for filters, calendars and trending
const layout = 4

// Version changes with the layout and with the rules of analysis. An index of another version
// is replaced by an empty one.
const Version = layout*1000 + analysis.Version

// The fields of a document.
const (
	TitleField    = "title"
	AbstractField = "abstract"
	VenueField    = "venue"
	IDField       = "id"
	ColumnsField  = "columns"
)

// DocumentID returns the id of the document of a paper.
func DocumentID(n data.Number) string { return fmt.Sprintf("%08x", uint32(n)) }
