package zotero

import (
	"cmp"
	"strings"

	"paperboy/data"
	"paperboy/data/source"
)

// adapt fills the record of one entry.
func adapt(r *data.Record, entry wireItem) error {
	w := entry.item()
	switch w.ItemType {
	case "note", "attachment", "annotation":
		return source.ErrSkip
	}
	if w.Deleted {
		return source.ErrSkip
	}
	extra := source.ReadExtra(string(w.Extra))
	source.SetTexts(r, w.title(), string(w.Abstract), w.venue())
	source.SetAuthors(r, w.authors())
	setDate(r, w.date(), string(entry.Meta.ParsedDate))
	setIDs(r, w, extra)
	source.AddCategories(r, w.Tags...)
	source.AddCategories(r, extra.Categories...)
	if w.URL != "" {
		r.Paper.URLs = []string{string(w.URL)}
	}
	return nil
}

// setDate takes the date as a person wrote it, or as Zotero's server read it where
// that is finer: "parsedDate" is in numbers.
func setDate(r *data.Record, said, parsed string) {
	date := source.FreeDate(said)
	if p := source.FreeDate(parsed); p.Precision() > date.Precision() && (date.IsZero() || p.Year == date.Year) {
		date = p
	}
	source.SetDate(r, cmp.Or(said, parsed), date)
}

// setIDs names the paper by the first id that its fields state, and makes aliases
// of the rest. Zotero's keys are of one library and no ids.
func setIDs(r *data.Record, w wireItem, extra source.Extra) {
	r.Paper.DOI = cmp.Or(strings.TrimSpace(string(w.DOI)), strings.TrimPrefix(extra.DOI, "doi:"))
	var stated []string
	for _, number := range []source.Text{w.ArchiveID, w.Number} {
		if source.HasScheme(string(number), data.SchemeArXiv) { // others are of archives and reports
			stated = append(stated, string(number))
		}
	}
	stated = append(stated, extra.ArXiv)
	if id, err := data.ParseID(string(w.URL)); err == nil && (id.Scheme() == data.SchemeArXiv || id.Scheme() == data.SchemeACL) {
		stated = append(stated, string(id))
	}
	source.SetIDs(r, append(stated, string(w.DOI), extra.DOI,
		source.PubMedID(source.SchemePMID, cmp.Or(string(w.PMID), extra.PMID)), source.PubMedID(source.SchemePMCID, cmp.Or(string(w.PMCID), extra.PMCID)))...)
}
