package semanticscholar

import (
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
)

// wirePaper has the fields of a paper (api.semanticscholar.org/api-docs) that a record uses. Other
// fields are ignored. Bulk files have the same names in lower case.
type wirePaper struct {
	PaperID          format.Text   `json:"paperId"`
	CorpusID         format.Text   `json:"corpusId"`
	ExternalIDs      externalIDs   `json:"externalIds"`
	URL              format.Text   `json:"url"`
	Title            format.Text   `json:"title"`
	Abstract         format.Text   `json:"abstract"`
	Authors          []author      `json:"authors"`
	Year             format.Text   `json:"year"`
	PublicationDate  format.Text   `json:"publicationDate"`
	Venue            format.Text   `json:"venue"`
	PublicationVenue venue         `json:"publicationVenue"`
	Journal          journal       `json:"journal"`
	PublicationTypes anyjson.Value `json:"publicationTypes"`
	OpenAccessPDF    openAccessPDF `json:"openAccessPdf"`

	// CitingPaper or CitedPaper has the paper in a list of citations or references.
	CitingPaper *wirePaper `json:"citingPaper"`
	CitedPaper  *wirePaper `json:"citedPaper"`
	// AuthorID is set if the object is an author rather than a paper.
	AuthorID format.Text `json:"authorId"`
	// Error is the message of an error response.
	Error format.Text `json:"error"`
}

// paper returns the paper of an entry in a list of citations or references, or else w itself.
func (w wirePaper) paper() wirePaper {
	for _, p := range []*wirePaper{w.CitingPaper, w.CitedPaper} {
		if p != nil {
			return *p
		}
	}
	return w
}

// label returns the id of the paper at Semantic Scholar.
func (w wirePaper) label() string { return format.FirstText(w.PaperID, w.CorpusID) }

// externalIDs has the ids of a paper in other catalogues.
type externalIDs struct {
	ArXiv         format.Text `json:"ArXiv"`
	ACL           format.Text `json:"ACL"`
	DOI           format.Text `json:"DOI"`
	PubMed        format.Text `json:"PubMed"`
	PubMedCentral format.Text `json:"PubMedCentral"`
	MAG           format.Text `json:"MAG"`
	CorpusID      format.Text `json:"CorpusId"`
}

// author is the author of a paper.
type author struct {
	Name format.Text `json:"name"`
}

// venue is a journal or conference.
type venue struct {
	Name format.Text `json:"name"`
	Type format.Text `json:"type"`
	ISSN format.Text `json:"issn"`
}

// journal says where in a journal or volume a paper is.
type journal struct {
	Name   format.Text `json:"name"`
	Volume format.Text `json:"volume"`
	Pages  format.Text `json:"pages"`
}

// openAccessPDF is a free copy of the paper.
type openAccessPDF struct {
	URL format.Text `json:"url"`
}
