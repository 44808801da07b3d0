package semanticscholar

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// The schemes of Semantic Scholar's two kinds of id.
const (
	schemePaper  = "s2"
	schemeCorpus = "corpusid"
)

// adapt fills the record of one paper. Errors are *data.FieldError.
func adapt(r *data.Record, w wirePaper) error {
	w = w.paper()
	switch {
	case w.Error != "":
		return &data.FieldError{Code: "error_answer", Reason: "Semantic Scholar answered with an error: " + text.OneLine(string(w.Error))}
	case w.AuthorID != "" && w.Title == "":
		return &data.FieldError{Code: "no_paper", Reason: "the entry is an author, not a paper"}
	}
	setIDs(r, w)
	if strings.TrimSpace(string(w.Title)) == "" {
		return format.ErrNoTitle("title in the response, request it with fields=title,abstract,authors,externalIds,publicationDate,venue")
	}
	format.SetTexts(r, string(w.Title), string(w.Abstract), format.FirstText(w.Venue, w.PublicationVenue.Name, w.Journal.Name))
	var names []string
	for _, a := range w.Authors {
		names = append(names, string(a.Name))
	}
	format.SetAuthors(r, names)
	setReference(r, w)
	setDate(r, w)
	for _, url := range []format.Text{w.URL, w.OpenAccessPDF.URL} {
		if url != "" {
			r.Paper.URLs = append(r.Paper.URLs, string(url))
		}
	}
	return nil
}

// setReference sets what a reference needs. A paper at a conference may have the type of an article
// in a journal too.
func setReference(r *data.Record, w wirePaper) {
	types := w.PublicationTypes.Texts()
	ref := format.Reference{
		Type: format.TypeNamed(types...), Container: string(w.Journal.Name), Volume: string(w.Journal.Volume), Pages: string(w.Journal.Pages), ISSN: string(w.PublicationVenue.ISSN),
	}
	if ref.Container == "" || isArXiv(ref.Container) {
		ref.Container, ref.Volume = format.FirstText(w.PublicationVenue.Name, w.Venue), "" // the volume of arXiv is the number of the preprint
	}
	if isArXiv(ref.Container) {
		ref.Container = ""
	}
	if slices.Contains(types, "Conference") || w.PublicationVenue.Type == "conference" && ref.Type == data.TypeArticle {
		ref.Type = data.TypeConferencePaper
	}
	format.SetReference(r, ref)
}

// isArXiv reports whether a venue is arXiv, which contains nothing.
func isArXiv(venue string) bool { return venue == "ArXiv" || venue == "arXiv.org" }

// setDate sets the date to the day of publication, or else to the year.
func setDate(r *data.Record, w wirePaper) {
	said := format.FirstText(w.PublicationDate, w.Year)
	format.SetDate(r, said, format.FreeDate(said))
}

// setIDs sets the id to the first id that the paper has in another catalogue, or else to one of
// Semantic Scholar's own. The others become aliases.
func setIDs(r *data.Record, w wirePaper) {
	ids := w.ExternalIDs
	r.Paper.DOI = string(ids.DOI)
	format.SetIDs(r, withScheme(data.SchemeArXiv, ids.ArXiv), withScheme(data.SchemeACL, ids.ACL), string(ids.DOI),
		format.PubMedID(format.SchemePMID, string(ids.PubMed)), format.PubMedID(format.SchemePMCID, string(ids.PubMedCentral)))
	format.AddIDs(r, schemeCorpus, format.FirstText(w.CorpusID, ids.CorpusID))
	format.AddIDs(r, schemePaper, string(w.PaperID))
	format.AddIDs(r, format.SchemeMAG, string(ids.MAG))
}

// withScheme returns the id with a scheme and number, or "" if the number is empty.
func withScheme(scheme string, number format.Text) string {
	if number == "" {
		return ""
	}
	return scheme + ":" + string(number)
}
