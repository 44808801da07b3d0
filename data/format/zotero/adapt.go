package zotero

import (
	"cmp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// adapt fills the record of one entry. The only error is format.ErrSkip.
func adapt(r *data.Record, entry wireItem) error {
	w := entry.item()
	switch w.ItemType {
	case "note", "attachment", "annotation":
		return format.ErrSkip
	}
	if w.Deleted {
		return format.ErrSkip
	}
	extra := format.ReadExtra(string(w.Extra))
	format.SetTexts(r, w.title(), string(w.Abstract), w.venue())
	format.SetAuthors(r, w.authors())
	setDate(r, w.date(), string(entry.Meta.ParsedDate))
	setIDs(r, w, extra)
	setReference(r, w)
	format.AddCategories(r, w.Tags...)
	format.AddCategories(r, extra.Categories...)
	if w.URL != "" {
		r.Paper.URLs = []string{string(w.URL)}
	}
	return nil
}

// setReference sets what a reference needs.
func setReference(r *data.Record, w wireItem) {
	ref := format.Reference{
		Type: format.TypeNamed(string(w.ItemType)), Container: w.venue(), Volume: string(w.Volume), Number: string(cmp.Or(w.Issue, w.ReportNumber)), Pages: string(w.Pages),
		Publisher: string(cmp.Or(w.Publisher, w.Company, w.Repository)), Place: string(w.Place), School: string(cmp.Or(w.University, w.Institution)),
		Series: string(cmp.Or(w.Series, w.SeriesTitle)), Edition: string(w.Edition), ISBN: string(w.ISBN), ISSN: string(w.ISSN), CitationKey: string(w.CitationKey),
		Editors: w.named("editor"),
	}
	if ref.Type == data.TypeThesis {
		ref.Note = cmp.Or(format.ThesisNote(string(w.ThesisType)), string(w.ThesisType))
	}
	format.SetReference(r, ref)
	format.SetGroups(r, w.groups()...)
	if w.Language != "" {
		format.SetLanguage(r, string(w.Language))
	}
}

// setDate sets the date to the one that the user entered. If the date as parsed by Zotero's server
// is more precise and in the same year, it uses that.
func setDate(r *data.Record, said, parsed string) {
	date := format.FreeDate(said)
	if p := format.FreeDate(parsed); p.Precision() > date.Precision() && (date.IsZero() || p.Year == date.Year) {
		date = p
	}
	format.SetDate(r, cmp.Or(said, parsed), date)
}

// setIDs sets the id to the first id in the item's fields; the others become aliases. Zotero's
// keys are not used, because they are unique only within a library.
func setIDs(r *data.Record, w wireItem, extra format.Extra) {
	r.Paper.DOI = cmp.Or(strings.TrimSpace(string(w.DOI)), strings.TrimPrefix(extra.DOI, "doi:"))
	var stated []string
	for _, number := range []format.Text{w.ArchiveID, w.Number} {
		if format.HasScheme(string(number), data.SchemeArXiv) { // other numbers are of archives and reports
			stated = append(stated, string(number))
		}
	}
	stated = append(stated, extra.ArXiv)
	if id, err := data.ParseID(string(w.URL)); err == nil && (id.Scheme() == data.SchemeArXiv || id.Scheme() == data.SchemeACL) {
		stated = append(stated, string(id))
	}
	format.SetIDs(r, append(stated, string(w.DOI), extra.DOI,
		format.PubMedID(format.SchemePMID, cmp.Or(string(w.PMID), extra.PMID)), format.PubMedID(format.SchemePMCID, cmp.Or(string(w.PMCID), extra.PMCID)))...)
}
