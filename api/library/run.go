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

// Target ingests records. It is a Library, or a client of the server that has the library open.
type Target interface {
	Ingest(context.Context, format.Records, ingest.RunOptions) (ingest.Report, error)
	// WaitCurrent waits until searches see all changes up to through. If the index cannot be
	// updated, it returns the error.
	WaitCurrent(ctx context.Context, through data.Sequence) error
}

// Meter shows the progress of reading one source.
type Meter interface {
	// Read is called with how much has been read and how much there is: bytes of a file, or
	// pages of a feed. If the total is not known, it is 0.
	Read(n, total int64)
	// Durable is called with the number of records that are durable.
	Durable(records int)
	// Finish is called at the end of the source.
	Finish()
}

// Run ingests several sources, one after the other.
type Run struct {
	Into    Target
	Options ingest.RunOptions
	Read    format.Options
	Rejects *RejectsFile
	// Meter returns the Meter for a source. If nil, no progress is shown.
	Meter func(source string) Meter
}

// Summary is the result of a Run.
type Summary struct {
	Sources []SourceSummary `json:"sources"`
	Total   ingest.Report   `json:"total"`
	// RejectsFile is the path of the file with the rejected records, empty if none was rejected.
	RejectsFile string `json:"rejects_file,omitempty"`
	// Seconds is how long it took until all records were durable and searches found them.
	Seconds          float64 `json:"seconds"`
	RecordsPerSecond float64 `json:"records_per_second"`
}

// SourceSummary is the result of one source.
type SourceSummary struct {
	Source string `json:"source"`
	ingest.Report
	// Reasons say why records were rejected, sorted by code.
	Reasons []Reason `json:"reasons,omitempty"`
	// Withdrawn counts papers that were deleted because the source no longer has them.
	Withdrawn int `json:"withdrawn,omitempty"`
	// Error is why the source ended early. The records counted until then are stored.
	Error string `json:"error,omitempty"`
}

// Reason is a code of rejections, how many records were rejected with it, and the first of them.
type Reason struct {
	Code  string         `json:"code"`
	Count int            `json:"count"`
	First data.Rejection `json:"first"`
}

// takeFunc ingests records, and returns when they are durable.
type takeFunc = func(context.Context, format.Records) error

// source is a source of records. read passes them to take, all at once or page by page, and reports
// its progress.
type source struct {
	name string
	read func(ctx context.Context, take takeFunc, progress func(read, total int64)) error
}

// Locations ingests the records that format.Open reads at each location.
func (r Run) Locations(ctx context.Context, locations []string) (Summary, error) {
	sources := make([]source, len(locations))
	for i, location := range locations {
		sources[i] = source{location, func(ctx context.Context, take takeFunc, progress func(read, total int64)) error {
			return take(ctx, r.open(ctx, location, progress))
		}}
	}
	return r.sources(ctx, sources)
}

// open reads the records at a location, and reports its progress.
func (r Run) open(ctx context.Context, location string, progress func(read, total int64)) format.Records {
	read := r.Read
	read.Progress = func(p format.Progress) { progress(p.Read, p.Total) }
	return format.Open(ctx, location, read)
}

// sources ingests every source, even if some fail. The error joins those of the sources that
// failed. If ctx is cancelled, the run ends between two batches.
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
			errs = append(errs, fmt.Errorf("ingest: the accepted records are durable, but cannot be searched yet: %w", err))
		}
	}
	if s.Total.Rejected > 0 {
		s.RejectsFile = r.Rejects.Path
	}
	s.Seconds = time.Since(start).Seconds()
	s.RecordsPerSecond = float64(s.Total.Read) / s.Seconds
	return s, errors.Join(append(errs, r.Rejects.Close())...)
}

// one ingests one source.
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

// noMeter is a Meter that shows nothing.
type noMeter struct{}

func (noMeter) Read(int64, int64) {}
func (noMeter) Durable(int)       {}
func (noMeter) Finish()           {}
