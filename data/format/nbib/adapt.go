package nbib

import (
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// adapt fills the record of an entry.
func adapt(r *data.Record, w wirePaper) {
	format.SetTexts(r, w.title, w.abstract, w.venue)
	r.Paper.Title = format.Keep(r, "title", text.OneLine(w.title), format.BareTitle(r.Paper.Title))
	r.Paper.DOI = w.doi
	format.SetAuthors(r, w.authors)
	setDate(r, w)
	setIDs(r, w)
}

// setDate sets the date of first publication: the electronic one, unless the journal has an
// earlier date.
func setDate(r *data.Record, w wirePaper) {
	date, raw := format.FreeDate(w.published), w.published
	if e := format.FreeDate(w.electronic); !e.IsZero() && (date.IsZero() || e.FirstDay() <= date.LastDay()) {
		date, raw = e, w.electronic
	}
	format.SetDate(r, raw, date)
}

// setIDs sets the id to the arXiv id, the DOI or the PubMed number, whichever comes first. The
// PubMed number is always an alias.
func setIDs(r *data.Record, w wirePaper) {
	pubMed := w.id()
	for _, candidate := range []string{w.arXiv, w.doi, string(pubMed)} {
		if id, err := data.ParseID(candidate); err == nil && id.Scheme() != "" {
			r.Paper.ID = id
			break
		}
	}
	if pubMed != "" {
		r.Aliases = append(r.Aliases, pubMed)
		r.Paper.URLs = []string{"https://pubmed.ncbi.nlm.nih.gov/" + w.pmid + "/"}
	}
}
