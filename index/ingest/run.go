package ingest

import (
	"context"
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/panics"
	"paperboy/data/store"
	"paperboy/data/text"
)

// RunOptions configure one Ingest. The zero RunOptions are valid.
type RunOptions struct {
	// Undelete lets records of deleted papers restore them. Without it they are
	// counted as Suppressed, and the papers stay deleted.
	Undelete bool
	// IDs asks for Report.IDs, at most MaxIDs of them. If MaxIDs is 0, there is no limit.
	IDs    bool
	MaxIDs int
	// Reject is called with every rejection, in the order of the input and never
	// concurrently. If it is nil, rejections are only counted. RejectLines returns a Reject
	// that writes to a file. An error of Reject ends the ingest.
	Reject func(data.Rejection) error
	// Progress, if not nil, is called after each batch with the report so far (without IDs,
	// Warnings and Warned), never concurrently.
	Progress func(Report)
}

// Report counts the records that an Ingest acknowledged.
type Report struct {
	data.Count
	// IDs has the id of the paper of each accepted record, in the order of the input. It is
	// nil unless asked for.
	IDs []data.ID `json:"ids,omitempty"`
	// Warnings counts the accepted records that were read with a warning.
	Warnings data.WarningCounts `json:"warnings,omitempty"`
	// Warned names the first papers of these records.
	Warned data.Warned `json:"warned,omitempty"`
	// Sequence is the sequence of the store after the last batch was committed. Pass it to
	// WaitVisible.
	Sequence data.Sequence `json:"sequence"`
}

// Add adds the counts of another report to r, but not its IDs.
func (r *Report) Add(other Report) {
	r.Count.Add(other.Count)
	r.Warnings, r.Warned = r.Warnings.Plus(other.Warnings), r.Warned.Plus(other.Warned)
	r.Sequence = max(r.Sequence, other.Sequence)
}

// maxBatchBytes bounds the texts of one batch: without it, records of the maximum length would
// fill the memory.
const maxBatchBytes = 16 << 20

// Ingest stores records until they end, and returns a report of what was acknowledged. It
// stops at the first error that is not a *data.Rejection: an error of the input, of the store
// (such as a full disk), of opts.Reject, or of ctx. The report is correct in this case too,
// and the records read before an error of the input are acknowledged. Ingesting the same
// records again does no harm.
//
// Records are read and validated while the previous batch is written.
func (in *Ingester) Ingest(ctx context.Context, records format.Records, opts RunOptions) (Report, error) {
	r := &run{in: in, opts: opts}
	group, ctx := panics.WithContext(ctx)
	batches := make(chan []item)
	group.Go("ingest.batches", func() error {
		for items := range batches {
			if err := r.write(ctx, items); err != nil {
				return err
			}
		}
		return nil
	})
	readErr := panics.Recover("ingest.read", func() error { return in.read(ctx, records, batches) })
	close(batches)
	if err := errors.Join(group.Wait(), readErr); err != nil {
		return r.report, fmt.Errorf("ingest: %w", err)
	}
	return r.report, nil
}

// read sends the records in batches until they end or fail. If ctx is done, it drops the
// current batch.
func (in *Ingester) read(ctx context.Context, records format.Records, batches chan<- []item) error {
	var items []item
	bytes := 0
	send := func() error {
		if len(items) == 0 {
			return nil
		}
		select {
		case batches <- items:
			items, bytes = make([]item, 0, in.opts.BatchSize), 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for record, err := range records {
		it, err := newItem(record, err)
		if err != nil {
			return errors.Join(err, send())
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		items = append(items, it)
		bytes += len(it.record.Paper.Title) + len(it.record.Paper.Abstract)
		if len(items) == in.opts.BatchSize || bytes >= maxBatchBytes {
			if err := send(); err != nil {
				return err
			}
		}
	}
	return send()
}

// item is a record of a batch, or its rejection.
type item struct {
	record data.Record
	ids    []data.ID
	title  string // text.TitleKey
	// detailID is the id of the record if another paper has its content hash. It is empty if
	// the record has other ids.
	detailID  data.ID
	rejection *data.Rejection
}

// newItem validates what a reader yielded. An error ends the ingest.
func newItem(record data.Record, err error) (item, error) {
	if err == nil {
		err = validate(&record)
	}
	var rejection *data.Rejection
	switch {
	case err == nil:
		it := item{record: record, ids: record.IDs(), title: text.TitleKey(record.Paper.Title)}
		if record.HasContentID() {
			it.detailID = record.DetailID()
		}
		return it, nil
	case errors.As(err, &rejection):
		return item{rejection: rejection}, nil
	}
	return item{}, err
}

// validate calls data.Validate and turns its error into a *data.Rejection.
func validate(r *data.Record) error {
	err := data.Validate(r)
	var field *data.FieldError
	if errors.As(err, &field) {
		return r.Reject(field.Code, field.Error())
	}
	return err
}

// run is one call of Ingest.
type run struct {
	in     *Ingester
	opts   RunOptions
	report Report
}

// write commits one batch, and only then counts it.
func (r *run) write(ctx context.Context, items []item) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var b *batch
	var sequence data.Sequence
	err := r.in.update(ctx, func(tx store.Tx) error {
		b = newBatch(tx, len(items))
		b.undelete = r.opts.Undelete
		if err := b.ingest(items); err != nil {
			return err
		}
		sequence = tx.Sequence()
		return nil
	})
	if err != nil {
		return err
	}
	r.report.Sequence = sequence
	r.report.Merged += b.merged
	for i, it := range items {
		r.report.Read++
		if it.rejection != nil {
			r.report.Rejected++
			if r.opts.Reject == nil {
				continue
			}
			if err := r.opts.Reject(*it.rejection); err != nil {
				return err
			}
			continue
		}
		r.count(b.outcomes[i], &it.record.Origin)
	}
	if r.opts.Progress != nil {
		progress := r.report
		progress.IDs, progress.Warnings, progress.Warned = nil, nil, nil
		r.opts.Progress(progress)
	}
	return nil
}

func (r *run) count(o outcome, origin *data.Provenance) {
	switch o.kind {
	case suppressed:
		r.report.Suppressed++
		return
	case added:
		r.report.Added++
	case updated:
		r.report.Updated++
	case unchanged:
		r.report.Unchanged++
	}
	r.report.Accepted++
	if r.report.Warnings.Note(origin); len(origin.Warnings) > 0 {
		r.report.Warned.Note(origin, o.of.current().paper.ID)
	}
	if r.opts.IDs && (r.opts.MaxIDs == 0 || len(r.report.IDs) < r.opts.MaxIDs) {
		r.report.IDs = append(r.report.IDs, o.of.current().paper.ID)
	}
}
