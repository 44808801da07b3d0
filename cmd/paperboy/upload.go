package main

import (
	"context"
	"time"

	"paperboy/api"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/index/ingest"
)

// IngestFile implements api.FileIngester.
func (w writer) IngestFile(ctx context.Context, f api.File, p api.IngestParams, reject func(data.Rejection)) (api.AddAnswer, error) {
	read := format.Options{Formats: formats.All(), Format: p.Format, AsOf: p.AsOf, MaxBytes: api.MaxIngestUnpacked}
	var broken error
	records := wholeFile(ctx, f.Name, format.Read(ctx, f.Name, time.Now(), f, read), &broken)
	report, err := w.Ingest(ctx, records, ingest.RunOptions{
		Undelete: p.Undelete,
		IDs:      true,
		MaxIDs:   api.MaxIngestNamed,
		Reject: func(r data.Rejection) error {
			reject(r)
			return nil
		},
	})
	return api.AddAnswer{
		Accepted: report.Accepted, Updated: report.Updated, Unchanged: report.Unchanged,
		Suppressed: report.Suppressed, IDs: report.IDs, Sequence: report.Sequence,
	}, err
}

// FileFormats implements api.FileIngester.
func (w writer) FileFormats() []api.FileFormat {
	all := formats.All()
	known := make([]api.FileFormat, len(all))
	for i, f := range all {
		known[i] = api.FileFormat{Name: f.Name, Title: f.Title}
	}
	return known
}
