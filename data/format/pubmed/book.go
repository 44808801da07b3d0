package pubmed

import (
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/xmlread"
)

// adaptBook fills the record of a book in BITS (jats.nlm.nih.gov/extensions/bits). Errors are
// *data.FieldError.
func adaptBook(r *data.Record, e xmlread.Element[wireFront]) error {
	w := e.Value
	if err := adaptMeta(r, w.wireMeta, "", "book-title"); err != nil {
		return err
	}
	ref := w.reference()
	ref.Type, ref.Series = data.TypeBook, w.series
	format.SetReference(r, ref)
	format.SetLanguage(r, e.Attr("book", "lang"))
	return nil
}

// adaptChapter fills the record of a chapter of a book. Its editors are those of the book, and so
// is the date unless the chapter has one. Errors are *data.FieldError.
func adaptChapter(r *data.Record, e xmlread.Element[wireFront], book wireFront) error {
	w := e.Value.wireMeta
	if len(w.Dates) == 0 {
		w.Dates = book.Dates
	}
	title := xmlread.First(book.BookTitle)
	if err := adaptMeta(r, w, title, "title"); err != nil {
		return err
	}
	of := book.reference()
	ref := w.reference()
	ref.Type, ref.Container, ref.Series, ref.Edition = data.TypeChapter, title, book.series, of.Edition
	ref.ISBN, ref.Publisher, ref.Place = of.ISBN, of.Publisher, of.Place
	if ref.Volume == "" {
		ref.Volume = of.Volume
	}
	format.SetReference(r, ref)
	for _, g := range book.Groups {
		for _, c := range g.contribs {
			if c.isEditor() {
				format.SetNames(r, nil, c.people())
			}
		}
	}
	format.SetLanguage(r, e.Attr("book-part", "lang"))
	return nil
}
