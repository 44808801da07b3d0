package csl

import (
	"cmp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// adapt fills the record of one item.
func adapt(r *data.Record, w wireItem) {
	format.SetTexts(r, string(w.Title), string(w.Abstract), format.FirstText(w.ContainerTitle, w.EventTitle, w.Event))
	r.Paper.DOI = string(w.DOI)
	if w.URL != "" {
		r.Paper.URLs = []string{string(w.URL)}
	}
	var names []string
	for _, n := range w.Author {
		names = append(names, n.display())
	}
	format.SetAuthors(r, names)
	format.SetLanguage(r, string(w.Language))
	setDate(r, w.Issued)
	setIDs(r, w)
	setCategories(r, w)
}

// display is the name in the order "First van Last Jr.".
func (n name) display() string {
	for _, whole := range []format.Text{n.Literal, n.Name} {
		if line := text.PlainLine(string(whole)); line != "" {
			return line
		}
	}
	var words []string
	for _, part := range []format.Text{n.Given, n.Dropping, n.NonDropping, n.Family, n.Suffix} {
		if line := text.PlainLine(string(part)); line != "" {
			words = append(words, line)
		}
	}
	return strings.Join(words, " ")
}

// setDate takes a date in numbers or in words.
func setDate(r *data.Record, d issued) {
	said := d.said()
	if said == "" {
		return
	}
	date := d.date()
	if d.exact(date) {
		said = date.String()
	}
	format.SetDate(r, said, date)
}

// setIDs names the paper by the first id that the item states, and makes aliases
// of the rest. A key that is no id of a known kind is passed over.
func setIDs(r *data.Record, w wireItem) {
	var stated []string
	if strings.ContainsAny(string(w.ID), ":/") { // a bare one is a key of the library, whatever it looks like
		stated = append(stated, string(w.ID))
	}
	if number := string(w.Number); format.HasScheme(number, data.SchemeArXiv) {
		stated = append(stated, number)
	}
	note := format.ReadExtra(string(w.Note))
	stated = append(stated, note.ArXiv, note.DOI, string(w.DOI),
		format.PubMedID(format.SchemePMID, cmp.Or(note.PMID, string(w.PMID))), format.PubMedID(format.SchemePMCID, cmp.Or(note.PMCID, string(w.PMCID))))
	format.SetIDs(r, stated...)
}

// setCategories takes those of arXiv; the other keywords are a person's own.
func setCategories(r *data.Record, w wireItem) {
	format.AddCategories(r, w.Keyword...)
	format.AddCategories(r, format.ReadExtra(string(w.Note)).Categories...)
}
