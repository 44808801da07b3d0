package openalex

import (
	"strings"

	"paperboy/data/format"
	"paperboy/data/format/anyjson"
)

// wireWork has the fields of a work (docs.openalex.org, "Work object") that a record uses,
// including those of older snapshots. Other fields are ignored.
type wireWork struct {
	ID                    format.Text   `json:"id"`
	DOI                   format.Text   `json:"doi"`
	IDs                   ids           `json:"ids"`
	Title                 format.Text   `json:"title"`
	DisplayName           format.Text   `json:"display_name"`
	AbstractInvertedIndex invertedIndex `json:"abstract_inverted_index"`
	Authorships           []authorship  `json:"authorships"`
	IsAuthorsTruncated    bool          `json:"is_authors_truncated"` // lists of works have at most a hundred authors of each
	PublicationDate       format.Text   `json:"publication_date"`
	PublicationYear       format.Text   `json:"publication_year"`
	PrimaryLocation       location      `json:"primary_location"`
	HostVenue             venue         `json:"host_venue"` // before 2023, instead of the primary location
	BestOALocation        location      `json:"best_oa_location"`
	Locations             []location    `json:"locations"`
	Type                  format.Text   `json:"type"`
	TypeCrossref          format.Text   `json:"type_crossref"` // more specific: it knows conferences
	Biblio                biblio        `json:"biblio"`
	Language              format.Text   `json:"language"`
	IsParatext            bool          `json:"is_paratext"`

	// Error and Message are the members of an error response.
	Error   format.Text `json:"error"`
	Message format.Text `json:"message"`
}

// number returns OpenAlex's own number, such as "W1982728624", or "" if the work has no valid id.
func (w wireWork) number() string {
	id := format.FirstText(w.ID, w.IDs.OpenAlex)
	number := id[strings.LastIndexByte(id, '/')+1:]
	if digits, ok := strings.CutPrefix(number, "W"); !ok || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return number
}

// ids has the ids of a work, as URLs except for the number of Microsoft Academic Graph.
type ids struct {
	OpenAlex format.Text `json:"openalex"`
	DOI      format.Text `json:"doi"`
	MAG      format.Text `json:"mag"`
	PMID     format.Text `json:"pmid"`
	PMCID    format.Text `json:"pmcid"`
}

// authorship is an author, with OpenAlex's name for the person and the name in the paper.
type authorship struct {
	Author struct {
		DisplayName format.Text `json:"display_name"`
	} `json:"author"`
	RawAuthorName format.Text `json:"raw_author_name"`
}

// location is a place where the work is available.
type location struct {
	LandingPageURL format.Text `json:"landing_page_url"`
	PDFURL         format.Text `json:"pdf_url"`
	Source         venue       `json:"source"`
	RawSourceName  format.Text `json:"raw_source_name"`
}

// venue is a journal, repository or series.
type venue struct {
	DisplayName format.Text   `json:"display_name"`
	Type        format.Text   `json:"type"`
	ISSNL       format.Text   `json:"issn_l"`
	ISSN        anyjson.Value `json:"issn"`
	Publisher   format.Text   `json:"host_organization_name"`
}

// biblio says where in the venue the work is.
type biblio struct {
	Volume    format.Text `json:"volume"`
	Issue     format.Text `json:"issue"`
	FirstPage format.Text `json:"first_page"`
	LastPage  format.Text `json:"last_page"`
}

// published returns the first location that is not a repository. found is false if all are.
func (w wireWork) published() (l location, found bool) {
	for _, l := range append([]location{w.PrimaryLocation}, w.Locations...) {
		if l.Source.Type != "repository" && format.FirstText(l.Source.DisplayName, l.RawSourceName) != "" {
			return l, true
		}
	}
	return location{Source: w.HostVenue}, w.HostVenue.DisplayName != "" && w.HostVenue.Type != "repository"
}

// venue returns the name of the first location that is not a repository, or else of the primary
// location.
func (w wireWork) venue() string {
	if l, found := w.published(); found {
		return format.FirstText(l.Source.DisplayName, l.RawSourceName)
	}
	return format.FirstText(w.HostVenue.DisplayName, w.PrimaryLocation.Source.DisplayName)
}
