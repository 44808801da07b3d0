package ris

import (
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// adapt fills the record of an entry.
func adapt(r *data.Record, w wirePaper) {
	format.SetTexts(r, w.title, w.abstract, w.venue)
	if title, dotted := strings.CutSuffix(r.Paper.Title, "."); dotted && !strings.HasSuffix(title, ".") {
		r.Paper.Title = format.Keep(r, "title", text.OneLine(w.title), title)
	}
	r.Paper.DOI, r.Paper.URLs = w.doi, w.urls
	format.SetAuthors(r, w.authors)
	format.SetLanguage(r, w.language)
	format.AddCategories(r, w.keywords...)
	setDate(r, w)
	setIDs(r, w)
}

// setDate sets the date to DA if it is in the year of publication, or else to that year. Some
// programs write the day on which the entry was made in DA.
func setDate(r *data.Record, w wirePaper) {
	raw, date := w.year, format.FreeDate(w.year)
	finer := format.FreeDate(w.date)
	if date.IsZero() || date.Year == finer.Year && finer.Precision() > date.Precision() {
		date = finer
		if w.date != "" {
			raw = w.date
		}
	}
	format.SetDate(r, raw, date)
}

// setIDs sets the id to one of arXiv or the ACL Anthology, or else to the DOI. The PubMed number
// becomes an alias.
func setIDs(r *data.Record, w wirePaper) {
	candidates := append([]string{w.arXiv}, w.urls...)
	candidates = append(candidates, w.doi)
	for _, candidate := range candidates {
		id, err := data.ParseID(candidate)
		if err != nil {
			continue
		}
		switch id.Scheme() {
		case data.SchemeArXiv, data.SchemeACL:
			r.Paper.ID = id
		case data.SchemeDOI:
			if r.Paper.DOI == "" {
				r.Paper.DOI = strings.TrimPrefix(string(id), data.SchemeDOI+":")
			}
		}
		if r.Paper.ID != "" {
			break
		}
	}
	if id, err := data.ParseID(r.Paper.DOI); err == nil && r.Paper.ID == "" && id.Scheme() == data.SchemeDOI {
		r.Paper.ID = id
	}
	if w.pubMed != "" {
		r.Aliases = append(r.Aliases, data.ID(format.PubMedID(format.SchemePMID, w.pubMed)))
	}
}
