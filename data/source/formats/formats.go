// Package formats is the table of what Paperboy can read.
package formats

import (
	"slices"

	"paperboy/data/source"
	"paperboy/data/source/aclxml"
	"paperboy/data/source/arxiv"
	"paperboy/data/source/bibtex"
	"paperboy/data/source/crossref"
	"paperboy/data/source/csl"
	"paperboy/data/source/csv"
	"paperboy/data/source/dailypapers"
	"paperboy/data/source/jsonl"
	"paperboy/data/source/nbib"
	"paperboy/data/source/openalex"
	"paperboy/data/source/pubmed"
	"paperboy/data/source/ris"
	"paperboy/data/source/semanticscholar"
	"paperboy/data/source/webpage"
	"paperboy/data/source/zotero"
)

// All lists the formats in the order in which they are asked whose an input is,
// from the most particular to the most general.
func All() []source.Format {
	return slices.Concat(
		dailypapers.Formats(),
		pubmed.Formats(), // before OAI-PMH, which may wrap its articles
		arxiv.Formats(),
		[]source.Format{nbib.Format(), ris.Format(), bibtex.Format()},
		[]source.Format{aclxml.Format(), webpage.Format()},
		[]source.Format{zotero.Format(), crossref.Format(), openalex.Format(), semanticscholar.Format(), csl.Format()},
		[]source.Format{jsonl.Format(), csv.Format()},
	)
}
