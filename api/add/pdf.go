package add

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/format/pdf"
)

// pdf adds the paper of a PDF that was fetched.
func (r *run) pdf(ctx, fetching context.Context, got fetch.Response, item *Item) error {
	done, err := r.Complete(fetching, format.Input{Location: got.URL, Fetched: r.now().UTC()}, got.Body)
	if err != nil {
		item.refuse("rejected", sentence(reasonOf(err)), "Add the paper by its id or title, or paste its BibTeX.")
		return nil
	}
	item.Reason = done.Notice
	if done.Known != "" {
		paper, err := r.known(ctx, done.Known)
		item.Outcome, item.Papers = Present, []Paper{paper}
		return err
	}
	if record := &done.Record; !slices.Contains(record.Paper.URLs, got.URL) {
		record.Paper.URLs = append(slices.Clone(record.Paper.URLs), got.URL)
	}
	return r.take(ctx, only(done.Record), item)
}

func reasonOf(err error) string {
	if field, ok := errors.AsType[*data.FieldError](err); ok {
		return field.Reason
	}
	return err.Error()
}

// Complete returns the paper of a PDF. It looks up the ids that the PDF states. One whose title the
// PDF prints is its own: the record is that of the service, or the paper is known. Without such an
// id, the record is the PDF's own, and the notice says why. It is a library.CompleteFunc.
func (s *Service) Complete(ctx context.Context, in format.Input, content []byte) (library.Completed, error) {
	document, err := pdf.Open(content)
	if err != nil {
		return library.Completed{}, err
	}
	var notices []string
	for _, id := range slices.Clone(document.IDs) {
		title, record, notice := s.ofPDF(ctx, id)
		switch {
		case notice != "":
			notices = append(notices, notice)
		case document.HasText() && !document.Prints(title):
			notices = append(notices, fmt.Sprintf("it prints %s, but not the title of that paper, “%s”", id, title))
			document = document.Without(id)
		case record == nil:
			return library.Completed{Known: id}, nil
		default:
			return library.Completed{Record: *record}, nil
		}
	}
	done := library.Completed{Record: pdf.NewRecord(in)}
	if len(notices) > 0 {
		done.Notice = "Only the PDF itself was used: " + strings.Join(notices, "; ") + "."
	}
	return done, document.Fill(&done.Record)
}

// ofPDF returns the title of the paper that has an id, and its record if the library does not have
// it. notice says why there is none.
func (s *Service) ofPDF(ctx context.Context, id data.ID) (title string, record *data.Record, notice string) {
	if paper, err := s.known(ctx, id); err == nil && paper.ID != "" {
		return paper.Title, nil, ""
	}
	lookups := s.Sources.Lookups([]data.ID{id})
	if len(lookups) == 0 {
		return "", nil, fmt.Sprintf("no service has papers like %s", id)
	}
	found, err := s.fetchLookup(ctx, lookups[0])
	if r, ok := found[id]; ok {
		return r.Paper.Title, &r, ""
	}
	return "", nil, fmt.Sprintf("%s could not be looked up (%s)", id, strings.TrimPrefix(err.Error(), errNotThere.Error()+": "))
}

var _ library.CompleteFunc = (*Service)(nil).Complete
