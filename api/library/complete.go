package library

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/pdf"
	"paperboy/index/ingest"
)

// Completed is what is known about the paper of a PDF.
type Completed struct {
	// Record is the record of the paper: that of a service, or the PDF's own.
	Record data.Record
	// Known is an id of the paper if the library has it. There is no Record then.
	Known data.ID
	// Notice says, as a sentence, why the record is the PDF's own; it may be empty.
	Notice string
}

// CompleteFunc finds the paper of a PDF. The error is a *data.FieldError if the PDF cannot be used.
type CompleteFunc = func(ctx context.Context, in format.Input, content []byte) (Completed, error)

// contentOfPDF returns the content of a file that is a PDF. For another file, or one that cannot be
// used as a whole, it is nil, and rest reads the file.
func contentOfPDF(file File) (content []byte, rest io.Reader) {
	buffered := bufio.NewReaderSize(file, format.SniffLen)
	if head, _ := buffered.Peek(format.SniffLen); !pdf.Sniff(head) {
		return nil, buffered
	}
	content, err := io.ReadAll(io.LimitReader(buffered, pdf.MaxBytes+1))
	if err != nil || len(content) > pdf.MaxBytes {
		return nil, io.MultiReader(bytes.NewReader(content), buffered)
	}
	return content, nil
}

// completePDF adds the paper of a PDF, and its notice to the answer.
func (s *Service) completePDF(ctx context.Context, name string, content []byte, o ingest.RunOptions, a *IngestAnswer) (ingest.Report, error) {
	in := format.Input{Location: name, Fetched: s.Now().UTC().Truncate(time.Second)}
	done, err := s.Complete(ctx, in, content)
	if done.Notice != "" && len(a.Notices) < MaxIngestNamed {
		a.Notices = append(a.Notices, name+": "+done.Notice)
	}
	if done.Known != "" {
		return ingest.Report{Count: data.Count{Read: 1, Accepted: 1, Unchanged: 1}, IDs: []data.ID{done.Known}}, nil
	}
	if field := (*data.FieldError)(nil); err != nil && !errors.As(err, &field) {
		return ingest.Report{}, err
	}
	return s.Library.Ingester.Ingest(ctx, func(yield func(data.Record, error) bool) {
		record := done.Record
		record.File = name
		if err != nil {
			err = in.Reject(pdf.NewRecord(in), err)
		}
		yield(record, err)
	}, o)
}
