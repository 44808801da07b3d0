// Package pdf reads the PDF of a paper: the ids that it states or prints, and its title.
//
//	bytes --> load: objects --> pages: the first three --> text --> ids, title --> data.Record
//	          (file.go, lex.go)                        (text.go, font.go)   (document.go)
//
// A PDF is never trusted. Whoever made it chose its metadata, and a DOI printed in it may be that
// of another paper. So an id counts only where papers state their own (see Document), a title of
// the metadata only if the pages print it, and package add looks the id up and compares the title.
//
// A hostile file costs a bounded time and memory: it has at most MaxBytes, and there are limits for
// objects, nesting, and what streams unpack to. Encrypted files are refused.
//
// This package has its own reader because of these bounds. In-process, ledongthuc/pdf (7 September
// 2026, BSD) allocates 288 GB for a file of 280 bytes whose table names object 9,000,000,000, which
// ends the process and cannot be recovered, and reads a table that is its own predecessor forever;
// pdfcpu (0.15, Apache) does not turn the codes of fonts into text.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/panics"
)

// MaxBytes is the maximum size of a PDF, which is held in memory.
const MaxBytes = 50 << 20

// Name is the name of the format.
const Name = "pdf"

// Warnings of papers that are read from a PDF.
const (
	// WarnTitlePrinted says that the title is the text in the largest letters of the first page.
	WarnTitlePrinted = "title_from_print"
	// WarnTitleUnchecked says that the title is from the metadata of a PDF without readable text.
	WarnTitleUnchecked = "title_unchecked"
)

// Format returns this package's entry in the table of formats.
func Format() format.Format {
	return format.Format{Name: Name, Title: "PDF of a paper", Binary: true, Sniff: Sniff, Read: Read}
}

// Sniff reports whether head starts a PDF. Other bytes may precede it, within the first kilobyte.
func Sniff(head []byte) bool {
	const within = 1024
	return bytes.HasPrefix(head, []byte("%PDF-")) || bytes.Contains(head[:min(len(head), within)], []byte("\n%PDF-"))
}

// Read yields the paper of a PDF. For a PDF without a title it yields a rejection that has the id,
// if there is one.
func Read(_ context.Context, in format.Input) format.Records {
	return func(yield func(data.Record, error) bool) {
		content, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
		if err != nil {
			yield(data.Record{}, err)
			return
		}
		r := NewRecord(in)
		d, err := Open(content)
		if err == nil {
			err = d.Fill(&r)
		}
		if err != nil {
			yield(data.Record{}, in.Reject(r, err))
			return
		}
		yield(r, nil)
	}
}

// NewRecord returns an empty record for a PDF.
func NewRecord(in format.Input) data.Record { return in.NewRecord("PDF", 0, data.SourcePDF) }

// Open reads the first pages and the metadata of a PDF. The error is a *data.FieldError whose
// reason is for people.
func Open(content []byte) (d Document, err error) {
	if len(content) > MaxBytes {
		return d, &data.FieldError{Code: "too_large", Reason: fmt.Sprintf("the PDF has more than %d MiB: add the paper by its id or title", MaxBytes>>20)}
	}
	err = panics.Recover("pdf.open", func() (err error) {
		d, err = open(content)
		return err
	})
	var damage *panics.Error
	switch {
	case errors.As(err, &damage):
		return Document{}, unreadable(errors.New("it is damaged"))
	case err != nil:
		return Document{}, unreadable(err)
	}
	return d, nil
}

func unreadable(err error) error {
	return &data.FieldError{Code: "unreadable_pdf", Reason: "the PDF cannot be read: " + err.Error()}
}

func open(content []byte) (d Document, err error) {
	defer recoverLimit(&err)
	f, err := load(content)
	if err != nil {
		return d, err
	}
	pages, err := f.pages()
	if err != nil {
		return d, err
	}
	return f.document(f.readText(pages)), nil
}
