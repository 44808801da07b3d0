package wordxml

import (
	"cmp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// types maps Word's types of sources to those of papers.
var types = map[string]data.Type{
	"JournalArticle": data.TypeArticle, "ArticleInAPeriodical": data.TypeArticle, "Book": data.TypeBook, "BookSection": data.TypeChapter,
	"ConferenceProceedings": data.TypeConferencePaper, "Report": data.TypeReport,
}

// adapt fills the record of a source. Errors are *data.FieldError.
func adapt(r *data.Record, e xmlread.Element[wireSource]) error {
	w := e.Value
	number := text.OneLine(w.Number)
	ref := format.Reference{
		Type: types[text.OneLine(w.Kind)], Container: cmp.Or(text.OneLine(w.Journal), text.OneLine(w.Periodical), text.OneLine(w.BookTitle), text.OneLine(w.Conference)),
		Volume: w.Volume, Number: w.Issue, Pages: w.Pages, Publisher: w.Publisher, Place: xmlread.Joined([]string{w.Place, w.State, w.Country}), Edition: w.Edition, School: w.Institution, Series: w.Series,
		Note: w.Comments, CitationKey: w.Tag,
	}
	for _, id := range []string{w.DOI, number, w.URL} {
		id = text.OneLine(id)
		if parsed, err := data.ParseID(id); err == nil && parsed.Scheme() == data.SchemeDOI && r.Paper.DOI == "" {
			r.Paper.DOI = id
		}
		format.SetIDs(r, id)
	}
	if !strings.Contains(number, "/") { // otherwise it is a DOI
		ref.ISBN, ref.ISSN = format.SerialNumbers(number)
	}
	if address := text.OneLine(w.URL); format.IsURL(address) {
		r.Paper.URLs = []string{address}
	}
	if text.OneLine(w.Title) == "" {
		return format.ErrNoTitle("Title")
	}
	if w.ThesisType != "" { // a thesis is a kind of report
		ref.Type = data.TypeThesis
		ref.Note = cmp.Or(ref.Note, format.ThesisNote(w.ThesisType), w.ThesisType)
	}
	format.SetTexts(r, w.Title, w.Abstract, ref.Container)
	format.SetReference(r, ref)
	format.SetNames(r, w.Authors.names(), w.Editors.names())
	said := text.OneLine(strings.Join([]string{w.Day, w.Month, w.Year}, " "))
	if numeric := strings.TrimSpace(w.Month); numeric != "" && strings.Trim(numeric, "0123456789") == "" {
		said = text.OneLine(strings.Join([]string{w.Year, w.Month, w.Day}, "-"))
		said = strings.TrimRight(said, "-")
	}
	format.SetDate(r, said, format.FreeDate(said))
	return nil
}

// names returns the names of people, or that of a corporation.
func (w wirePeople) names() []format.Name {
	var names []format.Name
	for _, p := range w.Persons {
		names = append(names, format.Name{Text: strings.Join([]string{p.First, p.Middle, p.Last}, " ")})
	}
	if w.Corporate != "" {
		names = append(names, format.Name{Text: w.Corporate, IsGroup: true})
	}
	return names
}
