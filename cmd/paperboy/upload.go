package main

import (
	"context"
	"strings"
	"time"

	"paperboy/api"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/index/ingest"
)

// IngestFile implements api.FileIngester.
func (w writer) IngestFile(ctx context.Context, f api.File, p api.IngestParams, reject func(api.Rejected)) (api.AddAnswer, error) {
	read := format.Options{Formats: formats.All(), Format: p.Format, AsOf: p.AsOf, MaxBytes: api.MaxIngestUnpacked}
	var broken error
	records := wholeFile(ctx, f.Name, format.Read(ctx, f.Name, time.Now(), f, read), &broken)
	report, err := w.Ingest(ctx, records, ingest.RunOptions{
		Undelete: p.Undelete,
		IDs:      true,
		MaxIDs:   api.MaxIngestNamed,
		Reject: func(r ingest.Rejection) error {
			reject(api.Rejected{Entry: placeOf(r, f.Name), Line: lineOf(r.Entry), ID: r.ID, Code: r.Code, Reason: strings.TrimPrefix(r.Reason, "read "+r.Location+": ")})
			return nil
		},
	})
	return api.AddAnswer{
		Accepted: report.Accepted, Updated: report.Updated, Unchanged: report.Unchanged,
		Suppressed: report.Suppressed, IDs: report.IDs, Sequence: report.Sequence,
	}, err
}

// placeOf is where in a file a record is: of an archive, in which member.
func placeOf(r ingest.Rejection, file string) string {
	if r.Location == file {
		return r.Entry
	}
	return r.Location[min(len(file)+1, len(r.Location)):] + ", " + r.Entry
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
