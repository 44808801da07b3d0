// Package schema says what a paper is on disk: a record with all that is not its words (Record), and
// the tokens of its title and abstract, under an id that is the paper's number in eight hex digits,
// so that writing a paper again replaces it.
//
// Package bleveindex writes papers, package segmentfile is their file, package segment reads them.
package schema

import (
	"fmt"

	"paperboy/data"
	"paperboy/index/analysis"
)

// layout is the version of the files of segments and of what Record holds. The reason
// for each version:
//
//	1   the first
//	2   each venue of a joint conference, the start of the title and the name before its
//	    colon are columns; names of authors are matched by the columns, not by a field
//	    of their own
//	3   the language is a column
//	4   all featured days, stars, and recent observations of upvotes and stars are columns,
//	    for filters, calendars and trending
//	5   segments are files of our own (package segmentfile), without postings; the ids and the
//	    venue are in the record
const layout = 5

// Version changes with the layout and with the rules of analysis. An index of another version
// is replaced by an empty one.
const Version = layout*1000 + analysis.Version

// DocumentID returns the id of the document of a paper.
func DocumentID(n data.Number) string { return fmt.Sprintf("%08x", uint32(n)) }
