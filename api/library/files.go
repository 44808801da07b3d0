package library

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/format/jsonl"
	"paperboy/index/ingest"
)

// SourceBody is the source, and also the location, of papers that are sent in the body of a request
// and name no source themselves.
const SourceBody = "api"

// Formats returns the formats that a library reads, in the order in which they are tried.
func Formats() []format.Format { return formats.All() }

// FileOptions are the options of AddFile.
type FileOptions struct {
	ingest.RunOptions
	// Format is the name of the file's format. If empty, the format is recognized.
	Format string
	// AsOf is the day on which a web page was saved; zero if unknown.
	AsOf data.Date
	// MaxBytes is the maximum number of bytes to read, after decompression; 0 means no limit.
	MaxBytes int64
}

// AddFile ingests the papers of a file, which may be compressed or an archive, and returns when they
// are durable. If the rest of the file cannot be read, the reason is the last rejection. An error
// means that the rest could not be written, or that ctx was cancelled.
func (l *Library) AddFile(ctx context.Context, name string, r io.Reader, o FileOptions) (ingest.Report, error) {
	read := format.Options{Formats: Formats(), Format: o.Format, AsOf: o.AsOf, MaxBytes: o.MaxBytes}
	var broken error
	records := rejectingEnd(ctx, name, format.Read(ctx, name, time.Now(), r, read), &broken)
	return l.Ingester.Ingest(ctx, records, o.RunOptions)
}

// AddJSONL ingests the papers of a request's body, one JSON object a line or one JSON array, and
// returns when they are durable. A paper that another Paperboy exported keeps its provenance. If
// the rest of the body cannot be read, for example because an array has no end, the reason is the
// last rejection. An error means that the rest could not be written, or that ctx was cancelled.
// Rejections have no File and no Entry.
func (l *Library) AddJSONL(ctx context.Context, body io.Reader, o ingest.RunOptions) (ingest.Report, error) {
	reject := o.Reject
	o.Reject = func(r data.Rejection) error {
		if reject == nil {
			return nil
		}
		r.File, r.Entry = "", ""
		return reject(r)
	}
	return l.Ingester.Ingest(ctx, bodyRecords(ctx, body), o)
}

// bodyRecords reads the records of a request's body. An error that ends the body becomes a
// rejection.
func bodyRecords(ctx context.Context, body io.Reader) format.Records {
	records := jsonl.Read(ctx, format.Input{Reader: body, Location: SourceBody, Fetched: time.Now().UTC().Truncate(time.Second)})
	return func(yield func(data.Record, error) bool) {
		for record, err := range records {
			if _, ok := errors.AsType[*data.Rejection](err); err != nil && !ok {
				err = &data.Rejection{Code: "incomplete_input", Reason: err.Error()}
			}
			if record.Origin.Location == SourceBody {
				record.Origin.Source = SourceBody
			}
			if !yield(record, err) {
				return
			}
		}
	}
}

// rejectingEnd returns records with the error that ends a file, if there is one, turned into a
// rejection, unless ctx was cancelled. It also stores that error in *broken. If the file no longer
// exists, there is no rejection. An error of an ingest of these records is then never an error of
// the file.
func rejectingEnd(ctx context.Context, file string, records format.Records, broken *error) format.Records {
	return func(yield func(data.Record, error) bool) {
		for record, err := range records {
			if _, rejected := errors.AsType[*data.Rejection](err); err != nil && !rejected && ctx.Err() == nil {
				if *broken = err; errors.Is(err, fs.ErrNotExist) {
					return
				}
				err = format.RejectInput(file, err)
			}
			if !yield(record, err) {
				return
			}
		}
	}
}

// FilesAt yields the files at paths, each open while it is used. It ends with the first that can't be
// opened.
func FilesAt(paths []string) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, path := range paths {
			f, err := os.Open(path)
			if err != nil {
				yield(File{}, err)
				return
			}
			more := yield(NewFile(filepath.Base(path), f), nil)
			if f.Close(); !more {
				return
			}
		}
	}
}

// Print writes a as text for a terminal: a line for each file, id, notice and rejection. Its only
// errors are those of w.
func (a IngestAnswer) Print(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, f := range a.Files {
		fmt.Fprintf(out, "%s: %s new, %s updated, %s unchanged, %s rejected\n", f.Name, figures.Thousands(f.Added), figures.Thousands(f.Updated), figures.Thousands(f.Unchanged+f.Suppressed), figures.Thousands(f.Rejected))
	}
	for _, id := range a.IDs {
		fmt.Fprintf(out, "  %s\n", id)
	}
	for _, notice := range a.Notices {
		fmt.Fprintf(out, "  %s\n", notice)
	}
	for _, r := range a.Rejected {
		fmt.Fprintf(out, "  %s, %s: %s\n", r.File, r.Entry, r.Reason)
	}
	return out.Flush()
}
