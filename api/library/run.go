package library

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/index/ingest"
)

// Target takes records: a Library, or a client of the server that has it open.
type Target interface {
	Ingest(context.Context, format.Records, ingest.RunOptions) (ingest.Report, error)
	// WaitCurrent returns when searches see all changes up to through, or with what keeps
	// them from it.
	WaitCurrent(ctx context.Context, through data.Sequence) error
}

// Meter shows how far the reading of one source is.
type Meter interface {
	// Read is called with how much has been read of how much, in bytes, or in pages of a
	// feed; total is 0 where it is not known.
	Read(n, total int64)
	// Durable is called with how many records are safe.
	Durable(records int)
	Finish()
}

// Run takes several sources, one after the other.
type Run struct {
	Into    Target
	Options ingest.RunOptions
	Read    format.Options
	Rejects *RejectsFile
	// Meter returns what shows how far a source is; nil: nothing does.
	Meter func(source string) Meter
}

// Summary says what became of the sources of a Run.
type Summary struct {
	Sources []SourceSummary `json:"sources"`
	Total   ingest.Report   `json:"total"`
	// RejectsFile holds the rejected records; empty where there are none.
	RejectsFile string `json:"rejects_file,omitempty"`
	// Seconds passed until everything was durable and could be found.
	Seconds          float64 `json:"seconds"`
	RecordsPerSecond float64 `json:"records_per_second"`
}

// SourceSummary says what became of one source.
type SourceSummary struct {
	Source string `json:"source"`
	ingest.Report
	// Reasons are why records were rejected, in the order of their codes.
	Reasons []Reason `json:"reasons,omitempty"`
	// Withdrawn counts papers that were deleted because the source no longer has them.
	Withdrawn int `json:"withdrawn,omitempty"`
	// Error ended the source early. What is counted stays.
	Error string `json:"error,omitempty"`
}

// Reason is one code of rejections, how often it was given, and where first.
type Reason struct {
	Code  string         `json:"code"`
	Count int            `json:"count"`
	First data.Rejection `json:"first"`
}

// takeFunc makes records durable.
type takeFunc = func(context.Context, format.Records) error

// source is one thing that a Run takes. read hands over records, all at once or page by
// page, and reports how far it is.
type source struct {
	name string
	read func(ctx context.Context, take takeFunc, progress func(read, total int64)) error
}

// Locations takes what format.Open reads at each location.
func (r Run) Locations(ctx context.Context, locations []string) (Summary, error) {
	sources := make([]source, len(locations))
	for i, location := range locations {
		sources[i] = source{location, func(ctx context.Context, take takeFunc, progress func(read, total int64)) error {
			return take(ctx, r.open(ctx, location, progress))
		}}
	}
	return r.sources(ctx, sources)
}

// open reads a location, and reports how far it is.
func (r Run) open(ctx context.Context, location string, progress func(read, total int64)) format.Records {
	read := r.Read
	read.Progress = func(p format.Progress) { progress(p.Read, p.Total) }
	return format.Open(ctx, location, read)
}

// sources takes every source. One that fails does not keep the others out; the error
// names all that failed. If ctx is cancelled, the run ends between two batches.
func (r Run) sources(ctx context.Context, sources []source) (Summary, error) {
	start := time.Now()
	var s Summary
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
	if ctx.Err() == nil {
		if err := r.Into.WaitCurrent(ctx, s.Total.Sequence); err != nil {
			errs = append(errs, fmt.Errorf("ingest: what was taken is durable, but cannot be searched yet: %w", err))
		}
	}
	if s.Total.Rejected > 0 {
		s.RejectsFile = r.Rejects.Path
	}
	s.Seconds = time.Since(start).Seconds()
	s.RecordsPerSecond = float64(s.Total.Read) / s.Seconds
	return s, errors.Join(append(errs, r.Rejects.Close())...)
}

// one takes one source.
func (r Run) one(ctx context.Context, from source) (SourceSummary, error) {
	one := SourceSummary{Source: from.name}
	reasons := map[string]*Reason{}
	var meter Meter = noMeter{}
	if r.Meter != nil {
		meter = r.Meter(from.name)
	}
	defer meter.Finish()
	options := r.Options
	options.Progress = func(report ingest.Report) { meter.Durable(one.Accepted + report.Accepted) }
	options.Reject = func(rejection data.Rejection) error {
		if reasons[rejection.Code] == nil {
			reasons[rejection.Code] = &Reason{Code: rejection.Code, First: rejection}
		}
		reasons[rejection.Code].Count++
		return r.Rejects.Add(rejection)
	}
	err := from.read(ctx, func(ctx context.Context, records format.Records) error {
		report, err := r.Into.Ingest(ctx, records, options)
		one.Report.Add(report)
		return err
	}, meter.Read)
	for _, code := range slices.Sorted(maps.Keys(reasons)) {
		one.Reasons = append(one.Reasons, *reasons[code])
	}
	return one, err
}

type noMeter struct{}

func (noMeter) Read(int64, int64) {}
func (noMeter) Durable(int)       {}
func (noMeter) Finish()           {}
