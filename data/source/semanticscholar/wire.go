package semanticscholar

import "paperboy/data/source"

// wirePaper has the fields of a paper (api.semanticscholar.org/api-docs) that one is
// made of here. The bulk files have the same names in lower case. Unknown fields
// are ignored.
type wirePaper struct {
	PaperID          source.Text   `json:"paperId"`
	CorpusID         source.Text   `json:"corpusId"`
	ExternalIDs      externalIDs   `json:"externalIds"`
	URL              source.Text   `json:"url"`
	Title            source.Text   `json:"title"`
	Abstract         source.Text   `json:"abstract"`
	Authors          []author      `json:"authors"`
	Year             source.Text   `json:"year"`
	PublicationDate  source.Text   `json:"publicationDate"`
	Venue            source.Text   `json:"venue"`
	PublicationVenue named         `json:"publicationVenue"`
	Journal          named         `json:"journal"`
	OpenAccessPDF    openAccessPDF `json:"openAccessPdf"`

	// CitingPaper or CitedPaper is the paper in a list of citations or references.
	CitingPaper *wirePaper `json:"citingPaper"`
	CitedPaper  *wirePaper `json:"citedPaper"`
	// AuthorID is that of an author in the place of a paper.
	AuthorID source.Text `json:"authorId"`
	// Error is what an answer says that is an error.
	Error source.Text `json:"error"`
}

// paper is the paper itself.
func (w wirePaper) paper() wirePaper {
	for _, p := range []*wirePaper{w.CitingPaper, w.CitedPaper} {
		if p != nil {
			return *p
		}
	}
	return w
}

// label is the paper's id at Semantic Scholar.
func (w wirePaper) label() string { return source.FirstText(w.PaperID, w.CorpusID) }

// externalIDs are the ids of a paper elsewhere.
type externalIDs struct {
	ArXiv         source.Text `json:"ArXiv"`
	ACL           source.Text `json:"ACL"`
	DOI           source.Text `json:"DOI"`
	PubMed        source.Text `json:"PubMed"`
	PubMedCentral source.Text `json:"PubMedCentral"`
	MAG           source.Text `json:"MAG"`
	CorpusID      source.Text `json:"CorpusId"`
}

// author is a person by name.
type author struct {
	Name source.Text `json:"name"`
}

// named is a venue or journal.
type named struct {
	Name source.Text `json:"name"`
}

// openAccessPDF is a free copy of the paper.
type openAccessPDF struct {
	URL source.Text `json:"url"`
}
