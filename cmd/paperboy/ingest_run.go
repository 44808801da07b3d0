package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/index/ingest"
)

// ingestRun takes several sources, one after the other.
type ingestRun struct {
	into    ingester
	options ingest.RunOptions
	read    format.Options
	rejects *rejectFile
	stderr  io.Writer
}

// ingestSummary is what came of an ingestRun.
type ingestSummary struct {
	Sources []ingested    `json:"sources"`
	Total   ingest.Report `json:"total"`
	// RejectsFile holds the refused records; empty where there are none.
	RejectsFile string `json:"rejects_file,omitempty"`
	// Seconds passed until all was durable and could be found.
	Seconds          float64 `json:"seconds"`
	RecordsPerSecond float64 `json:"records_per_second"`
}

// ingested is what came of one source.
type ingested struct {
	Source string `json:"source"`
	ingest.Report
	// Reasons are why records were refused, in the order of their codes.
	Reasons []reason `json:"reasons,omitempty"`
	// Withdrawn counts papers that were deleted, as the source has them no more.
	Withdrawn int `json:"withdrawn,omitempty"`
	// Error ended the source early; what is counted is in all the same.
	Error string `json:"error,omitempty"`
}

// reason is one code of refusal, how often it was given, and where first.
type reason struct {
	Code  string         `json:"code"`
	Count int            `json:"count"`
	First data.Rejection `json:"first"`
}

// takeFunc makes records durable.
type takeFunc = func(context.Context, format.Records) error

// ingestSource is one thing that an ingestRun takes. Its read hands over records,
// all at once or page by page, and reports how far it is.
type ingestSource struct {
	name string
	read func(ctx context.Context, take takeFunc, report func(read, total int64)) error
}

// all takes every location.
func (r ingestRun) all(ctx context.Context, locations []string) (ingestSummary, error) {
	sources := make([]ingestSource, len(locations))
	for i, location := range locations {
		sources[i] = ingestSource{location, func(ctx context.Context, take takeFunc, report func(read, total int64)) error {
			read := r.read
			read.Progress = func(p format.Progress) { report(p.Read, p.Total) }
			return take(ctx, format.Open(ctx, location, read))
		}}
	}
	return r.sources(ctx, sources)
}

// sources takes every source. One that fails does not keep the others out; the
// error names all that did. A cancelled ctx ends the run between two batches.
func (r ingestRun) sources(ctx context.Context, sources []ingestSource) (ingestSummary, error) {
	start := time.Now()
	var s ingestSummary
	var errs []error
	for _, from := range sources {
		one, err := r.one(ctx, from)
		if err != nil {
			one.Error = err.Error()
			errs = append(errs, err)
		}
		s.Sources = append(s.Sources, one)
		s.Total.Add(one.Report)
		if ctx.Err() != nil {
			break
		}
	}
	if err := ctx.Err(); err == nil {
		if err := r.into.WaitVisible(ctx, s.Total.Sequence); err != nil {
			errs = append(errs, fmt.Errorf("ingest: what was taken is durable, but cannot be searched yet: %w", err))
		}
	}
	if s.Total.Rejected > 0 {
		s.RejectsFile = r.rejects.path
	}
	s.Seconds = time.Since(start).Seconds()
	s.RecordsPerSecond = float64(s.Total.Read) / s.Seconds
	return s, errors.Join(append(errs, r.rejects.close())...)
}

func (r ingestRun) one(ctx context.Context, from ingestSource) (ingested, error) {
	one := ingested{Source: from.name}
	reasons := map[string]*reason{}
	bar := newProgress(r.stderr, from.name)
	defer bar.finish()
	options := r.options
	options.Progress = func(report ingest.Report) { bar.durable(one.Accepted + report.Accepted) }
	options.Reject = func(rejection data.Rejection) error {
		if reasons[rejection.Code] == nil {
			reasons[rejection.Code] = &reason{Code: rejection.Code, First: rejection}
		}
		reasons[rejection.Code].Count++
		return r.rejects.add(rejection)
	}
	err := from.read(ctx, func(ctx context.Context, records format.Records) error {
		report, err := r.into.Ingest(ctx, records, options)
		one.Report.Add(report)
		return err
	}, bar.read)
	for _, code := range slices.Sorted(maps.Keys(reasons)) {
		one.Reasons = append(one.Reasons, *reasons[code])
	}
	return one, err
}

// wholeFile makes of the error that ends a file its reject, unless the file has
// vanished or ctx has ended, so that an error is one of where the records go.
func wholeFile(ctx context.Context, location string, records format.Records, broken *error) format.Records {
	return func(yield func(data.Record, error) bool) {
		for record, err := range records {
			if _, refused := errors.AsType[*data.Rejection](err); err != nil && !refused && ctx.Err() == nil {
				if *broken = err; errors.Is(err, fs.ErrNotExist) {
					return
				}
				err = format.RejectInput(location, err)
			}
			if !yield(record, err) {
				return
			}
		}
	}
}

func (s ingestSummary) print(w io.Writer) {
	for _, one := range s.Sources {
		one.print(w)
	}
	if len(s.Sources) > 1 {
		fmt.Fprintf(w, "together: %s\n", describe(s.Total))
	}
	if s.RejectsFile != "" {
		fmt.Fprintf(w, "rejected records: %s\n", s.RejectsFile)
	}
	if s.Total.Read > 0 {
		fmt.Fprintf(w, "%.1f s, %s records a second\n", s.Seconds, thousands(int(s.RecordsPerSecond)))
	}
}

func (one ingested) print(w io.Writer) {
	end := ""
	if one.Withdrawn > 0 {
		end = fmt.Sprintf(", %s deleted as withdrawn", thousands(one.Withdrawn))
	}
	switch {
	case one.Error != "" && one.Read == 0:
		end += ", not read"
	case one.Error != "":
		end += ", ended early"
	}
	fmt.Fprintf(w, "%s: %s%s\n", one.Source, describe(one.Report), end)
	for _, reason := range one.Reasons {
		fmt.Fprintf(w, "  %s × %s, first at %s: %s\n", thousands(reason.Count), reason.Code, reason.First.Entry, reason.First.Reason)
	}
}

// describe counts what became of records, leaving out what did not happen.
func describe(r ingest.Report) string {
	text := count(r.Read, "record")
	for _, c := range []struct {
		n    int
		what string
	}{
		{r.Added, "new"}, {r.Updated, "updated"}, {r.Unchanged, "unchanged"},
		{r.Suppressed, "of deleted papers"}, {r.Rejected, "rejected"}, {r.Merged, "papers found to be one with another"},
	} {
		if c.n > 0 {
			text += fmt.Sprintf(", %s %s", thousands(c.n), c.what)
		}
	}
	return text
}
