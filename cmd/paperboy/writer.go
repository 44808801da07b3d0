package main

import (
	"context"
	"errors"
	"io"
	"time"

	"paperboy/api"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/jsonl"
	"paperboy/index/ingest"
)

// writer is the ingester as the API wants it: api.Ingester and api.FileIngester.
type writer struct{ *ingest.Ingester }

// sourceAPI is the source of papers that a program posts without saying where
// it has them from; also their location.
const sourceAPI = "api"

// IngestJSONL implements api.Ingester.
func (w writer) IngestJSONL(ctx context.Context, body io.Reader, p api.AddParams) (api.AddAnswer, error) {
	var answer api.AddAnswer
	report, err := w.Ingest(ctx, posted(ctx, body), ingest.RunOptions{
		Undelete: p.Undelete,
		IDs:      true,
		Reject: func(r data.Rejection) error {
			r.File, r.Entry = "", "" // a request body has no name
			answer.Rejected = append(answer.Rejected, r)
			return nil
		},
	})
	answer.Accepted, answer.Updated, answer.Unchanged = report.Accepted, report.Updated, report.Unchanged
	answer.Suppressed, answer.IDs, answer.Sequence = report.Suppressed, report.IDs, report.Sequence
	return answer, err
}

// posted reads the papers of a request. A paper that another Paperboy exported
// keeps the provenance that it has. What breaks the reading off, such as an array
// that ends in its middle, is the last reject: the papers before it are taken.
func posted(ctx context.Context, body io.Reader) format.Records {
	records := jsonl.Read(ctx, format.Input{Reader: body, Location: sourceAPI, Fetched: time.Now().UTC().Truncate(time.Second)})
	return func(yield func(data.Record, error) bool) {
		for record, err := range records {
			if _, ok := errors.AsType[*data.Rejection](err); err != nil && !ok {
				err = &data.Rejection{Entry: "end", Code: "incomplete_input", Reason: err.Error()}
			}
			if record.Origin.Location == sourceAPI {
				record.Origin.Source = sourceAPI
			}
			if !yield(record, err) {
				return
			}
		}
	}
}

// Delete implements api.Ingester.
func (w writer) Delete(ctx context.Context, d api.Deletion) (api.DeleteAnswer, error) {
	done, err := w.Ingester.Delete(ctx, ingest.Selection{IDs: d.IDs, Source: d.Source, Location: d.Location}, d.DryRun)
	return api.DeleteAnswer{Deleted: done.Deleted, Trimmed: done.Trimmed, Missing: done.Missing, DryRun: d.DryRun, Sequence: done.Sequence}, err
}

// Unmerge implements api.Ingester.
func (w writer) Unmerge(ctx context.Context, id data.ID, number api.MergeNumber) (api.UnmergeAnswer, error) {
	done, err := w.Ingester.Unmerge(ctx, id, number)
	return api.UnmergeAnswer{ID: done.Kept.ID, Apart: done.Parted.ID, Sequence: done.Sequence}, err
}

// Err implements api.Ingester.
func (w writer) Err() error { return w.State(context.Background()).Err }
