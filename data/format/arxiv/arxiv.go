// Package arxiv reads what arXiv publishes of its papers: the Atom of its API and
// of its daily feeds, the records of its OAI-PMH repository, the page of one
// paper, and the snapshot of all its metadata as JSON lines.
//
// Each format has a file that holds its shape and makes metadata of an entry
// (atom.go, oai.go, page.go, snapshot.go); adapt.go turns metadata, whatever they
// came in, into a record: LaTeX becomes Unicode, the version leaves the id, and
// the date is the day of the first version. names.go takes lists of authors apart,
// taxonomy.go knows the names of categories. Refusals that arXiv answers with are
// errors of the input, with arXiv's words.
//
// Nothing here fetches: deletions and the tokens that continue a list are for the
// program that asked for it. Comments on a paper ("12 pages") are not read.
package arxiv

import "paperboy/data/format"

// Formats are this package's entries in the table of formats.
func Formats() []format.Format {
	return []format.Format{
		{Name: "arxiv-atom", Title: "arXiv's Atom feeds", Sniff: sniffAtom, Read: readAtom},
		{Name: "oai-pmh", Title: "OAI-PMH records (arXiv, arXivRaw, oai_dc)", Sniff: sniffOAI, Read: readOAI},
		{Name: "arxiv-page", Title: "the arXiv page of a paper (HTML)", Sniff: sniffPage, Read: readPage},
		{Name: "arxiv-snapshot", Title: "arXiv's metadata snapshot (JSON lines)", Sniff: sniffSnapshot, Read: readSnapshot},
	}
}
