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
	address := text.OneLine(w.URL)
	if strings.HasPrefix(strings.ToLower(address), "www.") { // as people type it
		address = "http://" + address
	}
	if format.IsURL(address) {
		r.Paper.URLs = []string{address}
	}
	title := w.title()
	if title == "" {
		return format.ErrNoTitle("Title")
	}
	if w.ThesisType != "" { // a thesis is a kind of report
		ref.Type = data.TypeThesis
		ref.Note = cmp.Or(ref.Note, format.ThesisNote(w.ThesisType), w.ThesisType)
	}
	format.SetTexts(r, title, w.Abstract, ref.Container)
	format.SetReference(r, ref)
	authors := w.Authors.names()
	if len(authors) == 0 {
		authors = w.Inventors.names()
	}
	format.SetNames(r, authors, w.Editors.names())
	said := text.OneLine(strings.Join([]string{w.Day, w.Month, w.Year}, " "))
	if numeric := strings.TrimSpace(w.Month); numeric != "" && strings.Trim(numeric, "0123456789") == "" {
		said = text.OneLine(strings.Join([]string{w.Year, w.Month, w.Day}, "-"))
		said = strings.TrimRight(said, "-")
	}
	format.SetDate(r, said, format.FreeDate(said))
	return nil
}

// title returns the title. Word asks for that of a website, an album or a case in a field of its own.
func (w wireSource) title() string {
	for _, said := range []string{w.Title, w.SiteTitle, w.PublicationTitle, w.AlbumTitle, w.BroadcastTitle, w.ShortTitle} {
		if said = text.OneLine(said); said != "" {
			return said
		}
	}
	return ""
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
