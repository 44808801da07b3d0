package crossrefxml

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// adapt fills the record of a work. Errors are *data.FieldError.
func adapt(r *data.Record, e entry) error {
	w, name := e.Value, e.Tag.Name.Local
	switch {
	case name == "error":
		return &data.FieldError{Code: "not_found", Reason: "Crossref has no metadata: " + text.OneLine(w.Words)}
	case name == "query":
		return adaptQuery(r, w)
	}
	setIDs(r, w.DOI, w.Address)
	if name == "journal_metadata" || name == "database_metadata" {
		return &data.FieldError{Code: "no_paper", Reason: "the record is that of a journal or database, “" + cmp.Or(xmlread.First(w.FullTitle...), e.title()) + "”, and has no paper"}
	}
	title := e.title()
	if title == "" {
		return format.ErrNoTitle("title")
	}
	container := e.container()
	format.SetTexts(r, title, xmlread.Abstract(w.Abstracts), container)
	ref := e.reference()
	ref.Container = container
	format.SetReference(r, ref)
	format.SetFirstDate(r, e.dates()...)
	authors, editors := people(slices.Concat(w.Contributors.All, w.Persons, w.Organizations))
	if isPart := name != e.aroundName(); isPart {
		_, ofAround := people(e.around.Contributors.All)
		_, ofEvent := people(e.editors.All)
		editors = slices.Concat(editors, ofAround, ofEvent)
	} else {
		_, ofEvent := people(e.editors.All)
		editors = append(editors, ofEvent...)
	}
	format.SetNames(r, authors, editors)
	if language := cmp.Or(w.Language, e.around.Language); language != "" {
		format.SetLanguage(r, language)
	}
	return nil
}

// aroundName returns the name of the element if it is a book or proceedings, and not part of one.
func (e entry) aroundName() string {
	if name := e.Tag.Name.Local; kinds[name] == whole {
		return name
	}
	return ""
}

// title returns the title of a work.
func (e entry) title() string {
	for _, titles := range slices.Concat(e.Value.Titles, e.Value.SetTitles) {
		if title := titles.said(); title != "" {
			return title
		}
	}
	return xmlread.First(e.Value.Proceedings...)
}

// container returns the title of the journal, proceedings or book that a work is in.
func (e entry) container() string {
	if e.aroundName() != "" {
		return ""
	}
	if title := xmlread.First(slices.Concat(e.around.FullTitle, e.around.AbbrevTitle, e.around.Proceedings)...); title != "" {
		return title
	}
	if titles := slices.Concat(e.around.Titles, e.around.SetTitles); len(titles) > 0 {
		return titles[0].said()
	}
	return xmlread.First(e.event.Event...)
}

// reference returns what a work and what it is in say about the publication.
func (e entry) reference() format.Reference {
	w := e.Value
	ref := format.Reference{
		Type: typeOf(e.Tag.Name.Local, w), FirstPage: w.FirstPage, LastPage: w.LastPage, Volume: cmp.Or(w.Volume, e.issue.OfVolume, e.issue.Volume, e.around.Volume),
		Number: e.issue.Issue, Edition: cmp.Or(w.Edition, e.around.Edition), ISBN: xmlread.Joined(slices.Concat(w.ISBN, e.around.ISBN)),
		ISSN: xmlread.Joined(slices.Concat(w.ISSN, e.around.ISSN, w.SeriesISSN, e.around.SeriesISSN)), Series: firstTitle(w.SeriesTitles, e.around.SeriesTitles),
		Publisher: xmlread.First(slices.Concat(w.Publisher, e.around.Publisher)...), Place: xmlread.First(slices.Concat(w.Place, e.around.Place, e.event.Location)...),
	}
	for _, item := range w.Items {
		switch kind := strings.ToLower(item.ItemType); {
		case ref.FirstPage == "" && ref.Pages == "" && (kind == "article_number" || kind == "article-number"):
			ref.Pages = item.Text
		case ref.Type == data.TypeReport:
			ref.Number = cmp.Or(ref.Number, item.Text)
		}
	}
	switch ref.Type {
	case data.TypeThesis:
		ref.School, ref.Place, ref.Note = xmlread.First(w.School...), cmp.Or(ref.Place, xmlread.First(w.Town...)), cmp.Or(format.ThesisNote(w.Degree), w.Degree)
	case data.TypeReport:
		ref.School = xmlread.First(w.School...)
		ref.Number = cmp.Or(ref.Number, w.Number)
	case data.TypePreprint:
		ref.Publisher = cmp.Or(ref.Publisher, xmlread.First(w.School...))
	}
	return ref
}

func firstTitle(lists ...[]wireTitles) string {
	for _, titles := range slices.Concat(lists...) {
		if title := titles.said(); title != "" {
			return title
		}
	}
	return ""
}

// typeOf returns the type of a work by the name of its element.
func typeOf(name string, w wireElement) data.Type {
	switch name {
	case "journal_article":
		return data.TypeArticle
	case "conference_paper":
		return data.TypeConferencePaper
	case "content_item":
		return data.TypeChapter
	case "book_metadata", "book_series_metadata", "book_set_metadata", "proceedings_metadata", "proceedings_series_metadata":
		return data.TypeBook
	case "dissertation":
		return data.TypeThesis
	case "report-paper_metadata", "report-paper_series_metadata", "standard_metadata":
		return data.TypeReport
	case "dataset":
		return data.TypeDataset
	case "posted_content":
		switch w.Kind {
		case "", "preprint", "working_paper":
			return data.TypePreprint
		case "dissertation":
			return data.TypeThesis
		case "report":
			return data.TypeReport
		}
	}
	return ""
}

// dates returns the dates of a work, or else those of what it is in.
func (e entry) dates() []string {
	for _, w := range []wireElement{e.Value, e.issue, e.around} {
		var said []string
		for _, d := range slices.Concat(w.Published, w.Posted, w.Approved, w.Issued, w.Created, w.Completed) {
			said = append(said, d.said())
		}
		if len(said) > 0 {
			return said
		}
	}
	return nil
}

// people returns the names of authors and editors. Translators, reviewers and readers are neither.
func people(all []wirePerson) (authors, editors []format.Name) {
	for _, p := range all {
		n := format.Name{Text: strings.Join([]string{text.OneLine(p.Given.Plain()), text.OneLine(p.Surname.Plain()), strings.TrimSpace(p.Suffix)}, " ")}
		if p.XMLName.Local == "organization" {
			n = format.Name{Text: text.PlainLine(p.Words), IsGroup: true}
		}
		switch p.Role {
		case "", "author", "first":
			authors = append(authors, n)
		case "editor", "chair":
			editors = append(editors, n)
		}
	}
	return authors, editors
}

// setIDs sets the DOI, and the address that it resolves to.
func setIDs(r *data.Record, doi, address string) {
	r.Paper.DOI = strings.TrimSpace(doi)
	format.SetIDs(r, r.Paper.DOI)
	if address = strings.TrimSpace(address); address != "" {
		r.Paper.URLs = append(r.Paper.URLs, address)
	}
}

// adaptQuery fills the record of an answer to a query, which has less than the metadata. Errors are
// *data.FieldError.
func adaptQuery(r *data.Record, w wireElement) error {
	setIDs(r, w.Identifier.Text, "")
	title, container := xmlread.First(w.ArticleTitle...), xmlread.First(slices.Concat(w.JournalTitle, w.VolumeTitle)...)
	ref := format.Reference{Volume: w.Volume, Number: w.Issue, FirstPage: w.Start, LastPage: w.End, ISBN: xmlread.Joined(w.ISBN), ISSN: xmlread.Joined(w.ISSN), Edition: w.Edition, Series: xmlread.First(w.SeriesTitle...)}
	switch w.Identifier.Type {
	case "journal_article":
		ref.Type = data.TypeArticle
	case "conference_paper":
		ref.Type = data.TypeConferencePaper
	case "book_content":
		ref.Type = data.TypeChapter
	case "book_title":
		ref.Type, title, container = data.TypeBook, xmlread.First(w.VolumeTitle...), ""
	case "dissertation":
		ref.Type = data.TypeThesis
	case "report-paper_title", "report-paper_content":
		ref.Type = data.TypeReport
	}
	switch {
	case w.Status == "unresolved":
		return &data.FieldError{Code: "not_found", Reason: "Crossref found nothing for this query"}
	case title == "":
		return format.ErrNoTitle("article_title or volume_title")
	}
	ref.Container = container
	format.SetTexts(r, title, "", container)
	format.SetReference(r, ref)
	format.SetFirstDate(r, w.Year...)
	authors, editors := people(w.Contributors.All)
	format.SetNames(r, authors, editors)
	return nil
}
