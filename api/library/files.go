package library

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/format/jsonl"
	"paperboy/index/ingest"
)

// SourceBody is the source of papers that a program sends without saying where it has
// them from. It is their location too.
const SourceBody = "api"

// Formats returns the formats that a library reads, in the order in which they are
// tried.
func Formats() []format.Format { return formats.All() }

// FileOptions say how AddFile reads a file.
type FileOptions struct {
	ingest.RunOptions
	// Format is the name of the file's format; empty: it is recognized.
	Format string
	// AsOf is the day on which a page was seen; zero where unknown.
	AsOf data.Date
	// MaxBytes caps what is read of the file, decompressed; 0: no cap.
	MaxBytes int64
}

// AddFile takes the papers of one file, which may be compressed or an archive, and
// returns when all that it took is durable. What makes the rest of the file unreadable
// is its last rejection. An error means that the rest could not be written, or that ctx
// ended.
func (l *Library) AddFile(ctx context.Context, name string, r io.Reader, o FileOptions) (ingest.Report, error) {
	read := format.Options{Formats: Formats(), Format: o.Format, AsOf: o.AsOf, MaxBytes: o.MaxBytes}
	var broken error
	records := rejectingEnd(ctx, name, format.Read(ctx, name, time.Now(), r, read), &broken)
	return l.Ingester.Ingest(ctx, records, o.RunOptions)
}

// AddJSONL takes the papers of a body without a name: one JSON object a line or one
// JSON array. It returns when all that it took is durable. A paper that another
// Paperboy exported keeps its provenance. What breaks the reading off, such as an array
// without an end, is the last rejection. An error means that the rest could not be
// written, or that ctx ended. Rejections have no File and no Entry.
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

// rejectingEnd turns an error that ends a file into a rejection, unless ctx has ended.
// Any error left is then one of where the records go. The error itself is in *broken; of
// a file that has vanished there is no rejection.
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
