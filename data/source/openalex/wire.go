package openalex

import (
	"strings"

	"paperboy/data/source"
)

// wireWork has the fields of a work (docs.openalex.org, "Work object") that a paper
// is made of, those of older snapshots too. Unknown fields are ignored.
type wireWork struct {
	ID                    source.Text   `json:"id"`
	DOI                   source.Text   `json:"doi"`
	IDs                   ids           `json:"ids"`
	Title                 source.Text   `json:"title"`
	DisplayName           source.Text   `json:"display_name"`
	AbstractInvertedIndex invertedIndex `json:"abstract_inverted_index"`
	Authorships           []authorship  `json:"authorships"`
	IsAuthorsTruncated    bool          `json:"is_authors_truncated"` // lists of works name at most a hundred
	PublicationDate       source.Text   `json:"publication_date"`
	PublicationYear       source.Text   `json:"publication_year"`
	PrimaryLocation       location      `json:"primary_location"`
	HostVenue             venue         `json:"host_venue"` // before 2023, of which no location is primary
	BestOALocation        location      `json:"best_oa_location"`
	Locations             []location    `json:"locations"`
	Type                  source.Text   `json:"type"`
	IsParatext            bool          `json:"is_paratext"`

	// Error and Message are those of an answer that is an error.
	Error   source.Text `json:"error"`
	Message source.Text `json:"message"`
}

// number is OpenAlex's own, "W1982728624", empty where the id is none.
func (w wireWork) number() string {
	id := source.FirstText(w.ID, w.IDs.OpenAlex)
	number := id[strings.LastIndexByte(id, '/')+1:]
	if digits, ok := strings.CutPrefix(number, "W"); !ok || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return number
}

// ids are addresses, but for the number of Microsoft Academic Graph.
type ids struct {
	OpenAlex source.Text `json:"openalex"`
	DOI      source.Text `json:"doi"`
	MAG      source.Text `json:"mag"`
	PMID     source.Text `json:"pmid"`
	PMCID    source.Text `json:"pmcid"`
}

// authorship is an author as OpenAlex knows the person, and as the paper has it.
type authorship struct {
	Author struct {
		DisplayName source.Text `json:"display_name"`
	} `json:"author"`
	RawAuthorName source.Text `json:"raw_author_name"`
}

// location is a place at which the work stands.
type location struct {
	LandingPageURL source.Text `json:"landing_page_url"`
	PDFURL         source.Text `json:"pdf_url"`
	Source         venue       `json:"source"`
	RawSourceName  source.Text `json:"raw_source_name"`
}

// venue is a journal, a repository, a series.
type venue struct {
	DisplayName source.Text `json:"display_name"`
	Type        source.Text `json:"type"`
}

// venue is where the work was published: where it first stands, unless that is a
// repository and another place is not.
func (w wireWork) venue() string {
	for _, l := range append([]location{w.PrimaryLocation}, w.Locations...) {
		if l.Source.Type == "repository" {
			continue
		}
		if name := source.FirstText(l.Source.DisplayName, l.RawSourceName); name != "" {
			return name
		}
	}
	return source.FirstText(w.HostVenue.DisplayName, w.PrimaryLocation.Source.DisplayName)
}
