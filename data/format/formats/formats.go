// Package formats is the table of what Paperboy reads and writes.
package formats

import (
	"slices"

	"paperboy/data/format"
	"paperboy/data/format/aclxml"
	"paperboy/data/format/apa"
	"paperboy/data/format/arxiv"
	"paperboy/data/format/bibtex"
	"paperboy/data/format/catalogue"
	"paperboy/data/format/cff"
	"paperboy/data/format/crossref"
	"paperboy/data/format/crossrefxml"
	"paperboy/data/format/csl"
	"paperboy/data/format/csv"
	"paperboy/data/format/dailypapers"
	"paperboy/data/format/datacitexml"
	"paperboy/data/format/dblp"
	"paperboy/data/format/endnotexml"
	"paperboy/data/format/jsonl"
	"paperboy/data/format/marcxml"
	"paperboy/data/format/mods"
	"paperboy/data/format/openalex"
	"paperboy/data/format/openreview"
	"paperboy/data/format/pdf"
	"paperboy/data/format/pubmed"
	"paperboy/data/format/ris"
	"paperboy/data/format/rss"
	"paperboy/data/format/scholar"
	"paperboy/data/format/semanticscholar"
	"paperboy/data/format/tagged"
	"paperboy/data/format/tei"
	"paperboy/data/format/webpage"
	"paperboy/data/format/wordxml"
	"paperboy/data/format/zotero"
	"paperboy/data/format/zoterordf"
)

// All lists the formats in the order in which they are tried on an input, from the most specific
// to the most general.
func All() []format.Format {
	return slices.Concat(
		[]format.Format{pdf.Format()},
		dailypapers.Formats(),
		pubmed.Formats(), // before OAI-PMH, which may wrap its articles
		[]format.Format{crossrefxml.Format(), datacitexml.Format(), mods.Format(), marcxml.Format(), dblp.Format(), endnotexml.Format(), wordxml.Format(), tei.Format()},
		arxiv.Formats(),
		[]format.Format{scholar.Format()},
		[]format.Format{zoterordf.Format(), rss.Format()},
		tagged.Formats(),
		[]format.Format{ris.Format(), bibtex.Format()},
		[]format.Format{aclxml.Format(), webpage.Format()},
		[]format.Format{openreview.Format(), zotero.Format(), crossref.Format(), openalex.Format(), semanticscholar.Format(), catalogue.Format(), csl.Format()},
		[]format.Format{cff.Format(), csl.YAML()},
		[]format.Format{jsonl.Format(), csv.Format()},
	)
}

// Writers lists the formats that can write, in the order in which users see them.
func Writers() []format.Format {
	return []format.Format{jsonl.Format(), bibtex.Format(), ris.Format(), csl.Format(), csv.Format(), csv.ForExcel()}
}

// Style is a way to cite one paper.
type Style struct {
	// Name is the value of the parameter style, Title the name for people.
	Name, Title string
	Write       *format.Output
}

// Styles lists the citation styles, in the order in which users see them.
func Styles() []Style {
	return []Style{
		{"bibtex", "BibTeX", bibtex.Format().Write},
		{"apa", "APA", apa.Output()},
		{"ris", "RIS", ris.Format().Write},
		{"csl-json", "CSL-JSON", csl.Format().Write},
	}
}
