package crossref

import (
	"regexp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/text"
)

// adapt fills the record of one work. Errors are *data.FieldError or format.ErrSkip.
func adapt(r *data.Record, w wireWork) error {
	if reason := w.errorMessage(); reason != "" {
		return &data.FieldError{Code: "error_answer", Reason: "Crossref answered with an error: " + text.OneLine(reason)}
	}
	if !w.isPaper() {
		return format.ErrSkip
	}
	format.SetTexts(r, w.title(), unescaped(w.Abstract), unescaped(format.Text(format.FirstText(w.ContainerTitle.first(), w.Event.Name, w.ShortContainerTitle))))
	format.SetLanguage(r, string(w.Language))
	var names []string
	for _, a := range w.Author {
		names = append(names, a.display())
	}
	format.SetAuthors(r, names)
	setReference(r, w)
	setDate(r, w)
	r.Paper.DOI = string(w.DOI)
	if url := format.FirstText(w.Resource.Primary.URL, w.URL); url != "" {
		r.Paper.URLs = []string{url}
	}
	format.SetIDs(r, append(w.arXiv(), string(w.DOI))...)
	return nil
}

// setReference sets what a reference needs. A chapter in a series has the titles of the series and of
// the book as its containers, in this order.
func setReference(r *data.Record, w wireWork) {
	ref := format.Reference{
		Type: format.TypeNamed(string(w.Type)), Container: unescaped(format.Text(format.FirstText(w.ContainerTitle.first(), w.Event.Name, w.ShortContainerTitle))),
		Volume: string(w.Volume), Number: string(w.Issue), Pages: format.FirstText(w.Page, w.ArticleNumber), Publisher: unescaped(w.Publisher), Place: string(w.Place),
		Edition: string(w.Edition), ISBN: strings.Join(w.ISBN, ", "), ISSN: strings.Join(w.ISSN, ", "),
	}
	if len(w.ContainerTitle) > 1 && (ref.Type == data.TypeChapter || ref.Type == data.TypeConferencePaper) {
		ref.Series, ref.Container = unescaped(w.ContainerTitle.first()), unescaped(format.Text(w.ContainerTitle[1]))
	}
	if len(w.Institution) > 0 && (ref.Type == data.TypeThesis || ref.Type == data.TypeReport) {
		ref.School = unescaped(w.Institution[0].Name)
	}
	if ref.Type == data.TypeThesis {
		ref.Note = format.ThesisNote(string(w.Degree))
	}
	for _, e := range w.Editor {
		ref.Editors = append(ref.Editors, e.display())
	}
	format.SetReference(r, ref)
	for _, a := range append(w.Author, w.Editor...) {
		if a.Name != "" && a.Family == "" {
			format.SetGroups(r, a.display())
		}
	}
}

// title returns the title with its subtitle, unless the title contains the subtitle.
func (w wireWork) title() string {
	title, subtitle := unescaped(w.Title), unescaped(w.Subtitle)
	switch {
	case strings.TrimSpace(subtitle) == "" || strings.Contains(strings.ToLower(title), strings.ToLower(strings.TrimSpace(subtitle))):
		return title
	case strings.TrimSpace(title) == "":
		return subtitle
	}
	return strings.TrimRight(title, " :\t\n") + ": " + subtitle
}

// escapedTwice matches an entity whose ampersand was escaped again by another system:
// "&amp;lt;i&amp;gt;", "&amp;amp;".
var escapedTwice = regexp.MustCompile(`&amp;(#?[A-Za-z0-9]+;)`)

// unescaped removes the second level of escaping. text.Plain removes the first.
func unescaped(t format.Text) string {
	if !strings.Contains(string(t), "&amp;") {
		return string(t)
	}
	return escapedTwice.ReplaceAllString(string(t), "&$1")
}

// sameWork lists the relations between versions of one paper, including preprints.
var sameWork = []string{"has-preprint", "is-preprint-of", "has-version", "is-version-of", "is-identical-to", "is-same-as"}

// arXiv returns the arXiv ids in the alternative ids and relations of the work.
func (w wireWork) arXiv() []string {
	var ids []string
	for _, id := range w.AlternativeID {
		if format.HasScheme(string(id), data.SchemeArXiv) {
			ids = append(ids, string(id))
		}
	}
	for _, name := range sameWork {
		for _, other := range w.Relation[name] {
			stated := []string{string(other.ID)}
			if strings.EqualFold(string(other.Type), data.SchemeArXiv) {
				stated = append(stated, data.SchemeArXiv+":"+string(other.ID))
			}
			for _, s := range stated {
				if id, err := data.ParseID(s); err == nil && id.Scheme() == data.SchemeArXiv {
					ids = append(ids, string(id))
				}
			}
		}
	}
	return ids
}
