// Package arxiv reads the formats in which arXiv publishes metadata: the Atom of its API, the Atom
// and RSS of its daily feeds, the records of its OAI-PMH repository, the page of a paper, the pages
// that list papers (new and recent ones, those of an author, the results of a search), and the
// snapshot of all metadata as JSON lines.
//
// Each format has a file with its types, which makes metadata from an entry (atom.go, rss.go,
// oai.go, page.go, listing.go, snapshot.go). adapt.go turns the metadata of any format into a record: LaTeX becomes
// Unicode, the version is removed from the id, and the date is the day of the first version.
// names.go splits lists of authors, and taxonomy.go has the names of categories. An error response
// of arXiv is an error of the input, with arXiv's message.
//
// The package doesn't fetch anything: deletions and resumption tokens are for the caller. Comments
// on a paper ("12 pages") are not read.
package arxiv

import (
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// Formats returns this package's entries in the table of formats.
func Formats() []format.Format {
	return []format.Format{
		{Name: "arxiv-atom", Title: "arXiv's Atom feeds", Sniff: sniffAtom, Read: readAtom},
		{Name: "arxiv-rss", Title: "arXiv's RSS feeds", Sniff: xmlread.Sniffer(isRSS), Read: readRSS},
		{Name: "oai-pmh", Title: "OAI-PMH records (arXiv, arXivRaw, oai_dc, oai_doaj)", Sniff: sniffOAI, Read: readOAI},
		{Name: "arxiv-page", Title: "the arXiv page of a paper (HTML)", Sniff: sniffPage, Read: readPage},
		{Name: "arxiv-listing", Title: "arXiv's pages that list papers (HTML)", Sniff: sniffListing, Read: readListing},
		{Name: "arxiv-snapshot", Title: "arXiv's metadata snapshot (JSON lines)", Sniff: sniffSnapshot, Read: readSnapshot},
	}
}
