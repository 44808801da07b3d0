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

// RunOptions configure one Ingest. The zero RunOptions are fit for use.
type RunOptions struct {
	// Undelete lets records of deleted papers restore them. Without it they are
	// counted as Suppressed, and the papers stay deleted.
	Undelete bool
	// IDs asks for Report.IDs, MaxIDs of them; 0: all.
	IDs    bool
	MaxIDs int
	// Reject is told of every refused record, in the order of the input and
	// never concurrently; nil: they are only counted. RejectLines makes one
	// that writes a file. An error ends the ingest.
	Reject func(data.Rejection) error
	// Progress is called after each batch with the report so far (without IDs),
	// never concurrently; nil: not called.
	Progress func(Report)
}

// Report counts the records that one Ingest acknowledged.
type Report struct {
	data.Count
	// IDs are the papers of the accepted records, one each in the order of the
	// input; nil unless asked for.
	IDs []data.ID `json:"ids,omitempty"`
	// Sequence is that of the store when the last batch was committed: what to
	// give to WaitVisible.
	Sequence data.Sequence `json:"sequence"`
}

// Add adds the report of another Ingest to r, except its IDs.
func (r *Report) Add(other Report) {
	r.Count.Add(other.Count)
	r.Sequence = max(r.Sequence, other.Sequence)
}

// maxBatchBytes bounds the texts of one batch: records of the greatest length
// that data allows would otherwise fill the memory.
const maxBatchBytes = 16 << 20

// Ingest takes records into the store until they end, and reports what was
// acknowledged. It stops at the first error that is not a *data.Rejection: one of
// the input, of the store (a full disk), of opts.Reject, or of ctx. The report
// is right then too, the records read before an error of the input are
// acknowledged, and running the same again does no harm.
//
// Records are read and validated while the batch before is written.
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

// read sends the records in batches until they end, fail, or ctx ends, which
// loses the batch begun.
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

// item is one record on its way, or the refusal of it.
type item struct {
	record data.Record
	ids    []data.ID
	title  string // text.TitleKey
	// detailID is what the record is called if another paper has its content hash; ""
	// where it is called by more than that.
	detailID  data.ID
	rejection *data.Rejection
}

// newItem validates what a source yielded. Its error ends the ingest.
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

// validate is data.Validate, except that a record it refuses becomes a *data.Rejection.
func validate(r *data.Record) error {
	err := data.Validate(r)
	var field *data.FieldError
	if errors.As(err, &field) {
		return r.Reject(field.Code, field.Error())
	}
	return err
}

// run is one Ingest.
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
		r.count(b.outcomes[i])
	}
	if r.opts.Progress != nil {
		progress := r.report
		progress.IDs = nil
		r.opts.Progress(progress)
	}
	return nil
}

func (r *run) count(o outcome) {
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
	if r.opts.IDs && (r.opts.MaxIDs == 0 || len(r.report.IDs) < r.opts.MaxIDs) {
		r.report.IDs = append(r.report.IDs, o.of.now().paper.ID)
	}
}
