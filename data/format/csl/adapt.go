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

// display returns the name in the order "First van Last Jr.".
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

// setDate sets the date, which may be in numbers or words.
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

// setIDs sets the id to the first id in the item; the others become aliases. A key that is not an
// id of a known kind is ignored.
func setIDs(r *data.Record, w wireItem) {
	var stated []string
	if strings.ContainsAny(string(w.ID), ":/") { // otherwise it is a key of the library, even if it looks like an id
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

// setCategories sets the arXiv categories among the keywords and in the note. Other keywords are
// personal and are ignored.
func setCategories(r *data.Record, w wireItem) {
	format.AddCategories(r, w.Keyword...)
	format.AddCategories(r, format.ReadExtra(string(w.Note)).Categories...)
}
