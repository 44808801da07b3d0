package openalex

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// schemeOpenAlex is the scheme of OpenAlex's own numbers.
const schemeOpenAlex = "openalex"

// adapt fills the record of one work.
func adapt(r *data.Record, w wireWork) error {
	switch {
	case w.Error != "":
		said := strings.Trim(text.OneLine(string(w.Error+" "+w.Message)), " ")
		return &data.FieldError{Code: "error_answer", Reason: "OpenAlex answered with an error: " + said}
	case w.IsParatext || w.Type == "paratext":
		return format.ErrSkip
	}
	setIDs(r, w)
	abstract, err := w.AbstractInvertedIndex.text()
	if err != nil {
		return err
	}
	format.SetTexts(r, format.FirstText(w.Title, w.DisplayName), abstract, w.venue())
	format.SetLanguage(r, string(w.Language))
	var names []string
	for _, a := range w.Authorships {
		names = append(names, format.FirstText(a.Author.DisplayName, a.RawAuthorName))
	}
	format.SetAuthors(r, names)
	if w.IsAuthorsTruncated {
		format.Warn(r, data.WarnAuthorsIncomplete)
	}
	setReference(r, w)
	setDate(r, w)
	for _, url := range []format.Text{w.PrimaryLocation.LandingPageURL, w.BestOALocation.PDFURL} {
		if url != "" {
			r.Paper.URLs = append(r.Paper.URLs, string(url))
		}
	}
	return nil
}

// setReference sets what a reference needs. A repository is no container.
func setReference(r *data.Record, w wireWork) {
	ref := format.Reference{
		Type: format.TypeNamed(string(w.TypeCrossref), string(w.Type)), Volume: string(w.Biblio.Volume), Number: string(w.Biblio.Issue),
		FirstPage: string(w.Biblio.FirstPage), LastPage: string(w.Biblio.LastPage),
	}
	if l, found := w.published(); found {
		ref.Container, ref.Publisher = format.FirstText(l.Source.DisplayName, l.RawSourceName), string(l.Source.Publisher)
		if ref.ISSN = strings.Join(l.Source.ISSN.Texts(), ", "); ref.ISSN == "" {
			ref.ISSN = string(l.Source.ISSNL)
		}
		if l.Source.Type == "conference" && ref.Type == data.TypeArticle {
			ref.Type = data.TypeConferencePaper
		}
	}
	format.SetReference(r, ref)
}

// setDate sets the date. It keeps only the year of the first of January, which OpenAlex writes if
// it only knows the year.
func setDate(r *data.Record, w wireWork) {
	said := format.FirstText(w.PublicationDate, w.PublicationYear)
	date := format.FreeDate(said)
	if date.Month == 1 && date.Day == 1 {
		date = data.Date{Year: date.Year}
	}
	format.SetDate(r, said, date)
}

// setIDs sets the id to the arXiv id if a location is on arXiv, or else to the first id of the
// work; the others become aliases. If several locations are on arXiv, only the first counts, so
// that two papers that OpenAlex wrongly merged are not merged here.
func setIDs(r *data.Record, w wireWork) {
	arXiv := ""
	pmcid := string(w.IDs.PMCID)
	for _, l := range append([]location{w.PrimaryLocation}, w.Locations...) {
		for _, url := range []format.Text{l.LandingPageURL, l.PDFURL} {
			if id, err := data.ParseID(string(url)); err == nil && id.Scheme() == data.SchemeArXiv && arXiv == "" {
				arXiv = string(id)
			}
		}
		if number, found := strings.CutPrefix(string(l.LandingPageURL), "https://www.ncbi.nlm.nih.gov/pmc/articles/"); found && pmcid == "" {
			pmcid = number
		}
	}
	r.Paper.DOI = format.FirstText(w.DOI, w.IDs.DOI)
	format.SetIDs(r, arXiv, r.Paper.DOI,
		format.PubMedID(format.SchemePMID, lastOfPath(string(w.IDs.PMID))), format.PubMedID(format.SchemePMCID, lastOfPath(pmcid)))
	format.AddIDs(r, schemeOpenAlex, w.number())
	format.AddIDs(r, format.SchemeMAG, string(w.IDs.MAG))
}

// lastOfPath returns the last part of the path of a URL.
func lastOfPath(url string) string {
	url = strings.TrimSuffix(url, "/")
	return url[strings.LastIndexByte(url, '/')+1:]
}
