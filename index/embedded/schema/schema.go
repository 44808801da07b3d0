package schema

import (
	"fmt"

	"paperboy/data"
	"paperboy/index/analysis"
)

// What a Bleve document of one paper consists of. Its id is the paper's number
// in eight hex digits, so that a put replaces.
//
//	title, abstract   surface forms with positions
//	venue             surface forms with positions
//	id                the paper's id and "doi:" and its DOI, in lower case
//	columns           stored, not indexed: everything else (columns.go)
//
// Reasons for each layout version:
//
//	1   the first
//	2   each venue of a joint conference, the start of the title and the name before its
//	    colon are columns; names of authors are matched by the columns, not by a field
//	    of their own
const layout = 2

// Version changes with the layout and with the rules of analysis. An index of
// another schema is begun anew.
const Version = layout*1000 + analysis.Version

const (
	TitleField    = "title"
	AbstractField = "abstract"
	VenueField    = "venue"
	IDField       = "id"
	ColumnsField  = "columns"
)

func DocumentID(n data.Number) string { return fmt.Sprintf("%08x", uint32(n)) }
